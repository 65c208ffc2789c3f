//! Values of the knobs that say what is taken, and how an EVENT is answered.

use serde::{Deserialize, Serialize};

/// What happens to events with `["-"]` while NIP-70 is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protected {
    /// `blocked:`, whoever publishes.
    Refuse,
    /// Accepted from a connection authenticated as the author.
    AuthorOnly,
}

/// Answer to an ephemeral event that nobody listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnheardEphemeral {
    /// `OK true`.
    Accept,
    /// `OK false mute:`.
    Mute,
}

/// Answer to what is longer than the relay takes: a message, a list of tags, a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oversize {
    /// `OK false invalid:`, or CLOSED.
    OkFalse,
    /// NOTICE and nothing else.
    Notice,
    /// NOTICE, and the connection is over.
    NoticeAndClose,
}

/// Answer to an event that is stored already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateAnswer {
    /// `OK true duplicate:`.
    TruePrefix,
    /// `OK true` with an empty text.
    TrueEmpty,
    /// `OK false duplicate:`: a client that publishes again after a lost OK reads a refusal.
    FalsePrefix,
}

/// What the publisher sees first where it subscribes to its own event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OkOrder {
    /// OK, then the live copies.
    OkFirst,
    /// The live copies, then OK.
    EventFirst,
    /// Now this, now that: the copies first if the last byte of the event's id is odd.
    Either,
}

/// Whether the OK of a refusal says which event it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalForm {
    /// It carries the event's id.
    Named,
    /// Its id is empty, so that the publisher cannot tell which event was refused.
    Nameless,
}
