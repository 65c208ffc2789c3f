//! Expectations.

use std::collections::BTreeMap;

use marmot_rules::{Policy, Profile};
use sim_device::Storage;

use super::super::error::{Problem, Trouble, quoted, shortened};
use super::super::node::Content;
use super::super::reader::{Item, Table};
use super::super::{Expect, ExpectPart, Holds, ONE_PER_ACCOUNT, Outcome};
use super::declared::Declared;
use super::invariant;

/// `[expect]`.
pub(super) fn expect(
    item: &Item<'_>,
    declared: &Declared,
    profiles: &[Profile],
    policies: Option<&[Policy]>,
) -> Result<Expect, Problem> {
    let table = item.table(&["holds", "violates", "outcome", "under"])?;
    let general = part(&table, declared)?;
    let mut under = BTreeMap::new();
    if let Some(item) = table.get("under") {
        for entry in item.entries()? {
            check_circumstance(entry.key_span.clone(), &entry.key, profiles, policies)?;
            let table = item.child(entry).table(&["holds", "violates", "outcome"])?;
            under.insert(entry.key.clone(), part(&table, declared)?);
        }
    }
    Ok(Expect { holds: general.holds, violates: general.violates.unwrap_or_default(), outcome: general.outcome, under })
}

fn part(table: &Table<'_>, declared: &Declared) -> Result<ExpectPart, Problem> {
    let part = ExpectPart {
        holds: table.read("holds", holds)?,
        violates: table.read("violates", |item| item.distinct(invariant))?,
        outcome: table.read("outcome", |item| outcomes(item, declared))?.unwrap_or_default(),
    };
    if let (Some(Holds::List(holds)), Some(violates)) = (&part.holds, &part.violates) {
        check_disjoint(table, holds, violates)?;
    }
    Ok(part)
}

fn holds(item: &Item<'_>) -> Result<Holds, Problem> {
    match &item.node.content {
        Content::Text(text) if text == "all" => Ok(Holds::All),
        Content::List(_) => item.distinct(invariant).map(Holds::List),
        _ => Err(item.trouble(format_args!("is {}", item.node)).expected("`\"all\"` or a list of invariants")),
    }
}

/// A table from devices to outcomes.
pub(crate) fn outcomes(item: &Item<'_>, declared: &Declared) -> Result<BTreeMap<String, Outcome>, Problem> {
    let valid = Outcome::ALL.map(|outcome| (outcome.id(), outcome));
    let mut outcomes = BTreeMap::new();
    for entry in item.entries()? {
        if !declared.devices().any(|device| device == entry.key) {
            let found = format!("undefined device {:?} in `{}`", shortened(&entry.key), item.path);
            return Err(Trouble::new(entry.key_span.clone(), found).one_of(&entry.key, declared.devices()));
        }
        outcomes.insert(entry.key.clone(), item.child(entry).one_of(&valid)?);
    }
    Ok(outcomes)
}

/// An invariant cannot both hold and be violated.
pub(crate) fn check_disjoint(table: &Table<'_>, holds: &[String], violates: &[String]) -> Result<(), Problem> {
    match holds.iter().find(|name| violates.contains(name)) {
        Some(both) => {
            Err(table.trouble(format_args!("`{both}` both in `holds` and in `violates`")).expected("one of them"))
        }
        None => Ok(()),
    }
}

/// The key of `[expect.under.*]`: a storage, a policy, `one-per-account`, a profile or `profile/policy`, under which the scenario runs
/// at all.
fn check_circumstance(
    span: Option<std::ops::Range<usize>>,
    key: &str,
    profiles: &[Profile],
    policies: Option<&[Policy]>,
) -> Result<(), Problem> {
    let runs = |policy: &Policy| profiles.iter().any(|profile| policy.applies_to(*profile));
    let policies: Vec<Policy> = policies.unwrap_or(Policy::ALL).iter().copied().filter(runs).collect();
    let mut valid: Vec<String> = policies.iter().map(Policy::to_string).collect();
    let one = |profile: &&Profile| policies.iter().any(|p| p.takes_one_per_account() && p.applies_to(**profile));
    let with_one: Vec<&Profile> = profiles.iter().filter(one).collect();
    valid.extend(Storage::ALL.map(|storage| storage.id().to_owned()));
    valid.extend((!with_one.is_empty()).then(|| ONE_PER_ACCOUNT.to_owned()));
    valid.extend(profiles.iter().map(Profile::to_string));
    let alone = format!("one of {}, or `profile/policy`", quoted(&valid));
    valid.extend(with_one.iter().map(|profile| format!("{profile}/{ONE_PER_ACCOUNT}")));
    for profile in profiles {
        let pairs = policies.iter().filter(|policy| policy.applies_to(*profile));
        valid.extend(pairs.map(|policy| format!("{profile}/{policy}")));
    }
    if valid.iter().any(|name| name == key) {
        return Ok(());
    }
    let found = format!("the scenario never runs under {:?}, a key of `expect.under`", shortened(key));
    Err(Trouble::new(span, found).one_of(key, valid.iter().map(String::as_str)).expected(alone))
}
