//! How a client comes by a wire, watches it, and gives it up.

use rand::Rng;

use super::options::{Healthy, OnResume};
use super::wire::{Probe, Wire};
use super::{Client, Out, State, Told};
use crate::Ms;
use crate::code::Code;
use crate::frame::{Request, Topic};

impl Client {
    /// Can a Mutate be sent?
    pub(super) fn is_ready(&self) -> bool {
        self.wire.as_ref().is_some_and(|wire| wire.started && !wire.draining)
    }

    pub(super) fn connect(&mut self, now: Ms) {
        if self.state == State::FellBack {
            return;
        }
        self.next_attempt = None;
        self.last_attempt = Some(now);
        self.wire = Some(Wire::new(now, self.options.interval_ms));
        self.out.push(Out::Open);
        self.settle_state();
    }

    pub(super) fn opened(&mut self, now: Ms) {
        if self.options.healthy == Healthy::Opened {
            self.failures = 0;
        }
        if let Some(wire) = &mut self.wire {
            wire.last_frame = now;
        }
    }

    /// The node speaks: the wire is healthy, and everything is asked for from where it stands.
    pub(super) fn started(&mut self, interval_ms: u32) {
        self.failures = 0;
        let Some(wire) = &mut self.wire else { return };
        if std::mem::replace(&mut wire.started, true) {
            return;
        }
        if interval_ms > 0 {
            wire.interval_ms = u64::from(interval_ms);
        }
        self.durable.restart_waves(&self.options);
        let window = self.fetch.clone();
        let wanted = self.durable.topics().into_iter().map(|topic| (topic, 0)).collect();
        let adds: Vec<(Topic, u64)> = window.clone().unwrap_or(wanted);
        let resumed = |(topic, cursor): (Topic, u64)| {
            let from = self.durable.cursor(&topic, &self.options).max(cursor);
            (topic, from)
        };
        let adds: Vec<_> = adds.into_iter().map(resumed).collect();
        if !adds.is_empty() {
            self.ask(adds, Vec::new(), window.is_some());
        }
        if window.is_some() {
            if let Some(wire) = &mut self.wire {
                wire.draining = true;
            }
            self.out.push(Out::HalfClose);
        }
        self.settle_state();
    }

    pub(super) fn call_ended(&mut self, now: Ms, code: Code) {
        let Some(wire) = self.wire.take() else { return };
        if code == Code::Unimplemented {
            return self.enter(State::FellBack);
        }
        let refused = matches!(code, Code::InvalidArgument | Code::PermissionDenied);
        let gave_up = self.options.only_unavailable && code != Code::Unavailable;
        if refused || gave_up || (wire.draining && code == Code::Ok) {
            self.fetch = None;
            return self.enter(State::Closed);
        }
        if !wire.started {
            self.failures += 1;
        }
        if self.suspended.is_none() {
            self.call_again(now);
        }
    }

    /// Connects, or says when it will (X-L4, X-I28).
    fn call_again(&mut self, now: Ms) {
        if self.state == State::FellBack {
            return;
        }
        let backoff = self.options.backoff;
        let doubled = |n: u32| backoff.base_ms.saturating_mul(1 << n.min(20)).min(backoff.cap_ms);
        let wait = self.failures.checked_sub(1).map_or(0, doubled);
        let jitter = if backoff.jitter_ms == 0 { 0 } else { self.jitter.gen_range(0..=backoff.jitter_ms) };
        let earliest = self.last_attempt.map_or(now, |last| last + backoff.min_ms);
        let at = (now + wait + jitter).max(earliest);
        if at <= now {
            return self.connect(now);
        }
        self.next_attempt = Some(at);
        self.enter(State::Reconnecting);
    }

    /// The node's revision is another one, or it knows no streams: older calls have to do (X-C6).
    pub(super) fn fall_back(&mut self) {
        self.give_up();
        self.enter(State::FellBack);
    }

    fn give_up(&mut self) {
        if self.wire.take().is_some() {
            self.out.push(Out::Cancel);
        }
    }

    pub(super) fn suspend(&mut self, now: Ms) {
        self.suspended.get_or_insert(now);
        self.enter(State::Suspended);
    }

