//! The causal story of a violation: bounded, in order, the same every time, and about that violation.

use marmot_rules::{Policy, Profile};
use scenarios::facts::Facts;
use scenarios::judge::{Judgement, causal, causal_story, main_story};
use scenarios::verdict::Violation;
use scenarios::{Run, RunOptions, corpus, judge, simulate};
use sim_device::{Note, WelcomeRefusal};
use sim_engine::Record;

fn run(id: &str) -> (Run, Judgement) {
    let scenario = corpus::find(id).unwrap().unwrap();
    let run = simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap();
    let judgement = judge(&run);
    (run, judgement)
}

fn told<'j>(judgement: &'j Judgement, invariant: &str) -> &'j Violation {
    causal::told_violation(judgement, Some(invariant)).unwrap().1
}

fn notes<'r>(run: &'r Run, entries: &'r [usize]) -> impl Iterator<Item = &'r Note> {
    entries.iter().filter_map(|entry| match &run.transcript.entries[*entry].record {
        Record::Note(_, note) => Some(note),
        _ => None,
    })
}

#[test]
fn every_violation_of_the_corpus_has_a_story_that_is_bounded_and_in_order() {
    let mut stories = 0;
    for scenario in corpus::all().unwrap().into_iter().filter(|scenario| scenario.profiles.contains(&Profile::Pr40)) {
        let run = simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap();
        let facts = Facts::of(&run);
        let judgement = judge(&run);
        for name in judgement.violated() {
            let violation = told(&judgement, name);
            let story = causal_story(&run, &facts, violation, 25);
            let what = format!("{} {name}", scenario.id);
            assert!(!story.entries.is_empty() && story.entries.len() <= 25, "{what}");
            assert!(
                story.entries.is_sorted() && *story.entries.last().unwrap() < run.transcript.entries.len(),
                "{what}"
            );
            assert_eq!(story, causal_story(&run, &facts, violation, 25), "{what}");
            let shorter = causal_story(&run, &facts, violation, 5);
            assert!(shorter.entries.iter().all(|entry| story.entries.contains(entry)), "{what}");
            assert_eq!(shorter.entries.len() + shorter.left_out, story.entries.len() + story.left_out, "{what}");
            stories += 1;
        }
    }
    assert!(stories > 50, "{stories}");
}

#[test]
fn a_refused_welcome_leads_back_to_the_invitation_and_to_what_became_of_the_keys() {
    let (run, judgement) = run("consumed-by-another-inviter");
    let violation = told(&judgement, "every-active-device-joins");
    let facts = Facts::of(&run);
    let story = causal_story(&run, &facts, violation, 25);
    assert!(story.entries.contains(&violation.entry));
    let has = |meant: fn(&Note) -> bool| assert!(notes(&run, &story.entries).any(meant));
    has(|note| matches!(note, Note::KeyPackagePublished { .. }));
    has(|note| matches!(note, Note::Selected { .. }));
    has(|note| matches!(note, Note::WelcomeSent { group, .. } if group == "trip"));
    has(|note| matches!(note, Note::Joined { group, .. } if group == "trip"));
    has(|note| matches!(note, Note::KeyPackageForgotten { .. }));
    has(|note| matches!(note, Note::WelcomeSent { group, .. } if group == "hike"));
    has(|note| matches!(note, Note::WelcomeIgnored { why: WelcomeRefusal::KeysGone, .. }));
}

#[test]
fn a_split_leads_back_to_where_the_two_parted_and_not_to_what_came_after() {
    let (run, judgement) = run("commit-race-merged-at-once");
    let story = causal_story(&run, &Facts::of(&run), told(&judgement, "converges-when-quiet"), 25);
    let epochs: Vec<u64> = notes(&run, &story.entries)
        .filter_map(|note| match note {
            Note::CommitSent { epoch, .. } => Some(*epoch),
            _ => None,
        })
        .collect();
    assert_eq!(epochs, [1, 1], "the two commits of the first race, none of the later ones");
    assert!(story.entries.iter().all(|entry| *entry < run.roll_call));
}

#[test]
fn the_violation_that_is_told_is_one_that_no_other_explains() {
    let (_, judgement) = run("commit-race-merged-at-once");
    let (name, violation) = causal::told_violation(&judgement, None).unwrap();
    assert_eq!(name, "converges-when-quiet");
    assert_eq!(violation, told(&judgement, name));
    assert!(causal::told_violation(&judgement, Some("no-phantom-leaf")).is_none());
}

#[test]
fn a_run_in_which_nothing_breaks_has_a_main_story() {
    let (run, judgement) = run("two-devices");
    assert!(causal::told_violation(&judgement, None).is_none());
    let story = main_story(&run, 25);
    let joined = notes(&run, &story.entries).filter(|note| matches!(note, Note::Joined { .. })).count();
    assert_eq!(joined, 2);
    assert!(story.entries.iter().all(|entry| *entry < run.roll_call));
}
