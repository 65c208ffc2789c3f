//! CA-05, CA-07: proposals in messages of their own, and commits that refer to them.

use marmot_rules::adopted::authority::Category::*;
use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::components::*;

use crate::group::*;

fn sent(sender: u32, proposal: &Proposal) -> Result<(), Refusal> {
    judge_proposal(&group(), &message(sender), proposal, &Options::default())
}

/// Refused on its own, and with it an admin's commit that refers to it.
fn refused_alone_and_in_a_commit(sender: u32, proposal: Proposal, refusal: Refusal, rule: &str, category: Category) {
    assert_eq!(sent(sender, &proposal), Err(refusal.clone()));
    refused(&referring(ALICE_PHONE, [(sender, proposal)]), refusal, rule, category);
}

#[test]
fn a_member_proposes_its_own_removal_and_an_admin_changes() {
    assert_eq!(sent(BOB_PHONE, &Proposal::SelfRemove), Ok(()));
    let changes = [
        add(leaf(ERIN, "erin")),
        Proposal::Remove(BOB_PHONE),
        set(&Retention { seconds: 60 }),
        Proposal::GroupContextExtensions { required: capabilities(&[6], &[8]), dictionary: group().dictionary },
    ];
    for change in changes {
        assert_eq!(sent(CAROL_PHONE, &change), Ok(()), "{change:?}");
        assert_eq!(judged(&referring(ALICE_PHONE, [(CAROL_PHONE, change.clone())])), Ok(Shape::Administration));
        let refusal = Refusal::StandaloneNeedsAdmin;
        refused_alone_and_in_a_commit(DAN_PHONE, change, refusal, "CA-07", AuthorizationFailed);
    }
}

#[test]
fn a_member_commits_no_change_that_an_admin_proposed() {
    let change = set(&Retention { seconds: 60 });
    refused(&referring(BOB_PHONE, [(CAROL_PHONE, change)]), Refusal::NotAdmin, "CA-03", AuthorizationFailed);
}

#[test]
fn an_admin_proposes_no_removal_of_its_own() {
    let refusal = Refusal::AdminLeaves { leaf: CAROL_PHONE };
    assert_eq!(sent(CAROL_PHONE, &Proposal::SelfRemove), Err(refusal.clone()));
    let one_of_two = [(DAN_PHONE, Proposal::SelfRemove), (CAROL_PHONE, Proposal::SelfRemove)];
    refused(&referring(BOB_PHONE, one_of_two), refusal, "CA-05", AuthorizationFailed);
}

#[test]
fn an_admin_that_stepped_down_before_may_leave() {
    let mut parent = group();
    parent.dictionary.set(&admins(&[ALICE]));
    let leave = referring(BOB_PHONE, [(CAROL_PHONE, Proposal::SelfRemove)]);
    assert_eq!(judged_in(&parent, &leave, &Options::default()), Ok(Shape::SelfRemoves));
}

#[test]
fn stepping_down_in_the_same_commit_comes_too_late_for_a_self_remove() {
    let mut commit = referring(ALICE_PHONE, [(CAROL_PHONE, Proposal::SelfRemove)]);
    commit.proposals.push(ProposalView::inline(set(&admins(&[ALICE]))));
    refused(&commit, Refusal::AdminLeaves { leaf: CAROL_PHONE }, "CA-05", AuthorizationFailed);
}

#[test]
fn the_lifecycle_is_never_changed_by_reference() {
    let disbanded = set(&Lifecycle::Disbanded);
    assert_eq!(sent(CAROL_PHONE, &disbanded), Err(Refusal::StandaloneLifecycle));
    let mut old = group();
    old.dictionary.remove(id::LIFECYCLE);
    old.dictionary.set(&[id::ADMIN_POLICY, id::IDENTITY_PROOF].into_iter().collect::<AppComponents>());
    let enable = referring(ALICE_PHONE, [(CAROL_PHONE, set(&Lifecycle::Active))]);
    assert_eq!(judged_in(&old, &enable, &Options::default()), Err(Refusal::StandaloneLifecycle));
    let inline = commit(ALICE_PHONE, [set(&Lifecycle::Active)]);
    assert_eq!(judged_in(&old, &inline, &Options::default()), Ok(Shape::Administration));
    named(&Refusal::StandaloneLifecycle, "CA-07", AuthorizationFailed);
}

#[test]
fn proposals_from_outside_or_of_another_epoch_are_refused() {
    let outside = Standalone { sender: Sender::Outside, ..message(BOB_PHONE) };
    let judge = |message: &Standalone| judge_proposal(&group(), message, &Proposal::SelfRemove, &Options::default());
    assert_eq!(judge(&outside), Err(Refusal::NotAMember));
    let stale = Standalone { epoch: EPOCH - 1, ..message(BOB_PHONE) };
    let refusal = Refusal::WrongEpoch { found: EPOCH - 1, parent: EPOCH };
    assert_eq!(judge(&stale), Err(refusal.clone()));
    let view = ProposalView { carriage: Carriage::Reference(stale), proposal: Proposal::SelfRemove };
    let commit = CommitView { proposals: vec![view], ..CommitView::new(DAN_PHONE, EPOCH) };
    refused(&commit, refusal, "CV-03", InvalidEncoding);
}

#[test]
fn a_removal_needs_a_leaf_to_remove() {
    let refusal = Refusal::NoTarget { leaf: 9 };
    refused_alone_and_in_a_commit(CAROL_PHONE, Proposal::Remove(9), refusal, "CA-03", InvalidEncoding);
}

#[test]
fn a_standalone_add_is_judged_as_a_leaf() {
    let mut stranger = leaf(ERIN, "erin");
    stranger.dictionary.remove(id::IDENTITY_PROOF);
    refused_alone_and_in_a_commit(CAROL_PHONE, add(stranger), Refusal::NoProof, "KV-11", InvalidSignature);
}

#[test]
fn authenticated_data_of_handshakes_is_free_unless_the_option_forbids_it() {
    let data = vec![1];
    let update = with_path(commit(BOB_PHONE, []), leaf(BOB, "new key"));
    let update = CommitView { authenticated_data: data.clone(), ..update };
    let leaving = Standalone { authenticated_data: data, ..message(DAN_PHONE) };
    let empty = Options { handshake_data: HandshakeData::Empty, ..Options::default() };
    assert_eq!(judged(&update), Ok(Shape::SelfUpdate));
    assert_eq!(judged_in(&group(), &update, &empty), Err(Refusal::HandshakeData));
    assert_eq!(judge_proposal(&group(), &leaving, &Proposal::SelfRemove, &Options::default()), Ok(()));
    assert_eq!(judge_proposal(&group(), &leaving, &Proposal::SelfRemove, &empty), Err(Refusal::HandshakeData));
    named(&Refusal::HandshakeData, "CA-10", InvalidEncoding);
}

#[test]
fn a_standalone_proposal_is_judged_by_what_it_asks_for() {
    let moved = group().dictionary.with(&admins(&[CAROL]));
    let extensions = Proposal::GroupContextExtensions { required: group().required, dictionary: moved };
    refused_alone_and_in_a_commit(CAROL_PHONE, extensions, Refusal::DictionaryMoved, "GC-03", InvalidEncoding);
    let component = id::IDENTITY_PROOF;
    let error = ComponentError::Misplaced { id: component, location: Location::GroupContext };
    let refusal = Refusal::Component { component, error };
    refused_alone_and_in_a_commit(CAROL_PHONE, raw(component, vec![]), refusal, "GC-02", InvalidEncoding);
}
