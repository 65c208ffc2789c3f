#![forbid(unsafe_code)]
//! Marmot as its text was adopted in July 2026, on the published openmls 0.9.2 (feature `extensions-draft`).
//!
//! Sans-IO: Nostr events and times go in; events to publish and typed effects come out. Nothing here knows a relay.
//!
//! ```text
//!  ingest ──> envelope ──> message ──> every State of its epoch, on a copy ──> new State | proposal | payload
//!                                                                                  │
//!  commit ──> prepare on a copy ──> publish ──> acknowledge ──> attach ────────────┤
//!                                                                                  ▼
//!  tick ────> cutoff of the pass ──> select (marmot_rules) ──> apply ──> effects, dispositions, pruning
//! ```
//!
//! Three things are never done on a State's own group: processing (a foreign commit would drop a pending one), preparing (an own
//! commit with a path cannot be replayed) and decrypting a witness (the generation would be used up). [`State`]s are immutable
//! snapshots of a [`Store`] that share what did not change, and only the own sending ratchet and received proposals are written
//! back into them. The copy that became a new State is kept for the next commit or message, and one more for reading, whose
//! ratchets move; what it cannot open any more is opened from the State.
//!
//! **Limits**, known and not mended yet:
//!
//! * Of one leaf, 10,000 messages in one epoch can be read. A payload with an empty tag is refused: the nostr crate has no such tag.
//! * Of own commits that were given up (`fail`) the last eight can be followed if a relay took them all the same.
//! * Of inputs out of reach the ids and dispositions are kept for ever. Of messages without a place, and of envelopes that no key
//!   opens, 1,024 each are kept; whoever holds an old key of the group can fill the first, and anybody the second (D32).
//! * Whoever applied its own removal is out, also where the removal loses later: CA-11 makes it final, CV-06 does not. A leaf of
//!   somebody who left can so stay in the tree until an admin removes it.
//! * A commit that a wrong clock or a failing library keeps from being judged is tried again with the next event, not by time (D19).
//! * D19 and D30 have their defaults only.

mod addresses;
mod authorize;
mod category;
mod crypto;
mod dictionary;
mod effect;
mod engine;
pub mod envelope;
mod error;
mod facts;
mod failure;
mod founding;
pub mod group;
mod group_config;
mod ids;
mod intent;
mod join;
pub mod key_package;
pub mod leaf;
mod live;
pub mod message;
mod pairing;
pub mod payload;
mod prepare;
mod process;
mod provider;
mod refusals;
mod settings;
mod state;
mod store;
mod views;
pub mod welcome;

pub use category::Category;
pub use crypto::Crypto;
pub use effect::Effect;
pub use engine::{Engine, GroupName, Invitation, JoinedGroup, OpenedWelcome, Saved};
pub use error::MlsError;
pub use facts::{Facts, FactsError, Member, Required};
pub use founding::{FoundError, NewGroup};
pub use ids::{Account, MessageId, Reference, StateId};
pub use intent::{Intent, Own, Queued};
pub use join::JoinError;
pub use marmot_rules::adopted::Class;
pub use pairing::Approvals;
pub use prepare::PrepareError;
pub use process::Opened;
pub use provider::{LoadError, Provider, Snapshot};
pub use refusals::{FoundingError, GroupError, NoSuchGroup};
pub use settings::{LeafKeys, OldLeaves, Path, SealAuthor, Settings, UnknownChoice, WelcomeMatch};
pub use state::{Edge, State, Tree};
pub use store::{Store, StoreError};
