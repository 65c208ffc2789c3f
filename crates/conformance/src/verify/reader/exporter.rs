//! exporter: what an exporter secret that is given leads to.

use hkdf::Hkdf;
use sha2::{Digest, Sha256};

use super::Reader;
use super::bytes::vector;
use crate::format::topics::exporter::{Expect, Test};
use crate::verify::Refusal;

impl Reader {
    /// `None` for a secret that a group would have to give.
    pub(super) fn exporter(&self, test: &Test) -> Option<Result<Expect, Refusal>> {
        let secret = &test.input.exporter_secret.as_ref()?.0;
        let input = &test.input;
        let derived = derive_secret(secret, &input.label);
        let context_hash = Sha256::digest(&input.context.0);
        let secret = expand_with_label(&derived, "exported", &context_hash, input.length);
        Some(Ok(Expect {
            derived_secret: Some(derived.into()),
            context_hash: context_hash.into(),
            secret: secret.into(),
        }))
    }
}

/// `DeriveSecret` (RFC 9420 section 8).
pub(super) fn derive_secret(secret: &[u8], label: &str) -> Vec<u8> {
    expand_with_label(secret, label, &[], 32)
}

/// `ExpandWithLabel` (RFC 9420 section 8), of at most 8,160 bytes.
pub(super) fn expand_with_label(secret: &[u8], label: &str, context: &[u8], length: u16) -> Vec<u8> {
    let label = vector(format!("MLS 1.0 {label}").as_bytes());
    let info = [&length.to_be_bytes()[..], &label, &vector(context)].concat();
    let mut out = vec![0; usize::from(length)];
    let hkdf = Hkdf::<Sha256>::from_prk(secret).expect("a secret of the key schedule");
    hkdf.expand(&info, &mut out).expect("the schema allows no more");
    out
}
