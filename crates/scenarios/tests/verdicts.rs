//! Small worlds in which a careless oracle, or a careless device, would give a wrong verdict. Each file says in its title what
//! must be so.

use std::path::Path;

use scenarios::model::Scenario;
use scenarios::{RunOptions, corpus, judge, simulate};

fn worlds() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| Scenario::load(file).unwrap_or_else(|error| panic!("{error}"))).collect()
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
    let text = r#"format = "marmot-scenario/1"
id = "budget"
title = "t"
profiles = ["pr40"]
budget = "1h"
accounts.alice.devices = ["desktop"]
steps = [{ advance = "30d" }, { advance = "30d" }]
"#;
    let scenario = Scenario::parse(text, "budget.toml").unwrap();
    let options = RunOptions::new(marmot_rules::Profile::Pr40, marmot_rules::Policy::ClientId, 7);
    let run = simulate(&scenario, &options).unwrap();
    assert!(judge(&run).stalled && run.duration().as_secs() <= 3_600);
}

#[test]
fn centuries_of_virtual_time_end_in_words_and_not_in_an_overflow() {
    let text = r#"format = "marmot-scenario/1"
id = "centuries"
title = "t"
profiles = ["pr40"]
start = 2399-12-31T00:00:00Z
accounts.alice.devices = ["desktop"]
steps = [{ advance = "36500d" }, { advance = "36500d" }]
"#;
    let scenario = Scenario::parse(text, "centuries.toml").unwrap();
    let options = RunOptions::new(marmot_rules::Profile::Pr40, marmot_rules::Policy::ClientId, 7);
    assert!(judge(&simulate(&scenario, &options).unwrap()).stalled);
}

#[test]
fn a_device_cannot_speak_a_profile_that_mdk_core_cannot() {
    let text = r#"format = "marmot-scenario/1"
id = "adopted"
title = "t"
profiles = ["pr40"]
accounts.alice.devices = ["desktop"]
devices."alice/desktop".profile = "adopted-2026-07"
steps = [{ advance = "1s" }]
"#;
    let scenario = Scenario::parse(text, "adopted.toml").unwrap();
    let options = RunOptions::new(marmot_rules::Profile::Pr40, marmot_rules::Policy::ClientId, 7);
    assert!(simulate(&scenario, &options).err().is_some_and(|e| e.to_string().contains("rules-only")));
}
