//! group-event, the full layer: a library reads what the outer layer hides.

use super::Member;
use crate::format::topics::group_event::Expect;
use crate::format::{Event, Hex, Reason, Rumor};
use crate::verify::{Case, Refusal};

/// What is inside, for the joiner of `after`. `open` takes the outer layer away: content and key.
pub(in crate::verify) fn full<M: Member>(
    case: &Case<'_>,
    event: &Event,
    after: &str,
    open: impl Fn(&str, &[u8]) -> Result<Hex, Refusal>,
) -> Result<Expect, Refusal> {
    let mut reader = M::after(case.join_test(after)?, case.now)?;
    if event.tag("h") != Some(reader.nostr_group_id()?.to_string().as_str()) {
        return Err(Refusal::new(Reason::GroupUnknown, "h names another group"));
    }
    let bytes = open(&event.content, &reader.export("marmot", b"group-event", 32)?.0)?;
    let leaves = reader.leaves()?;
    let received = reader.receive(&bytes.0)?;
    let sender = leaves.into_iter().find(|leaf| leaf.index == received.sender_leaf);
    let account = sender.ok_or_else(|| Refusal::broken("the sender has no leaf"))?.account;
    let rumor = received.plaintext.map(|data| rumor(&data, &account)).transpose()?;
    let (content_type, sender_leaf, epoch) = (received.content_type, received.sender_leaf, received.epoch);
    Ok(Expect::Full { content_type, sender_leaf, account, rumor, epoch })
}

/// The rumor in application data, which must be by the account that sent it, and have the id of its contents.
fn rumor(data: &[u8], account: &str) -> Result<Rumor, Refusal> {
    let rumor: Rumor = serde_json::from_slice(data).map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
    if rumor.pubkey != account {
        return Err(Refusal::new(Reason::InnerAuthorMismatch, format!("{} wrote it, {account} sent it", rumor.pubkey)));
    }
    let checked = rumor.to_nostr().map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
    checked.verify_id().map_err(|e| Refusal::new(Reason::BadEventId, e))?;
    Ok(rumor)
}
