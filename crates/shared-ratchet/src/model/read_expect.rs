//! Expectations of a file.

use std::collections::BTreeMap;

use experiment::file::error::{Problem, Trouble};
use experiment::file::item::Item;

use super::read::{device, device_named, node};
use super::{Cycle, Expect, Scenario};
use crate::judge::Invariant;
use crate::tree::Device;

/// What can be expected at any time.
const STATE: [&str; 11] = [
    "quiescent",
    "selection",
    "tips",
    "fork_depth",
    "common_prefix",
    "dead",
    "seen",
    "unseen",
    "lost",
    "reused",
    "leads",
];
/// What can be expected at the end.
const END: [&str; 16] = [
    "quiescent",
    "selection",
    "tips",
    "fork_depth",
    "common_prefix",
    "dead",
    "seen",
    "unseen",
    "lost",
    "reused",
    "leads",
    "violates",
    "exercises",
    "pickles",
    "cycle",
    "under",
];

/// What is expected, at the end or at a check.
pub(super) fn expect(item: &Item<'_>, scenario: &Scenario, at_end: bool) -> Result<Expect, Problem> {
    let table = item.table(if at_end { &END } else { &STATE })?;
    let messages = |item: &Item<'_>| by_device(item, scenario, |item| item.distinct(Item::sentence));
    let nodes = |item: &Item<'_>| item.distinct(|item| node(item, scenario));
    let depth = |item: &Item<'_>| item.integer(0_u32, 1_000_000);
    let lost = table.read("lost", |item| item.distinct(Item::sentence))?;
    let leads = table.read("leads", |item| item.distinct(|item| device(item, scenario)))?;
    Ok(Expect {
        violates: table.read("violates", |item| item.distinct(violated))?.map(FromIterator::from_iter),
        exercises: table.read("exercises", |item| item.distinct(invariant))?.into_iter().flatten().collect(),
        quiescent: table.read("quiescent", Item::boolean)?,
        selection: table
            .read("selection", |item| by_device(item, scenario, |item| node(item, scenario)))?
            .unwrap_or_default(),
        tips: table.read("tips", nodes)?.map(FromIterator::from_iter),
        fork_depth: table.read("fork_depth", depth)?,
        common_prefix: table.read("common_prefix", depth)?,
        dead: table.read("dead", Item::boolean)?,
        seen: table.read("seen", messages)?.unwrap_or_default(),
        unseen: table.read("unseen", messages)?.unwrap_or_default(),
        lost: lost.map(FromIterator::from_iter),
        reused: table.read("reused", depth)?.and_then(|count| usize::try_from(count).ok()),
        leads: leads.map(FromIterator::from_iter),
        pickles: table.read("pickles", |item| by_device(item, scenario, count))?.unwrap_or_default(),
        cycle: table.read("cycle", cycle)?,
    })
}

/// What is expected instead under each variant.
pub(super) fn under(item: &Item<'_>, scenario: &Scenario) -> Result<BTreeMap<String, Expect>, Problem> {
    let Some(item) = item.table(&END)?.get("under") else { return Ok(BTreeMap::new()) };
    let mut under = BTreeMap::new();
    for entry in item.entries()? {
        if !scenario.variants.contains_key(&entry.key) {
            let found = format!("unknown variant `{}` in `{}`", entry.key, item.path);
            let known = scenario.variants.keys().map(String::as_str);
            return Err(Trouble::new(entry.key_span.clone(), found).one_of(&entry.key, known));
        }
        under.insert(entry.key.clone(), expect(&item.child(entry), scenario, true)?);
    }
    Ok(under)
}

fn by_device<T>(
    item: &Item<'_>,
    scenario: &Scenario,
    read: impl Fn(&Item<'_>) -> Result<T, Problem>,
) -> Result<BTreeMap<Device, T>, Problem> {
    let one = |entry| {
        let value = item.child(entry);
        Ok((device_named(&value, &entry.key, scenario)?, read(&value)?))
    };
    item.entries()?.iter().map(one).collect()
}

fn count(item: &Item<'_>) -> Result<usize, Problem> {
    item.integer(0_u32, 1_000_000).map(|count| count as usize)
}

fn invariant(item: &Item<'_>) -> Result<Invariant, Problem> {
    item.one_of(&Invariant::ALL.map(|one| (one.id(), one)))
}

/// `P7`, or `P7: rejected`.
fn violated(item: &Item<'_>) -> Result<(Invariant, Option<String>), Problem> {
    let text = item.text()?;
    let (name, cause) = text.split_once(": ").map_or((text, None), |(name, cause)| (name, Some(cause.to_owned())));
    let found = Invariant::ALL.into_iter().find(|one| one.id() == name);
    found.map(|one| (one, cause)).ok_or_else(|| {
        let found = format!("unknown invariant `{}`", experiment::file::error::shortened(name));
        Trouble::new(item.node.span.clone(), found).one_of(name, Invariant::ALL.map(Invariant::id))
    })
}

fn cycle(item: &Item<'_>) -> Result<Cycle, Problem> {
    let table = item.table(&["from", "rounds", "shift"])?;
    let number = |key, least| table.need(key, "a whole number")?.integer(least, 1_000_000_u32);
    Ok(Cycle { from: number("from", 1)?, rounds: number("rounds", 1)?, shift: number("shift", 0)? })
}
