//! LC: the life of a KeyPackage.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "LC-01",
        Should,
        AD,
        "After a Welcome consumed a KeyPackage, a replacement is published in the same slot.",
        "KPK, NOSTR",
    ),
    row(
        "LC-02",
        Must,
        PAD,
        "The init_key of a consumed KeyPackage that is not last-resort is deleted after success.",
        "KPK, #28",
    ),
    row(
        "LC-03",
        Must,
        D,
        "A last-resort init_key may survive use, but dies at the confirmed replacement or at not_after, whichever is earlier.",
        "KPK, issues #298 #377",
    ),
    row("LC-04", Must, ALL, "A failed Welcome leaves KeyPackage and init_key untouched.", "MIP, KPK, JOIN"),
    Rule {
        id: "LC-05",
        level: Must,
        exceptions: &[(crate::Profile::Adopted2026_07, Should)],
        profiles: PAD,
        text: "After a join comes a self-update: within 24 hours (pr40, mip-2026-04), or preferably before the first message (adopted).",
        source: "#28, JOIN",
    },
    row(
        "LC-06",
        Should,
        PJA,
        "A KeyPackage is deleted from relays after a join and never after a failure; the stricter form for KeyPackages that are not last-resort never fires, since last resort is mandatory.",
        "MIP",
    ),
    row(
        "LC-07",
        Must,
        A,
        "During the migration a kind 30443 event is published with a kind 443 twin of equal content and reference.",
        "mdk PR #233, whitenoise-rs #757",
    ),
    row(
        "LC-08",
        Implementation,
        ALL,
        "Clients refresh at different times: MDK 14 to 21 days before not_after, Haven at 75 % of the span, White Noise at an event age of 30 days, groundhog at 28 days, the idea document weekly.",
        "MDK, Haven, White Noise, groundhog, IDEA",
    ),
    row(
        "LC-09",
        Implementation,
        D,
        "MDK dates a replacement max(now, previous + 1) and waits if that is more than 300 s ahead; it keeps unconsumed superseded keys to not_after.",
        "mdk 33dab5ed",
    ),
    row(
        "LC-10",
        Must,
        D,
        "A client keeps the private part of a KeyPackage that bears the last-resort component beyond a Welcome, although openmls 0.9.2 deletes it while it parses the Welcome.",
        "KPK, openmls 0.9.2",
    ),
    row(
        "LC-11",
        Definition,
        D,
        "Any event that supersedes another in its slot counts as a confirmed replacement, last-resort or not, and a Welcome under way to the old KeyPackage is lost by design.",
        "KPK",
    ),
];
