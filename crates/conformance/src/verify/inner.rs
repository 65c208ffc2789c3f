//! What application data of a group holds, for stacks that stop at the bytes.

use super::Refusal;
use crate::format::{Reason, Rumor};

/// The rumor in application data, which must be by the account that sent it, and have the id of its contents.
pub(super) fn rumor(data: &[u8], account: &str) -> Result<Rumor, Refusal> {
    let rumor: Rumor = serde_json::from_slice(data).map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
    if rumor.pubkey != account {
        return Err(Refusal::new(Reason::InnerAuthorMismatch, format!("{} wrote it, {account} sent it", rumor.pubkey)));
    }
    let checked = rumor.to_nostr().map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
    checked.verify_id().map_err(|e| Refusal::new(Reason::BadEventId, e))?;
    Ok(rumor)
}
