//! What a stack has to offer to take part.

use marmot_rules::Profile;
use sim_env::Seed;

use super::Suite;
use crate::format::topics::{AnyTest, group_event, welcome_join};
use crate::format::{Answer, Event, Outcome, Reason, StackVoice, Test, Wire};

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

    /// The policies that it has by nature, where the texts leave something open. None for a stack that takes any of them.
    fn policies(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it behaves as the test demands.
    fn verify(&self, case: &Case<'_>) -> Verdict;
}

/// What a stack makes of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It behaves as demanded; what must be refused is refused for the stated reason.
    Passed,
    /// It refuses what must be refused, but not for the stated reason. That passes, and is counted apart.
    Refused {
        /// Its own reason, if it gives one of the list.
        reason: Option<Reason>,
        /// In words.
        why: String,
    },
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
    /// It passed, for the stated reason.
    pub fn is_passed(&self) -> bool {
        *self == Self::Passed
    }

    /// It refused what must be refused, not for the stated reason.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// A refusal, held against the reasons of which one must be given.
    pub(crate) fn of_refusal(refusal: Refusal, stated: &[Reason]) -> Self {
        match refusal.reason {
            Some(reason) if stated.contains(&reason) => Self::Passed,
            reason => Self::Refused { reason, why: refusal.what },
        }
    }

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
    /// Wire profile, dialect, or text.
    pub profile: Wire,
    /// Unix seconds of the judgement.
    pub now: u64,
    /// The test.
    pub test: AnyTest<'a>,
}

impl<'a> Case<'a> {
    /// The wire profile of a test that is about Marmot; a suite has no other.
    ///
    /// # Panics
    /// If the test is about something else.
    pub fn marmot(&self) -> Profile {
        match self.profile {
            Wire::Marmot(profile) => profile,
            other => unreachable!("{other} is no profile of this topic"),
        }
    }

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

    /// What `after` leads to: the `welcome-join` test at the beginning, and the events that its joiner read since, in order.
    ///
    /// # Errors
    /// If there is no such test.
    pub fn history(&self, after: &str) -> Result<(&'a welcome_join::Test, Vec<&'a Event>), Refusal> {
        let (mut id, mut events) = (after, Vec::new());
        // A chain has no more links than there are tests.
        while let Some(AnyTest::GroupEvent(test)) = self.suite.case(id).map(|case| case.test) {
            match &test.input {
                group_event::Input::Full { event, after } if test.result == Outcome::Valid && events.len() < 100 => {
                    events.push(event);
                    id = after;
                }
                _ => {
                    return Err(Refusal::broken(format!(
                        "`after` names {id}, which is no valid test of a member here"
                    )));
                }
            }
        }
        events.reverse();
        Ok((self.join_test(id)?, events))
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

/// In a run that begins at the test's `now`, for libraries that read the system's clock and draw entropy.
///
/// # Errors
/// There is no such run here, in words.
pub(crate) fn in_run<T: Send>(case: &Case<'_>, verify: impl FnOnce() -> T + Send) -> Result<T, String> {
    sim_device::warm_up();
    sim_env::run(Seed::from(1), case.now, verify).map_err(|error| format!("no seeded run: {error}"))
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
        (Outcome::Invalid, Err(refusal)) => Verdict::of_refusal(refusal, &test.reasons()),
        (Outcome::Deferred, Ok(_)) => Verdict::Failed("read, though it cannot be read yet".to_owned()),
        // A stack that says what is in the way leaves it to its caller to keep the input; without that it has given it up.
        (Outcome::Deferred, Err(refusal)) => match Verdict::of_refusal(refusal, &test.reasons()) {
            Verdict::Refused { why, .. } => Verdict::Failed(format!("given up instead of kept: {why}")),
            verdict => verdict,
        },
        (Outcome::Policy, _) => Verdict::Failed("a policy test was judged without a policy".to_owned()),
    }
}

/// What a policy test demands of a client that reads a group data extension of the future.
pub(crate) fn forward_answer<I, E>(test: &Test<I, E>) -> Option<&E> {
    match test.expected_by_policy.as_ref()?.get("group-data-forward")? {
        Answer::Expect(expected) => Some(expected),
        Answer::Fails { .. } => None,
    }
}

/// Judges such a test; `None` for every other one.
pub(crate) fn forward<I, E: PartialEq + std::fmt::Debug>(
    test: &Test<I, E>,
    came: impl FnOnce() -> Result<E, Refusal>,
) -> Option<Verdict> {
    let expected = forward_answer(test)?;
    Some(match came() {
        Ok(came) if came == *expected => Verdict::Passed,
        Ok(came) => Verdict::Failed(difference(expected, &came)),
        Err(refusal) => Verdict::Failed(format!("refused: {}", refusal.what)),
    })
}

/// Judges a policy test for a stack that has one of its policies by nature.
pub(crate) fn judge_policy<I, E: PartialEq + std::fmt::Debug>(
    test: &Test<I, E>,
    own: &[&str],
    came: impl FnOnce() -> Result<E, Refusal>,
) -> Verdict {
    let mut answers = test.expected_by_policy.iter().flatten();
    let Some((policy, answer)) = answers.find(|(policy, _)| own.contains(&policy.as_str())) else {
        return Verdict::unsupported("it has none of the policies of this test");
    };
    match (answer, came()) {
        (Answer::Expect(expected), Ok(came)) if *expected == came => Verdict::Passed,
        (Answer::Fails { reason, .. }, Err(refusal)) => Verdict::of_refusal(refusal, &[*reason]),
        (answer, came) => Verdict::Failed(format!("{policy}: expected {answer:?}, got {came:?}")),
    }
}

/// Judges a test under each policy of its topic, where one that the test does not list answers as the first of them.
pub(crate) fn judge_each<I, E: PartialEq + std::fmt::Debug>(
    test: &Test<I, E>,
    policies: &[&str],
    came: impl Fn(&str) -> Result<E, Refusal>,
) -> Verdict {
    let listed = test.expected_by_policy.as_ref();
    if let Some(id) = listed.and_then(|by| by.keys().find(|id| !policies.contains(&id.as_str()))) {
        return Verdict::unsupported(format!("policy {id}"));
    }
    let mut all = Verdict::Passed;
    for policy in policies {
        let answer = listed.and_then(|by| by.get(*policy).or_else(|| by.get(*policies.first()?)));
        let verdict = match (listed, answer, came(policy)) {
            (None, _, came) => judge(test, came),
            (_, Some(Answer::Expect(expected)), Ok(came)) if *expected == came => Verdict::Passed,
            (_, Some(Answer::Fails { reason, .. }), Err(refusal)) => Verdict::of_refusal(refusal, &[*reason]),
            (_, answer, came) => Verdict::Failed(format!("expected {answer:?}, got {came:?}")),
        };
        match verdict {
            Verdict::Failed(what) => return Verdict::Failed(format!("{policy}: {what}")),
            Verdict::Passed => {}
            other => all = other,
        }
    }
    all
}

/// The first line in which two values differ.
fn difference(expected: &impl std::fmt::Debug, came: &impl std::fmt::Debug) -> String {
    let (expected, came) = (format!("{expected:#?}"), format!("{came:#?}"));
    let differing = expected.lines().zip(came.lines()).find(|(a, b)| a != b);
    let (expected, came) = differing.unwrap_or(("as many lines", "another number of lines"));
    format!("expected {}, got {}", expected.trim(), came.trim())
}
