//! SA-01 to SA-07: the overlay of PR #417.

use marmot_rules::adopted::Class;
use marmot_rules::adopted::authority::Category::*;
use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::components::*;

use crate::group::*;

const OVERLAY: Options = Options {
    support_list: SupportList::Entries,
    self_remove_support: SelfRemoveSupport::Optional,
    default_extensions: DefaultExtensions::Allow,
    group_components: GroupComponents::Text,
    handshake_data: HandshakeData::Any,
    leaf_shrink: LeafShrink::Allow,
    mixed_self_remove: MixedSelfRemove::Allow,
    same_account: true,
    without: None,
};

fn enabled() -> GroupView {
    let mut view = group();
    view.dictionary.set(&REQUIRED.into_iter().chain([id::SAME_ACCOUNT]).collect::<AppComponents>());
    view
}

/// The group with Bob's leaves 5, 6, … besides his first.
fn with_bobs(count: u32) -> GroupView {
    let mut view = enabled();
    (5..5 + count).for_each(|index| drop(view.leaves.insert(index, leaf(BOB, &format!("bob {index}")))));
    view
}

fn bobs(proposals: impl IntoIterator<Item = Proposal>) -> CommitView {
    with_path(commit(BOB_PHONE, proposals), leaf(BOB, "new key"))
}

fn refused(parent: &GroupView, commit: &CommitView, refusal: Refusal, rule: &str) {
    assert_eq!(judged_in(parent, commit, &OVERLAY), Err(refusal.clone()));
    named(&refusal, rule, AuthorizationFailed);
}

#[test]
fn a_member_adds_one_device_of_its_own_and_the_commit_is_ordinary() {
    let shape = judged_in(&enabled(), &bobs([add(leaf(BOB, "tablet"))]), &OVERLAY).expect("SA-05");
    assert_eq!((shape, shape.class()), (Shape::SiblingAdd, Class::Ordinary));
}

#[test]
fn an_admin_that_adds_its_own_device_makes_an_ordinary_commit_too() {
    let by_alice = |proposals: Vec<Proposal>| with_path(commit(ALICE_PHONE, proposals), leaf(ALICE, "new key"));
    let one = by_alice(vec![add(leaf(ALICE, "tablet"))]);
    assert_eq!(judged_in(&enabled(), &one, &OVERLAY), Ok(Shape::SiblingAdd));
    // Anything wider is an admin's ordinary right, and privileged.
    let two = by_alice(vec![add(leaf(ALICE, "tablet")), add(leaf(ERIN, "erin"))]);
    assert_eq!(judged_in(&enabled(), &two, &OVERLAY), Ok(Shape::Administration));
}

#[test]
fn without_the_overlay_or_its_requirement_a_member_adds_nobody() {
    let add = bobs([add(leaf(BOB, "tablet"))]);
    assert_eq!(judged_in(&enabled(), &add, &OVERLAY), Ok(Shape::SiblingAdd));
    assert_eq!(judged_in(&group(), &add, &OVERLAY), Err(Refusal::NotAdmin));
    // Without the overlay 0x800d is an unknown component, and a required one has an entry.
    assert_eq!(judged_in(&enabled(), &add, &Options::default()), Err(Refusal::NotAdmin));
}

#[test]
fn a_sibling_add_is_one_inline_add_of_the_own_account_with_a_path() {
    use SiblingError::*;
    let tablet = || add(leaf(BOB, "tablet"));
    let refused = |commit: &CommitView, why| refused(&enabled(), commit, Refusal::SiblingAdd(why), "SA-05");
    refused(&bobs([add(leaf(ERIN, "erin"))]), OtherAccount);
    refused(&bobs([tablet(), add(leaf(BOB, "watch"))]), Count);
    refused(&commit(BOB_PHONE, [tablet()]), NoPath);
    let by_reference = referring(BOB_PHONE, [(ALICE_PHONE, tablet())]);
    refused(&with_path(by_reference, leaf(BOB, "new key")), ByReference);
}

#[test]
fn a_sibling_add_has_a_key_of_its_own_and_a_proof() {
    let again = bobs([add(leaf(BOB, "dan"))]);
    assert_eq!(judged_in(&enabled(), &again, &OVERLAY), Err(Refusal::RepeatedKey));
    let mut bare = leaf(BOB, "tablet");
    bare.dictionary.remove(id::IDENTITY_PROOF);
    assert_eq!(judged_in(&enabled(), &bobs([add(bare)]), &OVERLAY), Err(Refusal::NoProof));
}

