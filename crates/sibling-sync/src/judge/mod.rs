//! What can be said of a run: which invariants it kept, and whether it is as its scenario expects.

mod cause;
mod crash;
mod expectations;
mod facts;
mod invariant;
mod lost;
mod observers;
mod outcome;
mod registers;
mod rows;
mod talk;
mod traffic;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use cause::is_cause;
pub use cause::{Cause, Lost, Second, Stuck, Violation};
pub use expectations::Failure;
pub use invariant::Invariant;
pub use observers::{OBSERVERS, Table, observe};
pub use outcome::{RunOutcome, unexpected_outcomes};
pub(crate) use outcome::{broke, fingerprints};

use crate::run::Run;
use facts::Facts;

/// What devices and the server can report, for `reports` of an expectation.
pub(crate) const REPORTS: [&str; 7] =
    ["mesh-incomplete", "fork", "guarded", "expired", "pruned", "stranded", "took-over"];

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

    /// Invariants that were broken, each with the ids of its causes.
    pub fn causes(&self) -> BTreeMap<Invariant, BTreeSet<String>> {
        let mut causes: BTreeMap<Invariant, BTreeSet<String>> = BTreeMap::new();
        for violation in &self.violations {
            causes.entry(violation.invariant).or_default().insert(violation.cause.id());
        }
        causes
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

/// Judges a run. If devices crashed in it, the same scenario is run without the crashes to compare.
pub fn judge(run: &Run) -> Judgement {
    let facts = Facts::of(run);
    let mut findings = check(&facts);
    crash::check(&facts, &mut findings);
    judged(&facts, findings)
}

/// The same without the comparison: what each of many orders is judged by.
fn judge_alone(facts: &Facts<'_>) -> Judgement {
    judged(facts, check(facts))
}

fn check(facts: &Facts<'_>) -> Findings {
    let mut findings = Findings::default();
    rows::check(facts, &mut findings);
    registers::check(facts, &mut findings);
    talk::check(facts, &mut findings);
    traffic::check(facts, &mut findings);
    findings
}

fn judged(facts: &Facts<'_>, findings: Findings) -> Judgement {
    let Findings { mut violations, exercised } = findings;
    violations.sort_by_key(|violation| (violation.entry, violation.invariant));
    let mut judgement = Judgement { violations, exercised, failures: Vec::new() };
    judgement.failures = expectations::failures(facts, &judgement);
    judgement
}
