//! EVENT: judge, store, answer, deliver.

use nostr::{Event, PublicKey};
use serde_json::Value;

use crate::event::{Expiration, expiration, is_protected, names_d, p_tags};
use crate::kind::{CLIENT_AUTH, DELETION, KindClass, is_wrap};
use crate::message::Prefix;
use crate::personality::{
    DuplicateAnswer, Expiry, ForeignDeletion, MissingD, OddMember, OkOrder, Protected, Superseded, Tombstones,
    UnheardEphemeral,
};
use crate::refusal::Refusal;
use crate::session::ConnId;
use crate::store::Insertion;
use crate::subscriptions::SubKey;
use crate::tombstones::{Target, may_delete, targets};
use crate::visibility::visible;
use crate::{Outbox, Relay, RelayMsg, SubId, VerifiedEvent};

/// Who would receive an event if it were published now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FanOut {
    /// In the order of R-09: by connection, then by age of the subscription.
    pub deliveries: Vec<(ConnId, SubId)>,
    /// Subscriptions looked at to find them: the measure of what publishing costs.
    pub subscriptions_touched: usize,
}

/// How an accepted event is dealt with.
enum Acceptance {
    /// New: answered by an empty text and sent live.
    New,
    /// Taken without being kept, and sent to nobody.
    Unkept,
    /// Answered OK true with this text, and sent to nobody: known, or so the relay says.
    Known(String),
}

impl Acceptance {
    fn known(text: &str) -> Self {
        Self::Known(format!("{}: {text}", Prefix::Duplicate))
    }
}

impl Relay {
    /// The publisher's OK comes first, then the live copies. Exactly one OK (RI-2).
    pub(crate) fn publish(&mut self, now: u64, conn: ConnId, event: VerifiedEvent) -> Outbox {
        let outbox = match self.accept(now, conn, &event) {
            Ok(acceptance) => self.confirm(now, conn, &event, acceptance),
            Err(refusal) => self.refuse_event(now, conn, event.id, refusal),
        };
        let answers = outbox.iter().filter(|(_, msg)| matches!(msg, RelayMsg::Ok { .. })).count();
        debug_assert!(
            answers == 1 || !self.personality.answers_every_event(),
            "RI-2: one OK per EVENT, unless the personality says otherwise"
        );
        outbox
    }

    fn confirm(&self, now: u64, conn: ConnId, event: &VerifiedEvent, acceptance: Acceptance) -> Outbox {
        let id = event.id;
        let (message, copies) = match acceptance {
            Acceptance::New => (String::new(), self.fan_out(now, event).deliveries),
            Acceptance::Unkept => (String::new(), Vec::new()),
            Acceptance::Known(text) => (text, Vec::new()),
        };
        let copies = copies.into_iter().map(|(to, sub)| (to, RelayMsg::Event { sub, event: event.clone() }));
        let unanswered =
            KindClass::of(event.kind.as_u16()) == KindClass::Ephemeral && !self.personality.ok_for_ephemeral;
        let ok = (!unanswered).then_some((conn, RelayMsg::Ok { id, accepted: true, message }));
        let ok_first = match self.personality.ok_order {
            OkOrder::OkFirst => true,
            OkOrder::EventFirst => false,
            OkOrder::Either => id.as_bytes()[31].is_multiple_of(2),
        };
        match ok_first {
            true => ok.into_iter().chain(copies).collect(),
            false => copies.chain(ok).collect(),
        }
    }

    /// Who would receive `event` now: open subscriptions that match it, on connections that may see it. What has an
    /// older version, a duplicate or a refusal behind it is not asked about here.
    pub fn fan_out(&self, now: u64, event: &VerifiedEvent) -> FanOut {
        let candidates = self.subscriptions.candidates(event);
        let subscriptions_touched = candidates.len();
        let wanted = |conn: ConnId| visible(event, self.keys(conn), now, &self.personality);
        let deliveries = candidates
            .into_iter()
            .filter(|(_, subscription)| subscription.filters.iter().any(|filter| filter.matches(event)))
            .filter(|((conn, _), _): &(SubKey, _)| wanted(*conn))
            .map(|((conn, _), subscription)| (conn, subscription.sub.clone()))
            .collect();
        FanOut { deliveries, subscriptions_touched }
    }

