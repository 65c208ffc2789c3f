//! `no-read-after-removal`

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;
use sim_device::Note;

use crate::facts::{Facts, device_of};
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "no-read-after-removal",
    sentence: "A device reads nothing that was sent to a group state in which none of its leaves is left.",
    rules: &["MD-04"],
    itself: &[(&["MD-04"], "looks at what is read, by device and epoch")],
    ..Invariant::of(judge)
};

/// Who had a leaf when the message was sent, as its sender saw the tree.
struct Sent {
    group: String,
    readers: BTreeSet<String>,
}

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let mut tree: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let mut had_leaf: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut sent: BTreeMap<EventId, Sent> = BTreeMap::new();
    let mut copies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::Epoch { group, state, .. } => {
                let owners = state
                    .leaves
                    .iter()
                    .filter_map(|leaf| facts.chronicle.owner(leaf))
                    .map(|(owner, _)| owner.to_owned());
                let owners: BTreeSet<_> = owners.collect();
                had_leaf.entry(group.clone()).or_default().extend(owners.iter().cloned());
                tree.insert((device.to_owned(), group.clone()), owners);
            }
            Note::MessageSent { group, message, .. } => {
                let Some(readers) = tree.get(&(device.to_owned(), group.clone())).cloned() else { continue };
                let removed = had_leaf.get(group).is_some_and(|had| had.iter().any(|d| !readers.contains(d)));
                exercised += usize::from(removed);
                sent.insert(*message, Sent { group: group.clone(), readers });
            }
            // A copy acts through the leaf of what it is a copy of.
            Note::Restored { from } => {
                let source = device_of(from).to_owned();
                let of = copies.get(&source).cloned().unwrap_or_default().into_iter().chain([source]).collect();
                copies.insert(device.to_owned(), of);
            }
            Note::Wiped { .. } => {
                copies.remove(device);
            }
            Note::MessageRead { message, .. } => {
                let Some(Sent { group, readers }) = sent.get(message) else { continue };
                let had = had_leaf.get(group).is_some_and(|had| had.contains(device));
                let as_copy = copies.get(device).is_some_and(|of| of.iter().any(|of| readers.contains(of)));
                if had && !readers.contains(device) && !as_copy {
                    let cause = Cause::new(What::ReadAfterRemoval)
                        .with("device", Part::device(device))
                        .with("message", Part::Event(*message))
                        .with("group", Part::group(group));
                    violations.push(Violation::new(entry, device, cause));
                }
            }
            _ => {}
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use sim_device::Note;
    use sim_engine::Record;

    use crate::invariants::worlds::*;
    use crate::run::Run;

    fn a_removed_phone_read_on(run: &mut Run) {
        let phone = run.devices["bob/phone"];
        let read = run.transcript.entries.iter_mut().rev().find_map(|entry| match &mut entry.record {
            Record::Note(who, Note::MessageRead { .. }) => Some(who),
            _ => None,
        });
        *read.expect("Carol reads Alice to the end") = phone;
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, REMOVED, REMOVED, Forged(a_removed_phone_read_on));
    }

    /// Alice speaks from before the laptop's update: in her tree the leaf is the phone's.
    #[test]
    fn a_copy_may_read_what_was_sent_to_the_leaf_of_its_source() {
        let deeds = r#"
bob/laptop clone = { from = "bob/phone" }
alice/desktop backup = { name = "a" }
alice/desktop self_update = { group = "trip" }
alice/desktop restore = { name = "a" }
bob/phone offline = {}
carol/phone offline = {}
bob/laptop self_update = { group = "trip" }
bob/phone online = {}
carol/phone online = {}
"#;
        lets_a_copy_read(&super::INVARIANT, deeds);
    }
}
