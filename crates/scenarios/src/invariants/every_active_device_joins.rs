//! `every-active-device-joins`

mod welcome;

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::Reason;
use nostr::EventId;
use sim_device::{LookUp, Membership, Note};
use sim_relay::RelayMsg;

use crate::facts::{Facts, Invitation, Selection};
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};
use crate::world::Wire;
use sim_engine::{Effect, Record};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "every-active-device-joins",
    sentence: "Every device of an account that was active when the account was invited takes part in the group at the end.",
    rules: &["CID-10", "SEL-09", "WD-07"],
    itself: &[
        (&["CID-10", "SEL-09"], "looks at who is in, which shows what selections lead to"),
        (&["WD-07"], DEFINITION),
    ],
    ..Invariant::of(judge)
};

/// Devices that the end of the run may be asked about: active when invited, the same installation still alive and online, not
/// removed since, and not outside because nobody has said yes to the invitation yet, or somebody has said no. Group, device, entry of the (last) invitation.
pub(super) fn invited_devices(run: &Run, facts: &Facts) -> BTreeSet<(String, String, usize)> {
    let views = run.final_views();
    let mut devices = BTreeMap::new();
    for invitation in &facts.chronicle.invitations {
        for device in &invitation.active {
            let view = &views[device];
            let same = facts.chronicle.current(device).is_some_and(|life| life.from < invitation.entry);
            let removed = run.notes().any(|(entry, who, note)| {
                entry > invitation.entry
                    && who == device
                    && matches!(note, Note::Removed { group } if *group == invitation.group)
            });
            let open = view.invitations.contains(&invitation.group) || declined(run, invitation, device);
            if same && view.alive && view.online && !removed && !open {
                devices.insert((invitation.group.clone(), device.clone()), invitation.entry);
            }
        }
    }
    devices.into_iter().map(|((group, device), entry)| (group, device, entry)).collect()
}

/// Somebody said no on the device after this invitation.
fn declined(run: &Run, invitation: &Invitation, device: &str) -> bool {
    run.notes().any(|(entry, who, note)| {
        entry > invitation.entry
            && who == device
            && matches!(note, Note::InvitationDeclined { group, .. } if *group == invitation.group)
    })
}

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let views = run.final_views();
    let devices = invited_devices(run, facts);
    let mut violations = Vec::new();
    for (group, device, entry) in &devices {
        let joined = views[device].groups.get(group).is_some_and(|g| g.membership == Membership::Active);
        if !joined {
            let invitation = facts.chronicle.invitations.iter().find(|i| i.entry == *entry);
            let invitation = invitation.expect("entry of an invitation");
            let (entry, cause) = Excluded { run, facts, invitation, device }.why();
            violations.push(Violation::new(entry, device, cause));
        }
    }
    Verdict::of(devices.len(), violations)
}

/// A device that is not where its account was invited to.
struct Excluded<'r> {
    run: &'r Run,
    facts: &'r Facts,
    invitation: &'r Invitation,
    device: &'r str,
}

impl<'r> Excluded<'r> {
    fn named(&self, what: What) -> Cause {
        Cause::new(what)
            .with("device", Part::device(self.device))
            .with("group", Part::group(&self.invitation.group))
            .with("inviter", Part::device(&self.invitation.inviter))
    }

    fn own(&self, id: &EventId) -> bool {
        self.facts.chronicle.maker(id).is_some_and(|(device, _)| device == self.device)
    }

    /// The event that left the device out.
    fn why(&self) -> (usize, Cause) {
        if let Some(found) = self.lost_seat() {
            return found;
        }
        let Some(selection) = &self.invitation.selection else {
            return (self.invitation.entry, self.named(What::NeverInvited));
        };
        match selection.picked.iter().find(|id| self.own(id)) {
            Some(mine) => self.lost_welcome(mine),
            None => self.not_picked(selection),
        }
    }

    /// It joined after the invitation, and something took its place.
    fn lost_seat(&self) -> Option<(usize, Cause)> {
        let after = || self.run.notes().filter(|(entry, who, _)| *entry > self.invitation.entry && *who == self.device);
        let group = &self.invitation.group;
        let (joined, ..) = after().find(|(.., note)| matches!(note, Note::Joined { group: of, .. } if of == group))?;
        let lost = after().filter_map(|(entry, _, note)| match note {
            Note::Restored { from } if entry > joined => Some((entry, from)),
            _ => None,
        });
        let (entry, from) = lost.last()?;
        let copied = crate::facts::device_of(from) != self.device;
        let (id, how) = match copied {
            true => ("cloned-over", "another device's stored state took its place"),
            false => ("restored-over", "a backup from before took its place"),
        };
        Some((
            entry,
            self.named(What::SeatLost).because(id).with("how", Part::Term(how)).with("joined", Part::Entry(joined)),
        ))
    }

