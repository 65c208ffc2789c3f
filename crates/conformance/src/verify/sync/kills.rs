//! Which mutants each test finds, and the table of them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Verdict;
use crate::format::Outcome;
use crate::format::topics::AnyTest;
use crate::verify::Suite;
use crate::verify::naive::sync::{SLIPS, verify};

/// A mutant that goes on for more orders than this has another number of them.
const MOST: u64 = 20_000;

/// The names of the mutants that fail each test, by its id. A test that finds none is not there.
pub(crate) fn kills(suite: &Suite) -> BTreeMap<String, Vec<String>> {
    let mut kills = BTreeMap::new();
    for case in suite.cases() {
        let AnyTest::Sync(test) = case.test else { continue };
        let is_killed = |verdict: Verdict| match test.result {
            Outcome::Invalid => matches!(verdict, Verdict::Failed(_)),
            _ => !verdict.is_passed(),
        };
        let found = SLIPS.iter().filter(|(slip, ..)| is_killed(verify(test, MOST, Some(*slip))));
        let names: Vec<String> = found.map(|(_, name, _)| (*name).to_owned()).collect();
        if !names.is_empty() {
            kills.insert(test.id.clone(), names);
        }
    }
    kills
}

/// `sibling-sync/KILLS.md`.
pub(crate) fn table(kills: &BTreeMap<String, Vec<String>>) -> String {
    let mut text = String::from(
        "# Mutants\n\nA mutant is the second machine of Colony (`naive`) with one mistake put in. `x_kills` of a test names those that fail it, so a\n\
         machine that fails the test may have made the same mistake. This file is emitted.\n\n\
         | mutant | what it does | tests |\n| --- | --- | --- |\n",
    );
    for (_, name, sentence) in SLIPS {
        let ids = kills.iter().filter(|(_, names)| names.iter().any(|own| own == name));
        let ids: Vec<&str> = ids.map(|(id, _)| id.as_str()).collect();
        let first: Vec<&str> = ids.iter().take(6).copied().collect();
        let more = if ids.len() > 6 { format!(" and {} more", ids.len() - 6) } else { String::new() };
        _ = writeln!(text, "| `{name}` | {sentence} | {}{more} |", first.join(" "));
    }
    text
}

/// Mutants that no test finds.
pub(crate) fn alive(kills: &BTreeMap<String, Vec<String>>) -> Vec<&'static str> {
    let killed = |name: &str| kills.values().flatten().any(|own| own == name);
    SLIPS.iter().map(|(_, name, _)| *name).filter(|name| !killed(name)).collect()
}
