//! exporter, where a group is at hand: the engine shows neither exporter secret nor derived secret.

use adopted::Settings;
use sha2::{Digest, Sha256};

use super::device::Device;
use crate::format::topics::exporter::{Expect, Test};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(super) fn verify(case: &Case<'_>, test: &Test, settings: &Settings) -> Verdict {
    match &test.input.after {
        Some(after) => judge(test, came(case, test, after, settings)),
        None => Verdict::unsupported("it exports from a group only"),
    }
}

fn came(case: &Case<'_>, test: &Test, after: &str, settings: &Settings) -> Result<Expect, Refusal> {
    let (member, input) = (Device::since(case, after, settings)?, &test.input);
    Ok(Expect {
        derived_secret: None,
        context_hash: Sha256::digest(&input.context.0).into(),
        secret: member.export(&input.label, &input.context.0, input.length)?.into(),
    })
}
