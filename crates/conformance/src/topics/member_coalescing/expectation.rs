//! What a person should see of a tree: its leaves in a row, and accounts as they first occur in it.

use std::collections::BTreeMap;

use super::{Expect, Input};

type Leaf = (u32, String);

/// The members of a tree that has the own leaf.
pub(super) fn coalesced(input: &Input) -> Expect {
    let mut leaves: Vec<Leaf> = input.leaves.clone();
    leaves.sort();
    let own = leaves.iter().find(|(index, _)| *index == input.own_leaf).expect("the own leaf is in the tree").1.clone();
    let mut after_remove = BTreeMap::new();
    for (index, account) in &leaves {
        after_remove.insert(format!("after_remove_leaf_{index}"), without(&leaves, |leaf| leaf.0 == *index));
        after_remove
            .insert(format!("after_remove_account_{}", &account[..2]), without(&leaves, |leaf| leaf.1 == *account));
    }
    let members = accounts(leaves.iter());
    Expect {
        leaf_count: leaves.len() as u32,
        others: members.iter().filter(|account| **account != own).cloned().collect(),
        siblings: leaves.iter().filter(|leaf| leaf.1 == own && leaf.0 != input.own_leaf).map(|leaf| leaf.0).collect(),
        is_direct: members.len() == 2,
        members,
        after_remove,
    }
}

fn without(leaves: &[Leaf], gone: impl Fn(&Leaf) -> bool) -> Vec<String> {
    accounts(leaves.iter().filter(|leaf| !gone(leaf)))
}

/// Each account once, where it occurs first.
fn accounts<'a>(leaves: impl Iterator<Item = &'a Leaf>) -> Vec<String> {
    let mut accounts: Vec<String> = Vec::new();
    for (_, account) in leaves {
        if !accounts.contains(account) {
            accounts.push(account.clone());
        }
    }
    accounts
}
