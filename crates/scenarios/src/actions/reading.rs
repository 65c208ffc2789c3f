//! What the readers of several actions share.

use super::verb::Nothing;
use crate::model::{Declared, Item, Problem, Table, account_of};

/// A table without a key.
pub(super) fn nothing(item: &Item<'_>) -> Result<Nothing, Problem> {
    item.nothing().map(|()| Nothing {})
}

/// The key `group`: a group that an earlier step creates.
pub(super) fn group(table: &Table<'_>, declared: &Declared) -> Result<String, Problem> {
    declared.group(&table.need("group", "the name of a group")?)
}

/// Another device of the account of `device`.
pub(super) fn sibling(item: &Item<'_>, device: &str, declared: &Declared) -> Result<String, Problem> {
    let named = declared.device(item)?;
    if named == device || account_of(&named) != account_of(device) {
        return Err(item.trouble(format_args!("is {named:?}")).expected("another device of the same account"));
    }
    Ok(named)
}
