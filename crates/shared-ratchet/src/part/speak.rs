//! What a device says: steps, further messages, new roots.

use sim_engine::Output;

use super::{DevicePart, Role, Slip};
use crate::binding::{BindingError, Replica};
use crate::system::{How, Message, NotDone, Note, Parcel, SharedRatchet};
use crate::tree::Node;

impl DevicePart {
    /// A DH step, which the script asked for by name.
    pub(super) fn step(&mut self, node: Option<Node>, on: Option<Node>) -> Result<Vec<Output<SharedRatchet>>, NotDone> {
        let at = self.builds_on(on)?;
        if at.owner() == self.me.user {
            return Err(NotDone::NoStep(at));
        }
        match node.filter(|node| *node != self.next_step()) {
            Some(_) => Err(NotDone::Named(self.next_step())),
            None => self.speak(None),
        }
    }

    /// A further message on a chain of the own user.
    pub(super) fn say_more(&mut self, message: &str, on: Option<Node>) -> Result<Vec<Output<SharedRatchet>>, NotDone> {
        let at = self.builds_on(on)?;
        if at.owner() == self.me.user { self.speak(Some(message)) } else { Err(NotDone::NoMessage(at)) }
    }

    fn next_step(&self) -> Node {
        Node::step(self.me, self.made + 1)
    }

    fn builds_on(&self, on: Option<Node>) -> Result<Node, NotDone> {
        let at = self.selection().ok_or(NotDone::Binding(BindingError::NotKept(Node::Root)))?;
        match on.filter(|on| *on != at) {
            Some(_) => Err(NotDone::BuildsOn(at)),
            None => Ok(at),
        }
    }

    /// Whether anything can be said now.
    pub(super) fn can_say(&self) -> bool {
        self.selection().is_some_and(|at| self.vault.can_say(at))
    }

    /// Says something on the node that is built on: copies first, then data.
    pub(super) fn speak(&mut self, name: Option<&str>) -> Result<Vec<Output<SharedRatchet>>, NotDone> {
        let (at, step) = (self.builds_on(None)?, self.next_step());
        let steps = at.owner() != self.me.user;
        let node = if steps { step } else { at };
        let message = name.map_or_else(|| node.to_string(), ToOwned::to_owned);
        let sealed = if self.slip == Some(Slip::StalePickle) {
            self.vault.seal_and_forget(at, step, &message)?
        } else {
            self.vault.seal(at, step, &message)?
        };
        let mut outputs = Vec::new();
        if steps {
            self.made += 1;
            self.tree.grow(node, at);
            self.known.insert(node);
            outputs.push(Output::Note(Note::Knows(node, How::Made)));
        } else {
            self.tree.message(node);
        }
        self.shown.insert(message.clone());
        let (parent, key, index) = (steps.then_some(at), sealed.key, sealed.index);
        outputs.push(Output::Note(Note::Said { message: message.clone(), node, parent, key, index }));
        outputs.extend(self.copy(node, Some(message.clone())));
        match &self.role {
            Role::Led(lead) => {
                let (epoch, outbox) = (lead.epoch(), lead.outbox());
                self.said_with.insert(message.clone(), steps.then_some(node));
                if node.maker() != Some(self.me) {
                    self.said_on.insert(node);
                }
                outputs.push(Output::Note(Note::Posted(Parcel::Push(message.clone()), Vec::new())));
                outputs.push(Output::Send(outbox.into(), Message::Push { epoch, item: message, sealed }));
            }
            _ => outputs.extend(self.post(&self.others(), &Message::Data { item: message, sealed })),
        }
        Ok(outputs)
    }

    /// What siblings are told of a node: its state, or, behind the one device with a session, only what was said.
    pub(super) fn copy(&self, node: Node, message: Option<String>) -> Vec<Output<SharedRatchet>> {
        if self.slip == Some(Slip::KeepsToItself) {
            return Vec::new();
        }
        let item = message.clone().unwrap_or_else(|| node.to_string());
        if matches!(self.role, Role::Holder) {
            return self.post(&self.siblings(), &Message::Plain(item));
        }
        let Some(replica) = self.replica(node, message) else { return Vec::new() };
        self.post(&self.siblings(), &Message::Copy { item, replica })
    }

    pub(super) fn replica(&self, node: Node, message: Option<String>) -> Option<Replica> {
        let kept = self.vault.at(node)?.clone();
        let (parent, generation) = (self.tree.parent(node), self.tree.generation(node));
        Some(Replica { node, parent, generation, kept, message })
    }

    /// Begins anew: a new account, whose root is told to the siblings and to the other user.
    pub(super) fn roll(&mut self, root: Node) -> Result<Vec<Output<SharedRatchet>>, NotDone> {
        let rolls = self.tree.nodes().filter(|node| node.is_root() && node.maker() == Some(self.me)).count();
        let next = Node::Rolled { by: self.me, k: u32::try_from(rolls + 1).unwrap_or(u32::MAX) };
        if next != root {
            return Err(NotDone::Named(next));
        }
        let generation = self.known.iter().map(|node| self.tree.generation(*node)).max().unwrap_or(0) + 1;
        let announcement = self.vault.roll(root, generation)?;
        self.tree.roll(root, generation);
        self.known.insert(root);
        let mut outputs = vec![Output::Note(Note::Rolled(root)), Output::Note(Note::Knows(root, How::Made))];
        outputs.extend(self.copy(root, None));
        outputs.extend(self.post(&self.others(), &Message::Rolled(announcement)));
        Ok(outputs)
    }
}
