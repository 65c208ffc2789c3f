//! Who may not, and what nobody may.

use super::accepted::{ADD, CHANGE, LEAVES, REFERS, REMOVE, REQUIRES, SELF_UPDATE};
use super::case::{Case, refused};
use super::world::*;
use crate::format::Hex;
use crate::format::Reason::{self, AuthorizationFailed, InvalidEncoding};
use crate::format::topics::commit_authority::{Asks, Commit, Id, Reference};

const DENIED: &[Reason] = &[AuthorizationFailed];
const FORM: &[Reason] = &[InvalidEncoding];

pub(super) fn cases() -> Vec<Case> {
    [envelope(), departures(), members(), proposals(), kinds()].concat()
}

fn envelope() -> Vec<Case> {
    let update = commit(BOB_PHONE, []).renewed("bob phone");
    let outside = Commit { committer: None, ..update.clone() };
    let blank = Commit { committer: Some(BLANK), ..update.clone() };
    let late = Commit { epoch: EPOCH - 1, ..update };
    vec![
        refused(100, "NoProposals", "neither proposals nor an UpdatePath", commit(ALICE_PHONE, []), SELF_UPDATE, DENIED),
        refused(101, "Outsider", "an External Commit", outside, SELF_UPDATE, DENIED),
        refused(102, "Outsider", "the committer's leaf is blank", blank, SELF_UPDATE, DENIED),
        refused(103, "OtherEpoch", "the commit names the epoch before", late, SELF_UPDATE, FORM),
    ]
}

fn departures() -> Vec<Case> {
    let carol = || commit(CAROL_PHONE, []).renewed("carol phone");
    let bob = || commit(BOB_LAPTOP, []).renewed("bob laptop");
    let leaves = Asks::SelfRemove {};
    let inline = commit(DAVE_PHONE, [Asks::SelfRemove {}]).renewed("dave phone");
    let own = commit(DAVE_PHONE, []).renewed("dave phone").referring(DAVE_PHONE, Asks::SelfRemove {});
    let again = Reference { sender: Some(DAVE_PHONE), epoch: EPOCH, authenticated_data: Hex(vec![1]) };
    let stale = Reference { sender: Some(DAVE_PHONE), epoch: EPOCH - 1, authenticated_data: Hex::default() };
    vec![
        refused(110, "SelfRemoveByValue", "a SelfRemove by value", inline, LEAVES, DENIED),
        refused(111, "OwnSelfRemove", "dave commits his own SelfRemove", own, LEAVES, DENIED),
        refused(112, "AdminLeaves", "alice's laptop leaves while alice is an admin", bob().referring(ALICE_LAPTOP, leaves.clone()), LEAVES, DENIED),
        refused(113, "AdminLeaves", "one of two that leave is an admin: nobody leaves", bob().referring(DAVE_PHONE, leaves.clone()).referring(ALICE_LAPTOP, leaves.clone()), LEAVES, DENIED),
        refused(114, "AdminLeaves", "that the commit makes carol no admin comes too late", commit(ALICE_PHONE, [set(ADMINS, admins(&["alice"]))]).renewed("alice phone").referring(CAROL_PHONE, leaves.clone()), LEAVES, DENIED),
        refused(115, "MixedByMember", "bob's laptop commits a SelfRemove, and an Add", Commit { proposals: [bob().referring(DAVE_PHONE, leaves.clone()).proposals, commit(BOB_LAPTOP, [add_of("erin phone")]).proposals].concat(), ..bob() }, LEAVES, DENIED),
        refused(116, "RemovedTwice", "two different SelfRemoves of one leaf", carol().referring(DAVE_PHONE, leaves.clone()).by_message(again, leaves.clone()), LEAVES, FORM),
        refused(117, "RemovedTwice", "two Removes of one leaf", commit(ALICE_PHONE, [remove(DAVE_PHONE), remove(DAVE_PHONE)]).renewed("alice phone"), REMOVE, FORM),
        refused(118, "StaleProposal", "a SelfRemove of the epoch before", carol().by_message(stale, leaves), LEAVES, FORM),
    ]
}

