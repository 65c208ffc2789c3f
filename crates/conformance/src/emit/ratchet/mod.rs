//! tree and race: traces and worlds of devices that share one Double Ratchet, answered by the crate `shared-ratchet`, and held against
//! what its specification states.

mod notes;
mod races;
mod refused;
mod rounds;
mod traces;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::{Emit, EmitError, SEED};
use crate::expectations::ratchet::{counts, outcome};
use crate::format::topics::{race, tree};
use crate::format::{FORMAT, File, Generator, Group, Note, PROTON, RATCHET_PACK, SUITE_VERSION, Test, Topic};
use crate::ratchet::{counted, replayed};

impl Emit for tree::File {
    const PACK: &'static str = RATCHET_PACK;

    fn all(next: &mut dyn FnMut(&str)) -> Result<Vec<(String, Self)>, EmitError> {
        next("traces of shared ratchets");
        let mut tests = valid().map_err(EmitError::Inconsistent)?;
        let refused: Result<Vec<_>, String> = refused::ROWS.iter().map(|row| refusal(row, &tests)).collect();
        tests.extend(refused.map_err(EmitError::Inconsistent)?);
        Ok(vec![(format!("{PROTON}/tree.json"), file(Topic::Tree, tests)?)])
    }
}

impl Emit for race::File {
    const PACK: &'static str = RATCHET_PACK;

    fn all(next: &mut dyn FnMut(&str)) -> Result<Vec<(String, Self)>, EmitError> {
        next("races of shared ratchets");
        let tests: Result<Vec<_>, String> = races::ROWS.iter().map(counting).collect();
        Ok(vec![(format!("{PROTON}/race.json"), file(Topic::Race, tests.map_err(EmitError::Inconsistent)?)?)])
    }
}

fn id(topic: Topic, number: u16) -> String {
    format!("{}-{number:04}", topic.prefix())
}

/// Traces that can be played.
fn valid() -> Result<Vec<tree::Test>, String> {
    let rows = traces::ROWS.iter().map(|row| {
        let traces::Row { number, flag, comment, world, policy, trace, then } = *row;
        Ok((number, flag, comment, input(world, policy, trace)?, words::events(then)))
    });
    let all = rows.chain(rounds::rows().map(Ok)).collect::<Result<Vec<_>, String>>()?;
    all.into_iter().map(|(number, flag, comment, input, then)| test(number, flag, comment, input, &then)).collect()
}

/// A trace, what comes after it, and where both lead.
fn test(
    number: u16,
    flag: &str,
    comment: &str,
    input: tree::Input,
    then: &[Vec<String>],
) -> Result<tree::Test, String> {
    let wrong = |what: String| format!("tree {number}: {what}");
    let expect = replayed(&input, (!then.is_empty()).then_some(then)).map_err(|(_, what)| wrong(what))?;
    outcome(number, &expect).map_err(wrong)?;
    Ok(Test::valid(id(Topic::Tree, number), &[flag], comment, input, expect))
}

fn input((m, n, steps_max): (u8, u8, u32), policy: &str, trace: &str) -> Result<tree::Input, String> {
    Ok(tree::Input { m, n, steps_max, policy: words::policy(policy)?, trace: words::events(trace), cycle: None })
}

/// A trace that cannot be played, made from one that can.
fn refusal(row: &refused::Row, valid: &[tree::Test]) -> Result<tree::Test, String> {
    let refused::Row { number, flag, comment, parent, change, reason } = *row;
    let wrong = |what: String| format!("tree {number}: {what}");
    let parent = id(Topic::Tree, parent);
    let sound = valid.iter().find(|test| test.id == parent).ok_or_else(|| wrong(format!("there is no {parent}")))?;
    let mut input = sound.input.clone();
    change(&mut input);
    match replayed(&input, None) {
        Err((Some(found), _)) if found == reason => {}
        Err((_, what)) => {
            return Err(wrong(format!("{reason:?} was meant, and it is refused for another reason: {what}")));
        }
        Ok(_) => return Err(wrong("it can be played".to_owned())),
    }
    Ok(Test::invalid(id(Topic::Tree, number), &[flag], comment, input, &parent, reason))
}

/// A world, and what is counted in it.
fn counting(row: &races::Row) -> Result<race::Test, String> {
    let races::Row { number, flag, comment, world: (m, n, steps_max), marker, policy, removed } = *row;
    let wrong = |what: String| format!("race {number}: {what}");
    let removed = removed.iter().map(|name| (*name).to_owned()).collect();
    let policy = words::policy(policy).map_err(wrong)?;
    let input = race::Input { model: race::Model::Tree, m, n, steps_max, marker, policy, removed };
    let expect = counted(&input).map_err(wrong)?;
    counts(number, &expect).map_err(wrong)?;
    let flags: &[&str] = if expect.states > races::LARGE { &[flag, "Large"] } else { &[flag] };
    Ok(Test::valid(id(Topic::Race, number), flags, comment, input, expect))
}

fn file<I, E>(topic: Topic, mut tests: Vec<Test<I, E>>) -> Result<File<I, E>, EmitError> {
    tests.sort_by(|left, right| left.id.cmp(&right.id));
    let flags: BTreeSet<&str> = tests.iter().flat_map(|test| test.flags.iter().map(String::as_str)).collect();
    let noted = |flag: &str| {
        let note = notes::note(flag).ok_or_else(|| EmitError::Inconsistent(format!("flag {flag} has no note")))?;
        Ok((flag.to_owned(), note))
    };
    let notes: BTreeMap<String, Note> = flags.into_iter().map(noted).collect::<Result<_, EmitError>>()?;
    Ok(File {
        format: FORMAT.to_owned(),
        suite_version: SUITE_VERSION.to_owned(),
        topic: topic.name().to_owned(),
        profile: PROTON.to_owned(),
        spec: notes::spec(),
        generator: Generator {
            name: "colony".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: SEED.to_string(),
            mls: "none".to_owned(),
        },
        synthetic_secrets: true,
        test_count: u32::try_from(tests.len()).expect("tests are written by hand"),
        notes,
        groups: vec![Group { now: super::NOW, tests }],
    })
}

#[cfg(test)]
mod tests {
    use super::{notes, races, refused, rounds, traces};

    #[test]
    fn every_flag_that_is_explained_is_one_that_some_test_has() {
        let used: Vec<&str> = traces::ROWS
            .iter()
            .map(|row| row.flag)
            .chain(rounds::rows().map(|row| row.1))
            .chain(refused::ROWS.iter().map(|row| row.flag))
            .chain(races::ROWS.iter().map(|row| row.flag))
            .chain(["Large"])
            .collect();
        let idle: Vec<&str> = notes::flags().filter(|flag| !used.contains(flag)).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }
}
