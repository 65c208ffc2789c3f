//! Fault rules.

use super::super::error::Problem;
use super::super::reader::Item;
use super::super::{Direction, Does, Fault};
use super::declared::Declared;

const DIRECTIONS: [(&str, Direction); 3] =
    [("to-relay", Direction::ToRelay), ("to-device", Direction::ToDevice), ("both", Direction::Both)];

const DOES: [(&str, Does); 9] = [
    ("drop", Does::Drop),
    ("delay", Does::Delay),
    ("duplicate", Does::Duplicate),
    ("hold", Does::Hold),
    ("refuse", Does::Refuse),
    ("forget", Does::Forget),
    ("disconnect", Does::Disconnect),
    ("silence", Does::Silence),
    ("take-and-cut", Does::TakeAndCut),
];

const KEYS: [&str; 11] =
    ["name", "does", "relay", "device", "direction", "kinds", "authors", "delay", "text", "times", "lasts"];

/// The body of `fault`.
pub(super) fn fault(item: &Item<'_>, declared: &mut Declared) -> Result<Fault, Problem> {
    let table = item.table(&KEYS)?;
    let fault = Fault {
        name: declared.new_fault(&table.need("name", "a name for the fault")?)?,
        relay: table.read("relay", |item| declared.relay(item))?,
        device: table.read("device", |item| declared.device(item))?,
        direction: table.read("direction", |item| item.one_of(&DIRECTIONS))?.unwrap_or_default(),
        kinds: table.read("kinds", kinds)?.unwrap_or_default(),
        authors: table.read("authors", |item| item.distinct(|item| declared.account(item)))?.unwrap_or_default(),
        does: table.need("does", "what the fault does")?.one_of(&DOES)?,
        delay: table.read("delay", Item::positive_span)?,
        text: table.read("text", Item::sentence)?,
        times: table.read("times", |item| item.integer(1, u32::MAX))?,
        lasts: table.read("lasts", Item::positive_span)?,
    };
    if (fault.does == Does::Delay) != fault.delay.is_some() {
        return Err(table.trouble("only one of `does = \"delay\"` and `delay`").expected("both or neither"));
    }
    if fault.text.is_some() && fault.does != Does::Refuse {
        return Err(table.trouble("`text` without `does = \"refuse\"`").expected("a text for refusals only"));
    }
    Ok(fault)
}

/// A list of event kinds.
pub(super) fn kinds(item: &Item<'_>) -> Result<Vec<u16>, Problem> {
    item.distinct(|item| item.integer(0, u16::MAX))
}
