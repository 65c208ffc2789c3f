//! Relays, links, accounts and devices.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::Profile;
use serde_json::Value;
use sim_device::{Overlay, Storage};
use sim_relay::{DEPLOYED, Personality};

use super::super::error::{Problem, Trouble, shortened};
use super::super::people::{one_relay, override_personality};
use super::super::reader::{Item, Table, new_key, unknown_key};
use super::super::{AccountSpec, Choices, DeviceDefaults, DeviceSpec, LinkSpec, RelaySpec, knobs};
use super::declared::Declared;
use super::{applicable_policy, profile};

/// `[relays.*]`; one conforming relay if there are none.
pub(super) fn relays(table: &Table<'_>) -> Result<BTreeMap<String, RelaySpec>, Problem> {
    let Some(item) = table.get("relays") else { return Ok(one_relay()) };
    let mut relays = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for entry in item.entries()? {
        let name = new_key(entry, &item.path, &mut seen)?;
        relays.insert(name, relay(&item.child(entry))?);
    }
    Ok(if relays.is_empty() { one_relay() } else { relays })
}

/// What can be said of a relay.
const RELAY_MEMBERS: &[&str] = &["personality", "like", "set", "serves", "skew"];

fn relay(item: &Item<'_>) -> Result<RelaySpec, Problem> {
    let table = item.table(RELAY_MEMBERS)?;
    let mut spec = RelaySpec::default();
    if let Some(item) = table.get("personality") {
        spec.personality = item.known("unknown personality", Personality::PRESETS)?;
    }
    if let Some(item) = table.get("like") {
        let deployed = DEPLOYED.iter().map(|deployed| deployed.name);
        spec.like = Some(item.known("unknown relay as deployed", deployed)?);
        if spec.personality != RelaySpec::default().personality {
            let found = format!("`like` beside personality {:?}", spec.personality);
            return Err(table.trouble(found).expected("one of the two: `like` stands in place of a personality"));
        }
    }
    let base = Personality::named(spec.base()).unwrap_or_default();
    spec.set = table.read("set", |item| personality_fields(item, base))?.unwrap_or_default();
    spec.serves = table.read("serves", |item| item.distinct(Item::new_name))?.unwrap_or_default();
    spec.skew = table.read("skew", Item::skew)?.unwrap_or_default();
    Ok(spec)
}

/// Fields of a personality, each tried on `base`.
pub(crate) fn personality_fields(item: &Item<'_>, base: Personality) -> Result<BTreeMap<String, Value>, Problem> {
    let mut fields = BTreeMap::new();
    for entry in item.entries()? {
        let field = BTreeMap::from([(entry.key.clone(), entry.node.to_json())]);
        override_personality(base.clone(), &field).map_err(|message| item.objection(entry, &message))?;
        fields.extend(field);
    }
    Ok(fields)
}

/// `serves` names accounts, which are read after the relays.
pub(super) fn check_serves(table: &Table<'_>, declared: &Declared) -> Result<(), Problem> {
    let Some(item) = table.get("relays") else { return Ok(()) };
    for entry in item.entries()? {
        let relay = item.child(entry).table(RELAY_MEMBERS)?;
        relay.read("serves", |item| item.distinct(|item| declared.account(item)))?;
    }
    Ok(())
}

/// `[links]`.
pub(super) fn links(item: &Item<'_>) -> Result<LinkSpec, Problem> {
    let table = item.table(&["latency_min", "latency_max"])?;
    let default = LinkSpec::default();
    let latency_min = table.read("latency_min", Item::span)?;
    let latency_max = table.read("latency_max", Item::span)?;
    let links = LinkSpec {
        latency_min: latency_min
            .unwrap_or_else(|| latency_max.map_or(default.latency_min, |max| max.min(default.latency_min))),
        latency_max: latency_max
            .unwrap_or_else(|| latency_min.map_or(default.latency_max, |min| min.max(default.latency_max))),
    };
    if links.latency_min > links.latency_max {
        let found = format!("`latency_min` {} is longer than `latency_max` {}", links.latency_min, links.latency_max);
        return Err(table.trouble(found).expected("the shortest latency before the longest"));
    }
    Ok(links)
}

