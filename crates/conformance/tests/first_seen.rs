//! A client that takes PR #40's listing as it stands, with `>` and whatever order events arrive in, fails exactly the tests
//! that are flagged for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use conformance::format::topics::AnyTest;
use conformance::format::topics::key_package_select::{Input, Test};
use conformance::format::{Answer, Event};
use conformance::verify::load;

/// The listing of the plan, in the order of arrival.
fn first_seen(input: &Input, order: &[String]) -> Vec<String> {
    let mut by: BTreeMap<String, (&String, &Event)> = BTreeMap::new();
    for label in order {
        let event = &input.events[label];
        if event.pubkey != input.account || event.kind != 443 {
            continue;
        }
        let id = event.tags.iter().find(|row| row[0] == "client_id").and_then(|row| row.get(1));
        let Some(id) = id else {
            by.insert(format!("__untagged_{}", event.id), (label, event));
            continue;
        };
        match by.get(id) {
            Some((_, held)) if event.created_at <= held.created_at => {}
            _ => _ = by.insert(id.clone(), (label, event)),
        }
    }
    by.values().map(|(label, _)| (*label).clone()).collect()
}

fn fails(test: &Test) -> bool {
    let answers = test.answers(["client-id".to_owned()]);
    let Some((_, Answer::Expect(expected))) = answers.into_iter().find(|(policy, _)| policy == "client-id") else {
        panic!("{} has no answer for client-id", test.id)
    };
    test.input.orders.iter().any(|order| first_seen(&test.input, order) != expected.selected)
}

#[test]
fn a_client_with_first_seen_ties_fails_exactly_the_tests_with_the_flag_for_it() {
    let (suite, _) = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")).unwrap();
    let (mut failed, mut flagged, mut all) = (BTreeSet::new(), BTreeSet::new(), 0);
    for case in suite.cases() {
        let AnyTest::KeyPackageSelect(test) = case.test else { continue };
        all += 1;
        if case.path.starts_with("pr40/") && fails(test) {
            failed.insert(test.id.clone());
        }
        if test.flags.iter().any(|flag| flag == "FetchOrder") {
            flagged.insert(test.id.clone());
        }
    }
    assert_eq!(failed, flagged);
    assert!(!flagged.is_empty() && flagged.len() < all);
}
