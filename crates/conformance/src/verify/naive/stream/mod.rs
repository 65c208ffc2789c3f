//! stream, by a node written from vectors/streams/README.md without a line of the crate `streams`: one call, one ordered list of
//! what happens, every state a plain value. Tests of clients are for the program in `examples/python`.

mod node;
mod waves;

use crate::format::topics::stream::{Cursor, Frame, From, Input, Machine, Mode, Step, Test, Value};
use crate::stream::{Seen, Sent, What};
use crate::verify::streams::judge;
use crate::verify::{Case, Verdict};

use node::{Node, Said};

pub(in crate::verify) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    let tagged = case.profile.to_string() == "xip83-r7";
    if test.input.under_test != Machine::Node {
        return Verdict::unsupported("it is a node");
    }
    let other = |step: &Step| step.fault.as_ref().is_some_and(|fault| fault.mode != Mode::BlackholeDown);
    if test.input.script.iter().any(other) {
        return Verdict::unsupported("it has no such pipe");
    }
    judge(test, |input| Ok(Bench::new(input, tagged).play()))
}

/// What can be due at one moment, in this order.
enum Due<'a> {
    Row(usize),
    Step(&'a Step),
}

struct Bench<'a> {
    input: &'a Input,
    node: Node<'a>,
    seen: Seen,
    answers: bool,
    deaf: bool,
}

impl<'a> Bench<'a> {
    fn new(input: &'a Input, tagged: bool) -> Self {
        Self { input, node: Node::new(input, tagged), seen: Seen::default(), answers: true, deaf: false }
    }

    fn play(mut self) -> Seen {
        let rows = self.input.log.iter().enumerate().map(|(place, row)| (row.visible_at_ms, Due::Row(place)));
        let steps = self.input.script.iter().map(|step| (step.at_ms, Due::Step(step)));
        let mut due: Vec<(u64, Due<'a>)> = rows.chain(steps).collect();
        due.sort_by_key(|(at, what)| (*at, matches!(what, Due::Step(_))));
        for (at, what) in due {
            self.timers(at);
            match what {
                Due::Row(place) => self.node.visible(at, place),
                Due::Step(step) => self.step(at, step),
            }
            self.listen(at);
        }
        self.timers(self.input.end_ms + 1);
        self.seen
    }

    /// Whatever is due before this moment.
    fn timers(&mut self, end: u64) {
        while let Some(at) = self.node.wake().filter(|at| *at < end) {
            self.node.tick(at);
            self.listen(at);
        }
    }

    fn step(&mut self, at: u64, step: &Step) {
        self.seen.add(at, What::Step(step.label.clone()));
        if step.open {
            self.seen.add(at, What::Called(1));
            self.node.open(at);
        } else if let Some(frame) = &step.frame {
            let sent = self.sent(frame);
            self.seen.add(at, What::Frame(Machine::Node, 1, sent.clone()));
            self.node.take(at, &sent);
        } else if step.half_close {
            self.seen.add(at, What::HalfClosed(1));
            self.node.half_close();
        } else if step.cancel {
            self.node.end("CANCELLED");
        } else if step.fault.is_some() {
            self.deaf = true;
        } else if let (From::Client, Some(answers)) = (step.from, step.answers) {
            self.answers = answers;
        }
    }

    /// Writes down what the node said, and answers its Pings.
    fn listen(&mut self, at: u64) {
        while let Some(said) = self.node.said.pop_front() {
            match said {
                Said::Frame(sent) => {
                    let ping = if let Sent::Ping(nonce) = sent { Some(nonce) } else { None };
                    self.seen.add(at, What::Frame(Machine::Client, 1, sent));
                    if let Some(nonce) = ping.filter(|_| self.answers && !self.deaf) {
                        self.seen.add(at, What::Frame(Machine::Node, 1, Sent::Pong(nonce)));
                        self.node.take(at, &Sent::Pong(nonce));
                    }
                }
                Said::End(code) => self.seen.add(at, What::Ended(1, code.to_owned())),
            }
        }
    }

    fn sent(&self, frame: &Frame) -> Sent {
        let number = |value: &Value| self.seen.number(value, Machine::Node).unwrap_or_default();
        let cursor = |cursor: &Cursor| match cursor {
            Cursor::Is(number) => *number,
            Cursor::Digits(text) => text.parse().unwrap_or(u64::MAX),
        };
        match frame {
            Frame::Mutate { adds, removes, history_only, mutate_id } => Sent::Mutate {
                adds: adds.iter().map(|(topic, at)| (topic.clone(), cursor(at))).collect(),
                removes: removes.clone(),
                history_only: *history_only,
                mutate_id: number(mutate_id),
            },
            Frame::Ping { nonce } => Sent::Ping(number(nonce)),
            Frame::Pong { nonce } => Sent::Pong(number(nonce)),
            Frame::Empty {} => Sent::Empty,
            _ => Sent::UnknownVersion,
        }
    }
}
