//! The selection a second time, written another way: over lists of whole branches instead of over a tree.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use marmot_rules::adopted::Class;
use marmot_rules::adopted::convergence::{ClassOrder, ForkBase, Horizon, Rules, State, Tree, resolve};
use proptest::prelude::*;

use crate::worlds::{all_rules, seeds};

#[derive(Clone)]
struct Node {
    state: State,
    authors: BTreeSet<[u8; 32]>,
}

/// From the anchor to a tip.
type Branch = Vec<Node>;

fn branches(tree: &Tree, so_far: Branch, at: &State, out: &mut Vec<Branch>) {
    let authors = tree.messages().filter(|m| m.state == at.id).map(|m| m.account.0).collect();
    let mut so_far = so_far;
    so_far.push(Node { state: at.clone(), authors });
    let follows = |state: &&State| state.commit.as_ref().is_some_and(|commit| commit.parent == at.id);
    let next: Vec<&State> = tree.states().filter(follows).collect();
    if next.is_empty() {
        out.push(so_far);
    } else {
        next.into_iter().for_each(|state| branches(tree, so_far.clone(), state, out));
    }
}

fn shared(one: &Branch, other: &[Node]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a.state.id == b.state.id).count()
}

/// The greater the better. `skip` nodes at the beginning do not count.
fn worth(branch: &Branch, skip: usize, class_order: ClassOrder) -> impl Ord + use<> {
    let tip = branch.last().unwrap();
    let commit = tip.state.commit.as_ref().unwrap();
    let counted = |node: &&Node| node.state.epoch + 5 >= tip.state.epoch;
    let voices: Vec<usize> = branch[skip..].iter().filter(counted).map(|node| node.authors.len()).collect();
    let quorum = voices.iter().any(|n| *n > 1);
    let privileged = commit.class == Class::Privileged;
    (
        class_order == ClassOrder::ClassBeforeScore && privileged,
        branch.len() - skip + usize::from(quorum),
        quorum,
        voices.iter().map(|n| if *n > 2 { 2 } else { *n }).sum::<usize>(),
        privileged,
        Reverse(commit.committer.0),
        Reverse(commit.digest.0),
    )
}

/// The best of branches that share their first `skip` nodes: first within each group that shares one more, then among those.
fn innermost(branches: Vec<Branch>, skip: usize, class_order: ClassOrder) -> Branch {
    if branches.len() == 1 {
        return branches.into_iter().next().unwrap();
    }
    let mut groups: Vec<Vec<Branch>> = Vec::new();
    for branch in branches {
        match groups.iter_mut().find(|group| group[0][skip].state.id == branch[skip].state.id) {
            Some(group) => group.push(branch),
            None => groups.push(vec![branch]),
        }
    }
    let champions = groups.into_iter().map(|group| innermost(group, skip + 1, class_order));
    champions.max_by_key(|branch| worth(branch, skip, class_order)).unwrap()
}

fn winner(tree: &Tree, canonical: &State, rules: &Rules) -> String {
    let mut all = Vec::new();
    branches(tree, Vec::new(), tree.state(tree.anchor()).unwrap(), &mut all);
    let own: Vec<Node> = all
        .iter()
        .find_map(|branch| {
            let end = branch.iter().position(|node| node.state.id == canonical.id)?;
            Some(branch[..=end].to_vec())
        })
        .unwrap();
    let (spine, height) = match rules.horizon {
        Horizon::Base => (own.clone(), own.len()),
        Horizon::MaxTip => {
            let tip_order = |b: &&Branch| {
                let commit = b.last().unwrap().state.commit.as_ref().unwrap();
                (b.len(), Reverse(commit.class), Reverse(commit.committer), Reverse(commit.digest))
            };
            let highest = all.iter().max_by_key(tip_order).unwrap().clone();
            (highest.clone(), highest.len())
        }
    };
    all.retain(|branch| shared(branch, &spine) == spine.len() || height - shared(branch, &spine) <= 5);
    let left = |branch: &Branch| shared(branch, &own);
    let first = all.iter().map(left).min().unwrap();
    let best = match rules.fork_base {
        ForkBase::InnermostFirst => innermost(all, 1, rules.class_order),
        ForkBase::CommonBase => all.into_iter().max_by_key(|branch| worth(branch, first, rules.class_order)).unwrap(),
        ForkBase::OwnFork => {
            let base = |branch: &Branch| if left(branch) == own.len() { first } else { left(branch) };
            all.into_iter().max_by_key(|branch| worth(branch, base(branch), rules.class_order)).unwrap()
        }
    };
    best.last().unwrap().state.id.0.clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn both_implementations_select_the_same_branch(seeds in seeds(14, 12), pick in any::<prop::sample::Index>()) {
        let tree = seeds.tree(0, 12);
        let canonical = pick.get(&tree.states().collect::<Vec<_>>()).to_owned().clone();
        for rules in ForkBase::ALL.into_iter().flat_map(all_rules) {
            let ours = resolve(&tree, &canonical.id, canonical.epoch, &rules).unwrap().winner.0;
            prop_assert_eq!(ours, winner(&tree, &canonical, &rules), "{:?}", rules);
        }
    }

    #[test]
    fn names_of_states_decide_nothing(seeds in seeds(12, 10), pick in any::<prop::sample::Index>()) {
        let tree = seeds.tree(0, 9);
        let renamed = |id: &str| format!("{:03}", 500 - id.parse::<u32>().unwrap());
        let states = tree.states().cloned().map(|mut state| {
            state.id = renamed(&state.id.0).as_str().into();
            if let Some(commit) = &mut state.commit {
                commit.parent = renamed(&commit.parent.0).as_str().into();
            }
            state
        });
        let messages = tree.messages().cloned().map(|mut message| {
            message.state = renamed(&message.state.0).as_str().into();
            message
        });
        let other = Tree::build(states, messages).unwrap();
        let canonical = pick.get(&tree.states().collect::<Vec<_>>()).to_owned();
        for rules in ForkBase::ALL.into_iter().flat_map(all_rules) {
            let here = resolve(&tree, &canonical.id, canonical.epoch, &rules).unwrap().winner;
            let id = renamed(&canonical.id.0).as_str().into();
            let there = resolve(&other, &id, canonical.epoch, &rules).unwrap().winner;
            prop_assert_eq!(renamed(&here.0), there.0);
        }
    }
}
