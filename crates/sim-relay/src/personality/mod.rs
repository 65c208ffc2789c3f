//! The settings of one relay: limits, optional NIPs, and the choices that the NIPs leave open or that a program makes against them.
//!
//! `presets` has personalities of our own, `deployed` those of programs that people run; the values of the knobs stand in one module
//! per group.

mod accepting;
mod deleting;
mod deployed;
mod form;
mod presets;
mod reading;
mod storing;

use std::collections::BTreeSet;

use nostr::PublicKey;
use serde::{Deserialize, Serialize};

pub use accepting::{DuplicateAnswer, OkOrder, Oversize, Protected, RefusalForm, UnheardEphemeral};
pub use deleting::{AddressDeletion, EarlyDeletion, ForeignDeletion, Tombstones};
pub use deployed::{DEPLOYED, Deployed, Known};
pub use reading::{
    EmptyList, EmptyLists, LimitScope, LimitZero, OddMember, Order, OverLimit, Overflow, RefusedReq, SameReq,
    SameSecond, Union, Until,
};
pub use storing::{Expiry, MissingD, Retention, RetentionSince, Superseded, Tie};

/// Every setting of a relay, as plain data. `None` means unlimited.
///
/// Read from a scenario file, unknown members are errors and missing ones are those of [`Personality::conforming`].
/// [`Display`](std::fmt::Display) prints every setting on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Personality {
    /// Longest client message in bytes, from `[` to `]`. It decides whether a large Welcome fits.
    pub max_message_length: Option<usize>,
    /// Most open subscriptions of a connection.
    pub max_subscriptions: Option<usize>,
    /// Most filters in a REQ or COUNT.
    pub max_filters: Option<usize>,
    /// Largest `limit` of a filter.
    pub max_limit: Option<usize>,
    /// `limit` of a filter that names none; `max_limit` applies to it too.
    pub default_limit: Option<usize>,
    /// Longest subscription id in Unicode scalars. NIP-01 says 64.
    pub max_subid_length: usize,
    /// Most tags of an event.
    pub max_event_tags: Option<usize>,
    /// Longest content in Unicode scalars.
    pub max_content_length: Option<usize>,
    /// How many seconds `created_at` may lie behind the relay's clock.
    pub created_at_lower_limit: Option<u64>,
    /// How many seconds `created_at` may lie ahead of the relay's clock.
    pub created_at_upper_limit: Option<u64>,
    /// How many events a connection may publish in a minute: so many at once, and each comes back after its share of a minute.
    /// More are `rate-limited:`.
    pub events_per_minute: Option<u32>,
    /// The answer to what is too long.
    pub oversize: Oversize,

    /// Takes EVENT, REQ and COUNT only after AUTH.
    pub auth_required: bool,
    /// Sends the challenge on connect, rather than before the first `auth-required`.
    pub challenge_on_connect: bool,
    /// `None`: anyone may write. `Some`: only these authors may, and gift wraps p-tagged to one of these keys are
    /// taken, since the author of a wrap is a key of one use; others get `restricted:`. A scenario fills it by
    /// `serves`.
    pub restricted_writes: Option<BTreeSet<PublicKey>>,
    /// Kinds that it takes; `None`: all. What it does not take is `blocked:`, and what it took before stays (RF-06).
    pub allowed_kinds: Option<BTreeSet<u16>>,
    /// Serves gift wraps only to a connection that is authenticated as a p-tagged key.
    pub giftwrap_guard: bool,
    /// What happens to events with the tag `["-"]`, while NIP-70 is on.
    pub protected: Protected,

    /// The answer to an event that is stored already.
    pub duplicate: DuplicateAnswer,
    /// Whether OK or the publisher's own live copy comes first.
    pub ok_order: OkOrder,
    /// Whether an ephemeral event is answered at all.
    pub ok_for_ephemeral: bool,
    /// The answer to an ephemeral event that no subscription matches.
    pub unheard_ephemeral: UnheardEphemeral,
    /// Whether a refusal says which event it is about.
    pub refusals: RefusalForm,
    /// How many seconds the first refusal of a connection is late; each further one doubles it, and what the connection says in the
    /// meantime waits. `None`: no refusal is late.
    pub tarpit: Option<u64>,

    /// Which of two versions of one second stays.
    pub tie: Tie,
    /// What happens to an older version.
    pub superseded: Superseded,
    /// What an addressable event without `d` is.
    pub missing_d: MissingD,
    /// What `expiration` does while NIP-40 is on.
    pub expiry: Expiry,
    /// What happens to an event whose `expiration` is no number, while NIP-40 is on.
    pub malformed_expiration: OddMember,
    /// How many seconds after its expiry a version of an address no longer outranks older ones; `None`: it always does.
    pub purge_after: Option<u64>,
    /// What is dropped after a time; the first entry that concerns a kind counts.
    pub retention: Vec<Retention>,

    /// What happens to deletion requests that name somebody else's event.
    pub foreign_deletion: ForeignDeletion,
    /// What happens to deletion requests that arrive before their target.
    pub deletion_before_target: EarlyDeletion,
    /// What an `a` tag of a deletion request does.
    pub deletion_by_address: AddressDeletion,
    /// What is answered to an event that was deleted.
    pub tombstones: Tombstones,
    /// Whether a deletion request is stored and sent to subscribers.
    pub deletion_kept: bool,
    /// Whether the p-tagged key may delete a gift wrap.
    pub wrap_deletion_by_recipient: bool,
    /// Whether a deletion request can be deleted. What it barred stays barred.
    pub deletions_deletable: bool,

    /// Optional NIPs that are switched off: any of 9, 40, 42, 45, 70, 77.
    #[serde(deserialize_with = "form::optional_nips")]
    pub nip_off: BTreeSet<u16>,

    /// How an empty list in a filter is read.
    pub empty_list: EmptyLists,
    /// What happens to a filter with a member that the relay does not know.
    pub unknown_filter_member: OddMember,
    /// What happens to a filter with the member `search`.
    pub search: OddMember,
    /// What happens to a question for more than `max_limit` events.
    pub over_limit: OverLimit,
    /// What `limit` limits.
    pub limit_scope: LimitScope,
    /// The answer to `limit: 0`.
    pub limit_zero: LimitZero,
    /// Whether `until` includes its second.
    pub until: Until,
    /// Order of stored events by date.
    pub order: Order,
    /// Order of stored events of one second.
    pub same_second: SameSecond,
    /// How the answers to several filters are put together.
    pub union: Union,
    /// For how many seconds an answer is given again to the same filters, whatever was published since.
    pub query_cache: u64,
    /// How a REQ is refused.
    pub refused_req: RefusedReq,
    /// What happens to one subscription too many.
    pub overflow: Overflow,
    /// What happens to a REQ that equals an open one.
    pub same_req_again: SameReq,
}

