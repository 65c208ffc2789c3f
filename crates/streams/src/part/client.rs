//! A client on the engine. Every call has a port of its own.

use sim_engine::{Input, Link, NodeId, Now, Output, Participant, Port};

use super::alarm::Alarm;
use super::{ms, stream_id};
use crate::client::{Client, In, Out};
use crate::node::StreamId;
use crate::system::{Command, Frame, Message, NotDone, Note, Streams};

/// A client in front of a pipe.
pub struct ClientPart {
    name: String,
    client: Client,
    pipe: NodeId,
    node: NodeId,
    calls: u16,
    /// Is the present call alive?
    calling: bool,
    /// Questions beside the stream, asked as soon as their link is open.
    asked: Option<Message>,
    alarm: Alarm,
}

impl ClientPart {
    /// A client that calls through `pipe`, and asks `node` beside its stream.
    pub fn new(name: &str, client: Client, pipe: NodeId, node: NodeId) -> Self {
        let (calls, calling, asked, alarm) = (0, false, None, Alarm::default());
        Self { name: name.to_owned(), client, pipe, node, calls, calling, asked, alarm }
    }

    /// The machine.
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn link(&self) -> Link {
        self.pipe.at(Port(self.calls))
    }

    fn stream(&self) -> StreamId {
        stream_id(self.pipe, Port(self.calls))
    }

    /// Is this the link of the present call?
    fn is_current(&self, link: Link) -> bool {
        self.calling && link == self.link()
    }

    fn hand(&mut self, now: Now, input: In) -> Vec<Output<Streams>> {
        let said = self.client.handle(ms(now), input);
        said.into_iter().flat_map(|out| self.say(out)).collect()
    }

    fn say(&mut self, out: Out) -> Vec<Output<Streams>> {
        match out {
            Out::Open => {
                self.calls += 1;
                self.calling = true;
                vec![Output::Note(Note::Opened(self.stream())), Output::Open(self.link())]
            }
            Out::Send(request) => {
                let note = Note::Sent(self.stream(), Frame::Up(request.clone()));
                vec![Output::Note(note), Output::Send(self.link(), Message::Up(request))]
            }
            Out::HalfClose => vec![Output::Note(Note::HalfClosed(self.stream())), Output::Finish(self.link())],
            Out::Cancel => {
                self.calling = false;
                vec![Output::Note(Note::GaveUp(self.stream())), Output::Close(self.link())]
            }
            Out::Window(open) => vec![Output::Window(self.link(), open)],
            Out::AskHeads(topics) => {
                self.asked = Some(Message::HeadsAsked(topics));
                vec![Output::Open(self.node.into())]
            }
            Out::Told(told) => vec![Output::Note(Note::Told(told))],
        }
    }

    fn take(&mut self, now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        match input {
            Input::Opened(link) if link == self.node.into() => {
                self.asked.take().map(|asked| Output::Send(link, asked)).into_iter().collect()
            }
            Input::Message(link, Message::Heads(heads)) => {
                let mut outputs = vec![Output::Close(link)];
                outputs.extend(self.hand(now, In::Heads(heads)));
                outputs
            }
            Input::Opened(link) if self.is_current(link) => self.hand(now, In::Opened),
            Input::Message(link, Message::Down(response)) if self.is_current(link) => {
                let note = Note::Took(self.stream(), Frame::Down(response.clone()));
                let mut outputs = vec![Output::Note(note)];
                outputs.extend(self.hand(now, In::Frame(response)));
                outputs
            }
            Input::Message(link, Message::Status(code)) if self.is_current(link) => {
                self.calling = false;
                let mut outputs = vec![Output::Note(Note::Ended(self.stream(), code)), Output::Close(link)];
                outputs.extend(self.hand(now, In::Closed(code)));
                outputs
            }
            Input::Wake if self.alarm.rings(now) => self.hand(now, In::Tick),
            Input::Command(op, Command::Client(input)) => {
                let mut outputs = self.hand(now, input);
                outputs.push(Output::Done(op, Ok(())));
                outputs
            }
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            _ => Vec::new(),
        }
    }
}

impl Participant<Streams> for ClientPart {
    fn handle(&mut self, now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        let mut outputs = self.take(now, input);
        outputs.extend(self.alarm.set(now, self.client.next_wake()));
        outputs
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}
