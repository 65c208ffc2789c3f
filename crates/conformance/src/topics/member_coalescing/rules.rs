//! member-coalescing, with ordered maps.

use std::collections::BTreeMap;

use super::{Expect, Input, Test};
use crate::verify::{Refusal, Verdict, judge};

pub(super) fn verify(test: &Test) -> Verdict {
    judge(test, coalesce(&test.input).ok_or_else(|| Refusal::broken("the own leaf is not in the tree")))
}

/// What a person should see of a tree; `None` if the own leaf is not in it.
fn coalesce(input: &Input) -> Option<Expect> {
    let tree: BTreeMap<u32, &str> = input.leaves.iter().map(|(index, account)| (*index, account.as_str())).collect();
    let own = *tree.get(&input.own_leaf)?;
    let all = members(&tree);
    let mut after_remove = BTreeMap::new();
    for (index, account) in &tree {
        let mut rest = tree.clone();
        rest.remove(index);
        after_remove.insert(format!("after_remove_leaf_{index}"), members(&rest));
        rest = tree.clone();
        rest.retain(|_, other| other != account);
        after_remove.insert(format!("after_remove_account_{}", account.get(..2)?), members(&rest));
    }
    Some(Expect {
        leaf_count: u32::try_from(tree.len()).ok()?,
        others: all.iter().filter(|account| *account != own).cloned().collect(),
        siblings: tree.iter().filter(|(i, a)| **i != input.own_leaf && **a == own).map(|(i, _)| *i).collect(),
        is_direct: all.len() == 2,
        members: all,
        after_remove,
    })
}

/// Accounts by their lowest leaf.
fn members(tree: &BTreeMap<u32, &str>) -> Vec<String> {
    let mut lowest: BTreeMap<&str, u32> = BTreeMap::new();
    tree.iter().for_each(|(index, account)| _ = lowest.entry(account).or_insert(*index));
    let mut members: Vec<_> = lowest.into_iter().collect();
    members.sort_by_key(|(_, index)| *index);
    members.into_iter().map(|(account, _)| account.to_owned()).collect()
}
