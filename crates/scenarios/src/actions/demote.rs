//! `demote`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, GroupChange};

use super::reading;
use super::verb::Verb;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Takes an account's admin rights away; an admin can do so with its own.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Demote {
    /// Name of the group.
    pub group: String,
    /// The account.
    pub account: String,
}

impl Verb for Demote {
    const NAME: &'static str = "demote";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["group", "account"])?;
        let group = reading::group(&table, declared)?;
        Ok(Self { group, account: declared.account(&table.need("account", "an account")?)? })
    }

    fn describe(&self) -> String {
        format!("make {} no admin of {} any more", self.account, self.group)
    }

    fn command(&self, script: &Script<'_>) -> Option<Command> {
        let account = *script.world.accounts.get(&self.account)?;
        Some(Command::ChangeGroup { group: self.group.clone(), change: GroupChange::Demote(account) })
    }

    fn is_about_account(&self, account: &str) -> bool {
        self.account == account
    }
}
