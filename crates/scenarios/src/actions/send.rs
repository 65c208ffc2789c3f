//! `send`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::verb::Verb;
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Sends a chat message.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Send {
    /// Name of the group.
    pub group: String,
    /// What it says.
    pub text: String,
}

impl Verb for Send {
    const NAME: &'static str = "send";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["group", "text"])?;
        let group = reading::group(&table, declared)?;
        Ok(Self { group, text: table.need("text", "what to send")?.text()?.to_owned() })
    }

    fn describe(&self) -> String {
        format!("say in {} “{}”", self.group, self.text)
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::Send { group: self.group.clone(), text: self.text.clone(), roll_call: false })
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let (group, member) = draft.member(rng)?;
        let (group, text) = (draft.groups[group].name.clone(), draft.name('m'));
        draft.by(member, Action::Send(Self { group, text }));
        Some(())
    }
}
