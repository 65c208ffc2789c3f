//! Which mutants each test finds, and the table of them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Verdict;
use crate::format::Outcome;
use crate::format::topics::AnyTest;
use crate::verify::Suite;
use crate::verify::naive::ratchet::{SLIPS, Slip, race, tree};

/// Mutants are tried on races of no more states than this.
const MOST: u64 = 1_000;

/// The names of the mutants that fail each test, by its id. A test that finds none is not there.
pub(crate) fn kills(suite: &Suite) -> BTreeMap<String, Vec<String>> {
    let mut kills = BTreeMap::new();
    for case in suite.cases() {
        let finds = |slip: Slip| match case.test {
            AnyTest::Tree(test) => is_killed(test.result, &tree(test, Some(slip))),
            AnyTest::Race(test) => {
                let small = test.expect.as_ref().is_some_and(|expect| expect.states <= MOST);
                small && is_killed(test.result, &race(test, 10 * MOST as usize, Some(slip)))
            }
            _ => false,
        };
        let killed: Vec<String> =
            SLIPS.iter().filter(|(slip, ..)| finds(*slip)).map(|(_, name, _)| (*name).to_owned()).collect();
        if !killed.is_empty() {
            kills.insert(case.test.head().id.to_owned(), killed);
        }
    }
    kills
}

/// A mutant that refuses what must be refused for another reason is still alive.
fn is_killed(result: Outcome, verdict: &Verdict) -> bool {
    match result {
        Outcome::Invalid => matches!(verdict, Verdict::Failed(_)),
        _ => !verdict.is_passed(),
    }
}

/// `shared-ratchet/KILLS.md`.
pub(crate) fn table(kills: &BTreeMap<String, Vec<String>>) -> String {
    let mut text = format!(
        "# Mutants\n\nA mutant is the second machine of Colony (`naive`) with one mistake put in. `x_kills` of a test names those that fail it, so a\n\
         machine that fails the test may have made the same mistake. On races of more than {MOST} states none were tried. This file is\n\
         emitted.\n\n| mutant | what it does | tests |\n| --- | --- | --- |\n",
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
