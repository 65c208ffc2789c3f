//! Group events (kind 445): sending, and reading in an order that the engine can use.

use std::collections::BTreeSet;
use std::time::Duration;

use nostr::{EventBuilder, EventId, Kind, UnsignedEvent};
use sim_relay::{Filter, VerifiedEvent};

use crate::api::{Membership, Note, OpId};
use crate::behaviour::EarlyEvent;
use crate::device::{MarmotDevice, Timer};
use crate::error::CommandError;
use crate::group_data::label_of;
use crate::installation::GroupBook;
use crate::library::{Meaning, Said};
use crate::mls::{Entered, GroupId, ReadMessage, Standing, Unreadable};
use crate::net::Topic;
use crate::publications::Purpose;

/// A device that wants to leave says so again in this many later epochs, then gives up.
const LEAVING_TRIES: u8 = 5;

/// A message that the engine would not encrypt yet.
#[derive(Clone, Debug)]
pub(crate) struct Unsent {
    op: Option<OpId>,
    kind: u16,
    text: String,
    roll_call: bool,
}

/// Kind of a chat message.
const CHAT: u16 = 9;

impl MarmotDevice {
    /// The group with this label, if this device takes part in it.
    pub(crate) fn active_group(&self, label: &str) -> Result<&GroupBook, CommandError> {
        match self.install.book.groups.get(label) {
            Some(book) if book.membership == Membership::Active => Ok(book),
            Some(_) => Err(CommandError::NoLongerMember { group: label.to_owned() }),
            None => Err(CommandError::GroupUnknown { group: label.to_owned() }),
        }
    }

    /// Starts a book for a group that the engine holds now, and listens to it. Returns its label, the group's name.
    pub(crate) fn take_in_group(&mut self, id: &GroupId) -> Result<String, Said> {
        let Entered { data, state } = self.install.mls.enter(id)?;
        let label = label_of(&data.name).to_owned();
        self.hold_own_leaf_key(&state);
        let known = self.install.book.groups.remove(&label);
        // What arrived before a second join may be readable after it.
        let (messages, read, seen, early) =
            known.map(|old| (old.messages, old.read, old.seen, old.early)).unwrap_or_default();
        let book = GroupBook {
            id: id.clone(),
            data,
            membership: Membership::Active,
            state,
            early,
            reading: None,
            seen,
            messages,
            read,
            leaving: 0,
        };
        self.install.book.groups.insert(label.clone(), book);
        self.listen_to_group(&label);
        Ok(label)
    }

    pub(crate) fn listen_to_group(&mut self, label: &str) {
        let Some(book) = self.install.book.groups.get(label) else { return };
        if book.membership == Membership::Active {
            let filter = Filter::new().kind(445).tag_values('h', book.data.addresses.iter().cloned());
            self.net.listen(Topic::Group(label.to_owned()), &book.data.sources.clone(), vec![filter]);
        }
    }

    fn hold_own_leaf_key(&mut self, state: &crate::api::EpochState) {
        if let Some(leaf) = state.leaves.iter().find(|leaf| leaf.index == state.own_leaf) {
            self.install.book.signature_keys.insert(leaf.signature_key.clone());
        }
    }

    /// Reads the group's state again after the engine may have moved it, and notes a new epoch or the end of membership.
    /// `by` is the commit that may have moved it.
    pub(crate) fn refresh_group(&mut self, label: &str, by: Option<EventId>) {
        let Some(book) = self.install.book.groups.get_mut(label) else { return };
        let state = match self.install.mls.standing(&book.id, &book.state.authenticator, by) {
            Standing::Unknown | Standing::Same => return,
            Standing::Out => return self.removed(label),
            Standing::Moved(state) => state,
        };
        book.state = state.clone();
        let leaving = book.leaving;
        self.hold_own_leaf_key(&state);
        self.note_epoch(label, by);
        self.follow_group_data(label);
        if leaving > 0 {
            // The proposal belonged to the epoch before.
            let _ = self.propose_to_leave(None, label, leaving - 1);
        }
    }

    fn removed(&mut self, label: &str) {
        let Some(book) = self.install.book.groups.get_mut(label) else { return };
        if book.membership == Membership::Active {
            book.membership = Membership::Inactive;
            self.net.stop_listening(&Topic::Group(label.to_owned()));
            self.note(Note::Removed { group: label.to_owned() });
        }
    }

    pub(crate) fn note_epoch(&mut self, label: &str, by: Option<EventId>) {
        if let Some(book) = self.install.book.groups.get(label) {
            let state = book.state.clone();
            self.note(Note::Epoch { group: label.to_owned(), by, state });
        }
    }

