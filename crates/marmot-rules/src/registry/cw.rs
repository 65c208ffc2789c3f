//! CW: the order of commit and Welcome.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "CW-01",
        Must,
        ALL,
        "After the creation of the group no Welcome is sent before a relay acknowledged its commit.",
        "MIP 02 and 03, JOIN",
    ),
    row(
        "CW-02",
        Must,
        ALL,
        "A local commit is not canonical before it is published, and a failure discards it.",
        "MIP 03, GM, PUB",
    ),
    row(
        "CW-03",
        Must,
        D,
        "The founding Add is merged locally and not published, and its Welcomes are independent and can be retried; the text of January 2026 publishes it.",
        "JOIN, PUB, MIP 03",
    ),
    row(
        "CW-04",
        Must,
        D,
        "Every relay of the group that was noted at signing is attempted, and the first OK suffices for the life cycle.",
        "NOSTR",
    ),
    row(
        "CW-05",
        Must,
        D,
        "After a crash whose outcome is unknown a client stays in PendingPublish and publishes the identical bytes again; it never builds a replacement, and without the exact bytes the group is Unrecoverable.",
        "PUB, DUR",
    ),
    row(
        "CW-06",
        Must,
        D,
        "A commit that was confirmed and not applied is applied exactly once after a restart, and one that was applied is not applied again while its effects are finished.",
        "PUB, DUR",
    ),
    row(
        "CW-07",
        Must,
        D,
        "What comes in during PendingPublish and Merging is kept and not admitted, and back in Stable one queued intent of an admin is prepared before the next pass that only takes input.",
        "PUB",
    ),
    row(
        "CW-08",
        Must,
        D,
        "Acknowledged means OK true from at least one relay that was noted at signing; a refusal, silence or a closed connection is none.",
        "PUB, NOSTR",
    ),
];
