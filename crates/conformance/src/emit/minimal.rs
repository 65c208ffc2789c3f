//! `minimal.json`: chosen tests of every topic and profile, self-contained.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{EmitError, pack::Pack};
use crate::format::topics::AnyTest;
use crate::format::{MINIMAL_FORMAT, MinimalOf, MinimalTest, PolicyEntry, SUITE_VERSION, Topic, to_text};

/// The file is smaller than this many bytes.
const MAX_BYTES: usize = 100_000;

/// Id, and why it is here. What a test builds on comes first.
#[rustfmt::skip]
const CHOICE: &[(&str, &str)] = &[
    ("kpr-4001", "the reference that everything else names, from the framed form"),
    ("kpr-4002", "the same from the bare form"),
    ("kpr-4025", "the smallest input that must be refused"),
    ("kpe-4001", "a whole KeyPackage event as mdk-core 0.8.0 publishes it"),
    ("kpe-4103", "a refusal with `tag`"),
    ("kpe-4151", "the reference in a tag must be that of the content"),
    ("kpe-4136", "an answer that depends on how strictly tags are read"),
    ("kpe-7002", "the adopted text: framed, with an identity proof in the leaf"),
    ("kpe-7251", "the lifetime is judged at `now`"),
    ("kpe-7261", "the proof is required"),
    ("kpe-1012", "clients of January 2026 publish hex"),
    ("kps-0005", "a tie, and the orders in which relays answer"),
    ("kps-7082", "a slot of the adopted text"),
    ("wru-4001", "a bare Welcome rumor"),
    ("wru-4042", "the smallest rumor that must be refused"),
    ("wru-4051", "gift wrap, seal and rumor"),
    ("wjo-4001", "private keys in, group state out; later tests build on it"),
    ("wjo-4102", "a wrong private key that some libraries join with silently"),
    ("wfo-4007", "matching a Welcome by reference or by `e` differs"),
    ("gev-4001", "the outer layer of kind 445, with its key"),
    ("gev-4027", "the outer layer, damaged"),
    ("gev-4041", "a message as a member reads it"),
    ("gev-4053", "who speaks inside is not who sent it"),
    ("exp-4001", "the exporter with its intermediate values"),
    ("exp-4011", "the exporter of a group that was joined"),
    ("mco-4003", "leaves are devices, members are accounts"),
];

/// The text of the file, once it is what it promises to be.
pub(super) fn text(pack: &Pack<'_>, policies: &BTreeMap<String, PolicyEntry>) -> Result<String, EmitError> {
    let tests: Vec<_> = CHOICE.iter().map(|(id, why)| test(pack, id, why)).collect::<Result<_, _>>()?;
    check(pack, &tests).map_err(wrong)?;
    let answers: BTreeSet<&str> = tests.iter().flat_map(|entry| entry.test.head().policies).collect();
    let occurs = |(id, _): &(&String, &PolicyEntry)| answers.contains(id.as_str());
    let head = MinimalOf {
        format: MINIMAL_FORMAT.to_owned(),
        suite_version: SUITE_VERSION.to_owned(),
        synthetic_secrets: true,
        test_count: u32::try_from(tests.len()).expect("tests are chosen by hand"),
        policies: policies.iter().filter(occurs).map(|(id, entry)| (id.clone(), entry.clone())).collect(),
        tests: Vec::new(),
    };
    let text = with_lines(&to_text(&head)?, &tests)?;
    if text.len() >= MAX_BYTES {
        return Err(wrong(format!("{} bytes, at most {MAX_BYTES} are wanted: choose smaller tests", text.len())));
    }
    Ok(text)
}

/// A head whose `tests` are empty, with a line for each test: the file stays small.
fn with_lines(head: &str, tests: &[MinimalTest<AnyTest<'_>>]) -> Result<String, EmitError> {
    let head = head.strip_suffix("]\n}\n").expect("tests come last, and there are none");
    let lines = tests.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{head}\n{}\n  ]\n}}\n", lines.join(",\n")))
}

fn wrong(what: impl std::fmt::Display) -> EmitError {
    EmitError::Inconsistent(format!("minimal.json: {what}"))
}

fn test<'a>(pack: &Pack<'a>, id: &str, why: &str) -> Result<MinimalTest<AnyTest<'a>>, EmitError> {
    let all =
        pack.vectors.iter().flat_map(|(_, file)| file.tests().into_iter().map(move |(now, test)| (file, now, test)));
    let (file, now, test) =
        all.into_iter().find(|(.., test)| test.head().id == id).ok_or_else(|| wrong(format!("no {id}")))?;
    let notes = test.head().flags.iter().filter_map(|flag| Some((flag.clone(), file.note(flag)?.clone())));
    Ok(MinimalTest {
        why: why.to_owned(),
        topic: file.topic().name().to_owned(),
        profile: file.profile().to_owned(),
        now,
        notes: notes.collect(),
        test,
    })
}

/// Every topic and profile of the pack is there, every common result, and all that tests build on.
fn check(pack: &Pack<'_>, tests: &[MinimalTest<AnyTest<'_>>]) -> Result<(), String> {
    let topics: BTreeSet<Topic> = tests.iter().map(|entry| entry.test.topic()).collect();
    let profiles: BTreeSet<&str> = tests.iter().map(|entry| entry.profile.as_str()).collect();
    for (_, file) in &pack.vectors {
        if !topics.contains(&file.topic()) || !profiles.contains(file.profile()) {
            return Err(format!("no test of {}, or none of {}", file.topic().name(), file.profile()));
        }
    }
    let mut before = BTreeSet::new();
    let mut results = BTreeSet::new();
    for entry in tests {
        let test = json!(entry.test);
        if let Some(named) = [&test["parent"], &test["input"]["after"]]
            .into_iter()
            .filter_map(Value::as_str)
            .find(|named| !before.contains(*named))
        {
            return Err(format!("{} builds on {named}, which does not stand before it", test["id"]));
        }
        results.insert(test["result"].as_str().unwrap_or_default().to_owned());
        if !before.insert(entry.test.head().id.to_owned()) {
            return Err(format!("{} is there twice", test["id"]));
        }
    }
    match ["valid", "invalid", "policy"].into_iter().find(|result| !results.contains(*result)) {
        Some(result) => Err(format!("no test whose result is {result}")),
        None => Ok(()),
    }
}
