//! Random commits: what a member without admin rights can never do, and that the order of proposals means nothing.

use std::collections::BTreeSet;

use marmot_rules::adopted::Class;
use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::components::*;
use proptest::prelude::*;

use crate::group::*;

/// A proposal by number; several of them are invalid on their own.
fn proposal(number: usize) -> Proposal {
    match number {
        0 => add(leaf(ERIN, "erin")),
        1 => add(leaf(BOB, "bob's tablet")),
        2..=6 => Proposal::Remove(number as u32 - 2),
        7..=9 => Proposal::SelfRemove,
        10 => set(&Retention { seconds: 60 }),
        11 => set(&admins(&[ALICE, BOB])),
        12 => set(&admins(&[ALICE])),
        13 => set(&Lifecycle::Disbanded),
        14 => unset(id::PROFILE),
        15 => require(&[id::ADMIN_POLICY, id::NOSTR_ROUTING, id::IDENTITY_PROOF, id::LIFECYCLE]),
        16 => Proposal::GroupContextExtensions { required: capabilities(&[6], &[8]), dictionary: group().dictionary },
        _ => Proposal::Other(OtherProposal::AppEphemeral),
    }
}

prop_compose! {
    fn any_commit()(
        committer in 0..5_u32,
        proposals in proptest::collection::vec((0..18_usize, proptest::option::of(0..5_u32)), 0..5),
        path in any::<bool>(),
    ) -> CommitView {
        let view = |(number, sender): (usize, Option<u32>)| match sender {
            Some(sender) => ProposalView::reference(sender, EPOCH, proposal(number)),
            None => ProposalView::inline(proposal(number)),
        };
        let account = [ALICE, ALICE, BOB, CAROL, DAN][committer as usize];
        CommitView {
            proposals: proposals.into_iter().map(view).collect(),
            path: path.then(|| leaf(account, "new key")),
            ..CommitView::new(committer, EPOCH)
        }
    }
}

proptest! {
    #[test]
    fn without_an_admin_nothing_changes_but_the_own_leaf_and_leaves_that_ask_to_go(commit in any_commit()) {
        let (parent, result) = (group(), merged(&group(), &commit));
        let Ok(shape) = judge_commit(&parent, &commit, &result, &Options::default()) else { return Ok(()) };
        let Sender::Member(committer) = commit.sender else { unreachable!("members only") };
        let asked: BTreeSet<u32> = commit.proposals.iter().filter_map(|view| match (&view.proposal, &view.carriage) {
            (Proposal::SelfRemove, Carriage::Reference(Standalone { sender: Sender::Member(leaf), .. })) => Some(*leaf),
            _ => None,
        }).collect();
        for (leaf, before) in &parent.leaves {
            let kept = result.leaves.get(leaf) == Some(before) || *leaf == committer;
            prop_assert!(kept || asked.contains(leaf) || shape.class() == Class::Privileged);
        }
        if shape.class() == Class::Ordinary {
            prop_assert_eq!(&result.dictionary, &parent.dictionary);
            prop_assert_eq!(&result.required, &parent.required);
            prop_assert!(result.leaves.keys().all(|leaf| parent.leaves.contains_key(leaf)));
        } else {
            prop_assert_eq!(parent.is_admin(committer), Ok(true));
        }
    }

    #[test]
    fn what_is_accepted_leaves_a_valid_group_with_admins(commit in any_commit()) {
        let result = merged(&group(), &commit);
        if judge_commit(&group(), &commit, &result, &Options::default()).is_ok() {
            prop_assert_eq!(judge_group(&result, &Options::default()), Ok(()));
            prop_assert!(result.leaves.keys().any(|leaf| result.is_admin(*leaf) == Ok(true)));
        }
    }

    #[test]
    fn the_order_of_proposals_decides_nothing(commit in any_commit()) {
        let reversed = CommitView { proposals: commit.proposals.iter().rev().cloned().collect(), ..commit.clone() };
        let shape = |commit: &CommitView| judged(commit).ok();
        prop_assert_eq!(shape(&commit), shape(&reversed));
    }
}
