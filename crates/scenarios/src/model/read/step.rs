//! One step: its time, its device and its one action.

use super::super::error::{Problem, quoted};
use super::super::reader::{Item, Table};
use super::super::{Action, Span, Step};
use super::declared::Declared;
use crate::actions::{self, Actor, Kind};

/// More steps than any person or shrinker writes.
const MOST_STEPS: usize = 10_000;
/// How often one step can repeat.
const MOST_TIMES: u32 = 10_000;
/// Keys of a step beside its action.
pub(in super::super) const FIELDS: [&str; 8] =
    ["label", "at", "after", "every", "times", "device", "fails", "may_fail"];

/// Where a list of steps stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    /// The list of the scenario.
    Outermost,
    /// The list of a `parallel` step.
    Parallel,
}

/// A list of steps.
pub(crate) fn steps(item: &Item<'_>, declared: &mut Declared, nesting: Nesting) -> Result<Vec<Step>, Problem> {
    let mut steps: Vec<Step> = Vec::new();
    let mut latest = Span::ZERO;
    for item in item.list()? {
        if declared.count_step() > MOST_STEPS {
            return Err(item.trouble("is one step too many").expected(format!("at most {MOST_STEPS} steps")));
        }
        let step = step(&item, declared, nesting)?;
        if let Some(at) = step.at.filter(|_| nesting == Nesting::Outermost) {
            if at < latest {
                let found = format_args!("begins at {at}, but a step before it at {latest}");
                return Err(item.trouble(found).expected("steps in the order of their time"));
            }
            latest = at;
        }
        steps.push(step);
    }
    Ok(steps)
}

fn step(item: &Item<'_>, declared: &mut Declared, nesting: Nesting) -> Result<Step, Problem> {
    let table = item.table(&[&FIELDS[..], &actions::names()].concat())?;
    let kind = only_action(&table)?;
    let step = Step {
        label: table.read("label", |item| declared.new_label(item))?,
        at: table.read("at", Item::span)?,
        after: table.read("after", Item::span)?,
        every: table.read("every", Item::positive_span)?,
        times: table.read("times", |item| item.integer(1, MOST_TIMES))?,
        device: device(&table, kind, declared)?,
        fails: may_it(&table, "fails", kind)?,
        may_fail: may_it(&table, "may_fail", kind)?,
        action: Action::Rotate,
    };
    check_time(&table, &step, kind)?;
    if step.fails && step.may_fail {
        return Err(table.trouble("both `fails` and `may_fail`").expected("one of them"));
    }
    let body = table.need(kind.name, "an action")?;
    if kind.holds_steps && nesting == Nesting::Parallel {
        let name = kind.name;
        return Err(body
            .trouble(format_args!("is a `{name}` inside a `{name}`"))
            .expected(format!("steps without a `{name}` of their own")));
    }
    let device = step.device.as_deref().unwrap_or_default();
    Ok(Step { action: Action::read(kind.name, &body, device, declared)?, ..step })
}

/// What a step says about its own failure. Steps that cannot fail say nothing.
fn may_it(table: &Table<'_>, key: &str, kind: Kind) -> Result<bool, Problem> {
    let Some(item) = table.get(key) else { return Ok(false) };
    if kind.can_fail {
        return item.boolean();
    }
    let expected = match kind.holds_steps {
        true => format!("`{key}` on the steps inside"),
        false => format!("no `{key}` key: this step cannot fail"),
    };
    Err(item.trouble(format_args!("has no meaning for `{}`", kind.name)).expected(expected))
}

fn only_action(table: &Table<'_>) -> Result<Kind, Problem> {
    let kinds: Vec<Kind> = table.keys().filter_map(actions::kind).collect();
    match kinds.as_slice() {
        [only] => Ok(*only),
        [] => Err(table.trouble("no action").expected(format!("exactly one of {}", quoted(&actions::names())))),
        [first, second, ..] => {
            let found = format!("two actions, `{}` and `{}`,", first.name, second.name);
            Err(table.trouble(found).expected("exactly one action; the other is a step of its own"))
        }
    }
}

fn device(table: &Table<'_>, kind: Kind, declared: &Declared) -> Result<Option<String>, Problem> {
    let action = kind.name;
    match (table.get("device"), kind.actor) {
        (Some(item), Actor::Device) => declared.device(&item).map(Some),
        (None, Actor::World) => Ok(None),
        (Some(item), Actor::World) => {
            Err(item.trouble(format_args!("has no meaning for `{action}`")).expected("no `device` key"))
        }
        (None, Actor::Device) => {
            let devices: Vec<&str> = declared.devices().collect();
            let expected = format!("`device`, one of {}", quoted(&devices));
            Err(table.trouble(format_args!("`{action}` without a `device`")).expected(expected))
        }
    }
}

fn check_time(table: &Table<'_>, step: &Step, kind: Kind) -> Result<(), Problem> {
    if step.at.is_some() && step.after.is_some() {
        return Err(table.trouble("both `at` and `after`").expected("one of them"));
    }
    match (step.every, step.times) {
        (None, Some(_)) => {
            Err(table.trouble("`times` without `every`").expected("`every`, the distance between two times"))
        }
        (Some(_), None) => Err(table.trouble("`every` without `times`").expected("`times`, how often in all")),
        (Some(_), Some(_)) if kind.names_something => Err(table
            .trouble(format_args!("`{}` with `every`", kind.name))
            .expected("one time only: it makes something with a name")),
        _ => Ok(()),
    }
}
