//! WatchdogStream: the floor for clients whose stream has no keepalive, a browser's for one (section 7, X-W).
//!
//! It wraps a stream of items, tells that it fell silent, and subscribes anew: first the new stream, then the pause, then the old
//! one is dropped, so that the new one buffers meanwhile.

use rand::Rng;

use crate::Ms;

/// When the beginning of an attempt is written down (X-I33).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RetryStamp {
    /// When the stream began, and not again while subscribing fails: as published.
    Once,
    /// At every attempt: the repair.
    #[default]
    Each,
}

impl RetryStamp {
    /// The name used in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Each => "each",
        }
    }
}

/// What a watchdog is like. The text's default is that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchdogOptions {
    /// Silence that trips it.
    pub idle_ms: Ms,
    /// Two attempts are at least this far apart.
    pub floor_ms: Ms,
    /// Up to this much more.
    pub jitter_ms: Ms,
    /// When the beginning of an attempt is written down.
    pub retry_stamp: RetryStamp,
}

impl Default for WatchdogOptions {
    fn default() -> Self {
        Self { idle_ms: 300_000, floor_ms: 1_000, jitter_ms: 1_000, retry_stamp: RetryStamp::Each }
    }
}

/// What it is handed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// Somebody wants the stream.
    Start,
    /// The attempt to subscribe went well.
    Subscribed,
    /// The attempt failed.
    Failed,
    /// The current stream yielded an item.
    Item,
    /// The current stream ended cleanly. That is no trip.
    Ended,
    /// Time has passed.
    Tick,
}

/// What it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Out {
    /// Subscribe.
    Subscribe,
    /// The stream fell silent (`StreamStale`); it yields nothing more.
    Stale,
    /// Drop the old stream and go on with the new one.
    Swap,
    /// The first attempt failed: the caller's affair.
    Fatal,
    /// The stream is over.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    First,
    /// The stream runs; it was silent since.
    Running(Ms),
    /// A new stream is being asked for; the old one is dropped no earlier than then.
    Subscribing(Ms),
    /// The last attempt failed; the next begins then.
    Refused(Ms),
    /// The new stream is there; the old one is dropped then.
    Pausing(Ms),
    Over,
}

/// A watchdog around a stream.
#[derive(Debug)]
pub struct Watchdog {
    options: WatchdogOptions,
    jitter: sim_env::Stream,
    phase: Phase,
    attempt_began: Ms,
}

impl Watchdog {
    /// A watchdog that waits for [`In::Start`]. `jitter` is what its pauses are drawn from.
    pub fn new(options: WatchdogOptions, jitter: sim_env::Stream) -> Self {
        Self { options, jitter, phase: Phase::Idle, attempt_began: 0 }
    }

    /// Takes an input.
    pub fn handle(&mut self, now: Ms, input: In) -> Vec<Out> {
        match (self.phase, input) {
            (Phase::Idle, In::Start) => {
                (self.phase, self.attempt_began) = (Phase::First, now);
                vec![Out::Subscribe]
            }
            (Phase::First, In::Subscribed) => self.go(Phase::Running(now), None),
            (Phase::First, In::Failed) => self.go(Phase::Over, Some(Out::Fatal)),
            (Phase::Running(_), In::Item) => self.go(Phase::Running(now), None),
            (Phase::Running(_), In::Ended) => self.go(Phase::Over, Some(Out::End)),
            (Phase::Running(since), In::Tick) if now >= since + self.options.idle_ms => {
                self.subscribe(now);
                vec![Out::Stale, Out::Subscribe]
            }
            (Phase::Subscribing(_), In::Failed) => {
                let pause = self.pause(now);
                self.go(Phase::Refused(now + pause), None)
            }
            (Phase::Subscribing(until), In::Subscribed) if now < until => self.go(Phase::Pausing(until), None),
            (Phase::Subscribing(_), In::Subscribed) => self.go(Phase::Running(now), Some(Out::Swap)),
            (Phase::Refused(until), In::Tick) if now >= until => {
                self.subscribe(now);
                vec![Out::Subscribe]
            }
            (Phase::Pausing(until), In::Tick) if now >= until => self.go(Phase::Running(now), Some(Out::Swap)),
            _ => Vec::new(),
        }
    }

    fn go(&mut self, phase: Phase, out: Option<Out>) -> Vec<Out> {
        self.phase = phase;
        out.into_iter().collect()
    }

    fn subscribe(&mut self, now: Ms) {
        self.phase = Phase::Subscribing(now + self.pause(now));
        if self.options.retry_stamp == RetryStamp::Each {
            self.attempt_began = now;
        }
    }

    /// `max(0, floor + jitter - time since the last attempt began)`.
    fn pause(&mut self, now: Ms) -> Ms {
        let jitter = if self.options.jitter_ms == 0 { 0 } else { self.jitter.gen_range(0..=self.options.jitter_ms) };
        (self.options.floor_ms + jitter).saturating_sub(now - self.attempt_began)
    }

    /// When a tick is due.
    pub fn next_wake(&self) -> Option<Ms> {
        match self.phase {
            Phase::Running(since) => Some(since + self.options.idle_ms),
            Phase::Refused(until) | Phase::Pausing(until) => Some(until),
            Phase::Idle | Phase::First | Phase::Subscribing(_) | Phase::Over => None,
        }
    }
}
