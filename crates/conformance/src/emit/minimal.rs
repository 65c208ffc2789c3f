//! `minimal.json`: chosen tests of every topic and profile, self-contained.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{EmitError, pack::Pack};
use crate::format::topics::{AnyTest, Head};
use crate::format::{
    MINIMAL_FORMAT, MinimalOf, MinimalTest, Outcome, PolicyEntry, SUITE_VERSION, Topic, Vectors, to_text,
};

/// The file is smaller than this many bytes.
const MAX_BYTES: usize = 100_000;

/// Id, and why it is here. What a test builds on comes first. Of a topic that is not here, its first test is taken.
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
    let mut tests: Vec<_> = CHOICE.iter().map(|(id, why)| test(pack, id, why)).collect::<Result<_, _>>()?;
    tests.extend(
        firsts(pack, &tests)
            .into_iter()
            .map(|first| test(pack, first.id, first.comment))
            .collect::<Result<Vec<_>, _>>()?,
    );
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
    let of = |file: &'a Vectors| file.tests().into_iter().map(move |(now, test)| (file, now, test));
    let found = pack.vectors.iter().flat_map(|(_, file)| of(file)).find(|(.., test)| test.head().id == id);
    let (file, now, test) = found.ok_or_else(|| wrong(format!("no {id}")))?;
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

/// The first test of each topic that none of these tests has.
fn firsts<'a>(pack: &Pack<'a>, chosen: &[MinimalTest<AnyTest<'a>>]) -> Vec<Head<'a>> {
    let mut topics: BTreeSet<Topic> = chosen.iter().map(|entry| entry.test.topic()).collect();
    let others = pack.vectors.iter().filter(|(_, file)| topics.insert(file.topic()));
    others.filter_map(|(_, file)| file.tests().first().map(|(_, test)| test.head())).collect()
}

/// Every topic and profile of the pack is there, and every common result; no test is there twice or builds on one that does not
/// stand before it.
fn check(pack: &Pack<'_>, tests: &[MinimalTest<AnyTest<'_>>]) -> Result<(), String> {
    for (_, file) in &pack.vectors {
        let (topic, profile) = (file.topic(), file.profile());
        if !tests.iter().any(|entry| entry.test.topic() == topic) {
            return Err(format!("no test of {}", topic.name()));
        }
        if !tests.iter().any(|entry| entry.profile == profile) {
            return Err(format!("no test of {profile}"));
        }
    }
    for result in [Outcome::Valid, Outcome::Invalid, Outcome::Policy] {
        if !tests.iter().any(|entry| entry.test.head().result == result) {
            return Err(format!("no test whose result is {result:?}"));
        }
    }
    let mut before = BTreeSet::new();
    for entry in tests {
        let (test, id) = (json!(entry.test), entry.test.head().id);
        let mut named = [&test["parent"], &test["input"]["after"]].into_iter().filter_map(Value::as_str);
        if let Some(missing) = named.find(|named| !before.contains(*named)) {
            return Err(format!("{id} builds on {missing}, which does not stand before it"));
        }
        if !before.insert(id.to_owned()) {
            return Err(format!("{id} is there twice"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{CHOICE, Pack, check, firsts, test};
    use crate::verify::load;

    #[test]
    fn what_is_not_self_contained_or_lacks_a_topic_profile_or_result_is_found() {
        let (suite, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")).unwrap();
        let pack = Pack::main(suite.files());
        let all = || CHOICE.iter().map(|(id, why)| test(&pack, id, why).unwrap());
        let chosen = |keep: &dyn Fn(&str) -> bool| {
            check(&pack, &all().filter(|entry| keep(entry.test.head().id)).collect::<Vec<_>>())
        };
        assert_eq!(chosen(&|_| true), Ok(()));
        let decided = |id: &str| suite.case(id).unwrap().test.head().policies.is_empty();
        for (says, found) in [
            ("kpe-4103 builds on kpe-4001", chosen(&|id| id != "kpe-4001")),
            ("no test of member-coalescing", chosen(&|id| !id.starts_with("mco"))),
            ("no test of mip-2026-01", chosen(&|id| id != "kpe-1012")),
            ("no test of key-package-select", chosen(&decided)),
        ] {
            assert!(found.as_ref().is_err_and(|error| error.starts_with(says)), "{says}: {found:?}");
        }
        let backwards: Vec<_> = all().rev().collect();
        assert!(check(&pack, &backwards).is_err_and(|error| error.starts_with("exp-4011 builds on wjo-4001")));
        let twice: Vec<_> = all().chain(all().take(1)).collect();
        assert_eq!(check(&pack, &twice), Err("kpr-4001 is there twice".to_owned()));
        assert!(test(&pack, "mco-0999", "").is_err());
    }

    #[test]
    fn of_a_topic_that_is_not_chosen_the_first_test_is_taken() {
        let (suite, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")).unwrap();
        let pack = Pack::main(suite.files());
        let chosen = |(id, why): &(&str, &str)| (!id.starts_with("mco")).then(|| test(&pack, id, why).unwrap());
        let chosen: Vec<_> = CHOICE.iter().filter_map(chosen).collect();
        assert_eq!(firsts(&pack, &chosen).iter().map(|head| head.id).collect::<Vec<_>>(), ["mco-7001"]);
        let all: Vec<_> = CHOICE.iter().map(|(id, why)| test(&pack, id, why).unwrap()).collect();
        assert!(firsts(&pack, &all).is_empty());
    }
}