    fn not_picked(&self, selection: &Selection) -> (usize, Cause) {
        let picked = selection.picked.iter().map(|id| self.facts.picked(*id)).collect();
        let named = |what| {
            self.named(what)
                .with("policy", Part::Policy(selection.policy.clone()))
                .with("picked", Part::KeyPackages(picked))
        };
        let published = |id: &EventId| self.facts.chronicle.key_packages.get(id).map(|life| life.published);
        let rejected = selection.rejected.iter().map(|(id, reason)| (*id, *reason));
        let in_tree = selection.collapsed.iter().map(|id| (*id, Reason::AlreadyInTree));
        let own = rejected.chain(in_tree).filter(|(id, _)| self.own(id));
        let Some((id, reason)) = own.max_by_key(|(id, reason)| (telling(*reason), published(id))) else {
            return self.not_found(selection, named(What::NotFound));
        };
        let left = matches!(reason, Reason::AlreadyInTree | Reason::OverCap | Reason::DuplicateSignatureKey);
        let what = match left.then(|| self.asked_to_leave()).flatten() {
            Some(_) => What::LeftOutForItsOldLeaf,
            None => What::LeftOut,
        };
        let cause = named(what).because(reason.id());
        let cause = cause.with("key_package", self.facts.key_package(id)).with("reason", Part::Reason(reason));
        (selection.entry, cause.with_some("left", self.asked_to_leave().map(Part::Entry)))
    }

    /// The entry at which the device asked to leave the group.
    fn asked_to_leave(&self) -> Option<usize> {
        let asked = self.run.notes().filter(|(entry, who, note)| {
            *entry < self.invitation.entry
                && *who == self.device
                && matches!(note, Note::LeaveProposed { group, .. } if *group == self.invitation.group)
        });
        asked.last().map(|(entry, ..)| entry)
    }

    /// What the relays made of the look-up, if that is why nothing of the device was found.
    fn not_found(&self, selection: &Selection, cause: Cause) -> (usize, Cause) {
        let answers = &selection.answers;
        let cut = answers.iter().find_map(|(relay, answer)| match answer {
            LookUp::Cut { events } => Some((relay, events)),
            _ => None,
        });
        let has = |meant: fn(&LookUp) -> bool| answers.values().any(meant);
        let id = match cut {
            Some(_) => "answer-cut",
            None if has(|answer| matches!(answer, LookUp::Refused { .. })) => "look-up-refused",
            None if has(|answer| matches!(answer, LookUp::Silent)) => "no-answer",
            None if has(|answer| matches!(answer, LookUp::Unreachable | LookUp::Offline)) => "not-connected",
            None => "not-there",
        };
        let published = self.facts.chronicle.key_packages.values().filter(|life| life.device == self.device);
        let published = published.map(|life| life.published).filter(|entry| *entry < selection.entry).max();
        let cause =
            cause.with("selection", Part::Entry(selection.entry)).with_some("published", published.map(Part::Entry));
        if let Some(entry) = self.missing_from_the_answer(selection).filter(|_| id == "not-there") {
            return (entry, cause.because("answer-incomplete"));
        }
        let Some((relay, events)) = cut else { return (selection.entry, cause.because(id)) };
        let name = self.run.relay_at(relay).map_or("?", |node| self.run.name(node)).to_owned();
        let cause = cause.because(id).with("relay", Part::Relay(name)).with("events", Part::Number(*events as u64));
        (self.cut_answer(selection).unwrap_or(selection.entry), cause)
    }

    /// The entry at which a KeyPackage of the device was lost or late on its way to the inviter, who took the answer for whole. What came
    /// after all, before its answer was said to be whole, was not missing.
    fn missing_from_the_answer(&self, selection: &Selection) -> Option<usize> {
        let inviter = self.run.devices.get(self.invitation.inviter.as_str());
        let (mut missing, mut whole) = (BTreeMap::new(), BTreeSet::new());
        for (index, entry) in self.run.entries().take(selection.entry) {
            match &entry.record {
                Record::Fault { to, effect, message: Wire::ToDevice(RelayMsg::Event { event, .. }), .. } => {
                    let away = matches!(effect, Effect::Delay | Effect::Drop | Effect::Hold | Effect::Disconnect);
                    if away && Some(to) == inviter && self.own(&event.id) {
                        missing.insert(event.id, index);
                    }
                }
                Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Eose(sub)), .. } if Some(to) == inviter => {
                    whole.insert(sub.as_str());
                }
                Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Event { sub, event }), .. }
                    if Some(to) == inviter && !whole.contains(sub.as_str()) =>
                {
                    missing.remove(&event.id);
                }
                _ => {}
            }
        }
        missing.into_values().max()
    }

    /// The entry at which the inviter's answer was cut.
    fn cut_answer(&self, selection: &Selection) -> Option<usize> {
        let cut = self.run.notes().take_while(|(entry, ..)| *entry <= selection.entry).filter(|(_, who, note)| {
            *who == self.invitation.inviter
                && matches!(note, Note::Relay { what: sim_device::RelayTrouble::AnswerCut { .. }, .. })
        });
        cut.last().map(|(entry, ..)| entry)
    }
}

/// How much a reason against one of several events of a device tells about why the device was left out: more if only the
/// choice spoke against a good KeyPackage, least if it is the twin of another event or an old one.
fn telling(reason: Reason) -> u8 {
    match reason {
        Reason::DuplicateRef | Reason::SupersededInSlot | Reason::SupersededInGroup | Reason::LifetimeExpired => 0,
        Reason::WrongKind => 1,
        Reason::LostRanking
        | Reason::LostTie
        | Reason::BeyondQueryLimit
        | Reason::UntaggedCollapsed
        | Reason::OverCap
        | Reason::SlotSuppressed
        | Reason::AlreadyInTree => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("two-devices", Pr40, NewestOne), AsItIs);
    }
}
