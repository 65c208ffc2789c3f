//! Own commits: prepared on a copy, published, and only then part of the group (CW-02, CW-05 to CW-08).

use std::collections::BTreeSet;

use nostr::{EventId, UnsignedEvent};
use openmls_traits_0_6::random::OpenMlsRand as _;
use thiserror::Error;

use super::{Context, Disposition, Group, Input, Pending, Phase};
use crate::effect::Effect;
use crate::envelope;
use crate::error::MlsError;
use crate::ids::{Account, MessageId};
use crate::intent::Queued;
use crate::message::{Content, Message};
use crate::prepare::{PrepareError, Prepared};
use crate::state::State;
use crate::welcome;

/// Whom a Welcome is for, the KeyPackage event that was used, and the rumor.
pub(super) type Rumor = (Account, EventId, UnsignedEvent);

/// Why a commit is neither under way nor queued.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CommitError {
    /// The copy is over, or the device is leaving.
    #[error("the device takes no part in the group any more")]
    Over,
    /// No such commit is under way.
    #[error("this commit is not under way")]
    NotPending,
    /// It cannot be made.
    #[error(transparent)]
    Prepare(#[from] PrepareError),
}

impl Group {
    /// Prepares a commit and asks for its publication at the address of the epoch that it ends (GE-09).
    pub(super) fn begin(&mut self, context: &Context<'_>, wish: &Queued) -> Result<MessageId, PrepareError> {
        let prepared = self.prepare(context, wish)?;
        let pending = self.envelop(context, prepared)?;
        let id = pending.commit.id;
        // A commit without a path that is made anew in the same State has the same bytes.
        self.given_up.retain(|earlier| earlier.commit.id != id);
        self.effects.push(self.publication(&pending));
        self.phase = Phase::PendingPublish(Box::new(pending));
        Ok(id)
    }

    fn prepare(&mut self, context: &Context<'_>, wish: &Queued) -> Result<Prepared, PrepareError> {
        let mut live = std::mem::take(&mut self.live);
        let prepared = self.hand(context).prepare(self.canonical(), wish, &mut live);
        self.live = live;
        prepared
    }

    fn envelop(&self, context: &Context<'_>, prepared: Prepared) -> Result<Pending, MlsError> {
        let facts = self.facts();
        let key = facts.event_key.as_ref().ok_or_else(|| MlsError("the own leaf is gone".to_owned()))?;
        let now = context.now.unix;
        let event = envelope::seal(context.crypto, key, &facts.address, &prepared.commit.bytes, now, None)?;
        let welcomes = Self::rumors(context, &prepared);
        Ok(Pending { child: prepared.child, commit: prepared.commit, event, welcomes })
    }

    fn rumors(context: &Context<'_>, prepared: &Prepared) -> Vec<Rumor> {
        let relays = &prepared.child.facts.relays;
        let welcome = prepared.welcome.iter();
        welcome
            .flat_map(|bytes| prepared.invitees.iter().map(move |invitee| (invitee, bytes)))
            .map(|(invitee, bytes)| {
                let rumor = welcome::rumor(context.account, invitee, bytes, relays, context.now.unix);
                (invitee.account, invitee.event, rumor)
            })
            .collect()
    }

    pub(super) fn publication(&self, pending: &Pending) -> Effect {
        Effect::Publish {
            message: pending.commit.id,
            content: Content::Commit,
            event: pending.event.clone(),
            relays: self.facts().relays.clone(),
        }
    }

    /// The founding Add: merged at once and never published; the Welcomes are obligations of their own (CW-03).
    pub(crate) fn found_with(
        &mut self,
        context: &Context<'_>,
        invited: &[nostr::Event],
        admins: &BTreeSet<Account>,
    ) -> Result<(), PrepareError> {
        let mut live = std::mem::take(&mut self.live);
        let prepared = self.hand(context).found(self.canonical(), invited, admins, &mut live);
        self.live = live;
        let prepared = prepared?;
        let welcomes = Self::rumors(context, &prepared);
        self.attach(context, prepared.child, prepared.commit, None, welcomes);
        Ok(())
    }

    /// A relay acknowledged the commit: from now on it is applied exactly once, whatever happens (CW-06).
    pub(crate) fn acknowledge(&mut self, commit: MessageId) -> Result<(), CommitError> {
        match std::mem::replace(&mut self.phase, Phase::Stable) {
            Phase::PendingPublish(pending) if pending.commit.id == commit => {
                self.phase = Phase::Merging(pending);
                Ok(())
            }
            other => {
                self.phase = other;
                Err(CommitError::NotPending)
            }
        }
    }

    /// Applies the acknowledged commit: its State was made when it was prepared and is only attached.
    pub(super) fn merge(&mut self, context: &Context<'_>) {
        let Phase::Merging(pending) = std::mem::replace(&mut self.phase, Phase::Stable) else {
            unreachable!("called in Merging only");
        };
        let Pending { child, commit, event, welcomes } = *pending;
        self.attach(context, child, commit, Some(event.id), welcomes);
        self.unlock(context);
    }

    /// An own commit becomes the canonical one; the end of the group only after a pass, as everybody else's (CA-08).
    fn attach(
        &mut self,
        context: &Context<'_>,
        child: State,
        commit: Message,
        carrier: Option<EventId>,
        welcomes: Vec<Rumor>,
    ) {
        let (id, disbands) = (child.id, child.facts.disbanded);
        let disposition = if disbands { Disposition::Deferred } else { Disposition::Accepted };
        self.inputs.insert(commit.id, Input::sent(commit, carrier, disposition));
        self.tree.insert(child);
        if disbands {
            self.candidate = Some(id);
            self.relevant(context);
            self.phase = Phase::Recovering;
            return;
        }
        self.apply(context, id);
        if self.tree.diverges() && !self.is_over() {
            // It made the branch deeper, and old witnesses may have left the window: the rivals in reach compete anew.
            self.relevant(context);
            self.phase = Phase::Recovering;
        }
        self.welcome(carrier, welcomes);
    }

    pub(super) fn welcome(&mut self, commit: Option<EventId>, welcomes: Vec<Rumor>) {
        for (account, key_package, rumor) in welcomes {
            self.effects.push(Effect::Welcome { account, key_package, rumor, commit });
        }
    }

    /// Back in Stable: a queued intent has one turn, then the inputs that waited are admitted (CW-07).
    pub(super) fn unlock(&mut self, context: &Context<'_>) {
        if self.is_over() {
            return;
        }
        if self.is_settled() && !self.had_turn && !self.queue.is_empty() {
            self.had_turn = true;
            self.next_intent(context);
        }
        if matches!(self.phase, Phase::Stable | Phase::Recovering) {
            self.admit_waiting(context);
        }
    }

    /// Admits what waited, and tries again what no State had a key or a place for: an own State was attached meanwhile.
    pub(super) fn admit_waiting(&mut self, context: &Context<'_>) {
        self.had_turn = false;
        let keys = self.keys();
        self.open_sealed(&keys);
        self.waiting.clear();
        self.admit(context, self.deferred());
    }

    /// Some milliseconds between 10 and 49, so that not every member commits a departure at once (CA-10).
    pub(super) fn jitter(context: &Context<'_>) -> u64 {
        let byte = context.crypto.random_array::<1>().map_or(0, |[byte]| byte);
        10 + u64::from(byte) % 40
    }
}
