//! Fault rules.

use super::super::error::Problem;
use super::super::reader::Item;
use super::super::{Direction, Does, Fault};
use super::declared::Declared;
use crate::faults::Kind;

const DIRECTIONS: [(&str, Direction); 3] =
    [("to-relay", Direction::ToRelay), ("to-device", Direction::ToDevice), ("both", Direction::Both)];

const KEYS: [&str; 11] =
    ["name", "does", "relay", "device", "direction", "kinds", "authors", "delay", "text", "times", "lasts"];

/// The body of `fault`.
pub(crate) fn fault(item: &Item<'_>, declared: &mut Declared) -> Result<Fault, Problem> {
    let table = item.table(&KEYS)?;
    let does: Vec<(&str, Does)> = Does::ALL.iter().map(|does| (does.id(), *does)).collect();
    let fault = Fault {
        name: declared.new_fault(&table.need("name", "a name for the fault")?)?,
        relay: table.read("relay", |item| declared.relay(item))?,
        device: table.read("device", |item| declared.device(item))?,
        direction: table.read("direction", |item| item.one_of(&DIRECTIONS))?.unwrap_or_default(),
        kinds: table.read("kinds", kinds)?.unwrap_or_default(),
        authors: table.read("authors", |item| item.distinct(|item| declared.account(item)))?.unwrap_or_default(),
        does: table.need("does", "what the fault does")?.one_of(&does)?,
        delay: table.read("delay", Item::positive_span)?,
        text: table.read("text", Item::sentence)?,
        times: table.read("times", |item| item.integer(1, u32::MAX))?,
        lasts: table.read("lasts", Item::positive_span)?,
    };
    let kind = fault.does.kind();
    if kind.needs_delay != fault.delay.is_some() {
        let found = format!("only one of {} and `delay`", which(|kind| kind.needs_delay));
        return Err(table.trouble(found).expected("both or neither"));
    }
    if fault.text.is_some() && !kind.may_have_text {
        let found = format!("`text` without {}", which(|kind| kind.may_have_text));
        return Err(table.trouble(found).expected("a text for refusals only"));
    }
    Ok(fault)
}

/// `` `does = "refuse"` ``, or several of the kind.
fn which(of: impl Fn(Kind) -> bool) -> String {
    let does = Does::ALL.iter().filter(|does| of(does.kind()));
    does.map(|does| format!("`does = \"{}\"`", does.id())).collect::<Vec<_>>().join(" or ")
}

/// A list of event kinds.
pub(crate) fn kinds(item: &Item<'_>) -> Result<Vec<u16>, Problem> {
    item.distinct(|item| item.integer(0, u16::MAX))
}
