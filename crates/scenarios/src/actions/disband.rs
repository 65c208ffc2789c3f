//! `disband`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, GroupChange};

use super::reading;
use super::verb::Verb;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Ends the group for everybody: removes all other leaves and closes it. Devices of the adopted text alone can do so.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Disband {
    /// Name of the group.
    pub group: String,
}

impl Verb for Disband {
    const NAME: &'static str = "disband";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { group: reading::group(&item.table(&["group"])?, declared)? })
    }

    fn describe(&self) -> String {
        format!("disband {}", self.group)
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::ChangeGroup { group: self.group.clone(), change: GroupChange::Disband })
    }
}
