//! key-package-ref

use marmot_rules::KeyPackage;
use marmot_rules::key_package::{FRAME_PREFIX, ParseError, parse_bare, parse_framed};
use sha2::{Digest, Sha256};

use crate::format::Reason;
use crate::format::topics::key_package_ref::{Expect, Test};
use crate::verify::stack::judge;
use crate::verify::{Refusal, Verdict};

pub(in crate::verify) fn verify(test: &Test) -> Verdict {
    judge(test, came(test))
}

fn came(test: &Test) -> Result<Expect, Refusal> {
    let key_package = match (&test.input.key_package, &test.input.key_package_raw) {
        (Some(framed), None) => read(&framed.0, parse_framed)?,
        (None, Some(raw)) => read(&raw.0, parse_bare)?,
        _ => return Err(Refusal::broken("expected exactly one framing")),
    };
    let raw = key_package.bytes();
    let length = u16::try_from(raw.len()).map_err(Refusal::broken)? | 0x4000;
    let label = b"MLS 1.0 KeyPackage Reference";
    let preimage = [&[28][..], label, &length.to_be_bytes(), raw].concat();
    if <[u8; 32]>::from(Sha256::digest(&preimage)) != key_package.reference() {
        return Err(Refusal::broken("the preimage does not lead to the reference"));
    }
    Ok(Expect { key_package_raw: raw.into(), preimage: preimage.into(), reference: key_package.reference().into() })
}

fn read(bytes: &[u8], parse: fn(&[u8]) -> Result<KeyPackage, ParseError>) -> Result<KeyPackage, Refusal> {
    parse(bytes).map_err(|error| {
        let reason = match error {
            ParseError::Trailing { .. } => Reason::TrailingBytes,
            _ if bytes.starts_with(&FRAME_PREFIX) => Reason::FramingMismatch,
            ParseError::Unexpected { what: "wire_format", .. } => Reason::WireFormatMismatch,
            _ => Reason::TlsMalformed,
        };
        Refusal::new(reason, error)
    })
}
