//! The scenario files of the corpus, and one written by hand.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use scenarios::model::{Action, Holds, Outcome, Scenario, Span};

fn corpus() -> Vec<(PathBuf, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    assert!(files.len() >= 14, "the corpus shrank to {} files", files.len());
    let load = |path: PathBuf| {
        let scenario = Scenario::load(&path).unwrap_or_else(|error| panic!("{error}"));
        (path, scenario)
    };
    files.into_iter().map(load).collect()
}

#[test]
fn every_file_is_named_after_its_id() {
    for (path, scenario) in corpus() {
        assert_eq!(path.file_stem().unwrap().to_str().unwrap(), scenario.id);
    }
}

#[test]
fn every_file_tells_a_newcomer_what_it_is_about() {
    for (path, scenario) in corpus() {
        let description = scenario.description.unwrap_or_default();
        let sentences = description.matches(". ").count() + description.matches(".\n").count();
        assert!((1..=4).contains(&sentences), "{}: {sentences} sentences", path.display());
        assert!(!scenario.rules.is_empty() && !scenario.source.is_empty(), "{}", path.display());
        assert!(scenario.source.iter().all(|source| source.starts_with("https://")), "{}", path.display());
    }
}

#[test]
fn every_file_says_how_it_ends_for_every_device() {
    for (path, scenario) in corpus() {
        assert!(scenario.expect.holds.is_some(), "{}", path.display());
        let devices: BTreeSet<_> = scenario.device_names().into_iter().collect();
        assert_eq!(scenario.expect.outcome.keys().cloned().collect::<BTreeSet<_>>(), devices, "{}", path.display());
    }
}

#[test]
fn no_two_files_have_the_same_title() {
    let titles: BTreeSet<_> = corpus().into_iter().map(|(_, scenario)| scenario.title).collect();
    assert_eq!(titles.len(), corpus().len());
}

#[test]
fn written_and_read_again_every_file_is_the_same_scenario() {
    for (path, scenario) in corpus() {
        let toml = scenario.to_toml();
        assert_eq!(Scenario::parse(&toml, "again.toml").unwrap_or_else(|e| panic!("{e}\n{toml}")), scenario);
        let json = scenario.to_json().to_string();
        assert_eq!(Scenario::parse(&json, "again.json").unwrap(), scenario, "{}", path.display());
        let verbose = serde_json::to_string(&scenario).unwrap();
        assert_eq!(Scenario::parse(&verbose, "verbose.json").unwrap(), scenario, "{}", path.display());
    }
}

/// A scenario that uses much of the format, as it would be written by hand.
const DESIGN: &str = r#"
format = "marmot-scenario/1"
id = "uneven-refresh"
title = "A phone that refreshes often hides a laptop that does not"
rules = ["CID-08", "SEL-09"]                       # rule ids of docs/spec/marmot.md
source = "https://github.com/marmot-protocol/marmot/pull/40"
profiles = ["pr40", "mip-2026-04"]                 # under which it makes sense

[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone", "laptop"]

[[steps]]
device = "bob/laptop"
publish_key_package = {}

[[steps]]
every = "6h"
times = 10
device = "bob/phone"
publish_key_package = {}

[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }

[[steps]]
settle = "10m"

[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "hello" }

[expect]
holds = "all"                                      # every invariant that the run exercises

[expect.under.newest-one]                          # consequence documented for one selection policy
violates = ["every-active-device-joins"]
outcome = { "bob/laptop" = "silently-excluded" }
"#;

#[test]
fn the_example_of_the_design_loads_as_it_stands() {
    let scenario = Scenario::parse(DESIGN, "design.toml").unwrap();
    assert_eq!(scenario.device_names(), ["alice/desktop", "bob/phone", "bob/laptop"]);
    assert_eq!(scenario.relays.keys().collect::<Vec<_>>(), ["r1"]);
    assert_eq!(scenario.steps[1].every, Some(Span::from_secs(6 * 3_600)));
    assert_eq!(scenario.steps[1].times, Some(10));
    assert_eq!(scenario.steps[3].action, Action::Settle(Span::from_secs(600)));
    assert_eq!(scenario.expect.holds, Some(Holds::All));
    let under = &scenario.expect.under["newest-one"];
    assert_eq!(under.outcome["bob/laptop"], Outcome::SilentlyExcluded);
}
