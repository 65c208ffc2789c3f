//! What a campaign comes to, in one line and as an exit code.

use experiment::explore::Summary;

use crate::exit::Exit;
use crate::words::{count, thousands};

/// A family that ran fewer cases may miss its marks by chance.
pub(super) const ENOUGH_FOR_MARKS: usize = 200;

/// New failures fail a campaign, and marks that a family did not reach in cases enough.
pub(super) fn verdict(summary: &Summary) -> Exit {
    let new = summary.new_failures().next().is_some();
    if new || !blind(summary).is_empty() { Exit::Failed } else { Exit::AsExpected }
}

/// How it came out.
pub(super) fn headline(summary: &Summary) -> String {
    let blind = blind(summary);
    format!(
        "{}: nothing broke in {}, {}, {} of them new{}",
        count(summary.cases, "case", "cases"),
        thousands(summary.good),
        count(summary.failures.len(), "way to fail", "ways to fail"),
        thousands(summary.new_failures().count()),
        if blind.is_empty() { String::new() } else { format!("; marks were missed by {}", blind.join(", ")) },
    )
}

/// Families that ran cases enough and did not come across what they must.
fn blind(summary: &Summary) -> Vec<&str> {
    let families = summary.families.iter();
    let blind = families.filter(|(_, family)| family.cases >= ENOUGH_FOR_MARKS && !family.missing.is_empty());
    blind.map(|(name, _)| name.as_str()).collect()
}
