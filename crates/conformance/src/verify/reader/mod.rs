//! A reader of our own whose checks can be left out one by one.
//!
//! ```text
//!   Reader ── one check left out ──> mutant ── accepts what the whole reader refuses ──> the test kills it
//! ```
//!
//! It is written from the texts, without `marmot-rules` (but for the identity proof) and without an MLS library (but where a
//! message inside a group must be decrypted). A test says in `x_kills` which mutants take what must be refused, or answer a
//! `policy` test otherwise, and in `x_kills_reason` which refuse it for another reason only.

mod adopted_event;
mod bytes;
mod check;
mod exporter;
mod framing;
mod group_data;
mod group_event;
mod handshake;
mod hpke;
mod joined_group;
mod key_package;
mod key_package_event;
mod kills;
mod layers;
mod nostr;
mod table;
mod tree;
mod welcome;
mod welcome_fanout;
mod welcome_rumor;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Mutex;

use super::stack::judge;
use super::voices::voices;
use super::{Case, Refusal, Verdict, mdk_core, stack};
use crate::format::topics::AnyTest;
use crate::format::{Answer, Outcome, Reason, Test};

pub use check::{Check, Fault};
pub(super) use handshake::proposal_types;
pub use kills::{Killed, Kills, kills};
pub use layers::layers;
pub use table::{tables, unexplained};

/// The reader: whole, or without one check, or without two where each of them refuses.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    without: Vec<Check>,
    /// Checks that made a difference, or would have.
    met: Mutex<BTreeSet<Check>>,
}

impl Reader {
    /// The reader without these checks.
    fn without(checks: &[Check]) -> Self {
        Self { without: checks.to_vec(), ..Self::default() }
    }

    /// Whether it makes this check. To be asked only where that matters: a mutant is tried on a test if the reader asked.
    pub(in crate::verify) fn makes(&self, check: Check) -> bool {
        self.met.lock().expect("nobody panics with it").insert(check);
        !self.without.contains(&check)
    }

    /// The checks that it asked for.
    fn met(&self) -> BTreeSet<Check> {
        self.met.lock().expect("nobody panics with it").clone()
    }

    /// Refuses for this reason unless something holds, if it makes the check.
    pub(crate) fn demand(&self, check: Check, holds: bool, reason: Reason, what: impl ToString) -> Result<(), Refusal> {
        if holds || !self.makes(check) { Ok(()) } else { Err(Refusal::new(reason, what)) }
    }

    /// What it makes of a test; `None` for a topic or policy that it does not read. Other topics are judged by their naive voice.
    fn answer(&self, case: &Case<'_>) -> Option<Answered> {
        match case.test {
            AnyTest::KeyPackageRef(test) => answered(test, |_| Some(self.key_package_ref(&test.input))),
            AnyTest::KeyPackageEvent(test) => answered(test, |policy| self.key_package_event(case, test, policy)),
            AnyTest::WelcomeRumor(test) => {
                answered(test, |policy| self.welcome_rumor(case.marmot(), &test.input, policy))
            }
            AnyTest::GroupEvent(test) => in_run(case, || answered(test, |_| self.group_event(case, &test.input))),
            AnyTest::WelcomeJoin(test) => {
                in_run(case, || answered(test, |policy| self.welcome_join(case, test, policy)))
            }
            AnyTest::WelcomeFanout(test) if case.profile.is_adopted() => of_verdict(self.welcome_fanout(test)),
            AnyTest::WelcomeFanout(test) => in_run(case, || of_verdict(mdk_core::fanout(test, self))),
            AnyTest::Exporter(test) => answered(test, |_| self.exporter(test)),
            test => of_verdict(voices(test).naive(case, self)),
        }
    }
}

/// How a reader or mutant answers a test.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answered {
    /// As the test demands.
    Right,
    /// It takes what must be refused, or comes to another result.
    Otherwise(String),
    /// It refuses, but for another reason.
    OtherReason(String),
}

/// In a run, for what a library draws.
fn in_run(case: &Case<'_>, read: impl FnOnce() -> Option<Answered> + Send) -> Option<Answered> {
    stack::in_run(case, read).unwrap_or_else(|why| Some(Answered::Otherwise(why)))
}

/// Judges what `read` makes of a test, under each policy that it lists. `read` gives nothing for what it does not know.
fn answered<I, E: PartialEq + Debug>(
    test: &Test<I, E>,
    read: impl Fn(Option<&str>) -> Option<Result<E, Refusal>>,
) -> Option<Answered> {
    if test.result != Outcome::Policy {
        return read(None).map(|came| of_verdict(judge(test, came)).unwrap_or(Answered::Right));
    }
    for (policy, answer) in test.expected_by_policy.iter().flatten() {
        match (answer, read(Some(policy))?) {
            (Answer::Expect(expected), Ok(came)) if *expected == came => {}
            (Answer::Fails { reason, .. }, Err(refusal)) if refusal.reason == Some(*reason) => {}
            (Answer::Fails { .. }, Err(refusal)) => return Some(Answered::OtherReason(refusal.what)),
            (answer, came) => return Some(Answered::Otherwise(format!("{policy}: expected {answer:?}, got {came:?}"))),
        }
    }
    Some(Answered::Right)
}

/// As an answer; nothing for what a stack cannot judge.
fn of_verdict(verdict: Verdict) -> Option<Answered> {
    match verdict {
        Verdict::Passed => Some(Answered::Right),
        Verdict::Refused { why, .. } => Some(Answered::OtherReason(why)),
        Verdict::Failed(what) | Verdict::Differs(what) => Some(Answered::Otherwise(what)),
        Verdict::Unsupported(_) | Verdict::OutOfDate => None,
    }
}
