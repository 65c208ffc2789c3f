//! Who publishes, where a chooser decides when rows reach the node. Elsewhere the script commits them itself.

use sim_engine::{Input, NodeId, Now, Output, Participant};

use crate::frame::Row;
use crate::system::{Command, Message, NotDone, Streams};

/// Sends every row that it is told to publish to a node, in order.
pub struct Writer {
    name: String,
    node: NodeId,
    open: bool,
    waiting: Vec<Row>,
}

impl Writer {
    /// A writer that has published nothing.
    pub fn new(name: &str, node: NodeId) -> Self {
        Self { name: name.to_owned(), node, open: false, waiting: Vec::new() }
    }

    fn send(&mut self) -> Vec<Output<Streams>> {
        let rows = std::mem::take(&mut self.waiting);
        rows.into_iter().map(|row| Output::Send(self.node.into(), Message::Row(row))).collect()
    }
}

impl Participant<Streams> for Writer {
    fn handle(&mut self, _now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        match input {
            Input::Opened(_) => {
                self.open = true;
                self.send()
            }
            Input::Command(op, Command::Commit(row)) => {
                self.waiting.push(row);
                let mut outputs = if self.open { self.send() } else { vec![Output::Open(self.node.into())] };
                outputs.push(Output::Done(op, Ok(())));
                outputs
            }
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            _ => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}
