//! One stream of a node: what it sends, and when it ends. It knows of no other stream.

use std::collections::{BTreeMap, VecDeque};

use super::log::Log;
use super::options::NodeOptions;
use super::pulse::{Due, Pulse};
use super::slip::Slip;
use super::wave::Wave;
use super::{In, Mark, Out};
use crate::Ms;
use crate::code::Code;
use crate::cursor::{Cursor, Sequence};
use crate::frame::{Request, Response, Topic};

/// What a stream is handed with every input.
pub(super) struct Around<'a> {
    pub now: Ms,
    pub options: &'a NodeOptions,
    pub log: &'a Log,
}

/// A topic that is subscribed.
#[derive(Debug)]
pub(super) struct Registration {
    /// The cursor that it began with.
    pub cursor: Cursor,
    /// The highest id delivered, or the cursor that it began with (X-S2b).
    pub floor: Cursor,
    /// The wave that it waits for; none if it is live.
    pub wave: Option<u64>,
    /// Was it live when it went into this wave?
    pub was_live: bool,
}

/// One stream.
#[derive(Debug)]
pub(super) struct Stream {
    pub registrations: BTreeMap<Topic, Registration>,
    pub waves: Vec<Wave>,
    pub next_key: u64,
    /// The highest live id sent, by sequence.
    pub live: BTreeMap<Sequence, u64>,
    pub pulse: Pulse,
    pub mutated: bool,
    pub half_closed: bool,
    /// Floors that outlived their registration, with the slip alone.
    pub ghosts: BTreeMap<Topic, Cursor>,
    recent_mutates: VecDeque<Ms>,
    recent_pings: VecDeque<Ms>,
    waiting: VecDeque<(Ms, Response)>,
    shut: bool,
    out: Vec<Out>,
}

impl Stream {
    pub fn new(now: Ms) -> Self {
        Self {
            registrations: BTreeMap::new(),
            waves: Vec::new(),
            next_key: 1,
            live: BTreeMap::new(),
            pulse: Pulse::new(now),
            mutated: false,
            half_closed: false,
            ghosts: BTreeMap::new(),
            recent_mutates: VecDeque::new(),
            recent_pings: VecDeque::new(),
            waiting: VecDeque::new(),
            shut: false,
            out: Vec::new(),
        }
    }

    /// Takes an input. The last thing said is [`Out::Close`] if the stream is over.
    pub fn handle(&mut self, around: &Around<'_>, input: In) -> Vec<Out> {
        let result = self.take(around, input).and_then(|()| self.drained());
        if let Err(code) = result {
            self.out.push(Out::Close(code));
        }
        std::mem::take(&mut self.out)
    }

    fn take(&mut self, around: &Around<'_>, input: In) -> Result<(), Code> {
        match input {
            In::Open => self.open(around),
            In::Frame(request) => self.request(around, request),
            In::HalfClose => {
                self.half_closed = true;
                if around.options.slips(Slip::EndsAtHalfClose) { Err(Code::Ok) } else { Ok(()) }
            }
            In::Cancel => Err(Code::Cancelled),
            In::Window(open) => {
                self.shut = !open;
                self.flush(around.now);
                Ok(())
            }
            In::Visible(row) => self.arrive(around, row),
            In::Tick => self.tick(around),
        }
    }

    fn open(&mut self, around: &Around<'_>) -> Result<(), Code> {
        if !around.options.knows_subscribe {
            return Err(Code::Unimplemented);
        }
        let keepalive_interval_ms = u32::try_from(around.options.interval_ms).unwrap_or(u32::MAX);
        self.send(around, Response::Started { keepalive_interval_ms, capabilities: Vec::new() })
    }

    fn request(&mut self, around: &Around<'_>, request: Request) -> Result<(), Code> {
        if around.options.slips(Slip::AnyFrameProves) {
            self.pulse.prove(around.now);
        }
        match request {
            Request::Mutate(mutate) => {
                within(&mut self.recent_mutates, around.now, around.options.limits.mutates_per_second)?;
                self.mutate(around, mutate)
            }
            Request::Ping(nonce) => {
                within(&mut self.recent_pings, around.now, around.options.limits.pings_per_second)?;
                self.send(around, Response::Pong(nonce))
            }
            Request::Pong(nonce) => {
                self.pulse.pong(around.now, nonce);
                Ok(())
            }
            Request::Empty | Request::UnknownVersion if around.options.slips(Slip::IgnoresUnknown) => Ok(()),
            Request::Empty | Request::UnknownVersion => Err(Code::InvalidArgument),
        }
    }

    fn tick(&mut self, around: &Around<'_>) -> Result<(), Code> {
        if self.blocked_until(around.options).is_some_and(|until| until <= around.now) {
            let lie = self.half_closed && around.options.slips(Slip::OkAfterDeadSender);
            return Err(if lie { Code::Ok } else { Code::ResourceExhausted });
        }
        self.turn(around)?;
        if !self.is_watched(around.options) {
            return Ok(());
        }
        match self.pulse.due(around.now, around.options) {
            Some(Due::Ping(nonce)) => self.send(around, Response::Ping(nonce)),
            Some(Due::Reap) => Err(Code::DeadlineExceeded),
            Some(Due::Drain) | None => Ok(()),
        }
    }

    /// After a half-close nobody is challenged; behind a shut window nobody can be.
    fn is_watched(&self, options: &NodeOptions) -> bool {
        let open = !self.half_closed || options.slips(Slip::PingsTheHalfClosed);
        open && self.waiting.is_empty()
    }

    /// When a tick is due.
    pub fn next_wake(&self, options: &NodeOptions) -> Option<Ms> {
        let pulse = self.is_watched(options).then(|| self.pulse.next(options));
        let turns = self.waves.iter().map(|wave| wave.next_turn).min();
        [pulse, turns, self.blocked_until(options)].into_iter().flatten().min()
    }

    fn blocked_until(&self, options: &NodeOptions) -> Option<Ms> {
        self.waiting.front().map(|(since, _)| since + options.limits.send_ms)
    }

    /// A half-closed stream ends when every wave is complete and everything is sent (X-S11b).
    fn drained(&self) -> Result<(), Code> {
        if self.half_closed && self.waves.is_empty() && self.waiting.is_empty() { Err(Code::Ok) } else { Ok(()) }
    }

    /// Sends, or waits behind what waits.
    pub fn send(&mut self, around: &Around<'_>, response: Response) -> Result<(), Code> {
        if !self.shut && self.waiting.is_empty() {
            self.emit(around.now, response);
            return Ok(());
        }
        self.waiting.push_back((around.now, response));
        let most = around.options.limits.waiting_frames;
        if self.waiting.len() > most { Err(Code::ResourceExhausted) } else { Ok(()) }
    }

    fn flush(&mut self, now: Ms) {
        while !self.shut
            && let Some((_, response)) = self.waiting.pop_front()
        {
            self.emit(now, response);
        }
    }

    fn emit(&mut self, now: Ms, response: Response) {
        self.pulse.sent(now, &response);
        self.out.push(Out::Send(response));
    }

    pub fn mark(&mut self, mark: Mark) {
        self.out.push(Out::Mark(mark));
    }
}

/// Counts one more, and refuses it if there are more than `most` within a second (X-S8).
fn within(recent: &mut VecDeque<Ms>, now: Ms, most: usize) -> Result<(), Code> {
    while recent.front().is_some_and(|at| at + 1_000 <= now) {
        recent.pop_front();
    }
    recent.push_back(now);
    if recent.len() > most { Err(Code::ResourceExhausted) } else { Ok(()) }
}
