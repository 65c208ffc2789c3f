//! `self_update`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::verb::Verb;
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Commits an update of the device's own leaf.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct SelfUpdate {
    /// Name of the group.
    pub group: String,
}

impl Verb for SelfUpdate {
    const NAME: &'static str = "self_update";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { group: reading::group(&item.table(&["group"])?, declared)? })
    }

    fn describe(&self) -> String {
        format!("update its own leaf in {}", self.group)
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::SelfUpdate { group: self.group.clone() })
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let (group, member) = draft.member(rng)?;
        let group = draft.groups[group].name.clone();
        draft.by(member, Action::SelfUpdate(Self { group }));
        Some(())
    }
}
