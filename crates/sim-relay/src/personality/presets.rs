//! Personalities of our own: what the texts ask for, and what a scenario wants to assume.

use std::collections::BTreeSet;

use super::form::OPTIONAL_NIPS;
use super::*;

/// Profile (NIP-01), follows (NIP-02), relays (NIP-65), inbox relays (NIP-17), KeyPackage relays.
const LIST_KINDS: [u16; 5] = [0, 3, 10_002, 10_050, 10_051];

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

    /// One line about a preset; empty if there is none of this name.
    pub fn describe(name: &str) -> &'static str {
        match name {
            "conforming" => "every NIP to the letter, no limits",
            "public" => "limits, gift wraps for anyone, no protected events; stands for no program in particular",
            "inbox" => "takes what the accounts it serves sign, and gift wraps for them",
            "minimal" => "NIP-01 and nothing else",
            "judge" => "conforming, with a challenge on connect",
            "indexer" => "takes profiles and relay lists, and nothing else",
            _ => "",
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
            events_per_minute: None,
            oversize: Oversize::OkFalse,
            auth_required: false,
            challenge_on_connect: false,
            restricted_writes: None,
            allowed_kinds: None,
            giftwrap_guard: true,
            protected: Protected::AuthorOnly,
            duplicate: DuplicateAnswer::TruePrefix,
            ok_order: OkOrder::OkFirst,
            ok_for_ephemeral: true,
            unheard_ephemeral: UnheardEphemeral::Accept,
            refusals: RefusalForm::Named,
            tarpit: None,
            tie: Tie::LowestId,
            superseded: Superseded::Error,
            missing_d: MissingD::Empty,
            expiry: Expiry::Enforce,
            malformed_expiration: OddMember::Refuse,
            purge_after: Some(0),
            retention: Vec::new(),
            foreign_deletion: ForeignDeletion::Store,
            deletion_before_target: EarlyDeletion::Enforce,
            deletion_by_address: AddressDeletion::Enforce,
            tombstones: Tombstones::Refuse,
            deletion_kept: true,
            wrap_deletion_by_recipient: true,
            deletions_deletable: false,
            nip_off: BTreeSet::new(),
            empty_list: EmptyList::Refuse.into(),
            unknown_filter_member: OddMember::Refuse,
            search: OddMember::Refuse,
            over_limit: OverLimit::Clamp,
            limit_scope: LimitScope::PerFilter,
            limit_zero: LimitZero::Eose,
            until: Until::Inclusive,
            order: Order::NewestFirst,
            same_second: SameSecond::Id,
            union: Union::Merged,
            query_cache: 0,
            refused_req: RefusedReq::Closed,
            overflow: Overflow::Closed,
            same_req_again: SameReq::Replay,
        }
    }

    /// Limits as a large relay might set them, no guard on gift wraps, no protected events, no COUNT. It stands for no program in
    /// particular: a relay that was measured is in [`DEPLOYED`].
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
            empty_list: EmptyList::None.into(),
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
}
