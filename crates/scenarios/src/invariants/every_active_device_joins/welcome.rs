//! What became of the Welcome for a KeyPackage that was picked.

use std::collections::BTreeSet;

use nostr::EventId;
use sim_device::{CrashPoint, Meaning, Note, WelcomeRefusal};
use sim_relay::{RelayMsg, SubId};

use super::Excluded;
use crate::facts::End;
use crate::verdict::{Cause, Part, What};
use crate::world::Wire;
use sim_engine::{NodeId, Record};

impl Excluded<'_> {
    pub(super) fn lost_welcome(&self, key_package: &EventId) -> (usize, Cause) {
        let mut last = self.never_sent();
        let mut wraps = BTreeSet::new();
        let after = self.run.notes().filter(|(entry, ..)| *entry > self.invitation.entry);
        for (entry, who, note) in after {
            match note {
                Note::WelcomeSent { key_package: k, wrap, group, .. }
                    if k == key_package && *group == self.invitation.group =>
                {
                    wraps.insert(*wrap);
                    last = self.on_its_way(entry, wrap);
                }
                Note::WelcomeUndeliverable { key_package: k, why, wrap, group }
                    if k == key_package && *group == self.invitation.group =>
                {
                    let taken = wrap.is_some_and(|wrap| self.facts.roads.was_taken(&wrap));
                    if !taken {
                        let cause = self.named(What::WelcomeNotTaken).because(why.id());
                        let cause = cause.with("why", Part::undeliverable(why));
                        last = (wrap.and_then(|wrap| self.refusal_of(&wrap)).unwrap_or(entry), cause);
                    }
                }
                Note::WelcomeIgnored { why, wrap, .. } if who == self.device && wraps.contains(wrap) => {
                    last = (entry, self.not_acted_on(entry, key_package, why).with("wrap", Part::Event(*wrap)));
                }
                _ => {}
            }
        }
        (last.0, last.1.with("key_package", self.facts.key_package(*key_package)))
    }

    fn never_sent(&self) -> (usize, Cause) {
        let inviter = &self.invitation.inviter;
        let crashed = self.run.notes().find_map(|(entry, who, note)| match note {
            Note::Crashed { at: at @ CrashPoint::CommitMerged } if who == inviter && entry >= self.invitation.entry => {
                Some((entry, *at))
            }
            _ => None,
        });
        let cause = self.named(What::WelcomeNotSent);
        match crashed {
            Some((entry, at)) => (entry, cause.because("crashed").with("point", Part::crash(at))),
            None => (self.invitation.entry, cause),
        }
    }

    fn on_its_way(&self, sent: usize, wrap: &EventId) -> (usize, Cause) {
        let Some(&node) = self.run.devices.get(self.device) else { return self.never_sent() };
        if let Some(found) = self.deleted(wrap).or_else(|| self.not_shown(wrap, node)) {
            return found;
        }
        let ended = self.facts.roads.end(wrap, node);
        let cause = self
            .named(What::WelcomeLost)
            .because(match ended.end {
                End::Arrived => "not-looked-at",
                end => end.id(),
            })
            .with("wrap", Part::Event(*wrap))
            .with("end", Part::Term(ended.end.words()))
            .with_some("relay", ended.relay.map(|relay| Part::Relay(self.run.name(relay).to_owned())))
            .with_some("also", ended.also.map(Part::Entry));
        // Where nobody reads, the choice of the relay is what went wrong, and not that the Welcome arrived there. Where the device
        // asked for too little, every later question of its would do the same.
        let shown = ended.entry.filter(|_| !matches!(ended.end, End::NoCommonRelay | End::NotAsked | End::NotShown));
        let cause = cause.with_some("shown", ended.entry.map(Part::Entry));
        (shown.unwrap_or(sent), cause)
    }

    fn lost(&self, wrap: &EventId, because: &'static str, end: &'static str) -> Cause {
        let cause = self.named(What::WelcomeLost).because(because).with("wrap", Part::Event(*wrap));
        cause.with("end", Part::Term(end))
    }

    /// Another device of the account had the gift wrap deleted, and this one never had it.
    fn deleted(&self, wrap: &EventId) -> Option<(usize, Cause)> {
        let node = self.run.devices.get(self.device)?;
        if self.facts.roads.end(wrap, *node).end == End::Arrived {
            return None;
        }
        let (entry, sibling, _) = self.run.notes().find(
            |(_, who, note)| matches!(note, Note::GiftWrapDeleted { wrap: of } if of == wrap && *who != self.device),
        )?;
        let cause = self.lost(wrap, "deleted", "was deleted before the device had it");
        Some((entry, cause.with("sibling", Part::device(sibling))))
    }

    /// The relay that holds the gift wrap closed the device's subscription of its inbox, and never opened it again.
    fn not_shown(&self, wrap: &EventId, node: NodeId) -> Option<(usize, Cause)> {
        let ended = self.facts.roads.end(wrap, node);
        let relay = ended.relay.filter(|_| matches!(ended.end, End::NotAsked | End::NotConnected))?;
        let inbox = SubId::from("inbox");
        let told = self.run.entries().filter_map(|(entry, told)| match &told.record {
            Record::Delivered { from, to, message: Wire::ToDevice(message) } if (*from, *to) == (relay, node) => {
                match message {
                    RelayMsg::Closed { sub, .. } if *sub == inbox => Some(Some(entry)),
                    RelayMsg::Eose(sub) if *sub == inbox => Some(None),
                    _ => None,
                }
            }
            _ => None,
        });
        let closed = told.last()??;
        let cause = self.lost(wrap, "not-shown", "is on a relay that does not show it to the device");
        Some((closed, cause.with("relay", Part::Relay(self.run.name(relay).to_owned()))))
    }

    /// The refusal, fault or silence that kept relays from taking a gift wrap.
    fn refusal_of(&self, wrap: &EventId) -> Option<usize> {
        let node = self.run.devices.get(self.device)?;
        self.facts.roads.end(wrap, *node).entry
    }

    fn not_acted_on(&self, entry: usize, key_package: &EventId, why: &WelcomeRefusal) -> Cause {
        let now = self.run.wall_clock(entry);
        let lifetime_over = matches!(why, WelcomeRefusal::Failed(said) if said.means == Meaning::LifetimeOver);
        let own = self.facts.chronicle.key_packages.get(key_package).map(|life| life.facts.lifetime.1);
        if let Some(expired) = own.filter(|expired| now > *expired) {
            return self.named(What::KeyPackageExpired).with("expired", Part::Date(expired));
        }
        match self.expired_leaf(entry).filter(|_| lifetime_over) {
            Some(cause) => cause,
            None => {
                let cause = self.named(What::WelcomeNotActedOn).because(why.id());
                cause.with("why", Part::refusal(why))
            }
        }
    }

    /// The leaf of the tree that has expired: it is as its owner's KeyPackage made it.
    fn expired_leaf(&self, entry: usize) -> Option<Cause> {
        let now = self.run.wall_clock(entry);
        let seen = self.run.notes().take_while(|(at, ..)| *at <= entry).filter_map(|(_, who, note)| match note {
            Note::Epoch { group, state, .. } if *group == self.invitation.group && who == self.invitation.inviter => {
                Some(state)
            }
            _ => None,
        });
        let state = seen.last()?;
        state.leaves.iter().find_map(|leaf| {
            let mut made = self.facts.chronicle.key_packages.values();
            let life = made.find(|life| life.facts.signature_key == leaf.signature_key)?;
            let joined = self.run.notes().find_map(|(at, who, note)| match note {
                Note::Joined { group, .. } if who == life.device && *group == self.invitation.group => Some(at),
                _ => None,
            });
            let view = self.run.final_views().get(&life.device)?.groups.get(&self.invitation.group);
            let acts = view.is_some_and(|seen| seen.state.own_leaf == leaf.index);
            let updated = acts
                && self.run.notes().any(|(at, who, note)| {
                    at < entry
                        && who == life.device
                        && matches!(note, Note::CommitAcknowledged { group, .. } if *group == self.invitation.group)
                });
            let expired = life.facts.lifetime.1;
            (now > expired && !updated).then(|| {
                self.named(What::LeafExpired)
                    .with("leaf", Part::Number(leaf.index.into()))
                    .with("owner", Part::Installation(life.device.clone(), life.installation))
                    .with("expired", Part::Date(expired))
                    .with("came", Part::Entry(life.published))
                    .with_some("owner_joined", joined.map(Part::Entry))
            })
        })
    }
}
