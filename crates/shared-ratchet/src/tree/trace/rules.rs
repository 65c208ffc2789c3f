//! Which events are enabled, and what comes of them.

use std::collections::BTreeSet;

use super::event::Event;
use super::world::{Mind, World};
use crate::tree::name::{Device, Node, User};
use crate::tree::policy::{Accept, Orphan};
use crate::tree::select::joinable;

/// Why an event is not enabled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Disabled {
    /// Nobody has that name.
    #[error("there is no device {0}")]
    NoDevice(Device),
    /// Nobody made it.
    #[error("{0} does not exist")]
    NoNode(Node),
    /// It makes another node next.
    #[error("{by} makes {next} next, not {named}")]
    NotNext {
        /// Who.
        by: Device,
        /// What comes next.
        next: Node,
        /// What the event says.
        named: Node,
    },
    /// All steps were made.
    #[error("{0} has no step left")]
    NoStepLeft(Device),
    /// It sends on another node.
    #[error("{by} selects {selected}, not {named}")]
    NotSelected {
        /// Who.
        by: Device,
        /// Its selection.
        selected: Node,
        /// What the event says.
        named: Node,
    },
    /// The selection is of its own user: nobody steps on that.
    #[error("{0} is of its own user: a message there makes no step")]
    OwnNode(Node),
    /// The selection is of the other user: a message there is a step.
    #[error("{0} is of the other user: a message there is a step")]
    ForeignNode(Node),
    /// Nothing new.
    #[error("{0} knows {1} already")]
    Known(Device, Node),
    /// It came before, or was discarded.
    #[error("{0} has processed {1} already")]
    Processed(Device, Node),
    /// Its parent is not known: it waits.
    #[error("{device} does not know {parent}, on which {node} grew")]
    Orphan {
        /// Whom it reached.
        device: Device,
        /// What.
        node: Node,
        /// What is missing.
        parent: Node,
    },
    /// Its parent is known.
    #[error("{0} can process {1}: only a message whose parent is unknown is dropped")]
    NoOrphan(Device, Node),
    /// The switch says so.
    #[error("that needs `{0}`")]
    Switch(&'static str),
    /// A5.
    #[error("{0} rejects {1}: it knows another child of the same node")]
    Rejects(Device, Node),
    /// A5.
    #[error("{0} accepts {1}")]
    Accepts(Device, Node),
    /// A8.
    #[error("{0} has no keys any more to join {1}")]
    TooOld(Device, Node),
    /// A removed device and its former siblings.
    #[error("nothing passes between {0} and its former sibling that made {1}")]
    Apart(Device, Node),
    /// Nobody accepted it.
    #[error("no device of the other user has accepted {0}")]
    NotAnnounced(Node),
    /// Of the wrong user.
    #[error("{1} is not of {0}")]
    NotOf(User, Node),
    /// It heard that before.
    #[error("{0} knows already that {1} was accepted")]
    Acked(Device, Node),
    /// Once is enough.
    #[error("{0} was removed already")]
    Removed(Device),
}

impl World {
    /// Lets an event happen. If it is not enabled, nothing happens.
    pub fn apply(&mut self, event: Event) -> Result<(), Disabled> {
        self.check(event)?;
        match event {
            Event::Step { by, node, parent } => {
                self.tree.grow(node, parent);
                self.grown(by, node, |mind| mind.made += 1);
            }
            Event::Roll(by, root) => {
                let newest = self.minds[&by].known.iter().map(|node| self.tree.generation(*node)).max();
                self.tree.roll(root, newest.unwrap_or(0) + 1);
                self.grown(by, root, |mind| mind.rolls += 1);
            }
            Event::Message(by, node) => self.message(by, node),
            Event::Deliver(device, node) if self.unheard(&self.minds[&device], node) => self.hear(device, node),
            Event::Deliver(device, node) if node.owner() == device.user || node.is_root() => self.copy(device, node),
            Event::Deliver(device, node) => self.data(device, node),
            Event::Reject(device, node) | Event::Drop(device, node) => self.with(device, |mind| {
                mind.waiting.remove(&node);
                mind.processed.insert(node);
            }),
            Event::Ack(device, node) => self.with(device, |mind| {
                mind.acked.insert(node);
            }),
            Event::News(device, node) => self.learn(device, node),
            Event::Remove(device) => {
                self.removed.insert(device);
            }
        }
        Ok(())
    }

    fn with(&mut self, device: Device, change: impl FnOnce(&mut Mind)) {
        if let Some(mind) = self.minds.get_mut(&device) {
            change(mind);
        }
    }

    /// A node is known from now on.
    fn learn(&mut self, device: Device, node: Node) {
        let level = (self.tree.generation(node), self.tree.depth(node));
        self.with(device, |mind| {
            mind.known.insert(node);
            mind.levels.entry(level).or_default().insert(node);
        });
    }

