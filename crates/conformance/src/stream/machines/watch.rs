//! A watchdog alone: it asks for streams, and the script is whether it gets them.

use sim_env::Seed;
use streams::watchdog::{In, Out, RetryStamp as ModelRetryStamp, Watchdog, WatchdogOptions};

use super::Mutant;
use crate::format::topics::stream::{self as format, App, Frame, Input, Mode, RetryStamp, Step};
use crate::stream::{Seen, What};

/// Plays a script.
pub(super) fn play(input: &Input, own: &format::Watchdog, mutant: Option<&Mutant>) -> Result<Seen, String> {
    let retry_stamp =
        if own.retry_stamp == Some(RetryStamp::Once) { ModelRetryStamp::Once } else { ModelRetryStamp::Each };
    let mut options = WatchdogOptions { idle_ms: own.idle_ms, floor_ms: own.floor_ms, jitter_ms: 0, retry_stamp };
    if let Some(mutant) = mutant {
        mutant.turn_watchdog(&mut options);
    }
    let watchdog = Watchdog::new(options, Seed::from(1).stream("jitter"));
    let mut bench = Bench { watchdog, seen: Seen::default(), calls: 0, dying: None, dies: None, ticks: 0 };
    for step in &input.script {
        bench.run_until(step.at_ms)?;
        bench.step(step)?;
    }
    bench.run_until(input.end_ms + 1)?;
    Ok(bench.seen)
}

struct Bench {
    watchdog: Watchdog,
    seen: Seen,
    calls: u32,
    /// Calls are refused so long after they began, until then.
    dying: Option<(u64, u64)>,
    /// The present attempt is refused then.
    dies: Option<u64>,
    ticks: u32,
}

impl Bench {
    fn run_until(&mut self, end_ms: u64) -> Result<(), String> {
        loop {
            let times = [self.watchdog.next_wake(), self.dies];
            let Some(at) = times.into_iter().flatten().min().filter(|at| *at < end_ms) else { return Ok(()) };
            self.ticks += 1;
            if self.ticks > 100_000 {
                return Err("the watchdog rings too often".to_owned());
            }
            if self.dies == Some(at) {
                self.dies = None;
                self.hand(at, In::Failed);
            } else {
                self.hand(at, In::Tick);
            }
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        let at = step.at_ms;
        self.seen.add(at, What::Step(step.label.clone()));
        let on_call = step.call.is_none_or(|call| call == self.calls);
        match (&step.frame, &step.app, &step.fault) {
            (Some(Frame::Started { .. }), _, _) if on_call => self.hand(at, In::Subscribed),
            (Some(_), _, _) if on_call => self.hand(at, In::Item),
            (Some(_), _, _) => {}
            (_, Some(App::Start), _) => self.hand(at, In::Start),
            (_, _, Some(fault)) if fault.mode == Mode::AcceptThenDie => {
                self.dying = Some((fault.after_ms.unwrap_or_default(), fault.until_ms.unwrap_or(u64::MAX)));
            }
            _ => return Err(format!("a step that is nothing for a watchdog: {step:?}")),
        }
        Ok(())
    }

    fn hand(&mut self, at: u64, input: In) {
        for out in self.watchdog.handle(at, input) {
            if out == Out::Subscribe {
                self.calls += 1;
                self.dies = self.dying.filter(|(_, until)| at < *until).map(|(after, _)| at + after);
                self.seen.add(at, What::Called(self.calls));
            }
        }
    }
}
