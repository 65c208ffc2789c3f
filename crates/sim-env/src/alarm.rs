//! Law L6: entropy or time that a thread without a context asks for while a run is live.
//!
//! Work that third-party code moves to a thread of its own (rayon's global pool is the known case) escapes the run's
//! streams and clock. It cannot be answered deterministically, so it is counted, and every run live at that moment fails.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::os;

static LIVE_RUNS: AtomicU64 = AtomicU64::new(0);
static ENTROPY: AtomicU64 = AtomicU64::new(0);
static CLOCK: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static OUTSIDE: Cell<bool> = const { Cell::new(false) };
}

/// What was counted so far in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    pub entropy: u64,
    pub clock: u64,
}

/// Declares that this thread belongs to the harness or to something else outside every simulation, so that its use of real
/// entropy and time is no alarm. [`crate::run`] does it for its caller; the process's first thread always counts as outside.
pub fn register_thread_as_outside() {
    OUTSIDE.with(|outside| outside.set(true));
}

pub(crate) struct LiveRun(());

impl LiveRun {
    pub(crate) fn begin() -> Self {
        LIVE_RUNS.fetch_add(1, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for LiveRun {
    fn drop(&mut self) {
        LIVE_RUNS.fetch_sub(1, Ordering::SeqCst);
    }
}

pub(crate) fn counts() -> Counts {
    Counts { entropy: ENTROPY.load(Ordering::SeqCst), clock: CLOCK.load(Ordering::SeqCst) }
}

pub(crate) fn entropy_asked_outside() {
    if is_stray() {
        ENTROPY.fetch_add(1, Ordering::SeqCst);
    }
}

pub(crate) fn clock_read_outside() {
    if is_stray() {
        CLOCK.fetch_add(1, Ordering::SeqCst);
    }
}

fn is_stray() -> bool {
    LIVE_RUNS.load(Ordering::SeqCst) > 0 && !OUTSIDE.get() && !os::on_first_thread_of_process()
}
