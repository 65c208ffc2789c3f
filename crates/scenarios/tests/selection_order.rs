//! The oracle that selects again: it agrees with what devices did, and notices what they could not have done.

use marmot_rules::{Policy, Profile};
use scenarios::matrix::policies;
use scenarios::verdict::{Verdict, What};
use scenarios::{Run, RunOptions, corpus, judge, simulate};
use sim_device::Note;
use sim_engine::Record;

fn run_of(id: &str, profile: Profile, policy: Policy) -> Run {
    let scenario = corpus::find(id).unwrap().expect("the corpus has it");
    simulate(&scenario, &RunOptions::new(profile, policy, 7)).unwrap()
}

fn verdict(run: &Run) -> Verdict {
    judge(run).verdict("selection-ignores-order").expect("it is registered").clone()
}

/// Changes the first selection that left something out.
fn tamper(run: &mut Run, change: impl Fn(&mut Note)) {
    let notes = run.transcript.entries.iter_mut().filter_map(|entry| match &mut entry.record {
        Record::Note(_, note) => Some(note),
        _ => None,
    });
    let selected = |note: &&mut Note| matches!(note, Note::Selected { rejected, .. } if !rejected.is_empty());
    change(notes.into_iter().find(selected).expect("a selection left something out"));
}

#[test]
fn order_free_policies_are_exercised_and_the_literal_listing_is_not() {
    let newest = run_of("uneven-refresh", Profile::Pr40, Policy::NewestOne);
    assert!(matches!(verdict(&newest), Verdict::Held { exercised: 1.. }), "{:?}", verdict(&newest));
    let listing = run_of("uneven-refresh", Profile::Pr40, Policy::ClientId);
    assert_eq!(verdict(&listing), Verdict::NotExercised);
}

#[test]
fn a_pick_that_the_policy_would_not_make_is_noticed() {
    let mut run = run_of("uneven-refresh", Profile::Pr40, Policy::NewestOne);
    tamper(&mut run, |note| {
        let Note::Selected { picked, rejected, .. } = note else { unreachable!() };
        std::mem::swap(&mut picked[0], &mut rejected[0].0);
    });
    let Verdict::Violated { violations } = verdict(&run) else { panic!("{:?}", verdict(&run)) };
    assert_eq!((violations.len(), violations[0].subject.as_str()), (1, "alice/desktop"));
    assert_eq!(violations[0].cause.id.what, What::SelectionNotThePolicys);
}

#[test]
fn a_pick_left_out_is_noticed() {
    let mut run = run_of("ten-devices", Profile::Mip2026_04, Policy::DSlot { limit: Some(1) });
    tamper(&mut run, |note| {
        let Note::Selected { picked, .. } = note else { unreachable!() };
        picked.clear();
    });
    assert!(verdict(&run).is_violated());
}

#[test]
fn devices_choose_as_their_policy_says_under_every_policy() {
    for id in ["reinstall-fresh-client-id", "device-added-later", "tagged-and-untagged", "partial-relay-views"] {
        let scenario = corpus::find(id).unwrap().expect("the corpus has it");
        for profile in scenario.profiles.iter().copied() {
            for policy in policies(profile) {
                let run = simulate(&scenario, &RunOptions::new(profile, policy, 7)).unwrap();
                assert!(!verdict(&run).is_violated(), "{id} {profile} {policy}: {:?}", verdict(&run));
            }
        }
    }
}
