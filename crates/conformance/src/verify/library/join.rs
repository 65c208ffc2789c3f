//! welcome-join

use super::Member;
use crate::format::topics::welcome_join::{Expect, Test};
use crate::format::{Answer, Outcome, Stage};
use crate::verify::stack::{forward, judge, judge_policy};
use crate::verify::{Case, Refusal, Verdict};

pub(in crate::verify) fn verify<M: Member>(case: &Case<'_>, test: &Test) -> Verdict {
    if test.stage == Some(Stage::Authority) {
        return Verdict::unsupported("what is wrong is no matter of MLS");
    }
    let came = || came::<M>(test, case.now);
    if let Some(verdict) = forward(test, came) {
        return verdict;
    }
    match test.result {
        Outcome::Policy => judge_policy(test, M::POLICIES, came),
        _ => judge(test, came()),
    }
}

fn came<M: Member>(test: &Test, now: u64) -> Result<Expect, Refusal> {
    let input = &test.input;
    let mut joiner = M::joins(&input.joiner, &input.rumor, now)?;
    let asked = asked(test).map_or(&[][..], |expect| &expect.state.exporters);
    let state = joiner.state(asked)?;
    let mut witness = M::joins(&input.witness, &input.rumor, now)?;
    let then = input.then.iter().map(|op| joiner.op(&mut witness, op)).collect::<Result<_, _>>()?;
    Ok(Expect { state, then })
}

/// What a test expects of whoever takes it, under whatever policy.
fn asked(test: &Test) -> Option<&Expect> {
    let of_policies = test.expected_by_policy.iter().flat_map(|by| by.values());
    let taken = of_policies.filter_map(|answer| match answer {
        Answer::Expect(expect) => Some(expect),
        Answer::Fails { .. } => None,
    });
    test.expect.iter().chain(taken).next()
}
