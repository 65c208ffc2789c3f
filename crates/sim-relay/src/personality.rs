//! The settings of one relay: limits, optional NIPs, and the choices that the NIPs leave open.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use nostr::PublicKey;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

/// Every setting of a relay, as plain data. `None` means unlimited.
///
/// Read from a scenario file, unknown members are errors and missing ones are those of [`Personality::conforming`].
/// [`Display`](fmt::Display) prints every setting on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Personality {
    /// Longest client message in bytes, from `[` to `]`. It decides whether a large Welcome fits.
    pub max_message_length: Option<usize>,
    /// Most open subscriptions of a connection.
    pub max_subscriptions: Option<usize>,
    /// Most filters in a REQ or COUNT.
    pub max_filters: Option<usize>,
    /// Largest `limit` of a filter; a larger one is lowered to this without a word.
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
    /// What happens to deletion requests that name somebody else's event.
    pub foreign_deletion: ForeignDeletion,
    /// What happens to deletion requests that arrive before their target.
    pub deletion_before_target: EarlyDeletion,
    /// Optional NIPs that are switched off: any of 9, 40, 42, 45, 70, 77.
    #[serde(deserialize_with = "optional_nips")]
    pub nip_off: BTreeSet<u16>,
    /// How an empty list in a filter is read.
    pub empty_list: EmptyList,
    /// What happens to a filter with a member that the relay does not know.
    pub unknown_filter_member: OddMember,
    /// What happens to a filter with the member `search`.
    pub search: OddMember,
    /// The prefix with which an older version is refused.
    pub superseded: SupersededPrefix,
    /// The answer to an ephemeral event that no subscription matches.
    pub unheard_ephemeral: UnheardEphemeral,
}

/// What happens to events with `["-"]` while NIP-70 is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protected {
    /// `blocked:`, whoever publishes.
    Refuse,
    /// Accepted from a connection authenticated as the author.
    AuthorOnly,
}

/// What happens to a deletion request that names somebody else's event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignDeletion {
    /// Stored, without effect on what it must not touch.
    Store,
    /// `restricted:`, and nothing of it is enforced.
    Refuse,
}

/// What happens to references of a deletion request that name nothing stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EarlyDeletion {
    /// Enforced when the target arrives.
    Enforce,
    /// Forgotten: the target is accepted.
    Ignore,
}

/// How an empty list in a filter is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmptyList {
    /// CLOSED `invalid:`.
    Refuse,
    /// No event can match.
    None,
    /// As if the member were absent.
    Any,
}

/// What happens to a filter member that the relay does not offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddMember {
    /// CLOSED `unsupported:`.
    Refuse,
    /// The filter works without it.
    Ignore,
}

/// Prefix of the OK that refuses an older version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupersededPrefix {
    /// `error:`, from the NIP-01 list.
    Error,
    /// `replaced:`, seen in the wild.
    Replaced,
}

/// Answer to an ephemeral event that nobody listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnheardEphemeral {
    /// `OK true`.
    Accept,
    /// `OK false mute:`.
    Mute,
}

/// Profile (NIP-01), follows (NIP-02), relays (NIP-65), inbox relays (NIP-17), KeyPackage relays.
const LIST_KINDS: [u16; 5] = [0, 3, 10_002, 10_050, 10_051];
/// NIPs that `nip_off` can name.
const OPTIONAL_NIPS: [u16; 6] = [9, 40, 42, 45, 70, 77];
/// NIPs that this implementation has at all, besides the guard of NIP-59. 77 is to come.
const IMPLEMENTED_NIPS: [u16; 7] = [1, 9, 11, 40, 42, 45, 70];

impl Default for Personality {
    fn default() -> Self {
        Self::conforming()
    }
}

