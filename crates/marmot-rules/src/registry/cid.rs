//! CID: the `client_id` tag of PR #40.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row("CID-01", Must, P, "A client_id is 32 random bytes.", "PR40, BPLAN phase 1"),
    row(
        "CID-02",
        Must,
        P,
        "A client_id is written as 64 hex characters; that they are lower-case is inferred from the example.",
        "BPLAN phase 1",
    ),
    row("CID-03", Must, P, "A client_id comes from a cryptographically secure random generator.", "BPLAN phase 1"),
    row("CID-04", Must, P, "A client_id is generated once per client installation.", "PR40"),
    row(
        "CID-05",
        Must,
        P,
        "A client_id is kept in local storage and survives restarts, crashes and upgrades.",
        "BPLAN phase 1",
    ),
    row("CID-06", Must, P, "Every KeyPackage event of an installation carries the same client_id.", "BPLAN phase 1"),
    row(
        "CID-07",
        Must,
        P,
        "A client_id does not follow from the account key, a hardware id or any other linkable value.",
        "PR40",
    ),
    row("CID-08", Should, P, "A reinstallation or a reset of the MLS state gets a fresh client_id.", "BPLAN phase 1"),
    row("CID-09", Should, P, "Each kind 443 KeyPackage event carries a client_id tag.", "PR40"),
    row(
        "CID-10",
        Should,
        P,
        "An inviter fetches all kind 443 events of the account, groups them by client_id and takes the one with the highest created_at from each group.",
        "PR40, BPLAN phase 3",
    ),
    row("CID-11", Should, P, "Each KeyPackage without client_id counts as a device of its own.", "PR40"),
    row("CID-12", Must, P, "Each selected KeyPackage gets one Add and one separate Welcome.", "BPLAN phase 4"),
    row("CID-13", Must, P, "The e tag of a Welcome names the KeyPackage event it was made for.", "BPLAN phase 4"),
    row(
        "CID-14",
        Definition,
        P,
        "A device finds its own Welcome by an e tag that names an event it published.",
        "BPLAN phase 4",
    ),
    row("CID-15", Must, P, "A device ignores a Welcome for a KeyPackage that it did not create.", "BPLAN phase 4"),
    row("CID-16", Definition, P, "The text claims that a client_id reveals nothing but the number of devices.", "PR40"),
    row(
        "CID-17",
        Idea,
        P,
        "The selection stays the same if KeyPackages move to kind 30443 with d = client_id.",
        "BPLAN",
    ),
];
