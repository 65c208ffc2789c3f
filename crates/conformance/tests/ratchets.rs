//! The pack `shared-ratchet/`: it covers events, switches, reasons and counterexamples, its page says all of it, and a wrong expectation
//! in it is noticed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use conformance::format::topics::{race, tree};
use conformance::format::{Outcome, Vectors};
use conformance::verify::{Suite, Verdict, load, run, stacks};
use serde_json::Value;

fn vectors() -> PathBuf {
    // Tests run side by side: what this thread draws is no stray work of another test's run.
    sim_env::register_thread_as_outside();
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/shared-ratchet")
}

fn committed() -> Suite {
    load(&vectors()).unwrap().0
}

fn trees(suite: &Suite) -> Vec<tree::Test> {
    let of = |vectors: &Vectors| match vectors {
        Vectors::Tree(file) => file.tests().map(|(_, test)| test.clone()).collect(),
        _ => Vec::new(),
    };
    suite.files().values().flat_map(of).collect()
}

fn races(suite: &Suite) -> Vec<race::Test> {
    let of = |vectors: &Vectors| match vectors {
        Vectors::Race(file) => file.tests().map(|(_, test)| test.clone()).collect(),
        _ => Vec::new(),
    };
    suite.files().values().flat_map(of).collect()
}

fn has(flags: &[String], flag: &str) -> bool {
    flags.iter().any(|own| own == flag)
}

#[test]
fn there_are_thirty_traces_and_twenty_worlds_that_a_small_program_can_count() {
    let suite = committed();
    assert!(trees(&suite).len() >= 30, "{}", trees(&suite).len());
    let states = |test: &race::Test| test.expect.as_ref().map_or(0, |expect| expect.states);
    for test in races(&suite) {
        assert_eq!(states(&test) > 40_000, has(&test.flags, "Large"), "{}: {}", test.id, states(&test));
    }
    let small = races(&suite).iter().filter(|test| states(test) <= 40_000).count();
    assert!(small >= 20, "{small}");
}

#[test]
fn every_counterexample_every_verb_and_every_switch_is_in_some_trace() {
    let tests = trees(&committed());
    let valid = || tests.iter().filter(|test| test.result == Outcome::Valid);
    for flag in ["CE1", "CE2", "CE3", "CE4", "CE5", "N1", "N2", "N3", "N4", "N5"] {
        assert!(valid().any(|test| has(&test.flags, flag)), "{flag}");
    }
    let verbs: BTreeSet<&str> =
        valid().flat_map(|test| test.input.trace.iter().map(|event| event[0].as_str())).collect();
    let all = ["ack", "deliver", "drop", "message", "news", "reject", "remove", "roll", "step"];
    assert_eq!(verbs, BTreeSet::from(all));
    let policies: BTreeSet<String> = valid()
        .flat_map(|test| match serde_json::to_value(&test.input.policy) {
            Ok(Value::Object(members)) => members.into_iter().collect::<Vec<_>>(),
            _ => Vec::new(),
        })
        .map(|(name, value)| format!("{name}={}", value.to_string().replace('"', "")))
        .collect();
    let switches = [
        "accept=all",
        "accept=first",
        "accept=first_unshared",
        "valid=known",
        "valid=acked",
        "valid=acked_first",
        "length=dh_steps",
        "length=messages",
        "orphan=buffer",
        "orphan=drop",
        "order=tip",
        "order=path",
        "roots=1",
        "roots=2",
        "retain={levels:1}",
        "root_order=own",
    ];
    let missing: Vec<_> = switches.into_iter().filter(|switch| !policies.contains(*switch)).collect();
    assert!(missing.is_empty(), "{missing:?} of {policies:?}");
}

#[test]
fn every_reason_of_the_stage_is_given_by_a_trace_and_told_on_the_page() {
    let suite = committed();
    let given: BTreeSet<String> = trees(&suite)
        .iter()
        .flat_map(tree::Test::reasons)
        .map(|reason| serde_json::to_value(reason).unwrap().as_str().unwrap().to_owned())
        .collect();
    assert_eq!(given.len(), 22, "{given:?}");
    let page = std::fs::read_to_string(vectors().join("README.md")).unwrap();
    for reason in given {
        assert!(page.contains(&format!("`{reason}`")), "{reason}");
    }
}

