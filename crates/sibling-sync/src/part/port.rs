//! A client's connections to queues.

use std::collections::{BTreeMap, BTreeSet};

use sim_engine::{Link, NodeId, Output, Port};

use crate::device::Out;
use crate::system::{Message, SiblingSync};
use crate::vocabulary::QueueKey;

/// Connections to queues; what is pushed without a connection waits.
pub struct Ports {
    queues: BTreeMap<QueueKey, NodeId>,
    online: bool,
    open: BTreeSet<Link>,
    /// Those on which nothing more is said.
    leaving: BTreeSet<Link>,
    waiting: Vec<(NodeId, Message)>,
}

impl Ports {
    /// Online, with nothing open.
    pub fn new(queues: BTreeMap<QueueKey, NodeId>) -> Self {
        Self { queues, online: true, open: BTreeSet::new(), leaving: BTreeSet::new(), waiting: Vec::new() }
    }

    /// Says what a machine wants to a queue. `None` if it is no request.
    pub fn request(&mut self, out: Out) -> Option<Vec<Output<SiblingSync>>> {
        let (key, message) = match out {
            Out::Push(key, blob, about) => (key, Message::Push(blob, about)),
            Out::Release(key, item) => (key, Message::Release(item)),
            Out::Poll(key) => (key, Message::Poll),
            Out::Leave(key) => (key, Message::Leave),
            Out::Note(_) | Out::Dead(_) => return None,
        };
        let node = self.queues.get(&key)?;
        Some(self.send(*node, message))
    }

    fn send(&mut self, node: NodeId, message: Message) -> Vec<Output<SiblingSync>> {
        if !self.online {
            if matches!(message, Message::Push(..)) {
                self.waiting.push((node, message));
            }
            return Vec::new();
        }
        let link = Link::from(node);
        let open = self.open.insert(link).then_some(Output::Open(link));
        open.into_iter().chain([Output::Send(link, message)]).collect()
    }

    /// Opens the connections that may be needed.
    pub fn open_all(&mut self) -> Vec<Output<SiblingSync>> {
        let links: Vec<_> = self.queues.values().map(|node| Link::from(*node)).collect();
        links.into_iter().filter(|link| self.open.insert(*link)).map(Output::Open).collect()
    }

    /// A link is open, or is gone.
    pub fn learn(&mut self, link: Link, open: bool) {
        if open {
            self.open.insert(link);
        } else {
            self.open.remove(&link);
            self.leaving.remove(&link);
        }
    }

    /// The process or the network goes. A job ends when it is handed to a connection, so what was said before arrives all the same;
    /// what is under way to here does not.
    pub fn leave(&mut self) -> Vec<Output<SiblingSync>> {
        self.online = false;
        let (own, of_items): (BTreeSet<_>, BTreeSet<_>) =
            std::mem::take(&mut self.open).into_iter().partition(|link| link.port == Port::default());
        self.leaving.extend(&own);
        of_items.into_iter().map(Output::Close).chain(own.into_iter().map(Output::Finish)).collect()
    }

    /// The connection is lost, with everything that is under way on it.
    pub fn lose(&mut self) -> Vec<Output<SiblingSync>> {
        self.online = false;
        std::mem::take(&mut self.open).into_iter().map(Output::Close).collect()
    }

    /// There is a connection again: what waits is pushed.
    pub fn find(&mut self) -> Vec<Output<SiblingSync>> {
        self.online = true;
        let mut outputs: Vec<_> = std::mem::take(&mut self.leaving).into_iter().map(Output::Close).collect();
        for (node, message) in std::mem::take(&mut self.waiting) {
            outputs.extend(self.send(node, message));
        }
        outputs
    }

    /// What waits is forgotten.
    pub fn forget(&mut self) {
        self.waiting.clear();
    }
}
