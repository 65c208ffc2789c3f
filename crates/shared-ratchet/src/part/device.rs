//! One device.

use std::collections::{BTreeMap, BTreeSet};

use sim_engine::{Input, NodeId, Now, Output, Participant};

use super::Slip;
use super::lead::Lead;
use crate::binding::{Replica, Sealed, Vault};
use crate::system::{Command, Item, Message, NotDone, Note, SharedRatchet};
use crate::tree::{Device, Node, Policy, Tree};

/// What the strategy of its user makes of a device.
pub enum Role {
    /// Strategy 3: it sends when it is told to.
    Free,
    /// Strategy 1: the one device with a session.
    Holder,
    /// Strategy 1: a device without a session, behind the one that has it.
    Behind(Device),
    /// Strategy 2: it sends while it leads.
    Led(Box<Lead>),
}

/// Where a device stands, and with what it begins.
pub struct Seating {
    /// Which device.
    pub me: Device,
    /// Everybody whom it sends to.
    pub roster: BTreeMap<Device, NodeId>,
    /// The switches.
    pub policy: Policy,
    /// The sessions at the beginning.
    pub vault: Vault,
    /// What the strategy makes of it.
    pub role: Role,
    /// A mistake.
    pub slip: Option<Slip>,
}

/// A device of a user.
pub struct DevicePart {
    name: String,
    pub(super) me: Device,
    pub(super) roster: BTreeMap<Device, NodeId>,
    pub(super) policy: Policy,
    pub(super) vault: Vault,
    pub(super) role: Role,
    pub(super) slip: Option<Slip>,
    pub(super) tree: Tree,
    pub(super) known: BTreeSet<Node>,
    pub(super) acked: BTreeSet<Node>,
    pub(super) removed: BTreeSet<Device>,
    /// Own steps so far.
    pub(super) made: u32,
    /// Messages that were read, said or shown, by name.
    pub(super) shown: BTreeSet<String>,
    /// What was read, so that a second delivery is told from a second message.
    pub(super) had: Vec<Sealed>,
    pub(super) orphans: Vec<Orphan>,
    pub(super) early: Vec<Early>,
    pub(super) selects: Option<Node>,
    /// Under a leader: what the device said, with the step that carried it.
    pub(super) said_with: BTreeMap<String, Option<Node>>,
    /// Without a leader: what waits until the other user has stepped below its new root.
    pub(super) mute: Vec<String>,
    /// Under a leader: steps of siblings on which the device said something.
    pub(super) said_on: BTreeSet<Node>,
    /// Steps that the outbox refused, with the message that each carried.
    pub(super) unmade: BTreeMap<Node, String>,
}

/// A message of the other user that no pickle opens yet.
pub(super) struct Orphan {
    pub item: Item,
    pub sealed: Sealed,
    /// Pickles that do not open it.
    pub tried: BTreeSet<Node>,
}

/// A sibling's word on a node whose parent is not known yet.
pub(super) struct Early {
    pub replica: Replica,
    pub news: bool,
}

impl DevicePart {
    /// A device that knows the first roots.
    pub fn new(seating: Seating) -> Self {
        let Seating { me, roster, policy, vault, role, slip } = seating;
        let tree = Tree::new(&policy);
        let known = tree.nodes().collect();
        Self {
            name: me.to_string(),
            me,
            roster,
            policy,
            vault,
            role,
            slip,
            tree,
            known,
            acked: BTreeSet::new(),
            removed: BTreeSet::new(),
            made: 0,
            shown: BTreeSet::new(),
            had: Vec::new(),
            orphans: Vec::new(),
            early: Vec::new(),
            selects: None,
            said_with: BTreeMap::new(),
            mute: Vec::new(),
            said_on: BTreeSet::new(),
            unmade: BTreeMap::new(),
        }
    }

    /// Whether it knows a node.
    pub fn knows(&self, node: Node) -> bool {
        self.known.contains(&node)
    }

    /// Nodes that it knows.
    pub const fn known(&self) -> &BTreeSet<Node> {
        &self.known
    }

    /// The tree as it knows it.
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The node that it builds on.
    pub const fn selects(&self) -> Option<Node> {
        self.selects
    }

    /// Own nodes that it knows to be acknowledged.
    pub const fn acked(&self) -> &BTreeSet<Node> {
        &self.acked
    }

    /// Whether it has read, said or been shown a message.
    pub fn has_seen(&self, message: &str) -> bool {
        self.shown.contains(message)
    }

    /// Messages that it keeps although it cannot open them.
    pub fn waiting(&self) -> impl Iterator<Item = &Item> {
        self.orphans.iter().map(|orphan| &orphan.item)
    }

    /// Its sessions.
    pub const fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Devices of the same user that are still its siblings.
    pub(super) fn siblings(&self) -> Vec<Device> {
        let sibling = |device: &&Device| device.user == self.me.user && !self.removed.contains(device);
        self.roster.keys().filter(sibling).copied().collect()
    }

    /// Devices of the other user.
    pub(super) fn others(&self) -> Vec<Device> {
        self.roster.keys().filter(|device| device.user != self.me.user).copied().collect()
    }

    /// Sends the same to several devices, and says that it does if a script or a judge can ask for it.
    pub(super) fn post(&self, to: &[Device], message: &Message) -> Vec<Output<SharedRatchet>> {
        if to.is_empty() {
            return Vec::new();
        }
        let posted = message.parcel().map(|parcel| Output::Note(Note::Posted(parcel, to.to_vec())));
        let send = |device: &Device| Some(Output::Send((*self.roster.get(device)?).into(), message.clone()));
        posted.into_iter().chain(to.iter().filter_map(send)).collect()
    }

    fn command(&mut self, now: Now, command: Command) -> Result<Vec<Output<SharedRatchet>>, NotDone> {
        match command {
            Command::Meet => {
                let later = self.roster.iter().filter(|(device, _)| **device > self.me);
                let mut outputs: Vec<_> = later.map(|(_, end)| Output::Open((*end).into())).collect();
                outputs.extend(self.wake(now));
                Ok(outputs)
            }
            Command::Step { node, on } => self.step(node, on),
            Command::Say { message, on } => self.say_more(&message, on),
            Command::Send(message) => self.send(now, message),
            Command::Turn(message) => match self.selection() {
                Some(at) if at.owner() != self.me.user => self.send(now, message),
                _ => Ok(Vec::new()),
            },
            Command::Remove(device) => {
                self.removed.insert(device);
                Ok(vec![Output::Note(Note::Removed(device))])
            }
            Command::Roll(root) => self.roll(root),
        }
    }
}

impl Participant<SharedRatchet> for DevicePart {
    fn handle(&mut self, now: Now, input: Input<SharedRatchet>) -> Vec<Output<SharedRatchet>> {
        let mut outputs = match input {
            Input::Command(op, command) => match self.command(now, command) {
                Ok(mut outputs) => {
                    outputs.push(Output::Done(op, Ok(())));
                    outputs
                }
                Err(why) => vec![Output::Done(op, Err(why))],
            },
            Input::Message(link, message) => {
                let from = self.roster.iter().find(|(_, end)| **end == link.peer).map(|(device, _)| *device);
                self.hear(now, from, message)
            }
            Input::Wake => self.wake(now),
            _ => Vec::new(),
        };
        outputs.extend(self.flush(now));
        outputs.extend(self.settle());
        let late = self.catch_up(now);
        if !late.is_empty() {
            outputs.extend(late);
            outputs.extend(self.settle());
        }
        outputs
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}
