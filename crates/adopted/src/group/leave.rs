//! Departure: a member asks, somebody else commits (CA-05, CA-10, CA-11).

use std::collections::BTreeSet;

use openmls_0_9::prelude::tls_codec::Serialize as _;

use super::given_up::RETRY_MS;
use super::{CommitError, Context, Disposition, Group, Input};
use crate::category::Category;
use crate::error::MlsError;
use crate::ids::MessageId;
use crate::intent::{Intent, Queued};
use crate::message::{Content, Message};
use crate::prepare::PrepareError;
use crate::process::Copy;

impl Group {
    /// Asks to be removed. From now on the device neither writes nor commits here. If it cannot ask, nothing has changed.
    pub(crate) fn leave(&mut self, context: &Context<'_>) -> Result<(), CommitError> {
        if self.is_over() {
            return Err(CommitError::Over);
        }
        if self.facts().admins.contains(&context.account.into()) {
            let why = "an admin gives up the role first".to_owned();
            return Err(PrepareError::Forbidden(Category::AuthorizationFailed, why).into());
        }
        if self.is_settled() {
            self.self_remove(context).map_err(PrepareError::from)?;
        }
        self.leaving = true;
        self.departures_due = None;
        self.give_up_all("the device is leaving");
        Ok(())
    }

    /// An epoch went by without the removal: a fresh request, one for each State (CA-10). Where none can be made, it is tried again
    /// after a while, whether or not anything comes in.
    pub(super) fn leave_again(&mut self, context: &Context<'_>) {
        if self.facts().admins.contains(&context.account.into()) {
            self.step_down(context);
            return;
        }
        if self.departures_due.is_some_and(|due| due > context.now.monotonic) {
            return;
        }
        self.departures_due = None;
        if !self.has_asked() {
            let asked = self.self_remove(context);
            self.departures_due = asked.is_err().then_some(context.now.monotonic + RETRY_MS);
        }
    }

    /// The commit that took the admin role from this account lost. Nobody may take up an admin's departure (CA-05), so the role
    /// is given up again, before anything else. Who cannot, because no other admin is left, stays.
    fn step_down(&mut self, context: &Context<'_>) {
        if self.departures_due.is_some_and(|due| due > context.now.monotonic) {
            return;
        }
        let account = context.account.into();
        let revoke = Intent::Admins { grant: BTreeSet::new(), revoke: BTreeSet::from([account]) };
        let at = self.queue.iter().position(|queued| queued.intent == revoke);
        let wish = at.and_then(|at| self.queue.remove(at)).unwrap_or_else(|| Queued::new(revoke));
        self.departures_due = None;
        if let Err(error) = self.begin(context, &wish) {
            self.leaving = false;
            self.drop_intent(wish.intent, format!("{error}: the device stays"));
            self.schedule_departures(context);
        }
    }

    fn has_asked(&self) -> bool {
        let own = |id: &MessageId| self.inputs.get(id).is_some_and(|input| input.own);
        self.canonical().proposals.keys().any(own)
    }

    fn self_remove(&mut self, context: &Context<'_>) -> Result<MessageId, MlsError> {
        let mut copy = Copy::of(context.crypto, &self.id, self.canonical()).map_err(MlsError::of)?;
        let proposal = copy.group.leave_group_via_self_remove(&copy.provider, &self.key).map_err(MlsError::of)?;
        let bytes = proposal.tls_serialize_detached().map_err(MlsError::of)?;
        let id = MessageId::of(&bytes);
        let event = self.publish(context, id, Content::Proposal, &bytes, None)?;
        let message = Message { id, bytes, epoch: self.facts().epoch, content: Content::Proposal };
        let canonical = self.canonical;
        let state = self.tree.get_mut(canonical).expect("the canonical State is in the tree");
        state.proposals.insert(id, message.clone());
        self.inputs.insert(id, Input::sent(message, Some(event), Disposition::Deferred));
        Ok(id)
    }

    /// Somebody else asked to leave: commit it after a short random wait, unless another member is faster.
    pub(super) fn schedule_departures(&mut self, context: &Context<'_>) {
        if self.is_over() || self.leaving || self.departures_due.is_some() {
            return;
        }
        let asked = |id: &MessageId| self.inputs.get(id).is_some_and(|input| !input.own);
        if self.canonical().proposals.keys().any(asked) {
            self.departures_due = Some(context.now.monotonic + Self::jitter(context));
        }
    }

    /// Somebody else may have been faster; then there is nothing left to do.
    pub(super) fn commit_departures(&mut self, context: &Context<'_>) {
        match self.begin(context, &Queued::new(Intent::Departures)) {
            Ok(_) | Err(PrepareError::Moot) => {}
            Err(error) => self.drop_intent(Intent::Departures, error),
        }
    }
}
