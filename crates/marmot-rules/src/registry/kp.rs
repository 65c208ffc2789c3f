//! KP: the KeyPackage event.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "KP-01",
        Must,
        AD,
        "A KeyPackage event has kind 30443 and is authored and signed by the account in the credential (kind 443 in the older profiles, and as a twin in mip-2026-04).",
        "NOSTR, MDK8",
    ),
    row(
        "KP-02",
        Must,
        ALL,
        "Event id and signature are verified before any field is trusted; only the adopted text says so.",
        "NOSTR",
    ),
    row(
        "KP-03",
        Must,
        D,
        "The content is padded standard base64 of MLSMessage(mls_key_package), never a bare KeyPackage and never private bytes.",
        "NOSTR, KPK, issue #82",
    ),
    row("KP-04", Must, D, "There is no encoding tag, and no reader switches decoders because of one.", "NOSTR"),
    row(
        "KP-05",
        Must,
        D,
        "An event whose required tags are missing, repeated, valueless, or have extra or duplicate values is malformed.",
        "NOSTR",
    ),
    row(
        "KP-06",
        Must,
        AD,
        "There is exactly one d tag with 64 hex characters, lower-case in the adopted text; mdk-core 0.8.0 takes the first in any case.",
        "NOSTR, MDK8",
    ),
    row(
        "KP-07",
        Must,
        D,
        "d is drawn once and kept, a replacement reuses it, and only an added slot gets a new one.",
        "NOSTR, issue #230",
    ),
    row("KP-08", Must, D, "d does not follow from any identity material.", "NOSTR"),
    row("KP-09", Must, ALL, "mls_protocol_version is 1.0.", "MIP, NOSTR"),
    row(
        "KP-10",
        Must,
        PAD,
        "i is the hex KeyPackageRef of the inner KeyPackage, and a receiver recomputes it.",
        "#31, NOSTR",
    ),
    row(
        "KP-11",
        Must,
        D,
        "Each id list is one tag with at least one value, without repetitions, written as 0x and four lower-case hex digits and compared as strings.",
        "NOSTR",
    ),
    row("KP-12", Must, D, "app_components contains 0x8009, and the leaf is validated nevertheless.", "NOSTR, PROOF"),
    row("KP-13", Must, D, "There is no relays tag; the older profiles require one.", "NOSTR, MIP"),
    row(
        "KP-14",
        Must,
        D,
        "No further tag exposes ids or keys; whether client may stand there is decision D12.",
        "NOSTR, IDEA",
    ),
    row(
        "KP-15",
        Must,
        D,
        "KeyPackages are published to, and fetched from, the relays of list 10002 that are marked write or unmarked.",
        "NOSTR, issue #276",
    ),
    row(
        "KP-16",
        Must,
        D,
        "List 10051 is unused; in the older profiles it says where KeyPackages live.",
        "NOSTR, issue #421",
    ),
    row(
        "KP-17",
        Definition,
        ALL,
        "Acknowledged means that a relay answered OK true, and nothing else does.",
        "NOSTR, MIP",
    ),
    row(
        "KP-18",
        Must,
        D,
        "An id in a list is written as 0x and four lower-case hex digits and compared as a string.",
        "NOSTR",
    ),
    row(
        "KP-19",
        Must,
        D,
        "The id lists of the tags do not contradict the decoded KeyPackage; read strictly the sets are equal.",
        "NOSTR, KPK",
    ),
];
