//! What a device asks about its own account's KeyPackages: when it starts, and when it signs out.

use std::collections::BTreeSet;

use nostr::nips::nip09::EventDeletionRequest;
use nostr::{EventBuilder, EventId};
use sim_relay::{Filter, VerifiedEvent};

use crate::api::{Note, OpId, Output, SignOutDeletes};
use crate::behaviour::KeyPackageCheck;
use crate::device::MarmotDevice;
use crate::envelope;
use crate::error::{LookUp, LookUps};
use crate::publications::Purpose;

/// A look-up of the device about its own account.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OwnLookUp {
    /// Is the newest KeyPackage still there?
    KeyPackages,
    /// Which KeyPackages does the account have? They are to be deleted.
    SignOut(Option<OpId>),
}

/// The device goes when relays have answered these deletion requests.
pub(crate) struct SigningOut {
    op: Option<OpId>,
    waiting: BTreeSet<EventId>,
}

impl MarmotDevice {
    /// At a start: asks whether the newest KeyPackage is still on its relays.
    pub(crate) fn check_key_packages(&mut self) {
        let newest = self.newest_key_package().map(|kp| kp.facts.reference.clone());
        let events = self.events_on_relays(newest.as_deref());
        if self.config.behaviour.key_package_check == KeyPackageCheck::Never || events.is_empty() {
            return;
        }
        let filters = events.into_iter().map(|id| Filter::new().id(id)).collect();
        let query = self.net.query(filters, &self.config.key_package_relays, self.at.uptime);
        self.own_lookups.insert(query, OwnLookUp::KeyPackages);
    }

    /// Events with this KeyPackage that relays should hold.
    fn events_on_relays(&self, reference: Option<&str>) -> Vec<EventId> {
        let own = self.install.book.key_packages.values();
        let there = own.filter(|kp| kp.acknowledged && kp.held && !kp.deleted && !kp.consumed && !kp.superseded);
        there.filter(|kp| Some(kp.facts.reference.as_str()) == reference).map(|kp| kp.facts.event).collect()
    }

    pub(crate) fn own_answer(&mut self, asked: OwnLookUp, found: &[VerifiedEvent], answers: &LookUps) {
        match asked {
            OwnLookUp::KeyPackages => self.publish_what_is_missing(found, answers),
            OwnLookUp::SignOut(op) => {
                let known = self.install.book.key_packages.values().filter(|kp| kp.acknowledged && !kp.deleted);
                let own = known.map(|kp| kp.facts.event);
                let events = found.iter().map(|event| event.id).chain(own).collect();
                self.delete_and_go(op, &events);
            }
        }
    }

    /// The same KeyPackage in a new event: nothing is thrown away that a Welcome may name. Silence is no answer.
    fn publish_what_is_missing(&mut self, found: &[VerifiedEvent], answers: &LookUps) {
        let newest = self.newest_key_package().map(|kp| (kp.facts.reference.clone(), kp.options.of_replacement()));
        let Some((reference, options)) = newest else { return };
        let known = answers.values().all(|answer| *answer == LookUp::Complete);
        let is_there = |id: &EventId| found.iter().any(|event| event.id == *id);
        let missing = self.events_on_relays(Some(&reference)).into_iter().find(|id| !is_there(id));
        if let Some(event) = missing.filter(|_| known) {
            self.note(Note::KeyPackageMissing { event });
            let _ = self.publish_key_package(None, &crate::api::KeyPackageOptions { again: true, ..options });
        }
    }

    /// Deletes KeyPackages, then goes for good. Without a network it just goes.
    pub(crate) fn sign_out(&mut self, op: Option<OpId>, deletes: SignOutDeletes) {
        self.begin(op);
        let own = self.install.book.key_packages.values().filter(|kp| kp.acknowledged && !kp.deleted);
        let own: BTreeSet<_> = own.map(|kp| kp.facts.event).collect();
        match deletes {
            _ if !self.is_online() => self.go(op),
            SignOutDeletes::Own => self.delete_and_go(op, &own),
            SignOutDeletes::Account => {
                let kinds = self.config.profile.key_package_kinds().iter().copied();
                let filter = Filter::new().kinds(kinds).author(self.account());
                let query = self.net.query(vec![filter], &self.config.key_package_relays, self.at.uptime);
                self.own_lookups.insert(query, OwnLookUp::SignOut(op));
            }
        }
    }

    fn delete_and_go(&mut self, op: Option<OpId>, events: &BTreeSet<EventId>) {
        let mut waiting = BTreeSet::new();
        let relays = self.config.key_package_relays.clone();
        let requests: Vec<_> = events.iter().map(|id| (*id, self.deletion_of(*id))).collect();
        for (id, request) in requests {
            if let Some(own) = self.install.book.key_packages.get_mut(&id) {
                own.deleted = true;
            }
            waiting.insert(request.id);
            self.note(Note::KeyPackageDeleted { event: id });
            self.signing_out = Some(SigningOut { op, waiting: waiting.clone() });
            self.publish(None, request, &relays, Purpose::Deletion);
        }
        if waiting.is_empty() {
            self.go(op);
        }
    }

    fn deletion_of(&self, event: EventId) -> VerifiedEvent {
        envelope::sign(EventBuilder::delete(EventDeletionRequest::new().id(event)), &self.config.keys)
    }

    /// Relays have answered a deletion request, or count as silent.
    pub(crate) fn deletion_answered(&mut self, request: EventId) {
        let Some(leaving) = self.signing_out.as_mut() else { return };
        if leaving.waiting.remove(&request) && leaving.waiting.is_empty() {
            let op = leaving.op;
            self.go(op);
        }
    }

    fn go(&mut self, op: Option<OpId>) {
        let open: Vec<_> = self.net.connected().cloned().collect();
        self.net.out.extend(open.into_iter().map(Output::Close));
        self.retire(op);
        self.end(op, Ok(()));
    }
}
