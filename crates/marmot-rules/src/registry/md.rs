//! MD: leaves, devices and accounts.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "MD-01",
        Definition,
        ALL,
        "A leaf is a device; account rules meet all its leaves, leaf rules one.",
        "marmot foundation/identity.md",
    ),
    row("MD-02", Definition, ALL, "Admin rights belong to the account, so all its leaves are admins.", "ADM, MDK8"),
    row(
        "MD-03",
        Must,
        ALL,
        "Add and Remove need an admin; others only update themselves (mip-2026-04 and adopted: or commit SelfRemoves); no non-admin adds a sibling.",
        "MIP 03, GM",
    ),
    row(
        "MD-04",
        Must,
        D,
        "When its own leaf is removed this copy is removed although siblings stay.",
        "DEP, issue #237",
    ),
    row(
        "MD-05",
        Must,
        D,
        "Removing the last leaf of an account drops its admin key, removing another leaf does not.",
        "ADM",
    ),
    row(
        "MD-06",
        Must,
        D,
        "A SelfRemove is committed by another leaf, which may be a sibling, and accounts that are admins make none.",
        "DEP",
    ),
    row("MD-07", Must, D, "A witness quorum counts accounts and not leaves.", "CONV"),
    row("MD-08", Must, D, "Push tokens are cleaned up per leaf.", "issue #282"),
    row(
        "MD-09",
        Must,
        PJA,
        "Of commits for one epoch the earliest created_at wins, then the lowest event id, and losers are dropped.",
        "MIP 03",
    ),
    row(
        "MD-10",
        Must,
        D,
        "Branches are ordered by effective depth, quorum, raw depth, witness score, privilege, committer and SHA-256 of the commit.",
        "CONV",
    ),
    row(
        "MD-11",
        Definition,
        D,
        "Siblings tie on the committer, so only the digest of the commit decides between them.",
        "CONV",
    ),
];
