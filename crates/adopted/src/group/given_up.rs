//! Own commits that no relay took, as far as the device knows.

use super::{CommitError, Context, Group, Phase};
use crate::effect::Effect;
use crate::ids::MessageId;
use crate::intent::Intent;
use crate::state::State;

/// How many own commits are kept that were given up, in case a relay took one.
const GIVEN_UP_LIMIT: usize = 8;
/// How long a leaver, or who commits a departure, waits after what failed.
pub(super) const RETRY_MS: u64 = 5_000;

impl Group {
    /// No relay took the commit, as far as the device knows: it never happened, and its wish is given up.
    ///
    /// If a relay took it all the same and it comes back, it counts as everybody else's commit does; nothing is made again for it
    /// where it loses.
    pub(crate) fn fail(&mut self, context: &Context<'_>, commit: MessageId) -> Result<(), CommitError> {
        let mut pending = match std::mem::replace(&mut self.phase, Phase::Stable) {
            Phase::PendingPublish(pending) if pending.commit.id == commit => pending,
            other => {
                self.phase = other;
                return Err(CommitError::NotPending);
            }
        };
        self.effects.push(Effect::Failed { commit });
        let own = pending.child.edge.as_mut().and_then(|edge| edge.own.take());
        if self.leaving || own.is_some_and(|own| own.intent == Intent::Departures) {
            self.departures_due = Some(context.now.monotonic + RETRY_MS);
        }
        self.given_up.push(*pending);
        if self.given_up.len() > GIVEN_UP_LIMIT {
            self.given_up.remove(0);
        }
        self.unlock(context);
        Ok(())
    }

    /// The State after an own commit that was given up and came back, if the State before it is still there.
    pub(super) fn given_up(&self, commit: MessageId) -> Option<&State> {
        let child = self.given_up.iter().find(|pending| pending.commit.id == commit).map(|pending| &pending.child)?;
        child.parent.is_some_and(|parent| self.tree.get(parent).is_some()).then_some(child)
    }

    /// A commit that was given up is canonical after all: whom it adds is welcome.
    pub(super) fn welcome_after_all(&mut self, commit: MessageId) {
        if let Some(at) = self.given_up.iter().position(|pending| pending.commit.id == commit) {
            let pending = self.given_up.remove(at);
            self.welcome(Some(pending.event.id), pending.welcomes);
        }
    }
}
