//! What a client knows of one call: all of it is lost with the call.

use std::collections::{BTreeMap, VecDeque};

use crate::Ms;
use crate::frame::{Response, Topic};

/// One call.
#[derive(Debug)]
pub(super) struct Wire {
    /// The node said `Started`.
    pub started: bool,
    /// The node's interval, or the client's own until it is known.
    pub interval_ms: Ms,
    pub last_frame: Ms,
    /// Waves that have not ended, and whether they only replay.
    pub waves: BTreeMap<u64, bool>,
    /// The wave with which each topic was first asked for.
    pub first: BTreeMap<Topic, u64>,
    pub next_mutate: u64,
    pub next_nonce: u64,
    /// A Ping of its own, when it was sent, and when the wire is given up for it.
    pub probe: Option<Probe>,
    pub draining: bool,
    /// What waits for the consumer.
    pub inbox: VecDeque<Response>,
    pub inbox_bytes: usize,
    pub shut: bool,
}

/// A Ping that waits for its Pong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    pub nonce: u64,
    /// When the wire counts as dead; none if silence alone decides.
    pub until: Option<Ms>,
}

impl Wire {
    pub fn new(now: Ms, interval_ms: Ms) -> Self {
        Self {
            started: false,
            interval_ms,
            last_frame: now,
            waves: BTreeMap::new(),
            first: BTreeMap::new(),
            next_mutate: 1,
            next_nonce: 1,
            probe: None,
            draining: false,
            inbox: VecDeque::new(),
            inbox_bytes: 0,
            shut: false,
        }
    }
}
