//! sync: runs of sibling devices in all orders, and payloads, answered by the crate `sibling-sync`.

mod notes;
mod payloads;
mod runs;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Emit, EmitError, SEED};
use crate::format::topics::sync::{Expect, File, Input, Payload, Run, Test};
use crate::format::{Answer, FORMAT, Generator, Group, Hex, MEOWLIB, Note, Reason, SUITE_VERSION, SYNC_PACK, Topic};
use crate::sync::{decoded, ends};

/// How long a run goes on after the last thing that its script says.
const REST_MS: u64 = 86_400_000;

impl Emit for File {
    const PACK: &'static str = SYNC_PACK;

    fn all(next: &mut dyn FnMut(&str)) -> Result<Vec<(String, Self)>, EmitError> {
        next("runs of sibling devices");
        let runs = runs::ROWS.iter().map(run);
        let all: Result<Vec<Test>, String> = runs.chain(payloads::ROWS.iter().map(payload)).collect();
        Ok(vec![(format!("{MEOWLIB}/sync.json"), file(all.map_err(EmitError::Inconsistent)?)?)])
    }
}

fn id(number: u16) -> String {
    format!("{}-{number:04}", Topic::Sync.prefix())
}

fn run(row: &runs::Row) -> Result<Test, String> {
    let (number, flag, comment, own, policies) = *row;
    let wrong = |what: String| format!("sync {number}: {what}");
    let run = input(own).map_err(wrong)?;
    let mut by = BTreeMap::new();
    for policy in policies {
        let mut ends = ends(&run, policy).map_err(wrong)?;
        if *policy == "repaired" {
            ends.outcomes.iter_mut().for_each(|outcome| outcome.count = None);
        }
        by.insert((*policy).to_owned(), Answer::Expect(Expect::Run(ends)));
    }
    Ok(Test::policy(id(number), &[flag], comment, Input::Run(Box::new(run)), by))
}

/// What is usual, and what the row says.
fn input(own: &str) -> Result<Run, String> {
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    let (mut all, own) = (read(runs::USUAL)?, read(own)?);
    for (key, value) in own.as_object().into_iter().flatten() {
        all[key] = value.clone();
    }
    if all.get("end_ms").is_none() {
        let steps = all["script"].as_array().into_iter().flatten();
        let said = steps.flat_map(|step| [&step["at_ms"], &step["offline"]["until_ms"]]).filter_map(Value::as_u64);
        all["end_ms"] = (said.max().unwrap_or_default() + REST_MS).into();
    }
    serde_json::from_value(all).map_err(|error| error.to_string())
}

fn payload(row: &payloads::Row) -> Result<Test, String> {
    let (number, flag, comment, hex) = *row;
    let bytes = hex::decode(hex).map_err(|error| format!("sync {number}: {error}"))?;
    let (flags, input) = ([flag, "Encoding"], Input::Payload(Payload { payload: Hex(bytes.clone()) }));
    match decoded(&bytes) {
        Ok(decoded) if number < payloads::REFUSED => {
            Ok(Test::valid(id(number), &flags, comment, input, Expect::Payload(Box::new(decoded))))
        }
        Err(_) if number >= payloads::REFUSED => {
            Ok(Test::invalid(id(number), &flags, comment, input, &id(payloads::PARENT), Reason::PayloadMalformed))
        }
        came => Err(format!("sync {number}: {came:?} was not meant")),
    }
}

fn file(mut tests: Vec<Test>) -> Result<File, EmitError> {
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
        topic: Topic::Sync.name().to_owned(),
        profile: MEOWLIB.to_owned(),
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
    use super::{notes, payloads, runs};

    #[test]
    fn every_flag_that_is_explained_is_one_that_some_test_has() {
        let used: Vec<&str> = runs::ROWS
            .iter()
            .map(|row| row.1)
            .chain(payloads::ROWS.iter().map(|row| row.1))
            .chain(["Encoding"])
            .collect();
        let idle: Vec<&str> = notes::flags().filter(|flag| !used.contains(flag)).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }
}
