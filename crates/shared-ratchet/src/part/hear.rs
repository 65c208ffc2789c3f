//! What a device makes of what arrives.

use std::collections::BTreeSet;

use sim_engine::{Now, Output};

use super::device::{Early, Orphan};
use super::{DevicePart, Role, Slip};
use crate::binding::{Announcement, Letter, Opened, Sealed, Unread, Why};
use crate::system::{How, Item, Message, Note, SharedRatchet, Then};
use crate::tree::{Accept, Device, Node, Orphan as OrphanPolicy};

impl DevicePart {
    /// Takes a message; `from` is none if it comes from the outbox.
    pub(super) fn hear(&mut self, now: Now, from: Option<Device>, message: Message) -> Vec<Output<SharedRatchet>> {
        let stranger = |from: Option<Device>| from.is_some_and(|from| self.removed.contains(&from));
        match message {
            Message::Data { item, sealed } => self.read(item, sealed),
            Message::Copy { .. } | Message::News(_) | Message::Plain(_) if stranger(from) => Vec::new(),
            Message::Copy { replica, .. } => self.adopt_in_turn(Early { replica, news: false }),
            Message::News(replica) => self.adopt_in_turn(Early { replica, news: true }),
            Message::Ack(node) => {
                self.acked.insert(node);
                Vec::new()
            }
            Message::Rolled(announcement) => self.begin_anew(&announcement),
            Message::Plain(message) => self.show(message),
            Message::Forward { message, refused, step } => {
                let mut outputs = if refused { self.not_said(&message, step) } else { Vec::new() };
                outputs.extend(self.send_for(now, message));
                outputs
            }
            Message::Beat { .. } | Message::Lease(_) | Message::Refused { .. } => {
                self.hear_of_leaders(now, from, message)
            }
            Message::Withdrawn(node, message) => self.not_said(&message, Some(node)),
            Message::Push { .. } | Message::Claim(_) | Message::Look => Vec::new(),
        }
    }

    /// A message of the other user. A second delivery of what was read changes nothing.
    fn read(&mut self, item: Item, sealed: Sealed) -> Vec<Output<SharedRatchet>> {
        if self.had.contains(&sealed) || self.orphans.iter().any(|orphan| orphan.sealed == sealed) {
            return Vec::new();
        }
        let of_known_chain = self.vault.named(sealed.key).is_some();
        let candidates = self.candidates(&BTreeSet::new());
        let tried = match self.vault.open(&sealed, candidates) {
            Ok(Ok(opened)) => return self.opened(opened, sealed),
            Ok(Err(Unread { tried })) => tried,
            Err(_) => vec![(Node::Root, Why::Unreadable)],
        };
        let then = match (of_known_chain, self.drops_orphans()) {
            (true, _) => Then::Lost,
            (false, true) => Then::Dropped,
            (false, false) => Then::Waits,
        };
        if then == Then::Waits {
            let tried = tried.iter().map(|(node, _)| *node).collect();
            self.orphans.push(Orphan { item: item.clone(), sealed, tried });
        }
        vec![Output::Note(Note::Unread { item, tried, then })]
    }

    /// Pickles to try, the deepest first: all but those of nodes of which a child was accepted, if only the first is.
    fn candidates(&self, tried: &BTreeSet<Node>) -> Vec<Node> {
        let one_child = self.policy.accept != Accept::All || self.slip == Some(Slip::OneSession);
        let taken = |node: Node| {
            node.owner() == self.me.user && self.known.iter().any(|known| self.tree.parent(*known) == Some(node))
        };
        let usable = |node: &Node| !(tried.contains(node) || one_child && taken(*node));
        let mut candidates: Vec<Node> = self.vault.nodes().filter(usable).collect();
        candidates.sort_by_key(|node| std::cmp::Reverse(self.tree.depth(*node)));
        candidates
    }

    /// Something that waited is tried with the pickles that are new.
    pub(super) fn try_orphan(&mut self, mut orphan: Orphan) -> Vec<Output<SharedRatchet>> {
        let candidates = self.candidates(&orphan.tried);
        if candidates.is_empty() && self.vault.named(orphan.sealed.key).is_none() {
            self.orphans.push(orphan);
            return Vec::new();
        }
        match self.vault.open(&orphan.sealed, candidates) {
            Ok(Ok(opened)) => self.opened(opened, orphan.sealed),
            Ok(Err(Unread { tried })) if self.vault.named(orphan.sealed.key).is_none() => {
                orphan.tried.extend(tried.iter().map(|(node, _)| *node));
                self.orphans.push(orphan);
                Vec::new()
            }
            Ok(Err(Unread { tried })) => {
                vec![Output::Note(Note::Unread { item: orphan.item, tried, then: Then::Lost })]
            }
            Err(_) => {
                self.orphans.push(orphan);
                Vec::new()
            }
        }
    }

