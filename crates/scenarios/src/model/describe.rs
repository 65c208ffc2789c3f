//! Steps in plain words, for stories and messages.

use std::collections::BTreeMap;

use serde_json::Value;
use sim_device::SignOutDeletes;

use super::{Action, Carriage, ClientId, Direction, Fault, Span, Step};
use crate::faults::At;

/// What a step does: `alice/desktop: create group trip and invite bob`.
pub fn step(step: &Step) -> String {
    let who = step.device.as_deref().map(|device| format!("{device}: ")).unwrap_or_default();
    who + &action(&step.action)
}

/// What an action does.
pub fn action(action: &Action) -> String {
    match action {
        Action::PublishKeyPackage(options) => key_package(options),
        Action::Rotate => "rotate its KeyPackage".to_owned(),
        Action::DeleteKeyPackages => "ask relays to delete its KeyPackages".to_owned(),
        Action::Restart => "restart".to_owned(),
        Action::Extension { runs: true } => "start the notification extension".to_owned(),
        Action::Extension { runs: false } => "end the notification extension".to_owned(),
        Action::Crash { at } => format!("crash at {}", at.id()),
        Action::Reinstall { client_id: ClientId::Fresh } => "wipe and install anew".to_owned(),
        Action::Reinstall { client_id: ClientId::Stale } => "wipe and install anew with the old client_id".to_owned(),
        Action::Backup { name } => format!("save its state as {name}"),
        Action::Restore { name } => format!("go back to the state saved as {name}"),
        Action::Clone { from } => format!("take over a copy of the state of {from}"),
        Action::Retire => "switch off for good".to_owned(),
        Action::SignOut { deletes: SignOutDeletes::Own } => "sign out and have its KeyPackages deleted".to_owned(),
        Action::SignOut { deletes: SignOutDeletes::Account } => {
            "sign out and have every KeyPackage of its account deleted".to_owned()
        }
        Action::MoveRelays { relays, key_package_relays } => {
            let key_packages = key_package_relays.as_ref().map(|relays| format!(", KeyPackages to {}", joined(relays)));
            format!("move to {}{}", joined(relays), key_packages.unwrap_or_default())
        }
        Action::Offline => "lose the network".to_owned(),
        Action::Online => "get the network back".to_owned(),
        Action::Skew { seconds } => format!("clock {}", off_by(*seconds)),
        Action::Advance(span) => format!("{span} pass"),
        Action::Settle(limit) => format!("settle, for at most {limit}"),
        Action::Parallel(steps) if steps.len() == 1 => "one step in parallel".to_owned(),
        Action::Parallel(steps) => format!("{} steps in parallel", steps.len()),
        Action::Fault(rule) => fault(rule),
        Action::Lift { fault } => format!("lift fault {fault}"),
        Action::SetRelay { relay, set, skew } => set_relay(relay, set, *skew),
        Action::Replay { kinds, relay } => replay(kinds, relay.as_deref()),
        Action::Assert { outcome, holds, violates } => {
            let outcomes = outcome.iter().map(|(device, outcome)| format!("{device} is {outcome}"));
            let holds = holds.iter().map(|name| format!("{name} holds"));
            let violates = violates.iter().map(|name| format!("{name} is violated"));
            format!("check that {}", joined(&outcomes.chain(holds).chain(violates).collect::<Vec<_>>()))
        }
        _ => in_group(action),
    }
}

fn in_group(action: &Action) -> String {
    match action {
        Action::CreateGroup { group, invite, admins, relays, use_after } => {
            let mut text = format!("create group {group}");
            if !invite.is_empty() {
                text += &format!(" and invite {}", joined(invite));
            }
            if !admins.is_empty() {
                text += &format!(", with {} as admins", joined(admins));
            }
            if let Some(relays) = relays {
                text += &format!(", on {}", joined(relays));
            }
            text + &later(*use_after)
        }
        Action::Invite { group, invite, use_after } => {
            format!("invite {} to {group}", joined(invite)) + &later(*use_after)
        }
        Action::RemoveAccount { group, account } => format!("remove {account} from {group}"),
        Action::Accept { group } => format!("accept the invitation to {group}"),
        Action::Decline { group } => format!("decline the invitation to {group}"),
        Action::UpdateGroup { group, title, relays, admins } => {
            let title = title.as_ref().map(|title| format!("its title to “{title}”"));
            let relays = relays.as_ref().map(|relays| format!("its relays to {}", joined(relays)));
            let admins = admins.as_ref().map(|admins| format!("its admins to {}", joined(admins)));
            let changes: Vec<_> = [title, relays, admins].into_iter().flatten().collect();
            format!("change {group}: {}", changes.join(", "))
        }
        Action::Promote { group, account } => format!("make {account} an admin of {group}"),
        Action::Demote { group, account } => format!("make {account} no admin of {group} any more"),
        Action::Disband { group } => format!("disband {group}"),
        Action::AllowSiblings { group } => format!("let members of {group} add their own devices"),
        Action::ForbidSiblings { group } => format!("let members of {group} add no devices of their own any more"),
        Action::RemoveDevice { group, of } => format!("remove the leaf of {of} from {group}"),
        Action::Offer { to, groups, lasts, arrives } => {
            let groups = if groups.is_empty() { "all its groups".to_owned() } else { joined(groups) };
            let lasts = lasts.map(|span| format!(", for {span}")).unwrap_or_default();
            format!("ask {to} to let it into {groups}{lasts}{}", carried(*arrives))
        }
        Action::Sponsor { of, arrives, late } => {
            let late = late.map(|span| format!(", and the answer arrives {span} later")).unwrap_or_default();
            format!("let {of} in{}{late}", carried(*arrives))
        }
        Action::Leave { group } => format!("leave {group}"),
        Action::SelfUpdate { group } => format!("update its own leaf in {group}"),
        Action::Send { group, text } => format!("say in {group} “{text}”"),
        other => other.name().replace('_', " "),
    }
}

