//! A member for the reader of our own: OpenMLS decrypts, and nothing around the message is checked here.

use super::group_event::head;
use super::member::Member;
use crate::format::topics::group_event::ContentType;
use crate::format::{Hex, State};
use crate::mls;
use crate::verify::{Case, Refusal};

/// The joiner of a `welcome-join` test after all of its `then`.
pub(in crate::verify) struct Joined {
    member: Member,
    state: State,
    pub nostr_group_id: Hex,
    pub group_event_key: Hex,
}

/// What an MLS message was.
pub(in crate::verify) struct Message {
    pub content_type: ContentType,
    pub epoch: u64,
    pub sender_leaf: u32,
    /// Account of that leaf.
    pub account: String,
    /// Application data.
    pub data: Option<Vec<u8>>,
}

impl Joined {
    pub(in crate::verify) fn after(case: &Case<'_>, id: &str) -> Result<Self, Refusal> {
        let member = Member::after(case.join_test(id)?)?;
        let state = mls::state_of(&member.device.mdk, &member.group).map_err(Refusal::broken)?;
        let key = mls::group_event_key(&member.device.mdk, &member.group).map_err(Refusal::broken)?;
        let nostr_group_id = state.nostr_group_id.clone();
        Ok(Self { member, state, nostr_group_id, group_event_key: key.into() })
    }

    pub(in crate::verify) fn read(&self, bytes: &[u8]) -> Result<Message, Refusal> {
        let (content_type, epoch) = head(bytes)?;
        let (data, sender_leaf) = self.member.process(bytes)?;
        let sender = self.state.leaves.iter().find(|leaf| leaf.index == sender_leaf);
        let account = sender.ok_or_else(|| Refusal::broken("the sender has no leaf"))?.account.clone();
        Ok(Message { content_type, epoch, sender_leaf, account, data })
    }
}
