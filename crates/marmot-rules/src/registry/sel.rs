//! SEL: which KeyPackages an inviter takes.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row("SEL-01", Must, D, "Malformed and incompatible candidates are dropped before ranking.", "KPK"),
    row(
        "SEL-02",
        Should,
        D,
        "Within one slot the newest valid event counts, and on equal time the lower event id (mip-2026-04: only as the relay does it, validity unseen).",
        "NOSTR",
    ),
    row("SEL-03", Definition, D, "Events with different d are separate candidates.", "NOSTR"),
    row(
        "SEL-04",
        Should,
        D,
        "Candidates that are not last-resort come first, then the freshest; the MIP texts that this is said to come from hold no such rule.",
        "KPK",
    ),
    row("SEL-05", Should, D, "Across slots a tie falls to the lower decoded KeyPackageRef.", "NOSTR, issue #165"),
    row("SEL-06", Must, D, "Freshness only ranks and never overrides validity.", "KPK"),
    row("SEL-07", Should, D, "Clients use time and replacement to avoid stale single-use KeyPackages.", "KPK"),
    row(
        "SEL-08",
        Idea,
        AD,
        "A d is a slot and not a device, unexpired is not active, and what relays show is incomplete.",
        "mdk PR #1199",
    ),
    row(
        "SEL-09",
        Gap,
        D,
        "The text selects one KeyPackage per account and neither requires nor forbids several leaves per account.",
        "KPK, GM",
    ),
    row(
        "SEL-10",
        Idea,
        D,
        "Every valid, compatible KeyPackage of at most 30 days is added, up to ten per account and ten leaves per account in a chat.",
        "IDEA",
    ),
    row(
        "SEL-11",
        Proposal,
        D,
        "The inviter picks one KeyPackage and the account enrols its other devices itself, up to five leaves.",
        "PR #417, mdk #1518",
    ),
    row(
        "SEL-12",
        Implementation,
        D,
        "MDK ranks by client label, lets even an invalid event supersede its slot, reads 12 events per author and allows 300 s of skew.",
        "mdk 08b0124a",
    ),
];
