//! `remove_account`

use rand::seq::SliceRandom;
use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::verb::Verb;
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Removes every leaf of an account.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct RemoveAccount {
    /// Name of the group.
    pub group: String,
    /// The account.
    pub account: String,
}

impl Verb for RemoveAccount {
    const NAME: &'static str = "remove_account";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["group", "account"])?;
        let group = reading::group(&table, declared)?;
        Ok(Self { group, account: declared.account(&table.need("account", "the account to remove")?)? })
    }

    fn describe(&self) -> String {
        format!("remove {} from {}", self.account, self.group)
    }

    fn command(&self, script: &Script<'_>) -> Option<Command> {
        let account = *script.world.accounts.get(&self.account)?;
        Some(Command::RemoveAccount { group: self.group.clone(), account })
    }

    fn is_about_account(&self, account: &str) -> bool {
        self.account == account
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let ((_, group), admin) = draft.admin(rng)?;
        let account = draft.others(admin).choose(rng)?.clone();
        draft.by(admin, Action::RemoveAccount(Self { group, account }));
        Some(())
    }
}
