//! Two groups may have one address: nothing but a key tells whose an event is.

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;

use crate::engine::GroupName;
use crate::envelope::Envelope;
use crate::group::Group;

/// The groups that are to be handed an event: of those that listen to its address the one with a key for it, or all if none has.
pub(crate) fn addressees(groups: &BTreeMap<GroupName, Group>, envelope: &Envelope) -> Vec<GroupName> {
    let mut names: Vec<GroupName> =
        groups.iter().filter(|(_, group)| group.listens(&envelope.address)).map(|(name, _)| name.clone()).collect();
    if names.len() > 1
        && let Some(at) = names.iter().position(|name| groups[name].opens(envelope))
    {
        names = vec![names.swap_remove(at)];
    }
    names
}

/// What one group has opened, no other one waits for.
pub(crate) fn forget_what_others_opened(groups: &mut BTreeMap<GroupName, Group>) {
    if groups.len() < 2 || groups.values().all(|group| group.sealed.is_empty()) {
        return;
    }
    let names: Vec<GroupName> = groups.keys().cloned().collect();
    for name in &names {
        let others = groups.iter().filter(|(other, _)| *other != name).map(|(_, group)| group);
        let found: BTreeSet<EventId> = others.flat_map(|other| opened_of(&groups[name], other)).collect();
        groups.get_mut(name).expect("it was listed").sealed.retain(|event, _| !found.contains(event));
    }
}

/// Of the events that `group` waits for, those that `other` has opened.
fn opened_of(group: &Group, other: &Group) -> Vec<EventId> {
    let addresses = other.addresses();
    let shared = group.sealed.iter().filter(|(_, sealed)| addresses.contains(&sealed.envelope.address));
    let shared: BTreeSet<EventId> = shared.map(|(event, _)| *event).collect();
    match shared.is_empty() {
        true => Vec::new(),
        false => other.inputs().values().filter_map(|input| input.event).filter(|id| shared.contains(id)).collect(),
    }
}
