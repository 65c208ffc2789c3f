//! Which mutants each stream test finds, and the table of them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Verdict, verify};
use crate::format::Wire;
use crate::format::topics::AnyTest;
use crate::stream::{MUTANTS, Mutant};
use crate::verify::Suite;

/// The names of the mutants that fail each test, by its id. A test that finds none is not there.
pub(crate) fn kills(suite: &Suite) -> BTreeMap<String, Vec<String>> {
    let mut kills = BTreeMap::new();
    for case in suite.cases() {
        let (AnyTest::Stream(test), Wire::Streams(dialect)) = (case.test, case.profile) else { continue };
        let fails = |mutant: &&Mutant| matches!(verify(test, dialect, Some(mutant)), Verdict::Failed(_));
        let takes_part = MUTANTS.iter().filter(|mutant| mutant.takes_part(&test.input));
        let killed: Vec<String> = takes_part.filter(fails).map(|mutant| mutant.name.to_owned()).collect();
        if !killed.is_empty() {
            kills.insert(test.id.clone(), killed);
        }
    }
    kills
}

/// `streams/KILLS.md`.
pub(crate) fn table(kills: &BTreeMap<String, Vec<String>>) -> String {
    let mut text = String::from(
        "# Mutants\n\nA mutant is the node or the client of Colony with one mistake put in. `x_kills` of a test names those that fail it, so a\n\
         node or a client that fails the test may have made the same mistake. This file is emitted.\n\n\
         | mutant | what it does | tests |\n| --- | --- | --- |\n",
    );
    for mutant in MUTANTS {
        let ids = kills.iter().filter(|(_, names)| names.iter().any(|name| name == mutant.name));
        let ids: Vec<&str> = ids.map(|(id, _)| id.as_str()).collect();
        let first: Vec<&str> = ids.iter().take(6).copied().collect();
        let more = if ids.len() > 6 { format!(" and {} more", ids.len() - 6) } else { String::new() };
        _ = writeln!(text, "| `{}` | {} | {}{more} |", mutant.name, mutant.sentence, first.join(" "));
    }
    text
}

/// Mutants that no test finds.
pub(crate) fn alive(kills: &BTreeMap<String, Vec<String>>) -> Vec<&'static str> {
    let killed = |name: &str| kills.values().flatten().any(|own| own == name);
    MUTANTS.iter().map(|mutant| mutant.name).filter(|name| !killed(name)).collect()
}
