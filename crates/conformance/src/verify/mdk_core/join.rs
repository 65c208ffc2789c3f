//! welcome-join

use super::member::Member;
use crate::format::topics::welcome_join::{Expect, Test};
use crate::mls;
use crate::verify::stack::{forward, judge};
use crate::verify::{Refusal, Verdict};

pub(super) fn verify(test: &Test) -> Verdict {
    forward(test, || came(test)).unwrap_or_else(|| judge(test, came(test)))
}

fn came(test: &Test) -> Result<Expect, Refusal> {
    let joiner = Member::joins(&test.input.joiner, &test.input.rumor)?;
    let state = mls::state_of(&joiner.device.mdk, &joiner.group).map_err(Refusal::broken)?;
    let witness = Member::joins(&test.input.witness, &test.input.rumor)?;
    let then = test.input.then.iter().map(|op| joiner.op(&witness, op)).collect::<Result<_, _>>()?;
    Ok(Expect { state, then })
}