/// `[accounts.*]`.
pub(super) fn accounts(item: &Item<'_>) -> Result<BTreeMap<String, AccountSpec>, Problem> {
    let mut accounts = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for entry in item.entries()? {
        let name = new_key(entry, &item.path, &mut seen)?;
        let table = item.child(entry).table(&["devices"])?;
        let devices = table.need("devices", "a list of device names")?.some_distinct(Item::new_name)?;
        accounts.insert(name, AccountSpec { devices });
    }
    if accounts.is_empty() { Err(item.trouble("is empty").expected("at least one account")) } else { Ok(accounts) }
}

/// `[defaults]`.
pub(super) fn defaults(item: &Item<'_>) -> Result<DeviceDefaults, Problem> {
    let table = item.table(&["behaviour", "knobs", "overlay", "storage"])?;
    let none = DeviceDefaults::default();
    Ok(DeviceDefaults {
        behaviour: table.read("behaviour", |item| item.settings(none.behaviour))?.unwrap_or_default(),
        knobs: table.read("knobs", |item| choices(item, none.knobs))?.unwrap_or_default(),
        overlay: table.read("overlay", overlay)?,
        storage: table.read("storage", storage)?,
    })
}

/// `knobs`: `base` with what the table says in its place.
fn choices(item: &Item<'_>, base: Choices) -> Result<Choices, Problem> {
    let mut choices = base;
    for entry in item.entries()? {
        let options = knobs::options(&entry.key);
        if options.is_empty() {
            return Err(unknown_key(entry, &item.path).one_of(&entry.key, knobs::played()));
        }
        let value = item.child(entry);
        let option = value.known("unknown option", options)?;
        choices.choose(&entry.key, &option).map_err(|found| value.trouble(found))?;
    }
    Ok(choices)
}

/// `[devices.*]`.
pub(super) fn devices(
    item: &Item<'_>,
    defaults: &DeviceDefaults,
    declared: &Declared,
    profiles: &[Profile],
) -> Result<BTreeMap<String, DeviceSpec>, Problem> {
    let mut devices = BTreeMap::new();
    for entry in item.entries()? {
        if !declared.devices().any(|device| device == entry.key) {
            let found = format!("undefined device {:?} in `{}`", shortened(&entry.key), item.path);
            return Err(Trouble::new(entry.key_span.clone(), found).one_of(&entry.key, declared.devices()));
        }
        devices.insert(entry.key.clone(), device(&item.child(entry), defaults, declared, profiles)?);
    }
    Ok(devices)
}

fn device(
    item: &Item<'_>,
    defaults: &DeviceDefaults,
    declared: &Declared,
    profiles: &[Profile],
) -> Result<DeviceSpec, Problem> {
    let keys = [
        "relays",
        "key_package_relays",
        "list_relays",
        "profile",
        "policy",
        "behaviour",
        "knobs",
        "overlay",
        "storage",
        "skew",
    ];
    let table = item.table(&keys)?;
    let relays = |item: &Item<'_>| item.some_distinct(|item| declared.relay(item));
    let DeviceDefaults { behaviour, knobs, .. } = defaults.clone();
    let own = table.read("profile", profile)?;
    let spoken = own.as_ref().map_or(profiles, std::slice::from_ref);
    Ok(DeviceSpec {
        relays: table.read("relays", relays)?,
        key_package_relays: table.read("key_package_relays", relays)?,
        list_relays: table.read("list_relays", relays)?,
        profile: own,
        policy: table.read("policy", |item| applicable_policy(item, spoken))?,
        behaviour: match table.get("behaviour") {
            Some(item) => item.settings(behaviour)?,
            None => behaviour,
        },
        knobs: match table.get("knobs") {
            Some(item) => choices(&item, knobs)?,
            None => knobs,
        },
        overlay: table.read("overlay", overlay)?,
        storage: table.read("storage", storage)?,
        skew: table.read("skew", Item::skew)?.unwrap_or_default(),
    })
}

fn overlay(item: &Item<'_>) -> Result<Overlay, Problem> {
    item.one_of(&Overlay::ALL.map(|overlay| (overlay.id(), overlay)))
}

fn storage(item: &Item<'_>) -> Result<Storage, Problem> {
    item.one_of(&Storage::ALL.map(|storage| (storage.id(), storage)))
}
