//! Components: what their data must be, and what may happen to them.

use super::accepted::{CHANGE, HANDS_OVER, REQUIRES};
use super::case::{Case, refused};
use super::world::*;
use crate::format::Hex;
use crate::format::Reason::{self, AuthorizationFailed, InvalidEncoding};
use crate::format::topics::commit_authority::Asks;

const FORM: &[Reason] = &[InvalidEncoding];
const EITHER: &[Reason] = &[InvalidEncoding, AuthorizationFailed];

pub(super) fn cases() -> Vec<Case> {
    [admin_lists(), forms(), relays(), operations()].concat()
}

fn wrong(number: u16, flag: &'static str, comment: &'static str, asks: Vec<Asks>) -> Case {
    refused(number, flag, comment, commit(ALICE_PHONE, asks), CHANGE, FORM)
}

fn admin_lists() -> Vec<Case> {
    let [low, high] = <[Vec<u8>; 2]>::try_from(sorted(&["alice", "carol"])).expect("two keys");
    let wrong = |number, comment, data: Hex| {
        let commit = commit(ALICE_PHONE, [set(ADMINS, data)]);
        refused(number, "AdminListForm", comment, commit, HANDS_OVER, FORM)
    };
    let behind = Hex([&admins(&["carol"]).0[..], &[0]].concat());
    let long = Hex([&[0x40, 0x20][..], &identity("carol").0].concat());
    let empty = commit(ALICE_PHONE, [set(ADMINS, keys(&[]))]);
    vec![
        wrong(150, "the higher key comes first", keys(&[high.clone(), low.clone()])),
        wrong(151, "one key stands there twice", keys(&[low.clone(), low.clone()])),
        wrong(152, "the second key has 31 bytes", keys(&[low, high[..31].to_vec()])),
        wrong(153, "a byte behind the list", behind),
        wrong(154, "the length of the list is longer than it needs to be", long),
        refused(155, "NoAdmins", "no admin is left", empty, HANDS_OVER, EITHER),
    ]
}

fn forms() -> Vec<Case> {
    let mut unsorted = REQUIRED;
    unsorted.swap(0, 1);
    let repeated = [&REQUIRED[..1], &REQUIRED[..]].concat();
    let seven = Hex(seconds(60).0[1..].to_vec());
    let long = profile(&"x".repeat(257));
    let enabling = |data: Vec<u8>| vec![set(APP_COMPONENTS, list(&REQUIRED)), set(LIFECYCLE, Hex(data))];
    vec![
        wrong(160, "ListForm", "required components out of order", vec![set(APP_COMPONENTS, list(&unsorted))]),
        wrong(161, "ListForm", "a required component twice", vec![set(APP_COMPONENTS, list(&repeated))]),
        wrong(162, "ComponentForm", "a retention of seven bytes", vec![set(RETENTION, seven)]),
        wrong(163, "ComponentForm", "a name of 257 bytes", vec![set(PROFILE, long)]),
        wrong(164, "ComponentForm", "a name that is no UTF-8", vec![set(PROFILE, Hex(vec![1, 0xff, 0]))]),
        wrong(165, "ComponentForm", "a routing without relays", vec![set(ROUTING, routing(&[]))]),
        wrong(166, "ComponentForm", "relays out of order", vec![set(ROUTING, routing(&["wss://b.example", "wss://a.example"]))]),
        wrong(167, "ComponentForm", "a relay that is no relay", vec![set(ROUTING, routing(&["https://a.example"]))]),
        wrong(168, "ComponentForm", "a lifecycle of two bytes", enabling(vec![0, 0])).within(group_without(LIFECYCLE)),
        wrong(169, "ComponentForm", "a lifecycle that has no name", enabling(vec![2])).within(group_without(LIFECYCLE)),
        refused(170, "LifecycleStep", "an active group is made active", commit(ALICE_PHONE, [set(LIFECYCLE, Hex(vec![0]))]), CHANGE, EITHER),
        wrong(171, "Misplaced", "0x0002 would change what authenticated data means", vec![set(SAFE_AAD, list(&[]))]),
        wrong(172, "Misplaced", "an identity proof belongs into a leaf", vec![set(PROOF, proof("alice", &leaf("alice phone")))]),
        wrong(173, "Misplaced", "the mark of a last resort belongs to a KeyPackage", vec![set(LAST_RESORT, Hex::default())]),
    ]
}

