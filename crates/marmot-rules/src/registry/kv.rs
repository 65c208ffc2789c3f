//! KV: the content of a KeyPackage.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "KV-01",
        Must,
        ALL,
        "The credential is basic and holds the raw 32-byte x-only key of the event's author.",
        "MIP, KPK, mdk #47",
    ),
    row(
        "KV-02",
        Must,
        D,
        "The leaf holds exactly one identity proof 0x8009, signed by its identity, without age limit; a v1 proof does not replace it.",
        "PROOF",
    ),
    row(
        "KV-03",
        Must,
        D,
        "There is a lifetime, now lies in it including both ends, it spans at most 7,261,200 seconds, and last-resort KeyPackages are no exception.",
        "KPK",
    ),
    row(
        "KV-04",
        Must,
        D,
        "The capabilities include 0x0006, app_components, 0x0008 and self_remove; 0x0004 stands only on last-resort KeyPackages.",
        "KPK, REG",
    ),
    row("KV-05", Must, ALL, "A KeyPackage covers everything that the group requires.", "KPK, MIP"),
    row(
        "KV-06",
        Must,
        ALL,
        "Capabilities do not list the default extension types 1 to 5.",
        "MIP, RFC 9420 section 7.2",
    ),
    row(
        "KV-07",
        Must,
        D,
        "A KeyPackage with bad MLS bytes, lifetime, identity, proof, author, encoding, tags or reference is refused.",
        "KPK",
    ),
    row(
        "KV-08",
        Must,
        ALL,
        "Signature and encryption keys are unique over the resulting tree, init keys among the Adds, and no init key equals an encryption key; one identity may hold several leaves.",
        "RFC 9420 section 12.2",
    ),
];
