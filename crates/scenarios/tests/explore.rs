//! Generated cases: the same identity gives the same case, every case is a scenario, what breaks can be shrunk and compared.

use std::collections::BTreeSet;

use experiment::explore::{Replayed, Saved};
use scenarios::explore::{
    Case, CaseId, FAMILIES, Family, Fingerprint, MARKS, Summary, case, fingerprints, run_case, shrink,
};
use scenarios::invariants::causes;
use scenarios::model::{Action, Scenario};
use scenarios::world::Marmot;
use scenarios::{judge, simulate};

fn id(family: Family, index: u64) -> CaseId {
    CaseId { family, seed: 1.into(), index }
}

#[test]
fn the_same_identity_gives_the_same_case_and_another_index_or_seed_another() {
    for family in Family::ALL {
        let text = |id| case(id).scenario.to_toml();
        assert_eq!(text(id(family, 3)), text(id(family, 3)));
        assert_ne!(text(id(family, 3)), text(id(family, 4)));
        assert_ne!(text(id(family, 3)), text(CaseId { seed: 2.into(), ..id(family, 3) }));
    }
}

#[test]
fn every_case_is_a_scenario_that_can_be_saved_and_loaded() {
    for family in Family::ALL {
        for index in 0..40 {
            let made = case(id(family, index)).scenario;
            let toml = made.to_toml();
            let loaded = Scenario::parse(&toml, "case.toml").unwrap_or_else(|error| panic!("{error}\n{toml}"));
            assert_eq!(loaded, made, "{family} {index}");
        }
    }
}

#[test]
fn a_case_runs_to_the_same_digest_twice() {
    for family in Family::ALL {
        let made = case(id(family, 7));
        assert_eq!(run_case(&made).unwrap(), run_case(&made).unwrap(), "{family}");
    }
}

#[test]
fn the_order_of_cases_changes_no_summary() {
    let records: Vec<_> = (0..6).map(|index| run_case(&case(id(Family::Races, index))).unwrap()).collect();
    let backwards = records.iter().rev().chain(&records).cloned();
    assert_eq!(Summary::of(records.clone(), &FAMILIES), Summary::of(backwards, &FAMILIES));
}

#[test]
fn families_ask_for_marks_that_exist() {
    let known: BTreeSet<&str> = MARKS.iter().map(|(mark, _)| *mark).collect();
    for family in Family::ALL {
        assert!(!family.must_reach().is_empty(), "{family}");
        assert!(family.must_reach().iter().all(|mark| known.contains(mark)), "{family}");
    }
}

/// The first case of a family that fails in a way that `which` picks, with that way.
fn failing(family: Family, which: impl Fn(&Fingerprint) -> bool) -> (Case, Fingerprint) {
    for index in 0..60 {
        let made = case(id(family, index));
        let run = simulate(&made.scenario, &made.options).unwrap();
        if let Some(found) = fingerprints(&run, &judge(&run)).into_iter().find(&which) {
            return (made, found);
        }
    }
    panic!("no case of {family} fails so");
}

#[test]
fn a_failure_shrinks_to_ten_steps_at_most_and_still_fails_in_the_same_way() {
    let (made, found) = failing(Family::Lives, |f| f.invariant == "no-phantom-leaf");
    let shrunk = shrink(&made.scenario, &made.options, &found, 400);
    let again = shrink(&made.scenario, &made.options, &found, 400);
    assert_eq!(shrunk.scenario, again.scenario, "shrinking is deterministic");
    assert!(shrunk.scenario.steps.len() <= 10, "{}", shrunk.scenario.to_toml());
    assert!(shrunk.scenario.steps.len() < made.scenario.steps.len());
    let run = simulate(&shrunk.scenario, &made.options).unwrap();
    assert!(fingerprints(&run, &judge(&run)).contains(&found));
}

#[test]
fn a_saved_failure_replays_to_the_same_bytes_and_an_edited_one_says_where_it_differs() {
    let (made, found) = failing(Family::Churn, |f| f.invariant == "no-phantom-leaf");
    let run = simulate(&made.scenario, &made.options).unwrap();
    let saved = Saved::of::<Marmot>(&run, &made.options, found, |entry| format!("record {entry}"));
    let saved = Saved::parse(&saved.to_text()).unwrap();
    assert_eq!(saved.header.digest, run.transcript.digest().to_hex());
    assert_eq!(saved.compare(simulate(&made.scenario, &made.options).unwrap().transcript.marks()), Replayed::Same);

    let mut edited = made.scenario.clone();
    let publishes = |step: &&mut scenarios::model::Step| matches!(step.action, Action::PublishKeyPackage(_));
    let step = edited.steps.iter_mut().find(publishes).expect("somebody publishes");
    step.action = Action::Rotate;
    let Replayed::Differs { entry, saved: Some(told) } =
        saved.compare(simulate(&edited, &made.options).unwrap().transcript.marks())
    else {
        panic!("an edited step changes the run");
    };
    assert_eq!(told, format!("record {entry}"));
}

#[test]
fn a_saved_transcript_that_is_cut_or_garbled_says_in_which_line() {
    let broken = |text: &str| Saved::parse(text).unwrap_err();
    assert!(broken("").starts_with("line 1: no header"), "{}", broken(""));
    let header = r#"{"format":"colony-transcript/1","profile":"pr40","policy":"client-id","seed":"1","digest":"","fingerprint":{"invariant":"i","cause":"c"}}"#;
    assert!(broken(&format!("{header}\nzz what")).starts_with("line 2: begins with \"zz\""));
    assert!(broken(&header.replace("transcript/1", "transcript/9")).contains("expected: \"colony-transcript/1\""));
}

#[test]
fn causes_have_no_names_ids_or_numbers_of_a_run() {
    let (_, found) = failing(Family::Invites, |f| f.invariant == "every-active-device-joins");
    for particular in ["alice", "bob", "carol", "g1", "g2", "pr40"] {
        assert!(!found.cause.contains(particular), "{found}");
    }
    let what = found.cause.split('/').next().unwrap();
    assert!(causes().any(|known| known.id() == what), "{found}");
}

#[test]
fn the_findings_that_explain_fingerprints_are_written_down() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let findings = std::fs::read_to_string(root.join("FINDINGS.md")).unwrap();
    let records =
        Family::ALL.iter().flat_map(|family| (0..12).map(|index| run_case(&case(id(*family, index))).unwrap()));
    let explained: BTreeSet<String> =
        records.flat_map(|record| record.failures).filter_map(|failure| failure.finding).collect();
    assert!(explained.len() >= 8, "{explained:?}");
    for finding in explained.iter().flat_map(|finding| finding.split(", ")) {
        assert!(findings.contains(&format!("### {finding} ")), "{finding} is in no document");
    }
}
