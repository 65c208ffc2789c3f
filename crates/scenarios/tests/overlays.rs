//! The stories of the overlays: each ends as its file says, twice with the same bytes, and together they exercise what they are about.

use scenarios::coverage::{Covered, coverage};
use scenarios::model::Scenario;
use scenarios::{corpus, judge, simulate};

/// Scenarios in which some device speaks an overlay.
fn stories() -> Vec<Scenario> {
    let all = corpus::all().expect("the corpus is well-formed");
    all.into_iter().filter(|scenario| scenario.defaults.overlay.is_some()).collect()
}

#[test]
fn every_story_of_an_overlay_ends_as_it_says_and_twice_in_the_same_way() {
    let stories = stories();
    assert!(stories.len() >= 15, "{}", stories.len());
    let mut wrong = Vec::new();
    for (scenario, options) in corpus::runs(&stories, None) {
        let run = simulate(scenario, &options).expect("it can be run");
        let again = simulate(scenario, &options).expect("it can be run");
        assert_eq!(run.transcript.digest(), again.transcript.digest(), "{}", scenario.id);
        let judgement = judge(&run);
        if !judgement.as_expected() {
            wrong.push(format!("{}: {:#?}", scenario.id, judgement.failures));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rules_of_the_overlays_are_exercised() {
    let rules = coverage(&stories());
    for id in [
        "SA-01", "SA-02", "SA-03", "SA-04", "SA-05", "SA-06", "SA-07", "SA-08", "SA-09", "SA-10", "SA-11", "SA-12",
        "MD-12", "MD-14", "MD-15",
    ] {
        let rule = rules.iter().find(|rule| rule.rule.id == id).expect("it is in the registry");
        assert!(rule.covered == Covered::Exercised && rule.reason.is_none(), "{id}");
    }
}
