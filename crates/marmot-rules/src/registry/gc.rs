//! GC: the state of a group.

use super::Level::*;
use super::sets::*;
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row(
        "GC-01",
        Must,
        D,
        "The GroupContext has required_capabilities with extension 0x0006 and proposal 0x0008, and app_data_dictionary; whether SelfRemove must be required is decision D24.",
        "MLSP, COMP",
    ),
    row(
        "GC-02",
        Must,
        D,
        "In every epoch 0x8003 and 0x8009 are required, 0x8003 has an entry and 0x8009 has none, what else is required has one, and every leaf supports all that is required.",
        "COMP, ADM, PROOF",
    ),
    row(
        "GC-03",
        Must,
        D,
        "Entries change only by AppDataUpdate, with at most one operation per component and commit, and required_capabilities only by GroupContextExtensions, which leave the dictionary as it is.",
        "COMP",
    ),
    row("GC-04", Must, D, "One commit may stop requiring an optional component and remove it.", "COMP"),
    row("GC-05", Must, D, "The MLS group id is secret and stands in no envelope.", "NOSTR, MLSP"),
];
