//! Payloads: encrypted in the canonical State, whose ratchet they move.

use nostr::UnsignedEvent;
use openmls_0_9::prelude::tls_codec::Serialize as _;
use thiserror::Error;

use super::{Context, Disposition, Group, Input, Phase};
use crate::effect::Effect;
use crate::envelope;
use crate::error::MlsError;
use crate::ids::MessageId;
use crate::message::{Content, Message};
use crate::payload;
use crate::process::Opened;

/// Why a payload is neither sent nor queued.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    /// The copy is over, or the device is leaving.
    #[error("the device takes no part in the group any more")]
    Over,
    /// The inner event is by another account.
    #[error("the payload's author is not this account")]
    Author,
    /// openmls cannot encrypt it.
    #[error(transparent)]
    Mls(#[from] MlsError),
}

impl Group {
    /// Sends a payload now, or as soon as no pass is open (CV-05). `Some` names the message that went out.
    pub(crate) fn send(&mut self, context: &Context<'_>, event: UnsignedEvent) -> Result<Option<MessageId>, SendError> {
        if self.is_over() || self.leaving {
            return Err(SendError::Over);
        }
        if event.pubkey != context.account {
            return Err(SendError::Author);
        }
        if self.pass.is_some() || matches!(self.phase, Phase::Merging(_)) {
            self.outbox.push(event);
            return Ok(None);
        }
        Ok(Some(self.encrypt(context, event)?))
    }

    pub(super) fn send_outbox(&mut self, context: &Context<'_>) {
        for event in std::mem::take(&mut self.outbox) {
            if let Err(error) = self.encrypt(context, event.clone()) {
                self.effects.push(Effect::Unsent { event, why: error.to_string() });
            }
        }
    }

    fn encrypt(&mut self, context: &Context<'_>, mut event: UnsignedEvent) -> Result<MessageId, MlsError> {
        event.ensure_id();
        let bytes = self.ratchet(context, &payload::write(&event))?;
        let (id, epoch) = (MessageId::of(&bytes), self.facts().epoch);
        self.publish(context, id, Content::Payload, &bytes, self.expiration(&event))?;
        let message = Message { id, bytes, epoch, content: Content::Payload };
        let leaf = self.facts().own_leaf.ok_or_else(|| MlsError("the own leaf is gone".to_owned()))?;
        // The sender cannot open it again; it counts as a witness all the same (D37).
        let opened = Some(Opened { state: self.canonical, sender: context.account.into(), leaf, event });
        self.inputs.insert(id, Input { opened, shown: true, ..Input::sent(message, Disposition::Accepted) });
        Ok(id)
    }

    /// Encrypts on a copy and writes the moved ratchet back into the State: a flip back must not use a generation twice.
    fn ratchet(&mut self, context: &Context<'_>, payload: &[u8]) -> Result<Vec<u8>, MlsError> {
        let state = self.tree.get(self.canonical).expect("the canonical State is in the tree");
        let mut copy = self.live.take(context.crypto, &self.id, state).map_err(MlsError::of)?;
        let message = copy.group.create_message(&copy.provider, &self.key, payload).map_err(MlsError::of)?;
        let bytes = message.tls_serialize_detached().map_err(MlsError::of)?;
        let canonical = self.canonical;
        self.tree.get_mut(canonical).expect("the canonical State is in the tree").snapshot = copy.provider.snapshot();
        self.live.keep(canonical, copy);
        Ok(bytes)
    }

    /// When relays may drop it (GE-08).
    fn expiration(&self, event: &UnsignedEvent) -> Option<u64> {
        let retention = marmot_rules::adopted::components::Retention { seconds: self.facts().retention };
        retention.expiry(event.created_at.as_secs())
    }

    /// Asks for the publication of a message in the canonical State.
    pub(super) fn publish(
        &mut self,
        context: &Context<'_>,
        message: MessageId,
        content: Content,
        bytes: &[u8],
        expiration: Option<u64>,
    ) -> Result<(), MlsError> {
        let facts = self.facts();
        let key = facts.event_key.as_ref().ok_or_else(|| MlsError("the own leaf is gone".to_owned()))?;
        let event = envelope::seal(context.crypto, key, &facts.address, bytes, context.now.unix, expiration)?;
        let relays = facts.relays.clone();
        self.effects.push(Effect::Publish { message, content, event, relays });
        Ok(())
    }
}
