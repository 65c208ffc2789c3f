//! The body of each action.

use std::collections::BTreeMap;

use serde_json::Value;
use sim_device::{CrashPoint, KeyPackageOptions, SignOutDeletes};
use sim_relay::Personality;

use super::super::error::Problem;
use super::super::reader::{Item, LARGEST_SKEW_SECS, Table, unknown_key};
use super::super::{Action, ClientId};
use super::declared::{Declared, account_of};
use super::step::Nesting;
use super::{expect, fault, invariant, pairing, people, step};

/// Keys of all actions.
pub(in super::super) const NAMES: [&str; 41] = [
    "publish_key_package",
    "rotate",
    "delete_key_packages",
    "restart",
    "extension",
    "crash",
    "reinstall",
    "backup",
    "restore",
    "clone",
    "retire",
    "sign_out",
    "move_relays",
    "offline",
    "online",
    "skew",
    "create_group",
    "invite",
    "accept",
    "decline",
    "remove_account",
    "leave",
    "self_update",
    "update_group",
    "promote",
    "demote",
    "disband",
    "allow_siblings",
    "forbid_siblings",
    "remove_device",
    "offer",
    "sponsor",
    "send",
    "replay",
    "advance",
    "settle",
    "parallel",
    "fault",
    "lift",
    "set_relay",
    "assert",
];

/// Who does it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    /// A device, which the step names.
    Device,
    /// Nobody in particular.
    World,
}

/// Who does the action of this name.
pub(super) fn actor(action: &str) -> Actor {
    match action {
        "advance" | "settle" | "parallel" | "fault" | "lift" | "set_relay" | "assert" => Actor::World,
        _ => Actor::Device,
    }
}

/// Reads the body of the action of this name. `device` is there for actions of devices.
pub(super) fn action(
    name: &str,
    item: &Item<'_>,
    device: Option<&str>,
    declared: &mut Declared,
) -> Result<Action, Problem> {
    let device = device.unwrap_or_default();
    Ok(match name {
        "publish_key_package" => Action::PublishKeyPackage(key_package(item)?),
        "rotate" => empty(item, Action::Rotate)?,
        "delete_key_packages" => empty(item, Action::DeleteKeyPackages)?,
        "restart" => empty(item, Action::Restart)?,
        "extension" => Action::Extension { runs: item.table(&["runs"])?.need("runs", "`true` or `false`")?.boolean()? },
        "crash" => crash(item)?,
        "retire" => empty(item, Action::Retire)?,
        "offline" => empty(item, Action::Offline)?,
        "online" => empty(item, Action::Online)?,
        "reinstall" => reinstall(item)?,
        "backup" => {
            let name = item.table(&["name"])?.need("name", "a name for the backup")?;
            Action::Backup { name: declared.new_backup(&name, device)? }
        }
        "restore" => {
            let name = item.table(&["name"])?.need("name", "the name of a backup")?;
            Action::Restore { name: declared.backup(&name, device)? }
        }
        "clone" => clone(item, device, declared)?,
        "skew" => Action::Skew { seconds: item.table(&["seconds"])?.need("seconds", "a number of seconds")?.skew()? },
        "sign_out" => sign_out(item)?,
        "move_relays" => move_relays(item, declared)?,
        "update_group" => update_group(item, declared)?,
        "create_group" | "invite" | "accept" | "decline" | "remove_account" | "leave" | "self_update" | "promote"
        | "demote" | "disband" | "allow_siblings" | "forbid_siblings" | "remove_device" | "send" => {
            group_action(name, item, declared)?
        }
        "offer" => pairing::offer(item, device, declared)?,
        "sponsor" => pairing::sponsor(item, device, declared)?,
        "replay" => replay(item, declared)?,
        "advance" => Action::Advance(item.positive_span()?),
        "settle" => Action::Settle(item.positive_span()?),
        "parallel" => parallel(item, declared)?,
        "fault" => Action::Fault(fault::fault(item, declared)?),
        "lift" => {
            let fault = item.table(&["fault"])?.need("fault", "the name of a fault")?;
            Action::Lift { fault: declared.fault(&fault)? }
        }
        "set_relay" => set_relay(item, declared)?,
        "assert" => assertion(item, declared)?,
        _ => return Err(item.trouble("is no action")),
    })
}

