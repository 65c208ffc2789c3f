//! P7, P8 and INV-T1: who opens what.

use std::collections::BTreeMap;

use sim_engine::Record;

use super::state::{Said, State};
use super::{Cause, Findings, Invariant, Loss};
use crate::binding::{Key, Why};
use crate::system::{How, Note, SharedRatchet, Then};
use crate::tree::{Accept, Device, Node, Retain};

/// INV-T1, record by record, before the state takes it.
pub(super) fn agree(place: usize, record: &Record<SharedRatchet>, state: &State<'_>, findings: &mut Findings) {
    let Record::Note(who, note) = record else { return };
    let Some(device) = state.run.devices.get(who).copied() else { return };
    match note {
        Note::Knows(node, How::Read) => {
            findings.exercise(Invariant::ReadsAgree);
            let parent = state.tree.parent(*node);
            if !parent.is_some_and(|parent| state.knows(device, parent)) {
                findings.broke(Invariant::ReadsAgree, place, Cause::OpenedTooEarly { device, node: *node });
            }
        }
        Note::Unread { item, then: Then::Waits | Then::Dropped, .. } => {
            findings.exercise(Invariant::ReadsAgree);
            let Some(parent) = said(state, item).and_then(|said| state.tree.parent(said.node)) else { return };
            if state.knows(device, parent) && explained(state, device, parent).is_none() {
                let cause = Cause::ShouldOpen { device, parent, message: item.clone() };
                findings.broke(Invariant::ReadsAgree, place, cause);
            }
        }
        _ => {}
    }
}

fn said<'s>(state: &'s State<'_>, message: &str) -> Option<&'s Said> {
    state.said.iter().rev().find(|said| said.name == message)
}

/// Why a device that knows the parent of a node need not open it.
fn explained(state: &State<'_>, device: Device, parent: Node) -> Option<Loss> {
    if state.run.setting.policy.retain != Retain::All && state.forgot.contains(&(device, parent)) {
        return Some(Loss::Forgotten);
    }
    let first_only = state.run.setting.policy.accept != Accept::All;
    let another = || state.known[&device].iter().any(|node| state.tree.parent(*node) == Some(parent));
    (first_only && another()).then_some(Loss::Rejected)
}

/// One ratchet key for each node, and one node for each ratchet key.
pub(super) fn keys(state: &State<'_>, findings: &mut Findings) {
    let (mut by_node, mut by_key) = (BTreeMap::<Node, Key>::new(), BTreeMap::<Key, Node>::new());
    for said in &state.said {
        let (key, node) = (by_node.entry(said.node).or_insert(said.key), by_key.entry(said.key).or_insert(said.node));
        if *key != said.key || *node != said.node {
            findings.broke(Invariant::ReadsAgree, said.entry, Cause::KeyOfAnother { node: said.node });
        }
    }
}

/// P7: every message is opened by every remote device to which it is not still on its way.
pub(super) fn opened(state: &State<'_>, findings: &mut Findings) {
    for said in &state.wire {
        for device in state.living().filter(|device| device.user != said.by.user) {
            if state.is_pending(device, &said.name) {
                continue;
            }
            findings.exercise(Invariant::EveryMessageOpened);
            if let Some((entry, loss)) = loss(state, said, device) {
                let cause = Cause::NotOpened { device, message: said.name.clone(), loss };
                findings.broke(Invariant::EveryMessageOpened, entry, cause);
            }
        }
    }
}

/// Why a device has not opened a message, and since when.
pub(super) fn loss(state: &State<'_>, said: &Said, device: Device) -> Option<(usize, Loss)> {
    if state.has_seen(device, &said.name) {
        return None;
    }
    let Some(not_read) = state.unread.get(&(device, said.name.clone())) else {
        return Some((said.entry, Loss::NeverCame));
    };
    let parent = state.tree.parent(said.node);
    let gone = |(_, why): &(Node, Why)| matches!(why, Why::MissingMessageKey(_) | Why::TooBigMessageGap(_));
    let loss = match (not_read.then, parent) {
        _ if not_read.tried.iter().any(gone) => Loss::KeyGone,
        (Then::Dropped, _) => Loss::Dropped,
        (_, Some(parent)) if !state.knows(device, parent) => Loss::Orphan,
        (_, Some(parent)) => explained(state, device, parent).unwrap_or(Loss::DoesNotOpen),
        (_, None) => Loss::DoesNotOpen,
    };
    Some((not_read.entry, loss))
}

/// P8: nothing that the other user says after a removal is read by the removed device and not by each of its former siblings.
pub(super) fn removed(state: &State<'_>, findings: &mut Findings) {
    for (removed, since) in &state.removed {
        findings.exercise(Invariant::RemovedReadsNothingAlone);
        for said in state.wire.iter().filter(|said| said.by.user != removed.user && said.entry > *since) {
            let Some(entry) = state.seen.get(&(*removed, said.name.clone())) else { continue };
            let mut family = state.living().filter(|device| device.user == removed.user);
            let without =
                family.find(|device| !state.has_seen(*device, &said.name) && !state.is_pending(*device, &said.name));
            if let Some(without) = without {
                let cause = Cause::ReadsAlone { removed: *removed, message: said.name.clone(), without };
                findings.broke(Invariant::RemovedReadsNothingAlone, *entry, cause);
            }
        }
    }
}
