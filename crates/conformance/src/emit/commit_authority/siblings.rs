//! The overlay of marmot pull request 417: devices of one account add and remove each other. It is not adopted.

use super::Ruling;
use super::case::{Case, differs, privileged, refused};
use super::world::*;
use crate::format::Hex;
use crate::format::Reason::{self, AuthorizationFailed, InvalidEncoding, UnsupportedRequiredFeature};
use crate::format::topics::commit_authority::{Asks, Commit, Components, GroupState, Id, Leaf};
use crate::format::topics::convergence::CommitClass::{Ordinary, Privileged};

const ADMIN: Ruling = Ok(Privileged);
const MEMBER: Ruling = Ok(Ordinary);
const DENIED: Ruling = Err(AuthorizationFailed);
const FORM: Ruling = Err(InvalidEncoding);
const OVERLAY: &str = "same-account";
/// A commit that disables the overlay where nobody needs it.
const DISABLES: u16 = 70;

fn supports(leaf: Leaf) -> Leaf {
    let all = list(&[&SUPPORTED[..], &[SAME_ACCOUNT]].concat());
    Leaf { components: leaf.components.clone().into_iter().chain([(Id(APP_COMPONENTS), all)]).collect(), ..leaf }
}

/// The usual group, in which all leaves support 0x800d.
fn ready() -> GroupState {
    let mut group = group();
    group.leaves = group.leaves.into_iter().map(|(index, leaf)| (index, supports(leaf))).collect();
    group
}

/// The usual group with 0x800d.
fn enabled() -> GroupState {
    let mut group = ready();
    group.components.insert(Id(APP_COMPONENTS), required_and(SAME_ACCOUNT));
    group
}

/// The same with one leaf for each account.
fn apart() -> GroupState {
    let mut group = enabled();
    group.leaves.retain(|leaf, _| ![BOB_LAPTOP, ALICE_LAPTOP].contains(leaf));
    group
}

/// The same with five leaves of bob.
fn crowded() -> GroupState {
    let mut group = enabled();
    let more = [(7, "bob tablet"), (8, "bob watch"), (9, "bob tower")];
    group.leaves.extend(more.map(|(index, device)| (index, supports(leaf(device)))));
    group
}

fn by(committer: u32, device: &str, asks: Vec<Asks>) -> Commit {
    commit(committer, asks).path(Leaf { name: device.to_owned(), ..supports(leaf(&format!("{device} again"))) })
}

fn bob(asks: Vec<Asks>) -> Commit {
    by(BOB_PHONE, "bob phone", asks)
}

fn alice(asks: Vec<Asks>) -> Commit {
    by(ALICE_PHONE, "alice phone", asks)
}

fn add_sibling(device: &str) -> Asks {
    add(supports(leaf(device)))
}

pub(super) fn cases() -> Vec<Case> {
    [switching(), adopted_too(), entries(), shapes()].concat()
}

fn switching() -> Vec<Case> {
    let on = || alice(vec![set(APP_COMPONENTS, required_and(SAME_ACCOUNT))]);
    let off = || alice(vec![set(APP_COMPONENTS, list(&REQUIRED))]);
    let mut old_leaf = ready();
    old_leaf.leaves.insert(DAVE_PHONE, leaf("dave phone"));
    let entry = alice(vec![set(SAME_ACCOUNT, Hex::default())]);
    let lacks: Ruling = Err(UnsupportedRequiredFeature);
    let mut bob_alone_has_two = enabled();
    bob_alone_has_two.leaves.retain(|leaf, _| *leaf != ALICE_LAPTOP);
    let last = alice(vec![set(APP_COMPONENTS, list(&REQUIRED)), remove(BOB_LAPTOP)]);
    vec![
        privileged(71, "NoSiblings", "0x800d is required no more, and the last second leaf goes in the same commit", last).within(bob_alone_has_two),
        privileged(DISABLES, "NoSiblings", "0x800d is required no more, and no account has two leaves", off()).within(apart()),
        differs(340, "SiblingsEnabled", "0x800d is required, without an entry", on(), FORM, OVERLAY, ADMIN).within(ready()),
        differs(341, "SiblingsEnabled", "one leaf does not support it", on(), FORM, OVERLAY, lacks).within(old_leaf),
        differs(342, "SiblingsDisabled", "0x800d is required no more while bob has two leaves", off(), ADMIN, OVERLAY, DENIED).within(enabled()),
        differs(343, "SiblingsEntry", "0x800d gets an entry", entry, ADMIN, OVERLAY, FORM).within(ready()),
    ]
}

