//! What everybody accepts.

use super::case::{Case, ordinary, privileged};
use super::world::*;
use crate::format::topics::commit_authority::{Asks, Id, Leaf};
use crate::format::Hex;

/// A self-update.
pub(super) const SELF_UPDATE: u16 = 1;
/// SelfRemoves.
pub(super) const LEAVES: u16 = 10;
/// An Add.
pub(super) const ADD: u16 = 20;
/// A Remove.
pub(super) const REMOVE: u16 = 23;
/// A change of one component.
pub(super) const CHANGE: u16 = 30;
/// A new admin list.
pub(super) const HANDS_OVER: u16 = 40;
/// New required capabilities.
pub(super) const REQUIRES: u16 = 50;
/// Another admin's proposal.
pub(super) const REFERS: u16 = 55;

/// Those about components, admin lists and requirements.
pub(super) const OF_STATE: std::ops::Range<u16> = 30..55;

pub(super) fn cases() -> Vec<Case> {
    [self_updates(), departures(), members(), changes(), admin_lists(), requirements(), references()].concat()
}

fn self_updates() -> Vec<Case> {
    let bob = || commit(BOB_PHONE, []);
    let same_key = Leaf { name: "bob phone".to_owned(), ..leaf("bob phone") };
    let mut more = leaf("bob phone again");
    more.components.insert(Id(APP_COMPONENTS), list(&[&SUPPORTED[..], &[UNKNOWN]].concat()));
    let mut unknown = leaf("bob phone again");
    unknown.capabilities.extensions = ids(&[0x0006, 0x3a3a, 0xf2ee]);
    unknown.capabilities.proposals = ids(&[0x0008, 0x000a, 0x3a3a]);
    unknown.components.insert(Id(UNKNOWN), Hex(vec![0x2a]));
    vec![
        ordinary(SELF_UPDATE, "SelfUpdate", "bob's phone brings a new key, with a proof for it", bob().renewed("bob phone")),
        ordinary(2, "SelfUpdate", "an admin's self-update is ordinary too", commit(ALICE_PHONE, []).renewed("alice phone")),
        ordinary(3, "SelfUpdate", "the same signature key and the same proof: a proof may be used again", bob().path(same_key)),
        ordinary(4, "SelfUpdate", "the new leaf supports one component more", bob().path(more)),
        ordinary(5, "SelfUpdate", "the new leaf lists extensions and proposals that nobody knows, and has an entry of its own", bob().path(unknown)),
    ]
}

fn departures() -> Vec<Case> {
    let batch = commit(CAROL_PHONE, []).renewed("carol phone");
    let one = batch.clone().referring(DAVE_PHONE, Asks::SelfRemove {});
    let dave = commit(DAVE_PHONE, []).renewed("dave phone").referring(CAROL_PHONE, Asks::SelfRemove {});
    let sibling = commit(BOB_LAPTOP, []).renewed("bob laptop").referring(BOB_PHONE, Asks::SelfRemove {});
    vec![
        ordinary(LEAVES, "SelfRemoves", "dave leaves, and an admin commits it: ordinary all the same", one.clone()),
        ordinary(11, "SelfRemoves", "bob's phone leaves, and his laptop commits it: only the leaf itself may not", sibling),
        ordinary(12, "SelfRemoves", "two leave in one commit", one.referring(BOB_LAPTOP, Asks::SelfRemove {})),
        ordinary(14, "SelfRemoves", "carol, who was an admin and is none any more, leaves", dave).within(group_with(ADMINS, admins(&["alice"]))),
        ordinary(13, "SelfRemoves", "both leaves of one account leave", batch.referring(BOB_LAPTOP, Asks::SelfRemove {}).referring(BOB_PHONE, Asks::SelfRemove {})),
    ]
}

fn members() -> Vec<Case> {
    let alice = |asks: Vec<Asks>| commit(ALICE_PHONE, asks).renewed("alice phone");
    let mut last_resort = add_of("erin phone");
    if let Asks::Add { key_package, .. } = &mut last_resort {
        key_package.insert(Id(LAST_RESORT), Hex::default());
    }
    vec![
        privileged(ADD, "AdminChange", "an admin adds erin's phone, without an UpdatePath: the lowest blank leaf is hers", commit(ALICE_PHONE, [add_of("erin phone")])),
        privileged(21, "AdminChange", "two are added: the blank leaf first, then one behind the last", alice(vec![add_of("erin phone"), add_of("erin laptop")])),
        privileged(22, "AdminChange", "a leaf that is removed makes room in the same commit, and a blank one comes before it", alice(vec![add_of("erin phone"), add_of("erin laptop"), remove(DAVE_PHONE)])),
        privileged(REMOVE, "AdminChange", "an admin removes dave", alice(vec![remove(DAVE_PHONE)])),
        privileged(24, "AdminChange", "an admin removes one of bob's two leaves", alice(vec![remove(BOB_PHONE)])),
        privileged(25, "AdminChange", "any leaf of an admin's account may: alice's laptop adds erin's phone", commit(ALICE_LAPTOP, [add_of("erin phone")])),
        privileged(26, "LastResortMark", "a KeyPackage that is a last resort", commit(ALICE_PHONE, [last_resort])),
        privileged(27, "RemovedAdmin", "carol is removed, and her key goes in the same commit", alice(vec![remove(CAROL_PHONE), set(ADMINS, admins(&["alice"]))])),
        privileged(29, "AdminChange", "an account may have several leaves: an admin adds a third of bob's", commit(ALICE_PHONE, [add_of("bob tablet")])),
        privileged(63, "AdminChange", "alice's laptop removes alice's phone", commit(ALICE_LAPTOP, [remove(ALICE_PHONE)]).renewed("alice laptop")),
        privileged(64, "AdminChange", "both leaves of bob go, and a new one comes", alice(vec![add_of("bob tablet"), remove(BOB_PHONE), remove(BOB_LAPTOP)])),
        privileged(65, "RemovedAdmin", "carol goes, and dave is an admin in her place", alice(vec![set(ADMINS, admins(&["alice", "dave"])), remove(CAROL_PHONE)])),
        privileged(28, "RemovedAdmin", "carol removes one of alice's two leaves: alice stays an admin by the other", commit(CAROL_PHONE, [remove(ALICE_LAPTOP)]).renewed("carol phone")),
    ]
}

