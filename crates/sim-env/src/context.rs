//! What a run thread carries: the virtual clock, the actors, and their entropy streams.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rand::RngCore;

use crate::seed::{Seed, Stream};

/// A point of virtual time: nanoseconds since the Unix epoch.
pub type UnixNanos = u64;

/// How often an actor asked the operating system for entropy, and for how many bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Draws {
    /// Requests answered. Zero-length requests only ask whether the call exists and are not counted.
    pub requests: u64,
    /// Bytes handed out.
    pub bytes: u64,
}

/// A participant of the current run with its own entropy stream and its own clock skew.
///
/// The handle is only meaningful on the thread of the run that registered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Actor(usize);

/// Hook hits per row of the interposition table (law L1), for [`crate::self_check`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hits {
    pub getrandom: u64,
    pub syscall: u64,
    pub clock: u64,
}

struct ActorState {
    entropy: Stream,
    skew_nanos: i64,
    draws: Draws,
}

pub(crate) struct Context {
    seed: Seed,
    start: UnixNanos,
    now: UnixNanos,
    names: BTreeMap<String, usize>,
    actors: Vec<ActorState>,
    current: usize,
    hits: Hits,
}

thread_local! {
    static CONTEXT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

/// Virtual monotonic clocks start here, so that subtracting a day from an `Instant` cannot underflow.
const MONOTONIC_BASE: u64 = 1_000_000_000_000_000_000;

impl Context {
    /// A context at `start`, with the actor `run` selected: thread start-up and the harness itself draw from it.
    pub(crate) fn new(seed: Seed, start: UnixNanos) -> Self {
        let mut context = Self {
            seed,
            start,
            now: start,
            names: BTreeMap::new(),
            actors: Vec::new(),
            current: 0,
            hits: Hits::default(),
        };
        context.register("run");
        context
    }

    fn register(&mut self, name: &str) -> usize {
        if let Some(&index) = self.names.get(name) {
            return index;
        }
        let index = self.actors.len();
        let entropy = self.seed.stream(&format!("os/{name}"));
        self.actors.push(ActorState { entropy, skew_nanos: 0, draws: Draws::default() });
        self.names.insert(name.to_owned(), index);
        index
    }

    pub(crate) fn fill(&mut self, buf: &mut [u8]) {
        let actor = &mut self.actors[self.current];
        actor.entropy.fill_bytes(buf);
        actor.draws.requests += 1;
        actor.draws.bytes += buf.len() as u64;
    }

    pub(crate) fn realtime(&self) -> UnixNanos {
        self.now.saturating_add_signed(self.actors[self.current].skew_nanos)
    }

    pub(crate) fn monotonic(&self) -> u64 {
        MONOTONIC_BASE + (self.now - self.start)
    }

    pub(crate) fn hits(&mut self) -> &mut Hits {
        &mut self.hits
    }
}

/// Installs (or removes) the context of this thread and hands back the previous one.
pub(crate) fn install(context: Option<Context>) -> Option<Context> {
    CONTEXT.with(|slot| slot.replace(context))
}

/// Runs `f` on this thread's context if there is one. `None` also while thread-locals are being destroyed.
pub(crate) fn if_running<T>(f: impl FnOnce(&mut Context) -> T) -> Option<T> {
    CONTEXT.try_with(|slot| slot.try_borrow_mut().ok()?.as_mut().map(f)).ok().flatten()
}

fn running<T>(f: impl FnOnce(&mut Context) -> T) -> T {
    if_running(f).expect("sim-env: no run on this thread; call this inside sim_env::run")
}

impl Actor {
    /// The actor called `name` in this thread's run, created on first use.
    ///
    /// # Panics
    /// Outside a run.
    pub fn register(name: &str) -> Self {
        Self(running(|c| c.register(name)))
    }

    /// Runs `f` with this actor selected: entropy comes from its stream, the wall clock shows its skew. Nests.
    ///
    /// # Panics
    /// Outside a run.
    pub fn enter<T>(self, f: impl FnOnce() -> T) -> T {
        struct Restore(usize);
        impl Drop for Restore {
            fn drop(&mut self) {
                if_running(|c| c.current = self.0);
            }
        }
        let _restore = Restore(running(|c| std::mem::replace(&mut c.current, self.0)));
        f()
    }

    /// Sets how far this actor's wall clock is ahead of (positive) or behind (negative) engine time, in nanoseconds.
    ///
    /// # Panics
    /// Outside a run.
    pub fn set_skew(self, nanos: i64) {
        running(|c| c.actors[self.0].skew_nanos = nanos);
    }

    /// What this actor drew so far.
    ///
    /// # Panics
    /// Outside a run.
    pub fn draws(self) -> Draws {
        running(|c| c.actors[self.0].draws)
    }

    /// This actor's wall clock: engine time plus skew.
    ///
    /// # Panics
    /// Outside a run.
    pub fn wall_clock(self) -> UnixNanos {
        running(|c| c.now.saturating_add_signed(c.actors[self.0].skew_nanos))
    }
}

/// Engine time of this thread's run, without any actor's skew.
///
/// # Panics
/// Outside a run.
pub fn now() -> UnixNanos {
    running(|c| c.now)
}

/// Moves engine time forward. Only the engine calls this (law L8).
///
/// # Panics
/// Outside a run, or if `to` lies in the past.
pub fn advance_to(to: UnixNanos) {
    running(|c| {
        assert!(to >= c.now, "virtual time never runs backwards: {} to {to}", c.now);
        c.now = to;
    });
}

/// An explicit stream of this run, independent of every actor's operating-system entropy: for the engine's own choices
/// (latencies, interleavings), relay challenges and generators.
///
/// # Panics
/// Outside a run.
pub fn stream(name: &str) -> Stream {
    running(|c| c.seed.stream(name))
}
