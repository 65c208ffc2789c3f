//! What is still open: the review gaps of PR #40 as questions, failures reported in the wild, and the tests that Burrow's
//! plan asks for (docs/spec/marmot.md sections 4 and 7).
//!
//! Scenarios cite these, and options of [`decisions`](crate::decisions), by id: `Q3a`, `W-20`, `B-2`, `D2=lower-id`.

use serde::Serialize;

use crate::decisions;

/// One question, report or planned test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OpenPoint {
    /// `Q1` to `Q20` for questions, `W-01` to `W-40` for reports, `B-1` to `B-4` for Burrow's tests.
    pub id: &'static str,
    /// What is asked, or what happened.
    pub text: &'static str,
    /// Where it comes from: review gaps of PR #40, or addresses.
    pub source: &'static str,
}

const fn point(id: &'static str, text: &'static str, source: &'static str) -> OpenPoint {
    OpenPoint { id, text, source }
}

const INFERRED: &str = "inferred: not in the visible text of the review of PR #40";

/// The review gaps of PR #40 as testable questions.
pub static QUESTIONS: [OpenPoint; 23] = [
    point(
        "Q1",
        "what can a relay reader link, count and date under client_id, stable d and fresh d",
        "PR #40 review, G1",
    ),
    point("Q2", "who learns the device count: members, or any relay reader", "PR #40 review, G2"),
    point("Q3a", "a reinstall: dead leaves, excluded devices, who cleans up", "PR #40 review, G3"),
    point("Q3b", "a restored backup: two devices with one id", "PR #40 review, G3"),
    point("Q3c", "a lost device: dead leaves, who cleans up", "PR #40 review, G3"),
    point("Q3d", "a logout: dead leaves, who cleans up", "PR #40 review, G3"),
    point("Q4", "k untagged KeyPackages of one device: leaves, live leaves, is there a cap", "PR #40 review, G4"),
    point(
        "Q5",
        "one KeyPackage under two ids, another device's id, a constant or empty id, __untagged_<id> as id",
        "PR #40 review, G5",
    ),
    point(
        "Q6",
        "client-id, d-slot, all-fresh and newest-n on equal inputs: excluded devices and phantoms",
        "PR #40 review, G6",
    ),
    point("Q7", "writers that tag or do not, inviters that group or do not", "PR #40 review, G7"),
    point("Q8", "are n rumors with equal bytes separate Welcomes", "PR #40 review, G8"),
    point("Q9", "a tie of created_at inside one id", INFERRED),
    point(
        "Q10",
        "the newest KeyPackage of an id is invalid, expired or incompatible: fall back or drop the device",
        INFERRED,
    ),
    point("Q11", "a future-dated event pins a group", INFERRED),
    point("Q12", "a malformed, repeated or valueless client_id tag", INFERRED),
    point("Q13", "partial fan-out: one of n gift wraps is accepted", INFERRED),
    point("Q14", "devices linked later never reach old groups", INFERRED),
    point("Q15", "removing the npub: are all its leaves gone", INFERRED),
    point("Q16", "siblings' self-updates race after n simultaneous joins", INFERRED),
    point("Q17", "hundreds of ids as denial of service; the size of a Welcome", INFERRED),
    point("Q18", "a direct chat is recognised by accounts, not by leaves", INFERRED),
    point("Q19", "the creator's own siblings", INFERRED),
    point("Q20", "an inviter meets kinds 443 and 30443 of one installation", INFERRED),
];

/// The test scenarios of Burrow's multi-device plan.
pub static PLANNED_TESTS: [OpenPoint; 4] = [
    point("B-1", "two devices of one npub are both invited and see the same messages", BURROW_PLAN),
    point("B-2", "one device refreshes its KeyPackage and both are still invited", BURROW_PLAN),
    point("B-3", "one device has a client_id and the other has none", BURROW_PLAN),
    point("B-4", "a single device works as before", BURROW_PLAN),
];
const BURROW_PLAN: &str = "burrow .opencode/plans/multi-device-support.md at aff35ea, phase 5";

