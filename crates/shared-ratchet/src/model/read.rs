//! From a file to a scenario.

use std::collections::BTreeMap;

use experiment::file::error::{Problem, Trouble};
use experiment::file::item::{Item, Table};
use experiment::file::load::tree;

use super::read_expect::{expect, under};
use super::read_step::steps;
use super::{Delivery, MOST_DEVICES, Scenario, ScenarioError, Setting, Strategy};
use crate::Ms;
use crate::leader::LeaderOptions;
use crate::part::Slip;
use crate::tree::{Device, Node};

/// Keys of a scenario.
const KEYS: [&str; 17] = [
    "format",
    "id",
    "title",
    "description",
    "rules",
    "source",
    "seed",
    "devices",
    "policy",
    "strategy",
    "slip",
    "variants",
    "links",
    "clocks",
    "end",
    "steps",
    "expect",
];
/// Keys of a setting, in the scenario itself and in a variant.
const SETTING: [&str; 3] = ["policy", "strategy", "slip"];
const FORMAT: &str = "shared-ratchet-scenario/1";
/// Knobs of a leader that are numbers, each with its least and its greatest: a lease of up to a day, clocks that differ by up to an hour, and
/// as many skipped messages as a peer bridges.
const KNOBS: [(&str, u64, u64); 3] =
    [("lease_ms", 1, 86_400_000), ("skew_ms", 0, 3_600_000), ("failover_skip", 0, 2_000)];
/// Most leases from the beginning of a scenario to its end: devices wake three times in each.
const MOST_LEASES: Ms = 10_000;

/// Reads a text. `file_name` is for messages, and says by its ending whether the text is JSON.
///
/// # Errors
/// One message about the first thing that is wrong.
pub fn parse(text: &str, file_name: &str) -> Result<Scenario, ScenarioError> {
    let read = tree(text, file_name).and_then(|root| scenario(&Table::root(&root, &KEYS)?));
    read.map_err(|trouble| trouble.in_file(file_name, text))
}

fn scenario(root: &Table<'_>) -> Result<Scenario, Problem> {
    root.need("format", &format!("`format = \"{FORMAT}\"`"))?.known("format", [FORMAT])?;
    let mut scenario = Scenario::empty();
    scenario.id = root.need("id", "a name")?.new_name()?;
    scenario.title = root.need("title", "a sentence")?.sentence()?;
    scenario.description = root.read("description", Item::sentence)?;
    scenario.rules = root.read("rules", sentences)?.unwrap_or_default();
    scenario.source = root.read("source", sentences)?.unwrap_or_default();
    scenario.seed = root.read("seed", |item| item.integer(0, i64::MAX))?.map(i64::unsigned_abs);
    let devices = root.need("devices", "`devices = { A = 2, B = 1 }`")?.table(&["A", "B"])?;
    let count = |item: &Item<'_>| item.integer(1, MOST_DEVICES);
    scenario.a = count(&devices.need("A", "how many devices A has")?)?;
    scenario.b = count(&devices.need("B", "how many devices B has")?)?;
    scenario.setting = setting(root, &Setting::default())?;
    let variants = root.read("variants", |item| variants(item, &scenario.setting))?;
    scenario.variants = variants.unwrap_or_default();
    scenario.delivery = root.read("links", links)?.unwrap_or(Delivery::Script);
    scenario.clocks = root.read("clocks", |item| clocks(item, &scenario))?.unwrap_or_default();
    scenario.end_ms = root.read("end", Item::span)?.map(|span| span.millis());
    if let Some(item) = root.get("steps") {
        (scenario.steps, scenario.checks) = steps(&item, &scenario)?;
    }
    few_leases(root, &scenario)?;
    if let Some(item) = root.get("expect") {
        scenario.expect = expect(&item, &scenario, true)?;
        scenario.expect_under = under(&item, &scenario)?;
    }
    Ok(scenario)
}

fn sentences(item: &Item<'_>) -> Result<Vec<String>, Problem> {
    item.list()?.iter().map(Item::sentence).collect()
}

fn setting(table: &Table<'_>, base: &Setting) -> Result<Setting, Problem> {
    let mut setting = base.clone();
    if let Some(item) = table.get("policy") {
        setting.policy = item.settings(setting.policy)?;
        if !(1..=2).contains(&setting.policy.roots) {
            return Err(item.trouble("has neither one root nor two").expected("`roots = 1` or `roots = 2`"));
        }
    }
    if let Some(item) = table.get("strategy") {
        setting.strategy = strategy(&item, setting.strategy)?;
    }
    let slips = Slip::ALL.map(|slip| (slip.id(), slip));
    setting.slip = table.read("slip", |item| item.one_of(&slips))?.or(setting.slip);
    Ok(setting)
}

