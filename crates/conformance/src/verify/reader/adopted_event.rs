//! group-event of the adopted text, from the envelope to the payload, without an MLS library.
//!
//! It reads what is sent in the epoch of the Welcome: a member that has applied a commit is left to the libraries. Of a commit it
//! judges who may make it and what it asks for; the path secrets are not its business.

use super::bytes::Cursor;
use super::framing::{Epoch, Message};
use super::handshake::Known;
use super::{Check, Fault, Reader};
use crate::format::topics::commit_authority::{Id, Input};
use crate::format::topics::group_event::{ContentType, Expect};
use crate::format::topics::welcome_join::Op;
use crate::format::{Event, Reason, Rumor};
use crate::verify::{Case, Refusal, naive};

/// What an event holds.
pub(in crate::verify) struct Read {
    content_type: ContentType,
    epoch: u64,
    sender: Option<u32>,
    account: String,
    body: Body,
}

enum Body {
    Payload(Vec<u8>),
    /// A commit, or what committing a proposal would be.
    Handshake(Box<Input>),
}

impl Read {
    /// The commit to judge, if it is one or stands for one.
    pub(in crate::verify) fn handshake(&self) -> Option<&Input> {
        match &self.body {
            Body::Handshake(input) => Some(input),
            Body::Payload(_) => None,
        }
    }

    /// As a vector says it.
    pub(in crate::verify) fn expect(&self, rumor: Option<Rumor>) -> Expect {
        let (content_type, epoch, account) = (self.content_type, self.epoch, self.account.clone());
        Expect::Full { content_type, sender_leaf: self.sender.unwrap_or_default(), account, rumor, epoch }
    }
}

impl Reader {
    /// `None` for what is sent after a commit.
    pub(in crate::verify) fn adopted_event(
        &self,
        case: &Case<'_>,
        event: &Event,
        after: &str,
    ) -> Option<Result<Expect, Refusal>> {
        Some(self.read_event(case, event, after)?.and_then(|read| self.judged(&read)))
    }

    fn judged(&self, read: &Read) -> Result<Expect, Refusal> {
        match &read.body {
            Body::Handshake(input) => {
                naive::commit_ruling(input, "as-text", self)?;
                Ok(read.expect(None))
            }
            Body::Payload(data) => Ok(read.expect(Some(self.payload(data, &read.account)?))),
        }
    }

