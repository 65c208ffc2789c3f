//! What an item is about: written beside it for whoever looks at a run. No machine reads it.

use sim_engine::Port;

use super::{ContactName, EventId, SyncType, Uuid};

/// What an item is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct About {
    /// The device or the contact that sealed it.
    pub from: String,
    /// The device or the contact that it is handed to.
    pub to: String,
    /// Its type, if it is a sync message.
    pub sync_type: Option<SyncType>,
    /// The contact that sent it or is to get it, or whose record it is.
    pub contact: Option<ContactName>,
    /// `dedup_id`, or the uuid of a message to or from a contact.
    pub event: EventId,
    /// The message that it is about.
    pub uuid: Option<Uuid>,
    /// The port on which it is handed out.
    #[serde(skip)]
    pub port: Port,
}
