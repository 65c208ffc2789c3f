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
    row(
        "KV-09",
        Must,
        D,
        "A leaf lists MLS 1.0, its cipher suite, extension 0x0006, proposal 0x0008 and the basic credential, and no extension 0x000a; whether it must list SelfRemove is decision D24.",
        "MLSP, KPK",
    ),
    row(
        "KV-10",
        Must,
        D,
        "The dictionary of a leaf has the list 0x0001 of the components that it supports, which names 0x8003, 0x8009 and everything that its group requires; how 0x0001 and 0x0002 are advertised is decision D22.",
        "COMP",
    ),
    row(
        "KV-11",
        Must,
        D,
        "A leaf has exactly one 0x8009 of 104 bytes by the account in its credential, dated 1 to 2^53 - 1, for the signature key of the leaf and the cipher suite of the group, and the component stands nowhere else.",
        "PROOF",
    ),
    row(
        "KV-12",
        Must,
        D,
        "The proof follows the key and a new signature key needs a new proof, while the identity of a leaf never changes.",
        "PROOF",
    ),
    row(
        "KV-13",
        Must,
        D,
        "A KeyPackage is last-resort exactly if its own dictionary has component 0x0004 with empty data; extension 0x000a is no substitute.",
        "KPK",
    ),
    row(
        "KV-14",
        Must,
        D,
        "The checks of a leaf run on every KeyPackage, every Add, every leaf of an UpdatePath and every leaf of a joined tree.",
        "PROOF, JOIN",
    ),
];
