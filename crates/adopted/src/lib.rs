#![forbid(unsafe_code)]
//! Marmot as its text was adopted in July 2026, on the published openmls 0.9.2 (feature `extensions-draft`).
//!
//! Sans-IO: Nostr events and times go in; events to publish and typed effects come out. Nothing here knows a relay.

mod authorize;
mod category;
mod crypto;
mod dictionary;
mod effect;
mod engine;
pub mod envelope;
mod error;
mod facts;
mod founding;
pub mod group;
mod group_config;
mod ids;
mod intent;
mod join;
pub mod key_package;
pub mod leaf;
pub mod message;
pub mod payload;
mod prepare;
mod process;
mod provider;
mod settings;
mod state;
mod views;
pub mod welcome;

pub use category::Category;
pub use crypto::Crypto;
pub use effect::Effect;
pub use engine::{Damaged, Engine, FoundingError, GroupError, GroupName, JoinedGroup, NoSuchGroup, Saved};
pub use error::MlsError;
pub use facts::{Facts, FactsError, Member, Required};
pub use founding::{FoundError, NewGroup};
pub use ids::{Account, MessageId, Reference, StateId};
pub use intent::Intent;
pub use join::JoinError;
pub use prepare::PrepareError;
pub use process::Opened;
pub use provider::{LoadError, Provider, Snapshot};
pub use settings::{LeafKeys, OldLeaves, Path, SealAuthor, Settings, WelcomeMatch};
pub use state::{Class, Edge, State, Tree};
