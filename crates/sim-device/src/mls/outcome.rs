//! What an engine says came of an input, and what is to be published.

use nostr::{EventId, PublicKey, UnsignedEvent};
use sim_relay::VerifiedEvent;

use super::GroupId;
use crate::api::{CommitKind, ContentKind};
use crate::library::Said;

/// What came of one call.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What happened, in order, and in which group.
    pub effects: Vec<(GroupId, Effect)>,
    /// What the engine made by itself and the device is to publish, after the effects.
    pub publish: Vec<Publish>,
}

/// One thing that happened in a group.
#[derive(Clone, Debug)]
pub enum Effect {
    /// A better branch won: the engine went back to `epoch` and follows that one (MD-09, CV-07).
    RolledBack {
        /// Epoch of the state that both branches have in common.
        epoch: u64,
        /// Rumor ids of messages that counted as read, and do not any more.
        withdrawn: Vec<EventId>,
        /// Events that the engine wants to be handed once more.
        again: Vec<EventId>,
        /// The engine builds own commits that were undone anew by itself (CV-08). Else the device asks for the same changes again.
        rebuilds: bool,
    },
    /// A Welcome is to be wrapped and sent. For commits that the engine builds anew by itself: those of a commit that the device asked for
    /// come with [`super::Prepared`].
    Welcome {
        /// Who is welcome.
        account: PublicKey,
        /// The KeyPackage event that was used.
        key_package: EventId,
        /// The Welcome rumor.
        rumor: UnsignedEvent,
        /// The commit that added the leaf.
        commit: Option<EventId>,
    },
    /// A message was decrypted.
    Message(ReadMessage),
    /// The group may be elsewhere now: the device asks for its [`super::Standing`].
    Moved {
        /// The commit that may have led there, if it was one.
        by: Option<EventId>,
    },
    /// An own change that lost its race cannot be made again: nobody will hear of it any more.
    GivenUp {
        /// What it was to do.
        what: CommitKind,
        /// What the library says.
        why: Said,
    },
    /// A part of the stored group that is needed is gone: nothing goes on here until the copy is discarded.
    Unrecoverable,
    /// An event cannot be used. Whether it ever can is the engine's business.
    Unreadable {
        /// The event.
        event: EventId,
        /// What the library says.
        why: Said,
    },
}

/// A message of the application.
#[derive(Clone, Debug)]
pub struct ReadMessage {
    /// Group event that carried it.
    pub event: EventId,
    /// The rumor, as its author made it.
    pub rumor: UnsignedEvent,
    /// Rumor id, as the engine has noted it.
    pub id: EventId,
    /// Leaf of the author's device, if the engine tells.
    pub leaf: Option<u32>,
    /// The engine vouches for it: its id is its hash, and it was not read before, unless it was withdrawn since (GE-06, D35). Else the
    /// device looks.
    pub vouched: bool,
}

/// An event that the engine made by itself.
#[derive(Clone, Debug)]
pub struct Publish {
    /// In which group.
    pub group: GroupId,
    /// The group event.
    pub event: VerifiedEvent,
    /// What the device owes the engine for it.
    pub obligation: Obligation,
}

/// What follows the publication of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obligation {
    /// It is a staged commit: [`super::Commits::confirm`] when a relay took it, else [`super::Commits::fail`].
    Commit {
        /// What it does.
        what: CommitKind,
        /// Leaf that asked to go, if it carries out a departure and the engine tells.
        leaver: Option<u32>,
    },
    /// Nothing: it is a proposal of the own departure.
    Proposal,
}

/// Why an event could not be used, and what is known of it.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// What the library said, and what is behind it.
    pub why: Said,
    /// Epoch in which the event was sent, if a key of this device opens it.
    pub sent_in: Option<u64>,
    /// What is in it, if a key of this device opens it.
    pub content: Option<ContentKind>,
}
