//! key-package-ref

use mls_rs::mls_rs_codec::{MlsEncode, byte_vec};
use mls_rs::{CipherSuite, CipherSuiteProvider};

use super::{bare, framed};
use crate::format::Reason;
use crate::format::topics::key_package_ref::{Expect, Test};
use crate::verify::mls_rs::client::provider;
use crate::verify::mls_rs::refused;
use crate::verify::stack::judge;
use crate::verify::{Refusal, Verdict};

pub(in crate::verify::mls_rs) fn verify(test: &Test) -> Verdict {
    judge(test, came(test))
}

fn came(test: &Test) -> Result<Expect, Refusal> {
    let input = &test.input;
    let suite = provider(CipherSuite::new(input.cipher_suite));
    let suite = suite.ok_or_else(|| Refusal::new(Reason::CiphersuiteUnsupported, input.cipher_suite))?;
    let key_package = match (&input.key_package, &input.key_package_raw) {
        (Some(bytes), None) => framed(&bytes.0)?,
        (None, Some(bytes)) => bare(&bytes.0)?,
        _ => return Err(Refusal::broken("expected exactly one framing")),
    };
    let raw = key_package.mls_encode_to_vec().map_err(refused::codec)?;
    let reference = key_package.to_reference(&suite).map_err(refused::message)?;
    let mut preimage = Vec::new();
    for part in [&b"MLS 1.0 KeyPackage Reference"[..], &raw] {
        byte_vec::mls_encode(&part, &mut preimage).map_err(refused::codec)?;
    }
    if suite.hash(&preimage).map_err(Refusal::broken)? != *reference {
        return Err(Refusal::broken("the preimage does not lead to the reference"));
    }
    Ok(Expect { key_package_raw: raw.into(), preimage: preimage.into(), reference: reference.to_vec().into() })
}