/// Where two careful readers of a URL may part.
fn relays() -> Vec<Case> {
    let many: Vec<String> = (10..27).map(|relay| format!("wss://{relay}.example")).collect();
    let long = format!("wss://a.example/{}", "x".repeat(513 - 16));
    let route = |relays: &[&str]| vec![set(ROUTING, routing(relays))];
    let told = Hex([&vectored(b"trip").0[..], &vectored(&[b'x'; 4_097]).0].concat());
    vec![
        wrong(205, "ComponentForm", "seventeen relays", route(&many.iter().map(String::as_str).collect::<Vec<_>>())),
        wrong(206, "ComponentForm", "a relay of 513 bytes", route(&[&long])),
        wrong(207, "ComponentForm", "a relay without a host", route(&["wss:///path"])),
        wrong(208, "ComponentForm", "a relay with a user", route(&["wss://user@a.example"])),
        wrong(209, "ComponentForm", "a relay with a fragment", route(&["wss://a.example/#x"])),
        wrong(214, "ComponentForm", "a blank in the path of a relay", route(&["wss://a.example/a b"])),
        wrong(215, "ComponentForm", "a description of 4,097 bytes", vec![set(PROFILE, told)]),
        wrong(216, "ComponentForm", "a byte behind the description", vec![set(PROFILE, Hex([&profile("trip").0[..], &[0]].concat()))]),
    ]
}

fn operations() -> Vec<Case> {
    let moved = Asks::GroupContextExtensions {
        required: group().required,
        components: group_with(PROFILE, profile("journey")).components,
    };
    let gone = Asks::GroupContextExtensions { required: group().required, components: group_without(RETENTION).components };
    let alice = |asks: Vec<Asks>| commit(ALICE_PHONE, asks).renewed("alice phone");
    let both = vec![require(&[0x0006], &[0x0008, 0x000a], &[1]), require(&[0x0006], &[0x0008, 0x000a], &[])];
    let optional = group_with(APP_COMPONENTS, required_without(LIFECYCLE));
    vec![
        wrong(180, "ChangedTwice", "two new names in one commit", vec![set(PROFILE, profile("one")), set(PROFILE, profile("two"))]),
        wrong(181, "ChangedTwice", "a component is set and removed in one commit", vec![set(RETENTION, seconds(60)), unset(RETENTION)]),
        refused(182, "ChangedTwice", "one change by value and one by reference", commit(ALICE_PHONE, [set(PROFILE, profile("one"))]).referring(CAROL_PHONE, set(PROFILE, profile("two"))), CHANGE, FORM),
        wrong(183, "RemovesAbsent", "a component is removed that is not there", vec![unset(0x8007)]),
        refused(184, "NotRemovable", "the admin list is removed, and required no more", commit(ALICE_PHONE, [unset(ADMINS), set(APP_COMPONENTS, required_without(ADMINS))]), CHANGE, EITHER),
        refused(185, "NotRemovable", "a lifecycle is removed that is not required", commit(ALICE_PHONE, [unset(LIFECYCLE)]), CHANGE, EITHER).within(optional),
        refused(186, "DictionaryMoved", "new extensions of the group change a component", alice(vec![moved]), REQUIRES, FORM),
        refused(187, "DictionaryMoved", "new extensions of the group leave a component out", alice(vec![gone]), REQUIRES, FORM),
        refused(188, "ExtensionsTwice", "two GroupContextExtensions in one commit", alice(both), REQUIRES, FORM),
    ]
}
