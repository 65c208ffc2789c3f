//! Tests that were wrong. Their ids stay dead.

use std::collections::BTreeMap;

use crate::format::Retired;

/// Old id, the id of the test in its place, and why.
const RETIRED: &[(&str, &str, &str)] = &[
    ("gev-0052", "gev-0054", WAITS),
    ("gev-4052", "gev-4054", WAITS),
    ("kpe-0248", "kpe-0255", WRITERS),
    ("kpe-1248", "kpe-1255", WRITERS),
    ("kpe-4248", "kpe-4255", WRITERS),
    ("kpe-7248", "kpe-7255", WRITERS),
];

const WAITS: &str = "it was `invalid`: an event of a later epoch is kept and tried again, not refused";
const WRITERS: &str = "it was `invalid`: RFC 9420 section 7.2 binds who writes, and readers differ";

/// As they stand in the manifest.
pub(super) fn ids() -> BTreeMap<String, Retired> {
    let entry = |(old, new, why): &(&str, &str, &str)| {
        ((*old).to_owned(), Retired { superseded_by: Some((*new).to_owned()), why: (*why).to_owned() })
    };
    RETIRED.iter().map(entry).collect()
}
