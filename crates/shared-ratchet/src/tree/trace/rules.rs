//! What comes of events, and what can happen next.

use std::collections::BTreeSet;

use super::disabled::Disabled;
use super::event::Event;
use super::world::{Mind, World};
use crate::tree::name::{Device, Node};
use crate::tree::policy::Orphan;

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
            Event::Deliver(device, node) if self.unheard(device, node).next().is_some() => self.hear(device, node),
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

    /// All symmetric messages on a node arrive that may.
    fn hear(&mut self, device: Device, node: Node) {
        let new: Vec<_> = self.audible(device, node).map(|(by, all)| ((node, by), all)).collect();
        self.with(device, |mind| mind.heard.extend(new));
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
            *mind.heard.entry((node, by)).or_default() += 1;
        });
        *self.sent.entry((node, index)).or_default() += 1;
        *self.said.entry(node).or_default().entry(by).or_default() += 1;
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

    /// Everything but steps, messages, removals and rolls that is enabled now, device by device.
    pub fn deliveries(&self) -> Vec<Event> {
        self.devices().flat_map(|device| self.deliveries_to(device)).collect()
    }

    fn deliveries_to(&self, device: Device) -> Vec<Event> {
        let Some(mind) = self.minds.get(&device) else { return Vec::new() };
        let mut nodes: BTreeSet<Node> = mind.waiting.union(&self.announced).copied().collect();
        nodes.extend(
            self.sent.keys().map(|(node, _)| *node).filter(|node| self.audible(device, *node).next().is_some()),
        );
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
