//! `leave`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::verb::Verb;
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Leaves the group.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Leave {
    /// Name of the group.
    pub group: String,
}

impl Verb for Leave {
    const NAME: &'static str = "leave";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { group: reading::group(&item.table(&["group"])?, declared)? })
    }

    fn describe(&self) -> String {
        format!("leave {}", self.group)
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::Leave { group: self.group.clone() })
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let (group, member) = draft.member(rng)?;
        let group = draft.groups[group].name.clone();
        draft.by(member, Action::Leave(Self { group }));
        Some(())
    }
}
