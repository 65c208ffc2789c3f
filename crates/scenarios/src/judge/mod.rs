//! What a run showed: invariants, outcomes, and whether that is what the scenario expects.

pub mod causal;
mod chronicle;
mod expectation;
mod metrics;
pub mod observer;
mod outcome;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::invariants;
use crate::model::Outcome;
use crate::run::Run;

pub use causal::{CausalStory, causal_story, main_story};
pub(crate) use chronicle::device_of;
pub use chronicle::{Chronicle, Installation, Invitation, KeyPackageLife};
pub use metrics::Metrics;
pub use observer::Observer;
pub(crate) use outcome::roll_call;

/// What an invariant says of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// Exercised this many times and never broken.
    Held {
        /// Number of situations that could have broken it.
        exercised: usize,
    },
    /// Broken.
    Violated {
        /// Every break, in order of the transcript.
        violations: Vec<Violation>,
    },
    /// Nothing in the run could have broken it. Never counts as held.
    NotExercised,
}

impl Verdict {
    /// The verdict that follows from the number of situations and the breaks found in them.
    pub fn of(exercised: usize, mut violations: Vec<Violation>) -> Self {
        violations.sort_by(|a, b| (a.entry, &a.subject).cmp(&(b.entry, &b.subject)));
        match (exercised, violations.is_empty()) {
            (_, false) => Self::Violated { violations },
            (0, true) => Self::NotExercised,
            (exercised, true) => Self::Held { exercised },
        }
    }

    /// Is it [`Verdict::Violated`]?
    pub fn is_violated(&self) -> bool {
        matches!(self, Self::Violated { .. })
    }
}

/// One break of an invariant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Index of the transcript entry that broke it.
    pub entry: usize,
    /// Device, group or event that it concerns.
    pub subject: String,
    /// What happened, in one sentence.
    pub text: String,
}

/// Everything that can be said about a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Verdict of every invariant, in registry order.
    pub invariants: Vec<(String, Verdict)>,
    /// Where each device ended.
    pub outcomes: BTreeMap<String, Outcome>,
    /// Counts.
    pub metrics: Metrics,
    /// What a reader of all relays learns.
    pub observer: Observer,
    /// Work was unfinished when the world should have been quiet, or the budget ended: what else failed may follow from it.
    pub stalled: bool,
    /// Expectations of the scenario that did not come true; empty means as expected.
    pub failures: Vec<String>,
}

impl Judgement {
    /// The verdict of one invariant.
    pub fn verdict(&self, name: &str) -> Option<&Verdict> {
        self.invariants.iter().find(|(n, _)| n == name).map(|(_, verdict)| verdict)
    }

    /// Names of the violated invariants.
    pub fn violated(&self) -> Vec<&str> {
        self.invariants.iter().filter(|(_, v)| v.is_violated()).map(|(name, _)| name.as_str()).collect()
    }

    /// Did everything come out as the scenario expects?
    pub fn as_expected(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Judges a run.
pub fn judge(run: &Run) -> Judgement {
    let chronicle = Chronicle::of(run);
    let mut judgement = see(run, &chronicle);
    judgement.failures = expectation::failures(run, &judgement);
    judgement
}

/// A judgement without expectations.
fn see(run: &Run, chronicle: &Chronicle) -> Judgement {
    Judgement {
        invariants: invariants::ALL.iter().map(|i| (i.name.to_owned(), (i.judge)(run, chronicle))).collect(),
        outcomes: outcome::outcomes(run, chronicle),
        metrics: metrics::metrics(run, chronicle),
        observer: observer::observe(run),
        stalled: run.over_budget || run.checkpoints.iter().any(|c| !c.blockers.is_empty()),
        failures: Vec::new(),
    }
}
