//! `sponsor`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_engine::OpId;

use super::carriage::{self, Carriage};
use super::reading;
use super::verb::{Turn, Verb};
use crate::model::{Declared, Item, Problem, Span};
use crate::script::Script;

/// Says yes to the offer of another device of the account: tells it, past all relays, which leaf will sign, and adds it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Sponsor {
    /// The device that asked.
    pub of: String,
    /// What happens to what is handed over, if it does not simply arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrives: Option<Carriage>,
    /// It arrives this much later; the step waits for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<Span>,
}

impl Verb for Sponsor {
    const NAME: &'static str = "sponsor";

    fn read(item: &Item<'_>, device: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["of", "arrives", "late"])?;
        Ok(Self {
            of: reading::sibling(&table.need("of", "the device that asked")?, device, declared)?,
            arrives: carriage::read(&table)?,
            late: table.read("late", Item::positive_span)?,
        })
    }

    fn describe(&self) -> String {
        let late = self.late.map(|span| format!(", and the answer arrives {span} later")).unwrap_or_default();
        format!("let {} in{}{late}", self.of, carriage::words(self.arrives))
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        let command = Command::Sponsor { device: self.of.clone() };
        carriage::perform(script, turn, command, &self.of, self.arrives, self.late)
    }

    fn is_about_device(&self, device: &str) -> bool {
        self.of == device
    }
}
