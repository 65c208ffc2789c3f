//! `allow_siblings`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, GroupChange};

use super::reading;
use super::verb::Verb;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// An admin lets members of the group add and remove devices of their own account (overlay `same-account`, PR #417).
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct AllowSiblings {
    /// Name of the group.
    pub group: String,
}

impl Verb for AllowSiblings {
    const NAME: &'static str = "allow_siblings";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { group: reading::group(&item.table(&["group"])?, declared)? })
    }

    fn describe(&self) -> String {
        format!("let members of {} add their own devices", self.group)
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::ChangeGroup { group: self.group.clone(), change: GroupChange::Siblings { allowed: true } })
    }
}
