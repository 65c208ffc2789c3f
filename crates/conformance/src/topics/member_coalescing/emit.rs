//! member-coalescing: trees, and what a person should see of them.

use marmot_rules::Profile;

use super::expectation::coalesced;
use super::{File, Input, Test};
use crate::emit::Cite::Members;
use crate::emit::{Emit, EmitError, Row, file, groups_are_made, id};
use crate::format::Class::Must;
use crate::format::Topic;

/// Number, flag, comment, leaves (index and account), own leaf. Accounts are one letter here.
type Tree = (u16, &'static str, &'static str, &'static [(u32, char)], u32);

#[rustfmt::skip]
const TREES: &[Tree] = &[
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

#[rustfmt::skip]
const NOTES: &[Row] = &[
    ("Alone", Must, Members, "one device", "a group of one has no members"),
    ("TwoAccounts", Must, Members, "two accounts, one device each", "nothing special"),
    ("TwoDevicesOnePeer", Must, Members, "a direct conversation with somebody who has two devices", "it is shown as a group of three"),
    ("OnlySiblings", Must, Members, "all leaves are one account's", "own devices are shown as other people"),
    ("BothSeveral", Must, Members, "both accounts have several devices", "it is shown as a large group"),
    ("ThreeAccounts", Must, Members, "more accounts than two", "it is shown as a direct conversation"),
    ("ListOrder", Must, Members, "leaves are told apart by index, not by place in a list", "order depends on the library"),
    ("LowestLeaf", Must, Members, "an account stands at its lowest leaf", "order depends on the library"),
];

impl Emit for File {
    const NOTES: &'static [Row] = NOTES;

    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        let tests = || TREES.iter().map(|row| test(profile, row)).collect();
        groups_are_made(profile).then(|| file(profile, tests())).transpose()
    }
}

fn test(profile: Profile, (number, flag, comment, leaves, own_leaf): &Tree) -> Test {
    let leaves = leaves.iter().map(|(index, account)| (*index, key(*account))).collect();
    let input = Input { leaves, own_leaf: *own_leaf };
    let expect = coalesced(&input);
    Test::valid(id(Topic::MemberCoalescing, profile, *number), &[flag], comment, input, expect)
}

/// Public keys in form only: nothing is signed here. The first two digits tell them apart.
fn key(account: char) -> String {
    match account {
        'a' => "31".repeat(32),
        'b' => "9a".repeat(32),
        _ => "c7".repeat(32),
    }
}
