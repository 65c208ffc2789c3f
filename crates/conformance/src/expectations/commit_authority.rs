//! The state that a commit leads to, if it is accepted.

use std::collections::BTreeMap;

use crate::format::LeafEntry;
use crate::format::topics::commit_authority::{Asks, Expect, Input, Leaf};
use crate::format::topics::convergence::CommitClass;

/// Replaces the committer's leaf, removes, adds, and writes the extensions of the group: new ones first, then changes.
pub(crate) fn after(input: &Input, class: CommitClass) -> Expect {
    let Input { parent, commit } = input;
    let mut leaves: BTreeMap<u32, &Leaf> = parent.leaves.iter().map(|(index, leaf)| (*index, leaf)).collect();
    leaves.extend(commit.committer.zip(commit.path.as_ref()));
    let mut required = parent.required.clone();
    let mut components = parent.components.clone();
    let asked = |rank: fn(&Asks) -> u8| {
        let mut all: Vec<_> = commit.proposals.iter().collect();
        all.sort_by_key(|proposal| rank(&proposal.asks));
        all
    };
    // Whatever stands in the list, extensions are replaced before they are changed, and leaves go before others come.
    for proposal in asked(|asks| u8::from(matches!(asks, Asks::AppDataUpdate { .. } | Asks::Add { .. }))) {
        match &proposal.asks {
            Asks::Remove { index } => _ = leaves.remove(index),
            Asks::SelfRemove {} => {
                let sender = proposal.reference.as_ref().and_then(|message| message.sender);
                sender.map(|leaf| leaves.remove(&leaf));
            }
            Asks::Add { leaf, .. } => {
                let free = (0..).find(|index| !leaves.contains_key(index)).expect("a number is left");
                leaves.insert(free, leaf);
            }
            Asks::GroupContextExtensions { required: new, components: moved } => {
                required.clone_from(new);
                components.clone_from(moved);
            }
            Asks::AppDataUpdate { component, update: Some(data) } => _ = components.insert(*component, data.clone()),
            Asks::AppDataUpdate { component, update: None } => _ = components.remove(component),
            _ => {}
        }
    }
    let entry = |(index, leaf): (u32, &Leaf)| LeafEntry {
        index,
        account: leaf.identity.to_string(),
        signature_key: leaf.signature_key.clone(),
    };
    let leaves = leaves.into_iter().map(entry).collect();
    Expect { class, epoch: parent.epoch + 1, required, components, leaves }
}
