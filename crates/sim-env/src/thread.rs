//! The fresh thread of a run (laws L2 and L3).

use std::hash::{BuildHasher, RandomState};

use rand::RngCore;

use crate::alarm::{self, LiveRun};
use crate::context::{self, Context};
use crate::error::RunError;
use crate::seed::Seed;

/// Runs `f` on a fresh thread with a context, without asking whether the hooks are effective.
pub(crate) fn on_fresh_thread<T: Send>(
    seed: Seed,
    start_unix_secs: u64,
    f: impl FnOnce() -> T + Send,
) -> Result<T, RunError> {
    let before = alarm::counts();
    let live = LiveRun::begin();
    let outcome = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name(format!("run-{seed}"))
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || on_this_thread(seed, start_unix_secs, f))
            .map_err(|e| RunError::Thread(e.to_string()))?;
        match thread.join() {
            Ok(outcome) => outcome,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })?;
    drop(live);
    let after = alarm::counts();
    if after != before {
        return Err(RunError::OffThread { entropy: after.entropy - before.entropy, clock: after.clock - before.clock });
    }
    Ok(outcome)
}

/// OpenMLS recurses over ratchet trees and serde over scenarios; 8 MiB is what a main thread has.
const STACK_BYTES: usize = 8 << 20;

fn on_this_thread<T>(seed: Seed, start_unix_secs: u64, f: impl FnOnce() -> T) -> Result<T, RunError> {
    struct Uninstall;
    impl Drop for Uninstall {
        fn drop(&mut self) {
            context::install(None);
        }
    }

    context::install(Some(Context::new(seed, start_unix_secs * 1_000_000_000)));
    let _uninstall = Uninstall;
    draw_per_thread_state();
    // Law L3: OpenMLS seals path secrets in a parallel iterator. A pool of one, on this thread, keeps the draws in order.
    let _pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build()
        .map_err(|e| RunError::Thread(e.to_string()))?;
    Ok(f())
}

/// Law L2: std's hash keys and `rand`'s thread generator are drawn once per thread. Draw them as the actor `run`, so that
/// they never come from whichever device happens to ask first.
fn draw_per_thread_state() {
    RandomState::new().hash_one(0);
    rand::thread_rng().next_u32();
}
