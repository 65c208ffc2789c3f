//! welcome-join

use super::member::Member;
use crate::format::topics::welcome_join::{Expect, Test};
use crate::verify::stack::{forward, forward_answer, judge};
use crate::verify::{Case, Refusal, Verdict};

pub(super) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    forward(test, || came(test, case.now)).unwrap_or_else(|| judge(test, came(test, case.now)))
}

fn came(test: &Test, now: u64) -> Result<Expect, Refusal> {
    let input = &test.input;
    let mut joiner = Member::joins(&input.joiner, &input.rumor, now)?;
    let asked = forward_answer(test).or(test.expect.as_ref()).map_or(&[][..], |expect| &expect.state.exporters);
    let state = joiner.state(asked)?;
    let mut witness = Member::joins(&input.witness, &input.rumor, now)?;
    let then = input.then.iter().map(|op| joiner.op(&mut witness, op)).collect::<Result<_, _>>()?;
    Ok(Expect { state, then })
}
