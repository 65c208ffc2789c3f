//! Negative control (law L10): lets something real into a run, on purpose, so that a test can see whether it is caught.
//!
//! What leaks in decides the latency of messages, through a fault rule like any other. Nothing but the hidden `--leak` option
//! and the tests asks for it.

use std::hash::RandomState;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use rand::RngCore;
use rand::rngs::OsRng;

use crate::engine::{Engine, Verdict};
use crate::world::Marmot;

/// What leaks into the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leak {
    /// One real random number, drawn on a thread that the harness declared to be outside. Law L9 catches it.
    Entropy,
    /// One reading of the real clock, on such a thread. Law L9 catches it.
    Clock,
    /// One loop over a hash set whose keys are really random. Law L9 catches it.
    HashOrder,
    /// One real random number, drawn on a thread that nobody declared. Law L6 catches it, whatever becomes of the number.
    StrayThread,
    /// Nothing: the harness panics, as if it had a bug. The exit code must tell it from every verdict.
    Panic,
}

impl Leak {
    /// Delays the first messages of the run by what leaks in.
    pub(crate) fn install(self, engine: &mut Engine<Marmot>) {
        let mut delays = self.delays().into_iter();
        engine.install(
            "leak",
            Box::new(move |exchange| {
                let delay = exchange.message().and_then(|_| delays.next());
                delay.map_or(Verdict::Pass, |nanos| Verdict::Deliver(Duration::from_nanos(nanos)))
            }),
        );
    }

    /// Does `work`, which simulates by other means, while a thread that nobody declared draws real entropy again and again.
    pub fn beside_a_stray_thread<T>(work: impl FnOnce() -> T) -> T {
        struct Stop<'a>(&'a AtomicBool);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let stopped = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let _stop = Stop(&stopped);
            scope.spawn(|| {
                while !stopped.load(Ordering::Relaxed) {
                    random_nanos();
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
            work()
        })
    }

    /// Nanoseconds by which the first messages are late.
    fn delays(self) -> Vec<u64> {
        match self {
            Self::Entropy => vec![outside(random_nanos)],
            Self::Clock => vec![outside(clock_nanos)],
            Self::HashOrder => hash_order(outside(RandomState::new)),
            Self::StrayThread => vec![on_another_thread(random_nanos)],
            Self::Panic => panic!("a panic on purpose"),
        }
    }
}

fn random_nanos() -> u64 {
    u64::from(OsRng.next_u32()) % 1_000_000_000
}

fn clock_nanos() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |now| u64::from(now.subsec_nanos()))
}

/// Thirty-two numbers in an order that differs from one `keys` to the next.
#[expect(clippy::disallowed_types, reason = "the negative control for the lint that forbids them")]
fn hash_order(keys: RandomState) -> Vec<u64> {
    let mut numbers = std::collections::HashSet::with_hasher(keys);
    numbers.extend((1..=32).map(|number| number * 1_000));
    numbers.into_iter().collect()
}

fn outside<T: Send>(ask: impl FnOnce() -> T + Send) -> T {
    on_another_thread(|| {
        sim_env::register_thread_as_outside();
        ask()
    })
}

/// A thread without a run: what it asks the operating system for is real.
fn on_another_thread<T: Send>(ask: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(ask).join().expect("nothing there panics"))
}
