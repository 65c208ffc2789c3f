//! One run: checked hooks, a fresh thread.

use crate::alarm;
use crate::check::self_check;
use crate::error::RunError;
use crate::seed::Seed;
use crate::thread::on_fresh_thread;

/// Runs `f` in a deterministic environment: on a fresh thread, with entropy from `seed` and a clock that starts at
/// `start_unix_secs` and moves only by [`crate::advance_to`].
///
/// Real time passes for the caller only. Runs may go on in parallel on several threads; their results do not depend on it.
///
/// # Errors
/// [`RunError::NotInterposed`] when the hooks are not effective in this binary, [`RunError::OffThread`] when entropy or time
/// was asked for off the run's thread.
///
/// # Panics
/// Whatever `f` panics with is passed on.
pub fn run<T: Send>(seed: Seed, start_unix_secs: u64, f: impl FnOnce() -> T + Send) -> Result<T, RunError> {
    alarm::register_thread_as_outside();
    self_check()?;
    on_fresh_thread(seed, start_unix_secs, f)
}
