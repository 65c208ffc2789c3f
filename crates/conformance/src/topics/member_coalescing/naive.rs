//! member-coalescing with lists and loops.

use std::collections::BTreeMap;

use super::{Expect, Test};
use crate::verify::{Refusal, Verdict, judge};

type Leaves = [(u32, String)];

pub(super) fn verify(test: &Test) -> Verdict {
    let mut leaves = test.input.leaves.clone();
    leaves.sort();
    let own = leaves.iter().find(|leaf| leaf.0 == test.input.own_leaf);
    let came = match own {
        None => Err(Refusal::broken("the own leaf is not in the tree")),
        Some(own) => see(&leaves, own).ok_or_else(|| Refusal::broken("an account of less than two digits")),
    };
    judge(test, came)
}

fn see(leaves: &Leaves, own: &(u32, String)) -> Option<Expect> {
    let all = accounts(leaves, |_| true);
    let mut after_remove = BTreeMap::new();
    for leaf in leaves {
        let by_leaf = accounts(leaves, |other| other.0 != leaf.0);
        after_remove.insert(format!("after_remove_leaf_{}", leaf.0), by_leaf);
        let by_account = accounts(leaves, |other| other.1 != leaf.1);
        after_remove.insert(format!("after_remove_account_{}", leaf.1.get(..2)?), by_account);
    }
    Some(Expect {
        leaf_count: u32::try_from(leaves.len()).ok()?,
        others: accounts(leaves, |leaf| leaf.1 != own.1),
        siblings: leaves.iter().filter(|leaf| leaf.1 == own.1 && leaf.0 != own.0).map(|leaf| leaf.0).collect(),
        is_direct: all.len() == 2,
        members: all,
        after_remove,
    })
}

/// Accounts of the leaves that count, each at its first leaf.
fn accounts(leaves: &Leaves, counts: impl Fn(&(u32, String)) -> bool) -> Vec<String> {
    let mut seen = Vec::new();
    for leaf in leaves.iter().filter(|leaf| counts(leaf)) {
        if !seen.contains(&leaf.1) {
            seen.push(leaf.1.clone());
        }
    }
    seen
}
