//! What an engine says came of an input, carried out: effects first, then what it made by itself and wants published.

use nostr::PublicKey;

use crate::api::Note;
use crate::behaviour::LegacyLeave;
use crate::commit::{Addressee, CommitRequest};
use crate::device::MarmotDevice;
use crate::mls::{Effect, GroupId, Obligation, Outcome, Publish};
use crate::publications::Purpose;

impl MarmotDevice {
    /// Carries out what came of a call of the engine. Groups that the device does not know are none of its business.
    pub(crate) fn take_outcome(&mut self, outcome: Outcome) {
        for (group, effect) in outcome.effects {
            let Some(label) = self.label_of_group(&group) else { continue };
            match effect {
                Effect::RolledBack { epoch, withdrawn, again, rebuilds } => {
                    self.rolled_back(&label, epoch, &withdrawn, &again);
                    self.undo_commits(&label, epoch, !rebuilds);
                }
                Effect::Welcome { commit, .. } if self.has_welcomes_of(&label, commit) => {}
                Effect::Welcome { account, key_package, rumor, commit } => {
                    let relays = self.install.book.inboxes.get(&account).cloned();
                    let addressee = Addressee { account, key_package, relays };
                    self.send_welcome(None, &label, &rumor, addressee, commit);
                }
                Effect::Message(message) => self.message_came(&label, &message),
                Effect::Moved { by } => {
                    self.refresh_group(&label, by);
                    self.welcome_after_all(&label, by);
                }
                Effect::Unrecoverable => self.note(Note::CopyDamaged { group: label }),
                Effect::GivenUp { what, why } => self.note(Note::ChangeGivenUp { group: label, what, why }),
                Effect::Unreadable { event, why } => self.note_unreadable(&label, event, why),
            }
        }
        for publish in outcome.publish {
            if let Some(label) = self.label_of_group(&publish.group) {
                self.publish_for_engine(&label, publish);
            }
        }
    }

    fn label_of_group(&self, id: &GroupId) -> Option<String> {
        self.install.group_by_mls_id(id).map(|(label, _)| label.clone())
    }

    fn publish_for_engine(&mut self, label: &str, Publish { event, obligation, .. }: Publish) {
        match obligation {
            // The engine hands it out again after a restart, and the device has not forgotten it.
            Obligation::Commit { .. } if self.awaits(label, event.id) => {}
            Obligation::Commit { what, leaver } => match self.departure_by_hand(label, leaver) {
                Some(removal) => self.commit_first(label, removal),
                None => self.commit_staged(label, event, what),
            },
            Obligation::Proposal => {
                let Some(relays) = self.install.book.groups.get(label).map(|book| book.data.relays.clone()) else {
                    return;
                };
                self.note(Note::LeaveProposed { group: label.to_owned(), event: event.id });
                self.mark_own_event(label, event.clone());
                self.publish(None, event, &relays, Purpose::Proposal);
            }
        }
    }

    /// The engine has answered a proposal of this leaf with a commit. If that commit removes nobody, the device removes the account
    /// itself: the request that does so. mdk-core cannot remove one of several leaves (fact e), so such an account stays.
    fn departure_by_hand(&mut self, group: &str, leaf: Option<u32>) -> Option<CommitRequest> {
        let carries_out = self.config.behaviour.legacy_leave == LegacyLeave::CarryOut;
        let book = self.install.book.groups.get(group).filter(|_| carries_out)?;
        if !self.install.mls.staged_removes_nobody(&book.id) {
            return None;
        }
        let leaver = book.state.leaves.iter().find(|l| Some(l.index) == leaf)?;
        let leaves = book.state.leaves.iter().filter(|l| l.account == leaver.account).count();
        let account = PublicKey::from_hex(&leaver.account).ok().filter(|_| leaves == 1)?;
        self.install.mls.forget_staged(&book.id);
        Some(CommitRequest::remove(None, account))
    }
}
