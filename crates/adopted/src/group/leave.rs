//! Departure: a member asks, somebody else commits (CA-05, CA-10, CA-11).

use openmls_0_9::prelude::tls_codec::Serialize as _;

use super::{CommitError, Context, Disposition, Group, Input};
use crate::category::Category;
use crate::error::MlsError;
use crate::ids::MessageId;
use crate::message::{Content, Message};
use crate::prepare::PrepareError;
use crate::process::Copy;

impl Group {
    /// Asks to be removed. From now on the device neither writes nor commits here.
    pub(crate) fn leave(&mut self, context: &Context<'_>) -> Result<(), CommitError> {
        if self.is_over() {
            return Err(CommitError::Over);
        }
        if self.facts().admins.contains(&context.account.into()) {
            let why = "an admin gives up the role first".to_owned();
            return Err(PrepareError::Forbidden(Category::AuthorizationFailed, why).into());
        }
        self.leaving = true;
        self.queue.clear();
        self.outbox.clear();
        if self.is_settled() {
            self.self_remove(context).map_err(PrepareError::from)?;
        }
        Ok(())
    }

    /// An epoch went by without the removal: a fresh request, one for each State (CA-10).
    pub(super) fn leave_again(&mut self, context: &Context<'_>) {
        if self.leaving && !self.has_asked() {
            // openmls makes one in every group that is not pending; a pending one is not settled.
            let _ = self.self_remove(context);
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
}
