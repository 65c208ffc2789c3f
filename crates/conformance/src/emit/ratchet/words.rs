//! Short forms in which rows are written.

use serde::de::DeserializeOwned;
use serde_json::json;

use crate::format::topics::ratchet::{Order, Policy, Retain};

/// Events, a semicolon or a line apart.
pub(super) fn events(text: &str) -> Vec<Vec<String>> {
    let lines = text.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// Switches that are not as usual, such as `accept=first retain=2 B=descending b2=a2.1,a1.1`.
pub(super) fn policy(text: &str) -> Result<Policy, String> {
    let mut policy = Policy::usual();
    for word in text.split_whitespace() {
        let (name, value) = word.split_once('=').ok_or_else(|| format!("{word} sets nothing"))?;
        match name {
            "accept" => policy.accept = read(value)?,
            "valid" => policy.valid = read(value)?,
            "length" => policy.length = read(value)?,
            "orphan" => policy.orphan = read(value)?,
            "order" => policy.order = read(value)?,
            "root_order" => policy.root_order = read(value)?,
            "roots" => policy.roots = number(value)?,
            "retain" => policy.retain = Retain::Levels(number(value)?),
            who => _ = policy.orders.insert(who.to_owned(), order(value)),
        }
    }
    Ok(policy)
}

fn read<T: DeserializeOwned>(value: &str) -> Result<T, String> {
    serde_json::from_value(json!(value)).map_err(|error| error.to_string())
}

fn number<T: std::str::FromStr>(value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{value} is no number here"))
}

fn order(value: &str) -> Order {
    match value {
        "ascending" => Order::Ascending,
        "descending" => Order::Descending,
        list => Order::List(list.split(',').map(str::to_owned).collect()),
    }
}
