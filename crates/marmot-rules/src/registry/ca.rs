//! CA: who may commit what.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "CA-01",
        Must,
        D,
        "A commit without proposals and with an UpdatePath is a self-update, which every member may make, and it is ordinary.",
        "GM",
    ),
    row(
        "CA-02",
        Must,
        D,
        "A commit of SelfRemoves by reference and nothing else may come from every member that is not among the leaving leaves, and it is ordinary.",
        "DEP, GM",
    ),
    row(
        "CA-03",
        Must,
        D,
        "Add, Remove, AppDataUpdate and GroupContextExtensions need an admin of the candidate parent, and such a commit is privileged.",
        "ADM, GM",
    ),
    row(
        "CA-04",
        Must,
        D,
        "No rule allows PreSharedKey, ReInit, ExternalInit, AppEphemeral, Update or custom proposals, External Commits, or a commit with neither proposals nor UpdatePath, so they are invalid for everybody.",
        "GM",
    ),
    row(
        "CA-05",
        Must,
        D,
        "A SelfRemove of an account that is an admin in the epoch of the proposal is invalid, and so is a commit that refers to it.",
        "DEP, ADM",
    ),
    row(
        "CA-06",
        Must,
        D,
        "A commit that removes the last leaf of an admin drops its key, and the admin list never becomes empty.",
        "ADM",
    ),
    row(
        "CA-07",
        Must,
        D,
        "Standalone proposals are SelfRemove from members that are no admins, and AppDataUpdate, Add, Remove and GroupContextExtensions from admins, never for 0x800c.",
        "GM, COMP, LIFE",
    ),
    row(
        "CA-08",
        Must,
        D,
        "A commit that disbands carries inline the step of 0x800c to disbanded, the committer as only admin, the removal of every other leaf, and nothing else.",
        "LIFE",
    ),
    row(
        "CA-09",
        Definition,
        D,
        "When all admins are gone the group is frozen: messages, self-updates and SelfRemoves go on, and nobody succeeds them.",
        "ADM",
    ),
    row(
        "CA-10",
        Must,
        D,
        "A member that leaves sends nothing but SelfRemoves, one per epoch, until a commit removes it; of several for one leaf the lowest digest is prepared and every one is accepted.",
        "DEP",
    ),
    row(
        "CA-11",
        Must,
        D,
        "Removal belongs to a leaf and follows from state: once the own leaf is gone in the canonical state the copy is inactive for ever, and traffic that cannot be read is no evidence.",
        "DEP",
    ),
];
