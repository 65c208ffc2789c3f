//! What a node is like.

use std::collections::BTreeSet;

use super::slip::Slip;
use crate::Ms;
use crate::dialect::{Binding, Dialect};
use crate::frame::Topic;

/// When a node challenges its client (X-S6a, X-I15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PingWhen {
    /// When nothing was sent for an interval: the text. A client that is always sent something is never challenged.
    #[default]
    SendIdle,
    /// That, and at the latest `k` intervals after the last matching Pong: the repair.
    Unproven {
        /// Intervals.
        k: u32,
    },
}

/// How history is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows in one reading, of all topics of a wave together.
    pub rows: usize,
    /// Time between two readings of a wave. 0: all at once.
    pub every_ms: Ms,
}

/// Bounds (X-S8). What exceeds one ends the stream with `RESOURCE_EXHAUSTED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Topics of a stream.
    pub topics: usize,
    /// Adds of a Mutate.
    pub adds: usize,
    /// Entries of all cursors of a Mutate (d14n).
    pub cursor_entries: usize,
    /// Arrivals that wait for waves, in rows of a stream.
    pub held_rows: usize,
    /// Frames that wait for a client which takes nothing.
    pub waiting_frames: usize,
    /// How long the first of these may wait.
    pub send_ms: Ms,
    /// Mutates in any second.
    pub mutates_per_second: usize,
    /// Pings of the client in any second.
    pub pings_per_second: usize,
}

/// What a node is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeOptions {
    /// The revision that it speaks.
    pub dialect: Dialect,
    /// Whose rows it has.
    pub binding: Binding,
    /// The idle interval I.
    pub interval_ms: Ms,
    /// The deadline D for a matching Pong.
    pub pong_deadline_ms: Ms,
    /// When it challenges.
    pub ping_when: PingWhen,
    /// How it reads history.
    pub page: Page,
    /// Rows of a `Messages` frame.
    pub frame_rows: usize,
    /// Bytes of a row, at most: a larger one ends the stream (X-I20).
    pub row_bytes: usize,
    /// Bounds.
    pub limits: Limits,
    /// Topics that nobody on this node's streams may read.
    pub denied: BTreeSet<Topic>,
    /// Are ids shown in the order in which they were allotted, although they become visible in another (X-I22)?
    pub fence: bool,
    /// Does a remove cancel a running `history_only` replay (X-S5g)? Both are allowed.
    pub remove_cancels_history: bool,
    /// Does it know the call? An older node answers `UNIMPLEMENTED` (X-C6).
    pub knows_subscribe: bool,
    /// What it does wrong.
    pub slips: BTreeSet<Slip>,
}

impl Default for NodeOptions {
    fn default() -> Self {
        Self {
            dialect: Dialect::default(),
            binding: Binding::default(),
            interval_ms: 30_000,
            pong_deadline_ms: 30_000,
            ping_when: PingWhen::default(),
            page: Page { rows: 100, every_ms: 0 },
            frame_rows: 100,
            row_bytes: 4 << 20,
            limits: Limits {
                topics: 10_000,
                adds: 1_000,
                cursor_entries: 10_000,
                held_rows: 10_000,
                waiting_frames: 1_000,
                send_ms: 300_000,
                mutates_per_second: 100,
                pings_per_second: 100,
            },
            denied: BTreeSet::new(),
            fence: false,
            remove_cancels_history: false,
            knows_subscribe: true,
            slips: BTreeSet::new(),
        }
    }
}

impl NodeOptions {
    /// Does it make this mistake?
    pub(super) fn slips(&self, slip: Slip) -> bool {
        self.slips.contains(&slip)
    }
}
