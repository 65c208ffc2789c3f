//! The key schedule by itself: HKDF, without any MLS library.

use hkdf::Hkdf;
use sha2::{Digest, Sha256};

use super::stack::judge;
use super::{Case, Refusal, Stack, Verdict};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;
use crate::format::topics::exporter::Expect;

/// RFC 9420 section 8.5 written out on the hkdf crate.
pub(crate) struct KeySchedule;

impl Stack for KeySchedule {
    fn name(&self) -> &'static str {
        "key-schedule"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        let AnyTest::Exporter(test) = case.test else { return Verdict::unsupported("only exporters") };
        let Some(secret) = &test.input.exporter_secret else {
            return Verdict::unsupported("only tests that give the exporter secret");
        };
        let input = &test.input;
        let came = exported(&secret.0, &input.label, &input.context.0, input.length).map_err(Refusal::broken);
        judge(
            test,
            came.map(|[derived, context_hash, secret]| Expect {
                derived_secret: Some(derived.into()),
                context_hash: context_hash.into(),
                secret: secret.into(),
            }),
        )
    }
}

/// RFC 9420 sections 8 and 8.5 for SHA-256: derived secret, context hash, exported secret of `length` bytes.
///
/// # Errors
/// In words, if the secret is too short, the label too long or the length more than HKDF gives.
fn exported(exporter_secret: &[u8], label: &str, context: &[u8], length: u16) -> Result<[Vec<u8>; 3], String> {
    let derived = expand_with_label(exporter_secret, label.as_bytes(), &[], 32)?;
    let context_hash = Sha256::digest(context).to_vec();
    let secret = expand_with_label(&derived, b"exported", &context_hash, length)?;
    Ok([derived, context_hash, secret])
}

fn expand_with_label(secret: &[u8], label: &[u8], context: &[u8], length: u16) -> Result<Vec<u8>, String> {
    let label = [b"MLS 1.0 ", label].concat();
    let mut info = length.to_be_bytes().to_vec();
    for part in [&label[..], context] {
        // A length below 64 is one byte (RFC 9420 section 2.1.2); Marmot's labels and hashes are shorter.
        let short = u8::try_from(part.len()).ok().filter(|length| *length < 64);
        info.push(short.ok_or_else(|| format!("a label or context of {} bytes, expected less than 64", part.len()))?);
        info.extend(part);
    }
    let mut out = vec![0; usize::from(length)];
    let hkdf = Hkdf::<Sha256>::from_prk(secret).map_err(|e| format!("exporter secret: {e}"))?;
    hkdf.expand(&info, &mut out).map_err(|e| format!("{length} bytes of output: {e}"))?;
    Ok(out)
}
