//! SA: the overlay of PR #417, several leaves per account without an admin.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "SA-01",
        Proposal,
        D,
        "Leaves list 0x800d, the group requires it, and an entry of it is invalid everywhere.",
        "#417",
    ),
    row(
        "SA-02",
        Proposal,
        D,
        "An admin enables it only if every leaf supports it, and nobody is removed for it.",
        "#417",
    ),
    row("SA-03", Proposal, D, "While it is enabled no commit leaves more than five leaves of one account.", "#417"),
    row("SA-04", Proposal, D, "It is disabled only while no account has more than one leaf.", "#417"),
    row(
        "SA-05",
        Proposal,
        D,
        "Without being an admin a member may commit one inline Add of its own account with a new key, an UpdatePath and nothing else.",
        "#417",
    ),
    row(
        "SA-06",
        Proposal,
        D,
        "Without being an admin a member may commit one to four inline Removes of other leaves of its own account, an UpdatePath and nothing else.",
        "#417",
    ),
    row("SA-07", Proposal, D, "Both shapes are ordinary, also from an admin, and are never combined.", "#417"),
    row(
        "SA-08",
        Proposal,
        D,
        "A joiner takes one path: a KeyPackage of an approved intent asks for the approved leaf as signer, any other for an admin.",
        "#417",
    ),
    row(
        "SA-09",
        Proposal,
        D,
        "Each group and session has a fresh KeyPackage, and the expiry is checked when pairing and never in convergence.",
        "#417",
    ),
    row(
        "SA-10",
        Proposal,
        D,
        "The acknowledgement precedes the self-update, an identical Welcome is acknowledged again without a new join, and other bytes for the same KeyPackage are refused.",
        "#417",
    ),
    row("SA-11", Proposal, D, "Success means having joined the branch of the sponsor, which may still lose.", "#417"),
    row(
        "SA-12",
        Proposal,
        D,
        "An admin invites one leaf of an account that has none and removes orphaned leaves only of an account that controls none.",
        "#417",
    ),
];
