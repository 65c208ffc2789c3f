//! `update_group`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, GroupChange};

use super::reading;
use super::verb::Verb;
use crate::model::describe::joined;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Commits a change of what the group says of itself. What is left out stays.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct UpdateGroup {
    /// Name of the group.
    pub group: String,
    /// What stands behind its name from now on: `trip` with the title `Lisbon` is called `trip: Lisbon`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Relays of the group from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relays: Option<Vec<String>>,
    /// Accounts with admin rights from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admins: Option<Vec<String>>,
}

impl Verb for UpdateGroup {
    const NAME: &'static str = "update_group";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["group", "title", "relays", "admins"])?;
        let group = reading::group(&table, declared)?;
        let title = table.read("title", Item::sentence)?;
        let relays = table.read("relays", |item| item.some_distinct(|item| declared.relay(item)))?;
        let admins = table.read("admins", |item| item.some_distinct(|item| declared.account(item)))?;
        if title.is_none() && relays.is_none() && admins.is_none() {
            return Err(table.trouble("nothing to change").expected("`title`, `relays` or `admins`"));
        }
        Ok(Self { group, title, relays, admins })
    }

    fn describe(&self) -> String {
        let title = self.title.as_ref().map(|title| format!("its title to “{title}”"));
        let relays = self.relays.as_ref().map(|relays| format!("its relays to {}", joined(relays)));
        let admins = self.admins.as_ref().map(|admins| format!("its admins to {}", joined(admins)));
        let changes: Vec<_> = [title, relays, admins].into_iter().flatten().collect();
        format!("change {}: {}", self.group, changes.join(", "))
    }

    fn command(&self, script: &Script<'_>) -> Option<Command> {
        let relays = self.relays.as_ref().map(|names| script.relay_urls(names));
        let admins = self.admins.as_ref().map(|names| script.keys_of(names));
        let change = GroupChange::Update { title: self.title.clone(), relays, admins };
        Some(Command::ChangeGroup { group: self.group.clone(), change })
    }

    fn leave_account_out(&mut self, account: &str) {
        self.admins.iter_mut().for_each(|admins| admins.retain(|other| other != account));
    }
}
