//! Runs side by side: nothing is shared, and the order of results is that of the list.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use scenarios::SimulateError;

use crate::output::{Failure, Output};

/// Does `run` to each of `items` on several threads. The first item that fails, by its place in the list, fails all.
pub(crate) fn run_all<I: Sync, R: Send>(
    items: &[I],
    jobs: Option<u16>,
    output: &Output,
    run: impl Fn(&I) -> Result<R, SimulateError> + Sync,
) -> Result<Vec<R>, Failure> {
    let jobs = jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let bar = progress(items.len(), output.shows_progress());
    let next = AtomicUsize::new(0);
    let results: Mutex<BTreeMap<usize, Result<R, SimulateError>>> = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(items.len()) {
            scope.spawn(|| {
                sim_env::register_thread_as_outside();
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { break };
                    let result = run(item);
                    results.lock().expect("no panic while the lock is held").insert(place, result);
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let results = results.into_inner().expect("no panic while the lock is held");
    Ok(results.into_values().collect::<Result<_, _>>()?)
}

fn progress(runs: usize, shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} runs  {elapsed}").expect("a literal template");
    ProgressBar::new(runs as u64).with_style(style)
}