impl Default for Personality {
    fn default() -> Self {
        Self::conforming()
    }
}

/// Names.
impl Personality {
    /// The preset or the relay as deployed that is called `name`, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::preset(name).or_else(|| Some(Deployed::named(name)?.personality()))
    }
}

/// What follows from the knobs.
impl Personality {
    /// Adds accounts to the allow-list, and makes one if there is none.
    pub fn writable_for(mut self, accounts: impl IntoIterator<Item = PublicKey>) -> Self {
        self.restricted_writes.get_or_insert_default().extend(accounts);
        self
    }

    /// Whether the optional NIP is on.
    pub fn has_nip(&self, nip: u16) -> bool {
        !self.nip_off.contains(&nip)
    }

    /// Whether every EVENT is answered by one OK at once that names it (RI-2).
    pub fn answers_every_event(&self) -> bool {
        self.ok_for_ephemeral && self.names_refusals() && self.tarpit.is_none()
    }

    /// Whether a refused event is refused by its id.
    pub fn names_refusals(&self) -> bool {
        self.refusals == RefusalForm::Named && self.oversize == Oversize::OkFalse
    }

    /// Whether every REQ is answered by one EOSE or CLOSED (RI-2).
    pub fn answers_every_req(&self) -> bool {
        self.limit_zero != LimitZero::NoEose
            && self.refused_req == RefusedReq::Closed
            && self.overflow != Overflow::Notice
            && self.same_req_again == SameReq::Replay
    }

    /// What `expiration` does, NIP-40 being on or off.
    pub(crate) fn expiry(&self) -> Expiry {
        if self.has_nip(40) { self.expiry } else { Expiry::Off }
    }

    /// How many stored events a filter that asks for `asked` gets at most.
    pub(crate) fn limit_of(&self, asked: Option<usize>) -> Option<usize> {
        let asked = asked.filter(|limit| *limit > 0 || self.limit_zero != LimitZero::Ignored);
        match (asked.or(self.default_limit), self.max_limit) {
            (Some(wanted), Some(max)) => Some(wanted.min(max)),
            (wanted, max) => wanted.or(max),
        }
    }

    /// The second from which an event that is stored now is dropped, if it ever is.
    pub(crate) fn deadline(&self, kind: u16, created: u64, received: u64) -> Option<u64> {
        let rule = self.retention.iter().find(|rule| rule.concerns(kind))?;
        Some(rule.deadline(created, received))
    }

    /// Whether a deletion request acts on what comes after it.
    pub(crate) fn enforces_early(&self) -> bool {
        self.deletion_before_target == EarlyDeletion::Enforce
    }

    /// Whether time alone changes what is stored or said, so that it must act before every message.
    pub(crate) fn acts_in_time(&self) -> bool {
        !self.retention.is_empty() || self.tarpit.is_some() || matches!(self.expiry(), Expiry::Sweep(_))
    }

    /// Whether one address can hold several versions.
    pub(crate) fn keeps_versions(&self) -> bool {
        self.tie == Tie::KeepAll || self.superseded == Superseded::Keep
    }
}