    fn opened(&mut self, opened: Opened, sealed: Sealed) -> Vec<Output<SharedRatchet>> {
        let Opened { letter: Letter { node, message }, parent } = opened;
        self.had.push(sealed);
        self.shown.insert(message.clone());
        let mut outputs = vec![Output::Note(Note::Read { message: message.clone(), node })];
        match parent {
            Some(parent) => {
                self.tree.grow(node, parent);
                self.known.insert(node);
                outputs.push(Output::Note(Note::Knows(node, How::Read)));
                outputs.extend(self.accept(node, parent, &message));
            }
            None => self.tree.message(node),
        }
        if matches!(self.role, Role::Holder) {
            outputs.extend(self.post(&self.siblings(), &Message::Plain(message)));
        }
        outputs
    }

    /// Acknowledgements, where a policy looks at them (section 2).
    fn accept(&mut self, node: Node, parent: Node, message: &str) -> Vec<Output<SharedRatchet>> {
        if !self.policy.has_acknowledgements() {
            return Vec::new();
        }
        if !parent.is_root() {
            self.acked.insert(parent);
        }
        let mut outputs = self.post(&self.others(), &Message::Ack(node));
        if self.policy.accept != Accept::FirstUnshared
            && let Some(replica) = self.replica(node, Some(message.to_owned()))
        {
            outputs.extend(self.post(&self.siblings(), &Message::News(replica)));
        }
        outputs
    }

    /// A sibling's word on a node: now, or when its parent is known.
    fn adopt_in_turn(&mut self, early: Early) -> Vec<Output<SharedRatchet>> {
        if early.replica.parent.is_none_or(|parent| self.known.contains(&parent)) {
            return self.adopt(early);
        }
        if self.drops_orphans() {
            let item = early.replica.message.unwrap_or_else(|| early.replica.node.to_string());
            return vec![Output::Note(Note::Unread { item, tried: Vec::new(), then: Then::Dropped })];
        }
        self.early.push(early);
        Vec::new()
    }

    fn drops_orphans(&self) -> bool {
        self.policy.orphan == OrphanPolicy::Drop || self.slip == Some(Slip::DropsOrphans)
    }

    pub(super) fn adopt(&mut self, early: Early) -> Vec<Output<SharedRatchet>> {
        let Early { replica, news } = early;
        // A step that was taken back exists after all if anything else was said on it.
        match self.unmade.get(&replica.node) {
            Some(refused) if replica.message.as_ref().is_none_or(|message| message == refused) => return Vec::new(),
            _ => _ = self.unmade.remove(&replica.node),
        }
        self.vault.take(replica.node, &replica.kept);
        let mut outputs = Vec::new();
        if self.known.insert(replica.node) {
            match replica.parent {
                Some(parent) => self.tree.grow(replica.node, parent),
                None => self.tree.roll(replica.node, replica.generation),
            };
            let how = if news { How::News } else { How::Copied };
            outputs.push(Output::Note(Note::Knows(replica.node, how)));
        } else if !news && replica.message.as_ref().is_some_and(|message| !self.shown.contains(message)) {
            self.tree.message(replica.node);
        }
        outputs.extend(replica.message.into_iter().flat_map(|message| self.show(message)));
        outputs
    }

    fn show(&mut self, message: String) -> Vec<Output<SharedRatchet>> {
        self.no_longer_asked_for(&message);
        if self.shown.insert(message.clone()) { vec![Output::Note(Note::Shown(message))] } else { Vec::new() }
    }

    fn begin_anew(&mut self, announcement: &Announcement) -> Vec<Output<SharedRatchet>> {
        let ignored = self.slip == Some(Slip::IgnoresRolls) || self.known.contains(&announcement.root);
        if ignored || !self.vault.hear(announcement) {
            return Vec::new();
        }
        self.tree.roll(announcement.root, announcement.generation);
        self.known.insert(announcement.root);
        vec![Output::Note(Note::Knows(announcement.root, How::Announced))]
    }
}
