//! Every invariant with a world in which it holds and one in which it must say *violated*.
//!
//! Where some client can break it, the broken world is a scenario. Where none can, because mdk-core or the relay stands in the
//! way, the record of an honest run is changed so that it shows what must never be.

use std::collections::BTreeSet;
use std::sync::Arc;

use marmot_rules::Profile::{self, Adopted2026_07, Mip2026_04, Pr40};
use marmot_rules::{Policy, Policy::ClientId, Policy::NewestOne};
use nostr::{Event, JsonUtil};
use scenarios::model::{Action, Scenario};
use scenarios::verdict::Verdict;
use scenarios::world::Wire;
use scenarios::{Run, RunOptions, corpus, invariants, judge, simulate};
use sim_device::behaviour::PrivateKeyDeletion;
use sim_device::mls::CanonicalSnapshot;
use sim_device::{EpochState, GroupView, Note, WelcomeRefusal};
use sim_engine::Record;
use sim_relay::{ClientMsg, VerifiedEvent};

/// A scenario of the corpus, and under what it runs.
type World = (&'static str, Profile, Policy);

/// How a world is broken.
enum Break {
    /// The scenario does it by itself.
    AsItIs,
    /// By a client that does something else.
    Scenario(fn(&mut Scenario)),
    /// By a record of what did not happen.
    Record(fn(&mut Run)),
}
use Break::{AsItIs, Record as Forged, Scenario as Changed};

const SLOTS: Policy = Policy::DSlot { limit: None };
const TWO: World = ("two-devices", Pr40, ClientId);

/// Name, a world in which it holds, a world in which it is violated, and what is done to that one.
const TABLE: &[(&str, World, World, Break)] = &[
    ("one-leaf-per-active-device", TWO, ("two-devices", Pr40, NewestOne), AsItIs),
    ("every-active-device-joins", TWO, ("two-devices", Pr40, NewestOne), AsItIs),
    ("every-invited-account-is-reached", TWO, ("client-tag-forbidden", Mip2026_04, NewestOne), AsItIs),
    ("no-phantom-leaf", TWO, ("lost-device", Pr40, ClientId), AsItIs),
    ("no-second-leaf-for-a-device", TWO, ("reinstall-fresh-client-id", Pr40, ClientId), AsItIs),
    ("welcome-only-for-own-key-package", TWO, ("foreign-welcome-joined", Pr40, ClientId), AsItIs),
    ("foreign-welcome-changes-nothing", TWO, TWO, Forged(a_foreign_welcome_left_traces)),
    ("failed-welcome-changes-nothing", RE_INVITED, RE_INVITED, Forged(a_failed_welcome_left_traces)),
    ("commit-before-welcome", RE_INVITED, ("welcome-with-the-commit", Pr40, ClientId), AsItIs),
    ("same-epoch-same-state", TWO, TWO, Forged(one_member_has_another_tree)),
    ("converges-when-quiet", TWO, ("commit-race-merged-at-once", Pr40, ClientId), AsItIs),
    ("all-pairs-decrypt", TWO, ("commit-race-merged-at-once", Pr40, ClientId), AsItIs),
    ("delivered-exactly-once", TWO, ("restored-within-an-epoch", Pr40, ClientId), AsItIs),
    ("no-read-before-join", RE_INVITED, RE_INVITED, Forged(the_laptop_read_what_came_before_it)),
    ("no-read-after-removal", REMOVED, REMOVED, Forged(a_removed_phone_read_on)),
    ("account-removal-removes-every-leaf", REMOVED, REMOVED, Forged(one_leaf_outlived_its_account)),
    ("leaf-removal-spares-siblings", LEFT, LEFT, Forged(a_departure_took_the_sibling_along)),
    ("members-are-accounts", TWO, TWO, Forged(a_leaf_names_nobody)),
    ("client-id-per-installation", TWO, ("cloned-installation", Pr40, ClientId), AsItIs),
    ("slot-is-reused", ("two-devices", Mip2026_04, SLOTS), ("fresh-slot-every-time", Mip2026_04, SLOTS), AsItIs),
    (
        "init-key-within-bounds",
        TWELVE_WEEKS,
        TWELVE_WEEKS,
        Changed(|s| {
            s.defaults.behaviour.private_key = PrivateKeyDeletion::Never;
        }),
    ),
    ("welcomed-key-packages-are-valid", TWO, TWO, Forged(|run| on_the_wire(run, 443, "\"1.0\"", "\"2.0\""))),
    ("selection-ignores-order", UNEVEN, UNEVEN, Forged(the_loser_was_picked)),
    ("key-package-always-available", TWO, ("key-package-deleted-first", Pr40, ClientId), AsItIs),
    (
        "secrets-never-published",
        TWO,
        TWO,
        Forged(|run| {
            let secret = format!("\"{}\"", run.secrets[0]);
            on_the_wire(run, 443, "\"MDK/0.8.0\"", &secret);
        }),
    ),
    ("observer-learns-only", TWO, TWO, Changed(|s| name_client_ids(s, "the phone of bob"))),
    (
        "operator-learns-only",
        ("group-relay-asks-nothing", Pr40, ClientId),
        ("group-relay-asks-who-you-are", Pr40, ClientId),
        AsItIs,
    ),
    ("equal-canonical-snapshots", RIVALS, RIVALS, Forged(|run| stand_elsewhere(run, |seen| seen.gates.push("pass")))),
    ("nothing-lost-inside-the-window", RIVALS, RIVALS, Forged(|run| one_message_is_not_shown(run, "carol/tablet"))),
    ("no-generation-twice", RIVALS, ("restored-within-an-epoch", Adopted2026_07, SLOTS), AsItIs),
];

const RE_INVITED: World = ("device-added-later", Pr40, ClientId);
const REMOVED: World = ("remove-account", Pr40, ClientId);
const RIVALS: World = ("adopted-three-rivals-and-two-messages", Adopted2026_07, SLOTS);
const LEFT: World = ("leaving", Pr40, ClientId);
const TWELVE_WEEKS: World = ("twelve-quiet-weeks", Pr40, ClientId);
const UNEVEN: World = ("uneven-refresh", Pr40, NewestOne);

fn scenario(id: &str) -> Scenario {
    corpus::find(id).unwrap().unwrap_or_else(|| panic!("the corpus has no {id}"))
}

fn run(scenario: &Scenario, (_, profile, policy): World) -> Run {
    simulate(scenario, &RunOptions::new(profile, policy, corpus::DEFAULT_SEED)).unwrap()
}

fn verdict(run: &Run, invariant: &str) -> Verdict {
    judge(run).verdict(invariant).expect("it is registered").clone()
}

fn broken(world: World, how: &Break) -> Run {
    let mut scenario = scenario(world.0);
    if let Changed(change) = how {
        change(&mut scenario);
    }
    let mut run = run(&scenario, world);
    if let Forged(forge) = how {
        forge(&mut run);
    }
    run
}

// ---- what is forged --------------------------------------------------------------------------------------------------------

/// Every note with the device that made it.
fn notes(run: &mut Run) -> impl Iterator<Item = (&str, &mut Note)> {
    let names = &run.names;
    run.transcript.entries.iter_mut().filter_map(move |entry| match &mut entry.record {
        Record::Note(who, note) => Some((names[who.0].as_str(), note)),
        _ => None,
    })
}

/// Every state of a group that a device noted, from the first to the last.
fn epochs<'r>(run: &'r mut Run, device: &str) -> Vec<&'r mut EpochState> {
    let state = |(who, note): (&str, &'r mut Note)| match note {
        Note::Epoch { state, .. } if who == device => Some(Arc::make_mut(state)),
        _ => None,
    };
    notes(run).filter_map(state).collect()
}

