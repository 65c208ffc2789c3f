//! `KILLS.md` of a pack: what the names in `x_kills` mean, and what no test kills.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use marmot_rules::adopted::authority::Check as EngineCheck;

use super::kills::engine_mutant;
use super::{Check, Killed, Kills};
use crate::format::{ENGINE_PACK, Outcome};
use crate::verify::Suite;

/// Mutants that no test kills, the pack whose tests could, and why they are here.
const ALIVE: &[(Check, &str, &str)] = &[
    (Check::OwnLeaf, "", "A Welcome for a KeyPackage whose leaf is not in the tree would need a tree made anew"),
    (
        Check::Anchor,
        ENGINE_PACK,
        "In a tree without anchor some parent is not there either: `no-anchor+parent-known` is killed",
    ),
    (Check::GroupDataTrailing, "", "Versions to come may have more fields"),
];

/// Negative tests that no mutant accepts, and why.
const UNBEATEN: &str = "Below are negative tests that no mutant accepts: cryptography or broken bytes stand in the way of every \
reader, whatever it leaves out. Their mutants refuse for another reason (`x_kills_reason`), or for the same.";

/// Mutants that are never killed and that no reason is given for.
#[must_use]
pub fn unexplained(kills: &Kills) -> Vec<String> {
    let killed = by_mutant(kills.iter());
    let alive = |check: &Check| !killed.contains_key(&check.mutant()) && !ALIVE.iter().any(|(own, ..)| own == check);
    Check::all().into_iter().filter(alive).map(Check::mutant).collect()
}

/// The files of the default pack and of the one for engines, by path.
#[must_use]
pub fn tables(suite: &Suite, kills: &Kills) -> BTreeMap<String, String> {
    ["", ENGINE_PACK].map(|pack| (format!("{pack}KILLS.md"), table(suite, kills, pack))).into()
}

/// The file of a pack.
fn table(suite: &Suite, kills: &Kills, pack: &str) -> String {
    let of_pack = |id: &str| suite.case(id).is_some_and(|case| case.path.starts_with(ENGINE_PACK) != pack.is_empty());
    let killed = by_mutant(kills.iter().filter(|(id, _)| of_pack(id)));
    let mut text = String::from(
        "# Mutants\n\nA mutant is a reader of our own that leaves out one check. `x_kills` of a negative test names those that take what must be\n\
         refused, or that answer a `policy` test otherwise; `x_kills_reason` those that refuse too, but for a reason that the test does\n\
         not allow. A name with a plus leaves out two checks, where each of them refuses alone. A client that fails a test lacks what its\n\
         mutants lack. Valid tests kill none. This file is emitted.\n\n| mutant | what it does | tests |\n| --- | --- | --- |\n",
    );
    for check in Check::all() {
        let ids = tests_of(&killed, check);
        if !ids.is_empty() {
            let first: Vec<_> = ids.iter().take(3).copied().collect();
            let more = if ids.len() > 3 { format!(" and {} more", ids.len() - 3) } else { String::new() };
            _ = writeln!(text, "| `{}` | {} | {}{more} |", check.mutant(), check.sentence(), first.join(" "));
        }
    }
    if pack.is_empty() {
        engine_table(&mut text, &killed);
    }
    text.push_str("\n## Never killed\n\n");
    for (check, _, why) in ALIVE.iter().filter(|(_, own, _)| *own == pack) {
        _ = writeln!(text, "* `{}`: {}. {}.", check.mutant(), check.sentence(), why);
    }
    _ = writeln!(
        text,
        "\n## Accepted by no mutant\n\n{UNBEATEN}\n\n| flag | refused by mutants for another reason | tests |\n| --- | --- | --- |"
    );
    for (flag, (mutants, ids)) in unbeaten(suite, kills, of_pack) {
        let mutants: Vec<_> = mutants.iter().map(|name| format!("`{name}`")).collect();
        _ = writeln!(text, "| {flag} | {} | {} |", mutants.join(" "), ids.join(" "));
    }
    text
}

/// Tests that find the mutant; where none finds it alone, those that find it together with another.
fn tests_of<'a>(killed: &BTreeMap<String, Vec<&'a str>>, check: Check) -> Vec<&'a str> {
    let own = check.to_string();
    let named = |name: &str| name.strip_prefix("no-").is_some_and(|names| names.split('+').any(|one| one == own));
    match killed.get(&check.mutant()) {
        Some(ids) => ids.clone(),
        None if ALIVE.iter().any(|(alive, ..)| *alive == check) => Vec::new(),
        None => killed.iter().filter(|(name, _)| named(name)).flat_map(|(_, ids)| ids).copied().collect(),
    }
}

/// The mutants of the engine of the adopted text.
fn engine_table(text: &mut String, killed: &BTreeMap<String, Vec<&str>>) {
    text.push_str(
        "\n## Mutants of the engine\n\nColony's engine of the adopted text, on openmls 0.9.2, with one check left out. They are asked about \
         negative tests of `adopted-2026-07`\nthat need MLS, and about `welcome-fanout`. Where none is named, openmls or another check\nrefuses the same, or no test has the fault.\n\n| mutant | what it does | tests |\n| --- | --- | --- |\n",
    );
    for check in EngineCheck::ALL {
        let mutant = engine_mutant(*check);
        let tests = killed.get(&mutant).map_or_else(|| "none".to_owned(), |ids| ids.join(" "));
        _ = writeln!(text, "| `{mutant}` | {} | {tests} |", check.sentence());
    }
}

type Unbeaten<'a> = BTreeMap<&'a str, (BTreeSet<&'a str>, Vec<&'a str>)>;

/// Negative tests that no mutant accepts, by their first flag.
fn unbeaten<'a>(suite: &'a Suite, kills: &'a Kills, of_pack: impl Fn(&str) -> bool) -> Unbeaten<'a> {
    let mut found = Unbeaten::new();
    for case in suite.cases() {
        let head = case.test.head();
        let killed = kills.get(head.id);
        if !of_pack(head.id)
            || head.result != Outcome::Invalid
            || killed.is_some_and(|killed| !killed.accept.is_empty())
        {
            continue;
        }
        let (mutants, ids) = found.entry(head.flags.first().map_or("", String::as_str)).or_default();
        mutants.extend(killed.iter().flat_map(|killed| &killed.other_reason).map(String::as_str));
        ids.push(head.id);
    }
    found
}

/// Ids of the tests that kill a mutant, alone or together with another.
fn by_mutant<'a>(kills: impl Iterator<Item = (&'a String, &'a Killed)>) -> BTreeMap<String, Vec<&'a str>> {
    let mut killed: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (id, Killed { accept, other_reason }) in kills {
        for name in accept.iter().chain(other_reason) {
            killed.entry(name.clone()).or_default().push(id);
        }
    }
    killed
}
