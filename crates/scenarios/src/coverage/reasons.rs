//! Why a rule is not exercised in runs.

/// PR #417.
const OVERLAY: &str = "a proposal (PR #417): no device here speaks it";
/// The same, with a pure function.
const OVERLAY_JUDGED: &str =
    "a proposal (PR #417): no device here speaks it; marmot_rules::adopted judges plain data by it";
/// The document on several devices.
const IDEA: &str = "a non-normative idea: no device here has a group of its siblings";
/// The text is silent.
const OPEN: &str = "a gap of the text: there is nothing to break";

/// Every rule that is not exercised, and why.
pub(super) const REASONS: &[(&str, &str)] = &[
    ("SEL-11", "a proposal (PR #417): no device here adds a sibling's leaf by itself"),
    ("WD-04", "no device here relies on e without holding the KeyPackage itself"),
    ("RW-06", "a matter of user interfaces; the story of a run names the inviter"),
    ("WD-05", "devices learn the group's relays from the group data, not from the rumor's tag"),
    ("MD-08", "there are no push tokens in this world"),
    ("MD-11", "a consequence of MD-10: there is nothing else to break"),
    ("CID-17", "a non-normative idea; no device here publishes both encodings"),
    ("KP-08", "observer-learns-only asks the same of the slots of mip-2026-04"),
    ("LC-11", "devices decide by themselves when private keys go, by the same knobs in every profile"),
    ("WD-10", OPEN),
    ("MD-12", IDEA),
    ("MD-13", IDEA),
    ("MD-14", IDEA),
    ("MD-15", IDEA),
    ("MD-16", IDEA),
    ("MD-17", IDEA),
    ("MD-18", IDEA),
    ("MD-19", IDEA),
    ("MD-20", IDEA),
    ("MD-21", IDEA),
    ("MD-22", IDEA),
    ("GC-04", "no device here removes a component; marmot_rules::adopted judges plain data by it"),
    ("GC-05", "secrets-never-published looks for keys, and the engine names the id in no event"),
    ("GE-08", "no group here has a retention; the engine's own tests do"),
    ("GE-09", "no device here changes the address of a group; the engine's own tests do"),
    ("GE-10", "a definition of what a relay may drop"),
    ("GE-11", OPEN),
    ("SA-01", OVERLAY_JUDGED),
    ("SA-02", OVERLAY_JUDGED),
    ("SA-03", OVERLAY_JUDGED),
    ("SA-04", OVERLAY_JUDGED),
    ("SA-05", OVERLAY_JUDGED),
    ("SA-06", OVERLAY_JUDGED),
    ("SA-07", OVERLAY_JUDGED),
    ("SA-08", OVERLAY),
    ("SA-09", OVERLAY),
    ("SA-10", OVERLAY),
    ("SA-11", OVERLAY),
    ("SA-12", OVERLAY),
];