fn leave_traces(run: &mut Run, foreign: bool) {
    let refused = notes(run).find_map(|(_, note)| match note {
        Note::WelcomeIgnored { why, unchanged, .. } if (*why == WelcomeRefusal::ForeignKeyPackage) == foreign => {
            Some(unchanged)
        }
        _ => None,
    });
    *refused.expect("a Welcome is refused") = false;
}

fn a_foreign_welcome_left_traces(run: &mut Run) {
    leave_traces(run, true);
}

fn a_failed_welcome_left_traces(run: &mut Run) {
    leave_traces(run, false);
}

fn one_member_has_another_tree(run: &mut Run) {
    let views = &mut run.checkpoints.last_mut().expect("every run ends with one").views;
    let seen = views.get_mut("bob/laptop").and_then(|view| view.groups.get_mut("trip")).expect("it is a member");
    Arc::make_mut(&mut seen.state).tree_hash = "00".repeat(32);
}

fn the_laptop_read_what_came_before_it(run: &mut Run) {
    let first = notes(run).find_map(|(_, note)| match note {
        Note::MessageSent { message, .. } => Some(*message),
        _ => None,
    });
    let read = notes(run).find_map(|(who, note)| match note {
        Note::MessageRead { message, .. } if who == "bob/laptop" => Some(message),
        _ => None,
    });
    *read.expect("it reads something") = first.expect("Alice writes before it joins");
}

fn a_removed_phone_read_on(run: &mut Run) {
    let phone = run.devices["bob/phone"];
    let read = run.transcript.entries.iter_mut().rev().find_map(|entry| match &mut entry.record {
        Record::Note(who, Note::MessageRead { .. }) => Some(who),
        _ => None,
    });
    *read.expect("Carol reads Alice to the end") = phone;
}