/// Failures reported in the wild.
pub static REPORTS: [OpenPoint; 40] = [
    point(
        "W-01",
        "several live slots and a resolver that takes one KeyPackage: the device in use gets no Welcome",
        "marmot-protocol/mdk#1696",
    ),
    point(
        "W-02",
        "a new d per session: ten live KeyPackages, and inviters take consumed ones",
        "marmot-protocol/mdk#302",
    ),
    point("W-03", "the text is silent on the reuse of d", "marmot-protocol/marmot#230"),
    point("W-04", "a circular tie-break across slots", "marmot-protocol/marmot#165"),
    point("W-05", "an old malformed KeyPackage in another slot aborts invitations", "marmot-protocol/mdk#1550"),
    point(
        "W-06",
        "a malformed replacement revives a superseded KeyPackage; the client label ranks",
        "marmot-protocol/mdk#1910",
    ),
    point(
        "W-07",
        "a newer incompatible KeyPackage hides an older valid one",
        "marmot-protocol/whitenoise-rs#659, #665",
    ),
    point("W-08", "the old KeyPackage is deleted, the new one is not published", "marmot-protocol/whitenoise-rs#371"),
    point("W-09", "a consumed last-resort KeyPackage is never replaced or retired", "marmot-protocol/mdk#1092, #1103"),
    point("W-10", "the lifetime of a KeyPackage that comes in is never checked", "marmot-protocol/mdk#386"),
    point("W-11", "every republication mints a new KeyPackage", "marmot-protocol/mdk#1163"),
    point(
        "W-12",
        "a relay acknowledges a KeyPackage and loses it: nobody can invite, nobody is told",
        "marmot-protocol/mdk#1698",
    ),
    point(
        "W-13",
        "an inviter uses a cached KeyPackage that was rotated; KeyPackages that list 0x0003 are refused",
        "marmot-protocol/mdk#1781",
    ),
    point("W-14", "a missing private bundle is reported as bad encoding and is terminal", "marmot-protocol/mdk#1903"),
    point("W-15", "an account with legacy KeyPackages only is reported as having none", "marmot-protocol/mdk#1975"),
    point("W-16", "four members are added and none sees the invitation", "marmot-protocol/mdk#1706, #1641"),
    point("W-17", "the Add is canonical though the invited account has no 10050 list", "marmot-protocol/mdk#1673"),
    point("W-18", "the Welcome of a group of 64 exceeds NIP-44", "marmot-protocol/mdk#1638"),
    point(
        "W-19",
        "a superseded invitation fetches one consumed KeyPackage again and again",
        "marmot-protocol/mdk#1757",
    ),
    point(
        "W-20",
        "two events of one second: the superseded one counts as a second KeyPackage",
        "marmot-protocol/mdk#1636",
    ),
    point(
        "W-21",
        "the credential is not the event's signer; nothing binds the leaf key",
        "marmot-protocol/mdk#47, #687",
    ),
    point("W-22", "hex or base64, with or without an encoding tag", "marmot-protocol/mdk#61"),
    point("W-23", "framed or bare: four bytes break every parser", "marmot-protocol/marmot#82"),
    point(
        "W-24",
        "10002 markers are ignored; 10051 against 10002",
        "marmot-protocol/marmot#276, #421, #422; mdk#1082; amethyst#4073",
    ),
    point(
        "W-25",
        "a new client cannot invite an old one: SelfRemove is required",
        "marmot-protocol/whitenoise-rs#749; mdk#261",
    ),
    point("W-26", "configured capabilities never reach the KeyPackages", "marmot-protocol/marmot-ts#73, #74"),
    point(
        "W-27",
        "a Welcome goes to no relay or the wrong ones when the inbox is unknown",
        "vitorpamplona/amethyst#2415",
    ),
    point("W-28", "replayed Welcomes are accepted again and reset the group", "justinmoon/pika#49"),
    point("W-29", "a normaliser rewrites hex or a missing encoding tag past validation", "justinmoon/pika#112"),
    point("W-30", "popular relays refuse KeyPackages marked with NIP-70", "justinmoon/pika#188; mdk#173"),
    point(
        "W-31",
        "everything of an npub is invited, own old KeyPackages look foreign; reverted after a day",
        "sledtools/pika 201baa3e, f92c24cf, 005ae3a5",
    ),
    point(
        "W-32",
        "\"Duplicate signature key\" is answered by removing the member and trying again",
        "CentauriAgent/burrow 63b1fef",
    ),
    point(
        "W-33",
        "limit(1) finds a stale KeyPackage; a new one per restart; keys in memory only; wraps filtered by author",
        "CentauriAgent/burrow 91e6001, b606781, fb8b315, 95d7c39, 619fc6b, 5d2b931",
    ),
    point(
        "W-34",
        "a rotation kills a pending invitation; without 10002 nobody can invite",
        "chebizarro/nostrc, review of 55db53e5",
    ),
    point(
        "W-35",
        "a relay's copy is healed with a fresh created_at, which resets a timer while not_after goes on",
        "mehmetefeumit/Haven-App, haven-core kp_lifetime",
    ),
    point(
        "W-36",
        "relays return part of what they hold: deleting all misses some",
        "marmot-protocol/whitenoise-rs#400",
    ),
    point(
        "W-37",
        "removal of an account against removal of a leaf: a removed device stays active",
        "marmot-protocol/marmot#237, #282",
    ),
    point(
        "W-38",
        "last-resort keys live without bound; relays steer to reuse; unsolicited Welcomes burn KeyPackages",
        "marmot-protocol/marmot#298, #377, #383, #391",
    ),
    point("W-39", "a second platform with the same key cannot open the Welcome", "marmot-protocol/whitenoise-rs#99"),
    point("W-40", "a Welcome is refused for lacking the optional client tag", "marmot-protocol/mdk#180"),
];

/// Every question, planned test and report.
pub fn points() -> impl Iterator<Item = &'static OpenPoint> {
    QUESTIONS.iter().chain(&PLANNED_TESTS).chain(&REPORTS)
}

/// Every id that a scenario can cite: points, and decision points with one of their options.
pub fn citable() -> impl Iterator<Item = String> {
    let options = decisions::all().flat_map(|d| d.options.iter().map(move |option| format!("{}={}", d.id, option.id)));
    points().map(|point| point.id.to_owned()).chain(options)
}
