//! The end of a group.

use super::case::{Case, privileged, refused};
use super::world::*;
use crate::format::Hex;
use crate::format::Reason::{self, AuthorizationFailed};
use crate::format::topics::commit_authority::{Asks, Commit, GroupState};

const DENIED: &[Reason] = &[AuthorizationFailed];
/// A commit that disbands.
const DISBANDS: u16 = 60;
const OTHERS: [u32; 5] = [BOB_PHONE, BOB_LAPTOP, CAROL_PHONE, DAVE_PHONE, ALICE_LAPTOP];

fn end() -> Asks {
    set(LIFECYCLE, Hex(vec![1]))
}

fn alone() -> Asks {
    set(ADMINS, admins(&["alice"]))
}

fn removes(leaves: &[u32]) -> Vec<Asks> {
    leaves.iter().map(|leaf| remove(*leaf)).collect()
}

fn alice(asks: Vec<Asks>) -> Commit {
    commit(ALICE_PHONE, asks).renewed("alice phone")
}

/// A group in which alice's phone is the only leaf.
fn of_one() -> GroupState {
    let mut group = group_with(ADMINS, admins(&["alice"]));
    group.leaves.retain(|leaf, _| *leaf == ALICE_PHONE);
    group
}

/// A group in which alice is the only admin.
fn of_one_admin() -> GroupState {
    group_with(ADMINS, admins(&["alice"]))
}

pub(super) fn cases() -> Vec<Case> {
    [accepted(), broken()].concat()
}

fn accepted() -> Vec<Case> {
    let all = [vec![end(), alone()], removes(&OTHERS)].concat();
    let turned = all.iter().rev().cloned().collect();
    let by_carol = commit(CAROL_PHONE, [vec![end(), set(ADMINS, admins(&["carol"]))], removes(&[ALICE_PHONE, BOB_PHONE, BOB_LAPTOP, DAVE_PHONE, ALICE_LAPTOP])].concat());
    vec![
        privileged(66, "Disband", "carol ends the group, and takes alice off the list by that", by_carol.renewed("carol phone")),
        privileged(DISBANDS, "Disband", "alice ends the group: only the leaf that says so stays", alice(all)),
        privileged(61, "Disband", "in any order", alice(turned)),
        privileged(62, "Disband", "a group of one leaf: nobody is removed, and the admin list is written all the same", commit(ALICE_PHONE, vec![end(), alone()])).within(of_one()),
    ]
}

fn broken() -> Vec<Case> {
    let wrong = |number, comment, commit: Commit| refused(number, "DisbandShape", comment, commit, DISBANDS, DENIED);
    let with = |more: Vec<Asks>| [vec![end(), alone()], removes(&OTHERS), more].concat();
    let optional = group_with(APP_COMPONENTS, required_without(LIFECYCLE));
    let no_list = alice([vec![end()], removes(&OTHERS)].concat());
    let two = alice([vec![end(), set(ADMINS, admins(&["alice", "bob"]))], removes(&OTHERS)].concat());
    let another = alice([vec![end(), set(ADMINS, admins(&["bob"]))], removes(&OTHERS[1..])].concat());
    let mut referred = alice([vec![alone()], removes(&OTHERS)].concat());
    referred = referred.referring(ALICE_LAPTOP, end());
    let part = alice([vec![end(), alone()], removes(&OTHERS[1..])].concat()).referring(CAROL_PHONE, remove(BOB_PHONE));
    let by_bob = commit(BOB_PHONE, [vec![end(), set(ADMINS, admins(&["bob"]))], removes(&[ALICE_PHONE, BOB_LAPTOP, CAROL_PHONE, DAVE_PHONE, ALICE_LAPTOP])].concat());
    vec![
        wrong(270, "alice's laptop stays", alice([vec![end(), alone()], removes(&OTHERS[..4])].concat())),
        wrong(271, "nobody is removed", alice(vec![end(), alone()])).within(of_one_admin()),
        wrong(272, "the admin list is not written", no_list).within(of_one_admin()),
        wrong(273, "the new admin list has two names", two),
        wrong(274, "the new admin list names somebody else, who stays", another),
        wrong(275, "the group gets another name", alice(with(vec![set(PROFILE, profile("the end"))]))),
        wrong(276, "a component is removed as well", alice(with(vec![unset(RETENTION)]))),
        wrong(277, "erin is added", alice(with(vec![add_of("erin phone")]))),
        wrong(278, "the end was proposed in a message of its own", referred),
        wrong(279, "one of the Removes was proposed in a message of its own", part),
        refused(280, "DisbandByMember", "bob ends the group", by_bob.renewed("bob phone"), DISBANDS, DENIED),
        refused(281, "DisbandNotEnabled", "the lifecycle is there and not required", alice(with(vec![])), DISBANDS, DENIED).within(optional),
        refused(282, "Disbanded", "alice's phone updates its leaf after the end", commit(ALICE_PHONE, []).renewed("alice phone"), super::accepted::SELF_UPDATE, DENIED).within({
            let mut group = of_one();
            group.components.insert(crate::format::topics::commit_authority::Id(LIFECYCLE), Hex(vec![1]));
            group
        }),
    ]
}