    /// Our own event comes back from the relay; what it does is applied when it is acknowledged.
    pub(crate) fn mark_own_event(&mut self, label: &str, event: VerifiedEvent) {
        if let Some(book) = self.install.book.groups.get_mut(label) {
            book.seen.insert(event.id, event);
        }
    }

    pub(crate) fn group_event(&mut self, label: &str, event: VerifiedEvent, stored: bool) {
        if self.awaits(label, event.id) {
            // A relay sends it to us, so a relay has taken it.
            return self.commit_acknowledged(label, event.id);
        }
        let Some(book) = self.install.book.groups.get_mut(label) else { return };
        if book.seen.insert(event.id, event.clone()).is_some() {
            return;
        }
        book.early.insert((event.created_at.as_secs(), event.id), event);
        if !stored || self.config.behaviour.early_event == EarlyEvent::HandOver {
            self.read_group_events(label);
        }
    }

    /// Works through what has arrived, oldest first, until nothing more can be read.
    ///
    /// Nothing is read while an own commit waits for its acknowledgement (CW-07): mdk-core would stage the answer to a SelfRemove over it.
    pub(crate) fn read_group_events(&mut self, label: &str) {
        if self.commits_in_flight.contains_key(label) {
            return;
        }
        while let Some(event) = self.next_readable(label).filter(|_| !self.is_dead()) {
            self.read(label, &event);
        }
        self.next_commit(label);
        self.send_waiting(label);
        if let Some(wait) = self.future_events(label) {
            self.remind(Duration::from_secs(wait), Timer::FutureEvents(label.to_owned()));
        }
    }

    /// Seconds until the first buffered event is near enough to the present to be handed over; `None` if none is too far ahead.
    pub(crate) fn future_events(&self, label: &str) -> Option<u64> {
        let book = self.install.book.groups.get(label).filter(|book| book.membership == Membership::Active)?;
        let now = self.at.wall;
        let earliest = book.early.values().map(|event| self.install.mls.earliest(event));
        earliest.filter(|date| *date > now).min().map(|date| date - now)
    }

    fn next_readable(&mut self, label: &str) -> Option<VerifiedEvent> {
        let buffer = self.config.behaviour.early_event == EarlyEvent::Buffer;
        let book = self.install.book.groups.get_mut(label)?;
        if book.membership != Membership::Active {
            return None;
        }
        let (now, mls) = (self.at.wall, &self.install.mls);
        let readable = |event: &VerifiedEvent| mls.earliest(event) <= now && mls.is_readable(&book.id, event);
        let (&place, _) = book.early.iter().find(|(_, event)| !buffer || readable(event))?;
        let event = book.early.remove(&place);
        book.reading.clone_from(&event);
        event
    }

    /// The engine has returned from the event that it was handed.
    fn has_read(&mut self, label: &str) {
        if !self.is_dead()
            && let Some(book) = self.install.book.groups.get_mut(label)
        {
            book.reading = None;
        }
    }

    fn read(&mut self, label: &str, event: &VerifiedEvent) {
        let Some(id) = self.install.book.groups.get(label).map(|book| book.id.clone()) else { return };
        self.before_library_writes();
        let outcome = self.install.mls.process(self.at, &id, event);
        self.has_read(label);
        self.take_outcome(outcome);
    }

    pub(crate) fn note_unreadable(&mut self, label: &str, event: EventId, said: Said) {
        self.before_library_writes();
        let Some(book) = self.install.book.groups.get(label) else { return };
        let Some(seen) = book.seen.get(&event) else { return };
        let Unreadable { why, sent_in, content } = self.install.mls.explain(&book.id, seen, said);
        let (group, epoch) = (label.to_owned(), book.state.epoch);
        self.note(Note::Unreadable { group, event, why, epoch, sent_in, content });
    }

    /// A message was decrypted: it counts as read, unless there is something against it.
    pub(crate) fn message_came(&mut self, label: &str, message: &ReadMessage) {
        let Some(book) = self.install.book.groups.get(label) else { return };
        match objection(&message.rumor, &book.read).filter(|_| !message.vouched) {
            Some(why) => self.note_unreadable(label, message.event, Said::of_message(why)),
            None => {
                self.message_read(label, message.id, message.rumor.pubkey, message.leaf);
                self.announced(label, &message.rumor);
            }
        }
    }

    fn message_read(&mut self, label: &str, message: EventId, author: nostr::PublicKey, leaf: Option<u32>) {
        let Some(book) = self.install.book.groups.get_mut(label) else { return };
        book.messages.push(message);
        book.read.insert(message);
        let epoch = book.state.epoch;
        self.note(Note::MessageRead { group: label.to_owned(), message, author, leaf, epoch });
    }

