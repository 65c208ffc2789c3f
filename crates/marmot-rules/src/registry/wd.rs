//! WD: relay lists and the delivery of Welcomes.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "WD-01",
        Should,
        D,
        "An account should publish list 10050, Welcomes must go there, and without it there is no reliable delivery.",
        "NOSTR",
    ),
    row(
        "WD-02",
        Must,
        D,
        "A Welcome travels as wrap 1059 with exactly one p, seal 13 and rumor 444 without sig; the older profiles follow NIP-59 without counting tags.",
        "NOSTR, MIP",
    ),
    row(
        "WD-03",
        Must,
        D,
        "The rumor has one e with an event id, one relays with at least one URL, and base64 of MLSMessage(mls_welcome) as content.",
        "NOSTR",
    ),
    row("WD-04", Must, D, "The e tag is a claim; whoever relies on it fetches and verifies the event.", "NOSTR"),
    row("WD-05", Should, ALL, "The relays tag says where the joiner looks for group events.", "MIP, NOSTR"),
    row(
        "WD-06",
        Definition,
        ALL,
        "There is no universal size limit; MIP warns above about 150 members, and NIP-44 bites earlier.",
        "MIP, NOSTR, mdk #1638",
    ),
    row(
        "WD-07",
        Definition,
        ALL,
        "One MLS Welcome per commit holds one secret per added KeyPackage, there is one wrap per KeyPackage, and every sibling receives every wrap.",
        "RFC 9420, MDK8",
    ),
    row("WD-08", Proposal, P, "Each device gets a separate Welcome, knows its own by e and ignores the rest.", "PR40"),
    row(
        "WD-09",
        Must,
        PA,
        "The rumor has an encoding tag that says base64 (mip-2026-01: base64 is written, hex is read).",
        "MIP, #38",
    ),
    row(
        "WD-10",
        Gap,
        D,
        "Nothing ties the author of the seal to the signer of the GroupInfo (decision D28).",
        "JOIN, NOSTR",
    ),
];
