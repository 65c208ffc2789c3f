//! A simulated Marmot device: one installation on a real MLS engine, sans-IO.
//!
//! ```text
//!   Input  (a relay said…, a command, wake) ──> MarmotDevice ──> Output (open, send, wake me, note, done)
//!                                                  │
//!                  net · outbox · key_packages · invite · commit · welcome · messages
//!                                                  │
//!              Installation: an engine behind the port `mls` (mdk-core 0.8.0) + the app's book
//! ```
//!
//! Nothing here schedules, sleeps or opens a socket. What an engine leaves to its caller is decided by [`behaviour::Behaviour`]:
//! by default as a careful client that follows the profile's text would, otherwise as deployed clients do.

#![forbid(unsafe_code)]

mod api;
pub mod behaviour;
mod commit;
mod crash;
mod device;
mod effects;
mod engine;
mod envelope;
mod error;
mod group_data;
mod heard;
mod installation;
mod invitations;
mod invite;
mod key_packages;
mod library;
mod maker;
mod messages;
pub mod mls;
mod net;
mod outbox;
mod pairing;
mod publications;
mod relay_lists;
mod roster;
mod search;
mod sentence;
mod sign_out;
mod stored;
mod welcome;

pub use api::{
    Backup, Command, CommitKind, ContentKind, CrashPoint, Device, DeviceConfig, DeviceView, EpochState, GroupChange,
    GroupView, Input, Invitee, KeyPackageFacts, KeyPackageForm, KeyPackageOptions, Leaf, Malformed, Membership, Moment,
    Note, OpId, Output, Pending, RelayLists, RelayTrouble, SignOutDeletes, Task, Undeliverable, WelcomeRefusal,
};
pub use behaviour::Behaviour;
pub use device::MarmotDevice;
pub use engine::{Storage, warm_up, warm_up_sqlite};
pub use error::{Answer, Answers, CommandError, LookUp, LookUps, NotReached, answers_text};
pub use library::{Call, Meaning, Said};
pub use maker::{DeviceMaker, Installed};
pub use pairing::{Approval, Handed, Offer, Overlay};
pub use sentence::{reverse_sentences, sentence};
