//! `index.csv`: a line per test, as RFC 4180 wants it, with LF at the ends of lines.

use serde_json::{Value, json};

use super::pack::Pack;
use crate::format::Vectors;

const COLUMNS: [&str; 11] =
    ["id", "path", "topic", "profile", "result", "reason", "stage", "tag", "flags", "parent", "comment"];

/// The text of the file. Lists stand in one field, with spaces between; where several reasons will do, all are there.
pub(super) fn text(pack: &Pack<'_>) -> String {
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    for (path, file) in &pack.vectors {
        rows.extend(file.tests().into_iter().map(|(_, test)| row(path, file, &json!(test))));
    }
    rows.into_iter().map(|row| row.map(|field| quoted(&field)).join(",") + "\n").collect()
}

fn row(path: &str, file: &Vectors, test: &Value) -> [String; 11] {
    COLUMNS.map(|column| match column {
        "path" => path.to_owned(),
        "topic" => file.topic().name().to_owned(),
        "profile" => file.profile().to_owned(),
        "reason" if test["reason"].is_null() => words(&test["reasons_any"]),
        _ => words(&test[column]),
    })
}

/// A field as RFC 4180 wants it.
fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// A member in one field: a text, or several of them.
fn words(member: &Value) -> String {
    match member {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}
