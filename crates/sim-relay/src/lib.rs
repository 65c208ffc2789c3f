//! A sans-IO in-memory Nostr relay: store, filters, sessions, personality.
//!
//! ```text
//!  text ── wire::parse ──> ClientMsg ─┐
//!                                     ├─ Relay::handle(now, conn, msg) ──> Outbox: [(conn, RelayMsg)]
//!  connect · disconnect · tick(now) ──┘
//! ```
//!
//! The relay has no clock, no entropy source, no socket and no thread: time and bytes are parameters, replies are
//! values. Rule ids (R-01 and so on) name rows of the relay's specification; the tests are named after them.

#![forbid(unsafe_code)]

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod arrange;
mod event;
mod event_json;
mod filter;
mod filter_json;
mod index;
mod kind;
mod message;
mod personality;
mod publish;
mod query;
mod refusal;
mod relay;
mod session;
mod store;
mod subscribe;
mod subscriptions;
mod tombstones;
mod visibility;
pub mod wire;

pub use event::{BadEvent, VerifiedEvent};
pub use filter::Filter;
pub use kind::KindClass;
pub use message::{ClientMsg, Prefix, RelayMsg, SubId};
pub use personality::{
    AddressDeletion, DEPLOYED, Deployed, DuplicateAnswer, EarlyDeletion, EmptyList, EmptyLists, Expiry,
    ForeignDeletion, Known, LimitScope, LimitZero, MissingD, OddMember, OkOrder, Order, OverLimit, Overflow, Oversize,
    Personality, Protected, RefusalForm, RefusedReq, Retention, RetentionSince, SameReq, SameSecond, Superseded, Tie,
    Tombstones, UnheardEphemeral, Union, Until,
};
pub use publish::FanOut;
pub use query::QueryResult;
pub use relay::{Outbox, Relay, RelaySnapshot};
pub use session::ConnId;
pub use wire::Reject;
