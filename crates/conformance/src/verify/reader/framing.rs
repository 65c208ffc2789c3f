//! Messages of an epoch read without an MLS library: framing, membership, signature, decryption (RFC 9420 sections 6, 6.2, 6.3, 9).

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes128Gcm, Nonce};

use sha2::{Digest, Sha256};

use super::bytes::{Cursor, vector};
use super::exporter::{derive_secret, expand_with_label};
use super::key_package::verifies;
use super::nostr::mac;
use super::tree::Tree;
use super::welcome::Context;
use super::{Check, Reader};
use crate::format::Reason;
use crate::format::topics::group_event::ContentType;
use crate::verify::Refusal;

/// Wire formats.
const PUBLIC: u16 = 1;
const PRIVATE: u16 = 2;
/// Sender types of a member, and of somebody whom the group has listed.
const MEMBER: u64 = 1;
const EXTERNAL: u64 = 2;

/// What a member knows in the epoch of its Welcome.
pub(super) struct Epoch<'a> {
    pub context: Context<'a>,
    pub tree: Tree<'a>,
    pub secret: &'a [u8],
}

impl Epoch<'_> {
    /// The key of the outer encryption of kind 445.
    pub(super) fn event_key(&self) -> Vec<u8> {
        let exporter_secret = derive_secret(self.secret, "exporter");
        let derived = derive_secret(&exporter_secret, "marmot");
        expand_with_label(&derived, "exported", &Sha256::digest(b"group-event"), 32)
    }
}

/// A message whose authenticity was verified.
pub(super) struct Message {
    pub content_type: ContentType,
    pub epoch: u64,
    /// None for whoever is no member.
    pub sender: Option<u32>,
    pub authenticated_data: Vec<u8>,
    /// Payload, proposal or commit.
    pub content: Vec<u8>,
    /// `AuthenticatedContent`: what a reference to a proposal is the hash of.
    pub authenticated: Vec<u8>,
    /// Payloads are private, and handshakes public.
    pub well_carried: bool,
}

/// What stands in front of the content.
struct Head<'a> {
    bytes: &'a [u8],
    sender: Option<u32>,
    authenticated_data: &'a [u8],
    content_type: u64,
}

impl Reader {
    /// Reads `MLSMessage` and nothing after it.
    pub(super) fn message(&self, epoch: &Epoch<'_>, bytes: &[u8]) -> Result<Message, Refusal> {
        let mut at = Cursor::new(self, bytes);
        let (version, wire_format) = (at.u16()?, at.u16()?);
        let known = version == 1 && [PUBLIC, PRIVATE].contains(&wire_format);
        self.demand(Check::WireFormat, known, Reason::WireFormatMismatch, "no message of a group")?;
        let before = at.rest();
        let named = (at.vector()?, at.number(8)?);
        let own = named.0 == epoch.context.group_id;
        self.demand(Check::MessageGroup, own, Reason::GroupUnknown, "a message of another group")?;
        if named.1 != epoch.context.epoch {
            return Err(Refusal::new(Reason::WrongEpoch, named.1));
        }
        if wire_format == PUBLIC { self.public(epoch, before) } else { self.private(epoch, before) }
    }

    fn public(&self, epoch: &Epoch<'_>, bytes: &[u8]) -> Result<Message, Refusal> {
        let mut at = Cursor::new(self, bytes);
        let (_, _, kind) = (at.vector()?, at.number(8)?, at.number(1)?);
        let sender = if kind == MEMBER { Some(at.number(4)?) } else { None };
        if kind == EXTERNAL {
            at.number(4)?;
        }
        let authenticated_data = at.vector()?;
        let content_type = at.number(1)?;
        let sender = sender.map(|leaf| u32::try_from(leaf).unwrap_or_default());
        let content = self.content_of(content_type, &mut at)?;
        let framed = &bytes[..bytes.len() - at.rest().len()];
        let auth = at.rest();
        let signature = at.vector()?;
        if content_type == 3 {
            at.vector()?;
        }
        let auth = &auth[..auth.len() - at.rest().len()];
        let head = Head { bytes: framed, sender, authenticated_data, content_type };
        let message = self.signed(epoch, PUBLIC, &head, content, auth, signature)?;
        if sender.is_some() {
            let key = derive_secret(epoch.secret, "membership");
            let tbm = [&to_be_signed(epoch, PUBLIC, framed, true)[..], auth].concat();
            if mac(&key, &tbm).as_slice() != at.vector()? {
                return Err(Refusal::broken("the membership tag is another epoch's"));
            }
        }
        self.message_ends(&at)?;
        Ok(message)
    }

    fn message_ends(&self, at: &Cursor<'_>) -> Result<(), Refusal> {
        self.demand(Check::TrailingBytes, at.is_empty(), Reason::TrailingBytes, "bytes follow the message")
    }

