//! A client alone: the script is its node, its application, and the end of its calls.

use sim_env::Seed;
use streams::client::{Client, In, Out, Told};
use streams::code::Code;
use streams::dialect::Dialect;

use super::names::{Names, code};
use super::{Mutant, settings, translate};
use crate::format::topics::stream::{App, Input, Machine, Mode, Step};
use crate::stream::{Seen, What};

/// A machine that rings more often than this is broken.
const MOST_TICKS: u32 = 100_000;

/// Plays a script. What the script does at some moment comes before what the client's own timers do then.
pub(super) fn play(input: &Input, dialect: Dialect, mutant: Option<&Mutant>) -> Result<Seen, String> {
    let mut options = settings::client(input, dialect);
    if let Some(mutant) = mutant {
        mutant.turn_client(&mut options);
    }
    let client = Client::new(options, Seed::from(1).stream("jitter"));
    let mut bench = Bench {
        names: Names::of(input)?,
        client,
        mutant,
        seen: Seen::default(),
        now: 0,
        calls: 0,
        open: false,
        dying: None,
        dies: None,
        ticks: 0,
    };
    for step in &input.script {
        bench.run_until(step.at_ms)?;
        bench.step(step)?;
    }
    bench.run_until(input.end_ms + 1)?;
    Ok(bench.seen)
}

struct Bench<'a> {
    names: Names<'a>,
    client: Client,
    mutant: Option<&'a Mutant>,
    seen: Seen,
    now: u64,
    /// Calls so far; the last one is the present one.
    calls: u32,
    open: bool,
    /// Calls end so long after they began, until then.
    dying: Option<(u64, u64)>,
    /// The present call ends then.
    dies: Option<u64>,
    ticks: u32,
}

impl Bench<'_> {
    /// What is due before this moment.
    fn run_until(&mut self, end_ms: u64) -> Result<(), String> {
        loop {
            let times = [self.client.next_wake(), self.dies];
            // What nobody looked at in the background may be long due.
            let next = times.into_iter().flatten().min().map(|at| at.max(self.now));
            let Some(at) = next.filter(|at| *at < end_ms) else { return Ok(()) };
            self.ticks += 1;
            if self.ticks > MOST_TICKS {
                return Err(format!("the client rings more than {MOST_TICKS} times"));
            }
            if self.dies == Some(at) {
                self.end(at, Code::Unavailable);
            } else {
                self.hand(at, In::Tick);
            }
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        let at = step.at_ms;
        self.seen.add(at, What::Step(step.label.clone()));
        let on_call = self.open && step.call.is_none_or(|call| call == self.calls);
        if let Some(frame) = &step.frame {
            if on_call {
                let response = translate::response(frame, &self.names, &self.seen)?;
                self.hand(at, In::Frame(response));
            }
        } else if let Some(name) = &step.close {
            if on_call {
                self.end(at, code(name)?);
            }
        } else if let Some(wish) = &step.subscribe {
            let adds = self.names.pairs(&wish.topics)?;
            self.hand(at, In::Subscribe { consumer: wish.consumer.clone(), adds });
        } else if let Some(topics) = &step.unsubscribe {
            let topics = self.names.topics(topics)?;
            self.hand(at, In::Unsubscribe(topics));
        } else if let Some(wish) = &step.fetch {
            let adds = self.names.pairs(&wish.topics)?;
            self.hand(at, In::Fetch { consumer: wish.consumer.clone(), adds });
        } else if let Some(app) = step.app {
            let input = told(app).ok_or_else(|| format!("{app:?} is nothing for a client alone"))?;
            self.hand(at, input);
        } else if let Some(fault) = &step.fault {
            let (Mode::AcceptThenDie, Some(after)) = (fault.mode, fault.after_ms) else {
                return Err(format!("{:?} is nothing for a client alone", fault.mode));
            };
            self.dying = Some((after, fault.until_ms.unwrap_or(u64::MAX)));
        } else {
            return Err(format!("a step of a client's test that does nothing: {step:?}"));
        }
        Ok(())
    }

    fn end(&mut self, at: u64, code: Code) {
        (self.open, self.dies) = (false, None);
        self.seen.add(at, What::HeardEnd(self.calls, code.id().to_owned()));
        self.hand(at, In::Closed(code));
    }

    fn hand(&mut self, at: u64, input: In) {
        self.now = at;
        let (heard, too_much) = match self.mutant {
            Some(mutant) => mutant.hears(input, &self.seen),
            None => (input, None),
        };
        let said = self.client.handle(at, heard);
        let mut opened = false;
        for out in said.into_iter().chain(too_much) {
            opened |= out == Out::Open;
            self.say(at, out);
        }
        if opened {
            self.hand(at, In::Opened);
        }
    }

    fn say(&mut self, at: u64, out: Out) {
        match out {
            Out::Open => {
                self.calls += 1;
                self.open = true;
                self.dies = self.dying.filter(|(_, until)| at < *until).map(|(after, _)| at + after);
                self.seen.add(at, What::Called(self.calls));
            }
            Out::Send(request) => {
                let sent = translate::up(&request, &self.names);
                self.seen.add(at, What::Frame(Machine::Node, self.calls, sent));
            }
            Out::HalfClose => self.seen.add(at, What::HalfClosed(self.calls)),
            Out::Cancel => (self.open, self.dies) = (false, None),
            Out::Told(told) => self.told(at, told),
            Out::Window(_) | Out::AskHeads(_) => {}
        }
    }

    fn told(&mut self, at: u64, told: Told) {
        if let Some(what) = of_told(told, &self.names) {
            self.seen.add(at, what);
        }
    }
}

/// What an observer learns, as far as vectors speak of it.
pub(super) fn of_told(told: Told, names: &Names<'_>) -> Option<What> {
    Some(match told {
        Told::State(state) => What::State(state.id().to_owned()),
        Told::Processed { consumer, topic, id } => What::Processed(consumer, names.label(&topic), id),
        Told::Saved { topic, cursor } => What::Saved(names.label(&topic), cursor),
        Told::Spared { .. } | Told::CaughtUp { .. } | Told::Owed(_) => return None,
    })
}

/// What the application does to a client.
pub(super) const fn told(app: App) -> Option<In> {
    Some(match app {
        App::Suspend => In::Suspend,
        App::Resume => In::Resume,
        App::Crash => In::Crash,
        App::Park => In::Park(true),
        App::Unpark => In::Park(false),
        App::Freeze | App::Thaw | App::Start => return None,
    })
}