fn members() -> Vec<Case> {
    let bob = |asks: Vec<Asks>| commit(BOB_PHONE, asks).renewed("bob phone");
    let grant = set(ADMINS, admins(&["alice", "bob", "carol"]));
    vec![
        refused(120, "NoAdmin", "bob adds erin", bob(vec![add_of("erin phone")]), ADD, DENIED),
        refused(121, "NoAdmin", "bob removes dave", bob(vec![remove(DAVE_PHONE)]), REMOVE, DENIED),
        refused(122, "NoAdmin", "bob removes his own laptop", bob(vec![remove(BOB_LAPTOP)]), REMOVE, DENIED),
        refused(123, "NoAdmin", "bob changes the name of the group", bob(vec![set(PROFILE, profile("bob's"))]), CHANGE, DENIED),
        refused(124, "NoAdmin", "bob changes a component that nobody knows", bob(vec![set(UNKNOWN, Hex(vec![0x2a]))]), CHANGE, DENIED),
        refused(125, "NoAdmin", "bob removes a component", bob(vec![unset(RETENTION)]), CHANGE, DENIED),
        refused(126, "NoAdmin", "bob changes what is required", bob(vec![require(&[0x0006], &[0x0008, 0x000a], &[1])]), REQUIRES, DENIED),
        refused(127, "NoAdmin", "bob commits what an admin proposed", bob(vec![]).referring(CAROL_PHONE, set(PROFILE, profile("journey"))), REFERS, DENIED),
        refused(128, "GrantsItself", "bob makes himself an admin", bob(vec![grant.clone()]), CHANGE, DENIED),
        refused(129, "GrantsItself", "bob makes himself an admin, and adds erin", bob(vec![grant, add_of("erin phone")]), ADD, DENIED),
    ]
}

fn proposals() -> Vec<Case> {
    let alice = || commit(ALICE_PHONE, []);
    let outside = Reference { sender: None, epoch: EPOCH, authenticated_data: Hex::default() };
    let stale = Reference { sender: Some(CAROL_PHONE), epoch: EPOCH - 1, authenticated_data: Hex::default() };
    let name = || set(PROFILE, profile("journey"));
    vec![
        refused(130, "ProposedByMember", "an admin commits the Add that bob proposed", alice().referring(BOB_PHONE, add_of("erin phone")), REFERS, DENIED),
        refused(131, "ProposedByMember", "an admin commits the name that bob proposed", alice().referring(BOB_PHONE, name()), REFERS, DENIED),
        refused(132, "ProposedByMember", "an admin commits the Remove that bob proposed", alice().renewed("alice phone").referring(BOB_PHONE, remove(DAVE_PHONE)), REFERS, DENIED),
        refused(133, "ProposedByMember", "that the commit makes bob an admin comes too late", commit(ALICE_PHONE, [set(ADMINS, admins(&["alice", "bob"]))]).referring(BOB_PHONE, name()), REFERS, DENIED),
        refused(134, "ProposedByOutsider", "an admin commits the Add of an external sender", alice().by_message(outside, add_of("erin phone")), REFERS, DENIED),
        refused(135, "StaleProposal", "another admin's proposal, of the epoch before", alice().by_message(stale, name()), REFERS, FORM),
        refused(136, "NoTarget", "the leaf that is removed is blank", commit(ALICE_PHONE, [remove(BLANK)]).renewed("alice phone"), REMOVE, FORM),
    ]
}

fn kinds() -> Vec<Case> {
    let alice = |asks: Asks| commit(ALICE_PHONE, [asks]).renewed("alice phone");
    let update = commit(ALICE_PHONE, []).renewed("alice phone").referring(CAROL_PHONE, Asks::Update {});
    vec![
        refused(140, "NoRule", "an Update of another member by reference", update, CHANGE, DENIED),
        refused(141, "NoRule", "a pre-shared key", alice(Asks::PreSharedKey {}), CHANGE, DENIED),
        refused(142, "NoRule", "a restart of the group", alice(Asks::ReInit {}), CHANGE, DENIED),
        refused(143, "NoRule", "the start of an External Commit, inside a member's", alice(Asks::ExternalInit {}), CHANGE, DENIED),
        refused(144, "NoRule", "data of an application for one commit", alice(Asks::AppEphemeral {}), CHANGE, DENIED),
        refused(145, "NoRule", "a type of proposal that nobody knows", alice(Asks::Custom { number: Id(0xf0aa) }), CHANGE, DENIED),
    ]
}
