//! The pack `streams/`: it covers the rules that the text has, and a wrong expectation in it is noticed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use conformance::format::topics::stream::{Close, Ending, Expect, File, Machine};
use conformance::format::{Answer, Outcome, Vectors};
use conformance::verify::{Suite, Verdict, load, run, stacks};

fn vectors() -> PathBuf {
    // Tests run side by side: what this thread draws is no stray work of another test's run.
    sim_env::register_thread_as_outside();
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/streams")
}

fn committed() -> Suite {
    load(&vectors()).unwrap().0
}

fn files(suite: &Suite) -> Vec<&File> {
    let mut files = Vec::new();
    for vectors in suite.files().values() {
        let Vectors::Stream(file) = vectors else { panic!("another topic") };
        files.push(file);
    }
    files
}

/// The rules that the notes of the flags name, of both dialects.
fn rules() -> BTreeSet<String> {
    let suite = committed();
    let notes = files(&suite).into_iter().flat_map(|file| file.notes.values().map(|note| note.description.clone()));
    let text: Vec<String> = notes.collect();
    let word = |text: &String| text.split([' ', ',', ':']).map(str::to_owned).collect::<Vec<_>>();
    text.iter().flat_map(word).filter(|word| word.starts_with("X-") || word.starts_with("TV-")).collect()
}