    pub(super) fn resume(&mut self, now: Ms) {
        let Some(since) = self.suspended else { return };
        let still_counting = self.options.grace_ms.is_some_and(|grace| now < since + grace);
        if !(self.options.late_suspend && still_counting) {
            self.suspended = None;
        }
        match &mut self.wire {
            Some(wire) if wire.started && !wire.draining && self.options.on_resume == OnResume::Probe => {
                let nonce = wire.next_nonce;
                wire.next_nonce += 1;
                wire.probe = Some(Probe { nonce, until: Some(now + self.options.probe_ms) });
                self.send(Request::Ping(nonce));
                self.settle_state();
            }
            _ => {
                self.end_window();
                self.give_up();
                self.call_again(now);
            }
        }
    }

    /// A resume ends a window: what it was to bring is wanted like everything else.
    fn end_window(&mut self) {
        for (topic, cursor) in self.fetch.take().into_iter().flatten() {
            if !self.durable.wants(&topic) {
                self.durable.ask(&topic, cursor, 0);
            }
        }
    }

    /// Everything volatile is gone; the process starts again.
    pub(super) fn crash(&mut self, now: Ms) {
        self.give_up();
        (self.suspended, self.parked, self.next_attempt, self.failures) = (None, false, None, 0);
        (self.last_attempt, self.fetch) = (None, None);
        self.behind.clear();
        if self.state != State::Closed {
            self.state = State::Closed;
            self.tell(Told::State(State::Closed));
        }
        if !self.durable.topics().is_empty() {
            self.connect(now);
        }
    }

    pub(super) fn tick(&mut self, now: Ms) {
        if self.next_reconcile.is_some_and(|at| at <= now) {
            self.next_reconcile = self.options.reconcile_ms.map(|every| now + every);
            let topics = self.durable.topics();
            self.out.push(Out::AskHeads(topics));
        }
        if self.grace_end().is_some_and(|at| at <= now) {
            self.give_up();
            if self.options.late_suspend {
                self.suspended.get_or_insert(now);
                self.enter(State::Suspended);
            }
        }
        if self.dead_at().is_some_and(|at| at <= now) {
            self.give_up();
            self.enter(State::Stale);
            return self.call_again(now);
        }
        if self.ask_at().is_some_and(|at| at <= now)
            && let Some(wire) = &mut self.wire
        {
            let nonce = wire.next_nonce;
            wire.next_nonce += 1;
            wire.probe = Some(Probe { nonce, until: None });
            self.send(Request::Ping(nonce));
        }
        if self.next_attempt.is_some_and(|at| at <= now) && self.suspended.is_none() {
            self.connect(now);
        }
    }

    /// When a tick is due.
    pub fn next_wake(&self) -> Option<Ms> {
        let attempt = self.next_attempt.filter(|_| self.suspended.is_none());
        let times = [self.next_reconcile, self.grace_end(), self.dead_at(), self.ask_at(), attempt];
        times.into_iter().flatten().min()
    }

    /// When the wire of a suspended client is taken down. A window is for the background.
    fn grace_end(&self) -> Option<Ms> {
        self.wire.as_ref().filter(|_| self.fetch.is_none())?;
        Some(self.suspended? + self.options.grace_ms?)
    }

    /// When the wire counts as dead: after a probe without answer, or after N intervals of silence (X-C2). Nobody is watched in the
    /// background, while draining (X-C4a), or while it is the own consumer that takes nothing.
    fn dead_at(&self) -> Option<Ms> {
        let wire = self.wire.as_ref()?;
        if self.suspended.is_some() || wire.draining {
            return None;
        }
        let stalls = !wire.inbox.is_empty() && !self.options.watchdog_counts_stalls;
        let silence = (self.options.watchdog_n > 0 && !stalls)
            .then(|| wire.last_frame + u64::from(self.options.watchdog_n) * wire.interval_ms);
        let probe = wire.probe.and_then(|probe| probe.until);
        [silence, probe].into_iter().flatten().min()
    }

    /// When it asks the silent node, one interval before it gives it up (TB-5).
    fn ask_at(&self) -> Option<Ms> {
        let wire = self.wire.as_ref()?;
        let asks = self.options.watchdog_probes && wire.probe.is_none() && wire.inbox.is_empty();
        self.dead_at().filter(|_| asks && wire.started).map(|dead| dead - wire.interval_ms)
    }
}
