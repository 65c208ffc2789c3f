//! From nodes to the model. Names are checked against what was declared before, in the order of the file.

mod declared;
mod expect;
mod fault;
mod people;
mod step;

use marmot_rules::{Policy, Profile};

use super::error::{Problem, quoted};
use super::node::{Content, Node};
use super::reader::{Item, Table};
use super::{DeviceSpec, Format, Scenario, Step, names, start};

pub(crate) use declared::{Declared, account_of};
pub(crate) use expect::{check_disjoint, outcomes as read_outcomes};
pub(crate) use fault::{fault as read_fault, kinds as read_kinds};
pub(crate) use people::personality_fields;
pub(super) use step::FIELDS as STEP_FIELDS;
pub(crate) use step::{Nesting, steps as read_steps};

/// Keys of a scenario, in the order in which they are written.
pub(super) const KEYS: [&str; 18] = [
    "format",
    "id",
    "title",
    "description",
    "rules",
    "plays",
    "source",
    "profiles",
    "policies",
    "seed",
    "start",
    "budget",
    "links",
    "relays",
    "accounts",
    "defaults",
    "devices",
    "steps",
];

/// Reads a whole scenario.
pub(super) fn scenario(node: &Node) -> Result<Scenario, Problem> {
    let table = Table::root(node, &[&KEYS[..], &["expect"]].concat())?;
    let format =
        table.need("format", "`format = \"marmot-scenario/1\"`")?.one_of(&[("marmot-scenario/1", Format::V1)])?;
    let relays = people::relays(&table)?;
    let accounts = people::accounts(&table.need("accounts", "a table of accounts, each with `devices`")?)?;
    let mut declared = Declared::new(&relays, &accounts);
    people::check_serves(&table, &declared)?;
    let defaults = table.read("defaults", people::defaults)?.unwrap_or_default();
    let profiles = table.need("profiles", "a list of profiles")?.some_distinct(profile)?;
    let devices =
        table.read("devices", |item| people::devices(item, &defaults, &declared, &profiles))?.unwrap_or_default();
    declared.overlays(|device| {
        let own = devices.get(device).and_then(|device: &DeviceSpec| device.overlay);
        own.or(defaults.overlay).unwrap_or_default()
    });
    let policies = table.read("policies", |item| item.some_distinct(|item| applicable_policy(item, &profiles)))?;
    Ok(Scenario {
        format,
        id: table.need("id", "a name: lower-case words joined by `-`")?.new_name()?,
        title: table.need("title", "a text")?.sentence()?,
        description: table.read("description", Item::sentence)?,
        rules: table.read("rules", |item| item.distinct(rule))?.unwrap_or_default(),
        plays: table.read("plays", |item| item.distinct(open_point))?.unwrap_or_default(),
        source: table.read("source", one_or_many)?.unwrap_or_default(),
        seed: table.read("seed", |item| item.integer(0, u64::MAX))?,
        start: table.read("start", start::read)?,
        budget: table.read("budget", Item::positive_span)?,
        links: table.read("links", people::links)?.unwrap_or_default(),
        steps: steps(&table, &mut declared)?,
        expect: table
            .read("expect", |item| expect::expect(item, &declared, &profiles, policies.as_deref()))?
            .unwrap_or_default(),
        profiles,
        policies,
        relays,
        accounts,
        devices,
        defaults,
    })
}

fn steps(table: &Table<'_>, declared: &mut Declared) -> Result<Vec<Step>, Problem> {
    let item = table.need("steps", "a list of steps")?;
    let steps = step::steps(&item, declared, step::Nesting::Outermost)?;
    if steps.is_empty() { Err(item.trouble("is empty").expected("at least one step")) } else { Ok(steps) }
}

fn profile(item: &Item<'_>) -> Result<Profile, Problem> {
    item.id("profile", &Profile::ALL.iter().map(Profile::to_string).collect::<Vec<_>>())
}

fn policy(item: &Item<'_>) -> Result<Policy, Problem> {
    item.id("policy", &Policy::ALL.iter().map(Policy::to_string).collect::<Vec<_>>())
}

/// A policy that says something about at least one of these profiles: those of the scenario, or the one of a device.
fn applicable_policy(item: &Item<'_>, profiles: &[Profile]) -> Result<Policy, Problem> {
    let policy = policy(item)?;
    if profiles.iter().any(|profile| policy.applies_to(*profile)) {
        return Ok(policy);
    }
    let applies = |policy: &&Policy| profiles.iter().any(|profile| policy.applies_to(*profile));
    let valid: Vec<String> = Policy::ALL.iter().filter(applies).map(Policy::to_string).collect();
    let found = match profiles {
        [only] => format!("is `{policy}`, which does not apply to the profile `{only}`"),
        _ => format!("is `{policy}`, which applies to none of the scenario's profiles"),
    };
    Err(item.trouble(found).expected(format!("one of {}", quoted(&valid))))
}

fn rule(item: &Item<'_>) -> Result<String, Problem> {
    let text = item.text()?;
    if names::is_rule_id(text) {
        Ok(text.to_owned())
    } else {
        let found = format_args!("is {}", item.node);
        Err(item.trouble(found).expected("a rule id: capital letters, `-` and two or three digits, as in `CID-08`"))
    }
}

fn open_point(item: &Item<'_>) -> Result<String, Problem> {
    let text = item.text()?;
    if marmot_rules::open::citable().any(|id| id == text) {
        return Ok(text.to_owned());
    }
    let found = format_args!("is {}", item.node);
    Err(item
        .trouble(found)
        .expected("an open point as `colony rules` lists them, such as `Q3a`, `W-20`, `B-2` or `D2=lower-id`"))
}

fn one_or_many(item: &Item<'_>) -> Result<Vec<String>, Problem> {
    match &item.node.content {
        Content::List(_) => item.distinct(Item::sentence),
        _ => Ok(vec![item.sentence()?]),
    }
}

/// The name of an invariant.
pub(crate) fn invariant(item: &Item<'_>) -> Result<String, Problem> {
    item.known("unknown invariant", names::INVARIANTS.iter().copied())
}
