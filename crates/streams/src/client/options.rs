//! What a client is like.

use crate::Ms;
use crate::dialect::Dialect;

/// From where a client resumes (X-C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cursors {
    /// r7 as written: a mark per kind for what was live, else the add cursor or how far the wave came.
    Marks,
    /// The same with a floor per topic below which nothing is asked for again: the repair of X-I32.
    Floors,
    /// The highest id seen of each topic: r5.
    HighWater,
}

/// What it does when it comes to the foreground again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnResume {
    /// It asks the old wire with a Ping (X-L3).
    Probe,
    /// It connects anew at once (X-L2).
    Reconnect,
}

/// When a cursor is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Saves {
    /// With the row that it stands for (X-C3).
    Processed,
    /// When the row arrives, before anybody took it: a mistake.
    Arrived,
}

/// When a wire counts as healthy, so that waiting begins anew (X-I28).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Healthy {
    /// When the node said something.
    Heard,
    /// When it opened: a mistake.
    Opened,
}

/// How long a client waits before it connects again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// After the first failure; each further one doubles it.
    pub base_ms: Ms,
    /// At most.
    pub cap_ms: Ms,
    /// Up to this much more, drawn anew each time, also before the first attempt.
    pub jitter_ms: Ms,
    /// No two attempts are nearer than this (X-L4).
    pub min_ms: Ms,
}

/// What a client is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientOptions {
    /// The revision that it speaks.
    pub dialect: Dialect,
    /// The node is dead after so many intervals of silence; 0 switches the watchdog off (X-C2).
    pub watchdog_n: u32,
    /// Does it ask with a Ping one interval before (TB-5)?
    pub watchdog_probes: bool,
    /// Does silence count while its own consumer takes nothing (X-I31)? A mistake.
    pub watchdog_counts_stalls: bool,
    /// Its interval until the node told one.
    pub interval_ms: Ms,
    /// How long it waits for the answer to a probe.
    pub probe_ms: Ms,
    /// From where it resumes.
    pub cursors: Cursors,
    /// Is the progress of a wave kept for each topic (X-I23)?
    pub progress_per_topic: bool,
    /// When a cursor is saved.
    pub saves: Saves,
    /// What it does on resume.
    pub on_resume: OnResume,
    /// How long after a suspension it takes its wire down, if it does.
    pub grace_ms: Option<Ms>,
    /// Does the end of the grace period act although it is in the foreground again (X-I29)? A mistake.
    pub late_suspend: bool,
    /// How long it waits before it connects again.
    pub backoff: Backoff,
    /// When a wire counts as healthy.
    pub healthy: Healthy,
    /// Does it connect again after `UNAVAILABLE` alone? A mistake: no stream that breaks says so.
    pub only_unavailable: bool,
    /// How often it compares its cursors with the node's heads, if it does (X-I26).
    pub reconcile_ms: Option<Ms>,
    /// Bytes that it takes while its consumer takes nothing.
    pub buffer_bytes: usize,
    /// Does it answer Pings (X-C1)? A mistake if not.
    pub answers: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self::speaking(Dialect::default())
    }
}

impl ClientOptions {
    /// A client as the revision has it.
    pub fn speaking(dialect: Dialect) -> Self {
        Self {
            dialect,
            watchdog_n: 3,
            watchdog_probes: false,
            watchdog_counts_stalls: false,
            interval_ms: 30_000,
            probe_ms: 5_000,
            cursors: if dialect.rules().marks { Cursors::Marks } else { Cursors::HighWater },
            progress_per_topic: false,
            saves: Saves::Processed,
            on_resume: OnResume::Probe,
            grace_ms: None,
            late_suspend: false,
            backoff: Backoff { base_ms: 1_000, cap_ms: 60_000, jitter_ms: 0, min_ms: 0 },
            healthy: Healthy::Heard,
            only_unavailable: false,
            reconcile_ms: None,
            buffer_bytes: 64 << 10,
            answers: true,
        }
    }
}