    /// What stands in an event, once everything around it is in order. `None` for what is sent after a commit.
    pub(in crate::verify) fn read_event(
        &self,
        case: &Case<'_>,
        event: &Event,
        after: &str,
    ) -> Option<Result<Read, Refusal>> {
        let (test, events) = match case.history(after) {
            Ok(history) => history,
            Err(refusal) => return Some(Err(refusal)),
        };
        if test.input.then.iter().any(|op| matches!(op, Op::ReceiveCommit { .. })) {
            return None;
        }
        let whole = Self::default();
        let steps = match whole.welcome_steps(&test.input.rumor.content, &test.input.joiner) {
            Ok(steps) => steps,
            Err(refusal) => return Some(Err(refusal)),
        };
        let epoch = match whole.epoch(&steps) {
            Ok(epoch) => epoch,
            Err(refusal) => return Some(Err(refusal)),
        };
        let mut known = Known::new();
        for event in events {
            match whole.earlier(&epoch, event, &mut known) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(refusal) => return Some(Err(refusal)),
            }
        }
        Some(self.inside_event(&epoch, event, &known))
    }

    /// Takes an earlier event; false for a commit.
    fn earlier(&self, epoch: &Epoch<'_>, event: &Event, known: &mut Known) -> Result<bool, Refusal> {
        let message = self.message(epoch, &self.outer(&event.content, &epoch.event_key())?)?;
        if message.content_type == ContentType::Proposal {
            known.extend([self.proposal(&message)?]);
        }
        Ok(message.content_type != ContentType::Commit)
    }

    fn inside_event(&self, epoch: &Epoch<'_>, event: &Event, known: &Known) -> Result<Read, Refusal> {
        self.demand(Check::Kind, event.kind == 445, Reason::UnexpectedKind, event.kind)?;
        self.event(event)?;
        self.envelope_tags(event)?;
        let group = Self::default().group_state(&epoch.context, &epoch.tree)?;
        let routing = group.components.get(&Id(0x8004)).and_then(|data| data.0.get(..32)).unwrap_or_default();
        let named = event.tag("h").is_some_and(|h| h == hex::encode(routing));
        self.demand(Check::GroupUnknown, named, Reason::GroupUnknown, "h names another group")?;
        let message = self.message(epoch, &self.outer(&event.content, &epoch.event_key())?)?;
        self.demand(Check::Carriage, message.well_carried, Reason::WireFormatMismatch, "carried the other way")?;
        let member = message.sender.is_some_and(|leaf| epoch.tree.leaf(leaf).is_some());
        let check = match message.content_type {
            ContentType::Proposal => Check::ProposalSender,
            ContentType::Commit | ContentType::Application => Check::CommitterMember,
        };
        self.demand(check, member, Reason::InvalidEncoding, "the sender is no member")?;
        let admins: Vec<u32> = group
            .leaves
            .iter()
            .filter(|(_, leaf)| {
                let list = group.components.get(&Id(0x8003)).map(|data| data.0.as_slice()).unwrap_or_default();
                let keys = Cursor::new(self, list).vector().unwrap_or_default();
                keys.chunks(32).any(|key| key == leaf.identity.0)
            })
            .map(|(index, _)| *index)
            .collect();
        let account = message.sender.and_then(|leaf| epoch.tree.leaf(leaf));
        let account = account.map(|leaf| hex::encode(leaf.identity)).unwrap_or_default();
        let body = self.body(epoch, &message, known, &admins)?;
        let Message { content_type, epoch, sender, .. } = message;
        Ok(Read { content_type, epoch, sender, account, body })
    }

    fn body(&self, epoch: &Epoch<'_>, message: &Message, known: &Known, admins: &[u32]) -> Result<Body, Refusal> {
        Ok(match message.content_type {
            ContentType::Application => Body::Payload(Cursor::new(self, &message.content).vector()?.to_vec()),
            ContentType::Commit => Body::Handshake(Box::new(self.commit(epoch, message, known)?)),
            ContentType::Proposal => {
                let (_, proposal) = self.proposal(message)?;
                Body::Handshake(Box::new(self.committing(epoch, &proposal, admins)?))
            }
        })
    }

    /// One `h` of 64 lower-case hex digits, at most one decimal `expiration`, nothing else.
    fn envelope_tags(&self, event: &Event) -> Result<(), Refusal> {
        let rows = |name: &'static str| event.tags.iter().filter(move |row| row[0] == name);
        let tag = |fault, name, holds, reason| self.demand(Check::Tag(fault, name), holds, reason, name);
        tag(Fault::Missing, "h", rows("h").count() > 0, Reason::TagMissing)?;
        tag(Fault::Repeated, "h", rows("h").count() <= 1, Reason::TagRepeated)?;
        tag(Fault::Repeated, "expiration", rows("expiration").count() <= 1, Reason::TagRepeated)?;
        tag(Fault::Extra, "h", rows("h").all(|row| row.len() <= 2), Reason::TagValueExtra)?;
        let upper = rows("h").any(|row| row.get(1).is_some_and(|h| h.bytes().any(|byte| byte.is_ascii_uppercase())));
        tag(Fault::Case, "h", !upper, Reason::TagValueMalformed)?;
        let decimal =
            |row: &Vec<String>| row.get(1).is_some_and(|at| !at.is_empty() && at.bytes().all(|b| b.is_ascii_digit()));
        tag(Fault::Form, "expiration", rows("expiration").all(decimal), Reason::TagValueMalformed)?;
        let other = event.tags.iter().any(|row| !["h", "expiration"].contains(&row[0].as_str()));
        tag(Fault::Forbidden, "p", !other, Reason::TagForbidden)
    }

    /// Exactly one unsigned event, by the account that sent it.
    fn payload(&self, data: &[u8], account: &str) -> Result<Rumor, Refusal> {
        let loose: serde_json::Value =
            serde_json::from_slice(data).map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
        let signed = loose.get("sig").is_some();
        self.demand(Check::RumorSigned, !signed, Reason::RumorSigned, "a `sig`")?;
        let rumor = match serde_json::from_slice::<Rumor>(data) {
            Ok(rumor) => rumor,
            Err(error) => {
                self.demand(Check::PayloadMembers, false, Reason::BadEventJson, error)?;
                let mut known = loose.clone();
                if let Some(members) = known.as_object_mut() {
                    members.retain(|name, _| {
                        ["id", "pubkey", "created_at", "kind", "tags", "content"].contains(&name.as_str())
                    });
                }
                serde_json::from_value(known).map_err(|e| Refusal::new(Reason::BadEventJson, e))?
            }
        };
        let rumor = Rumor { sig: None, ..rumor };
        let same = rumor.pubkey == account;
        self.demand(Check::InnerAuthor, same, Reason::InnerAuthorMismatch, "the rumor names another account")?;
        let id = super::nostr::id_of(&rumor.pubkey, rumor.created_at, rumor.kind, &rumor.tags, &rumor.content);
        self.demand(Check::RumorId, rumor.id == hex::encode(id), Reason::BadEventId, "the id of the rumor")?;
        Ok(rumor)
    }
}
