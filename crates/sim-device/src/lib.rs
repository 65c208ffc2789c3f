//! A simulated Marmot device: one installation on a real mdk-core 0.8.0 instance, sans-IO.
//!
//! ```text
//!   Input  (a relay said…, a command, wake) ──> MdkDevice ──> Output (open, send, wake me, note, done)
//!                                                  │
//!                       net · key_packages · invite · commit · welcome · messages
//!                                                  │
//!                                   Installation: mdk-core in memory storage + the app's book
//! ```
//!
//! Nothing here schedules, sleeps or opens a socket. What mdk-core leaves to its caller is decided by [`behaviour::Behaviour`]:
//! by default as a careful client that follows the profile's text would, otherwise as deployed clients do.

#![forbid(unsafe_code)]

mod api;
pub mod behaviour;
mod commit;
mod crash;
mod device;
mod envelope;
mod error;
mod group_data;
mod group_state;
mod inside;
mod installation;
mod invitations;
mod invite;
mod key_packages;
mod library;
mod messages;
mod net;
mod proposals;
mod relay_lists;
mod search;
mod sentence;
mod sign_out;
mod store;
mod stored;
mod warm_up;
mod welcome;

pub use api::{
    Backup, Command, CommitKind, ContentKind, CrashPoint, Device, DeviceConfig, DeviceView, EpochState, GroupChange,
    GroupView, Input, Invitee, KeyPackageFacts, KeyPackageForm, KeyPackageOptions, Leaf, Malformed, Membership, Moment,
    Note, OpId, Output, Pending, RelayLists, RelayTrouble, SignOutDeletes, Task, Undeliverable, WelcomeRefusal,
};
pub use behaviour::Behaviour;
pub use device::MdkDevice;
pub use error::{Answer, Answers, CommandError, LookUp, LookUps, NotReached, answers_text};
pub use library::{Call, Meaning, Said};
pub use sentence::{reverse_sentences, sentence};
pub use store::Storage;
pub use warm_up::{warm_up, warm_up_sqlite};
