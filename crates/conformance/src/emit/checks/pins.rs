//! The text that is tested: pinned by commit, of this profile, and all of it.

use serde_json::Value;

use super::super::sources::{document, was_read};
use super::{Test, strings};

/// Every commit is a whole one, and the rules of the profile were read from there.
pub(super) fn are_of_this_profile(test: Test<'_>) -> Result<(), String> {
    let spec = &test.file["spec"];
    for name in strings(&spec["documents"]) {
        read_for(test, name, &spec["repo"], &spec["commit"])?;
    }
    for pin in spec["x_pins"].as_array().into_iter().flatten() {
        let name = pin["document"].as_str().unwrap_or_default();
        match (pin.get("commit"), pin["edition"].as_str()) {
            (Some(commit), _) => read_for(test, name, &pin["repo"], commit)?,
            (None, Some(edition)) if !edition.is_empty() => {}
            _ => return Err(format!("`x_pins` names {name} without commit and without edition")),
        }
    }
    // A text that stands in no repository has an edition in `x_pins` alone.
    let nowhere = spec["repo"] == "" && spec["commit"] == "" && strings(&spec["documents"]).next().is_none();
    if nowhere { Ok(()) } else { whole(&spec["commit"]).map(drop) }
}

fn whole(commit: &Value) -> Result<&str, String> {
    let text = commit.as_str().unwrap_or_default();
    let is_whole = text.len() == 40 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_whole { Ok(text) } else { Err(format!("`spec` pins {commit}, expected a commit of 40 hex digits")) }
}

fn read_for(test: Test<'_>, document: &str, repo: &Value, commit: &Value) -> Result<(), String> {
    let (repo, commit, profile) = (repo.as_str().unwrap_or_default(), whole(commit)?, test.profile());
    if was_read(profile, repo, commit, document) {
        return Ok(());
    }
    Err(format!("`spec` pins {document} of {repo} at {commit}, from which no rule of {profile} was read"))
}

/// Every document that a note of this test cites is listed in `spec`.
pub(super) fn list_what_is_cited(test: Test<'_>) -> Result<(), String> {
    let spec = &test.file["spec"];
    let pins = spec["x_pins"].as_array().into_iter().flatten().filter_map(|pin| pin["document"].as_str());
    let listed: Vec<&str> = strings(&spec["documents"]).chain(pins).collect();
    for flag in test.flags() {
        let cited = document(test.file["notes"][flag]["spec"].as_str().unwrap_or_default());
        if !listed.contains(&cited) {
            return Err(format!("the note of {flag} cites {cited:?}, which `spec` does not list"));
        }
    }
    Ok(())
}