/// The presets.
impl Personality {
    /// Names that [`Personality::preset`] knows.
    pub const PRESETS: [&'static str; 6] = ["conforming", "public", "inbox", "minimal", "judge", "indexer"];

    /// The preset called `name`, if there is one.
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "conforming" => Some(Self::conforming()),
            "public" => Some(Self::public()),
            "inbox" => Some(Self::inbox()),
            "minimal" => Some(Self::minimal()),
            "judge" => Some(Self::judge()),
            "indexer" => Some(Self::indexer()),
            _ => None,
        }
    }

    /// Every NIP to the letter, no limits.
    pub fn conforming() -> Self {
        Self {
            max_message_length: None,
            max_subscriptions: None,
            max_filters: None,
            max_limit: None,
            default_limit: None,
            max_subid_length: 64,
            max_event_tags: None,
            max_content_length: None,
            created_at_lower_limit: None,
            created_at_upper_limit: None,
            auth_required: false,
            challenge_on_connect: false,
            restricted_writes: None,
            allowed_kinds: None,
            giftwrap_guard: true,
            protected: Protected::AuthorOnly,
            foreign_deletion: ForeignDeletion::Store,
            deletion_before_target: EarlyDeletion::Enforce,
            nip_off: BTreeSet::new(),
            empty_list: EmptyList::Refuse,
            unknown_filter_member: OddMember::Refuse,
            search: OddMember::Refuse,
            superseded: SupersededPrefix::Error,
            unheard_ephemeral: UnheardEphemeral::Accept,
        }
    }

    /// A large public relay: limits, no guard on gift wraps, no protected events, no COUNT.
    pub fn public() -> Self {
        Self {
            max_message_length: Some(65_536),
            max_subscriptions: Some(50),
            max_filters: Some(20),
            max_limit: Some(500),
            default_limit: Some(500),
            max_event_tags: Some(2_000),
            created_at_lower_limit: Some(94_608_000),
            created_at_upper_limit: Some(300),
            giftwrap_guard: false,
            protected: Protected::Refuse,
            deletion_before_target: EarlyDeletion::Ignore,
            nip_off: BTreeSet::from([45, 77]),
            empty_list: EmptyList::None,
            unknown_filter_member: OddMember::Ignore,
            search: OddMember::Ignore,
            ..Self::conforming()
        }
    }

    /// A personal inbox relay. Its allow-list starts empty, so that it takes nothing until
    /// [`Personality::writable_for`] names the accounts it serves.
    pub fn inbox() -> Self {
        Self {
            max_message_length: Some(524_288),
            max_subscriptions: Some(50),
            max_filters: Some(20),
            max_limit: Some(1_000),
            default_limit: Some(500),
            max_event_tags: Some(4_000),
            created_at_upper_limit: Some(900),
            challenge_on_connect: true,
            restricted_writes: Some(BTreeSet::new()),
            foreign_deletion: ForeignDeletion::Refuse,
            ..Self::conforming()
        }
    }

    /// NIP-01 and nothing else.
    pub fn minimal() -> Self {
        Self { giftwrap_guard: false, nip_off: BTreeSet::from(OPTIONAL_NIPS), ..Self::conforming() }
    }

    /// `conforming` with a challenge on connect, for outside test suites.
    pub fn judge() -> Self {
        Self { challenge_on_connect: true, ..Self::conforming() }
    }

    /// A relay that holds profiles and lists only: it says where an account is, and has nothing else of it.
    pub fn indexer() -> Self {
        Self { allowed_kinds: Some(BTreeSet::from(LIST_KINDS)), ..Self::public() }
    }

    /// Adds accounts to the allow-list, and makes one if there is none.
    pub fn writable_for(mut self, accounts: impl IntoIterator<Item = PublicKey>) -> Self {
        self.restricted_writes.get_or_insert_default().extend(accounts);
        self
    }

    /// Whether the optional NIP is on.
    pub fn has_nip(&self, nip: u16) -> bool {
        !self.nip_off.contains(&nip)
    }

    /// How many stored events a filter that asks for `asked` gets at most.
    pub(crate) fn limit_of(&self, asked: Option<usize>) -> Option<usize> {
        match (asked.or(self.default_limit), self.max_limit) {
            (Some(wanted), Some(max)) => Some(wanted.min(max)),
            (wanted, max) => wanted.or(max),
        }
    }
}

/// Publication.
impl Personality {
    /// The NIP-11 document of a relay at `url`, derived from the knobs; `none` leaves a member out.
    pub fn nip11(&self, url: &nostr::RelayUrl) -> Value {
        let limitation = json!({
            "max_message_length": self.max_message_length,
            "max_subscriptions": self.max_subscriptions,
            "max_limit": self.max_limit,
            "max_subid_length": self.max_subid_length,
            "max_event_tags": self.max_event_tags,
            "max_content_length": self.max_content_length,
            "auth_required": self.auth_required,
            "payment_required": false,
            "restricted_writes": self.restricted_writes.is_some(),
            "created_at_lower_limit": self.created_at_lower_limit,
            "created_at_upper_limit": self.created_at_upper_limit,
            "default_limit": self.default_limit,
        });
        json!({
            "name": url.to_string(),
            "description": "Simulated Nostr relay of Colony",
            "software": "sim-relay",
            "version": env!("CARGO_PKG_VERSION"),
            "supported_nips": self.supported_nips(),
            "limitation": without_nulls(limitation),
        })
    }

    fn supported_nips(&self) -> Vec<u16> {
        let mut nips: Vec<u16> = IMPLEMENTED_NIPS.into_iter().filter(|nip| self.has_nip(*nip)).collect();
        if self.giftwrap_guard {
            nips.push(59);
        }
        nips.sort_unstable();
        nips
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(object) => object.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other => other,
    }
}

/// One `knob = value` per line, by name, none left out.
impl fmt::Display for Personality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let knobs: BTreeMap<String, Value> =
            serde_json::to_value(self).and_then(serde_json::from_value).map_err(|_| fmt::Error)?;
        for (index, (name, value)) in knobs.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            match value {
                Value::Null => write!(f, "{line_break}{name} = none")?,
                value => write!(f, "{line_break}{name} = {value}")?,
            }
        }
        Ok(())
    }
}

fn optional_nips<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<u16>, D::Error> {
    let nips = BTreeSet::<u16>::deserialize(deserializer)?;
    match nips.iter().find(|nip| !OPTIONAL_NIPS.contains(nip)) {
        Some(nip) => {
            Err(serde::de::Error::custom(format!("NIP {nip} cannot be switched off; one of {OPTIONAL_NIPS:?} can")))
        }
        None => Ok(nips),
    }
}