#[test]
fn both_voices_pass_every_test() {
    let suite = committed();
    let report = run(&suite, &stacks(), None);
    for stack in ["shared-ratchet", "naive"] {
        let verdicts = report.results.iter().filter(|result| result.stack == stack);
        let other: Vec<_> = verdicts.filter(|result| result.verdict != Verdict::Passed).collect();
        assert!(other.is_empty(), "{stack}: {other:?}");
    }
}

/// A change of an answer: what it is about, and whether it applies.
type Change<E> = (&'static str, fn(&mut E) -> bool);

/// The tests whose answer a change applies to, and those that both voices then fail.
fn noticed(change: impl Fn(&mut Vectors, &mut BTreeSet<String>)) -> (BTreeSet<String>, Vec<BTreeSet<String>>) {
    let (mut files, mut ids) = (committed().into_files(), BTreeSet::new());
    files.values_mut().for_each(|vectors| change(vectors, &mut ids));
    let suite = Suite::of(files);
    let failed = ["shared-ratchet", "naive"].map(|stack| {
        let report = run(&suite, &stacks(), Some(stack));
        report.failures().into_iter().map(|failed| failed.id.clone()).collect()
    });
    (ids, failed.into())
}

#[test]
fn every_member_of_the_answer_to_a_trace_is_compared() {
    let changes: [Change<tree::Expect>; 8] = [
        ("quiescent", |expect| {
            expect.quiescent = !expect.quiescent;
            true
        }),
        ("selection", |expect| expect.selection.insert("a1".to_owned(), "b9.9".to_owned()).is_some()),
        ("tips", |expect| expect.tips.pop().is_some()),
        ("fork_depth", |expect| {
            expect.fork_depth += 1;
            true
        }),
        ("lost", |expect| expect.lost.pop().is_some()),
        ("leaked", |expect| expect.leaked.pop_first().is_some()),
        ("reused", |expect| expect.reused.pop().is_some()),
        ("then", |expect| {
            expect.then.as_mut().is_some_and(|then| then.selection.insert("a1".to_owned(), "b9.9".to_owned()).is_some())
        }),
    ];
    for (what, change) in changes {
        let (ids, failed) = noticed(|vectors, ids| {
            let Vectors::Tree(file) = vectors else { return };
            for test in file.tests_mut() {
                if test.expect.as_mut().is_some_and(change) {
                    ids.insert(test.id.clone());
                }
            }
        });
        assert!(!ids.is_empty(), "{what}");
        assert!(failed.iter().all(|failed| *failed == ids), "{what}: {ids:?} {failed:?}");
    }
}

#[test]
fn every_member_of_the_answer_to_a_race_is_compared() {
    let changes: [Change<race::Expect>; 11] = [
        ("states", |expect| bump(&mut expect.states)),
        ("quiescent", |expect| bump(&mut expect.quiescent)),
        ("users_differ", |expect| bump(&mut expect.users_differ)),
        ("same_user_split", |expect| bump(&mut expect.same_user_split)),
        ("dead", |expect| bump(&mut expect.dead)),
        ("stuck", |expect| bump(&mut expect.stuck)),
        ("lost", |expect| bump(&mut expect.lost)),
        ("fork_depth_max", |expect| {
            expect.fork_depth_max += 1;
            true
        }),
        ("always", |expect| expect.always.pop().is_some()),
        ("sometimes", |expect| expect.sometimes.pop().is_some()),
        ("fails", |expect| expect.fails.pop().is_some()),
    ];
    for (what, change) in changes {
        let (ids, failed) = noticed(|vectors, ids| {
            let Vectors::Race(file) = vectors else { return };
            // Small ones are enough.
            file.groups.iter_mut().for_each(|group| {
                group.tests.retain(|test| test.expect.as_ref().is_some_and(|expect| expect.states <= 600));
            });
            for test in file.tests_mut() {
                if test.expect.as_mut().is_some_and(change) {
                    ids.insert(test.id.clone());
                }
            }
        });
        assert!(!ids.is_empty(), "{what}");
        assert!(failed.iter().all(|failed| *failed == ids), "{what}: {ids:?} {failed:?}");
    }
}

fn bump(count: &mut u64) -> bool {
    *count += 1;
    true
}

#[test]
fn every_mutant_is_killed_by_a_test_that_says_so() {
    let table = std::fs::read_to_string(vectors().join("KILLS.md")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(rows.len() >= 30, "{}", rows.len());
    for row in rows {
        assert!(row.contains("tre-") || row.contains("rac-"), "{row}");
    }
}
