//! The table, in Markdown.

use xip83::proxy::Kind;

use crate::cells::Row;
use crate::way::Way;

/// Where the versions stand with which this is built.
const LOCK: &str = include_str!("../../../../../Cargo.lock");

pub fn table(rows: &[Row], ways: &[Way], cells: &[((usize, usize), String)]) -> String {
    let cell = |place| cells.iter().find(|(other, _)| *other == place).map_or("–", |(_, text)| text.as_str());
    let mut text = format!("{}\n\n", versions());
    text += &line(std::iter::once("situation").chain(ways.iter().map(|way| way.name())));
    text += &line((0..=ways.len()).map(|_| "---"));
    for (place, row) in rows.iter().enumerate() {
        text += &line(std::iter::once(row.name()).chain((0..ways.len()).map(|column| cell((place, column)))));
    }
    text
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Everything that the table depends on.
fn versions() -> String {
    let libraries = ["tonic", "h2", "hyper"].map(|name| format!("{name} {}", locked(name)));
    let programs =
        Kind::ALL.map(|kind| format!("{kind} {}", kind.version().unwrap_or_else(|| "not installed".to_owned())));
    libraries.into_iter().chain(programs).collect::<Vec<_>>().join(", ")
}

fn locked(name: &str) -> &'static str {
    let entry = format!("name = \"{name}\"\nversion = \"");
    let rest = LOCK.split_once(entry.as_str()).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default()
}
