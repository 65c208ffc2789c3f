//! Wishes that wait until the group is settled, and those whose commits lost (CV-05, CV-08).

use super::{CommitError, Context, Group};
use crate::effect::Effect;
use crate::ids::MessageId;
use crate::intent::{Intent, Queued};
use crate::key_package;
use crate::prepare::{PrepareError, invited_before};

impl Group {
    /// Prepares a commit now if the group is settled, and queues the intent otherwise. `Some` names the commit under way.
    pub(crate) fn commit(&mut self, context: &Context<'_>, intent: Intent) -> Result<Option<MessageId>, CommitError> {
        if self.is_over() || self.leaving {
            return Err(CommitError::Over);
        }
        if !self.is_settled() {
            self.queue.push_back(Queued::new(intent));
            return Ok(None);
        }
        Ok(Some(self.begin(context, &Queued::new(intent))?))
    }

    /// Prepares the next queued intent that still has something to do.
    pub(super) fn next_intent(&mut self, context: &Context<'_>) {
        while let Some(wish) = self.queue.pop_front() {
            let Some(wish) = self.renew(wish) else { continue };
            match self.begin(context, &wish) {
                Ok(_) => return,
                Err(PrepareError::Moot) => {}
                Err(error) => self.drop_intent(wish.intent, error),
            }
        }
    }

    /// What can be made again of a wish whose commit lost.
    ///
    /// Of an Invite that lost, the Welcomes went out. Who opened one deleted the private half of the KeyPackage and sits on the
    /// branch that lost; a second Welcome for the same KeyPackage could not be opened, and its leaf would be nobody's. So only
    /// KeyPackages of last resort, whose private halves stay, are used again; for the others the device is told, and invites with
    /// fresh ones (sections 4 and 6.4 of docs/spec/adopted.md, CV-08). A guest who did join keeps a copy that follows nobody,
    /// until it is discarded (RW-10).
    fn renew(&mut self, wish: Queued) -> Option<Queued> {
        let Queued { intent: Intent::Invite { key_packages }, origin: origin @ Some(_) } = wish else {
            return Some(wish);
        };
        let again = |event: &nostr::Event| key_package::peek(event).is_some_and(|found| found.last_resort());
        let (again, mut used): (Vec<_>, Vec<_>) = key_packages.into_iter().partition(again);
        used.retain(|event| !invited_before(self.facts(), event));
        if !used.is_empty() {
            let why = "their Welcomes went out on a branch that lost: other KeyPackages are needed";
            self.drop_intent(Intent::Invite { key_packages: used }, why);
        }
        (!again.is_empty()).then_some(Queued { intent: Intent::Invite { key_packages: again }, origin })
    }

    /// Nothing of what waits is done any more, and the device is told.
    pub(super) fn give_up_all(&mut self, why: &str) {
        for wish in std::mem::take(&mut self.queue) {
            self.drop_intent(wish.intent, why);
        }
        for event in std::mem::take(&mut self.outbox) {
            self.effects.push(Effect::Unsent { event, why: why.to_owned() });
        }
    }

    pub(super) fn drop_intent(&mut self, intent: Intent, why: impl ToString) {
        self.effects.push(Effect::Dropped { intent, why: why.to_string() });
    }
}