    /// The bytes of the content, which end where it ends.
    fn content_of<'b>(&self, content_type: u64, at: &mut Cursor<'b>) -> Result<&'b [u8], Refusal> {
        let before = at.rest();
        match content_type {
            1 => drop(at.vector()?),
            2 => super::handshake::skip_proposal(at)?,
            3 => super::handshake::skip_commit(at)?,
            _ => return Err(Refusal::new(Reason::TlsMalformed, "an unknown content type")),
        }
        Ok(&before[..before.len() - at.rest().len()])
    }

    fn signed(
        &self,
        epoch: &Epoch<'_>,
        wire_format: u16,
        head: &Head<'_>,
        content: &[u8],
        auth: &[u8],
        signature: &[u8],
    ) -> Result<Message, Refusal> {
        // A stranger's key is nowhere but in its own message: nothing to verify it with.
        if let Some(sender) = head.sender {
            let key = epoch.tree.leaf(sender).map(|leaf| leaf.signature_key).unwrap_or_default();
            let tbs = to_be_signed(epoch, wire_format, head.bytes, true);
            if !verifies(key, "FramedContentTBS", &tbs, signature) {
                return Err(Refusal::new(Reason::InvalidSignature, "the signature of the message"));
            }
        }
        let content_type = match head.content_type {
            1 => ContentType::Application,
            2 => ContentType::Proposal,
            _ => ContentType::Commit,
        };
        Ok(Message {
            content_type,
            epoch: epoch.context.epoch,
            sender: head.sender,
            authenticated_data: head.authenticated_data.to_vec(),
            content: content.to_vec(),
            authenticated: [&wire_format.to_be_bytes()[..], head.bytes, auth].concat(),
            well_carried: (content_type == ContentType::Application) == (wire_format == PRIVATE),
        })
    }

    fn private(&self, epoch: &Epoch<'_>, bytes: &[u8]) -> Result<Message, Refusal> {
        let mut at = Cursor::new(self, bytes);
        let (group_id, _, content_type) = (at.vector()?, at.number(8)?, at.number(1)?);
        let public = &bytes[..bytes.len() - at.rest().len()];
        let authenticated_data = at.vector()?;
        let (sender_data, ciphertext) = (at.vector()?, at.vector()?);
        self.message_ends(&at)?;
        let secret = derive_secret(epoch.secret, "sender data");
        let sample = &ciphertext[..ciphertext.len().min(32)];
        let (key, nonce) =
            (expand_with_label(&secret, "key", sample, 16), expand_with_label(&secret, "nonce", sample, 12));
        let opened = opens(&key, &nonce, public, sender_data)?;
        let mut data = Cursor::new(self, &opened);
        let (leaf, generation, guard) = (data.number(4)?, data.number(4)?, data.take(4)?);
        let leaf = u32::try_from(leaf).unwrap_or_default();
        let label = if content_type == 1 { "application" } else { "handshake" };
        let (key, mut nonce) = ratchet(epoch, leaf, label, u32::try_from(generation).unwrap_or_default())?;
        nonce.iter_mut().zip(guard).for_each(|(byte, mask)| *byte ^= mask);
        let aad = [public, &vector(authenticated_data)].concat();
        let plain = opens(&key, &nonce, &aad, ciphertext)?;
        let mut at = Cursor::new(self, &plain);
        let content = self.content_of(content_type, &mut at)?;
        let auth = at.rest();
        let signature = at.vector()?;
        if content_type == 3 {
            at.vector()?;
        }
        let auth = &auth[..auth.len() - at.rest().len()];
        if at.rest().iter().any(|byte| *byte != 0) {
            return Err(Refusal::new(Reason::TlsMalformed, "padding that is not zero"));
        }
        let epoch_number = epoch.context.epoch.to_be_bytes();
        let sender = [&[1][..], &leaf.to_be_bytes()].concat();
        let data = vector(authenticated_data);
        let kind = [u8::try_from(content_type).unwrap_or_default()];
        let framed = [&vector(group_id)[..], &epoch_number, &sender, &data, &kind, content].concat();
        let head = Head { bytes: &framed, sender: Some(leaf), authenticated_data, content_type };
        self.signed(epoch, PRIVATE, &head, content, auth, signature)
    }
}

/// `FramedContentTBS`; a member's has the group's context.
fn to_be_signed(epoch: &Epoch<'_>, wire_format: u16, framed: &[u8], member: bool) -> Vec<u8> {
    let context = if member { epoch.context.bytes } else { &[] };
    [&[0, 1][..], &wire_format.to_be_bytes(), framed, context].concat()
}

fn opens(key: &[u8], nonce: &[u8], aad: &[u8], msg: &[u8]) -> Result<Vec<u8>, Refusal> {
    let cipher = Aes128Gcm::new_from_slice(key).map_err(Refusal::broken)?;
    let opened = cipher.decrypt(Nonce::from_slice(nonce), Payload { msg, aad });
    opened.map_err(|_| Refusal::new(Reason::MessageDecryptFailed, "no key of this epoch opens it"))
}

/// Key and nonce of a generation of a leaf's ratchet, from the root of the secret tree down.
fn ratchet(epoch: &Epoch<'_>, leaf: u32, label: &str, generation: u32) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let wanted = 2 * usize::try_from(leaf).map_err(Refusal::broken)?;
    let (mut from, mut to) = (0, epoch.tree.width());
    if wanted >= to || generation > 10_000 {
        return Err(Refusal::new(Reason::MessageDecryptFailed, "no such ratchet"));
    }
    let mut secret = derive_secret(epoch.secret, "encryption");
    while to - from > 1 {
        let middle = from + (to - from) / 2;
        let side = if wanted < middle { "left" } else { "right" };
        secret = expand_with_label(&secret, "tree", side.as_bytes(), 32);
        if wanted < middle { to = middle } else { from = middle + 1 }
    }
    let mut secret = expand_with_label(&secret, label, &[], 32);
    let derive =
        |secret: &[u8], label: &str, at: u32, length| expand_with_label(secret, label, &at.to_be_bytes(), length);
    for at in 0..generation {
        secret = derive(&secret, "secret", at, 32);
    }
    Ok((derive(&secret, "key", generation, 16), derive(&secret, "nonce", generation, 12)))
}