fn empty(item: &Item<'_>, action: Action) -> Result<Action, Problem> {
    match item.entries()?.first() {
        None => Ok(action),
        Some(entry) => Err(unknown_key(entry, &item.path).expected("an empty table: `{}`")),
    }
}

fn key_package(item: &Item<'_>) -> Result<KeyPackageOptions, Problem> {
    let options = item.settings(KeyPackageOptions::default())?;
    if options.created_at_offset.unsigned_abs() > LARGEST_SKEW_SECS.unsigned_abs() {
        let found = format_args!("has `created_at_offset` {}", options.created_at_offset);
        return Err(item.trouble(found).expected("at most a hundred years"));
    }
    Ok(options)
}

fn reinstall(item: &Item<'_>) -> Result<Action, Problem> {
    let expected = "`\"fresh\"` or `\"stale\"`";
    let client_id = item.table(&["client_id"])?.need("client_id", expected)?;
    Ok(Action::Reinstall { client_id: client_id.one_of(&[("fresh", ClientId::Fresh), ("stale", ClientId::Stale)])? })
}

fn crash(item: &Item<'_>) -> Result<Action, Problem> {
    let at = item.table(&["at"])?.need("at", "a crash point, or `{ before-write = 3 }`")?;
    if let Ok(table) = at.table(&["before-write"]) {
        let nth = table.need("before-write", "the number of a write, from 1 on")?.integer(1, u64::from(u32::MAX))?;
        return Ok(Action::Crash { at: CrashPoint::BeforeWrite(u32::try_from(nth).unwrap_or(u32::MAX)) });
    }
    Ok(Action::Crash { at: at.one_of(&CrashPoint::ALL.map(|point| (point.id(), point)))? })
}

fn clone(item: &Item<'_>, device: &str, declared: &Declared) -> Result<Action, Problem> {
    let item = item.table(&["from"])?.need("from", "the device to copy")?;
    let from = declared.device(&item)?;
    check_sibling(&item, &from, device)?;
    Ok(Action::Clone { from })
}

/// Whether both are devices of one account.
pub(super) fn check_sibling(item: &Item<'_>, named: &str, device: &str) -> Result<(), Problem> {
    if named == device || account_of(named) != account_of(device) {
        return Err(item.trouble(format_args!("is {named:?}")).expected("another device of the same account"));
    }
    Ok(())
}

fn group_action(name: &str, item: &Item<'_>, declared: &mut Declared) -> Result<Action, Problem> {
    if name == "create_group" {
        return create_group(item, declared);
    }
    let table = item.table(match name {
        "invite" => &["group", "invite", "use_after"],
        "remove_account" | "promote" | "demote" => &["group", "account"],
        "send" => &["group", "text"],
        "remove_device" => &["group", "of"],
        _ => &["group"],
    })?;
    let group = declared.group(&table.need("group", "the name of a group")?)?;
    Ok(match name {
        "invite" => {
            let invite = table.need("invite", "a list of accounts")?;
            let invite = invite.some_distinct(|item| declared.account(item))?;
            Action::Invite { group, invite, use_after: table.read("use_after", Item::span)? }
        }
        "remove_account" => {
            let account = declared.account(&table.need("account", "the account to remove")?)?;
            Action::RemoveAccount { group, account }
        }
        "promote" | "demote" => {
            let account = declared.account(&table.need("account", "an account")?)?;
            if name == "promote" { Action::Promote { group, account } } else { Action::Demote { group, account } }
        }
        "disband" => Action::Disband { group },
        "allow_siblings" => Action::AllowSiblings { group },
        "forbid_siblings" => Action::ForbidSiblings { group },
        "remove_device" => {
            Action::RemoveDevice { group, of: declared.device(&table.need("of", "the device whose leaf goes")?)? }
        }
        "accept" => Action::Accept { group },
        "decline" => Action::Decline { group },
        "send" => Action::Send { group, text: table.need("text", "what to send")?.text()?.to_owned() },
        "leave" => Action::Leave { group },
        _ => Action::SelfUpdate { group },
    })
}

