//! Compares what a run showed with what its scenario expects. Unexpected holds fail as well as unexpected violations.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};
use sim_device::sentence;

use super::Judgement;
use crate::actions;
use crate::facts::Facts;
use crate::model::{Action, Expect, Holds, Outcome};
use crate::run::Run;
use crate::verdict::{Cause, Verdict};
use crate::world::FailedStep;
use sim_engine::Blocker;

/// An expectation that did not come true, or a reason why the run cannot be judged by it.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmet {
    /// An invariant that should hold is violated.
    Broken {
        /// Invariant.
        invariant: String,
        /// Its first violation.
        cause: Option<Cause>,
    },
    /// An invariant that should be violated holds.
    Held {
        /// Invariant.
        invariant: String,
    },
    /// An invariant that is part of the expectation was not exercised.
    NotExercised {
        /// Invariant.
        invariant: String,
    },
    /// A device ended otherwise.
    Outcome {
        /// Device.
        device: String,
        /// What was expected.
        expected: Outcome,
        /// How it ended; none if there is no such device.
        ended: Option<Outcome>,
    },
    /// An expectation of an `assert` step.
    Asserted {
        /// When.
        at: Duration,
        /// Which.
        unmet: Box<Unmet>,
    },
    /// A step could not be carried out, or could although it should not.
    Step(Box<FailedStep>),
    /// The budget of virtual time ended before the steps did.
    OutOfBudget,
    /// The world did not become quiet when it should.
    NotQuiet {
        /// When.
        at: Duration,
        /// What was unfinished.
        blocker: Blocker,
    },
}

impl Unmet {
    /// The invariant or device that it is about.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::Broken { invariant, .. } | Self::Held { invariant } | Self::NotExercised { invariant } => {
                Some(invariant)
            }
            Self::Outcome { device, .. } => Some(device),
            Self::Asserted { unmet, .. } => unmet.subject(),
            Self::Step(_) | Self::OutOfBudget | Self::NotQuiet { .. } => None,
        }
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Broken { invariant, cause } => {
                let why = cause.as_ref().map(|cause| format!(": {cause}")).unwrap_or_default();
                format!("{invariant} was expected to hold and is violated{why}")
            }
            Self::Held { invariant } => format!("{invariant} was expected to be violated and held"),
            Self::NotExercised { invariant } => {
                format!("{invariant} is part of the expectation and nothing exercised it")
            }
            Self::Outcome { device, expected, ended } => match ended {
                Some(ended) => format!("{device} was expected to end as {expected} and ended as {ended}"),
                None => format!("{device} was expected to end as {expected} and does not exist"),
            },
            Self::Asserted { at, unmet } => format!("assert at t={:.3} s: {unmet}", at.as_secs_f64()),
            Self::Step(step) => step.to_string(),
            Self::OutOfBudget => "the scenario's budget of virtual time ended before its steps did".to_owned(),
            Self::NotQuiet { at, blocker } => format!(
                "not quiet at t={:.3} s: {} still has to {} and waits for {}",
                at.as_secs_f64(),
                blocker.who,
                blocker.what,
                blocker.waits_for
            ),
        };
        f.write_str(&sentence(text))
    }
}

impl Serialize for Unmet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

pub(crate) fn failures(run: &Run, judgement: &Judgement) -> Vec<Unmet> {
    let expect = run.expect();
    let mut failures = invariant_failures(&expect, judgement);
    failures.extend(outcome_failures(&expect.outcome, &judgement.outcomes));
    for assertion in &run.assertions {
        if let Action::Assert(actions::Assert { outcome, holds, violates }) = &assertion.step {
            let so_far = run.until(assertion.checkpoint);
            let found = super::see(&so_far, &Facts::of(&so_far));
            let holds = Some(Holds::List(holds.clone()));
            let expect = Expect { holds, violates: violates.clone(), ..Expect::default() };
            let mut broken = invariant_failures(&expect, &found);
            broken.extend(outcome_failures(outcome, &found.outcomes));
            let at = so_far.duration();
            failures.extend(broken.into_iter().map(|unmet| Unmet::Asserted { at, unmet: Box::new(unmet) }));
        }
    }
    let steps = run.failed_steps.iter().filter(|step| !step.expected);
    failures.extend(steps.map(|step| Unmet::Step(Box::new(step.clone()))));
    failures.extend(run.over_budget.then_some(Unmet::OutOfBudget));
    for checkpoint in &run.checkpoints {
        let blockers = checkpoint.blockers.iter().cloned();
        failures.extend(blockers.map(|blocker| Unmet::NotQuiet { at: checkpoint.at, blocker }));
    }
    failures
}

fn invariant_failures(expect: &Expect, judgement: &Judgement) -> Vec<Unmet> {
    let mut failures = Vec::new();
    for (name, verdict) in &judgement.invariants {
        let must_break = expect.violates.contains(name);
        let must_hold = match &expect.holds {
            None | Some(Holds::All) => !must_break,
            Some(Holds::List(names)) => names.contains(name),
        };
        let named = matches!(&expect.holds, Some(Holds::List(names)) if names.contains(name));
        let invariant = name.clone();
        match verdict {
            Verdict::Violated { violations } if must_hold => {
                failures.push(Unmet::Broken { invariant, cause: violations.first().map(|v| v.cause.clone()) });
            }
            Verdict::Held { .. } if must_break => failures.push(Unmet::Held { invariant }),
            Verdict::NotExercised if must_break || named => failures.push(Unmet::NotExercised { invariant }),
            _ => {}
        }
    }
    failures
}

fn outcome_failures(expected: &BTreeMap<String, Outcome>, found: &BTreeMap<String, Outcome>) -> Vec<Unmet> {
    let differs = |(device, want): (&String, &Outcome)| {
        let ended = found.get(device).copied();
        (ended != Some(*want)).then(|| Unmet::Outcome { device: device.clone(), expected: *want, ended })
    };
    expected.iter().filter_map(differs).collect()
}
