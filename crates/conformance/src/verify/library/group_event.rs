//! group-event, the full layer: a library reads what the outer layer hides.

use super::Member;
use crate::format::topics::group_event::{ContentType, Expect};
use crate::format::{Event, Hex, Reason, Rumor};
use crate::verify::{Case, Refusal};

/// What is inside, for the reader of `after`. `open` takes the outer layer away: content and key.
pub(in crate::verify) fn full<M: Member>(
    case: &Case<'_>,
    event: &Event,
    after: &str,
    open: impl Fn(&str, &[u8]) -> Result<Hex, Refusal>,
) -> Result<Expect, Refusal> {
    let adopted = case.profile.is_adopted();
    if adopted {
        envelope(event)?;
    }
    let mut reader = M::since(case, after)?;
    if event.tag("h") != Some(reader.nostr_group_id()?.to_string().as_str()) {
        return Err(Refusal::new(Reason::GroupUnknown, "h names another group"));
    }
    let bytes = open(&event.content, &reader.export("marmot", b"group-event", 32)?.0)?;
    let leaves = reader.leaves()?;
    let received = reader.receive(&bytes.0)?;
    if adopted && (received.content_type == ContentType::Application) != (bytes.0.get(3) == Some(&PRIVATE)) {
        return Err(Refusal::new(Reason::WireFormatMismatch, "payloads are private, handshakes are public"));
    }
    let sender = leaves.into_iter().find(|leaf| leaf.index == received.sender_leaf);
    let account = sender.ok_or_else(|| Refusal::broken("the sender has no leaf"))?.account;
    let rumor = received.plaintext.map(|data| rumor(&data, &account)).transpose()?;
    let (content_type, sender_leaf, epoch) = (received.content_type, received.sender_leaf, received.epoch);
    Ok(Expect::Full { content_type, sender_leaf, account, rumor, epoch })
}

/// The wire format of a PrivateMessage, in the fourth byte of an MLSMessage.
const PRIVATE: u8 = 2;

/// What the adopted text wants of the event itself (GE-01).
fn envelope(event: &Event) -> Result<(), Refusal> {
    if event.kind != 445 {
        return Err(Refusal::new(Reason::UnexpectedKind, event.kind));
    }
    let whole = event.to_nostr().map_err(Refusal::broken)?;
    if !whole.verify_id() {
        return Err(Refusal::new(Reason::BadEventId, "the id is not the hash of the event"));
    }
    if !whole.verify_signature() {
        return Err(Refusal::new(Reason::BadEventSignature, "the signature does not verify"));
    }
    let mut names = std::collections::BTreeSet::new();
    for row in &event.tags {
        let (name, values) = row.split_first().ok_or_else(|| Refusal::broken("a tag without name"))?;
        let reason = match (name.as_str(), values) {
            ("h" | "expiration", _) if !names.insert(name) => Reason::TagRepeated,
            ("h" | "expiration", []) => Reason::TagValueMissing,
            ("h" | "expiration", [_, _, ..]) => Reason::TagValueExtra,
            ("h", [value])
                if value.len() == 64 && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) =>
            {
                continue;
            }
            ("expiration", [value]) if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => continue,
            ("h" | "expiration", _) => Reason::TagValueMalformed,
            _ => Reason::TagForbidden,
        };
        return Err(Refusal::new(reason, format!("{row:?}")));
    }
    if event.tag("h").is_none() {
        return Err(Refusal::new(Reason::TagMissing, "no h"));
    }
    Ok(())
}

/// The rumor in application data, which must be by the account that sent it, and have the id of its contents.
fn rumor(data: &[u8], account: &str) -> Result<Rumor, Refusal> {
    let rumor: Rumor = serde_json::from_slice(data).map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
    if rumor.sig.is_some() {
        return Err(Refusal::new(Reason::RumorSigned, "a rumor with a signature"));
    }
    if rumor.pubkey != account {
        return Err(Refusal::new(Reason::InnerAuthorMismatch, format!("{} wrote it, {account} sent it", rumor.pubkey)));
    }
    let checked = rumor.to_nostr().map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
    checked.verify_id().map_err(|e| Refusal::new(Reason::BadEventId, e))?;
    Ok(rumor)
}
