//! Who notices a death, and when: INV-X9 at the client, INV-X10 at the node.

use super::Findings;
use super::cause::Cause;
use super::facts::{Facts, Moment, What};
use super::invariant::Invariant;
use crate::Ms;
use crate::client::{ClientOptions, State, Told};
use crate::frame::Response;
use crate::model::Party;
use crate::system::{self, Frame, Note};

/// Intervals for which an unproven client may go on, at most (k of TB-3).
const K: Ms = 2;

/// Checks clients and node.
pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    for (name, party) in &facts.run.clients {
        if let Party::Client(options) = party
            && options.watchdog_n > 0
        {
            Silence::new(facts, name, options).check(findings);
        }
        reaped(facts, name, findings);
    }
}

/// The silence that one client hears.
struct Silence<'f, 'a> {
    facts: &'f Facts<'a>,
    client: &'f str,
    /// Silence at which the present call is dead: by the client's own interval until the node told its own (X-C2).
    most: Ms,
    before: Ms,
    after: Ms,
    /// When the last call was last heard, after it was given up.
    gone: Option<Ms>,
    /// When the present call was last heard; none without a call.
    last: Option<Ms>,
    /// Nobody watches: in the background, draining, frozen, or the consumer takes nothing.
    excused: bool,
    frozen: bool,
    parked: bool,
    /// Rows wait for the consumer.
    waiting: bool,
    state: State,
}

impl<'f, 'a> Silence<'f, 'a> {
    fn new(facts: &'f Facts<'a>, client: &'f str, options: &ClientOptions) -> Self {
        let intervals = u64::from(options.watchdog_n);
        let (before, after) = (intervals * options.interval_ms, intervals * facts.run.node.interval_ms);
        let state = State::Closed;
        let (last, excused, frozen, parked, waiting) = (None, false, false, false, false);
        let (most, gone) = (before, None);
        Self { facts, client, most, before, after, gone, last, excused, frozen, parked, waiting, state }
    }

    fn check(mut self, findings: &mut Findings) {
        for (at, what) in &self.facts.events {
            match what {
                What::Step(step) => self.step(&step.what),
                What::Client(name, note) if *name == self.client => self.note(*at, note, findings),
                _ => {}
            }
            self.excused |= self.frozen || self.parked || matches!(self.state, State::Suspended | State::Draining);
        }
        self.heard(self.facts.end(), None, findings);
    }

    fn step(&mut self, what: &system::What) {
        match what {
            system::What::Parked(who, parked) if who == self.client => (self.parked, self.waiting) = (*parked, false),
            system::What::Frozen(who, frozen) if who == self.client => self.thaws(*frozen),
            _ => {}
        }
    }

    /// What was due while the machine stood still is excused.
    fn thaws(&mut self, frozen: bool) {
        self.excused |= self.frozen;
        self.frozen = frozen;
    }

    fn note(&mut self, at: Moment, note: &Note, findings: &mut Findings) {
        match note {
            Note::Opened(_) => {
                (self.last, self.excused, self.waiting) = (Some(at.ms), false, false);
                self.most = self.before;
            }
            Note::Took(_, frame) => {
                if matches!(frame, Frame::Down(Response::Started { .. })) {
                    self.most = self.after;
                }
                self.waiting |= self.parked && matches!(frame, Frame::Down(Response::Messages(_)));
                self.heard(at, Some(at.ms), findings);
            }
            Note::Ended(..) => self.heard(at, None, findings),
            Note::GaveUp(_) => {
                self.gone = self.last;
                self.heard(at, None, findings);
            }
            Note::Told(Told::State(state)) => {
                if *state == State::Stale {
                    self.stale(at, findings);
                }
                self.state = *state;
            }
            _ => {}
        }
    }

    /// The wire was given up as dead: neither too early nor too late.
    fn stale(&mut self, at: Moment, findings: &mut Findings) {
        findings.exercise(Invariant::DeathNoticed);
        let Some(last) = self.last.or(self.gone) else { return };
        let silent_ms = at.ms - last;
        if self.waiting || (silent_ms + self.facts.run.rounding_ms() < self.most && self.state != State::Resuming) {
            let cause = Cause::FalseAlarm { client: self.client.to_owned(), silent_ms };
            findings.broke(Invariant::DeathNoticed, at, cause);
        }
    }

    fn heard(&mut self, at: Moment, next: Option<Ms>, findings: &mut Findings) {
        if let Some(last) = self.last
            && !self.excused
            && at.ms - last > self.most + self.facts.run.slack_ms
        {
            let cause = Cause::Unnoticed { client: self.client.to_owned(), silent_ms: at.ms - last };
            findings.broke(Invariant::DeathNoticed, at, cause);
        }
        (self.last, self.excused) = (next, false);
    }
}

/// A call whose client died is over at the node at the latest k intervals and a deadline later (TB-2, TB-3).
fn reaped(facts: &Facts<'_>, client: &str, findings: &mut Findings) {
    let node = &facts.run.node;
    let most = K * node.interval_ms + node.pong_deadline_ms + facts.run.slack_ms;
    let said = |what: &What<'_>, dead: bool| match what {
        What::Step(step) => match &step.what {
            system::What::Dead(who) => dead && who == client,
            system::What::Frozen(who, frozen) => dead == *frozen && who == client,
            system::What::Alive(who) => !dead && who == client,
            _ => false,
        },
        _ => false,
    };
    let Some(death) = facts.events.iter().find(|(_, what)| said(what, true)).map(|(at, _)| *at) else { return };
    let back = facts.events.iter().find(|(at, what)| *at > death && said(what, false)).map(|(at, _)| *at);
    let until = back.unwrap_or(facts.end());
    if until.ms < death.ms + most {
        return;
    }
    for call in facts.calls.iter().filter(|call| facts.client_of(call.stream) == client) {
        let begun = call.notes.first().is_some_and(|(at, _)| *at < death);
        let over = |(at, note): &(Moment, &Note)| match note {
            Note::Ended(..) => at.ms <= death.ms + most,
            Note::HalfClosed(_) => *at < death,
            _ => false,
        };
        if !begun || call.notes.iter().any(|(at, note)| *at < death && matches!(note, Note::Ended(..))) {
            continue;
        }
        findings.exercise(Invariant::Reaped);
        if !call.notes.iter().any(over) {
            let cause = Cause::Zombie { client: client.to_owned(), dead_ms: most };
            findings.broke(Invariant::Reaped, death, cause);
        }
    }
}
