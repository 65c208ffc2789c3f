//! Which fingerprints are findings that are written down already (FINDINGS.md), so that a campaign reports only what is new.

use super::fingerprint::Fingerprint;

/// Finding, invariant, and what the cause says. The first that fits explains a fingerprint.
const KNOWN: &[(&str, &str, &str)] = &[
    ("F-03", "welcome-only-for-own-key-package", "which it did not create"),
    ("F-33", "delivered-exactly-once", "before it went back an epoch"),
    ("F-04", "delivered-exactly-once", "never read message"),
    ("F-30", "converges-when-quiet", "took a Welcome to a group that it was in"),
    ("F-31", "converges-when-quiet", "joined by a commit that DEVICE undid"),
    ("F-05", "converges-when-quiet", "is too far in the future"),
    ("F-06", "converges-when-quiet", "is too old"),
    ("F-07", "slot-is-reused", "in a second slot"),
    ("F-09", "no-phantom-leaf", "which came in another commit"),
    ("F-09", "no-second-leaf-for-a-device", "holds leaves"),
    ("F-10", "no-phantom-leaf", "that installation is gone"),
    ("F-11", "no-phantom-leaf", "in the same commit, from a KeyPackage without a marker"),
    ("F-12", "no-phantom-leaf", "in the same commit, from a KeyPackage in a slot"),
    ("F-13", "client-id-per-installation", "uses the client_id of"),
    ("F-14", "every-active-device-joins", "(lost-ranking)"),
    ("F-14", "every-active-device-joins", "(lost-tie)"),
    ("F-14", "every-active-device-joins", "(beyond-query-limit)"),
    ("F-14", "every-active-device-joins", "(untagged-collapsed)"),
    ("F-35", "every-active-device-joins", "(wrong-kind)"),
    ("F-36", "every-active-device-joins", "found none of its KeyPackages"),
    ("F-37", "every-active-device-joins", "could not be delivered"),
    (
        "F-39",
        "every-active-device-joins",
        "its Welcome for GROUP: {\"failed\":\"Error previewing welcome: Welcome(\\\"Lifetime is not acceptable",
    ),
    ("F-19", "every-active-device-joins", "removed-since"),
    ("F-39", "every-active-device-joins", "its Welcome for GROUP: {\"failed\":\"Lifetime is not acceptable"),
    ("F-38", "every-active-device-joins", "never sent DEVICE its Welcome"),
    ("F-10", "every-active-device-joins", "never received its Welcome"),
    ("F-18", "all-pairs-decrypt", "cannot read what"),
    ("F-09", "every-active-device-joins", "(already-in-tree)"),
    ("F-10", "every-active-device-joins", "foreign-key-package"),
    ("F-10", "every-active-device-joins", "group-held"),
    ("F-10", "one-leaf-per-active-device", "has no leaf"),
    ("F-18", "delivered-exactly-once", "N times"),
    ("F-20", "every-active-device-joins", "(future-dated)"),
    ("F-26", "every-active-device-joins", "(bad-encoding)"),
    ("F-26", "every-active-device-joins", "(ref-mismatch)"),
    ("F-26", "every-active-device-joins", "(identity-mismatch)"),
    ("F-26", "every-active-device-joins", "(malformed-shape)"),
    ("F-34", "every-active-device-joins", "No matching key package was found"),
    ("F-16", "key-package-always-available", "no usable KeyPackage"),
    ("F-17", "commit-before-welcome", "before any relay took commit"),
    ("F-21", "client-id-per-installation", "uses a second client_id"),
    ("F-21", "no-phantom-leaf", "in the same commit, from a KeyPackage with a client_id"),
    ("F-19", "no-phantom-leaf", "it takes itself for removed"),
    ("F-19", "leaf-removal-spares-siblings", "when a device of its account left"),
    ("F-01, F-19", "converges-when-quiet", "could not use: unprocessable"),
    ("F-19", "converges-when-quiet", "could not use: Failed to decrypt message"),
    ("F-28", "init-key-within-bounds", ""),
    ("F-04", "converges-when-quiet", "No past epochs available for decryption"),
    ("F-32", "converges-when-quiet", "could not use: Processed message not found"),
    ("F-32", "converges-when-quiet", "shares its leaf with"),
    ("F-34", "every-active-device-joins", "keys-gone"),
    ("F-34", "no-phantom-leaf", "it never joined, and its keys are gone"),
];

/// The finding that explains a fingerprint, for example `F-14`.
pub fn finding_of(fingerprint: &Fingerprint) -> Option<&'static str> {
    let explains = |(_, invariant, says): &&(&str, &str, &str)| {
        fingerprint.invariant == *invariant && fingerprint.cause.contains(says)
    };
    KNOWN.iter().find(explains).map(|(finding, ..)| *finding)
}
