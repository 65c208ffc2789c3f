//! Why a rule is not exercised in runs.

/// The document on several devices.
const IDEA: &str = "a non-normative idea: no device here does so, not under the overlay idea-devices either";
/// The text is silent.
const OPEN: &str = "a gap of the text: there is nothing to break";

/// Every rule that is not exercised, and why.
pub(super) const REASONS: &[(&str, &str)] = &[
    ("WD-04", "no device here relies on e without holding the KeyPackage itself"),
    ("RW-06", "a matter of user interfaces; the story of a run names the inviter"),
    ("WD-05", "devices learn the group's relays from the group data, not from the rumor's tag"),
    ("MD-08", "there are no push tokens in this world"),
    ("MD-11", "a consequence of MD-10: there is nothing else to break"),
    ("CID-17", "a non-normative idea; no device here publishes both encodings"),
    ("KP-08", "observer-learns-only asks the same of the slots of mip-2026-04"),
    ("LC-11", "devices decide by themselves when private keys go, by the same knobs in every profile"),
    ("WD-10", OPEN),
    ("MD-13", IDEA),
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
];
