//! stream, by the machines of the crate `streams`.

mod kills;

pub(crate) use kills::{alive, kills, table};

use streams::dialect::Dialect;

use super::{Case, Stack, Verdict};
use crate::format::topics::AnyTest;
use crate::format::topics::stream::{Expect, Input, Test};
use crate::format::{Answer, StackVoice, Wire};
use crate::stream::{Mutant, Seen, check, play, set};

/// The crate `streams` as a stack.
pub(crate) struct Streams;

impl Stack for Streams {
    fn name(&self) -> &'static str {
        "streams"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        match (case.test, case.profile) {
            (AnyTest::Stream(test), Wire::Streams(dialect)) => verify(test, dialect, None),
            _ => Verdict::unsupported("streams only"),
        }
    }
}

/// Judges a test, with a mistake or without.
fn verify(test: &Test, dialect: Dialect, mutant: Option<&Mutant>) -> Verdict {
    judge(test, |input| play(input, dialect, mutant))
}

/// Plays a test under each of its policies, and compares.
pub(super) fn judge(test: &Test, play: impl Fn(&Input) -> Result<Seen, String>) -> Verdict {
    let answers = test.expected_by_policy.iter().flatten();
    let answers = answers.map(|(policy, answer)| (Some(policy.as_str()), answer.clone()));
    let own = test.expect.iter().map(|expect| (None, Answer::Expect(expect.clone())));
    for (policy, answer) in answers.chain(own) {
        let Answer::Expect(expect) = answer else { return Verdict::unsupported("a stream test that refuses") };
        let mut input = test.input.clone();
        if let Some(policy) = policy
            && set(&mut input, policy).is_none()
        {
            return Verdict::unsupported(format!("policy {policy}"));
        }
        if let Err(what) = compare(&input, &expect, &play) {
            return Verdict::Failed(policy.map_or(what.clone(), |policy| format!("{policy}: {what}")));
        }
    }
    Verdict::Passed
}

fn compare(input: &Input, expect: &Expect, play: &impl Fn(&Input) -> Result<Seen, String>) -> Result<(), String> {
    check(input, expect, &play(input)?)
}
