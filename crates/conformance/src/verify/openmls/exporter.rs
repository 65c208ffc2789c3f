//! exporter, where a group is at hand: openmls shows neither exporter secret nor derived secret.

use sha2::{Digest, Sha256};

use super::member::Member;
use crate::format::topics::exporter::{Expect, Test};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    match &test.input.after {
        Some(after) => judge(test, came(case, test, after)),
        None => Verdict::unsupported("openmls exports from a group only"),
    }
}

fn came(case: &Case<'_>, test: &Test, after: &str) -> Result<Expect, Refusal> {
    let joiner = Member::after(case.join_test(after)?)?;
    let input = &test.input;
    Ok(Expect {
        derived_secret: None,
        context_hash: Sha256::digest(&input.context.0).into(),
        secret: joiner.export(&input.label, &input.context.0, input.length)?,
    })
}
