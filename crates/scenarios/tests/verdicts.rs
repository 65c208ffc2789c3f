//! Small worlds in which a careless oracle, or a careless device, would give a wrong verdict. Each file says in its title what
//! must be so.

use std::path::Path;

use scenarios::model::Scenario;
use scenarios::{Run, RunOptions, SimulateError, corpus, judge, simulate};

fn worlds() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| Scenario::load(file).unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// Runs a scenario text of one device of Alice's in PR #40.
fn run_text(rest: &str) -> Result<Run, SimulateError> {
    let head = "format = \"marmot-scenario/1\"\nid = \"small\"\ntitle = \"t\"\nprofiles = [\"pr40\"]\n";
    let text = format!("{head}accounts.alice.devices = [\"desktop\"]\n{rest}");
    let scenario = Scenario::parse(&text, "small.toml").unwrap();
    simulate(&scenario, &RunOptions::new(marmot_rules::Profile::Pr40, marmot_rules::Policy::ClientId, 7))
}

#[test]
fn every_small_world_gets_the_verdict_it_deserves() {
    for scenario in worlds() {
        let profile = scenario.profiles[0];
        let options = RunOptions::new(profile, corpus::natural_policy(&scenario, profile), 7);
        let judgement = judge(&simulate(&scenario, &options).unwrap());
        assert!(judgement.as_expected(), "{}: {:#?}", scenario.title, judgement.failures);
    }
}

#[test]
fn a_budget_ends_the_script_and_says_so() {
    let run = run_text("budget = \"1h\"\nsteps = [{ advance = \"30d\" }, { advance = \"30d\" }]\n").unwrap();
    assert!(judge(&run).stalled && run.duration().as_secs() <= 3_600);
}

#[test]
fn centuries_of_virtual_time_end_in_words_and_not_in_an_overflow() {
    let steps = "steps = [{ advance = \"36500d\" }, { advance = \"36500d\" }]\n";
    assert!(judge(&run_text(&format!("start = 2399-12-31T00:00:00Z\n{steps}")).unwrap()).stalled);
}

#[test]
fn devices_of_two_texts_live_in_one_world() {
    let device = "devices.\"alice/desktop\".profile = \"adopted-2026-07\"\n";
    let steps = "steps = [{ device = \"alice/desktop\", publish_key_package = {} }, { settle = \"1m\" }]\n";
    let run = run_text(&format!("{device}{steps}")).unwrap();
    assert!(run.failed_steps.is_empty() && !judge(&run).stalled);
}
