//! What is required, and what must be there: the state that a commit leads to.

use super::accepted::{CHANGE, HANDS_OVER, REMOVE, REQUIRES};
use super::case::{Case, refused};
use super::world::*;
use crate::format::Hex;
use crate::format::Reason::{self, AuthorizationFailed, InvalidEncoding, UnsupportedRequiredFeature};
use crate::format::topics::commit_authority::Asks;

const DENIED: &[Reason] = &[AuthorizationFailed];
const FORM: &[Reason] = &[InvalidEncoding];
const LACKS: &[Reason] = &[UnsupportedRequiredFeature];

pub(super) fn cases() -> Vec<Case> {
    [components(), capabilities(), admins_have_leaves()].concat()
}

fn components() -> Vec<Case> {
    let alice = |asks: Vec<Asks>| commit(ALICE_PHONE, asks);
    let list_with = |number, flag, comment, data: Hex, reasons: &[Reason]| {
        refused(number, flag, comment, alice(vec![set(APP_COMPONENTS, data)]), CHANGE, reasons)
    };
    let without = || group_with(APP_COMPONENTS, required_without(LIFECYCLE));
    let enables = alice(vec![set(APP_COMPONENTS, list(&REQUIRED))]);
    let mut old_leaf = without();
    let dave = leaf_with("dave phone", APP_COMPONENTS, Some(list(&SUPPORTED[..SUPPORTED.len() - 1])));
    old_leaf.leaves.insert(DAVE_PHONE, dave);
    vec![
        list_with(190, "StillRequired", "the admin list is required no more", required_without(ADMINS), FORM),
        list_with(191, "StillRequired", "identity proofs are required no more", required_without(PROOF), FORM),
        list_with(192, "StillRequired", "the lifecycle is required no more", required_without(LIFECYCLE), FORM),
        refused(193, "MissingEntry", "a component is removed and stays required", alice(vec![unset(ROUTING)]), CHANGE, FORM),
        list_with(194, "MissingEntry", "a component is required that is not there", required_and(0x8007), FORM),
        list_with(195, "LeafLacks", "a component is required that no leaf supports", required_and(UNKNOWN), LACKS),
        refused(196, "LeafLacks", "disbanding is enabled, and one leaf does not support it", enables, CHANGE, LACKS).within(old_leaf),
    ]
}

fn capabilities() -> Vec<Case> {
    let wrong = |number, flag, comment, asks: Asks, reasons: &[Reason]| {
        let commit = commit(ALICE_PHONE, [asks]).renewed("alice phone");
        refused(number, flag, comment, commit, REQUIRES, reasons)
    };
    vec![
        wrong(200, "RequiresTooLittle", "the dictionary extension is required no more", require(&[], &[0x0008, 0x000a], &[]), FORM),
        wrong(201, "RequiresTooLittle", "AppDataUpdate is required no more", require(&[0x0006], &[0x000a], &[]), FORM),
        wrong(202, "LeafLacks", "an extension is required that no leaf lists", require(&[0x0006, 0xf2ee], &[0x0008, 0x000a], &[]), LACKS),
        wrong(203, "LeafLacks", "a proposal is required that no leaf lists", require(&[0x0006], &[0x0008, 0x0009, 0x000a], &[]), LACKS),
        wrong(204, "LeafLacks", "a credential is required that no leaf lists", require(&[0x0006], &[0x0008, 0x000a], &[1, 2]), LACKS),
    ]
}

fn admins_have_leaves() -> Vec<Case> {
    let alice = |asks: Vec<Asks>| commit(ALICE_PHONE, asks).renewed("alice phone");
    let one_leaf = {
        let mut group = group();
        group.leaves.remove(&ALICE_LAPTOP);
        group
    };
    let carol = commit(CAROL_PHONE, [remove(ALICE_PHONE)]).renewed("carol phone");
    vec![
        refused(210, "AdminWithoutLeaf", "carol is removed, and her key stays on the list", alice(vec![remove(CAROL_PHONE)]), REMOVE, DENIED),
        refused(211, "AdminWithoutLeaf", "an admin is named who is no member", alice(vec![set(ADMINS, admins(&["alice", "erin"]))]), HANDS_OVER, DENIED),
        refused(212, "AdminWithoutLeaf", "alice's last leaf is removed, and her key stays on the list", carol, REMOVE, DENIED).within(one_leaf),
        refused(213, "AdminWithoutLeaf", "dave is named and removed in one commit", alice(vec![set(ADMINS, admins(&["alice", "dave"])), remove(DAVE_PHONE)]), HANDS_OVER, DENIED),
    ]
}
