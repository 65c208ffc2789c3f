//! A queue on the engine. A queue is a participant of its own, so that what happens in two queues has no order.

use std::collections::BTreeMap;

use sim_engine::{Input, Link, NodeId, Now, Output, Participant, Port};

use super::unix_ms;
use crate::server::{In, Out, Queue};
use crate::system::{Message, NotDone, SiblingSync};
use crate::vocabulary::{Copies, Order, QueueKey, ServerOptions};

/// A queue.
pub struct QueuePart {
    name: String,
    key: QueueKey,
    queue: Queue,
    options: ServerOptions,
    /// Names of clients.
    clients: BTreeMap<NodeId, String>,
    /// The last port that was used to a client.
    ports: BTreeMap<NodeId, u16>,
}

impl QueuePart {
    /// An empty queue.
    pub fn new(key: QueueKey, queue: Queue, options: ServerOptions) -> Self {
        let (clients, ports) = (BTreeMap::new(), BTreeMap::new());
        Self { name: format!("queue/{key}"), key, queue, options, clients, ports }
    }

    /// Tells it who its clients are.
    pub fn know(&mut self, clients: BTreeMap<NodeId, String>) {
        self.clients = clients;
    }

    fn hand(&mut self, now: Now, from: NodeId, input: In) -> Vec<Output<SiblingSync>> {
        let by = self.clients.get(&from).cloned().unwrap_or_default();
        let outs = self.queue.handle(unix_ms(now), &by, input);
        let mut last = None;
        let mut outputs = Vec::new();
        for out in outs {
            match out {
                Out::Note(note) => outputs.push(Output::Note(note)),
                Out::Hand { to, item, blob, mut about } => {
                    let Some(node) = self.clients.iter().find(|(_, name)| **name == to).map(|(node, _)| *node) else {
                        continue;
                    };
                    let is_copy = last == Some((node, item));
                    last = Some((node, item));
                    let (link, is_new) = self.link(node, is_copy);
                    outputs.extend(is_new.then_some(Output::Open(link)));
                    about.port = link.port;
                    let key = self.key.clone();
                    outputs.push(Output::Send(link, Message::Item { key, item, blob, about }));
                }
            }
        }
        outputs
    }

    /// On which link the next item goes: with `any` on one of its own.
    fn link(&mut self, to: NodeId, is_copy: bool) -> (Link, bool) {
        let port = self.ports.entry(to).or_insert(0);
        let same = self.options.order == Order::Fifo || is_copy && self.options.copies == Copies::InLine;
        let is_new = *port == 0 || !same;
        if is_new {
            // After the last port comes the first again: what went there has long come.
            *port = port.checked_add(1).unwrap_or(1);
        }
        (to.at(Port(*port)), is_new)
    }
}

impl Participant<SiblingSync> for QueuePart {
    fn handle(&mut self, now: Now, input: Input<SiblingSync>) -> Vec<Output<SiblingSync>> {
        match input {
            Input::Message(link, message) => {
                let input = match message {
                    Message::Push(blob, about) => In::Push(blob, about),
                    Message::Poll => In::Poll,
                    Message::Leave => In::Leave,
                    Message::Release(item) => In::Release(item),
                    Message::Item { .. } | Message::Aware(_) => return Vec::new(),
                };
                self.hand(now, link.peer, input)
            }
            Input::Finished(link) => vec![Output::Close(link)],
            Input::Closed(link) if link.port == Port::default() => {
                self.ports.insert(link.peer, if self.options.order == Order::Fifo { 0 } else { self.last(link.peer) });
                self.hand(now, link.peer, In::Leave)
            }
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            _ => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}

impl QueuePart {
    fn last(&self, client: NodeId) -> u16 {
        self.ports.get(&client).copied().unwrap_or_default()
    }
}
