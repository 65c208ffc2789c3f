//! group-event: the outer encryption written out; inside, OpenMLS decrypts and everything around it is checked here.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

use super::{Check, Reader};
use crate::format::topics::group_event::{Expect, Input};
use crate::format::{Event, Reason, Rumor};
use crate::verify::mdk_core::Joined;
use crate::verify::{Case, Refusal};

/// Length of the nonce and of the tag.
const NONCE: usize = 12;
const TAG: usize = 16;

impl Reader {
    /// `None` for what it does not read.
    pub(in crate::verify) fn group_event(&self, case: &Case<'_>, input: &Input) -> Option<Result<Expect, Refusal>> {
        match input {
            Input::Outer { event, group_event_key } => {
                let opened = self.outer(&event.content, &group_event_key.0);
                Some(opened.map(|bytes| Expect::Outer { mls_message: bytes.into() }))
            }
            Input::Full { event, after } if case.profile.is_adopted() => self.adopted_event(case, event, after),
            Input::Full { event, after } => Some(self.inside(case, event, after)),
        }
    }

    /// `base64(nonce ‖ ChaCha20-Poly1305)` without associated data.
    pub(super) fn outer(&self, content: &str, key: &[u8]) -> Result<Vec<u8>, Refusal> {
        let bytes = self.base64(content)?;
        // An empty content was refused before, or is taken as one.
        let room = bytes.len() >= NONCE + TAG || content.is_empty();
        self.demand(Check::OuterLength, room, Reason::ContentTooShort, "no room for nonce and tag")?;
        let Some((nonce, sealed)) = bytes.split_at_checked(NONCE).filter(|(_, sealed)| sealed.len() >= TAG) else {
            return Ok(bytes);
        };
        let cipher = ChaCha20Poly1305::new_from_slice(key).map_err(Refusal::broken)?;
        let opened = cipher.decrypt(Nonce::from_slice(nonce), sealed);
        self.demand(Check::OuterTag, opened.is_ok(), Reason::OuterDecryptFailed, "the tag of the outer encryption")?;
        Ok(opened.unwrap_or_else(|_| unchecked(key, nonce, &sealed[..sealed.len() - TAG])))
    }

    fn inside(&self, case: &Case<'_>, event: &Event, after: &str) -> Result<Expect, Refusal> {
        let reader = Joined::after(case, after)?;
        let named = event.tag("h") == Some(reader.nostr_group_id.to_string().as_str());
        self.demand(Check::GroupUnknown, named, Reason::GroupUnknown, "h names another group")?;
        let message = reader.read(&self.outer(&event.content, &reader.group_event_key.0)?)?;
        let rumor: Option<Rumor> = match &message.data {
            Some(data) => Some(serde_json::from_slice(data).map_err(|e| Refusal::new(Reason::BadEventJson, e))?),
            None => None,
        };
        let same = rumor.as_ref().is_none_or(|rumor| rumor.pubkey == message.account);
        self.demand(Check::InnerAuthor, same, Reason::InnerAuthorMismatch, "the rumor names another account")?;
        let (content_type, sender_leaf, epoch) = (message.content_type, message.sender_leaf, message.epoch);
        Ok(Expect::Full { content_type, sender_leaf, account: message.account, rumor, epoch })
    }
}

/// ChaCha20 alone: the message begins with the second block of its stream (RFC 8439 section 2.8).
fn unchecked(key: &[u8], nonce: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    let mut bytes = ciphertext.to_vec();
    let mut stream = ChaCha20::new(key.into(), nonce.into());
    stream.seek(64);
    stream.apply_keystream(&mut bytes);
    bytes
}
