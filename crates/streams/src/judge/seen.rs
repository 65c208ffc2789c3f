//! What an observer saw of clients, compared with what is expected.

use std::collections::BTreeMap;

use super::Failure;
use super::facts::Facts;
use crate::Ms;
use crate::client::{State, Told};
use crate::cursor::Cursor;
use crate::frame::{Request, Topic};
use crate::model::ClientExpect;
use crate::run::Run;
use crate::system::{Frame, Note};

/// What an observer saw of one client.
#[derive(Default)]
pub(super) struct Seen {
    called_at: Vec<Ms>,
    stale: Vec<Ms>,
    resumes: BTreeMap<Topic, Cursor>,
    caught_up: u64,
    owed: u64,
}

impl Seen {
    pub fn of(facts: &Facts<'_>, client: &str) -> Self {
        let mut seen = Self::default();
        let mut begins = false;
        for (at, note) in facts.notes_of(client) {
            match note {
                Note::Opened(_) => {
                    seen.called_at.push(at.ms);
                    begins = true;
                }
                Note::Sent(_, Frame::Up(Request::Mutate(mutate))) if std::mem::take(&mut begins) => {
                    seen.resumes = mutate.adds.iter().map(|add| (add.topic.clone(), add.id_cursor.clone())).collect();
                }
                Note::Told(Told::State(State::Stale)) => seen.stale.push(at.ms),
                Note::Told(Told::CaughtUp { .. }) => seen.caught_up += 1,
                Note::Told(Told::Owed(_)) => seen.owed += 1,
                Note::Watched(crate::watchdog::Out::Stale) => seen.stale.push(at.ms),
                _ => {}
            }
        }
        seen
    }

    pub fn differs(&self, expected: &ClientExpect, client: &str, run: &Run) -> Vec<Failure> {
        let state = run.states.get(client);
        let calls = self.called_at.len() as u64;
        let mut failures = Vec::new();
        let mut check = |wrong: bool, what, got: String| {
            if wrong {
                failures.push(Failure::Client { client: client.to_owned(), what, got });
            }
        };
        let differs = |expected: Option<u64>, got| expected.is_some_and(|expected| expected != got);
        check(expected.state.is_some_and(|one| Some(&one) != state), "state", format!("{state:?}"));
        check(differs(expected.calls, calls), "number of calls", calls.to_string());
        check(expected.max_calls.is_some_and(|most| calls > most), "number of calls", calls.to_string());
        let other = |expected: &Option<Vec<Ms>>, got: &[Ms]| {
            let same = |at: &Vec<Ms>| at.len() == got.len() && at.iter().zip(got).all(|(at, got)| run.is_at(*at, *got));
            expected.as_ref().is_some_and(|at| !same(at))
        };
        check(other(&expected.stale, &self.stale), "stale", format!("{:?}", self.stale));
        check(other(&expected.called_at, &self.called_at), "called at", format!("{:?}", self.called_at));
        let resumes = expected.resumes.as_ref();
        check(resumes.is_some_and(|cursors| *cursors != self.resumes), "cursors", format!("{:?}", self.resumes));
        check(differs(expected.caught_up, self.caught_up), "caught up", self.caught_up.to_string());
        check(differs(expected.owed, self.owed), "owed", self.owed.to_string());
        failures
    }
}

/// The most calls that begin within one window, first calls left out.
pub(super) fn peak(facts: &Facts<'_>, window: Ms) -> usize {
    let later = |client: &String| Seen::of(facts, client).called_at.into_iter().skip(1).collect::<Vec<_>>();
    let mut times: Vec<Ms> = facts.run.clients.keys().flat_map(later).collect();
    times.sort_unstable();
    let within = |(place, first): (usize, &Ms)| times[place..].iter().take_while(|at| **at < first + window).count();
    times.iter().enumerate().map(within).max().unwrap_or_default()
}
