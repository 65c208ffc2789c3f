//! Stacks judge by what stands in a test: a changed byte anywhere is noticed, by the id of the test.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use conformance::format::topics::commit_authority::Expect as Ruling;
use conformance::format::topics::convergence::CommitClass;
use conformance::format::topics::key_package_select::Expect;
use conformance::format::topics::welcome_join::{File, Test};
use conformance::format::{Answer, Hex, Keys, State, Vectors};
use conformance::verify::{Suite, Verdict, load, run, stacks};

fn committed() -> Suite {
    // Tests run side by side: what this thread draws is no stray work of another test's run.
    sim_env::register_thread_as_outside();
    load(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")).unwrap().0
}

/// The welcome-join file of pr40 with nothing but its first test.
fn first_join() -> File {
    let file = committed().into_files().remove("pr40/welcome-join.json");
    let Some(Vectors::WelcomeJoin(mut file)) = file else { panic!("the file is not there") };
    file.groups[0].tests.truncate(1);
    file
}

/// The suite of that file alone, with a changed test.
fn changed(join: &File, change: impl FnOnce(&mut Test)) -> Suite {
    let mut join = join.clone();
    change(&mut join.groups[0].tests[0]);
    Suite::of([("pr40/welcome-join.json".to_owned(), join.into())].into())
}

/// Ids of the tests that a stack fails.
fn failed(stack: &str, suite: &Suite) -> Vec<String> {
    run(suite, &stacks(), Some(stack)).failures().iter().map(|failure| failure.id.clone()).collect()
}

/// Stacks that join groups.
const JOINERS: [&str; 3] = ["mdk-core", "mls-rs", "openmls"];
/// Stacks that joined when they were asked; what is recorded of them is of the test as it is.
const RECORDED_JOINERS: [&str; 2] = ["ts-mls-1.6.4", "ts-mls-2.0.0-rc.10"];

fn flip(bytes: &mut Hex, at: usize) {
    bytes.0[at] ^= 0xff;
}

fn state(test: &mut Test) -> &mut State {
    &mut test.expect.as_mut().expect("a valid test").state
}

#[test]
fn every_stack_passes_or_declines_every_test_and_none_fails() {
    let report = run(&committed(), &stacks(), None);
    let failures: Vec<_> = report.failures().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_joining_stack_passes_the_test_that_the_others_here_change() {
    let report = run(&changed(&first_join(), |_| ()), &stacks(), None);
    let passed = report.results.iter().filter(|result| result.verdict == Verdict::Passed);
    assert_eq!(passed.map(|result| result.stack).collect::<Vec<_>>(), [&JOINERS[..], &RECORDED_JOINERS].concat());
}

#[test]
fn each_joining_stack_notices_any_flipped_byte_of_a_private_key_by_the_id_of_the_test() {
    type PrivateKey = (&'static str, fn(&mut Keys) -> &mut Hex);
    let private_keys: [PrivateKey; 4] = [
        ("nostr_sk", |keys| &mut keys.nostr_sk),
        ("init_priv", |keys| &mut keys.init_priv),
        ("encryption_priv", |keys| &mut keys.encryption_priv),
        ("signature_priv", |keys| &mut keys.signature_priv),
    ];
    let join = first_join();
    for (what, key) in private_keys {
        for at in 0..32 {
            let of_joiner = changed(&join, |test| flip(key(&mut test.input.joiner), at));
            let of_witness = changed(&join, |test| flip(key(&mut test.input.witness), at));
            for stack in JOINERS {
                assert_eq!(failed(stack, &of_joiner), ["wjo-0001"], "{stack}: joiner's {what}, byte {at}");
                assert_eq!(failed(stack, &of_witness), ["wjo-0001"], "{stack}: witness's {what}, byte {at}");
            }
        }
    }
}

#[test]
fn each_joining_stack_notices_any_flipped_byte_of_the_welcome_by_the_id_of_the_test() {
    let join = first_join();
    let welcome = STANDARD.decode(&join.groups[0].tests[0].input.rumor.content).unwrap();
    // Every byte of the head and of the first secret, then one in seven.
    for at in (0..200).chain((200..welcome.len()).step_by(7)) {
        let mut welcome = Hex(welcome.clone());
        flip(&mut welcome, at);
        let suite = changed(&join, |test| test.input.rumor.content = STANDARD.encode(&welcome.0));
        for stack in JOINERS {
            assert_eq!(failed(stack, &suite), ["wjo-0001"], "{stack}: byte {at}");
        }
    }
}

#[test]
fn each_joining_stack_notices_a_flipped_byte_in_every_secret_by_the_id_of_the_test() {
    type Change = (&'static str, fn(&mut Test));
    let changes: [Change; 7] = [
        ("exporter", |test| flip(&mut state(test).exporters[0].secret, 16)),
        ("last exporter", |test| flip(&mut state(test).exporters.last_mut().expect("four").secret, 31)),
        ("tree hash", |test| flip(&mut state(test).tree_hash, 0)),
        ("epoch authenticator", |test| flip(&mut state(test).epoch_authenticator, 31)),
        ("commitment", |test| flip(&mut state(test).commitment, 16)),
        ("leaf key", |test| flip(&mut state(test).leaves[1].signature_key, 16)),
        ("epoch", |test| state(test).epoch += 1),
    ];
    let join = first_join();
    for (what, change) in changes {
        let suite = changed(&join, change);
        for stack in JOINERS {
            assert_eq!(failed(stack, &suite), ["wjo-0001"], "{stack}: {what}");
        }
    }
}

#[test]
fn each_joining_stack_notices_a_flipped_byte_in_what_a_joiner_exports_by_the_id_of_the_test() {
    let mut files = committed().into_files();
    files.retain(|path, _| ["pr40/welcome-join.json", "pr40/exporter.json"].contains(&path.as_str()));
    let Some(Vectors::Exporter(file)) = files.get_mut("pr40/exporter.json") else { panic!("the file is not there") };
    let from_group = file.tests_mut().find(|test| test.input.after.is_some()).expect("a joiner exports");
    flip(&mut from_group.expect.as_mut().expect("a valid test").secret, 16);
    let id = from_group.id.clone();
    let suite = Suite::of(files);
    for stack in JOINERS {
        assert_eq!(failed(stack, &suite), [id.as_str()], "{stack}");
    }
}

/// The selection file of pr40 with every answer of one policy changed, and what all policies say.
fn with_answers(policy: &str, change: impl Fn(&mut Expect)) -> Suite {
    let mut files = committed().into_files();
    files.retain(|path, _| path == "pr40/key-package-select.json");
    let Some(Vectors::KeyPackageSelect(file)) = files.values_mut().next() else { panic!("the file is not there") };
    for test in file.tests_mut() {
        if let Some(expected) = &mut test.expect {
            change(expected);
            continue;
        }
        let answer = test.expected_by_policy.as_mut().and_then(|by| by.get_mut(policy));
        let Some(Answer::Expect(expected)) = answer else { panic!("{} has no answer for {policy}", test.id) };
        change(expected);
    }
    Suite::of(files)
}

#[test]
fn both_evaluators_of_selections_notice_a_wrong_answer_in_every_test_under_every_policy() {
    let (suite, evaluators) = (with_answers("client-id", |_| ()), ["marmot-rules", "naive"]);
    let policies = suite.policies("pr40/key-package-select.json");
    for policy in &policies {
        let suite = with_answers(policy, |expected| expected.selected.push("nobody".to_owned()));
        for stack in evaluators {
            let failed = run(&suite, &stacks(), Some(stack)).failures().len();
            assert_eq!(failed, suite.cases().count(), "{stack} under {policy}");
        }
    }
    assert!(policies.len() >= 10, "{policies:?}");
}

/// The files of commit-authority with every state that a commit leads to changed; how many tests are.
fn with_rulings(change: impl Fn(&mut Ruling)) -> (Suite, usize) {
    let (mut files, mut changed) = (committed().into_files(), 0);
    files.retain(|_, file| matches!(file, Vectors::CommitAuthority(_)));
    for file in files.values_mut() {
        let Vectors::CommitAuthority(file) = file else { continue };
        for test in file.tests_mut() {
            test.expect.iter_mut().for_each(&change);
            let answers = test.expected_by_policy.iter_mut().flat_map(|by| by.values_mut());
            let accepted = answers.filter_map(|answer| match answer {
                Answer::Expect(ruling) => Some(ruling),
                Answer::Fails { .. } => None,
            });
            let differs = accepted.map(&change).count() > 0 || test.expect.is_some();
            changed += usize::from(differs);
        }
    }
    (Suite::of(files), changed)
}

#[test]
fn both_judges_of_commits_notice_a_wrong_class_epoch_leaf_or_component_in_every_test() {
    type Change = (&'static str, fn(&mut Ruling));
    let changes: [Change; 4] = [
        ("class", |ruling| {
            ruling.class = match ruling.class {
                CommitClass::Privileged => CommitClass::Ordinary,
                CommitClass::Ordinary => CommitClass::Privileged,
            }
        }),
        ("epoch", |ruling| ruling.epoch += 1),
        ("leaf", |ruling| flip(&mut ruling.leaves.last_mut().expect("somebody").signature_key, 31)),
        ("component", |ruling| flip(ruling.components.values_mut().next().expect("one is required"), 0)),
    ];
    for (what, change) in changes {
        let (suite, changed) = with_rulings(change);
        for stack in ["marmot-rules", "naive"] {
            assert_eq!(failed(stack, &suite).len(), changed, "{stack}: {what}");
        }
        assert!(changed >= 80, "{changed}");
    }
}
