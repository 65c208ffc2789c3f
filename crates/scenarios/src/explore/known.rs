//! Which fingerprints are findings that are written down already (FINDINGS.md), so that a campaign reports only what is new.

use super::fingerprint::Fingerprint;

/// Finding, invariant, and what the cause says.
const KNOWN: &[(&str, &str, &str)] = &[];

/// The finding that explains a fingerprint, for example `F-14`.
pub fn finding_of(fingerprint: &Fingerprint) -> Option<&'static str> {
    let explains = |(_, invariant, says): &&(&str, &str, &str)| {
        fingerprint.invariant == *invariant && fingerprint.cause.contains(says)
    };
    KNOWN.iter().find(explains).map(|(finding, ..)| *finding)
}
