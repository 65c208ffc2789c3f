//! welcome-join

use super::member::Member;
use crate::format::topics::welcome_join::{Expect, Test};
use crate::verify::stack::{forward, forward_answer, judge};
use crate::verify::{Refusal, Verdict};

pub(super) fn verify(test: &Test) -> Verdict {
    forward(test, || came(test)).unwrap_or_else(|| judge(test, came(test)))
}

fn came(test: &Test) -> Result<Expect, Refusal> {
    let input = &test.input;
    let mut joiner = Member::joins(&input.joiner, &input.rumor)?;
    let asked = forward_answer(test).or(test.expect.as_ref()).map_or(&[][..], |expect| &expect.state.exporters);
    let state = joiner.state(asked)?;
    let mut witness = Member::joins(&input.witness, &input.rumor)?;
    let then = input.then.iter().map(|op| joiner.op(&mut witness, op)).collect::<Result<_, _>>()?;
    Ok(Expect { state, then })
}
