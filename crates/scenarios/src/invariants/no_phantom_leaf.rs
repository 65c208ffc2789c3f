//! `no-phantom-leaf`

use sim_device::{Leaf, Membership, Note, WelcomeRefusal};

use crate::facts::{Facts, device_of};
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "no-phantom-leaf",
    sentence: "At the end, every leaf of a group belongs to an installation that can act on it.",
    rules: &["CID-08", "CID-11", "LC-02", "MD-01"],
    itself: &[
        (&["CID-08", "CID-11", "LC-02"], "looks at the tree, which shows what lost keys lead to"),
        (&["MD-01"], DEFINITION),
    ],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let views = run.final_views();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for group in facts.chronicle.groups(run).keys() {
        let Some((_, seen)) = facts.chronicle.reference(run, views, group) else { continue };
        for leaf in &seen.state.leaves {
            exercised += 1;
            if !facts.chronicle.leaf_is_live(views, group, leaf) && !acts_elsewhere(run, facts, group, leaf) {
                violations.push(Phantom { run, facts, group, leaf }.violation());
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// The owner acts on this very leaf on another branch: that the group has split is another invariant's business. Who was restored
/// will never come back from there.
fn acts_elsewhere(run: &Run, facts: &Facts, group: &str, leaf: &Leaf) -> bool {
    let Some((device, _)) = facts.chronicle.owner(leaf) else { return false };
    if run.notes().any(|(_, who, note)| who == device && matches!(note, Note::Restored { .. })) {
        return false;
    }
    let owner = run.final_views().get(device);
    let seen = owner.filter(|view| view.alive).and_then(|view| view.groups.get(group));
    seen.is_some_and(|seen| {
        seen.membership == Membership::Active
            && seen.state.own_leaf == leaf.index
            && seen.state.leaves.iter().all(|own| own.signature_key != leaf.signature_key)
    })
}

/// A leaf that nobody can act on.
struct Phantom<'r> {
    run: &'r Run,
    facts: &'r Facts,
    group: &'r str,
    leaf: &'r Leaf,
}

impl Phantom<'_> {
    fn violation(&self) -> Violation {
        let owner = self.facts.chronicle.owner(self.leaf);
        let cause = match owner {
            Some((device, number)) => {
                self.why(device, number).with("owner", Part::Installation(device.to_owned(), number))
            }
            None => Cause::new(What::LeafOfUnknown),
        };
        let cause = cause.with("leaf", Part::Number(self.leaf.index.into())).with("group", Part::group(self.group));
        let subject = owner.map_or("nobody known".to_owned(), |(device, number)| format!("{device}#{number}"));
        Violation::new(first_seen(self.run, self.group, self.leaf), subject, cause)
    }

    /// What keeps the owner from acting on its leaf.
    fn why(&self, device: &str, number: u32) -> Cause {
        let view = &self.run.final_views()[device];
        let lives = self.facts.chronicle.current(device).is_some_and(|life| life.number == number);
        if !lives {
            return Cause::new(What::LeafOfGoneInstallation)
                .with_some("gone", self.ended(device, number).map(Part::Entry));
        }
        if let Some((entry, source)) = self.overwritten(device) {
            return Cause::new(What::LeafOverwritten)
                .because(if device_of(&source) == device { "restored" } else { "cloned" })
                .with("source", Part::Device(device_of(&source).to_owned()))
                .with("overwritten", Part::Entry(entry));
        }
        let acts = view.groups.get(self.group).is_some_and(|seen| seen.membership == Membership::Active);
        if !acts && let Some(declined) = self.declined(device).filter(|_| view.declined.contains(self.group)) {
            return Cause::new(What::LeafOfDecliner).with("declined", Part::Entry(declined));
        }
        match view.groups.get(self.group) {
            Some(seen) if seen.membership == Membership::Active => self.beside(seen),
            Some(_) => match (self.asked_to_leave(device), self.refused(device)) {
                (Some(asked), _) => Cause::new(What::LeafOfLeaver).with("asked", Part::Entry(asked)),
                (None, Some(_)) => self.never_joined(device),
                (None, None) => Cause::new(What::LeafOfRemoved),
            },
            None => self.never_joined(device),
        }
    }

    fn ended(&self, device: &str, number: u32) -> Option<usize> {
        let lives = &self.facts.chronicle.installations;
        lives.iter().find(|life| life.device == device && life.number == number)?.until
    }

    /// Since the leaf is there, the stored state of something else took the place of its owner's.
    fn overwritten(&self, device: &str) -> Option<(usize, String)> {
        let since = first_seen(self.run, self.group, self.leaf);
        let restored = self.run.notes().filter_map(|(entry, who, note)| match note {
            Note::Restored { from } if who == device && entry > since => Some((entry, from.clone())),
            _ => None,
        });
        restored.last()
    }

    /// The entry at which somebody said no on the owner's device.
    fn declined(&self, device: &str) -> Option<usize> {
        let declined = self.run.notes().filter(|(_, who, note)| {
            *who == device && matches!(note, Note::InvitationDeclined { group, .. } if group == self.group)
        });
        declined.last().map(|(entry, ..)| entry)
    }

    fn asked_to_leave(&self, device: &str) -> Option<usize> {
        let asked = self.run.notes().filter(|(_, who, note)| {
            *who == device && matches!(note, Note::LeaveProposed { group, .. } if group == self.group)
        });
        asked.last().map(|(entry, ..)| entry)
    }

    /// The owner acts through another leaf.
    fn beside(&self, seen: &sim_device::GroupView) -> Cause {
        let acting = seen.state.leaves.iter().find(|other| other.index == seen.state.own_leaf);
        let came = |leaf: &Leaf| first_seen(self.run, self.group, leaf);
        let together = acting.is_some_and(|acting| came(acting) == came(self.leaf));
        let marker = self.marker();
        let id = match (together, marker) {
            (false, _) => "in-another-commit",
            (true, Some("a client_id")) => "in-one-commit-by-client-id",
            (true, Some("a slot")) => "in-one-commit-by-slot",
            (true, Some(_)) => "in-one-commit-unmarked",
            (true, None) => "in-one-commit",
        };
        Cause::new(What::LeafBesideAnother)
            .because(id)
            .with("other", Part::Number(seen.state.own_leaf.into()))
            .with("came", Part::Term(if together { "in the same commit" } else { "in another commit" }))
            .with_some("marker", marker.map(Part::Term))
            .with_some("joined", acting.map(|acting| Part::Entry(came(acting))))
    }

    /// What the KeyPackage of the leaf said about its device.
    fn marker(&self) -> Option<&'static str> {
        let mut lives = self.facts.chronicle.key_packages.values();
        let life = lives.find(|life| life.facts.signature_key == self.leaf.signature_key)?;
        Some(match &life.facts {
            facts if facts.client_id.is_some() => "a client_id",
            facts if facts.slot.is_some() => "a slot",
            _ => "no marker",
        })
    }

    /// The owner never came to act on the leaf: the Welcome for it was refused, or never came.
    fn never_joined(&self, device: &str) -> Cause {
        let cause = Cause::new(What::LeafNeverJoined);
        match self.refused(device) {
            Some((entry, why)) => {
                let id = match why {
                    WelcomeRefusal::KeysGone => "keys-gone",
                    WelcomeRefusal::Overtaken => "overtaken",
                    _ => "welcome-refused",
                };
                cause.because(id).with("why", Part::refusal(why)).with("refused", Part::Entry(entry))
            }
            None if self.waits(device) => cause.because("keys-gone"),
            None => cause.because("no-welcome"),
        }
    }

    /// The owner still holds the invitation, which nobody can accept any more.
    fn waits(&self, device: &str) -> bool {
        self.run.final_views().get(device).is_some_and(|view| view.invitations.contains(self.group))
    }

    /// The refusal of the Welcome for this very leaf.
    fn refused(&self, device: &str) -> Option<(usize, &WelcomeRefusal)> {
        let chronicle = &self.facts.chronicle;
        // What was handed to a sponsor has no life on relays; the leaf's owner made it, or it is not for this leaf.
        let of_leaf = |event: &nostr::EventId| match chronicle.key_packages.get(event) {
            Some(life) => life.facts.signature_key == self.leaf.signature_key,
            None => chronicle.maker(event).is_some_and(|maker| Some(maker) == chronicle.owner(self.leaf)),
        };
        let refused = self.run.notes().filter_map(|(entry, who, note)| match note {
            Note::WelcomeIgnored { key_package: Some(event), why, .. } if who == device && of_leaf(event) => {
                Some((entry, why))
            }
            _ => None,
        });
        refused.last()
    }
}

/// The entry at which a device first reported this leaf.
pub(super) fn first_seen(run: &Run, group: &str, leaf: &Leaf) -> usize {
    let shows = |note: &Note| match note {
        Note::Epoch { group: g, state, .. } => {
            g == group && state.leaves.iter().any(|l| l.signature_key == leaf.signature_key && l.index == leaf.index)
        }
        _ => false,
    };
    run.notes().find(|(_, _, note)| shows(note)).map_or(0, |(entry, ..)| entry)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("lost-device", Pr40, ClientId), AsItIs);
    }
}
