//! `offer`

use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_engine::OpId;

use super::carriage::{self, Carriage};
use super::reading;
use super::verb::{Turn, Verb};
use crate::model::describe::joined;
use crate::model::{Declared, Item, Problem, Span};
use crate::script::Script;

/// How long an offer holds if the file does not say.
const LASTS: Duration = Duration::from_secs(600);

/// Asks another device of the account to let this one into its groups: hands it a fresh KeyPackage for each, past all relays.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Offer {
    /// The device that is asked.
    pub to: String,
    /// Names of the groups. With `overlay = "idea-devices"` none: all that the other device is in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// How long the offer holds; left out: ten minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts: Option<Span>,
    /// What happens to what is handed over, if it does not simply arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrives: Option<Carriage>,
}

impl Verb for Offer {
    const NAME: &'static str = "offer";

    fn read(item: &Item<'_>, device: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["to", "groups", "lasts", "arrives"])?;
        let to = reading::sibling(&table.need("to", "the device that is asked")?, device, declared)?;
        let groups = table.read("groups", |item| item.some_distinct(|item| declared.group(item)))?.unwrap_or_default();
        if groups.is_empty() && !declared.offers_itself_to_all(device) {
            let expected = "`groups`; a device with `overlay = \"idea-devices\"` alone may leave them out";
            return Err(table.trouble("no group").expected(expected));
        }
        Ok(Self { to, groups, lasts: table.read("lasts", Item::positive_span)?, arrives: carriage::read(&table)? })
    }

    fn describe(&self) -> String {
        let groups = if self.groups.is_empty() { "all its groups".to_owned() } else { joined(&self.groups) };
        let lasts = self.lasts.map(|span| format!(", for {span}")).unwrap_or_default();
        format!("ask {} to let it into {groups}{lasts}{}", self.to, carriage::words(self.arrives))
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        let lasts = self.lasts.map_or(LASTS, Duration::from);
        let command = Command::Offer { groups: self.groups.iter().cloned().collect(), lasts };
        carriage::perform(script, turn, command, &self.to, self.arrives, None)
    }

    fn is_about_device(&self, device: &str) -> bool {
        self.to == device
    }
}
