//! What is kept, and for how long (GE-04, GE-10, D32).

use std::collections::BTreeMap;

use super::parts::Past;
use super::{Disposition, Group, WINDOW};
use crate::effect::Effect;
use crate::ids::MessageId;

/// How many envelopes are kept that no key opens.
pub(super) const SEALED_LIMIT: usize = 1_024;
/// For how many epochs. A member who comes back is behind by many epochs, and what it lacks may come in any order.
const SEALED_EPOCHS: u64 = 4 * WINDOW;
/// How many messages are kept that came out of their envelopes and that no State has a place for. Their epochs are only claimed:
/// one of the future would wait for ever.
const UNPLACED_LIMIT: usize = 1_024;

impl Group {
    /// How many events and messages came in and have no place yet.
    pub fn unplaced(&self) -> usize {
        self.sealed.len() + self.without_place()
    }

    fn without_place(&self) -> usize {
        self.inputs.keys().filter(|id| self.waits_for_place(**id)).count()
    }

    fn waits_for_place(&self, id: MessageId) -> bool {
        self.inputs[&id].disposition == Disposition::Deferred && !self.is_placed(id)
    }

    /// True if this message has no place yet, and too many others have none either.
    pub(super) fn has_too_many_without_place(&self, id: MessageId) -> bool {
        self.waits_for_place(id) && self.without_place() > UNPLACED_LIMIT
    }

    /// Once the canonical epoch has left it behind, nothing needs an input but its id. What a step tells of can be looked up until
    /// the next one. Envelopes that nothing opened for long are
    /// given back: an event that comes again is tried with the keys that there are then.
    pub(super) fn forget(&mut self) {
        let epoch = self.facts().epoch;
        let (past, near): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.inputs)
            .into_iter()
            .partition(|(_, input)| epoch.saturating_sub(input.message.epoch) > WINDOW);
        self.inputs = near;
        for (id, input) in past {
            self.waiting.remove(&id);
            self.unjudged.remove(&id);
            self.past.insert(id, Past { disposition: input.disposition, own: input.own });
        }
        let old = |since: u64| epoch.saturating_sub(since) > SEALED_EPOCHS;
        let events: Vec<_> = self.sealed.iter().filter(|(_, sealed)| old(sealed.since)).map(|(id, _)| *id).collect();
        if !events.is_empty() {
            self.sealed.retain(|_, sealed| !old(sealed.since));
            self.effects.push(Effect::Unopened { events });
        }
    }
}
