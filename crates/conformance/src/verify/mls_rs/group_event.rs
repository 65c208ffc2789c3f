//! group-event

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mls_rs::{CipherSuite, CipherSuiteProvider, MlsMessage};

use super::client::provider;
use super::member::Member;
use super::refused;
use crate::format::topics::group_event::{Expect, Input, Test};
use crate::format::{Event, Hex, Reason, Stage};
use crate::verify::inner::rumor;
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    if test.stage == Some(Stage::GroupPolicy) {
        return Verdict::unsupported("mls-rs knows no admins");
    }
    let came = match &test.input {
        Input::Outer { event, group_event_key } => {
            open(&event.content, &group_event_key.0).map(|mls_message| Expect::Outer { mls_message })
        }
        Input::Full { event, after } => full(case, event, after),
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

fn full(case: &Case<'_>, event: &Event, after: &str) -> Result<Expect, Refusal> {
    let mut reader = Member::after(case.join_test(after)?, case.now)?;
    if event.tag("h") != Some(reader.nostr_group_id()?.to_string().as_str()) {
        return Err(Refusal::new(Reason::GroupUnknown, "h names another group"));
    }
    let bytes = open(&event.content, &reader.export("marmot", b"group-event", 32)?.0)?;
    let epoch = MlsMessage::from_bytes(&bytes.0).map_err(refused::message)?.epoch();
    let epoch = epoch.ok_or_else(|| Refusal::new(Reason::WireFormatMismatch, "no message of a group"))?;
    let leaves = reader.leaves()?;
    let received = reader.receive(&bytes.0)?;
    let sender = leaves.into_iter().find(|leaf| leaf.index == received.sender_leaf);
    let account = sender.ok_or_else(|| Refusal::broken("the sender has no leaf"))?.account;
    let rumor = received.plaintext.map(|data| rumor(&data, &account)).transpose()?;
    let (content_type, sender_leaf) = (received.content_type, received.sender_leaf);
    Ok(Expect::Full { content_type, sender_leaf, account, rumor, epoch })
}