    fn accept(&mut self, now: u64, conn: ConnId, event: &VerifiedEvent) -> Result<Acceptance, Refusal> {
        self.check_rate(now, conn)?;
        self.check_limits(now, event)?;
        self.check_rights(conn, event)?;
        self.check_protection(conn, event)?;
        if KindClass::of(event.kind.as_u16()) == KindClass::Ephemeral {
            return self.accept_ephemeral(now, event);
        }
        if self.personality.has_nip(9) && event.kind.as_u16() == DELETION {
            return self.accept_deletion(now, event);
        }
        let knobs = self.personality.clone();
        match self.store_mut().insert(now, event, &knobs) {
            Insertion::Stored => Ok(Acceptance::New),
            Insertion::Duplicate => self.already_there(),
            Insertion::Superseded => self.superseded(),
            Insertion::Deleted => self.deleted(),
        }
    }

    fn accept_deletion(&mut self, now: u64, request: &VerifiedEvent) -> Result<Acceptance, Refusal> {
        let knobs = self.personality.clone();
        if knobs.foreign_deletion != ForeignDeletion::Store {
            let verdict = self.check_ownership(request);
            if verdict.is_err() && knobs.foreign_deletion == ForeignDeletion::RefuseRest {
                self.store_mut().delete(request, &knobs);
            }
            verdict?;
        }
        match self.store_mut().insert(now, request, &knobs) {
            Insertion::Stored => self.store_mut().delete(request, &knobs),
            Insertion::Duplicate => return self.already_there(),
            Insertion::Superseded => return self.superseded(),
            Insertion::Deleted => return self.deleted(),
        }
        if knobs.deletion_kept {
            return Ok(Acceptance::New);
        }
        self.store_mut().forget(&request.id);
        Ok(Acceptance::Unkept)
    }

    fn already_there(&self) -> Result<Acceptance, Refusal> {
        let text = "already have this event";
        match self.personality.duplicate {
            DuplicateAnswer::TruePrefix => Ok(Acceptance::known(text)),
            DuplicateAnswer::TrueEmpty => Ok(Acceptance::Known(String::new())),
            DuplicateAnswer::FalsePrefix => Err(Refusal::because(Prefix::Duplicate, text)),
        }
    }

    fn superseded(&self) -> Result<Acceptance, Refusal> {
        let text = "have a newer version";
        match self.personality.superseded {
            Superseded::Replaced => Err(Refusal::because(Prefix::Replaced, text)),
            Superseded::Duplicate => Ok(Acceptance::known(text)),
            // Where older versions are kept, only a tie that was lost comes here.
            Superseded::Error | Superseded::Keep => Err(Refusal::because(Prefix::Error, text)),
        }
    }

    fn deleted(&self) -> Result<Acceptance, Refusal> {
        let text = "this event was deleted";
        match self.personality.tombstones {
            Tombstones::TrueButHidden => Ok(Acceptance::known(text)),
            Tombstones::Refuse | Tombstones::None => Err(Refusal::because(Prefix::Blocked, text)),
        }
    }

    /// Nothing about an ephemeral event is remembered, so it is sent again when published again.
    fn accept_ephemeral(&self, now: u64, event: &VerifiedEvent) -> Result<Acceptance, Refusal> {
        if self.personality.unheard_ephemeral == UnheardEphemeral::Mute
            && self.fan_out(now, event).deliveries.is_empty()
        {
            return Err(Refusal::because(Prefix::Mute, "nobody listens for this event"));
        }
        Ok(Acceptance::New)
    }
}

/// The checks, in the order in which they are made.
impl Relay {
    /// The rate of `events_per_minute`.
    fn check_rate(&mut self, now: u64, conn: ConnId) -> Result<(), Refusal> {
        let (Some(per_minute), Some(session)) = (self.personality.events_per_minute, self.sessions.get_mut(&conn))
        else {
            return Ok(());
        };
        match session.may_publish(now, per_minute.into()) {
            true => Ok(()),
            false => Err(Refusal::because(Prefix::RateLimited, format!("more than {per_minute} events a minute"))),
        }
    }

