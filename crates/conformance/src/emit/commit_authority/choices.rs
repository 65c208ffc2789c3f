//! Where the adopted text leaves a choice.

use super::Ruling;
use super::case::{Case, differs};
use super::world::*;
use crate::format::Hex;
use crate::format::Reason::{AuthorizationFailed, InvalidEncoding, UnsupportedRequiredFeature};
use crate::format::topics::commit_authority::{Asks, Commit, GroupState, Id, Leaf, Reference};
use crate::format::topics::convergence::CommitClass::{Ordinary, Privileged};

const ADMIN: Ruling = Ok(Privileged);
const MEMBER: Ruling = Ok(Ordinary);
const FORM: Ruling = Err(InvalidEncoding);
const LACKS: Ruling = Err(UnsupportedRequiredFeature);

pub(super) fn cases() -> Vec<Case> {
    [support_lists(), self_remove(), default_extensions(), components(), data(), shrinking(), mixing()].concat()
}

const ERIN: &str = "erin phone";

fn adds(leaf: Leaf) -> Commit {
    commit(ALICE_PHONE, [add(leaf)])
}

fn support_lists() -> Vec<Case> {
    let unlisted = leaf_with(ERIN, APP_COMPONENTS, Some(list(&SUPPORTED[1..])));
    let by_bob = Leaf { name: "bob phone".to_owned(), ..leaf_with("bob phone again", SAFE_AAD, None) };
    vec![
        differs(300, "ListsItself", "the list of components of a new leaf does not name 0x0001", adds(unlisted), ADMIN, "lists-itself", LACKS),
        differs(301, "ListsItself", "a new leaf has no entry 0x0002", adds(leaf_with(ERIN, SAFE_AAD, None)), ADMIN, "lists-itself", LACKS),
        differs(302, "ListsItself", "bob's new leaf has no entry 0x0002", commit(BOB_PHONE, []).path(by_bob), MEMBER, "lists-itself", LACKS),
    ]
}

fn self_remove() -> Vec<Case> {
    let mut without = group();
    without.required.proposals = ids(&[0x0008]);
    let drops = commit(ALICE_PHONE, [require(&[0x0006], &[0x0008], &[])]).renewed("alice phone");
    let update = commit(BOB_PHONE, []).renewed("bob phone");
    vec![
        differs(310, "RequiresSelfRemove", "SelfRemove is required no more", drops, ADMIN, "self-remove-required", FORM),
        differs(311, "RequiresSelfRemove", "a self-update in a group that does not require SelfRemove", update, MEMBER, "self-remove-required", FORM).within(without),
    ]
}

fn default_extensions() -> Vec<Case> {
    let listing = |device: &str| {
        let mut leaf = leaf(device);
        leaf.capabilities.extensions = ids(&[0x0003, 0x0006]);
        leaf
    };
    let by_bob = Leaf { name: "bob phone".to_owned(), ..listing("bob phone again") };
    vec![
        differs(315, "ListsDefault", "a new leaf lists extension 0x0003, which MLS has anyhow", adds(listing(ERIN)), ADMIN, "defaults-refused", FORM),
        differs(316, "ListsDefault", "bob's new leaf lists it", commit(BOB_PHONE, []).path(by_bob), MEMBER, "defaults-refused", FORM),
    ]
}

fn components() -> Vec<Case> {
    let gone = commit(ALICE_PHONE, [set(APP_COMPONENTS, required_without(PROFILE)), unset(PROFILE)]);
    let old = commit(ALICE_PHONE, [set(MEDIA_V1, Hex(vec![7]))]);
    let update = || commit(BOB_PHONE, []).renewed("bob phone");
    vec![
        differs(320, "ProfileRequired", "the profile is required no more, and removed", gone, ADMIN, "mdk-components", FORM),
        differs(321, "ProfileRequired", "a self-update in a group without profile", update(), MEMBER, "mdk-components", FORM).within(group_without(PROFILE)),
        differs(322, "FrozenMedia", "an admin writes 0x8008", old, ADMIN, "mdk-components", LACKS),
        differs(323, "FrozenMedia", "a self-update in a group that has 0x8008", update(), MEMBER, "mdk-components", LACKS).within(group_with(MEDIA_V1, Hex(vec![7]))),
    ]
}

fn data() -> Vec<Case> {
    let said = || Hex(b"hello".to_vec());
    let update = Commit { authenticated_data: said(), ..commit(BOB_PHONE, []).renewed("bob phone") };
    let leaving = Reference { sender: Some(DAVE_PHONE), epoch: EPOCH, authenticated_data: said() };
    let departure = commit(CAROL_PHONE, []).renewed("carol phone").by_message(leaving, Asks::SelfRemove {});
    vec![
        differs(325, "HandshakeData", "a commit with authenticated data", update, MEMBER, "empty-data", FORM),
        differs(326, "HandshakeData", "a SelfRemove with authenticated data", departure, MEMBER, "empty-data", FORM),
    ]
}

fn shrinking() -> Vec<Case> {
    let less = |change: fn(&mut Leaf)| {
        let mut leaf = Leaf { name: "bob phone".to_owned(), ..leaf("bob phone again") };
        change(&mut leaf);
        commit(BOB_PHONE, []).path(leaf)
    };
    let fewer = less(|leaf| {
        let left: Vec<u16> = SUPPORTED.into_iter().filter(|id| *id != RETENTION).collect();
        leaf.components.insert(Id(APP_COMPONENTS), list(&left));
    });
    let suite = less(|leaf| leaf.capabilities.cipher_suites = ids(&[1]));
    vec![
        differs(330, "Shrinks", "bob's new leaf supports a component less, which is not required", fewer, MEMBER, "no-shrinking", LACKS),
        differs(331, "Shrinks", "bob's new leaf supports a cipher suite less", suite, MEMBER, "no-shrinking", LACKS).within(two_suites()),
    ]
}

/// The usual group, in which bob's phone supports another cipher suite too.
fn two_suites() -> GroupState {
    let mut group = group();
    group.leaves.entry(BOB_PHONE).and_modify(|leaf| leaf.capabilities.cipher_suites = ids(&[1, 3]));
    group
}

fn mixing() -> Vec<Case> {
    let denied: Ruling = Err(AuthorizationFailed);
    let named = commit(ALICE_PHONE, [set(PROFILE, profile("journey"))]).renewed("alice phone");
    let removes = commit(ALICE_PHONE, [remove(BOB_PHONE)]).renewed("alice phone");
    vec![
        differs(335, "MixedByAdmin", "an admin commits a SelfRemove and another name", named.referring(DAVE_PHONE, Asks::SelfRemove {}), ADMIN, "no-mixing", denied),
        differs(336, "MixedByAdmin", "an admin commits a SelfRemove and a Remove", removes.referring(DAVE_PHONE, Asks::SelfRemove {}), ADMIN, "no-mixing", denied),
    ]
}
