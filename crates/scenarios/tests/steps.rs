//! Steps that cannot be carried out are told and counted, unless the scenario says that they fail.

use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::world::{FailedStep, StepFailure};
use scenarios::{Run, RunOptions, corpus, simulate};

const HEAD: &str = r#"
format = "marmot-scenario/1"
id = "steps"
title = "t"
profiles = ["pr40"]
[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone", "tablet"]
"#;

const GROUP: &str = r#"
[[steps]]
device = "bob/phone"
publish_key_package = {}
[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }
[[steps]]
settle = "10m"
"#;

fn run(steps: &str) -> Run {
    let scenario = Scenario::parse(&format!("{HEAD}{GROUP}{steps}"), "steps.toml").unwrap();
    simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap()
}

fn only(run: &Run) -> &FailedStep {
    let [failed] = run.failed_steps.as_slice() else { panic!("{:?}", run.failed_steps) };
    failed
}

#[test]
fn a_command_that_the_device_refuses_is_a_failed_step_with_its_place_entry_and_reason() {
    let run =
        run("[[steps]]\ndevice = \"alice/desktop\"\nremove_account = { group = \"trip\", account = \"alice\" }\n");
    let failed = only(&run);
    assert_eq!((failed.place.step, failed.place.inner, failed.expected), (4, None, false));
    assert!(matches!(failed.why, StepFailure::Failed { .. }));
    let told = scenarios_entry(&run, failed.entry);
    assert!(told.contains("step 4 (alice/desktop: remove alice from trip) failed"), "{told}");
}

fn scenarios_entry(run: &Run, entry: usize) -> String {
    match &run.transcript.entries[entry].record {
        sim_engine::Record::Step(step) => step.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_of_step_that_finds_nothing_to_act_on_fails() {
    let run = run(r#"
[[steps]]
device = "bob/tablet"
retire = {}
[[steps]]
device = "bob/tablet"
backup = { name = "gone" }
[[steps]]
device = "bob/phone"
restore = { name = "gone" }
[[steps]]
device = "bob/phone"
clone = { from = "bob/tablet" }
[[steps]]
device = "bob/phone"
replay = { kinds = [7] }
[[steps]]
fault = { name = "short", does = "drop", lasts = "1s" }
[[steps]]
after = "1m"
lift = { fault = "short" }
[[steps]]
device = "bob/tablet"
publish_key_package = {}
[[steps]]
device = "bob/phone"
crash = { at = "welcome-accepted" }
[[steps]]
at = "1m"
device = "bob/phone"
offline = {}
"#);
    let ids: Vec<_> = run.failed_steps.iter().map(|failed| (failed.place.step, failed.why.id())).collect();
    let expected = [
        (5, "nothing-stored"),
        (6, "no-backup"),
        (7, "nothing-stored"),
        (8, "nothing-to-replay"),
        (10, "nothing-to-lift"),
        (11, "retired"),
        (12, "never-came"),
        (13, "past-time"),
    ];
    assert_eq!(ids, expected);
    assert!(run.failed_steps.iter().all(|failed| !failed.expected));
}

#[test]
fn a_step_that_says_so_fails_as_expected_and_one_that_says_so_and_does_not_fail_is_a_failure() {
    let fails = run("[[steps]]\ndevice = \"bob/tablet\"\nfails = true\nleave = { group = \"trip\" }\n");
    assert!(only(&fails).expected);
    let may = run("[[steps]]\ndevice = \"bob/tablet\"\nmay_fail = true\nleave = { group = \"trip\" }\n");
    assert!(only(&may).expected);
    let does_not =
        run("[[steps]]\ndevice = \"alice/desktop\"\nfails = true\nsend = { group = \"trip\", text = \"x\" }\n");
    assert_eq!((&only(&does_not).why, only(&does_not).expected), (&StepFailure::DidNotFail, false));
    let may_not =
        run("[[steps]]\ndevice = \"alice/desktop\"\nmay_fail = true\nsend = { group = \"trip\", text = \"x\" }\n");
    assert_eq!(may_not.failed_steps, []);
}

#[test]
fn inside_parallel_and_with_times_it_is_said_which_and_how_often() {
    let run = run(r#"
[[steps]]
parallel = [
  { device = "alice/desktop", send = { group = "trip", text = "x" } },
  { device = "bob/tablet", every = "1s", times = 3, send = { group = "trip", text = "y" } },
]
[[steps]]
device = "bob/tablet"
every = "10s"
times = 2
fails = true
self_update = { group = "trip" }
"#);
    let [inner, repeated] = run.failed_steps.as_slice() else { panic!("{:?}", run.failed_steps) };
    assert_eq!((inner.place.step, inner.place.inner, inner.failed, inner.begun), (4, Some(2), 3, 3));
    assert!(!inner.expected && inner.to_string().contains("step 4.2") && inner.to_string().contains("3 of 3 times"));
    assert_eq!((repeated.place.step, repeated.failed, repeated.expected), (5, 2, true));
}

#[test]
fn fails_is_written_back_and_refused_where_nothing_can_fail() {
    let text =
        format!("{HEAD}{GROUP}[[steps]]\ndevice = \"bob/phone\"\nfails = true\nleave = {{ group = \"trip\" }}\n");
    let scenario = Scenario::parse(&text, "steps.toml").unwrap();
    assert!(scenario.steps[3].fails && scenario.to_toml().contains("fails = true"));
    assert_eq!(Scenario::parse(&scenario.to_toml(), "again.toml").unwrap(), scenario);
    let wrong =
        |step: &str| Scenario::parse(&format!("{HEAD}{GROUP}[[steps]]\n{step}\n"), "x.toml").unwrap_err().to_string();
    assert!(wrong("fails = true\nsettle = \"1m\"").contains("has no meaning for `settle`"));
    assert!(wrong("fails = 1\ndevice = \"bob/phone\"\nrotate = {}").contains("`true` or `false`"));
    assert!(wrong("fails = true\nmay_fail = true\ndevice = \"bob/phone\"\nrotate = {}").contains("both"));
    assert!(wrong("fail = true\ndevice = \"bob/phone\"\nrotate = {}").contains("did you mean `fails`"));
}

/// Every scenario of the corpus, in each of its profiles with the policy that the profile describes.
#[test]
fn no_step_of_the_corpus_fails_unless_it_says_so() {
    let mut told = Vec::new();
    for scenario in corpus::all().unwrap() {
        for profile in scenario.profiles.iter().copied() {
            let policy = corpus::natural_policy(&scenario, profile);
            let seed = scenario.seed.unwrap_or(corpus::DEFAULT_SEED);
            let run = simulate(&scenario, &RunOptions::new(profile, policy, seed)).unwrap();
            let unexpected = run.failed_steps.iter().filter(|failed| !failed.expected);
            told.extend(unexpected.map(|failed| format!("{} {profile} {policy}: {failed}", scenario.id)));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
