//! Group events of mdk-core, in and out.

use mdk_core::messages::MessageProcessingOutcome;
use mdk_core::prelude::MessageProcessingResult;
use nostr::UnsignedEvent;
use sim_relay::VerifiedEvent;

use super::inside::{explain, failed_before, look_inside};
use super::loaded::opens;
use super::records::{Followed, Handle, Snapshot};
use super::{MdkCore, from_mdk, to_mdk, verified};
use crate::api::{CommitKind, Moment};
use crate::library::{Call, Meaning, Said};
use crate::mls::{Effect, GroupId, Messages, Obligation, Outcome, Publish, ReadMessage, Unreadable};

/// mdk-core refuses a group event from further in the future, and never looks at it again (facts j and s).
const FUTURE_SKEW_SECS: u64 = 300;

impl Messages for MdkCore {
    fn earliest(&self, event: &VerifiedEvent) -> u64 {
        event.created_at.as_secs().saturating_sub(FUTURE_SKEW_SECS)
    }

    /// mdk-core records an event that it cannot decrypt as failed for ever (fact s), so a careful client asks first.
    fn is_readable(&self, group: &GroupId, event: &VerifiedEvent) -> bool {
        let record = self.records.groups.get(group);
        record.is_some_and(|record| record.keys.iter().rev().any(|(_, key)| opens(&event.content, key)))
    }

    fn process(&mut self, _: Moment, group: &GroupId, event: &VerifiedEvent) -> Outcome {
        let failed_before = failed_before(self.mdk(), event.id);
        let (handle, reader) = self.reader();
        let result = reader.process_message_with_context(event);
        self.was_handed(event, handle);
        let effects = self.rollbacks();
        let mut outcome = Outcome { effects, publish: Vec::new() };
        if let Err(why) = self.sort_out(group, event, result.map_err(|why| why.to_string()), &mut outcome) {
            let said = Said::by(Call::ProcessMessage, why);
            let why = if failed_before { said.meaning(Meaning::FailedBefore) } else { said };
            outcome.effects.push((group.clone(), Effect::Unreadable { event: event.id, why }));
            outcome.effects.push((group.clone(), Effect::Moved { by: None }));
        }
        outcome
    }

    fn explain(&self, group: &GroupId, event: &VerifiedEvent, said: Said) -> Unreadable {
        let Some(record) = self.records.groups.get(group) else {
            return Unreadable { why: said, sent_in: None, content: None };
        };
        let inside = look_inside(&event.content, &record.keys);
        let why = explain(self.reader(), (&to_mdk(group), record), event, inside.as_ref(), said);
        Unreadable {
            why,
            sent_in: inside.as_ref().map(|inside| inside.epoch),
            content: inside.as_ref().map(|inside| inside.content),
        }
    }

    fn encrypt(&mut self, _: Moment, group: &GroupId, message: UnsignedEvent) -> Result<Option<VerifiedEvent>, Said> {
        let id = to_mdk(group);
        self.sift_proposals(&id, true);
        let event = self.mdk().create_message(&id, message, None);
        verified(event.map_err(|e| Said::by(Call::CreateMessage, e))?).map(Some)
    }

    fn leave(&mut self, _: Moment, group: &GroupId) -> Result<Option<VerifiedEvent>, Said> {
        let left = self.mdk().leave_group(&to_mdk(group));
        verified(left.map_err(|e| Said::by(Call::LeaveGroup, e))?.evolution_event).map(Some)
    }
}

impl MdkCore {
    /// Notes which event an instance was handed last: the group may have moved because of it.
    pub(super) fn was_handed(&mut self, event: &VerifiedEvent, to: Handle) {
        let (id, created_at) = (event.id, event.created_at.as_secs());
        self.handed = Some(Followed { event: id, created_at, snapshot: Snapshot::Taken(to) });
    }

    /// Rollbacks that any instance announced (MD-09).
    pub(super) fn rollbacks(&self) -> Vec<(GroupId, Effect)> {
        let of_extension = self.extension.as_ref().map(|opened| opened.rollbacks.take()).unwrap_or_default();
        let announced = self.app.rollbacks.take().into_iter().chain(of_extension);
        let effect = |info: mdk_core::callback::RollbackInfo| Effect::RolledBack {
            epoch: info.target_epoch,
            withdrawn: info.invalidated_messages,
            again: info.messages_needing_refetch,
            rebuilds: false,
        };
        announced.map(|info| (from_mdk(&info.group_id), effect(info))).collect()
    }

    /// What a result of mdk-core means for the device; its words if the event is of no use.
    fn sort_out(
        &self,
        group: &GroupId,
        event: &VerifiedEvent,
        result: Result<MessageProcessingOutcome, String>,
        outcome: &mut Outcome,
    ) -> Result<(), String> {
        let MessageProcessingOutcome { result, context } = result?;
        let leaf = context.sender_leaf_index;
        let effect = match result {
            MessageProcessingResult::ApplicationMessage(message) => Effect::Message(ReadMessage {
                event: event.id,
                id: message.id,
                rumor: message.event,
                leaf,
                vouched: false,
            }),
            MessageProcessingResult::Commit { .. } => Effect::Moved { by: Some(event.id) },
            MessageProcessingResult::Proposal(answer) => {
                if let Ok(event) = verified(answer.evolution_event) {
                    let obligation = Obligation::Commit { what: CommitKind::CommitLeave, leaver: leaf };
                    outcome.publish.push(Publish { group: group.clone(), event, obligation });
                }
                Effect::Moved { by: None }
            }
            MessageProcessingResult::PendingProposal { mls_group_id } => {
                return match self.sift_proposals(&mls_group_id, false) {
                    true => Err("proposal ignored: its author is not entitled to it".to_owned()),
                    false => Ok(()),
                };
            }
            MessageProcessingResult::IgnoredProposal { reason, .. } => {
                return Err(format!("proposal ignored: {reason}"));
            }
            MessageProcessingResult::ExternalJoinProposal { .. } => return Err("external join proposal".to_owned()),
            MessageProcessingResult::Unprocessable { .. } => return Err("unprocessable".to_owned()),
            MessageProcessingResult::PreviouslyFailed => return Err("failed before".to_owned()),
        };
        outcome.effects.push((group.clone(), effect));
        Ok(())
    }
}
