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
];
