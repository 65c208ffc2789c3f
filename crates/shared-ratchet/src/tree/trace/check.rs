//! Which events are enabled.

use super::disabled::Disabled;
use super::event::Event;
use super::world::{Mind, World};
use crate::tree::name::{Device, Node};
use crate::tree::policy::{Accept, Orphan};
use crate::tree::select::joinable;

impl World {
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
            Event::Deliver(_, node) if self.audible(device, node).next().is_some() => Ok(()),
            Event::Deliver(_, node) if self.unheard(device, node).next().is_some() => {
                Err(Disabled::Apart(device, node))
            }
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
}

/// Whether the event names what its maker makes next.
fn next(by: Device, named: Node, next: Node) -> Result<(), Disabled> {
    if named == next { Ok(()) } else { Err(Disabled::NotNext { by, next, named }) }
}
