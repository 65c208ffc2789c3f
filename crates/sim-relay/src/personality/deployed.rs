//! Relays as deployed: personalities of programs that people run.
//!
//! A row is what `cargo run -p sim-relay --example measure` says of the program (docs/spec/relay.md, section 9), or what its source
//! says where it was not run. What no knob can say is not in it.

use std::collections::BTreeSet;

use super::*;

/// A program that people run as their relay.
#[derive(Debug, Clone, Copy)]
pub struct Deployed {
    /// The name after `like =`.
    pub name: &'static str,
    /// Program and version.
    pub program: &'static str,
    /// What a group notices first.
    pub about: &'static str,
    /// How its personality is known.
    pub known: Known,
    personality: fn() -> Personality,
}

/// How a personality is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The program was asked on loopback.
    Measured,
    /// Its source was read; it was not run.
    Read,
}

impl Known {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Read => "read in source, not run",
        }
    }
}

/// Every relay as deployed that is known here.
pub const DEPLOYED: [Deployed; 7] = [
    Deployed {
        name: "nostr-rs-relay-0.8",
        program: "nostr-rs-relay 0.8.12, its shipped configuration, SQLite",
        about: "the first of two versions of one second stays; `a` deletions do nothing; what is not stored is answered OK true",
        known: Known::Measured,
        personality: nostr_rs_relay,
    },
    Deployed {
        name: "rust-nostr-0.44",
        program: "rust-nostr's LocalRelay, nostr-relay-builder 0.44.0, in memory",
        about: "60 events a minute; the last of two versions of one second stays; expired events are served",
        known: Known::Measured,
        personality: rust_nostr_0_44,
    },
    Deployed {
        name: "rust-nostr-0.45-dev",
        program: "rust-nostr's LocalRelay in development, June 2026, in memory",
        about: "60 events a minute; odd questions end the connection",
        known: Known::Measured,
        personality: rust_nostr_0_45,
    },
    Deployed {
        name: "nostr-relay-js-0.0.40",
        program: "npm @nostr-relay/core 0.0.40 with its validator and SQLite",
        about: "the 21st subscription ends the first in silence; 100 events without a limit; deletion requests are not kept",
        known: Known::Measured,
        personality: nostr_relay_js,
    },
    Deployed {
        name: "nostr-relay-py-1.14",
        program: "nostr-relay 1.14 of PyPI, SQLite",
        about: "4,096 characters of content; every version stays; a duplicate is refused; refusals are nameless and slow",
        known: Known::Measured,
        personality: nostr_relay_py,
    },
    Deployed {
        name: "strfry-1.1",
        program: "strfry 1.1.1, its shipped configuration",
        about: "close to the texts; protected events are refused; a recipient cannot delete a gift wrap",
        known: Known::Read,
        personality: strfry_1_1,
    },
    Deployed {
        name: "strfry-1.1-next",
        program: "strfry after 1.1.1 (b6f9284, 2026-08-03), its shipped configuration",
        about: "takes gift wraps and serves them to nobody: reading them needs an AUTH that is not set up",
        known: Known::Read,
        personality: strfry_next,
    },
];

impl Deployed {
    /// The one called `name`, if there is one.
    pub fn named(name: &str) -> Option<&'static Self> {
        DEPLOYED.iter().find(|deployed| deployed.name == name)
    }

    /// Its settings.
    pub fn personality(&self) -> Personality {
        (self.personality)()
    }
}

/// What all that were measured have in common.
fn in_the_wild() -> Personality {
    Personality {
        giftwrap_guard: false,
        deletion_before_target: EarlyDeletion::Ignore,
        wrap_deletion_by_recipient: false,
        malformed_expiration: OddMember::Ignore,
        purge_after: None,
        empty_list: EmptyList::None.into(),
        unknown_filter_member: OddMember::Ignore,
        search: OddMember::Ignore,
        ..Personality::conforming()
    }
}

fn nostr_rs_relay() -> Personality {
    Personality {
        max_message_length: Some(262_144),
        max_subscriptions: Some(32),
        max_subid_length: 256,
        created_at_upper_limit: Some(1_800),
        oversize: Oversize::NoticeAndClose,
        ok_order: OkOrder::Either,
        ok_for_ephemeral: false,
        tie: Tie::FirstArrival,
        superseded: Superseded::Duplicate,
        missing_d: MissingD::Distinct,
        deletion_before_target: EarlyDeletion::Enforce,
        deletion_by_address: AddressDeletion::Ignore,
        tombstones: Tombstones::TrueButHidden,
        nip_off: BTreeSet::from([42, 45, 70, 77]),
        limit_zero: LimitZero::NoEose,
        order: Order::OldestWithoutLimit,
        same_second: SameSecond::Arrival,
        union: Union::PerFilterTwice,
        refused_req: RefusedReq::Notice,
        overflow: Overflow::Notice,
        same_req_again: SameReq::Silence,
        ..in_the_wild()
    }
}

