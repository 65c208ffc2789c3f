//! Stacks judge by what stands in a test: a changed byte anywhere is noticed, by the id of the test.

use conformance::format::topics::welcome_join::Test;
use conformance::format::{Hex, Keys, State, Vectors};
use conformance::verify::{Suite, load, run, stacks};

fn committed() -> Suite {
    // Tests run side by side: what this thread draws is no stray work of another test's run.
    sim_env::register_thread_as_outside();
    load(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")).unwrap().0
}

/// The suite with nothing but the welcome-join file of pr40, whose first test was changed.
fn with_first_join(change: impl FnOnce(&mut Test)) -> Suite {
    let mut files = committed().into_files();
    files.retain(|path, _| path == "pr40/welcome-join.json");
    let Some(Vectors::WelcomeJoin(file)) = files.values_mut().next() else { panic!("the file is not there") };
    file.groups[0].tests.truncate(1);
    change(&mut file.groups[0].tests[0]);
    Suite::of(files)
}

/// Stacks that join groups: those that pass the first welcome-join test as it is.
fn joiners() -> Vec<&'static str> {
    let suite = with_first_join(|_| ());
    let report = run(&suite, &stacks(), None);
    report.results.iter().filter(|r| r.verdict == conformance::verify::Verdict::Passed).map(|r| r.stack).collect()
}

fn flip(bytes: &mut Hex) {
    let middle = bytes.0.len() / 2;
    bytes.0[middle] ^= 0xff;
}

#[test]
fn every_stack_passes_or_declines_every_test_and_none_fails() {
    let report = run(&committed(), &stacks(), None);
    let failures: Vec<_> = report.failures().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_joining_stack_notices_a_flipped_byte_in_every_key_and_every_secret_by_the_id_of_the_test() {
    type Change = (&'static str, fn(&mut Test));
    fn keys(test: &mut Test) -> &mut Keys {
        &mut test.input.joiner
    }
    fn state(test: &mut Test) -> &mut State {
        &mut test.expect.as_mut().expect("a valid test").state
    }
    let changes: [Change; 11] = [
        ("init_priv", |test| flip(&mut keys(test).init_priv)),
        ("encryption_priv", |test| flip(&mut keys(test).encryption_priv)),
        ("signature_priv", |test| flip(&mut keys(test).signature_priv)),
        ("witness init_priv", |test| flip(&mut test.input.witness.init_priv)),
        ("Welcome", |test| {
            let middle = test.input.rumor.content.len() / 2;
            let other = if test.input.rumor.content.as_bytes()[middle] == b'A' { "B" } else { "A" };
            test.input.rumor.content.replace_range(middle..=middle, other);
        }),
        ("exporter", |test| flip(&mut state(test).exporters[0].secret)),
        ("tree hash", |test| flip(&mut state(test).tree_hash)),
        ("epoch authenticator", |test| flip(&mut state(test).epoch_authenticator)),
        ("commitment", |test| flip(&mut state(test).commitment)),
        ("leaf key", |test| flip(&mut state(test).leaves[1].signature_key)),
        ("epoch", |test| state(test).epoch += 1),
    ];
    let joiners = joiners();
    assert!(joiners.contains(&"mdk-core"));
    for (what, change) in changes {
        let suite = with_first_join(change);
        for stack in &joiners {
            let report = run(&suite, &stacks(), Some(stack));
            let failed: Vec<_> = report.failures().iter().map(|failure| failure.id.as_str()).collect();
            assert_eq!(failed, ["wjo-0001"], "{stack} does not notice a changed {what}");
        }
    }
}
