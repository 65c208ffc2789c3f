//! exporter, where a group is at hand: libraries show neither exporter secret nor derived secret.

use sha2::{Digest, Sha256};

use super::Member;
use crate::format::topics::exporter::{Expect, Test};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(in crate::verify) fn verify<M: Member>(case: &Case<'_>, test: &Test) -> Verdict {
    match &test.input.after {
        Some(after) => judge(test, came::<M>(case, test, after)),
        None => Verdict::unsupported("it exports from a group only"),
    }
}

fn came<M: Member>(case: &Case<'_>, test: &Test, after: &str) -> Result<Expect, Refusal> {
    let joiner = M::since(case, after)?;
    let input = &test.input;
    Ok(Expect {
        derived_secret: None,
        context_hash: Sha256::digest(&input.context.0).into(),
        secret: joiner.export(&input.label, &input.context.0, input.length)?,
    })
}
