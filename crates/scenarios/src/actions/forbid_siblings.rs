//! `forbid_siblings`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, GroupChange};

use super::reading;
use super::verb::Verb;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// An admin takes that back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct ForbidSiblings {
    /// Name of the group.
    pub group: String,
}

impl Verb for ForbidSiblings {
    const NAME: &'static str = "forbid_siblings";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { group: reading::group(&item.table(&["group"])?, declared)? })
    }

    fn describe(&self) -> String {
        format!("let members of {} add no devices of their own any more", self.group)
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::ChangeGroup { group: self.group.clone(), change: GroupChange::Siblings { allowed: false } })
    }
}
