//! The words that all parts of this crate share: who takes part, what a run is like, what a script says, what is seen at its end.

mod about;
mod names;
mod note;
mod script;
mod settings;
mod view;

pub use about::About;
pub use names::{ContactName, DeviceName, EventId, QueueKey, RowState, SyncType, Uuid};
pub use note::{Fate, Note, Unreadable};
pub use script::{Act, Action, CrashPoint, On, PeerField, Step};
pub use settings::{
    AwareSetup, Body, ContactSetup, Copies, DedupId, MsgHook, Order, Phase, Poll, Read, Readings, Repair, Repairs,
    ServerOptions, StepAt, Storage,
};
pub use view::{ContactRead, ContactView, DeviceView, Pointer, RowView};