    /// All symmetric messages on a node arrive.
    fn hear(&mut self, device: Device, node: Node) {
        let all = self.tree.messages(node) - u32::from(!node.is_root());
        self.with(device, |mind| {
            mind.heard.insert(node, all);
        });
    }

    /// A node that a device made: it knows it, and all others wait for it.
    fn grown(&mut self, by: Device, node: Node, count: impl FnOnce(&mut Mind)) {
        let others = self.minds.iter_mut().filter(|(device, _)| **device != by);
        others.for_each(|(_, mind)| {
            mind.waiting.insert(node);
        });
        self.learn(by, node);
        self.with(by, |mind| {
            mind.index.insert(node, 1);
            count(mind);
        });
    }

    fn message(&mut self, by: Device, node: Node) {
        self.tree.message(node);
        let mut index = 1;
        self.with(by, |mind| {
            let next = mind.index.entry(node).or_insert(1);
            index = *next;
            *next += 1;
            *mind.heard.entry(node).or_default() += 1;
        });
        *self.sent.entry((node, index)).or_default() += 1;
    }

    /// A sibling's copy, or a rolled root.
    fn copy(&mut self, device: Device, node: Node) {
        self.learn(device, node);
        self.with(device, |mind| {
            mind.waiting.remove(&node);
            mind.processed.insert(node);
        });
    }

    /// A message that is accepted.
    fn data(&mut self, device: Device, node: Node) {
        let parent = self.tree.parent(node);
        self.learn(device, node);
        self.with(device, |mind| {
            mind.waiting.remove(&node);
            mind.processed.insert(node);
            mind.opened.insert(node);
            mind.acked.extend(parent.filter(|parent| !parent.is_root()));
        });
        if self.policy.has_acknowledgements() {
            self.announced.insert(node);
        }
    }

    /// Whether an event is enabled.
    pub fn check(&self, event: Event) -> Result<(), Disabled> {
        let device = event.device();
        let mind = self.minds.get(&device).ok_or(Disabled::NoDevice(device))?;
        match event {
            Event::Step { by, node, parent } => self.check_step(mind, by, node, parent),
            Event::Roll(by, root) => next(by, root, Node::Rolled { by, k: mind.rolls + 1 }),
            Event::Message(by, node) => {
                self.check_selected(by, node)?;
                if node.owner() == by.user { Ok(()) } else { Err(Disabled::ForeignNode(node)) }
            }
            Event::Deliver(_, node) if self.unheard(mind, node) => Ok(()),
            Event::Deliver(_, node) => {
                self.check_arrival(mind, device, node)?;
                if self.accepts(mind, device, node) { Ok(()) } else { Err(Disabled::Rejects(device, node)) }
            }
            Event::Reject(_, node) => {
                self.check_arrival(mind, device, node)?;
                if self.accepts(mind, device, node) { Err(Disabled::Accepts(device, node)) } else { Ok(()) }
            }
            Event::Drop(_, node) => self.check_drop(mind, device, node),
            Event::Ack(_, node) => self.check_ack(mind, device, node),
            Event::News(_, node) => self.check_news(mind, device, node),
            Event::Remove(_) if self.removed.contains(&device) => Err(Disabled::Removed(device)),
            Event::Remove(_) => Ok(()),
        }
    }

    fn check_step(&self, mind: &Mind, by: Device, node: Node, parent: Node) -> Result<(), Disabled> {
        if mind.made >= self.steps_max {
            return Err(Disabled::NoStepLeft(by));
        }
        next(by, node, Node::step(by, mind.made + 1))?;
        self.check_selected(by, parent)?;
        if parent.owner() == by.user { Err(Disabled::OwnNode(parent)) } else { Ok(()) }
    }

    fn check_selected(&self, by: Device, named: Node) -> Result<(), Disabled> {
        match self.selection(by) {
            Some(selected) if selected != named => Err(Disabled::NotSelected { by, selected, named }),
            _ => Ok(()),
        }
    }

    /// Whether a message can be processed now: it is there, new, its parent is known, and it may pass.
    fn check_arrival(&self, mind: &Mind, device: Device, node: Node) -> Result<(), Disabled> {
        self.check_pending(mind, device, node)?;
        match self.tree.parent(node) {
            Some(parent) if !mind.known.contains(&parent) => Err(Disabled::Orphan { device, node, parent }),
            Some(parent) if !joinable(&self.tree, &mind.known, &self.policy, parent) => {
                Err(Disabled::TooOld(device, node))
            }
            _ => Ok(()),
        }
    }

