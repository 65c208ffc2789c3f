//! What is demanded, held against how binding the rule is and whom it binds.

use super::{Test, tests};

/// `open` is what is left to policies, and only that; what a text merely recommends or allows is never a reason to refuse.
pub(super) fn agree_with_classes(test: Test<'_>) -> Result<(), String> {
    let result = test.result();
    for flag in test.flags() {
        let class = test.file["notes"][flag]["class"].as_str().unwrap_or_default();
        let agrees = match class {
            "open" => result == "policy",
            "MUST" => result != "policy",
            _ => result == "valid",
        };
        if !agrees {
            return Err(format!("the class of {flag} is {class}, and the result {result}"));
        }
    }
    Ok(())
}

/// Policies that all say the same are none.
pub(super) fn of_policies_differ(test: Test<'_>) -> Result<(), String> {
    let mut answers = test.answers();
    let first = answers.next();
    if test.result() == "policy" && answers.all(|answer| Some(answer) == first) {
        return Err("the result is policy, and all policies have one answer".to_owned());
    }
    Ok(())
}

/// A group event that a member cannot open may be one of a later epoch: it is kept.
pub(super) fn of_what_can_still_be_read_are_deferred(test: Test<'_>) -> Result<(), String> {
    let waits = test.value["input"]["layer"] == "full" && test.gives("outer_decrypt_failed");
    if waits && test.result() == "invalid" {
        return Err("a member that cannot open an event keeps it: the result is deferred, not invalid".to_owned());
    }
    if test.result() != "deferred" {
        return Ok(());
    }
    let leads_there = |other: &Test<'_>| other.result() == "valid" && other.value["flags"] == test.value["flags"];
    match tests(test.file).find(leads_there) {
        Some(_) => Ok(()),
        None => Err("no valid test of its flags shows what it waits for".to_owned()),
    }
}

/// Some stack refuses for the stated reason, or keeps what must be kept: else the reason is a guess.
pub(super) fn are_confirmed(test: Test<'_>) -> Result<(), String> {
    let is_refused = matches!(test.result(), "invalid" | "deferred");
    let voices = test.value["verified_by"].as_array().map_or(0, Vec::len);
    if is_refused && voices == 0 {
        return Err("no stack refuses it for the stated reason".to_owned());
    }
    Ok(())
}

/// Reasons by which a text binds who writes, and says nothing of who reads.
const OF_WRITERS: &[&str] = &["default_extension_listed"];

/// A rule for writers is no reason for which every reader must refuse.
pub(super) fn bind_the_reader(test: Test<'_>) -> Result<(), String> {
    match OF_WRITERS.iter().find(|reason| test.result() == "invalid" && test.gives(reason)) {
        Some(reason) => Err(format!("{reason} binds who writes, and readers differ: the result is policy")),
        None => Ok(()),
    }
}
