//! What must agree among the tests of a folder, and inside one, beyond schemas. A fault is the file's path and a message.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::format::topics::{AnyTest, Head};
use crate::format::{Keys, Outcome, Retired, Rumor, Vectors};

/// What manifests say beside the list of their files.
#[derive(Default)]
pub(super) struct Known {
    /// Policies that they explain.
    pub policies: BTreeSet<String>,
    /// Ids that no test has any more.
    pub retired: BTreeMap<String, Retired>,
}

/// Checks every test of these files.
pub(super) fn all(files: &BTreeMap<String, Vectors>, known: &Known) -> Result<(), (String, String)> {
    let mut seen: BTreeMap<&str, (&str, Outcome)> = BTreeMap::new();
    for (path, vectors) in files {
        for (_, test) in vectors.tests() {
            let Head { id, result, .. } = test.head();
            if let Some((first, _)) = seen.insert(id, (path, result)) {
                return Err((path.clone(), format!("{id}: used twice, first in {first}")));
            }
        }
    }
    for (path, vectors) in files {
        for (_, test) in vectors.tests() {
            let head = test.head();
            let fault = id(test.topic().prefix(), &head)
                .and_then(|()| parent(path, &head, &seen))
                .and_then(|()| alive(&head, known))
                .and_then(|()| policies(&head, known))
                .and_then(|()| signed(test));
            fault.map_err(|what| (path.clone(), format!("{}: {what}", head.id)))?;
        }
    }
    Ok(())
}

fn id(prefix: &str, head: &Head<'_>) -> Result<(), String> {
    let own = head.id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-'));
    if own { Ok(()) } else { Err(format!("the id does not begin with `{prefix}-`, as its topic wants")) }
}

/// An id that the manifest has retired stays dead.
fn alive(head: &Head<'_>, known: &Known) -> Result<(), String> {
    match known.retired.get(head.id) {
        Some(retired) => Err(format!("the manifest has retired this id: {}", retired.why)),
        None => Ok(()),
    }
}

/// An invalid or deferred test has a valid one of the same file as parent, and no other test has any.
fn parent(path: &str, head: &Head<'_>, seen: &BTreeMap<&str, (&str, Outcome)>) -> Result<(), String> {
    match (head.result, head.parent) {
        (Outcome::Invalid | Outcome::Deferred, None) => Err("an invalid test without `parent`".to_owned()),
        (_, Some(parent)) if seen.get(parent) != Some(&(path, Outcome::Valid)) => {
            Err(format!("`parent` is {parent}, expected a valid test of this file"))
        }
        _ => Ok(()),
    }
}

fn policies(head: &Head<'_>, known: &Known) -> Result<(), String> {
    match head.policies.iter().find(|policy| !known.policies.contains(**policy)) {
        Some(policy) => Err(format!("policy {policy} is not in `policies` of manifest.json")),
        None => Ok(()),
    }
}

/// Ids and signatures of what stands around a Welcome: nobody else looks at them.
fn signed(test: AnyTest<'_>) -> Result<(), String> {
    match test {
        AnyTest::WelcomeJoin(test) => {
            rumor("input.rumor", &test.input.rumor)?;
            published("input.joiner", &test.input.joiner)?;
            published("input.witness", &test.input.witness)
        }
        AnyTest::WelcomeFanout(test) => {
            test.input.rumors.iter().try_for_each(|(name, held)| rumor(&format!("input.rumors.{name}"), held))?;
            test.input.devices.iter().try_for_each(|(name, keys)| published(&format!("input.devices.{name}"), keys))
        }
        _ => Ok(()),
    }
}

fn rumor(place: &str, rumor: &Rumor) -> Result<(), String> {
    rumor.to_nostr()?.verify_id().map_err(|e| format!("{place}.id: {e}"))
}

/// The event is signed, and what it holds is the KeyPackage beside it.
fn published(place: &str, keys: &Keys) -> Result<(), String> {
    let event = &keys.key_package_event;
    event.to_nostr()?.verify().map_err(|e| format!("{place}.key_package_event: {e}"))?;
    let content = STANDARD.decode(&event.content).unwrap_or_default();
    if content != keys.key_package_raw.0 && content != keys.key_package.0 {
        return Err(format!(
            "{place}.key_package_event: its content is not `key_package_raw` or `key_package` in base64"
        ));
    }
    Ok(())
}
