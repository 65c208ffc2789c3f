//! group-event

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mls_rs::{CipherSuite, CipherSuiteProvider};

use super::client::provider;
use super::member::Member;
use crate::format::topics::group_event::{Expect, Input, Test};
use crate::format::{Hex, Reason, Stage};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict, library};

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    if matches!(test.stage, Some(Stage::GroupPolicy | Stage::Authority)) {
        return Verdict::unsupported("mls-rs knows no rules of Marmot");
    }
    let came = match &test.input {
        Input::Outer { event, group_event_key } => {
            open(&event.content, &group_event_key.0).map(|mls_message| Expect::Outer { mls_message })
        }
        Input::Full { event, after } => library::group_event::<Member>(case, event, after, open),
    };
    judge(test, came)
}

/// The outer layer, with the ChaCha20-Poly1305 of cipher suite 3.
fn open(content: &str, key: &[u8]) -> Result<Hex, Refusal> {
    if content.is_empty() {
        return Err(Refusal::new(Reason::ContentEmpty, "no content"));
    }
    let suite = provider(CipherSuite::CURVE25519_CHACHA).expect("RustCrypto has suite 3");
    let bytes = STANDARD.decode(content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))?;
    let split = bytes.split_at_checked(suite.aead_nonce_size()).filter(|(_, sealed)| sealed.len() >= 16);
    let (nonce, sealed) = split.ok_or_else(|| Refusal::new(Reason::ContentTooShort, "no room for nonce and tag"))?;
    let opened = suite.aead_open(key, sealed, None, nonce);
    opened.map(|bytes| Hex::from(&*bytes)).map_err(|e| Refusal::new(Reason::OuterDecryptFailed, e))
}
