//! What can be said of a run: which invariants it kept, and whether it is as its scenario expects.

mod acks;
mod cause;
mod expectations;
mod facts;
mod invariant;
mod liveness;
mod loss;
mod outcome;
mod seen;
mod view;

use std::collections::BTreeSet;

pub use cause::{Cause, Violation};
pub use expectations::Failure;
pub use invariant::Invariant;
pub use outcome::RunOutcome;
pub(crate) use outcome::{broke, fingerprints};

use crate::run::Run;
use facts::Facts;

/// The verdict on a run.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Every breach of an invariant, in the order of the run.
    pub violations: Vec<Violation>,
    /// Invariants that the run could have broken.
    pub exercised: BTreeSet<Invariant>,
    /// What is not as expected.
    pub failures: Vec<Failure>,
}

impl Judgement {
    /// Is everything as expected?
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }

    /// Invariants that were broken.
    pub fn violated(&self) -> BTreeSet<Invariant> {
        self.violations.iter().map(|violation| violation.invariant).collect()
    }
}

/// What the checks of invariants write into.
#[derive(Debug, Default)]
struct Findings {
    violations: Vec<Violation>,
    exercised: BTreeSet<Invariant>,
}

impl Findings {
    fn exercise(&mut self, invariant: Invariant) {
        self.exercised.insert(invariant);
    }

    fn broke(&mut self, invariant: Invariant, at: facts::Moment, cause: Cause) {
        self.exercise(invariant);
        self.violations.push(Violation { invariant, at_ms: at.ms, entry: at.entry, cause });
    }
}

/// Judges a run.
pub fn judge(run: &Run) -> Judgement {
    judge_by(&Facts::of(run))
}

/// The same by facts that somebody has gathered already.
fn judge_by(facts: &Facts<'_>) -> Judgement {
    let mut findings = Findings::default();
    view::check(facts, &mut findings);
    acks::check(facts, &mut findings);
    liveness::check(facts, &mut findings);
    loss::check(facts, &mut findings);
    findings.violations.sort_by_key(|violation| (violation.entry, violation.invariant));
    let Findings { violations, exercised } = findings;
    let mut judgement = Judgement { violations, exercised, failures: Vec::new() };
    judgement.failures = expectations::failures(facts, &judgement);
    judgement
}
