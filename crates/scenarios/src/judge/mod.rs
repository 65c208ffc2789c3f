//! What a run showed: invariants, outcomes, and whether that is what the scenario expects.

pub mod causal;
mod expectation;
mod metrics;
mod outcome;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::facts::Facts;
use crate::facts::observer::{self, Observer};
use crate::invariants;
use crate::model::Outcome;
use crate::run::Run;
use crate::verdict::Verdict;

pub use causal::{CausalStory, causal_story, main_story};
pub use expectation::Unmet;
pub use metrics::Metrics;

/// Everything that can be said about a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    pub failures: Vec<Unmet>,
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

    /// Whether everything came out as the scenario expects.
    pub fn as_expected(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Judges a run.
pub fn judge(run: &Run) -> Judgement {
    judge_by(run, &Facts::of(run))
}

/// Judges a run of which the facts are gathered already.
pub fn judge_by(run: &Run, facts: &Facts) -> Judgement {
    let mut judgement = see(run, facts);
    judgement.failures = expectation::failures(run, &judgement);
    judgement
}

/// A judgement without expectations.
fn see(run: &Run, facts: &Facts) -> Judgement {
    Judgement {
        invariants: invariants::ALL.iter().map(|i| (i.name.to_owned(), (i.judge)(run, facts))).collect(),
        outcomes: outcome::outcomes(run, facts),
        metrics: metrics::metrics(run, facts),
        observer: observer::observe(run),
        stalled: run.over_budget || run.checkpoints.iter().any(|c| !c.blockers.is_empty()),
        failures: Vec::new(),
    }
}
