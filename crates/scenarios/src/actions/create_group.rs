//! `create_group`

use std::time::Duration;

use rand::Rng;
use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::Action;
use super::invite::later;
use super::verb::Verb;
use crate::explore::{Draft, DraftGroup, Family};
use crate::model::describe::joined;
use crate::model::{Declared, Item, Problem, Span};
use crate::script::Script;

/// Creates a group and invites accounts.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct CreateGroup {
    /// Name of the group.
    pub group: String,
    /// Accounts to invite, in order.
    #[serde(default)]
    pub invite: Vec<String>,
    /// Accounts with admin rights beside the creator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admins: Vec<String>,
    /// Relays of the group; left out: those that the creator uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relays: Option<Vec<String>>,
    /// How long the inviter holds the KeyPackages it looked up before it uses them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_after: Option<Span>,
}

impl Verb for CreateGroup {
    const NAME: &'static str = "create_group";
    const NAMES_SOMETHING: bool = true;

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["group", "invite", "admins", "relays", "use_after"])?;
        let accounts = |key: &str, declared: &Declared| {
            table.read(key, |item| item.distinct(|item| declared.account(item))).map(Option::unwrap_or_default)
        };
        Ok(Self {
            invite: accounts("invite", declared)?,
            admins: accounts("admins", declared)?,
            relays: table.read("relays", |item| item.some_distinct(|item| declared.relay(item)))?,
            use_after: table.read("use_after", Item::span)?,
            group: declared.new_group(&table.need("group", "a name for the group")?)?,
        })
    }

    fn describe(&self) -> String {
        let mut text = format!("create group {}", self.group);
        if !self.invite.is_empty() {
            text += &format!(" and invite {}", joined(&self.invite));
        }
        if !self.admins.is_empty() {
            text += &format!(", with {} as admins", joined(&self.admins));
        }
        if let Some(relays) = &self.relays {
            text += &format!(", on {}", joined(relays));
        }
        text + &later(self.use_after)
    }

    fn command(&self, script: &Script<'_>) -> Option<Command> {
        Some(Command::CreateGroup {
            group: self.group.clone(),
            invite: script.invitees(&self.invite, self.use_after.map(Duration::from).unwrap_or_default()),
            relays: match &self.relays {
                Some(names) => script.relay_urls(names),
                None => script.world.urls.values().cloned().collect(),
            },
            admins: script.keys_of(&self.admins),
        })
    }

    fn simpler(&self) -> Vec<Self> {
        let plain = Self { admins: Vec::new(), relays: None, use_after: None, ..self.clone() };
        if plain == *self { Vec::new() } else { vec![plain] }
    }

    fn leave_account_out(&mut self, account: &str) {
        self.invite.retain(|other| other != account);
        self.admins.retain(|other| other != account);
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let creator = draft.somebody(rng)?;
        let own = draft.devices[creator].account.clone();
        let mut invite: Vec<String> = draft.accounts().into_iter().filter(|account| *account != own).collect();
        if rng.gen_bool(0.3) {
            invite.truncate(1);
        }
        let admins = if rng.gen_bool(0.3) { invite.clone() } else { Vec::new() };
        let group = draft.name('g');
        let accounts = [vec![own], invite.clone()].concat();
        let action = Self { group: group.clone(), invite, admins, relays: None, use_after: None };
        draft.by(creator, Action::CreateGroup(action));
        draft.groups.push(DraftGroup { name: group, accounts, creator });
        Some(())
    }
}
