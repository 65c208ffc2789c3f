//! sync, by the crate `sibling-sync`, and how runs are judged.

mod kills;

pub(crate) use kills::{alive, kills, table};

use super::{Case, Refusal, Stack, Verdict, judge};
use crate::format::topics::AnyTest;
use crate::format::topics::sync::{Ends, Expect, Input, Outcome, Test};
use crate::format::{Answer, Reason, StackVoice};
use crate::sync::{decoded, ends};

/// The crate `sibling-sync` as a stack.
pub(crate) struct SiblingSync;

impl Stack for SiblingSync {
    fn name(&self) -> &'static str {
        "sibling-sync"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        let AnyTest::Sync(test) = case.test else { return Verdict::unsupported("sibling sync only") };
        match &test.input {
            Input::Run(run) => judge_runs(test, |policy| ends(run, policy)),
            Input::Payload(payload) => {
                let came = decoded(&payload.payload.0).map(|decoded| Expect::Payload(Box::new(decoded)));
                judge(test, came.map_err(|what| Refusal::new(Reason::PayloadMalformed, what)))
            }
        }
    }
}

/// Compares the outcomes of a run under each policy that it names.
pub(crate) fn judge_runs(test: &Test, came: impl Fn(&str) -> Result<Ends, String>) -> Verdict {
    for (policy, answer) in test.expected_by_policy.iter().flatten() {
        let Answer::Expect(Expect::Run(expected)) = answer else {
            return Verdict::Failed(format!("{policy}: a run does not fail"));
        };
        match came(policy) {
            Err(what) => return Verdict::Failed(format!("{policy}: {what}")),
            Ok(came) => match differs(expected, &came) {
                None => {}
                Some(what) => return Verdict::Failed(format!("{policy}: {what}")),
            },
        }
    }
    Verdict::Passed
}

fn differs(expected: &Ends, came: &Ends) -> Option<String> {
    let like = |one: &Outcome, other: &Outcome| {
        let counts = one.count.is_none() || other.count.is_none() || one.count == other.count;
        counts && Outcome { count: None, ..one.clone() } == Outcome { count: None, ..other.clone() }
    };
    let missing = expected.outcomes.iter().find(|one| !came.outcomes.iter().any(|other| like(one, other)));
    let extra = came.outcomes.iter().find(|one| !expected.outcomes.iter().any(|other| like(one, other)));
    let missing = missing.map(|outcome| format!("no order ends as in {outcome:?}"));
    missing.or_else(|| extra.map(|outcome| format!("nobody expects {outcome:?}")))
}