    fn check_pending(&self, mind: &Mind, device: Device, node: Node) -> Result<(), Disabled> {
        let twice = self.policy.has_acknowledgements() && node.owner() != device.user && !node.is_root();
        if !self.tree.contains(node) {
            Err(Disabled::NoNode(node))
        } else if mind.processed.contains(&node) {
            Err(Disabled::Processed(device, node))
        } else if mind.known.contains(&node) && !twice {
            Err(Disabled::Known(device, node))
        } else if self.apart(device, node) {
            Err(Disabled::Apart(device, node))
        } else {
            Ok(())
        }
    }

    /// A5: whether a message that can be processed is accepted.
    fn accepts(&self, mind: &Mind, device: Device, node: Node) -> bool {
        let Some(parent) = self.tree.parent(node) else { return true };
        let rival = |other: &Node| *other != node && self.tree.parent(*other) == Some(parent);
        let copy = node.owner() == device.user;
        copy || self.policy.accept == Accept::All || mind.known.contains(&node) || !mind.known.iter().any(rival)
    }

    fn check_drop(&self, mind: &Mind, device: Device, node: Node) -> Result<(), Disabled> {
        if self.policy.orphan != Orphan::Drop {
            return Err(Disabled::Switch("orphan = drop"));
        }
        self.check_pending(mind, device, node)?;
        match self.tree.parent(node) {
            Some(parent) if !mind.known.contains(&parent) => Ok(()),
            _ => Err(Disabled::NoOrphan(device, node)),
        }
    }

    fn check_ack(&self, mind: &Mind, device: Device, node: Node) -> Result<(), Disabled> {
        if !self.policy.has_acknowledgements() {
            Err(Disabled::Switch("accept other than all, or valid other than known"))
        } else if node.owner() != device.user || node.is_root() {
            Err(Disabled::NotOf(device.user, node))
        } else if !self.announced.contains(&node) {
            Err(Disabled::NotAnnounced(node))
        } else if mind.acked.contains(&node) {
            Err(Disabled::Acked(device, node))
        } else if self.apart(device, node) {
            Err(Disabled::Apart(device, node))
        } else {
            Ok(())
        }
    }

    fn check_news(&self, mind: &Mind, device: Device, node: Node) -> Result<(), Disabled> {
        if !self.policy.has_acknowledgements() || self.policy.accept == Accept::FirstUnshared {
            return Err(Disabled::Switch("acknowledgements, and accept other than first_unshared"));
        }
        if node.owner() == device.user || node.is_root() {
            return Err(Disabled::NotOf(device.user.other(), node));
        }
        if !self.announced.contains(&node) {
            return Err(Disabled::NotAnnounced(node));
        }
        if mind.known.contains(&node) {
            return Err(Disabled::Known(device, node));
        }
        match self.tree.parent(node) {
            Some(parent) if !mind.known.contains(&parent) => Err(Disabled::Orphan { device, node, parent }),
            _ => Ok(()),
        }
    }

    /// Everything but steps, messages, removals and rolls that is enabled now, device by device.
    pub fn deliveries(&self) -> Vec<Event> {
        self.devices().flat_map(|device| self.deliveries_to(device)).collect()
    }

    fn deliveries_to(&self, device: Device) -> Vec<Event> {
        let Some(mind) = self.minds.get(&device) else { return Vec::new() };
        let mut nodes: BTreeSet<Node> = mind.waiting.union(&self.announced).copied().collect();
        nodes.extend(self.sent.keys().map(|(node, _)| *node).filter(|node| self.unheard(mind, *node)));
        let kinds: &[fn(Device, Node) -> Event] = match (self.policy.has_acknowledgements(), self.policy.orphan) {
            (false, Orphan::Buffer) => &[Event::Deliver],
            _ => &[Event::Deliver, Event::Reject, Event::Drop, Event::Ack, Event::News],
        };
        let events = nodes.into_iter().flat_map(|node| kinds.iter().map(move |event| event(device, node)));
        events.filter(|event| self.check(*event).is_ok()).collect()
    }

    /// Steps that are enabled now.
    pub fn steps(&self) -> Vec<Event> {
        let step = |device| {
            let node = Node::step(device, self.minds.get(&device)?.made + 1);
            let event = Event::Step { by: device, node, parent: self.selection(device)? };
            self.check(event).is_ok().then_some(event)
        };
        self.devices().filter_map(step).collect()
    }

    /// No delivery is enabled.
    pub fn quiescent(&self) -> bool {
        self.devices().all(|device| self.deliveries_to(device).is_empty())
    }
}

/// Whether the event names what its maker makes next.
fn next(by: Device, named: Node, next: Node) -> Result<(), Disabled> {
    if named == next { Ok(()) } else { Err(Disabled::NotNext { by, next, named }) }
}
