//! What a stack has to offer to take part.

use marmot_rules::Profile;

use super::Suite;
use crate::format::topics::{AnyTest, welcome_join};
use crate::format::{Outcome, Reason, StackVoice, Test};

/// An implementation that can judge vectors.
///
/// A stack is given one test at a time and says whether it behaves as the test demands. It must reach its verdict from
/// [`Case`] alone, without what the generator knows. The clock is the stack's affair: `case.now` is Unix seconds, and a
/// stack that reads the system clock runs inside [`sim_env::run`] with that start.
pub trait Stack {
    /// Name on the command line and in tables.
    fn name(&self) -> &'static str;

    /// Library, version, and what it was driven through, for `verified_by`.
    fn voice(&self) -> StackVoice;

    /// Whether it behaves as the test demands.
    fn verify(&self, case: &Case<'_>) -> Verdict;
}

/// What a stack makes of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It behaves as demanded.
    Passed,
    /// It does not: what was expected and what came.
    Failed(String),
    /// It is known to read the input in another way: this one. No fault of the test, and no voice for it.
    Differs(String),
    /// It cannot judge this test, for this reason.
    Unsupported(String),
    /// What is recorded of it is about another text of this test.
    OutOfDate,
}

impl Verdict {
    /// For what the stack has no way to try.
    pub fn unsupported(why: impl Into<String>) -> Self {
        Self::Unsupported(why.into())
    }
}

/// One test, and where it stands.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// All vectors, for tests that build on others.
    pub suite: &'a Suite,
    /// Path of its file.
    pub path: &'a str,
    /// Wire profile.
    pub profile: Profile,
    /// Unix seconds of the judgement.
    pub now: u64,
    /// The test.
    pub test: AnyTest<'a>,
}

impl<'a> Case<'a> {
    /// The `welcome-join` test that `after` names.
    ///
    /// # Errors
    /// If there is none.
    pub fn join_test(&self, id: &str) -> Result<&'a welcome_join::Test, Refusal> {
        match self.suite.case(id).map(|case| case.test) {
            Some(AnyTest::WelcomeJoin(test)) => Ok(test),
            _ => Err(Refusal::broken(format!("`after` names {id}, which is no welcome-join test here"))),
        }
    }
}

/// Why an input was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason; `None` for something that no vector expects.
    pub reason: Option<Reason>,
    /// In words, for a person. Never compared.
    pub what: String,
}

impl Refusal {
    /// With a reason of the list.
    pub fn new(reason: Reason, what: impl ToString) -> Self {
        Self { reason: Some(reason), what: what.to_string() }
    }

    /// Something that no vector expects.
    pub fn broken(what: impl ToString) -> Self {
        Self { reason: None, what: what.to_string() }
    }
}

/// Compares what came out with what a test demands.
pub(crate) fn judge<I, E: PartialEq + std::fmt::Debug>(test: &Test<I, E>, came: Result<E, Refusal>) -> Verdict {
    match (test.result, came) {
        (Outcome::Valid, Ok(came)) => match &test.expect {
            Some(expected) if *expected == came => Verdict::Passed,
            Some(expected) => Verdict::Failed(difference(expected, &came)),
            None => Verdict::Failed("a valid test has no `expect`".to_owned()),
        },
        (Outcome::Valid, Err(refusal)) => Verdict::Failed(format!("refused: {}", refusal.what)),
        (Outcome::Invalid, Ok(_)) => Verdict::Failed(format!("accepted instead of {:?}", test.reasons())),
        (Outcome::Invalid, Err(refusal)) => {
            let stated = test.reasons();
            if refusal.reason.is_some_and(|reason| stated.contains(&reason)) {
                Verdict::Passed
            } else {
                Verdict::Failed(format!("refused, but not for {stated:?}: {:?} ({})", refusal.reason, refusal.what))
            }
        }
        (Outcome::Policy, _) => Verdict::Failed("a policy test was judged without a policy".to_owned()),
    }
}

/// The first line in which two values differ.
fn difference(expected: &impl std::fmt::Debug, came: &impl std::fmt::Debug) -> String {
    let (expected, came) = (format!("{expected:#?}"), format!("{came:#?}"));
    let differing = expected.lines().zip(came.lines()).find(|(a, b)| a != b);
    let (expected, came) = differing.unwrap_or(("as many lines", "another number of lines"));
    format!("expected {}, got {}", expected.trim(), came.trim())
}
