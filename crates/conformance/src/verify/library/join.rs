//! welcome-join

use super::Member;
use crate::format::topics::welcome_join::{Expect, Test};
use crate::verify::stack::{forward, forward_answer, judge};
use crate::verify::{Case, Refusal, Verdict};

pub(in crate::verify) fn verify<M: Member>(case: &Case<'_>, test: &Test) -> Verdict {
    forward(test, || came::<M>(test, case.now)).unwrap_or_else(|| judge(test, came::<M>(test, case.now)))
}

fn came<M: Member>(test: &Test, now: u64) -> Result<Expect, Refusal> {
    let input = &test.input;
    let mut joiner = M::joins(&input.joiner, &input.rumor, now)?;
    let asked = forward_answer(test).or(test.expect.as_ref()).map_or(&[][..], |expect| &expect.state.exporters);
    let state = joiner.state(asked)?;
    let mut witness = M::joins(&input.witness, &input.rumor, now)?;
    let then = input.then.iter().map(|op| joiner.op(&mut witness, op)).collect::<Result<_, _>>()?;
    Ok(Expect { state, then })
}
