//! What must agree in the files that are about to be written, beyond what schemas and stacks see. Run at every emission.
//!
//! The checks read the JSON itself, as a consumer does. Each was a fault that somebody else found.

mod addressee;
mod pins;
mod reasons;
mod results;
mod signatures;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// What is wrong, and in which test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: String,
    /// The test that shows it.
    pub id: String,
    /// In one sentence.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.path, self.id, self.what)
    }
}

/// A test in its file.
#[derive(Clone, Copy)]
struct Test<'a> {
    file: &'a Value,
    value: &'a Value,
}

/// A check of one test; what it says is a sentence without the id.
type Check = fn(Test<'_>) -> Result<(), String>;

const CHECKS: &[Check] = &[
    pins::are_of_this_profile,
    pins::list_what_is_cited,
    results::agree_with_classes,
    results::of_policies_differ,
    results::of_what_can_still_be_read_are_deferred,
    results::bind_the_reader,
    results::are_confirmed,
    reasons::about_tags_name_the_tag,
    reasons::that_fit_are_all_listed,
    addressee::is_the_joiner,
    signatures::are_no_zeros,
    signatures::hold_where_only_the_id_is_wrong,
    signatures::of_signed_rumors_hold,
];

/// Checks every vector file of a tree: path and text of each file, `manifest.json` among them.
///
/// # Errors
/// The first fault.
pub fn tree<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), Fault> {
    let mut values = BTreeMap::new();
    for (path, text) in files.filter(|(path, _)| path.ends_with(".json") && !path.starts_with("schema/")) {
        let fault = |e: serde_json::Error| Fault { path: path.to_owned(), id: "-".to_owned(), what: e.to_string() };
        values.insert(path.to_owned(), serde_json::from_str(text).map_err(fault)?);
    }
    all(&values)
}

/// As [`tree`], with the files as JSON.
///
/// # Errors
/// The first fault.
pub fn all(files: &BTreeMap<String, Value>) -> Result<(), Fault> {
    let retired = files.get("manifest.json").map_or(&Value::Null, |manifest| &manifest["retired"]);
    for (path, file) in files.iter().filter(|(path, _)| *path != "manifest.json") {
        for test in tests(file) {
            let fault = |what| Fault { path: path.clone(), id: test.id().to_owned(), what };
            if retired.get(test.id()).is_some() {
                return Err(fault("this id is retired in the manifest".to_owned()));
            }
            CHECKS.iter().try_for_each(|check| check(test)).map_err(fault)?;
        }
    }
    superseded(files, retired)
}

/// Every retired id names a test that is there.
fn superseded(files: &BTreeMap<String, Value>, retired: &Value) -> Result<(), Fault> {
    for (id, entry) in retired.as_object().into_iter().flatten() {
        let by = entry["superseded_by"].as_str();
        let is_there = |by: &str| files.values().flat_map(tests).any(|test| test.id() == by);
        if let Some(by) = by.filter(|by| !is_there(by)) {
            let what = format!("it is superseded by {by}, which is not there");
            return Err(Fault { path: "manifest.json".to_owned(), id: id.clone(), what });
        }
    }
    Ok(())
}

fn tests(file: &Value) -> impl Iterator<Item = Test<'_>> {
    let groups = file["groups"].as_array().into_iter().flatten();
    groups.flat_map(|group| group["tests"].as_array().into_iter().flatten()).map(move |value| Test { file, value })
}

/// The strings of a list.
fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

impl<'a> Test<'a> {
    fn id(self) -> &'a str {
        self.value["id"].as_str().unwrap_or("-")
    }

    fn topic(self) -> &'a str {
        self.file["topic"].as_str().unwrap_or_default()
    }

    fn profile(self) -> &'a str {
        self.file["profile"].as_str().unwrap_or_default()
    }

    fn result(self) -> &'a str {
        self.value["result"].as_str().unwrap_or_default()
    }

    fn flags(self) -> impl Iterator<Item = &'a str> {
        strings(&self.value["flags"])
    }

    /// The answers by policy.
    fn answers(self) -> impl Iterator<Item = &'a Value> {
        self.value["expected_by_policy"].as_object().into_iter().flatten().map(|(_, answer)| answer)
    }

    /// The reasons of which one must be given.
    fn reasons(self) -> Vec<&'a str> {
        self.value["reason"].as_str().into_iter().chain(strings(&self.value["reasons_any"])).collect()
    }

    fn gives(self, reason: &str) -> bool {
        self.reasons().contains(&reason)
    }
}
