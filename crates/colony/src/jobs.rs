//! Runs side by side: nothing is shared, and the order of results is that of the list.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::output::Output;

/// Does `run` to each of `items` on several threads. The first item that fails, by its place in the list, fails all.
pub(crate) fn run_all<I: Sync, R: Send, E: Into<Failure>>(
    items: &[I],
    jobs: Option<u16>,
    output: &Output,
    run: impl Fn(&I) -> Result<R, E> + Sync,
) -> Result<Vec<R>, Failure> {
    let results = run_some(items, jobs, output, None, run, |_| Ok(()))?;
    Ok(results.into_iter().flatten().collect())
}

/// As [`run_all`], with a budget of real time: what has not begun when it ends is left out. `done` hears of every result as it comes.
pub(crate) fn run_some<I: Sync, R: Send, E: Into<Failure>>(
    items: &[I],
    jobs: Option<u16>,
    output: &Output,
    budget: Option<Duration>,
    run: impl Fn(&I) -> Result<R, E> + Sync,
    done: impl Fn(&R) -> Result<(), Failure> + Sync,
) -> Result<Vec<Option<R>>, Failure> {
    let deadline = budget.map(|budget| Instant::now() + budget);
    let jobs = jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let bar = progress(items.len(), "runs", output);
    let next = AtomicUsize::new(0);
    let results: Mutex<BTreeMap<usize, Result<R, Failure>>> = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(items.len()) {
            scope.spawn(|| {
                sim_env::register_thread_as_outside();
                while deadline.is_none_or(|deadline| Instant::now() < deadline) {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { break };
                    let result = run(item).map_err(Into::into);
                    let result = result.and_then(|result| done(&result).map(|()| result));
                    results.lock().expect("no panic while the lock is held").insert(place, result);
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut results = results.into_inner().expect("no panic while the lock is held");
    (0..items.len()).map(|place| results.remove(&place).transpose()).collect()
}

/// A bar on standard error, if somebody looks at it. No thread moves it: a clock read off a run's thread would be an alarm.
pub(crate) fn progress(whole: usize, what: &'static str, output: &Output) -> ProgressBar {
    if !output.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}  {per_sec}  {elapsed}");
    ProgressBar::new(whole as u64).with_style(style.expect("a literal template")).with_message(what)
}

/// The same for work of which nobody knows how much there is: what is done now stands in its message.
pub(crate) fn activity(output: &Output) -> ProgressBar {
    if !output.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {msg}  {elapsed}");
    ProgressBar::new_spinner().with_style(style.expect("a literal template"))
}
