//! Welcomes as they cross the port.

use nostr::PublicKey;

use super::{GroupId, Opaque};

/// A Welcome that was opened and not answered yet.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// Whether the author of the rumor may invite (RW-01).
    pub entitled: bool,
    /// Who invites, as far as the engine knows.
    pub inviter: PublicKey,
    /// What the engine needs for the answer.
    pub handle: Opaque,
}

/// Who says yes to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Whatever process handles what arrives: the extension while it runs, else the application.
    Arrival,
    /// A person, in the application.
    Person,
}
