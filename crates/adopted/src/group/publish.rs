//! Own commits: prepared on a copy, published, and only then part of the group (CW-02, CW-05 to CW-08).

use nostr::{EventId, UnsignedEvent};
use openmls_traits_0_6::random::OpenMlsRand as _;
use thiserror::Error;

use super::{Context, Disposition, Group, Input, Pending, Phase};
use crate::effect::Effect;
use crate::envelope;
use crate::error::MlsError;
use crate::ids::{Account, MessageId};
use crate::intent::{Intent, Queued};
use crate::message::{Content, Message};
use crate::prepare::{PrepareError, Prepared, invited_before};
use crate::state::State;
use crate::{key_package, welcome};

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

    /// Prepares a commit and asks for its publication at the address of the epoch that it ends (GE-09).
    pub(super) fn begin(&mut self, context: &Context<'_>, wish: &Queued) -> Result<MessageId, PrepareError> {
        let prepared = self.hand(context).prepare(self.canonical(), wish)?;
        let pending = self.envelop(context, prepared)?;
        let id = pending.commit.id;
        self.effects.push(self.publication(&pending));
        self.phase = Phase::PendingPublish(Box::new(pending));
        Ok(id)
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
    pub(crate) fn found_with(&mut self, context: &Context<'_>, invited: Vec<nostr::Event>) -> Result<(), PrepareError> {
        let wish = Queued::new(Intent::Invite { key_packages: invited });
        let prepared = self.hand(context).prepare(self.canonical(), &wish)?;
        let welcomes = Self::rumors(context, &prepared);
        self.attach(context, prepared.child, prepared.commit, welcomes);
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
        let Pending { child, commit, welcomes, .. } = *pending;
        self.attach(context, child, commit, welcomes);
        self.unlock(context);
    }

    /// An own commit becomes the canonical one.
    fn attach(&mut self, context: &Context<'_>, child: State, commit: Message, welcomes: Vec<Rumor>) {
        let id = child.id;
        self.inputs.insert(commit.id, Input::sent(commit, Disposition::Accepted));
        self.tree.insert(child);
        self.apply(context, id);
        if self.tree.diverges() && !self.is_over() {
            // It made the branch deeper, and old witnesses may have left the window: the rivals in reach compete anew.
            self.relevant(context);
        }
        for (account, key_package, rumor) in welcomes {
            self.effects.push(Effect::Welcome { account, key_package, rumor });
        }
    }

    /// No relay took the commit, and none will: it never happened.
    pub(crate) fn fail(&mut self, context: &Context<'_>, commit: MessageId) -> Result<(), CommitError> {
        if !matches!(&self.phase, Phase::PendingPublish(pending) if pending.commit.id == commit) {
            return Err(CommitError::NotPending);
        }
        self.phase = Phase::Stable;
        self.effects.push(Effect::Failed { commit });
        self.unlock(context);
        Ok(())
    }

    /// Back in Stable: a queued intent has one turn, then the inputs that waited are admitted (CW-07).
    fn unlock(&mut self, context: &Context<'_>) {
        if self.is_over() {
            return;
        }
        if self.is_settled() && !self.had_turn && !self.queue.is_empty() {
            self.had_turn = true;
            self.next_intent(context);
        }
        if matches!(self.phase, Phase::Stable) {
            self.admit_waiting(context);
        }
    }

    /// Admits what waited, and tries again what no State had a key or a place for: an own State was attached meanwhile.
    pub(super) fn admit_waiting(&mut self, context: &Context<'_>) {
        self.had_turn = false;
        let opened = self.sealed.iter().filter_map(|(event, envelope)| Some((*event, self.open(envelope)?)));
        for (event, bytes) in opened.collect::<Vec<_>>() {
            self.sealed.remove(&event);
            // What is inside may be a duplicate or out of reach; then there is nothing to do.
            let _ = self.take(context, &bytes);
        }
        self.waiting.clear();
        for id in self.deferred() {
            self.admit(context, id);
        }
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

    pub(super) fn drop_intent(&mut self, intent: Intent, why: impl ToString) {
        self.effects.push(Effect::Dropped { intent, why: why.to_string() });
    }

    /// Some milliseconds between 10 and 49, so that not every member commits a departure at once (CA-10).
    pub(super) fn jitter(context: &Context<'_>) -> u64 {
        let byte = context.crypto.random_array::<1>().map_or(0, |[byte]| byte);
        10 + u64::from(byte) % 40
    }
}
