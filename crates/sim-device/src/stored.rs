//! What a device finds again after it was killed: everything that the application wrote down, and nothing else.
//!
//! The engine keeps its own state on the disk. Beside it the application has a [`Book`] and the work that it has begun; every change of
//! these is a write of its own, so that a crash cuts between two of them, or between one of them and a write of the engine.

use std::collections::BTreeMap;
use std::time::Duration;

use nostr::EventId;

use crate::api::OpId;
use crate::commit::{AppliedCommit, CommitInFlight};
use crate::crash::Welcomes;
use crate::device::Timer;
use crate::installation::{Book, Installation};
use crate::mls::Opaque;
use crate::outbox::Outbox;
use crate::publications::Purpose;

/// The application's own stored state at one moment.
#[derive(Clone)]
pub(crate) struct Stored {
    pub book: Book,
    /// What the engine's caller keeps for it.
    pub engine: Opaque,
    /// Events that some relay has still to answer about.
    pub outbox: Outbox,
    /// What each of them is for.
    pub purposes: BTreeMap<EventId, (Option<OpId>, Purpose)>,
    /// Own commits that no relay has acknowledged, by group.
    pub commits_in_flight: BTreeMap<String, CommitInFlight>,
    /// Own commits that the groups followed, in case a better one turns up.
    pub applied_commits: BTreeMap<String, Vec<AppliedCommit>>,
    /// Welcomes of commits that the group has followed, not handed to the relays yet.
    pub unsent: Vec<Welcomes>,
    /// Welcomes of commits that lost before they were sent.
    pub held_welcomes: Vec<Welcomes>,
    /// What is to be done at which time since the start of the run, and the number of the entry.
    pub dates: BTreeMap<(Duration, u64), Timer>,
}

impl Stored {
    /// The work of a client that keeps in memory what the engine returned. The engine itself stores the pending commit.
    pub(crate) fn without_work(self) -> Self {
        Self {
            outbox: Outbox::default(),
            purposes: BTreeMap::new(),
            commits_in_flight: BTreeMap::new(),
            unsent: Vec::new(),
            held_welcomes: Vec::new(),
            ..self
        }
    }

    /// The book alone, as on a disk that holds no work begun.
    pub(crate) fn of(install: &Installation) -> Self {
        Self {
            book: install.book.clone(),
            engine: install.mls.records(),
            outbox: Outbox::default(),
            purposes: BTreeMap::new(),
            commits_in_flight: BTreeMap::new(),
            applied_commits: BTreeMap::new(),
            unsent: Vec::new(),
            held_welcomes: Vec::new(),
            dates: BTreeMap::new(),
        }
    }
}
