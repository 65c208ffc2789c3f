//! What the script writes into the transcript.

use serde::Serialize;
use sim_device::{CrashPoint, sentence};

use crate::model::{Action, Step};

/// Something that the script did or noticed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "script", rename_all = "kebab-case")]
pub enum ScriptEntry {
    /// Every device starts.
    DevicesStart,
    /// A step of the scenario began.
    Step {
        /// The step. Steps inside `parallel` have entries of their own.
        step: Box<Step>,
    },
    /// The closing roll call begins.
    RollCall,
    /// A crash was asked for at a point to which the device never came.
    CrashNeverCame {
        /// Device.
        device: String,
        /// The point.
        at: CrashPoint,
    },
    /// The scenario's budget of virtual time is over: the remaining steps are left out.
    OutOfBudget,
}

impl std::fmt::Display for ScriptEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::DevicesStart => "every device starts".to_owned(),
            Self::Step { step } => describe(step),
            Self::RollCall => "closing roll call".to_owned(),
            Self::CrashNeverCame { device, at } => {
                format!("{device} never came to {} and did not crash there", at.id())
            }
            Self::OutOfBudget => "out of budget: the remaining steps are left out".to_owned(),
        };
        f.write_str(&sentence(text))
    }
}

/// One line for the story, in the words of the file.
fn describe(step: &Step) -> String {
    let name = step.action.name();
    let detail = match &step.action {
        Action::Parallel(steps) => format!("{} steps", steps.len()),
        // `{"name":detail}`, as the file's JSON form has it.
        action => {
            let json = serde_json::to_string(action).unwrap_or_default();
            json.get(name.len() + 4..json.len().saturating_sub(1)).unwrap_or_default().to_owned()
        }
    };
    let label = step.label.as_deref().map(|label| format!("[{label}] ")).unwrap_or_default();
    let who = step.device.as_deref().map(|device| format!("{label}{device}: ")).unwrap_or(label);
    if detail == "{}" { format!("{who}{name}") } else { format!("{who}{name} {detail}") }
}
