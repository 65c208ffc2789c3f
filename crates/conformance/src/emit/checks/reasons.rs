//! Reasons: what they are about, and whether another one fits as well.

use serde_json::Value;

use super::{Test, strings};

/// A reason about a tag says which, in policies and outcomes too.
pub(super) fn about_tags_name_the_tag(test: Test<'_>) -> Result<(), String> {
    let of_answers = test.answers().filter_map(|answer| answer["reason"].as_str());
    let outcomes = test.answers().chain([&test.value["expect"]]).filter_map(|answer| answer["outcomes"].as_array());
    let of_outcomes = outcomes.flatten().filter_map(|outcome| outcome["rejected"].as_str());
    let mut all = test.reasons().into_iter().chain(of_answers).chain(of_outcomes);
    match all.find(|reason| reason.starts_with("tag_") && *reason != "tag_content_mismatch") {
        Some(reason) if test.value["tag"].as_str().is_none_or(str::is_empty) => {
            Err(format!("{reason} without the `tag` that it is about"))
        }
        _ => Ok(()),
    }
}

/// Where several reasons fit an event, every one of them is right.
pub(super) fn that_fit_are_all_listed(test: Test<'_>) -> Result<(), String> {
    if test.topic() != "key-package-event" {
        return Ok(());
    }
    for (reason, other) in [unsupported_where_something_is_missing(test), short_reference(test)].into_iter().flatten() {
        if test.gives(reason) && !test.gives(other) {
            return Err(format!("{other} fits as well as {reason}, and is not in `reasons_any`"));
        }
    }
    Ok(())
}

type Pair = (&'static str, &'static str);

/// A list without what it must contain: what is there instead is not supported, what is needed is missing.
fn unsupported_where_something_is_missing(test: Test<'_>) -> Option<Pair> {
    let required: &[&str] = match (test.value["tag"].as_str()?, test.profile()) {
        ("mls_proposals", "mip-2026-04") => &["0x000a"],
        ("mls_extensions", "pr40" | "mip-2026-01" | "mip-2026-04") => &["0x000a", "0xf2ee"],
        ("app_components", "adopted-2026-07") => &["0x8009"],
        _ => return None,
    };
    let values: Vec<&str> = values(test)?.collect();
    required.iter().any(|id| !values.contains(id)).then_some(("tag_value_unsupported", "tag_value_missing"))
}

/// Hex of another length than a KeyPackageRef: before the adopted text it may be compared without a look at its form.
fn short_reference(test: Test<'_>) -> Option<Pair> {
    let value = values(test).filter(|_| test.value["tag"] == "i")?.next()?;
    let is_hex = value.len() != 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hex && test.profile() != "adopted-2026-07").then_some(("ref_mismatch", "tag_value_malformed"))
}

/// The values of the tag that the test is about.
fn values(test: Test<'_>) -> Option<impl Iterator<Item = &str>> {
    let rows = test.value["input"]["event"]["tags"].as_array()?;
    let named = |row: &&Value| row[0] == test.value["tag"];
    rows.iter().find(named).map(|row| strings(row).skip(1))
}
