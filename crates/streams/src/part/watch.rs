//! A watchdog on the engine: its stream is a call of the older kind, through a pipe that may refuse it.

use sim_engine::{Input, Link, NodeId, Now, Output, Participant, Port};

use super::alarm::Alarm;
use super::{ms, stream_id};
use crate::system::{Command, Message, NotDone, Note, Streams};
use crate::watchdog::{In, Out, Watchdog};

/// A client without keepalive.
pub struct Watch {
    name: String,
    watchdog: Watchdog,
    pipe: NodeId,
    calls: u16,
    alarm: Alarm,
}

impl Watch {
    /// A watchdog that subscribes through `pipe`.
    pub fn new(name: &str, watchdog: Watchdog, pipe: NodeId) -> Self {
        Self { name: name.to_owned(), watchdog, pipe, calls: 0, alarm: Alarm::default() }
    }

    fn link(&self) -> Link {
        self.pipe.at(Port(self.calls))
    }

    fn hand(&mut self, now: Now, input: In) -> Vec<Output<Streams>> {
        let mut outputs = Vec::new();
        for out in self.watchdog.handle(ms(now), input) {
            outputs.push(Output::Note(Note::Watched(out)));
            match out {
                Out::Subscribe => {
                    self.calls += 1;
                    outputs.push(Output::Note(Note::Opened(stream_id(self.pipe, Port(self.calls)))));
                    outputs.push(Output::Open(self.link()));
                }
                Out::Swap => {
                    outputs.extend((1..self.calls).map(|port| Output::Close(self.pipe.at(Port(port)))));
                }
                Out::Stale | Out::Fatal | Out::End => {}
            }
        }
        outputs
    }
}

impl Participant<Streams> for Watch {
    fn handle(&mut self, now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        let mut outputs = match input {
            Input::Message(link, Message::Down(response)) if link == self.link() => match response {
                // The older calls have no frames but rows; the first answer says that the call was taken.
                crate::frame::Response::Started { .. } => self.hand(now, In::Subscribed),
                _ => self.hand(now, In::Item),
            },
            Input::Message(link, Message::Status(_)) if link == self.link() => {
                let mut outputs = vec![Output::Close(link)];
                outputs.extend(self.hand(now, In::Failed));
                outputs
            }
            Input::Wake if self.alarm.rings(now) => self.hand(now, In::Tick),
            Input::Command(op, Command::Watch(input)) => {
                let mut outputs = self.hand(now, input);
                outputs.push(Output::Done(op, Ok(())));
                outputs
            }
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            _ => Vec::new(),
        };
        outputs.extend(self.alarm.set(now, self.watchdog.next_wake()));
        outputs
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}