fn carried(arrives: Option<Carriage>) -> &'static str {
    match arrives {
        None => "",
        Some(Carriage::Lost) => ", and what it hands over is lost",
        Some(Carriage::WrongSession) => ", and what it hands over arrives under another session",
    }
}

fn later(use_after: Option<Span>) -> String {
    use_after.map(|span| format!(", using the KeyPackages {span} after the look-up")).unwrap_or_default()
}

fn key_package(options: &sim_device::KeyPackageOptions) -> String {
    let usual = serde_json::to_value(sim_device::KeyPackageOptions::default()).unwrap_or_default();
    let differs = match serde_json::to_value(options) {
        Ok(Value::Object(fields)) => fields.into_iter().filter(|(key, value)| usual.get(key) != Some(value)).collect(),
        _ => BTreeMap::new(),
    };
    match differs.is_empty() {
        true => "publish a KeyPackage".to_owned(),
        false => format!("publish a KeyPackage with {}", settings(&differs)),
    }
}

fn fault(fault: &Fault) -> String {
    let kind = fault.does.kind();
    let does = kind.words;
    let mut what = match fault.kinds.as_slice() {
        [] => "everything".to_owned(),
        kinds => format!("kind {}", joined(kinds)),
    };
    if !fault.authors.is_empty() {
        what += &format!(" of {}", joined(&fault.authors));
    }
    let device = fault.device.as_deref().unwrap_or("any device");
    let relay = fault.relay.as_deref().unwrap_or("any relay");
    let mut text = match fault.direction {
        _ if matches!(kind.at, At::Relay(_)) => {
            format!("fault {}: {relay} will {does} {what} from {device}", fault.name)
        }
        Direction::ToRelay => format!("fault {}: {does} {what} from {device} to {relay}", fault.name),
        Direction::ToDevice => format!("fault {}: {does} {what} from {relay} to {device}", fault.name),
        Direction::Both => format!("fault {}: {does} {what} between {device} and {relay}", fault.name),
    };
    if let Some(delay) = fault.delay {
        text += &format!(" by {delay}");
    }
    match fault.times {
        Some(1) => text += ", once",
        Some(times) => text += &format!(", {times} times"),
        None => {}
    }
    if let Some(lasts) = fault.lasts {
        text += &format!(", for {lasts}");
    }
    text
}

fn set_relay(relay: &str, set: &BTreeMap<String, Value>, skew: Option<i64>) -> String {
    let skew = skew.map(|seconds| format!("its clock {}", off_by(seconds)));
    let set = (!set.is_empty()).then(|| settings(set));
    format!("relay {relay} from now on: {}", joined(&set.into_iter().chain(skew).collect::<Vec<_>>()))
}

fn replay(kinds: &[u16], relay: Option<&str>) -> String {
    let what = if kinds.is_empty() { "everything".to_owned() } else { format!("kind {}", joined(kinds)) };
    let from = relay.map(|relay| format!(" from {relay}")).unwrap_or_default();
    format!("receive {what} that it received before{from} once more")
}

fn off_by(seconds: i64) -> String {
    match seconds {
        0 => "is right again".to_owned(),
        1.. => format!("is {seconds} s ahead"),
        _ => format!("is {} s behind", seconds.unsigned_abs()),
    }
}

/// `name = value` of each, as a file has them.
fn settings(set: &BTreeMap<String, Value>) -> String {
    joined(&set.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>())
}

fn joined<T: ToString>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