    /// MD-09: the engine went back to follow a better commit. What could not be read on the losing branch gets another chance.
    pub(crate) fn rolled_back(&mut self, label: &str, epoch: u64, withdrawn: &[EventId], again: &[EventId]) {
        self.note(Note::RolledBack { group: label.to_owned(), epoch });
        let Some(book) = self.install.book.groups.get_mut(label) else { return };
        book.messages.retain(|id| !withdrawn.contains(id));
        for id in again {
            if let Some(event) = book.seen.get(id) {
                book.early.insert((event.created_at.as_secs(), event.id), event.clone());
            }
        }
    }

    pub(crate) fn send(
        &mut self,
        op: Option<OpId>,
        group: &str,
        text: &str,
        roll_call: bool,
    ) -> Result<(), CommandError> {
        self.send_kind(op, group, CHAT, text, roll_call)
    }

    pub(crate) fn send_kind(
        &mut self,
        op: Option<OpId>,
        group: &str,
        kind: u16,
        text: &str,
        roll_call: bool,
    ) -> Result<(), CommandError> {
        let (id, relays, epoch) = {
            let book = self.active_group(group)?;
            (book.id.clone(), book.data.relays.clone(), book.state.epoch)
        };
        self.before_library_writes();
        let mut rumor = EventBuilder::new(Kind::Custom(kind), text).build(self.account());
        let message = rumor.id();
        let Some(event) = self.install.mls.encrypt(self.at, &id, rumor).map_err(CommandError::Library)? else {
            self.begin(op);
            let text = text.to_owned();
            self.messages_waiting.entry(group.to_owned()).or_default().push_back(Unsent { op, kind, text, roll_call });
            return Ok(());
        };
        if let Some(book) = self.install.book.groups.get_mut(group) {
            book.messages.push(message);
        }
        self.note(Note::MessageSent {
            group: group.to_owned(),
            message,
            event: event.id,
            epoch,
            text: text.to_owned(),
            roll_call,
        });
        self.mark_own_event(group, event.clone());
        self.publish(op, event, &relays, Purpose::Message { group: group.to_owned(), message });
        Ok(())
    }

    /// Tries once more to send what the engine would not encrypt yet.
    pub(crate) fn send_waiting(&mut self, group: &str) {
        for Unsent { op, kind, text, roll_call } in self.messages_waiting.remove(group).unwrap_or_default() {
            let sent = self.send_kind(op, group, kind, &text, roll_call);
            self.end(op, sent);
        }
    }

    pub(crate) fn leave(&mut self, op: Option<OpId>, group: &str) -> Result<(), CommandError> {
        self.propose_to_leave(op, group, LEAVING_TRIES)
    }

    fn propose_to_leave(&mut self, op: Option<OpId>, group: &str, tries_left: u8) -> Result<(), CommandError> {
        let (id, relays) = {
            let book = self.active_group(group)?;
            (book.id.clone(), book.data.relays.clone())
        };
        self.before_library_writes();
        let Some(event) = self.install.mls.leave(self.at, &id).map_err(CommandError::Library)? else {
            let proposed = self.install.mls.tick(self.at);
            self.take_outcome(proposed);
            return Ok(());
        };
        if let Some(book) = self.install.book.groups.get_mut(group) {
            book.leaving = tries_left;
        }
        self.note(Note::LeaveProposed { group: group.to_owned(), event: event.id });
        self.mark_own_event(group, event.clone());
        self.publish(op, event, &relays, Purpose::Proposal);
        Ok(())
    }
}

/// What mdk-core does not ask of a message that it has decrypted: whether its id is its own, and whether it was read before from
/// another wrap (mdk pull requests 287 and 316).
fn objection(message: &UnsignedEvent, read: &BTreeSet<EventId>) -> Option<Meaning> {
    match message.id {
        _ if message.verify_id().is_err() => Some(Meaning::NotItsId),
        Some(id) if read.contains(&id) => Some(Meaning::ReadBefore),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use nostr::Keys;

    use super::*;

    #[test]
    fn a_message_is_taken_once_and_under_its_own_id() {
        let message = |text: &str| {
            let mut message = EventBuilder::new(Kind::Custom(9), text).build(Keys::generate().public_key());
            let id = message.id();
            (message, id)
        };
        let ((mut message, own), (_, other)) = (message("one"), message("two"));
        let read = BTreeSet::from([other]);
        assert_eq!(objection(&message, &read), None);
        assert_eq!(objection(&message, &BTreeSet::from([own])), Some(Meaning::ReadBefore));
        message.id = Some(other);
        assert_eq!(objection(&message, &read), Some(Meaning::NotItsId));
    }
}