#[test]
fn a_member_removes_one_to_four_devices_of_its_own() {
    let parent = with_bobs(4);
    for count in 1..=4 {
        let shape = judged_in(&parent, &bobs((5..5 + count).map(Proposal::Remove)), &OVERLAY).expect("SA-06");
        assert_eq!((shape, shape.class()), (Shape::SiblingRemove, Class::Ordinary));
    }
}

#[test]
fn a_sibling_remove_names_other_own_leaves_once_inline_with_a_path() {
    use SiblingError::*;
    let parent = with_bobs(4);
    let refused = |commit: &CommitView, why| refused(&parent, commit, Refusal::SiblingRemove(why), "SA-06");
    refused(&bobs([Proposal::Remove(DAN_PHONE)]), OtherAccount);
    refused(&bobs([Proposal::Remove(BOB_PHONE)]), Count);
    refused(&bobs([Proposal::Remove(5), Proposal::Remove(5)]), Count);
    refused(&commit(BOB_PHONE, [Proposal::Remove(5)]), NoPath);
    let by_reference = referring(BOB_PHONE, [(ALICE_PHONE, Proposal::Remove(5))]);
    refused(&with_path(by_reference, leaf(BOB, "new key")), ByReference);
    // Five siblings: more than the overlay allows to exist, as an old group may hold when it is enabled elsewhere.
    let six = with_bobs(5);
    let all = bobs((5..10).map(Proposal::Remove));
    assert_eq!(judged_in(&six, &all, &OVERLAY), Err(Refusal::SiblingRemove(Count)));
}

#[test]
fn adding_and_removing_siblings_are_never_combined() {
    let refusal = Refusal::SiblingMix(SiblingError::Combined);
    let both = bobs([Proposal::Remove(5), add(leaf(BOB, "tablet"))]);
    refused(&with_bobs(1), &both, refusal.clone(), "SA-07");
    let with_profile = bobs([add(leaf(BOB, "tablet")), set(&GroupProfile::default())]);
    refused(&with_bobs(1), &with_profile, refusal, "SA-07");
}

#[test]
fn no_commit_leaves_six_leaves_of_one_account() {
    let fifth = bobs([add(leaf(BOB, "tablet"))]);
    assert_eq!(judged_in(&with_bobs(3), &fifth, &OVERLAY), Ok(Shape::SiblingAdd));
    refused(&with_bobs(4), &fifth, Refusal::TooManyLeaves, "SA-03");
    let by_admin = commit(ALICE_PHONE, [add(leaf(BOB, "tablet"))]);
    refused(&with_bobs(4), &by_admin, Refusal::TooManyLeaves, "SA-03");
}

#[test]
fn enabling_needs_every_leaf_and_disabling_single_leaves() {
    let with: Vec<u16> = REQUIRED.into_iter().chain([id::SAME_ACCOUNT]).collect();
    let enable = commit(ALICE_PHONE, [require(&with)]);
    assert_eq!(judged_in(&group(), &enable, &OVERLAY), Ok(Shape::Administration));
    let mut old = group();
    let list: AppComponents = REQUIRED.into_iter().collect();
    old.leaves.get_mut(&DAN_PHONE).expect("Dan").dictionary.set(&list);
    let refusal = Refusal::LeafLacks { leaf: DAN_PHONE, feature: Feature::Component(id::SAME_ACCOUNT) };
    assert_eq!(judged_in(&old, &enable, &OVERLAY), Err(refusal));

    let disable = commit(ALICE_PHONE, [require(&REQUIRED)]);
    refused(&enabled(), &disable, Refusal::StillShared, "SA-04");
    let mut single = enabled();
    single.leaves.remove(&ALICE_LAPTOP);
    assert_eq!(judged_in(&single, &disable, &OVERLAY), Ok(Shape::Administration));
}

#[test]
fn the_mark_has_no_entry_anywhere() {
    let refusal = Refusal::SameAccountEntry;
    named(&refusal, "SA-01", InvalidEncoding);
    let entry = commit(ALICE_PHONE, [raw(id::SAME_ACCOUNT, vec![])]);
    assert_eq!(judged_in(&enabled(), &entry, &OVERLAY), Err(refusal.clone()));
    let mut tablet = leaf(BOB, "tablet");
    tablet.dictionary.insert(id::SAME_ACCOUNT, vec![]);
    assert_eq!(judged_in(&enabled(), &bobs([add(tablet)]), &OVERLAY), Err(refusal.clone()));
    let key_package = AppDataDictionary::from_iter([(id::SAME_ACCOUNT, vec![])]);
    let marked = Proposal::Add(Box::new(AddView { leaf: leaf(BOB, "tablet"), key_package }));
    assert_eq!(judged_in(&enabled(), &bobs([marked]), &OVERLAY), Err(refusal));
}
