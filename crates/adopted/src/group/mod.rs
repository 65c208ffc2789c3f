//! One group on one device: a tree of States, what came in, and where the device stands in publishing and converging.

mod apply;
mod given_up;
mod ingest;
mod judge;
mod leave;
mod memory;
mod parts;
mod place;
mod publish;
mod queue;
mod ratchet_use;
mod restart;
mod select;
mod send;
mod tick;

pub use ingest::{Rejection, Verdict};
pub use parts::{Disposition, Input, Now, Pass, Pending, Phase};
pub use publish::CommitError;
pub use ratchet_use::{RatchetUse, SealedPayload};
pub use send::SendError;

use parts::{Past, Sealed};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use marmot_rules::adopted::convergence::policy::MAX_REWIND_COMMITS as WINDOW;
use nostr::{EventId, UnsignedEvent};
use serde::{Deserialize, Serialize};

use crate::Crypto;
use crate::effect::Effect;
use crate::facts::Facts;
use crate::ids::{MessageId, StateId};
use crate::intent::Queued;
use crate::leaf::LeafKey;
use crate::live::Live;
use crate::prepare::Hand;
use crate::settings::Settings;
use crate::state::{State, Tree};

/// One group on one device.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Group {
    /// The MLS group id; secret (GC-05).
    #[serde(with = "hex::serde")]
    pub(crate) id: Vec<u8>,
    pub(crate) key: LeafKey,
    pub(crate) tree: Tree,
    pub(crate) canonical: StateId,
    pub(crate) phase: Phase,
    pub(crate) pass: Option<Pass>,
    pub(crate) inputs: BTreeMap<MessageId, Input>,
    /// Recovered while no admission was possible.
    pub(crate) waiting: BTreeSet<MessageId>,
    /// What a failure of this device kept from being judged; tried again with the next event that comes.
    pub(crate) unjudged: BTreeSet<MessageId>,
    /// What is left of inputs that are out of reach.
    pub(crate) past: BTreeMap<MessageId, Past>,
    /// No key opened them yet.
    pub(crate) sealed: BTreeMap<EventId, Sealed>,
    /// Wishes that wait for their turn, those whose commits lost before all others.
    pub(crate) queue: VecDeque<Queued>,
    /// A queued intent had its turn since inputs were last admitted (CW-07).
    pub(crate) had_turn: bool,
    /// Payloads to send once the group is settled.
    pub(crate) outbox: Vec<UnsignedEvent>,
    /// The own disband that the open pass decides on (CA-08).
    pub(crate) candidate: Option<StateId>,
    /// Own commits that were given up: a relay may have taken one all the same, and nobody can replay an own commit.
    pub(crate) given_up: Vec<Pending>,
    /// The device asked to leave (CA-10).
    pub(crate) leaving: bool,
    /// When to commit other members' departures, or when who leaves gives up the admin role again, in monotonic milliseconds.
    pub(crate) departures_due: Option<u64>,
    pub(crate) effects: Vec<Effect>,
    #[serde(skip)]
    pub(crate) live: Live,
}

/// What a group needs of its device.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub crypto: &'a Crypto,
    pub account: nostr::PublicKey,
    pub settings: &'a Settings,
    pub now: Now,
}

impl Group {
    pub(crate) fn new(id: Vec<u8>, key: LeafKey, root: State) -> Self {
        Self {
            id,
            key,
            canonical: root.id,
            tree: Tree::new(root),
            phase: Phase::Stable,
            pass: None,
            inputs: BTreeMap::new(),
            waiting: BTreeSet::new(),
            unjudged: BTreeSet::new(),
            past: BTreeMap::new(),
            sealed: BTreeMap::new(),
            queue: VecDeque::new(),
            had_turn: false,
            outbox: Vec::new(),
            candidate: None,
            given_up: Vec::new(),
            leaving: false,
            departures_due: None,
            effects: Vec::new(),
            live: Live::default(),
        }
    }

    /// The MLS group id.
    pub fn id(&self) -> &[u8] {
        &self.id
    }

    /// The State that the device acts in.
    pub fn canonical(&self) -> &State {
        self.tree.get(self.canonical).expect("the canonical State is in the tree")
    }

    /// What that State says.
    pub fn facts(&self) -> &Facts {
        &self.canonical().facts
    }

    /// All States in reach.
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Where the copy stands.
    pub const fn phase(&self) -> &Phase {
        &self.phase
    }

    /// The pass that is open.
    pub const fn pass(&self) -> Option<&Pass> {
        self.pass.as_ref()
    }

    /// What became of a message that came in or went out, however long ago.
    pub fn disposition(&self, message: MessageId) -> Option<Disposition> {
        let input = self.inputs.get(&message).map(|input| input.disposition);
        input.or_else(|| self.past.get(&message).map(|past| past.disposition))
    }

    /// What came in or went out and is in reach of the window, by message id.
    pub const fn inputs(&self) -> &BTreeMap<MessageId, Input> {
        &self.inputs
    }

    /// The addresses to listen to: those of every State in reach, and of own commits that were not applied (GE-09).
    pub fn addresses(&self) -> BTreeSet<[u8; 32]> {
        let own = self.pending().into_iter().chain(&self.given_up).map(|pending| pending.child.facts.address);
        self.tree.iter().map(|state| state.facts.address).chain(own).collect()
    }

    /// The relays to listen on: those of the canonical State first, then those of every other State in reach and of own commits that were
    /// not applied (GE-09). A member that has not followed a change of routing speaks where the group was before.
    pub fn sources(&self) -> Vec<String> {
        let own = self.pending().into_iter().chain(&self.given_up).map(|pending| &pending.child.facts);
        let others: BTreeSet<&String> =
            self.tree.iter().map(|state| &state.facts).chain(own).flat_map(|facts| &facts.relays).collect();
        let here = &self.facts().relays;
        here.iter().chain(others.into_iter().filter(|relay| !here.contains(relay))).cloned().collect()
    }

    pub(crate) fn listens(&self, address: &[u8; 32]) -> bool {
        self.addresses().contains(address)
    }

    /// Nothing is under way.
    pub fn is_settled(&self) -> bool {
        matches!(self.phase, Phase::Stable) && self.pass.is_none()
    }

    /// The copy is over.
    pub const fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Removed | Phase::Disbanded | Phase::Unrecoverable)
    }

    /// What the copy has still to do, by name; nothing when it is at rest.
    pub fn obligations(&self) -> Vec<&'static str> {
        let open = [
            ("own-commit", self.pending().is_some()),
            ("queued-change", !self.queue.is_empty()),
            ("unsent-payload", !self.outbox.is_empty()),
            ("retained-input", !self.waiting.is_empty() || !self.unjudged.is_empty()),
            ("departure", self.departures_due.is_some()),
            ("effect", !self.effects.is_empty()),
        ];
        open.into_iter().filter(|(_, is_open)| *is_open).map(|(name, _)| name).collect()
    }

    /// The own commit under way.
    pub fn pending(&self) -> Option<&Pending> {
        match &self.phase {
            Phase::PendingPublish(pending) | Phase::Merging(pending) => Some(pending),
            _ => None,
        }
    }

    /// True while the leaver waits to be removed.
    pub const fn is_leaving(&self) -> bool {
        self.leaving
    }

    /// The key of the own leaf.
    pub const fn key(&self) -> &LeafKey {
        &self.key
    }

    pub(crate) fn hand<'a>(&'a self, context: &Context<'a>) -> Hand<'a> {
        Hand {
            crypto: context.crypto,
            key: &self.key,
            group_id: &self.id,
            settings: context.settings,
            now: context.now.unix,
        }
    }
}
