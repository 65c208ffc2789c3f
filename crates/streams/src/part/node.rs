//! The node on the engine.

use sim_engine::{Input, Now, Output, Participant};

use super::alarm::Alarm;
use super::{link_of, ms, stream_id};
use crate::frame::Row;
use crate::node::{Committed, In, Node, Out, StreamId};
use crate::system::{Command, Frame, Message, NotDone, Note, Streams};

/// A node behind pipes.
pub struct NodePart {
    name: String,
    node: Node,
    alarm: Alarm,
}

impl NodePart {
    /// A node that nobody has called.
    pub fn new(name: &str, node: Node) -> Self {
        Self { name: name.to_owned(), node, alarm: Alarm::default() }
    }

    fn hand(&mut self, now: Now, stream: StreamId, input: In, note: Note) -> Vec<Output<Streams>> {
        let mut outputs = vec![Output::Note(note)];
        outputs.extend(self.node.handle(ms(now), stream, input).into_iter().flat_map(|out| say(stream, out)));
        outputs
    }

    fn commit(&mut self, now: Now, row: Row) -> Vec<Output<Streams>> {
        let Committed { visible, said } = self.node.commit(ms(now), row);
        let notes = visible.into_iter().map(|row| Output::Note(Note::Visible(row)));
        let said = said.into_iter().flat_map(|(stream, out)| say(stream, out));
        notes.chain(said).collect()
    }

    fn command(&mut self, now: Now, command: Command) -> Result<Vec<Output<Streams>>, NotDone> {
        match command {
            Command::Commit(row) => Ok(self.commit(now, row)),
            Command::Allot(kind, id) => {
                self.node.allot(kind, id);
                Ok(Vec::new())
            }
            Command::Lose(topic) => {
                self.node.lose(&topic);
                Ok(Vec::new())
            }
            _ => Err(NotDone::Foreign),
        }
    }

    fn take(&mut self, now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        match input {
            Input::Message(from, Message::HeadsAsked(topics)) => {
                vec![Output::Send(from, Message::Heads(self.node.heads(topics)))]
            }
            Input::Message(_, Message::Row(row)) => self.commit(now, row),
            Input::Opened(link) if link.port.0 != 0 => {
                let stream = stream_id(link.peer, link.port);
                self.hand(now, stream, In::Open, Note::Opened(stream))
            }
            Input::Message(link, Message::Up(request)) => {
                let stream = stream_id(link.peer, link.port);
                if !self.node.open_streams().contains(&stream) {
                    return Vec::new();
                }
                let note = Note::Took(stream, Frame::Up(request.clone()));
                self.hand(now, stream, In::Frame(request), note)
            }
            Input::Finished(link) => {
                let stream = stream_id(link.peer, link.port);
                self.hand(now, stream, In::HalfClose, Note::HalfClosed(stream))
            }
            Input::Window(link, open) => {
                let stream = stream_id(link.peer, link.port);
                let said = self.node.handle(ms(now), stream, In::Window(open));
                said.into_iter().flat_map(|out| say(stream, out)).collect()
            }
            Input::Closed(link) => {
                let stream = stream_id(link.peer, link.port);
                let said = self.node.handle(ms(now), stream, In::Cancel);
                said.into_iter().flat_map(|out| say(stream, out)).collect()
            }
            Input::Wake if self.alarm.rings(now) => {
                let said = self.node.tick(ms(now));
                said.into_iter().flat_map(|(stream, out)| say(stream, out)).collect()
            }
            Input::Command(op, command) => match self.command(now, command) {
                Ok(mut outputs) => {
                    outputs.push(Output::Done(op, Ok(())));
                    outputs
                }
                Err(why) => vec![Output::Done(op, Err(why))],
            },
            Input::Opened(_) | Input::Message(..) | Input::Wake => Vec::new(),
        }
    }
}

fn say(stream: StreamId, out: Out) -> Vec<Output<Streams>> {
    let link = link_of(stream);
    match out {
        Out::Send(response) => {
            let note = Note::Sent(stream, Frame::Down(response.clone()));
            vec![Output::Note(note), Output::Send(link, Message::Down(response))]
        }
        Out::Close(code) => {
            vec![Output::Note(Note::Ended(stream, code)), Output::Send(link, Message::Status(code))]
        }
        Out::Mark(mark) => vec![Output::Note(Note::Mark(stream, mark))],
    }
}

impl Participant<Streams> for NodePart {
    fn handle(&mut self, now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        let mut outputs = self.take(now, input);
        outputs.extend(self.alarm.set(now, self.node.next_wake()));
        outputs
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}
