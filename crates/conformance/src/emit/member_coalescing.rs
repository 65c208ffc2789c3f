//! member-coalescing: trees, and what a person should see of them.

use marmot_rules::Profile;

use super::{EmitError, id};
use crate::expectations::member_coalescing::coalesced;
use crate::format::Topic;
use crate::format::topics::member_coalescing::{File, Input, Test};

/// Flag, comment, leaves (index and account), own leaf. Accounts are one letter here.
type Row = (u16, &'static str, &'static str, &'static [(u32, char)], u32);

#[rustfmt::skip]
const TREES: &[Row] = &[
    (1, "Alone", "one device", &[(0, 'a')], 0),
    (2, "TwoAccounts", "two accounts, one device each", &[(0, 'a'), (1, 'b')], 0),
    (3, "TwoDevicesOnePeer", "the other account has two devices", &[(0, 'a'), (1, 'b'), (3, 'b')], 0),
    (4, "TwoDevicesOnePeer", "seen from one of the two devices", &[(0, 'a'), (1, 'b'), (3, 'b')], 1),
    (5, "OnlySiblings", "three devices of one account", &[(0, 'a'), (1, 'a'), (2, 'a')], 1),
    (6, "BothSeveral", "two accounts with two and three devices", &[(0, 'a'), (1, 'b'), (2, 'a'), (3, 'b'), (4, 'b')], 2),
    (7, "ThreeAccounts", "three accounts, six devices", &[(0, 'a'), (1, 'b'), (2, 'c'), (3, 'b'), (4, 'c'), (5, 'c')], 3),
    (8, "BlankLeaves", "leaves between them are blank", &[(0, 'a'), (4, 'b'), (9, 'a'), (17, 'b')], 9),
    (9, "ListOrder", "a library lists the leaves in another order", &[(5, 'b'), (0, 'a'), (3, 'b')], 5),
    (10, "LowestLeaf", "the own account comes second", &[(1, 'b'), (2, 'a'), (3, 'b')], 2),
    (11, "ManyDevices", "one account has ten devices", &[(0, 'a'), (1, 'b'), (2, 'b'), (3, 'b'), (4, 'b'), (5, 'b'), (6, 'b'), (7, 'b'), (8, 'b'), (9, 'b'), (10, 'b')], 0),
    (12, "ThreeAccounts", "three accounts, one device each", &[(0, 'a'), (1, 'b'), (2, 'c')], 2),
    (13, "BothSeveral", "all four leaves of two accounts, the creator's sibling looks", &[(0, 'a'), (1, 'a'), (2, 'b'), (3, 'b')], 1),
    (14, "BlankLeaves", "the creator has left", &[(1, 'b'), (2, 'c'), (6, 'b')], 6),
];

pub(super) fn file(profile: Profile) -> Result<File, EmitError> {
    let tests = TREES.iter().map(|(number, flag, comment, leaves, own_leaf)| {
        let leaves = leaves.iter().map(|(index, account)| (*index, key(*account))).collect();
        let input = Input { leaves, own_leaf: *own_leaf };
        let expect = coalesced(&input);
        Test::valid(id(Topic::MemberCoalescing, profile, *number), &[flag], comment, input, expect)
    });
    super::file(Topic::MemberCoalescing, profile, tests.collect())
}

/// Public keys in form only: nothing is signed here. The first two digits tell them apart.
fn key(account: char) -> String {
    match account {
        'a' => "31".repeat(32),
        'b' => "9a".repeat(32),
        _ => "c7".repeat(32),
    }
}
