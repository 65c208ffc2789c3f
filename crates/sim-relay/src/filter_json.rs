//! Strict reading of filters: shapes only. Which odd members a relay tolerates is its personality's business.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Filter;
use crate::event::{parse_id, parse_key, single_letter};

/// Reads a filter object. The error says what is wrong in words, without a prefix; it always means `invalid:`
///
pub(crate) fn read_filter(value: &Value) -> Result<Filter, String> {
    let object = value.as_object().ok_or("a filter is not an object")?;
    let mut filter = Filter::new();
    for (name, value) in object {
        match name.as_str() {
            "ids" => filter.ids = Some(list(name, value, |v| parse_id(v.as_str()?))?),
            "authors" => filter.authors = Some(list(name, value, |v| parse_key(v.as_str()?))?),
            "kinds" => filter.kinds = Some(list(name, value, |v| u16::try_from(v.as_u64()?).ok())?),
            "since" => filter.since = Some(number(name, value)?),
            "until" => filter.until = Some(number(name, value)?),
            "limit" => filter.limit = Some(usize::try_from(number(name, value)?).unwrap_or(usize::MAX)),
            "search" => filter.search = Some(value.as_str().ok_or("search is not a string")?.to_owned()),
            _ => match name.strip_prefix('#').and_then(single_letter) {
                Some(letter) => {
                    let values = list(name, value, |v| Some(v.as_str()?.to_owned()))?;
                    filter.tags.insert(letter, values);
                }
                None => {
                    filter.unknown.insert(name.clone(), value.clone());
                }
            },
        }
    }
    Ok(filter)
}

fn list<T: Ord>(name: &str, value: &Value, read: impl Fn(&Value) -> Option<T>) -> Result<BTreeSet<T>, String> {
    let items = value.as_array().ok_or_else(|| format!("{name} is not a list"))?;
    items.iter().map(|item| read(item).ok_or_else(|| format!("{name} cannot hold {item}"))).collect()
}

/// JSON numbers with a sign, fraction or exponent are not plain integers, and `as_u64` says so.
fn number(name: &str, value: &Value) -> Result<u64, String> {
    value.as_u64().ok_or_else(|| format!("{name} is not a plain non-negative integer"))
}