/// For a device that notes the departure of leaves of Bob's: its last state before that, and all since.
fn around_departure<'r>(run: &'r mut Run, device: &str) -> Option<(EpochState, Vec<&'r mut EpochState>)> {
    let mut states = epochs(run, device);
    let last = states.windows(2).position(|pair| pair[1].leaves.len() < pair[0].leaves.len())?;
    let since = states.split_off(last + 1);
    Some((states[last].clone(), since))
}

fn one_leaf_outlived_its_account(run: &mut Run) {
    let bob = run.accounts["bob"].to_hex();
    let (before, mut since) = around_departure(run, "alice/desktop").expect("Alice removes Bob");
    since[0].leaves.extend(before.leaves.into_iter().find(|leaf| leaf.account == bob));
}

fn a_departure_took_the_sibling_along(run: &mut Run) {
    let bob = run.accounts["bob"].to_hex();
    for device in ["alice/desktop", "bob/laptop"] {
        let since = around_departure(run, device).map(|(_, since)| since);
        since.into_iter().flatten().for_each(|state| state.leaves.retain(|leaf| leaf.account != bob));
    }
}

fn a_leaf_names_nobody(run: &mut Run) {
    epochs(run, "bob/phone")[0].leaves[0].account = "00".repeat(32);
}

fn the_loser_was_picked(run: &mut Run) {
    let choice = notes(run).find_map(|(_, note)| match note {
        Note::Selected { picked, rejected, .. } if !rejected.is_empty() => Some((picked, rejected)),
        _ => None,
    });
    let (picked, rejected) = choice.expect("a selection leaves something out");
    std::mem::swap(&mut picked[0], &mut rejected[0].0);
}

/// Changes the JSON of every event of a kind on its way to a relay, and leaves its id.
fn on_the_wire(run: &mut Run, kind: u16, old: &str, new: &str) {
    for entry in &mut run.transcript.entries {
        if let Record::Delivered { message: Wire::ToRelay(ClientMsg::Event(event)), .. } = &mut entry.record
            && event.kind.as_u16() == kind
        {
            let json = event.as_json();
            assert!(json.contains(old), "{json}");
            *event = VerifiedEvent::assume_verified(Event::from_json(json.replace(old, new)).unwrap());
        }
    }
}

/// A group as a device sees it at the end.
fn seen_by<'r>(run: &'r mut Run, device: &str) -> &'r mut GroupView {
    let views = &mut run.checkpoints.last_mut().unwrap().views;
    views.get_mut(device).unwrap().groups.get_mut("trip").unwrap()
}

fn stand_elsewhere(run: &mut Run, change: fn(&mut CanonicalSnapshot)) {
    change(seen_by(run, "carol/tablet").canonical.as_mut().unwrap());
}

fn one_message_is_not_shown(run: &mut Run, device: &str) {
    let said = notes(run).find_map(|(who, note)| match note {
        Note::MessageSent { message, .. } if who != device => Some(*message),
        _ => None,
    });
    let said = said.expect("somebody says something");
    seen_by(run, device).messages.retain(|message| *message != said);
}

fn name_client_ids(scenario: &mut Scenario, name: &str) {
    for step in &mut scenario.steps {
        if let Action::PublishKeyPackage(options) = &mut step.action {
            options.client_id = Some(name.to_owned());
        }
    }
}

// ---- the tests -------------------------------------------------------------------------------------------------------------

#[test]
fn the_table_has_every_invariant_once() {
    let listed: Vec<_> = TABLE.iter().map(|(name, ..)| *name).collect();
    let registered: BTreeSet<_> = invariants::ALL.iter().map(|invariant| invariant.name).collect();
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), registered);
    assert_eq!(listed.len(), registered.len());
}

#[test]
fn every_invariant_holds_in_a_world_that_could_break_it() {
    for (name, world, ..) in TABLE {
        let verdict = verdict(&run(&scenario(world.0), *world), name);
        assert!(matches!(verdict, Verdict::Held { exercised: 1.. }), "{name} in {}: {verdict:?}", world.0);
    }
}

#[test]
fn every_invariant_is_violated_in_a_world_that_breaks_it() {
    for (name, _, world, how) in TABLE {
        let verdict = verdict(&broken(*world, how), name);
        let Verdict::Violated { violations } = &verdict else { panic!("{name} in {}: {verdict:?}", world.0) };
        assert!(violations.iter().all(|violation| !violation.text().is_empty()), "{name}: {violations:?}");
    }
}

#[test]
fn what_is_forged_breaks_nothing_before_it_is_forged() {
    for (name, _, world, how) in TABLE {
        if let Forged(_) = how {
            let verdict = verdict(&run(&scenario(world.0), *world), name);
            assert!(matches!(verdict, Verdict::Held { exercised: 1.. }), "{name} in {}: {verdict:?}", world.0);
        }
    }
}

