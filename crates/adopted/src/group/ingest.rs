//! An event comes in: envelope, key, message, and from there to the States.

use nostr::EventId;
use thiserror::Error;

use super::memory::SEALED_LIMIT;
use super::parts::Sealed;
use super::{Context, Disposition, Group, Input, Phase, WINDOW};
use crate::category::Category;
use crate::envelope::{Envelope, EnvelopeError, EventKey};
use crate::ids::{MessageId, StateId};
use crate::message::Message;

/// What an event turned out to be.
pub type Verdict = Result<MessageId, Rejection>;

/// An event was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{category:?}: {why}")]
pub struct Rejection {
    /// The category of the text.
    pub category: Category,
    /// In words.
    pub why: String,
}

impl Rejection {
    pub(crate) fn new(category: Category, why: impl ToString) -> Self {
        Self { category, why: why.to_string() }
    }
}

impl From<EnvelopeError> for Rejection {
    fn from(error: EnvelopeError) -> Self {
        let category = match error {
            EnvelopeError::Signature => Category::InvalidSignature,
            _ => Category::InvalidEncoding,
        };
        Self::new(category, error)
    }
}

impl Group {
    /// Takes an event of kind 445 at an address of the group. `Ok` names the MLS message inside; look at its disposition for what became of it.
    pub(crate) fn ingest(&mut self, context: &Context<'_>, event: EventId, envelope: &Envelope) -> Verdict {
        if self.is_over() {
            return Err(Rejection::new(Category::UnknownGroup, "this copy of the group is over"));
        }
        if !self.unjudged.is_empty() && matches!(self.phase, Phase::Stable | Phase::Recovering) {
            let again = std::mem::take(&mut self.unjudged);
            self.admit(context, again);
        }
        match self.keys().iter().find_map(|(state, key)| Some((*state, envelope.open(key)?))) {
            Some((state, bytes)) => self.take(context, event, state, &bytes),
            None if self.sealed.len() >= SEALED_LIMIT => {
                Err(Rejection::new(Category::ResourceRefused, "too many events that no key opens"))
            }
            None => {
                self.sealed.insert(event, Sealed { envelope: envelope.clone(), since: self.facts().epoch });
                Err(Rejection::new(Category::TransportDeferred, "no key opens it yet"))
            }
        }
    }

    /// True if this group has a key for the event.
    pub(crate) fn opens(&self, envelope: &Envelope) -> bool {
        !self.is_over() && self.keys().iter().any(|(_, key)| envelope.open(key).is_some())
    }

    /// The key of every State, newest epoch first, and that of the own commit under way (GE-03).
    pub(super) fn keys(&self) -> Vec<(StateId, EventKey)> {
        let mut states: Vec<_> = self.tree.iter().chain(self.pending().map(|pending| &pending.child)).collect();
        states.sort_by_key(|state| (std::cmp::Reverse(state.epoch()), state.id));
        states.iter().filter_map(|state| Some((state.id, state.facts.event_key?))).collect()
    }

    /// Takes the bytes of an MLSMessage that came in an event.
    fn take(&mut self, context: &Context<'_>, event: EventId, sealed_in: StateId, bytes: &[u8]) -> Verdict {
        let id = self.record(event, sealed_in, bytes)?;
        if matches!(self.phase, Phase::Stable | Phase::Recovering) {
            self.admit(context, [id]);
        } else {
            self.waiting.insert(id);
        }
        match self.inputs[&id].disposition {
            Disposition::Deferred if self.has_too_many_without_place(id) => {
                self.inputs.remove(&id);
                self.waiting.remove(&id);
                self.unjudged.remove(&id);
                Err(Rejection::new(Category::ResourceRefused, "too many messages that no State has a place for"))
            }
            Disposition::Rejected(category) => Err(Rejection::new(category, "the message is invalid")),
            _ => Ok(id),
        }
    }

    /// Keeps a message that is new and in reach, for admission.
    pub(super) fn record(&mut self, event: EventId, sealed_in: StateId, bytes: &[u8]) -> Verdict {
        let id = MessageId::of(bytes);
        let before = self.inputs.get(&id).map(|input| input.own);
        if let Some(own) = before.or_else(|| self.past.get(&id).map(|past| past.own)) {
            let category = if own { Category::OwnEcho } else { Category::Duplicate };
            return Err(Rejection::new(category, "the message came before"));
        }
        if self.pending().is_some_and(|pending| pending.commit.id == id) {
            return Err(Rejection::new(Category::OwnEcho, "our own commit, not acknowledged yet"));
        }
        let message =
            Message::parse(bytes, &self.id).map_err(|error| Rejection::new(Category::InvalidEncoding, error))?;
        if self.facts().epoch.saturating_sub(message.epoch) > WINDOW {
            return Err(Rejection::new(Category::StaleEpoch, "its epoch is out of reach"));
        }
        let own = self.given_up.iter().any(|pending| pending.commit.id == id);
        let input = Input::sent(message, Some(event), Disposition::Deferred);
        self.inputs.insert(id, Input { own, sealed_in: Some(sealed_in), ..input });
        Ok(id)
    }
}

impl Input {
    /// What this device sent itself.
    pub(super) const fn sent(message: Message, event: Option<EventId>, disposition: Disposition) -> Self {
        Self { message, event, disposition, sealed_in: None, opened: None, own: true, shown: false }
    }
}