#[test]
fn every_test_of_the_text_every_requirement_and_every_issue_with_a_right_outcome_is_named() {
    let named = rules();
    let has =
        |rule: &str| named.iter().any(|own| own == rule || own.strip_prefix(rule).is_some_and(starts_with_letter));
    let numbered = |prefix: &str, last: u32| (1..=last).map(|number| format!("{prefix}{number}")).collect::<Vec<_>>();
    let all = [numbered("X-T", 19), numbered("X-S", 11), numbered("X-C", 6), numbered("TV-", 4), numbered("X-I", 33)];
    // X-I25 is of the binding d14n, which has no vectors.
    let missing: Vec<String> = all.concat().into_iter().filter(|rule| rule != "X-I25" && !has(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn starts_with_letter(rest: &str) -> bool {
    rest.starts_with(|letter: char| letter.is_ascii_lowercase())
}

#[test]
fn there_are_at_least_sixty_tests_of_all_machines_and_both_dialects() {
    let suite = committed();
    let mut counts: BTreeMap<(String, Machine), usize> = BTreeMap::new();
    for file in files(&suite) {
        for (_, test) in file.tests() {
            *counts.entry((file.profile.clone(), test.input.under_test)).or_default() += 1;
        }
    }
    println!("{counts:?}");
    assert!(counts.values().sum::<usize>() >= 60 && counts.len() == 6, "{counts:?}");
    let ids = files(&suite).into_iter().flat_map(|file| file.tests().map(|(_, test)| test.id.clone()));
    assert!(ids.into_iter().all(|id| id.starts_with("str-")));
}

#[test]
fn the_gaps_of_the_text_are_asserted_as_they_are_and_repaired() {
    let suite = committed();
    for file in files(&suite) {
        let gaps = file.tests().filter(|(_, test)| test.flags.iter().any(|flag| flag == "KnownGap")).count();
        assert!(gaps >= 3, "{}: {gaps}", file.profile);
        assert!(file.tests().any(|(_, test)| test.result == Outcome::Policy), "{}", file.profile);
    }
}

#[test]
fn the_machines_pass_every_test_and_the_second_node_every_test_that_it_can_judge() {
    let report = run(&committed(), &stacks(), None);
    let verdicts = |stack: &'static str| report.results.iter().filter(move |result| result.stack == stack);
    let passed = |stack| verdicts(stack).filter(|result| result.verdict == Verdict::Passed).count();
    assert_eq!(passed("streams"), verdicts("streams").count());
    let suite = committed();
    let nodes = files(&suite).into_iter().flat_map(|file| file.tests().collect::<Vec<_>>());
    let nodes = nodes.filter(|(_, test)| test.input.under_test == Machine::Node).count();
    println!("{} and {} of {nodes}", passed("streams"), passed("naive"));
    assert!(report.failures().is_empty() && passed("naive") * 10 >= nodes * 9);
}

/// The suite with every expectation changed where the change applies; how many tests are.
fn changed(change: impl Fn(&mut Expect) -> bool) -> (Suite, BTreeSet<String>) {
    let (mut all, mut ids) = (committed().into_files(), BTreeSet::new());
    for vectors in all.values_mut() {
        let Vectors::Stream(file) = vectors else { continue };
        for test in file.tests_mut() {
            let answers = test.expected_by_policy.iter_mut().flat_map(|by| by.values_mut());
            let answers = answers.filter_map(|answer| match answer {
                Answer::Expect(expect) => Some(expect),
                Answer::Fails { .. } => None,
            });
            let differs = answers.chain(&mut test.expect).map(&change).filter(|differs| *differs).count();
            if differs > 0 {
                ids.insert(test.id.clone());
            }
        }
    }
    (Suite::of(all), ids)
}

#[test]
fn every_member_of_an_expectation_is_compared() {
    type Change = (&'static str, fn(&mut Expect) -> bool, usize);
    let changes: [Change; 10] = [
        ("acks", |expect| expect.acks.as_mut().map(|acks| acks.push(99)).is_some(), 60),
        (
            "close",
            |expect| {
                let Some(close) = &mut expect.close else { return false };
                *close = match close {
                    Ending::Ends(_) => Ending::Open(()),
                    Ending::Open(()) => Ending::Ends(Close { code: "OK".to_owned(), within_ms: None }),
                };
                true
            },
            60,
        ),
        (
            "delivered",
            |expect| {
                expect.delivered.values_mut().next().map(|lanes| lanes.insert("wave:77".to_owned(), vec![1])).is_some()
            },
            60,
        ),
        (
            "merged",
            |expect| {
                let lane = expect.merged.values_mut().find_map(|kinds| kinds.values_mut().find(|ids| ids.len() > 1));
                lane.map(|ids| ids.swap(0, 1)).is_some()
            },
            20,
        ),
        (
            "processed",
            |expect| {
                let ids = expect
                    .processed
                    .iter_mut()
                    .flat_map(BTreeMap::values_mut)
                    .find_map(|topics| topics.values_mut().next());
                ids.map(|ids| ids.push(1_000)).is_some()
            },
            40,
        ),
        ("state", |expect| expect.state.as_mut().map(|state| state.push('?')).is_some(), 40),
        ("reconnects", |expect| expect.reconnect_at_ms.as_mut().map(|calls| calls.push([1, 1])).is_some(), 40),
        (
            "durable",
            |expect| {
                let cursor = expect.durable.values_mut().find_map(|cursors| cursors.values_mut().next());
                cursor.map(|cursor| *cursor += 1).is_some()
            },
            10,
        ),
        (
            "frames",
            |expect| {
                expect.frames.last_mut().map(|wanted| wanted.times = Some(wanted.times.unwrap_or(1_000) + 1)).is_some()
            },
            60,
        ),
        (
            "windows",
            |expect| {
                let window = expect.frames.iter_mut().find_map(|wanted| wanted.within_ms.as_mut());
                window.map(|window| *window = [window[1] + 1, window[1] + 1]).is_some()
            },
            60,
        ),
    ];
    for (what, change, least) in changes {
        let (suite, ids) = changed(change);
        let report = run(&suite, &stacks(), Some("streams"));
        let failed: BTreeSet<String> = report.failures().into_iter().map(|failed| failed.id.clone()).collect();
        assert_eq!(failed, ids, "{what}");
        assert!(ids.len() >= least, "{what}: {}", ids.len());
    }
}

#[test]
fn every_mutant_is_killed_by_a_test_that_says_so() {
    let table = std::fs::read_to_string(vectors().join("KILLS.md")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(rows.len() >= 30, "{}", rows.len());
    for row in rows {
        assert!(row.contains("str-"), "{row}");
    }
}
