//! `no-read-before-join`

use std::collections::BTreeMap;

use nostr::EventId;
use sim_device::Note;

use crate::facts::{Facts, device_of};
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "no-read-before-join",
    sentence: "A device reads nothing that was sent in an epoch before the one it joined in.",
    ..Invariant::of(judge)
};

fn judge(run: &Run, _: &Facts) -> Verdict {
    let mut sent: BTreeMap<EventId, (String, u64)> = BTreeMap::new();
    let mut first_epoch: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::MessageSent { group, message, epoch, .. } => {
                sent.insert(*message, (group.clone(), *epoch));
            }
            // A copy has joined when what it is a copy of did.
            Note::Restored { from } => {
                let of = device_of(from);
                let inherited: Vec<_> = first_epoch
                    .iter()
                    .filter(|((d, _), _)| d == of)
                    .map(|((_, group), epoch)| (group.clone(), *epoch))
                    .collect();
                for (group, epoch) in inherited {
                    let first = first_epoch.entry((device.to_owned(), group)).or_insert(epoch);
                    *first = epoch.min(*first);
                }
            }
            Note::Wiped { .. } => first_epoch.retain(|(who, _), _| who != device),
            Note::Epoch { group, state, .. } => {
                let new = !first_epoch.contains_key(&(device.to_owned(), group.clone()));
                first_epoch.entry((device.to_owned(), group.clone())).or_insert(state.epoch);
                let earlier = sent.values().any(|(g, epoch)| g == group && *epoch < state.epoch);
                exercised += usize::from(new && earlier);
            }
            Note::MessageRead { group, message, .. } => {
                let joined = first_epoch.get(&(device.to_owned(), group.clone()));
                if let (Some((_, epoch)), Some(joined)) = (sent.get(message), joined)
                    && epoch < joined
                {
                    let cause = Cause::new(What::ReadBeforeJoin)
                        .with("device", Part::device(device))
                        .with("group", Part::group(group))
                        .with("joined", Part::Number(*joined))
                        .with("message", Part::Event(*message))
                        .with("epoch", Part::Number(*epoch));
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

    use crate::invariants::worlds::*;
    use crate::run::Run;

    fn the_laptop_read_what_came_before_it(run: &mut Run) {
        let first = notes(run).find_map(|(_, note)| match note {
            Note::MessageSent { message, .. } => Some(*message),
            _ => None,
        });
        let read = notes(run).find_map(|(who, note)| match note {
            Note::MessageRead { message, .. } if who == "bob/laptop" => Some(message),
            _ => None,
        });
        *read.expect("it reads something") = first.expect("Alice writes before it joins");
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, RE_INVITED, RE_INVITED, Forged(the_laptop_read_what_came_before_it));
    }

    #[test]
    fn a_copy_may_read_what_was_sent_from_an_epoch_before_it_became_one() {
        let deeds = r#"
carol/phone backup = { name = "b" }
carol/phone self_update = { group = "trip" }
carol/phone restore = { name = "b" }
bob/laptop clone = { from = "bob/phone" }
"#;
        lets_a_copy_read(&super::INVARIANT, deeds);
    }
}
