//! `accept`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::verb::Verb;
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Says yes to the invitation that the device holds; with `invitations = "wait"`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Accept {
    /// Name of the group.
    pub group: String,
}

impl Verb for Accept {
    const NAME: &'static str = "accept";
    const LISTED_AFTER: Option<&'static str> = Some("invite");

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { group: reading::group(&item.table(&["group"])?, declared)? })
    }

    fn describe(&self) -> String {
        format!("accept the invitation to {}", self.group)
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::Accept { group: self.group.clone() })
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let (group, device) = draft.invited(rng)?;
        draft.may_fail(device, Action::Accept(Self { group }));
        Some(())
    }
}