fn rust_nostr_0_44() -> Personality {
    Personality {
        tie: Tie::LastArrival,
        expiry: Expiry::OnArrival,
        deletion_by_address: AddressDeletion::Once,
        ..rust_nostr_0_45()
    }
}

fn rust_nostr_0_45() -> Personality {
    Personality {
        max_subscriptions: Some(500),
        default_limit: Some(500),
        max_subid_length: 250,
        events_per_minute: Some(60),
        missing_d: MissingD::Refuse,
        foreign_deletion: ForeignDeletion::RefuseRest,
        deletions_deletable: true,
        nip_off: BTreeSet::from([77]),
        empty_list: EmptyLists {
            ids: EmptyList::None,
            authors: EmptyList::Any,
            kinds: EmptyList::Any,
            tags: EmptyList::None,
        },
        refused_req: RefusedReq::Disconnect,
        ..in_the_wild()
    }
}

fn nostr_relay_js() -> Personality {
    Personality {
        max_subscriptions: Some(20),
        max_limit: Some(1_000),
        default_limit: Some(100),
        max_subid_length: 128,
        max_event_tags: Some(2_000),
        max_content_length: Some(102_400),
        oversize: Oversize::Notice,
        duplicate: DuplicateAnswer::TrueEmpty,
        ok_order: OkOrder::EventFirst,
        superseded: Superseded::Duplicate,
        expiry: Expiry::OnArrival,
        deletion_by_address: AddressDeletion::AnyTime,
        tombstones: Tombstones::TrueButHidden,
        deletion_kept: false,
        nip_off: BTreeSet::from([42, 45, 70, 77]),
        empty_list: EmptyLists {
            ids: EmptyList::Any,
            authors: EmptyList::Any,
            kinds: EmptyList::Any,
            tags: EmptyList::Refuse,
        },
        union: Union::PerFilter,
        query_cache: 1,
        refused_req: RefusedReq::Notice,
        overflow: Overflow::DropOldest,
        ..in_the_wild()
    }
}

fn nostr_relay_py() -> Personality {
    Personality {
        max_subscriptions: Some(32),
        max_limit: Some(6_000),
        default_limit: Some(6_000),
        max_subid_length: 5_000,
        max_content_length: Some(4_096),
        created_at_lower_limit: Some(31_536_000),
        created_at_upper_limit: Some(3_600),
        duplicate: DuplicateAnswer::FalsePrefix,
        refusals: RefusalForm::Nameless,
        tarpit: Some(2),
        tie: Tie::KeepAll,
        superseded: Superseded::Keep,
        expiry: Expiry::Sweep(300),
        deletion_by_address: AddressDeletion::Ignore,
        tombstones: Tombstones::None,
        deletions_deletable: true,
        nip_off: BTreeSet::from([42, 45, 70, 77]),
        empty_list: EmptyLists { tags: EmptyList::Any, ..EmptyList::None.into() },
        limit_scope: LimitScope::LastForAll,
        limit_zero: LimitZero::Ignored,
        until: Until::Exclusive,
        same_second: SameSecond::Arrival,
        overflow: Overflow::Notice,
        ..in_the_wild()
    }
}

fn strfry_1_1() -> Personality {
    Personality {
        max_message_length: Some(131_072),
        max_subscriptions: Some(200),
        max_filters: Some(200),
        max_limit: Some(500),
        default_limit: Some(500),
        max_event_tags: Some(2_000),
        created_at_lower_limit: Some(94_608_000),
        created_at_upper_limit: Some(900),
        protected: Protected::Refuse,
        superseded: Superseded::Replaced,
        deletion_before_target: EarlyDeletion::Enforce,
        unknown_filter_member: OddMember::Refuse,
        search: OddMember::Refuse,
        ..in_the_wild()
    }
}

/// Without `serviceUrl` an AUTH cannot succeed, which is the same to a client as none on offer.
fn strfry_next() -> Personality {
    Personality {
        giftwrap_guard: true,
        wrap_deletion_by_recipient: true,
        nip_off: BTreeSet::from([42]),
        ..strfry_1_1()
    }
}
