//! Findings about the adopted text explain the violations of their own stories, and of no other text's.

use std::collections::BTreeSet;

use marmot_rules::Profile::{self, Adopted2026_07, Pr40};
use marmot_rules::{Policy, Policy::ClientId};
use scenarios::explore::finding_of;
use scenarios::facts::Facts;
use scenarios::judge::judge_by;
use scenarios::model::Scenario;
use scenarios::{Run, RunOptions, corpus, simulate};

const SLOTS: Policy = Policy::DSlot { limit: None };

/// What explains the violations of an invariant, one for each.
fn explained(run: &Run, invariant: &str) -> Vec<Option<&'static str>> {
    let facts = Facts::of(run);
    let judgement = judge_by(run, &facts);
    let verdict = judgement.verdict(invariant).expect("it is registered");
    verdict.violations().iter().map(|violation| finding_of(run, &facts, invariant, violation)).collect()
}

fn of_corpus(id: &str, profile: Profile, policy: Policy, seed: u64) -> Run {
    simulate(&corpus::find(id).unwrap().unwrap(), &RunOptions::new(profile, policy, seed)).unwrap()
}

#[test]
fn a_story_is_explained_by_the_finding_that_cites_it() {
    let stories = [
        ("F-75", "adopted-race-seen-from-the-first-side", Adopted2026_07, SLOTS, 7, "no-phantom-leaf"),
        ("F-75", "adopted-race-seen-from-the-first-side", Adopted2026_07, SLOTS, 7, "converges-when-quiet"),
        ("F-75", "adopted-race-seen-from-the-second-side", Adopted2026_07, SLOTS, 3, "converges-when-quiet"),
        ("F-77", "adopted-horizon-splits-the-group", Adopted2026_07, SLOTS, 7, "all-pairs-decrypt"),
        ("F-79", "equal-welcomes-by-bytes", Pr40, ClientId, 7, "every-active-device-joins"),
        ("F-86", "restored-within-an-epoch", Adopted2026_07, SLOTS, 7, "no-generation-twice"),
        ("F-86", "restored-inside-the-group", Adopted2026_07, SLOTS, 7, "equal-canonical-snapshots"),
    ];
    for (finding, id, profile, policy, seed, invariant) in stories {
        let found: BTreeSet<_> = explained(&of_corpus(id, profile, policy, seed), invariant).into_iter().collect();
        assert_eq!(found, [Some(finding)].into(), "{id}: {invariant}");
    }
}

#[test]
fn what_an_older_text_breaks_is_explained_by_a_finding_about_that_text() {
    let run = of_corpus("invitation-loses-its-race", Pr40, ClientId, 7);
    let found: BTreeSet<_> = explained(&run, "converges-when-quiet").into_iter().flatten().collect();
    assert!(!found.is_empty() && !found.contains("F-75"), "{found:?}");
}

/// Carol's phone leaves, and then her laptop. Alice carries that out, too, and the laptop sees it. Bob, who hears nothing, renews his leaf
/// and speaks: his branch wins, and the laptop's leaf is back.
const LEAVER: &str = r#"
format = "marmot-scenario/1"
id = "leaver"
title = "A leaver whose removal loses"
profiles = ["adopted-2026-07"]
[accounts.alice]
devices = ["phone"]
[accounts.bob]
devices = ["phone"]
[accounts.carol]
devices = ["phone", "laptop"]
[defaults.behaviour]
post_join_update = "never"
[[steps]]
device = "bob/phone"
publish_key_package = {}
[[steps]]
device = "carol/phone"
publish_key_package = {}
[[steps]]
device = "carol/laptop"
publish_key_package = {}
[[steps]]
device = "alice/phone"
create_group = { group = "trip", invite = ["bob", "carol"] }
[[steps]]
settle = "10m"
[[steps]]
device = "carol/phone"
leave = { group = "trip" }
[[steps]]
settle = "10m"
[[steps]]
fault = { name = "deaf", device = "bob/phone", direction = "to-device", kinds = [445], does = "drop" }
[[steps]]
device = "carol/laptop"
leave = { group = "trip" }
[[steps]]
advance = "30s"
[[steps]]
device = "bob/phone"
self_update = { group = "trip" }
[[steps]]
advance = "30s"
[[steps]]
device = "bob/phone"
send = { group = "trip", text = "Who is here?" }
[[steps]]
advance = "30s"
[[steps]]
lift = { fault = "deaf" }
[[steps]]
device = "bob/phone"
offline = {}
[[steps]]
device = "bob/phone"
online = {}
[[steps]]
settle = "10m"
"#;

#[test]
fn a_leaf_that_stays_because_the_removal_lost_is_explained() {
    let scenario = Scenario::parse(LEAVER, "leaver.toml").unwrap();
    let run = simulate(&scenario, &RunOptions::new(Adopted2026_07, SLOTS, 7)).unwrap();
    assert_eq!(explained(&run, "leaf-removal-spares-siblings"), [Some("F-83")]);
}