fn adopted_too() -> Vec<Case> {
    let sixth = alice(vec![add_sibling("bob clock")]);
    vec![
        differs(350, "SiblingAdd", "bob's phone adds bob's tablet", bob(vec![add_sibling("bob tablet")]), DENIED, OVERLAY, MEMBER).within(enabled()),
        differs(351, "SiblingAdd", "alice adds her tablet: ordinary, though she is an admin", alice(vec![add_sibling("alice tablet")]), FORM, OVERLAY, MEMBER).within(enabled()),
        differs(352, "SiblingAdd", "alice adds erin: no sibling, and an admin's business as ever", alice(vec![add_sibling("erin phone")]), FORM, OVERLAY, ADMIN).within(enabled()),
        differs(353, "SiblingAdd", "alice adds two of her devices, which an admin may", alice(vec![add_sibling("alice tablet"), add_sibling("alice watch")]), FORM, OVERLAY, ADMIN).within(enabled()),
        differs(354, "SiblingAdd", "alice adds her tablet without an UpdatePath", commit(ALICE_PHONE, [add_sibling("alice tablet")]), FORM, OVERLAY, ADMIN).within(enabled()),
        differs(355, "SiblingAdd", "alice's phone commits the Add that her laptop proposed", alice(vec![]).referring(ALICE_LAPTOP, add_sibling("alice tablet")), FORM, OVERLAY, ADMIN).within(enabled()),
        differs(356, "SiblingRemove", "bob's phone removes bob's laptop", bob(vec![remove(BOB_LAPTOP)]), DENIED, OVERLAY, MEMBER).within(enabled()),
        differs(357, "SiblingRemove", "bob's phone removes all four others of bob's", bob([BOB_LAPTOP, 7, 8, 9].map(remove).to_vec()), DENIED, OVERLAY, MEMBER).within(crowded()),
        differs(358, "SiblingRemove", "alice removes her laptop and dave, which an admin may", alice(vec![remove(ALICE_LAPTOP), remove(DAVE_PHONE)]), FORM, OVERLAY, ADMIN).within(enabled()),
        differs(359, "SiblingRemove", "alice replaces her laptop in one commit, which an admin may", alice(vec![remove(ALICE_LAPTOP), add_sibling("alice tablet")]), FORM, OVERLAY, ADMIN).within(enabled()),
        differs(360, "SixthLeaf", "an admin adds a sixth leaf of bob's", sixth, FORM, OVERLAY, DENIED).within(crowded()),
    ]
}

/// 0x800d has no entry anywhere: not in a leaf, not in a KeyPackage.
fn entries() -> Vec<Case> {
    let entry = || Components::from([(Id(SAME_ACCOUNT), Hex::default())]);
    let in_key_package = Asks::Add { leaf: Box::new(supports(leaf("erin phone"))), key_package: entry() };
    let mut with_entry = supports(leaf("erin phone"));
    with_entry.components.extend(entry());
    vec![
        differs(361, "SiblingsEntry", "the KeyPackage of a new member has an entry 0x800d", alice(vec![in_key_package]), ADMIN, OVERLAY, FORM).within(ready()),
        differs(362, "SiblingsEntry", "the leaf of a new member has an entry 0x800d", alice(vec![add(with_entry)]), ADMIN, OVERLAY, FORM).within(ready()),
    ]
}

fn shapes() -> Vec<Case> {
    let wrong = |number, comment, commit: Commit| {
        let denied: &[Reason] = &[AuthorizationFailed];
        refused(number, "SiblingShape", comment, commit, DISABLES, denied).within(enabled())
    };
    vec![
        wrong(370, "bob's phone adds a sibling without an UpdatePath", commit(BOB_PHONE, [add_sibling("bob tablet")])),
        wrong(371, "bob's phone adds two siblings", bob(vec![add_sibling("bob tablet"), add_sibling("bob watch")])),
        wrong(372, "bob's phone adds a leaf of dave's", bob(vec![add_sibling("dave laptop")])),
        wrong(373, "bob's phone removes a leaf of dave's", bob(vec![remove(DAVE_PHONE)])),
        wrong(374, "bob's phone replaces his laptop in one commit", bob(vec![remove(BOB_LAPTOP), add_sibling("bob tablet")])),
        wrong(375, "bob's phone commits the Add that his laptop proposed", bob(vec![]).referring(BOB_LAPTOP, add_sibling("bob tablet"))),
        wrong(376, "bob's phone adds a sibling and changes the name of the group", bob(vec![add_sibling("bob tablet"), set(PROFILE, profile("bob's"))])),
        refused(377, "SiblingShape", "bob's phone adds a sibling where 0x800d is not required", bob(vec![add_sibling("bob tablet")]), DISABLES, &[AuthorizationFailed]).within(ready()),
    ]
}
