//! group-event

use adopted::envelope::{Envelope, EnvelopeError, EventKey};
use adopted::group::{Disposition, Group, Rejection};
use adopted::message::{Content, Message, MessageError};
use adopted::payload::{self, PayloadError};
use adopted::{Account, Category, Effect, Facts, Settings};
use openmls_0_9::prelude::{ProcessedMessageContent, Sender};

use super::device::Device;
use super::refused::category;
use crate::format::topics::group_event::{ContentType, Expect, Input, Test};
use crate::format::{Event, Reason, Rumor};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(super) fn verify(case: &Case<'_>, test: &Test, settings: &Settings) -> Verdict {
    match &test.input {
        Input::Outer { event, group_event_key } => judge(test, outer(event, &group_event_key.0)),
        Input::Full { event, after } => judge(test, full(case, event, after, settings)),
    }
}

fn outer(event: &Event, key: &[u8]) -> Result<Expect, Refusal> {
    let envelope = read(&event.to_nostr().map_err(Refusal::broken)?)?;
    let key = key.try_into().map(EventKey).map_err(Refusal::broken)?;
    let opened =
        envelope.open(&key).ok_or_else(|| Refusal::new(Reason::OuterDecryptFailed, "the key does not open it"))?;
    Ok(Expect::Outer { mls_message: opened.into() })
}

/// The envelope, or which check of it fails. The engine does not say what is wrong with a tag.
fn read(event: &nostr::Event) -> Result<Envelope, Refusal> {
    Envelope::read(event).map_err(|error| {
        let reason = match &error {
            EnvelopeError::Kind(_) => Some(Reason::UnexpectedKind),
            EnvelopeError::Signature if !event.verify_id() => Some(Reason::BadEventId),
            EnvelopeError::Signature => Some(Reason::BadEventSignature),
            EnvelopeError::Tags => None,
            EnvelopeError::Base64 => Some(Reason::ContentNotBase64),
            EnvelopeError::Short(0) => Some(Reason::ContentEmpty),
            EnvelopeError::Short(_) => Some(Reason::ContentTooShort),
        };
        Refusal { reason, what: error.to_string() }
    })
}

fn full(case: &Case<'_>, event: &Event, after: &str, settings: &Settings) -> Result<Expect, Refusal> {
    let mut reader = Device::since(case, after, settings)?;
    let event = event.to_nostr().map_err(Refusal::broken)?;
    let before = reader.group()?.facts().clone();
    let (message, told) = reader.takes(&event).map_err(|rejection| refused(&reader, &event, &rejection))?;
    let group = reader.group()?;
    let input = group.inputs().get(&message).ok_or_else(|| Refusal::broken("the message is forgotten"))?;
    let delivered = told.into_iter().find_map(|effect| match effect {
        Effect::Delivered { message: id, event, leaf, .. } if id == message => Some((event, leaf)),
        _ => None,
    });
    let epoch = input.message.epoch;
    let sender = || sender(&input.message.bytes, group.id());
    let (content_type, leaf, rumor) = match (input.message.content, delivered) {
        (Content::Payload, Some((rumor, leaf))) => (ContentType::Application, Some(leaf), Some(Rumor::from(&rumor))),
        (Content::Commit, _) if input.disposition == Disposition::Accepted => (ContentType::Commit, sender(), None),
        (Content::Proposal, _) if group.is_placed(message) => (ContentType::Proposal, sender(), None),
        (content, _) => return Err(Refusal::broken(format!("{content:?} is {:?}", input.disposition))),
    };
    let sender_leaf = leaf.ok_or_else(|| Refusal::broken("a handshake that does not say who sent it"))?;
    let account = before.member(sender_leaf).ok_or_else(|| Refusal::broken("the sender has no leaf"))?.account;
    Ok(Expect::Full { content_type, sender_leaf, account: account.to_string(), rumor, epoch })
}

/// The leaf in the head of a PublicMessage of a member. A PrivateMessage hides it.
fn sender(message: &[u8], group_id: &[u8]) -> Option<u32> {
    let public = message.get(3) == Some(&1);
    // Version, wire format, group id of less than 64 bytes with its length, epoch, sender type 1.
    let leaf = message.get(4 + 1 + group_id.len() + 8 + 1..).and_then(|rest| rest.first_chunk());
    leaf.filter(|_| public).map(|leaf| u32::from_be_bytes(*leaf))
}

/// Which check refused the event. The engine keeps the category of the text alone; what it is about is found by asking again.
fn refused(reader: &Device, event: &nostr::Event, rejection: &Rejection) -> Refusal {
    if let Err(refusal) = read(event) {
        return refusal;
    }
    let reason = match rejection.category {
        Category::UnknownGroup => Some(Reason::GroupUnknown),
        Category::TransportDeferred => Some(Reason::OuterDecryptFailed),
        other => reader.group().ok().and_then(|group| inside(reader, group, event)).or_else(|| category(other)),
    };
    Refusal { reason, what: rejection.to_string() }
}

/// What is wrong inside the envelope, if it is the form of the message or its payload.
fn inside(reader: &Device, group: &Group, event: &nostr::Event) -> Option<Reason> {
    let facts = group.facts();
    let bytes = Envelope::read(event).ok()?.open(facts.event_key()?)?;
    let message = match Message::parse(&bytes, group.id()) {
        Ok(message) if message.content == Content::Payload => message,
        Ok(_) | Err(MessageError::External) => return None,
        Err(MessageError::Decode(why)) if why.contains("not empty") || why.contains("railing") => {
            return Some(Reason::TrailingBytes);
        }
        Err(MessageError::Decode(_)) => return Some(Reason::TlsMalformed),
        Err(MessageError::Kind | MessageError::Framing(..)) => return Some(Reason::WireFormatMismatch),
        Err(MessageError::Group) => return Some(Reason::GroupUnknown),
    };
    let (data, sender) = decrypted(reader, group, &message, facts)?;
    match payload::read(&data, sender).err()? {
        PayloadError::Author => Some(Reason::InnerAuthorMismatch),
        PayloadError::Id => Some(Reason::BadEventId),
        PayloadError::Json(why) if why.contains("`sig`") => Some(Reason::RumorSigned),
        PayloadError::Json(_) => Some(Reason::BadEventJson),
    }
}

fn decrypted(reader: &Device, group: &Group, message: &Message, facts: &Facts) -> Option<(Vec<u8>, Account)> {
    let (provider, mut copy) = group.canonical().scratch(reader.engine.crypto(), group.id()).ok()?;
    let processed = copy.process_message(&provider, message.protocol().ok()?).ok()?;
    let Sender::Member(leaf) = *processed.sender() else { return None };
    let ProcessedMessageContent::ApplicationMessage(data) = processed.into_content() else { return None };
    Some((data.into_bytes(), facts.member(leaf.u32())?.account))
}
