//! RW: receiving a Welcome.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "RW-01",
        Must,
        D,
        "A Welcome passes 14 steps in order: addressee, own KeyPackage, decode, MLS with its tree, identities and proofs, author is signer, state and components, author is admin, group is new, store, rotate, delete init_key, catch up, self-update.",
        "JOIN",
    ),
    row("RW-02", Must, D, "Steps 4 to 9 are tentative: a failure leaves no durable change.", "JOIN"),
    row("RW-03", Must, D, "A GroupInfo without ratchet_tree is refused.", "JOIN, issue #108"),
    row(
        "RW-04",
        Must,
        PD,
        "A Welcome whose KeyPackage is not local is ignored; the text of January 2026 keeps the KeyPackage and shows an error.",
        "PR40, JOIN, MIP 02",
    ),
    row(
        "RW-05",
        Must,
        D,
        "A Welcome for a group that is already held is refused and never replaces or merges it.",
        "JOIN",
    ),
    row("RW-06", Should, D, "The authenticated inviter is shown.", "JOIN"),
    row(
        "RW-07",
        Must,
        D,
        "Welcomes are told apart by SHA-256 of the MLS message bytes and not by the Nostr id.",
        "NOSTR",
    ),
    row(
        "RW-08",
        Should,
        D,
        "A refused Welcome can be tried again with the same bytes: nothing is marked as seen before success, except for a group that is already held.",
        "JOIN",
    ),
    row(
        "RW-09",
        Implementation,
        D,
        "A client that tells Welcomes apart by their bytes has to tell apart the KeyPackages they consumed as well, or siblings lose theirs (decision D7).",
        "MDK",
    ),
    row(
        "RW-10",
        Must,
        D,
        "A group is joined again only after the copy that is held was discarded; MDK also takes a Welcome as the repair of an unrecoverable group (decision D30).",
        "JOIN, STATE",
    ),
];
