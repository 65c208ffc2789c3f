//! What a group is made of besides its States.

use marmot_rules::adopted::convergence::policy::{MAX_CONVERGENCE_PASS_MS, SETTLEMENT_QUIESCENCE_MS};
use nostr::{Event, EventId, UnsignedEvent};
use serde::{Deserialize, Serialize};

use super::publish::Rumor;
use crate::category::Category;
use crate::envelope::Envelope;
use crate::ids::{MessageId, StateId};
use crate::intent::Intent;
use crate::message::Message;
use crate::process::Opened;
use crate::state::State;

/// The two clocks of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// Milliseconds on a clock that never goes back.
    pub monotonic: u64,
    /// Unix seconds.
    pub unix: u64,
}

/// What became of an input so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// It is part of the canonical path, or was delivered.
    Accepted,
    /// It may count later.
    Deferred,
    /// Its time is over.
    Stale,
    /// It belongs to a branch that lost.
    Invalidated,
    /// It is invalid for ever.
    Rejected(Category),
}

/// A message that was recovered from its envelope, or sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Input {
    /// The message.
    pub message: Message,
    /// The first event that carried it; none if it was never published, as a founding commit.
    pub event: Option<EventId>,
    /// What became of it.
    pub disposition: Disposition,
    /// The State whose key opened its envelope: in all probability the one where it belongs. It proves nothing (GE-03).
    pub sealed_in: Option<StateId>,
    /// The payload, once a State opened it.
    pub opened: Option<Opened>,
    /// We sent it.
    pub own: bool,
    /// The device shows it.
    pub shown: bool,
}

/// What is kept of an input whose epoch is out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Past {
    /// What became of it at last.
    pub disposition: Disposition,
    /// We sent it.
    pub own: bool,
}

/// An envelope that no key opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sealed {
    pub envelope: Envelope,
    /// The canonical epoch when it came.
    pub since: u64,
}

/// A commit that waits for its first acknowledgement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pending {
    /// The State after it, in no tree yet.
    pub(crate) child: State,
    /// The commit.
    pub(crate) commit: Message,
    /// The exact event, for publishing it again after a crash (CW-05).
    pub(crate) event: Event,
    /// Rumors for those whom it adds, with their accounts and KeyPackage events.
    pub(crate) welcomes: Vec<Rumor>,
}

impl Pending {
    /// SHA-256 of the commit.
    pub const fn id(&self) -> MessageId {
        self.commit.id
    }

    /// The event that carries it.
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// The State that it leads to.
    pub const fn child(&self) -> &State {
        &self.child
    }

    /// What it is made for.
    pub fn intent(&self) -> Option<&Intent> {
        self.child.edge.as_ref()?.own.as_ref().map(|own| &own.intent)
    }

    /// Rumors of kind 444 for those whom it adds, in the order of the KeyPackages.
    pub fn welcomes(&self) -> impl Iterator<Item = &UnsignedEvent> {
        self.welcomes.iter().map(|(_, _, rumor)| rumor)
    }
}

/// Where the copy stands (section 6.2 of docs/spec/adopted.md).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing is under way, or a pass over a linear path.
    Stable,
    /// An own commit is being published; inputs are kept, not admitted.
    PendingPublish(Box<Pending>),
    /// The first acknowledgement came; the commit is applied next, exactly once (CW-06).
    Merging(Box<Pending>),
    /// A pass with more than one branch.
    Recovering,
    /// The own leaf is gone; terminal.
    Removed,
    /// The group ended; terminal.
    Disbanded,
    /// A needed State is gone.
    Unrecoverable,
}

/// A convergence pass that collects input. Times are milliseconds on the monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// When it opened.
    pub opened: u64,
    /// When the last input came that can change the selection.
    pub relevant: u64,
    /// The canonical epoch at the opening.
    pub base_epoch: u64,
}

impl Pass {
    /// When it freezes.
    pub const fn cutoff(&self) -> u64 {
        let (quiet, longest) = (self.relevant + SETTLEMENT_QUIESCENCE_MS, self.opened + MAX_CONVERGENCE_PASS_MS);
        if quiet < longest { quiet } else { longest }
    }
}