#[test]
fn a_sibling_that_stays_in_the_tree_and_reads_nothing_is_not_spared() {
    let mut run = run(&scenario(LEFT.0), LEFT);
    let views = &mut run.checkpoints.last_mut().unwrap().views;
    views.get_mut("bob/laptop").unwrap().groups.get_mut("trip").unwrap().messages.clear();
    let verdict = verdict(&run, "leaf-removal-spares-siblings");
    let Verdict::Violated { violations } = &verdict else { panic!("{verdict:?}") };
    assert_eq!((violations.len(), violations[0].subject.as_str()), (1, "bob/laptop"));
}

#[test]
fn a_canonical_snapshot_that_differs_in_any_one_part_is_told_by_that_part() {
    type Change = fn(&mut CanonicalSnapshot);
    let changes: [(&str, Change); 11] = [
        ("group-id", |seen| seen.group_id.push('0')),
        ("epoch", |seen| seen.epoch += 1),
        ("group-context", |seen| seen.context.push('0')),
        ("commitment", |seen| seen.commitment.push('0')),
        ("leaves", |seen| drop(seen.leaves.pop())),
        ("required", |seen| drop(seen.required.pop_first())),
        ("dictionary", |seen| drop(seen.dictionary.pop_last())),
        ("lifecycle", |seen| seen.lifecycle = "recovering"),
        ("gates", |seen| seen.gates.push("pass")),
        ("obligations", |seen| seen.obligations.push("own-commit")),
        ("dispositions", |seen| {
            let commit = seen.dispositions.values_mut().find(|disposed| !disposed.is_payload);
            commit.expect("there were commits").disposition = "rejected".to_owned();
        }),
    ];
    for (part, change) in changes {
        let mut run = run(&scenario(RIVALS.0), RIVALS);
        stand_elsewhere(&mut run, change);
        let verdict = verdict(&run, "equal-canonical-snapshots");
        let causes: BTreeSet<_> = verdict.violations().iter().map(|found| found.cause.id.to_string()).collect();
        assert_eq!(causes, [format!("other-canonical-snapshot/{part}")].into());
    }
}

/// Three accounts in a group, then what `deeds` say.
fn copies(deeds: &str) -> Run {
    let head = r#"
format = "marmot-scenario/1"
id = "copies"
title = "Copies of a device"
profiles = ["mip-2026-04"]
[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone", "laptop"]
[accounts.carol]
devices = ["phone"]
"#;
    let steps = deeds.lines().map(|deed| {
        let (device, action) = deed.split_once(' ').expect("a device and an action");
        format!("[[steps]]\nafter = \"1m\"\ndevice = \"{device}\"\n{action}\n")
    });
    let scenario = Scenario::parse(&(head.to_owned() + &steps.collect::<String>()), "copies.toml").unwrap();
    simulate(&scenario, &RunOptions::new(Mip2026_04, SLOTS, 7)).unwrap()
}

#[test]
fn a_copy_may_read_what_its_source_may_read() {
    let group = r#"bob/phone publish_key_package = {}
carol/phone publish_key_package = {}
alice/desktop create_group = { group = "trip", invite = ["bob", "carol"] }"#;
    // Carol speaks from an epoch before the one in which Bob's laptop became a copy.
    let from_an_old_epoch = format!(
        r#"{group}
carol/phone backup = {{ name = "b" }}
carol/phone self_update = {{ group = "trip" }}
carol/phone restore = {{ name = "b" }}
bob/laptop clone = {{ from = "bob/phone" }}"#
    );
    // Alice speaks from before the laptop's update: in her tree the leaf is the phone's.
    let through_the_source = format!(
        r#"{group}
bob/laptop clone = {{ from = "bob/phone" }}
alice/desktop backup = {{ name = "a" }}
alice/desktop self_update = {{ group = "trip" }}
alice/desktop restore = {{ name = "a" }}
bob/phone offline = {{}}
carol/phone offline = {{}}
bob/laptop self_update = {{ group = "trip" }}
bob/phone online = {{}}
carol/phone online = {{}}"#
    );
    for (invariant, deeds) in
        [("no-read-before-join", from_an_old_epoch), ("no-read-after-removal", through_the_source)]
    {
        let run = copies(&deeds);
        let reads =
            run.notes().filter(|(_, who, note)| *who == "bob/laptop" && matches!(note, Note::MessageRead { .. }));
        assert!(reads.count() > 0, "{invariant}: the copy reads something");
        let verdict = verdict(&run, invariant);
        assert!(!verdict.is_violated(), "{invariant}: {verdict:?}");
    }
}