fn changes() -> Vec<Case> {
    let alice = |asks: Vec<Asks>| commit(ALICE_PHONE, asks);
    let required = required_and(RETENTION);
    vec![
        privileged(CHANGE, "ComponentChange", "an admin gives the group another name", alice(vec![set(PROFILE, profile("journey"))])),
        privileged(31, "ComponentChange", "two components are changed in one commit", alice(vec![set(PROFILE, profile("")), set(RETENTION, seconds(0))])),
        privileged(32, "ComponentChange", "what is not required can be removed", alice(vec![unset(RETENTION)])),
        privileged(33, "ComponentChange", "a component that nobody knows", alice(vec![set(UNKNOWN, Hex(vec![0x2a]))])),
        privileged(34, "ComponentChange", "sixteen relays", alice(vec![set(ROUTING, routing(&RELAYS))])),
        privileged(38, "ComponentChange", "a name of 256 bytes", alice(vec![set(PROFILE, profile(&"x".repeat(256)))])),
        privileged(39, "Unrequired", "a component is required no more, and stays", alice(vec![set(APP_COMPONENTS, list(&REQUIRED))])).within(group_with(APP_COMPONENTS, required.clone())),
        privileged(35, "Unrequired", "a component is required no more and removed, in one commit", alice(vec![set(APP_COMPONENTS, list(&REQUIRED)), unset(RETENTION)])).within(group_with(APP_COMPONENTS, required.clone())),
        privileged(36, "Requires", "a component is required that is there and that all support", alice(vec![set(APP_COMPONENTS, required)])),
        privileged(37, "EnablesDisbanding", "a group from before the lifecycle gets it", alice(vec![set(APP_COMPONENTS, list(&REQUIRED)), set(LIFECYCLE, Hex(vec![0]))])).within(group_without(LIFECYCLE)),
    ]
}

/// Sixteen relays, sorted.
const RELAYS: [&str; 16] = [
    "wss://a.example", "wss://b.example", "wss://c.example", "wss://d.example", "wss://e.example", "wss://f.example",
    "wss://g.example", "wss://h.example", "wss://i.example", "wss://j.example", "wss://k.example", "wss://l.example",
    "wss://m.example", "wss://n.example", "wss://o.example", "wss://p.example",
];

fn admin_lists() -> Vec<Case> {
    let alice = |asks: Vec<Asks>| commit(ALICE_PHONE, asks);
    vec![
        privileged(HANDS_OVER, "AdminList", "alice takes herself off the list, and carol remains", alice(vec![set(ADMINS, admins(&["carol"]))])),
        privileged(41, "AdminList", "alice names dave alone: she needed to be an admin before, not after", alice(vec![set(ADMINS, admins(&["dave"]))])),
        privileged(42, "AdminList", "erin is added and made an admin in one commit", alice(vec![add_of("erin phone"), set(ADMINS, admins(&["alice", "erin"]))])),
        privileged(43, "AdminList", "alice takes herself off the list and adds erin in one commit", alice(vec![set(ADMINS, admins(&["carol"])), add_of("erin phone")])),
        privileged(45, "AdminList", "the same list again", alice(vec![set(ADMINS, admins(&["alice", "carol"]))])),
        privileged(46, "AdminList", "carol's phone takes alice off the list, who stays a member", commit(CAROL_PHONE, vec![set(ADMINS, admins(&["carol"]))])),
        privileged(44, "AdminList", "every account is an admin", alice(vec![set(ADMINS, admins(&["alice", "bob", "carol", "dave"]))])),
    ]
}

fn requirements() -> Vec<Case> {
    let alice = |asks: Vec<Asks>| commit(ALICE_PHONE, asks).renewed("alice phone");
    vec![
        privileged(REQUIRES, "RequiredCapabilities", "basic credentials are required from now on", alice(vec![require(&[0x0006], &[0x0008, 0x000a], &[1])])),
        privileged(51, "RequiredCapabilities", "what MLS has anyhow may be required, and no leaf need list it", alice(vec![require(&[0x0003, 0x0006], &[0x0001, 0x0008, 0x000a], &[])])),
        privileged(52, "RequiredCapabilities", "and a component is changed in the same commit", alice(vec![set(PROFILE, profile("journey")), require(&[0x0006], &[0x0008, 0x000a], &[1])])),
    ]
}

fn references() -> Vec<Case> {
    let alice = commit(ALICE_PHONE, []);
    vec![
        privileged(REFERS, "Referenced", "carol proposed another name, and alice commits it", alice.clone().referring(CAROL_PHONE, set(PROFILE, profile("journey")))),
        privileged(56, "Referenced", "carol proposed erin, and alice commits it with a change of her own", commit(ALICE_PHONE, [unset(RETENTION)]).referring(CAROL_PHONE, add_of("erin phone"))),
        privileged(58, "Referenced", "carol's proposal counts, though the commit takes her off the list", commit(ALICE_PHONE, [set(ADMINS, admins(&["alice"]))]).referring(CAROL_PHONE, add_of("erin phone"))),
        privileged(57, "Referenced", "what alice's own laptop proposed", alice.renewed("alice phone").referring(ALICE_LAPTOP, remove(DAVE_PHONE))),
    ]
}
