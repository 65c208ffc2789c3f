//! CA-01 to CA-04, CA-08: the shapes of commits.

use marmot_rules::adopted::Class;
use marmot_rules::adopted::authority::Category::*;
use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::components::*;

use crate::group::*;

#[test]
fn a_self_update_is_ordinary_whoever_makes_it() {
    for (committer, account) in [(BOB_PHONE, BOB), (ALICE_PHONE, ALICE)] {
        let shape = judged(&with_path(commit(committer, []), leaf(account, "new key"))).expect("CA-01");
        assert_eq!((shape, shape.class()), (Shape::SelfUpdate, Class::Ordinary));
    }
}

#[test]
fn self_removes_of_others_are_ordinary_whoever_commits_them() {
    for committer in [BOB_PHONE, ALICE_PHONE] {
        let shape = judged(&referring(committer, [(DAN_PHONE, Proposal::SelfRemove)])).expect("CA-02");
        assert_eq!((shape, shape.class()), (Shape::SelfRemoves, Class::Ordinary));
    }
}

#[test]
fn a_sibling_leaf_may_commit_a_self_remove() {
    let mut parent = group();
    parent.leaves.insert(5, leaf(BOB, "bob's laptop"));
    let commit = referring(5, [(BOB_PHONE, Proposal::SelfRemove)]);
    assert_eq!(judged_in(&parent, &commit, &Options::default()), Ok(Shape::SelfRemoves));
}

#[test]
fn what_an_admin_changes_is_privileged() {
    let changes = [
        add(leaf(ERIN, "erin")),
        Proposal::Remove(BOB_PHONE),
        set(&GroupProfile::new("other", "").expect("short")),
        set(&admins(&[ALICE, BOB])),
        Proposal::GroupContextExtensions { required: capabilities(&[6], &[8]), dictionary: group().dictionary },
    ];
    for change in changes {
        let shape =
            judged(&commit(ALICE_LAPTOP, [change.clone()])).unwrap_or_else(|error| panic!("{change:?}: {error}"));
        assert_eq!((shape, shape.class()), (Shape::Administration, Class::Privileged));
        refused(&commit(BOB_PHONE, [change]), Refusal::NotAdmin, "CA-03", AuthorizationFailed);
    }
}

#[test]
fn an_admin_list_inside_the_commit_grants_nothing() {
    let proposals = [set(&admins(&[ALICE, BOB])), add(leaf(ERIN, "erin"))];
    refused(&commit(BOB_PHONE, proposals), Refusal::NotAdmin, "CA-03", AuthorizationFailed);
}

#[test]
fn an_admin_that_drops_itself_still_commits_by_its_old_right() {
    let proposals = [set(&admins(&[CAROL])), Proposal::Remove(BOB_PHONE)];
    assert_eq!(judged(&commit(ALICE_PHONE, proposals)), Ok(Shape::Administration));
}

#[test]
fn a_commit_of_nothing_is_refused() {
    for committer in [BOB_PHONE, ALICE_PHONE] {
        refused(&commit(committer, []), Refusal::Empty, "CA-04", AuthorizationFailed);
    }
}

#[test]
fn proposals_without_a_rule_are_refused_from_everybody_inline_and_by_reference() {
    use OtherProposal::*;
    for kind in [Update, PreSharedKey, ReInit, ExternalInit, AppEphemeral, Custom(0xf123)] {
        let refusal = Refusal::NotAllowed(kind);
        for committer in [BOB_PHONE, ALICE_PHONE] {
            let proposal = Proposal::Other(kind);
            refused(&commit(committer, [proposal.clone()]), refusal.clone(), "CA-04", AuthorizationFailed);
            refused(&referring(committer, [(CAROL_PHONE, proposal)]), refusal.clone(), "CA-04", AuthorizationFailed);
        }
    }
}

#[test]
fn a_self_remove_is_refused_by_value_and_from_the_leaving_leaf() {
    refused(&commit(BOB_PHONE, [Proposal::SelfRemove]), Refusal::SelfRemoveByValue, "CA-02", AuthorizationFailed);
    let own = referring(BOB_PHONE, [(DAN_PHONE, Proposal::SelfRemove), (BOB_PHONE, Proposal::SelfRemove)]);
    refused(&own, Refusal::OwnSelfRemove { leaf: BOB_PHONE }, "CA-02", AuthorizationFailed);
}

#[test]
fn a_leaf_is_removed_once() {
    let refusal = Refusal::RemovedTwice { leaf: DAN_PHONE };
    let alternatives = [(DAN_PHONE, Proposal::SelfRemove), (DAN_PHONE, Proposal::SelfRemove)];
    refused(&referring(BOB_PHONE, alternatives), refusal.clone(), "CA-02", InvalidEncoding);
    let mut also_by_an_admin = referring(ALICE_PHONE, [(DAN_PHONE, Proposal::SelfRemove)]);
    also_by_an_admin.proposals.push(ProposalView::inline(Proposal::Remove(DAN_PHONE)));
    refused(&also_by_an_admin, refusal, "CA-02", InvalidEncoding);
}