/// `leaderless`, `fan-out`, or the knobs of a leader. A variant's knobs are on top of the scenario's.
fn strategy(item: &Item<'_>, base: Strategy) -> Result<Strategy, Problem> {
    const WORDS: [(&str, Strategy); 2] = [("leaderless", Strategy::Leaderless), ("fan-out", Strategy::FanOut)];
    if item.text().is_ok() {
        return item.one_of(&WORDS);
    }
    let expected = "`leaderless`, `fan-out`, or `{ leader = { … } }`";
    let knobs = item.table(&["leader"]).map_err(|problem| problem.expected(expected))?.need("leader", expected)?;
    let base = if let Strategy::Leader(options) = base { options } else { LeaderOptions::default() };
    let options: LeaderOptions = knobs.settings(base)?;
    for (key, least, most) in KNOBS {
        if let Some(entry) = knobs.entries()?.iter().find(|entry| entry.key == key) {
            knobs.child(entry).integer(least, most)?;
        }
    }
    Ok(Strategy::Leader(options))
}

/// Refuses a lease that begins again too often before the end.
fn few_leases(root: &Table<'_>, scenario: &Scenario) -> Result<(), Problem> {
    for setting in scenario.variants.values().chain([&scenario.setting]) {
        let Strategy::Leader(LeaderOptions { lease_ms, .. }) = setting.strategy else { continue };
        if scenario.end_ms() / lease_ms > MOST_LEASES {
            let found = format!("a lease of {lease_ms} ms begins again too often before the end");
            return Err(root.trouble(found).expected(format!("at most {MOST_LEASES} leases")));
        }
    }
    Ok(())
}

fn variants(item: &Item<'_>, base: &Setting) -> Result<BTreeMap<String, Setting>, Problem> {
    let mut variants = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for entry in item.entries()? {
        let name = experiment::file::item::new_key(entry, &item.path, &mut seen)?;
        variants.insert(name, setting(&item.child(entry).table(&SETTING)?, base)?);
    }
    Ok(variants)
}

fn links(item: &Item<'_>) -> Result<Delivery, Problem> {
    let table = item.table(&["latency", "jitter"])?;
    let latency = table.read("latency", |item| {
        let both: Vec<Ms> =
            item.list()?.iter().map(|one| one.span().map(|span| span.millis())).collect::<Result<_, _>>()?;
        match both.as_slice() {
            [least, most] if least <= most => Ok((*least, *most)),
            _ => Err(item.trouble("is no range").expected("two lengths of time, the shorter one first")),
        }
    })?;
    let jitter = table.read("jitter", Item::span)?.map_or(0, |span| span.millis());
    Ok(Delivery::Links { latency_ms: latency.unwrap_or((0, 0)), jitter_ms: jitter })
}

fn clocks(item: &Item<'_>, scenario: &Scenario) -> Result<BTreeMap<Device, i64>, Problem> {
    const MOST: i64 = 3_600_000;
    let clock = |entry| {
        let value = item.child(entry);
        Ok((device_named(&value, &entry.key, scenario)?, value.integer(-MOST, MOST)?))
    };
    item.entries()?.iter().map(clock).collect()
}

/// A device that takes part, by a text at a place.
pub(super) fn device_named(item: &Item<'_>, text: &str, scenario: &Scenario) -> Result<Device, Problem> {
    let devices = scenario.devices();
    if let Some(device) = devices.iter().find(|device| device.to_string() == text) {
        return Ok(*device);
    }
    let names: Vec<String> = devices.iter().map(ToString::to_string).collect();
    let found = format!("unknown device {:?} in `{}`", experiment::file::error::shortened(text), item.path);
    Err(Trouble::new(item.node.span.clone(), found).one_of(text, names.iter().map(String::as_str)))
}

/// A device.
pub(super) fn device(item: &Item<'_>, scenario: &Scenario) -> Result<Device, Problem> {
    device_named(item, item.text()?, scenario)
}

/// A node whose maker takes part.
pub(super) fn node(item: &Item<'_>, scenario: &Scenario) -> Result<Node, Problem> {
    let text = item.text()?;
    let node: Node = text.parse().map_err(|_| {
        let found = format!("is the text {:?}", experiment::file::error::shortened(text));
        item.trouble(found).expected("a node: `a1.2`, `R`, `R'`, or a rolled root `R:a1.1`")
    })?;
    match node.maker().filter(|maker| !scenario.devices().contains(maker)) {
        Some(maker) => device_named(item, &maker.to_string(), scenario).map(|_| node),
        None => Ok(node),
    }
}
