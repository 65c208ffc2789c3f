//! `invite`

use std::time::Duration;

use rand::Rng;
use rand::seq::SliceRandom;
use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::verb::Verb;
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::describe::joined;
use crate::model::{Declared, Item, Problem, Span};
use crate::script::Script;

/// Looks up accounts' KeyPackages and adds them to a group.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Invite {
    /// Name of the group.
    pub group: String,
    /// Accounts to invite, in order.
    pub invite: Vec<String>,
    /// How long the inviter holds the KeyPackages it looked up before it uses them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_after: Option<Span>,
}

impl Verb for Invite {
    const NAME: &'static str = "invite";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["group", "invite", "use_after"])?;
        let group = reading::group(&table, declared)?;
        let invite = table.need("invite", "a list of accounts")?;
        let invite = invite.some_distinct(|item| declared.account(item))?;
        Ok(Self { group, invite, use_after: table.read("use_after", Item::span)? })
    }

    fn describe(&self) -> String {
        format!("invite {} to {}", joined(&self.invite), self.group) + &later(self.use_after)
    }

    fn command(&self, script: &Script<'_>) -> Option<Command> {
        let use_after = self.use_after.map(Duration::from).unwrap_or_default();
        Some(Command::Invite { group: self.group.clone(), invite: script.invitees(&self.invite, use_after) })
    }

    fn simpler(&self) -> Vec<Self> {
        self.use_after.map(|_| Self { use_after: None, ..self.clone() }).into_iter().collect()
    }

    /// Once the account is left out, nobody may be left.
    fn is_about_account(&self, _: &str) -> bool {
        self.invite.is_empty()
    }

    fn leave_account_out(&mut self, account: &str) {
        self.invite.retain(|other| other != account);
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let ((place, group), admin) = draft.admin(rng)?;
        let account = draft.others(admin).choose(rng)?.clone();
        let use_after = rng.gen_bool(0.2).then(|| Span::from_secs(rng.gen_range(1..7_200)));
        draft.by(admin, Action::Invite(Self { group, invite: vec![account.clone()], use_after }));
        if !draft.groups[place].accounts.contains(&account) {
            draft.groups[place].accounts.push(account);
        }
        Some(())
    }
}

/// In words, if the KeyPackages are used later.
pub(super) fn later(use_after: Option<Span>) -> String {
    use_after.map(|span| format!(", using the KeyPackages {span} after the look-up")).unwrap_or_default()
}