fn create_group(item: &Item<'_>, declared: &mut Declared) -> Result<Action, Problem> {
    let table = item.table(&["group", "invite", "admins", "relays", "use_after"])?;
    let accounts = |key: &str, declared: &Declared| {
        table.read(key, |item| item.distinct(|item| declared.account(item))).map(Option::unwrap_or_default)
    };
    Ok(Action::CreateGroup {
        invite: accounts("invite", declared)?,
        admins: accounts("admins", declared)?,
        relays: table.read("relays", |item| item.some_distinct(|item| declared.relay(item)))?,
        use_after: table.read("use_after", Item::span)?,
        group: declared.new_group(&table.need("group", "a name for the group")?)?,
    })
}

fn sign_out(item: &Item<'_>) -> Result<Action, Problem> {
    let options = [("own", SignOutDeletes::Own), ("account", SignOutDeletes::Account)];
    let deletes = item.table(&["deletes"])?.read("deletes", |item| item.one_of(&options))?.unwrap_or_default();
    Ok(Action::SignOut { deletes })
}

fn move_relays(item: &Item<'_>, declared: &Declared) -> Result<Action, Problem> {
    let table = item.table(&["relays", "key_package_relays"])?;
    let relays = |item: &Item<'_>| item.some_distinct(|item| declared.relay(item));
    Ok(Action::MoveRelays {
        relays: relays(&table.need("relays", "a list of relays")?)?,
        key_package_relays: table.read("key_package_relays", relays)?,
    })
}

fn update_group(item: &Item<'_>, declared: &Declared) -> Result<Action, Problem> {
    let table = item.table(&["group", "title", "relays", "admins"])?;
    let group = declared.group(&table.need("group", "the name of a group")?)?;
    let title = table.read("title", Item::sentence)?;
    let relays = table.read("relays", |item| item.some_distinct(|item| declared.relay(item)))?;
    let admins = table.read("admins", |item| item.some_distinct(|item| declared.account(item)))?;
    if title.is_none() && relays.is_none() && admins.is_none() {
        return Err(table.trouble("nothing to change").expected("`title`, `relays` or `admins`"));
    }
    Ok(Action::UpdateGroup { group, title, relays, admins })
}

fn replay(item: &Item<'_>, declared: &Declared) -> Result<Action, Problem> {
    let table = item.table(&["kinds", "relay"])?;
    Ok(Action::Replay {
        kinds: table.read("kinds", fault::kinds)?.unwrap_or_default(),
        relay: table.read("relay", |item| declared.relay(item))?,
    })
}

fn parallel(item: &Item<'_>, declared: &mut Declared) -> Result<Action, Problem> {
    let steps = step::steps(item, declared, Nesting::Parallel)?;
    if steps.is_empty() {
        Err(item.trouble("is empty").expected("at least one step"))
    } else {
        Ok(Action::Parallel(steps))
    }
}

fn set_relay(item: &Item<'_>, declared: &Declared) -> Result<Action, Problem> {
    let table = item.table(&["relay", "set", "skew"])?;
    let set: Option<BTreeMap<String, Value>> =
        table.read("set", |item| people::personality_fields(item, Personality::conforming()))?;
    let skew = table.read("skew", Item::skew)?;
    if set.as_ref().is_none_or(BTreeMap::is_empty) && skew.is_none() {
        return Err(table.trouble("nothing to change").expected("`set` or `skew`"));
    }
    let relay = declared.relay(&table.need("relay", "the relay to change")?)?;
    Ok(Action::SetRelay { relay, set: set.unwrap_or_default(), skew })
}

fn assertion(item: &Item<'_>, declared: &Declared) -> Result<Action, Problem> {
    let table: Table<'_> = item.table(&["outcome", "holds", "violates"])?;
    let outcome = table.read("outcome", |item| expect::outcomes(item, declared))?.unwrap_or_default();
    let holds = table.read("holds", |item| item.distinct(invariant))?.unwrap_or_default();
    let violates = table.read("violates", |item| item.distinct(invariant))?.unwrap_or_default();
    expect::check_disjoint(&table, &holds, &violates)?;
    if outcome.is_empty() && holds.is_empty() && violates.is_empty() {
        return Err(item.trouble("says nothing").expected("`outcome`, `holds` or `violates`"));
    }
    Ok(Action::Assert { outcome, holds, violates })
}
