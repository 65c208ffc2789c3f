//! Own events on their way to relays: what each is for, and what its fate means.

use std::collections::BTreeMap;

use nostr::{EventId, RelayUrl};
use sim_relay::VerifiedEvent;

use crate::api::{Note, OpId, Undeliverable};
use crate::behaviour::SilentCommit;
use crate::device::MarmotDevice;
use crate::error::{Answer, Answers, CommandError};
use crate::outbox::Manner;

/// What an event in flight is for.
#[derive(Clone, Debug)]
pub(crate) enum Purpose {
    RelayList,
    KeyPackage,
    Deletion,
    Commit { group: String },
    Proposal,
    Welcome { group: String, key_package: EventId },
    Message { group: String, message: EventId },
}

impl MarmotDevice {
    /// Hands an event of our own to the relays as one part of `op`.
    pub(crate) fn publish(&mut self, op: Option<OpId>, event: VerifiedEvent, relays: &[RelayUrl], purpose: Purpose) {
        self.hand_over(op, event, relays, purpose, false);
    }

    /// Publishes an event of which it is not known whether a relay has taken it.
    pub(crate) fn publish_again(&mut self, event: VerifiedEvent, relays: &[RelayUrl], purpose: Purpose) {
        self.hand_over(None, event, relays, purpose, true);
    }

    fn hand_over(
        &mut self,
        op: Option<OpId>,
        event: VerifiedEvent,
        relays: &[RelayUrl],
        purpose: Purpose,
        again: bool,
    ) {
        if self.is_dead() {
            return;
        }
        self.begin(op);
        let id = event.id;
        let stubborn = match purpose {
            Purpose::Commit { .. } => self.config.behaviour.silent_commit == SilentCommit::AskAgain,
            Purpose::Welcome { .. } => true,
            _ => false,
        };
        self.purposes.insert(id, (op, purpose));
        if relays.is_empty() {
            return self.published(id, BTreeMap::new());
        }
        self.outbox.publish(event, relays, Manner { stubborn, again }, self.at.uptime, &mut self.net);
    }

    pub(crate) fn accepted(&mut self, id: EventId, relay: RelayUrl) {
        let Some((_, purpose)) = self.purposes.get(&id).cloned() else { return };
        match purpose {
            Purpose::KeyPackage => self.key_package_acknowledged(id, relay),
            Purpose::Commit { group } => self.commit_acknowledged(&group, id),
            Purpose::Welcome { .. } => self.note(Note::WelcomeAcknowledged { wrap: id }),
            Purpose::RelayList | Purpose::Deletion | Purpose::Proposal | Purpose::Message { .. } => {}
        }
    }

    pub(crate) fn published(&mut self, id: EventId, answers: Answers) {
        let Some((op, purpose)) = self.purposes.remove(&id) else { return };
        let accepted = answers.values().any(|answer| *answer == Answer::Taken);
        if answers.len() > 1 {
            self.note(Note::Answers { event: id, answers: answers.clone() });
        }
        match purpose {
            Purpose::KeyPackage if !accepted => {
                self.note(Note::KeyPackageRefused { event: id, answers: answers.clone() });
            }
            Purpose::Commit { group } if !accepted => self.commit_failed(&group, id, answers.clone()),
            Purpose::Welcome { group, key_package } if !accepted => {
                let why = Undeliverable::NotTaken { answers: answers.clone() };
                self.note(Note::WelcomeUndeliverable { group, key_package, wrap: Some(id), why });
            }
            Purpose::Message { group, message } if !accepted => {
                self.note(Note::MessageNotTaken { group, message, answers: answers.clone() });
            }
            Purpose::Deletion => self.deletion_answered(id),
            _ => {}
        }
        self.end(op, if accepted { Ok(()) } else { Err(CommandError::of_answers(id, answers)) });
    }
}
