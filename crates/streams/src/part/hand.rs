//! A client that does what the script says, and answers Pings while it is told to: what a node is tested with.

use sim_engine::{Input, Link, NodeId, Now, Output, Participant, Port};

use super::stream_id;
use crate::frame::{Request, Response};
use crate::node::StreamId;
use crate::system::{Act, Command, Frame, Message, NotDone, Note, Streams};

/// A scripted client.
pub struct Hand {
    name: String,
    pipe: NodeId,
    calls: u16,
    answers: bool,
}

impl Hand {
    /// A scripted client that answers Pings and calls through `pipe` when it is told to.
    pub fn new(name: &str, pipe: NodeId) -> Self {
        Self { name: name.to_owned(), pipe, calls: 0, answers: true }
    }

    fn link(&self) -> Link {
        self.pipe.at(Port(self.calls))
    }

    fn stream(&self) -> StreamId {
        stream_id(self.pipe, Port(self.calls))
    }

    fn send(&self, request: Request) -> Vec<Output<Streams>> {
        let note = Note::Sent(self.stream(), Frame::Up(request.clone()));
        vec![Output::Note(note), Output::Send(self.link(), Message::Up(request))]
    }

    fn act(&mut self, act: Act) -> Result<Vec<Output<Streams>>, NotDone> {
        if self.calls == 0 && !matches!(act, Act::Open | Act::Answer(_)) {
            return Err(NotDone::NoCall);
        }
        Ok(match act {
            Act::Open => {
                self.calls += 1;
                vec![Output::Note(Note::Opened(self.stream())), Output::Open(self.link())]
            }
            Act::Send(request) => self.send(request),
            Act::HalfClose => vec![Output::Note(Note::HalfClosed(self.stream())), Output::Finish(self.link())],
            Act::Cancel => vec![Output::Note(Note::GaveUp(self.stream())), Output::Close(self.link())],
            Act::Answer(answers) => {
                self.answers = answers;
                Vec::new()
            }
        })
    }
}

impl Participant<Streams> for Hand {
    fn handle(&mut self, _now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        match input {
            Input::Message(link, Message::Down(response)) if link == self.link() => {
                let mut outputs = vec![Output::Note(Note::Took(self.stream(), Frame::Down(response.clone())))];
                if let Response::Ping(nonce) = response
                    && self.answers
                {
                    outputs.extend(self.send(Request::Pong(nonce)));
                }
                outputs
            }
            Input::Message(link, Message::Status(code)) if link == self.link() => {
                vec![Output::Note(Note::Ended(self.stream(), code)), Output::Close(link)]
            }
            Input::Command(op, Command::Hand(act)) => match self.act(act) {
                Ok(mut outputs) => {
                    outputs.push(Output::Done(op, Ok(())));
                    outputs
                }
                Err(why) => vec![Output::Done(op, Err(why))],
            },
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            _ => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}