#[test]
fn a_member_mixes_self_removes_with_nothing_and_an_admin_may() {
    let mixed = |committer| {
        let mut mixed = referring(committer, [(DAN_PHONE, Proposal::SelfRemove)]);
        mixed.proposals.push(ProposalView::inline(add(leaf(ERIN, "erin"))));
        mixed
    };
    refused(&mixed(BOB_PHONE), Refusal::MixedSelfRemove, "CA-02", AuthorizationFailed);
    assert_eq!(judged(&mixed(ALICE_PHONE)), Ok(Shape::Administration));
    let strict = Options { mixed_self_remove: MixedSelfRemove::Reject, ..Options::default() };
    assert_eq!(judged_in(&group(), &mixed(ALICE_PHONE), &strict), Err(Refusal::MixedSelfRemove));
}

#[test]
fn whoever_is_not_a_member_commits_nothing() {
    let update = with_path(commit(BOB_PHONE, []), leaf(BOB, "new key"));
    let outside = CommitView { sender: Sender::Outside, ..update.clone() };
    refused(&outside, Refusal::NotAMember, "GE-02", AuthorizationFailed);
    let blank = CommitView { sender: Sender::Member(99), ..update.clone() };
    refused(&blank, Refusal::NotAMember, "GE-02", AuthorizationFailed);
    let late = CommitView { epoch: EPOCH - 1, ..update };
    refused(&late, Refusal::WrongEpoch { found: EPOCH - 1, parent: EPOCH }, "CV-03", InvalidEncoding);
}

fn disbanding(committer: u32, admin: u8) -> Vec<Proposal> {
    let others = (0..5).filter(|leaf| *leaf != committer).map(Proposal::Remove);
    [set(&Lifecycle::Disbanded), set(&admins(&[admin]))].into_iter().chain(others).collect()
}

#[test]
fn an_admin_disbands_by_removing_everybody_else_its_own_sibling_included() {
    let shape = judged(&commit(ALICE_PHONE, disbanding(ALICE_PHONE, ALICE))).expect("CA-08");
    assert_eq!((shape, shape.class()), (Shape::Disband, Class::Privileged));
    refused(&commit(BOB_PHONE, disbanding(BOB_PHONE, BOB)), Refusal::NotAdmin, "CA-03", AuthorizationFailed);
}

#[test]
fn a_group_of_one_leaf_disbands_without_removes() {
    let mut parent = group();
    parent.leaves.retain(|leaf, _| *leaf == ALICE_PHONE);
    parent.dictionary.set(&admins(&[ALICE]));
    let commit = commit(ALICE_PHONE, [set(&Lifecycle::Disbanded), set(&admins(&[ALICE]))]);
    assert_eq!(judged_in(&parent, &commit, &Options::default()), Ok(Shape::Disband));
}

#[test]
fn a_disband_that_does_anything_less_or_more_is_refused() {
    let all = || disbanding(ALICE_PHONE, ALICE);
    let refused_for = |proposals: Vec<Proposal>, why| {
        refused(&commit(ALICE_PHONE, proposals), Refusal::Disband(why), "CA-08", AuthorizationFailed);
    };
    refused_for(all().into_iter().filter(|one| *one != Proposal::Remove(DAN_PHONE)).collect(), DisbandError::Leaves);
    refused_for(all().into_iter().filter(|one| *one != Proposal::Remove(ALICE_LAPTOP)).collect(), DisbandError::Leaves);
    refused_for([all(), vec![Proposal::Remove(DAN_PHONE)]].concat(), DisbandError::Leaves);
    refused_for(all().into_iter().filter(|one| *one != set(&admins(&[ALICE]))).collect(), DisbandError::Admins);
    refused_for(disbanding(ALICE_PHONE, CAROL), DisbandError::Admins);
    refused_for([all(), vec![set(&Retention { seconds: 1 })]].concat(), DisbandError::OtherProposal);
    refused_for([all(), vec![add(leaf(ERIN, "erin"))]].concat(), DisbandError::OtherProposal);
}

#[test]
fn a_disband_refers_to_nothing_and_needs_a_group_that_requires_the_lifecycle() {
    let mut by_reference = commit(ALICE_PHONE, disbanding(ALICE_PHONE, ALICE));
    by_reference.proposals[2] = ProposalView::reference(CAROL_PHONE, EPOCH, Proposal::Remove(ALICE_LAPTOP));
    let refusal = Refusal::Disband(DisbandError::ByReference);
    refused(&by_reference, refusal, "CA-08", AuthorizationFailed);

    let mut old = group();
    old.dictionary.set(&[id::ADMIN_POLICY, id::IDENTITY_PROOF].into_iter().collect::<AppComponents>());
    let commit = commit(ALICE_PHONE, disbanding(ALICE_PHONE, ALICE));
    let refusal = Err(Refusal::Disband(DisbandError::NotEnabled));
    assert_eq!(judged_in(&old, &commit, &Options::default()), refusal);
}

#[test]
fn nothing_follows_a_disband() {
    let parent = merged(&group(), &commit(ALICE_PHONE, disbanding(ALICE_PHONE, ALICE)));
    let update = with_path(CommitView::new(ALICE_PHONE, EPOCH + 1), leaf(ALICE, "new key"));
    assert_eq!(judged_in(&parent, &update, &Options::default()), Err(Refusal::Disbanded));
    named(&Refusal::Disbanded, "CA-08", AuthorizationFailed);
}
