//! What devices of one account hand each other.

use super::super::error::Problem;
use super::super::reader::{Item, Table};
use super::super::{Action, Carriage};
use super::action::check_sibling;
use super::declared::Declared;

/// `offer`
pub(super) fn offer(item: &Item<'_>, device: &str, declared: &Declared) -> Result<Action, Problem> {
    let table = item.table(&["to", "groups", "lasts", "arrives"])?;
    let to = table.need("to", "the device that is asked")?;
    let to = sibling(&to, device, declared)?;
    let groups = table.read("groups", |item| item.some_distinct(|item| declared.group(item)))?.unwrap_or_default();
    if groups.is_empty() && !declared.offers_itself_to_all(device) {
        let expected = "`groups`; a device with `overlay = \"idea-devices\"` alone may leave them out";
        return Err(table.trouble("no group").expected(expected));
    }
    Ok(Action::Offer { to, groups, lasts: table.read("lasts", Item::positive_span)?, arrives: arrives(&table)? })
}

/// `sponsor`
pub(super) fn sponsor(item: &Item<'_>, device: &str, declared: &Declared) -> Result<Action, Problem> {
    let table = item.table(&["of", "arrives", "late"])?;
    let of = table.need("of", "the device that asked")?;
    Ok(Action::Sponsor {
        of: sibling(&of, device, declared)?,
        arrives: arrives(&table)?,
        late: table.read("late", Item::positive_span)?,
    })
}

fn sibling(item: &Item<'_>, device: &str, declared: &Declared) -> Result<String, Problem> {
    let named = declared.device(item)?;
    check_sibling(item, &named, device)?;
    Ok(named)
}

fn arrives(table: &Table<'_>) -> Result<Option<Carriage>, Problem> {
    table.read("arrives", |item| item.one_of(&[("lost", Carriage::Lost), ("wrong-session", Carriage::WrongSession)]))
}
