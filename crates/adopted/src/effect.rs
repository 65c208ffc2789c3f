//! What the engine tells the device. Effects stay in the saved state until they are taken, so that a crash loses none (CV-10).

use marmot_rules::adopted::Class;
use nostr::{Event, EventId, UnsignedEvent};
use serde::{Deserialize, Serialize};

use crate::ids::{Account, MessageId};
use crate::intent::Intent;
use crate::message::Content;

/// One thing to do or to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Publish this signed event to these relays. For a commit the engine waits for an answer.
    Publish {
        /// The MLS message inside.
        message: MessageId,
        /// What it is.
        content: Content,
        /// Kind 445.
        event: Event,
        /// Where to.
        relays: Vec<String>,
    },
    /// Seal, wrap and send this rumor to the account's inbox.
    Welcome {
        /// Whose device is welcome.
        account: Account,
        /// The KeyPackage event that was used.
        key_package: EventId,
        /// Kind 444.
        rumor: UnsignedEvent,
        /// The event that carried the commit that added the leaf; none for a founding one, which is never published.
        commit: Option<EventId>,
    },
    /// A payload to show. The same message id is delivered again only after it was withdrawn.
    Delivered {
        /// Its MLS message.
        message: MessageId,
        /// The event that carried it first; as the engine knows it.
        carrier: Option<EventId>,
        /// The epoch in which it was sent.
        epoch: u64,
        /// Whose it is.
        sender: Account,
        /// The sender's leaf.
        leaf: u32,
        /// The event.
        event: UnsignedEvent,
    },
    /// A payload that was shown belongs to a branch that lost.
    Withdrawn {
        /// Its MLS message.
        message: MessageId,
        /// The event inside.
        event: EventId,
    },
    /// A commit became part of the canonical path.
    Applied {
        /// Its digest.
        commit: MessageId,
        /// The event that carried it first; none for a founding commit.
        carrier: Option<EventId>,
        /// The epoch that it leads to.
        epoch: u64,
        /// Whose leaf made it.
        committer: Account,
        /// Its class.
        class: Class,
    },
    /// A commit left the canonical path: whatever was told because of it is void (CV-07).
    Superseded {
        /// Its digest.
        commit: MessageId,
        /// The epoch in which it was made, to which the device goes back.
        epoch: u64,
        /// It was our own; what it was made for is wanted still, unless it was given up (CV-08).
        own: bool,
    },
    /// A commit was not published; its intent is given up.
    Failed {
        /// Its digest.
        commit: MessageId,
    },
    /// An intent was dropped.
    Dropped {
        /// The intent.
        intent: Intent,
        /// Why.
        why: String,
    },
    /// These events were kept until now and no key opened them. They are not known any more: whoever fetches them again may hand
    /// them in again (GE-04).
    Unopened {
        /// Their ids.
        events: Vec<EventId>,
    },
    /// A payload that waited was never sent.
    Unsent {
        /// The payload.
        event: UnsignedEvent,
        /// Why.
        why: String,
    },
    /// The own leaf is gone. This copy of the group is over (CA-11).
    Removed,
    /// The group has ended.
    Disbanded,
    /// A State that is needed is gone.
    Unrecoverable,
}