    ///
    fn check_limits(&self, now: u64, event: &Event) -> Result<(), Refusal> {
        let knobs = &self.personality;
        let at = event.created_at.as_secs();
        let invalid = |text: String| Err(Refusal::Because(Prefix::Invalid, text));
        if let Some(max) = knobs.max_event_tags.filter(|max| event.tags.len() > *max) {
            return Err(Refusal::TooLong(format!("more than {max} tags")));
        }
        if let Some(max) = knobs.max_content_length.filter(|max| event.content.chars().count() > *max) {
            return Err(Refusal::TooLong(format!("content is longer than {max} characters")));
        }
        if let Some(limit) = knobs.created_at_lower_limit.filter(|limit| at.saturating_add(*limit) < now) {
            return invalid(format!("created_at is more than {limit} seconds in the past"));
        }
        if let Some(limit) = knobs.created_at_upper_limit.filter(|limit| now.saturating_add(*limit) < at) {
            return invalid(format!("created_at is more than {limit} seconds in the future"));
        }
        if event.kind.as_u16() == CLIENT_AUTH && knobs.has_nip(42) {
            return invalid("kind 22242 belongs in AUTH".to_owned());
        }
        let addressable = KindClass::of(event.kind.as_u16()) == KindClass::Addressable;
        if addressable && knobs.missing_d == MissingD::Refuse && !names_d(event) {
            return Err(Refusal::because(Prefix::Error, "an addressable event needs a d tag"));
        }
        let refuses_malformed = knobs.has_nip(40) && knobs.malformed_expiration == OddMember::Refuse;
        let refuses_expired = matches!(knobs.expiry(), Expiry::Enforce | Expiry::OnArrival);
        match expiration(event) {
            Expiration::Malformed if refuses_malformed => invalid("expiration is not a number".to_owned()),
            Expiration::At(second) if refuses_expired && second <= now => invalid("expired".to_owned()),
            _ => Ok(()),
        }
    }

    /// R-76, and kinds that are not taken at all.
    fn check_rights(&self, conn: ConnId, event: &Event) -> Result<(), Refusal> {
        let kind = event.kind.as_u16();
        if self.personality.allowed_kinds.as_ref().is_some_and(|kinds| !kinds.contains(&kind)) {
            return Err(Refusal::because(Prefix::Blocked, format!("kind {kind} is not taken here")));
        }
        if self.personality.auth_required && self.keys(conn).is_empty() {
            return Err(Refusal::NeedsAuth("publishing needs AUTH"));
        }
        let Some(writers) = &self.personality.restricted_writes else { return Ok(()) };
        let addressed = |key: &PublicKey| is_wrap(event.kind.as_u16()) && p_tags(event, key);
        if writers.contains(&event.pubkey) || writers.iter().any(addressed) {
            return Ok(());
        }
        Err(Refusal::because(Prefix::Restricted, "not on the list of accounts served here"))
    }

    ///
    fn check_protection(&self, conn: ConnId, event: &Event) -> Result<(), Refusal> {
        if !self.personality.has_nip(70) {
            return Ok(());
        }
        if matches!(event.kind.as_u16(), 6 | 16) && embeds_protected(&event.content) {
            return Err(Refusal::because(Prefix::Blocked, "reposts a protected event"));
        }
        if !is_protected(event) {
            return Ok(());
        }
        let keys = self.keys(conn);
        match self.personality.protected {
            Protected::Refuse => Err(Refusal::because(Prefix::Blocked, "protected events are not taken here")),
            Protected::AuthorOnly if keys.contains(&event.pubkey) => Ok(()),
            Protected::AuthorOnly if keys.is_empty() => {
                Err(Refusal::NeedsAuth("a protected event needs AUTH by its author"))
            }
            Protected::AuthorOnly => {
                Err(Refusal::because(Prefix::Restricted, "a protected event is published by its author only"))
            }
        }
    }

    /// R-56 under `foreign_deletion = refuse`: every reference whose owner is known must be the requester's own.
    fn check_ownership(&self, request: &Event) -> Result<(), Refusal> {
        let foreign = targets(request).any(|target| match target {
            Target::Address(address) => address.author != request.pubkey,
            Target::Id(id) => self.store.events.get(&id).is_some_and(|target| {
                let undeletable = matches!(target.kind.as_u16(), DELETION | crate::kind::VANISH);
                !undeletable && !may_delete(&request.pubkey, target, &self.personality)
            }),
        });
        if foreign {
            return Err(Refusal::because(Prefix::Restricted, "names an event of somebody else"));
        }
        Ok(())
    }
}

/// Whether `content` is the JSON of an event with `["-"]`, valid or not.
fn embeds_protected(content: &str) -> bool {
    let Ok(inner) = serde_json::from_str::<Value>(content) else { return false };
    let tags = inner.get("tags").and_then(Value::as_array);
    tags.into_iter().flatten().any(|tag| tag.get(0).and_then(Value::as_str) == Some("-"))
}
