//! What a group is to whoever compares devices: the canonical snapshot of the adopted text (CV-11), and which keys payloads used.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::Leaf;

/// The canonical snapshot (CV-11): in what equal clients agree, and what is open on this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanonicalSnapshot {
    /// MLS group id, hex.
    pub group_id: String,
    /// Epoch number.
    pub epoch: u64,
    /// SHA-256 of the GroupContext, hex.
    pub context: String,
    /// Commitment to the exporter secret of the text, hex.
    pub commitment: String,
    /// Leaves in index order.
    pub leaves: Vec<Leaf>,
    /// What every leaf must support: extension, proposal, credential types and components, as `extension 0x0006`.
    pub required: BTreeSet<String>,
    /// The dictionary of the GroupContext: component id to data, hex.
    pub dictionary: BTreeMap<u16, String>,
    /// Where the copy stands: `stable` at rest.
    pub lifecycle: &'static str,
    /// What keeps the copy from acting now; empty at rest. That the device itself is leaving is its own affair and not among them.
    pub gates: Vec<&'static str>,
    /// What the copy has still to do; empty at rest.
    pub obligations: Vec<&'static str>,
    /// The oldest epoch of which the copy has a state.
    pub since: u64,
    /// What became of each message in reach, by SHA-256 of its MLSMessage, hex.
    pub dispositions: BTreeMap<String, Disposed>,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposed {
    /// The epoch that it claims.
    pub epoch: u64,
    /// It is a message of the application.
    pub is_payload: bool,
    /// The disposition, by name: `accepted`, `deferred`, `stale`, `invalidated`, or `rejected` with its category.
    pub disposition: String,
}

/// The place of a payload in its sender's ratchet, read off the published bytes. Two payloads in one place were sealed with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatchetUse {
    /// SHA-256 of the MLSMessage, hex.
    pub message: String,
    /// Epoch authenticator (hex) of the state in which it was sent.
    pub authenticator: String,
    /// Epoch of that state.
    pub epoch: u64,
    /// Leaf of the sender.
    pub leaf: u32,
    /// Generation of the key.
    pub generation: u32,
}

/// Reads the [`RatchetUse`] of a payload, when there is time for it: the reading is no part of a run. `None` if the bytes cannot be read.
pub type RatchetReader = Box<dyn FnOnce() -> Option<RatchetUse> + Send>;
