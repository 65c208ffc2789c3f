//! What the script writes into the transcript.

use serde::Serialize;
use sim_device::sentence;

use super::{Place, StepFailure};
use crate::model::{Span, Step, describe};

/// Something that the script did or noticed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "script", rename_all = "kebab-case")]
pub enum ScriptEntry {
    /// Every device starts.
    DevicesStart,
    /// A step of the scenario began.
    Step {
        /// Where it stands.
        place: Place,
        /// The step. Steps inside `parallel` have entries of their own.
        step: Box<Step>,
    },
    /// A step could not be carried out, or could although the scenario says that it fails.
    StepFailed {
        /// Where it stands.
        place: Place,
        /// The step.
        step: Box<Step>,
        /// Why.
        failure: StepFailure,
        /// Whether the scenario says that it fails, or that it may.
        expected: bool,
    },
    /// A fault is over.
    FaultEnded {
        /// Its name.
        fault: String,
        /// Whether its time ended, rather than a step lifting it.
        by_itself: bool,
    },
    /// The world became quiet, or should have become quiet, after waiting for more than what was under way.
    Waited {
        /// Milliseconds of virtual time.
        took_ms: u64,
        /// What it waited for and what came.
        waited_for: Vec<Wait>,
        /// What was still unfinished at the limit.
        unfinished: Vec<Wait>,
        /// What nothing would have brought about before the limit, so that nobody waited for it.
        in_vain: Vec<Wait>,
    },
    /// The closing roll call begins.
    RollCall,
    /// The scenario's budget of virtual time is over: the remaining steps are left out.
    OutOfBudget,
}

/// Something that can be waited for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "wait", rename_all = "kebab-case")]
pub enum Wait {
    /// A fault that ends by itself.
    FaultToEnd {
        /// Its name.
        fault: String,
    },
    /// A fault that only a step can end.
    FaultInForce {
        /// Its name.
        fault: String,
    },
    /// Messages that a fault holds back.
    Held {
        /// Name of the fault.
        fault: String,
        /// How many.
        messages: usize,
    },
    /// Unfinished work of a participant.
    Work {
        /// Who.
        who: String,
        /// Id of the kind of work.
        kind: &'static str,
        /// What it does.
        what: String,
        /// Whom it waits for.
        waits_for: String,
    },
}

impl std::fmt::Display for Wait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::FaultToEnd { fault } => format!("fault {fault} to end"),
            Self::FaultInForce { fault } => format!("fault {fault} to be lifted"),
            Self::Held { fault, messages: 1 } => format!("fault {fault} to give back the message that it holds"),
            Self::Held { fault, messages } => format!("fault {fault} to give back {messages} messages that it holds"),
            Self::Work { who, what, waits_for, .. } => format!("{who} to {what} ({waits_for})"),
        };
        f.write_str(&sentence(text))
    }
}

/// Things to wait for that a sentence names one by one.
const MOST_WAITS: usize = 6;

impl std::fmt::Display for ScriptEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::DevicesStart => "every device starts".to_owned(),
            Self::Step { step, .. } => {
                let label = step.label.as_deref().map(|label| format!("[{label}] ")).unwrap_or_default();
                label + &describe::step(step)
            }
            Self::StepFailed { place, step, failure, expected } => {
                let how = match (failure, expected) {
                    (StepFailure::DidNotFail, _) => "did not fail",
                    (_, true) => "failed, as the scenario allows",
                    (_, false) => "failed",
                };
                format!("{place} ({}) {how}: {failure}", describe::step(step))
            }
            Self::FaultEnded { fault, by_itself: true } => format!("fault {fault} ends by itself"),
            Self::FaultEnded { fault, by_itself: false } => format!("fault {fault} is lifted"),
            Self::Waited { took_ms, waited_for, unfinished, in_vain } => {
                waited(Span::from_millis(*took_ms), waited_for, unfinished, in_vain)
            }
            Self::RollCall => "closing roll call".to_owned(),
            Self::OutOfBudget => "out of budget: the remaining steps are left out".to_owned(),
        };
        f.write_str(&sentence(text))
    }
}

fn waited(took: Span, waited_for: &[Wait], unfinished: &[Wait], in_vain: &[Wait]) -> String {
    let mut text = match unfinished {
        [] => format!("settled after {took}"),
        left => format!("not quiet after {took}: still waits for {}", list(left)),
    };
    if !waited_for.is_empty() {
        text += &format!("; waited for {}", list(waited_for));
    }
    if !in_vain.is_empty() {
        text += &format!("; did not wait for {}", list(in_vain));
    }
    text
}

fn list(waits: &[Wait]) -> String {
    let mut named: Vec<String> = waits.iter().take(MOST_WAITS).map(ToString::to_string).collect();
    if waits.len() > MOST_WAITS {
        named.push(format!("{} more", waits.len() - MOST_WAITS));
    }
    named.join(", ")
}
