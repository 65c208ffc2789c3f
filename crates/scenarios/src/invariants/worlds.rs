//! For tests: a world in which an invariant holds, and one in which it must say *violated*.
//!
//! Where some client can break it, the broken world is a scenario. Where none can, because mdk-core or the relay stands in the
//! way, the record of an honest run is changed so that it shows what must never be.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub(super) use marmot_rules::Policy::{self, ClientId, NewestOne};
pub(super) use marmot_rules::Profile::{self, Adopted2026_07, Mip2026_04, Pr40};
use nostr::{Event, JsonUtil};
use sim_device::{EpochState, GroupView, Note, WelcomeRefusal};
use sim_engine::Record;
use sim_relay::{ClientMsg, VerifiedEvent};

pub(super) use Break::{AsItIs, Changed, Forged};

use crate::invariants::Invariant;
use crate::model::Scenario;
use crate::verdict::{Verdict, What};
use crate::world::Wire;
use crate::{Judgement, Run, RunOptions, corpus, judge, simulate};

/// A scenario of the corpus, and under what it runs.
pub(super) type World = (&'static str, Profile, Policy);

/// How a world is broken.
pub(super) enum Break {
    /// The scenario does it by itself.
    AsItIs,
    /// By a client that does something else.
    Changed(fn(&mut Scenario)),
    /// By a record of what did not happen.
    Forged(fn(&mut Run)),
}

pub(super) const SLOTS: Policy = Policy::DSlot { limit: None };
pub(super) const TWO: World = ("two-devices", Pr40, ClientId);
pub(super) const RE_INVITED: World = ("device-added-later", Pr40, ClientId);
pub(super) const REMOVED: World = ("remove-account", Pr40, ClientId);
pub(super) const RIVALS: World = ("adopted-three-rivals-and-two-messages", Adopted2026_07, SLOTS);

/// The invariant holds in a world that could break it, and is violated in one that breaks it. What is forged breaks nothing before
/// it is forged.
pub(super) fn shows(invariant: &Invariant, holds_in: World, violated_in: World, how: Break) {
    let name = invariant.name;
    let untouched = if let Forged(_) = how { vec![holds_in, violated_in] } else { vec![holds_in] };
    for world in untouched {
        let verdict = verdict(&judgement(world), name);
        assert!(matches!(verdict, Verdict::Held { exercised: 1.. }), "{name} in {}: {verdict:?}", world.0);
    }
    let verdict = verdict(&broken(violated_in, how), name);
    let Verdict::Violated { violations } = &verdict else { panic!("{name} in {}: {verdict:?}", violated_in.0) };
    for violation in violations {
        assert!(!violation.text().is_empty(), "{name}: {violation:?}");
        let what = violation.cause.id.what;
        let is_declared = !matches!(what, What::Own(_)) || invariant.causes.contains(&what);
        assert!(is_declared, "{name}: {} is not among its causes", what.id());
    }
}

/// A world's judgement, once somebody asked for it.
type Judged = Arc<OnceLock<Arc<Judgement>>>;

/// What came of a world in which nobody meddles. Each runs once, whatever test asks.
fn judgement(world: World) -> Arc<Judgement> {
    static KNOWN: Mutex<Vec<(World, Judged)>> = Mutex::new(Vec::new());
    let cell = {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        match known.iter().find(|(other, _)| *other == world) {
            Some((_, cell)) => cell.clone(),
            None => {
                known.push((world, Arc::default()));
                known[known.len() - 1].1.clone()
            }
        }
    };
    cell.get_or_init(|| Arc::new(judge(&run(world)))).clone()
}

fn broken(world: World, how: Break) -> Arc<Judgement> {
    match how {
        AsItIs => judgement(world),
        Changed(change) => {
            let mut scenario = scenario(world.0);
            change(&mut scenario);
            Arc::new(judge(&run_of(&scenario, world)))
        }
        Forged(forge) => {
            let mut run = run(world);
            forge(&mut run);
            Arc::new(judge(&run))
        }
    }
}

fn scenario(id: &str) -> Scenario {
    corpus::find(id).unwrap().unwrap_or_else(|| panic!("the corpus has no {id}"))
}

fn run_of(scenario: &Scenario, (_, profile, policy): World) -> Run {
    simulate(scenario, &RunOptions::new(profile, policy, corpus::DEFAULT_SEED)).unwrap()
}

/// A run of a world in which nobody meddles.
pub(super) fn run(world: World) -> Run {
    run_of(&scenario(world.0), world)
}

/// What an invariant says.
pub(super) fn verdict(judgement: &Judgement, invariant: &str) -> Verdict {
    judgement.verdict(invariant).expect("it is registered").clone()
}

/// Every note with the device that made it.
pub(super) fn notes(run: &mut Run) -> impl Iterator<Item = (&str, &mut Note)> {
    let names = &run.names;
    run.transcript.entries.iter_mut().filter_map(move |entry| match &mut entry.record {
        Record::Note(who, note) => Some((names[who.0].as_str(), note)),
        _ => None,
    })
}

/// Every state of a group that a device noted, from the first to the last.
pub(super) fn epochs<'r>(run: &'r mut Run, device: &str) -> Vec<&'r mut EpochState> {
    let state = |(who, note): (&str, &'r mut Note)| match note {
        Note::Epoch { state, .. } if who == device => Some(Arc::make_mut(state)),
        _ => None,
    };
    notes(run).filter_map(state).collect()
}

/// For a device that notes the departure of leaves of Bob's: its last state before that, and all since.
pub(super) fn around_departure<'r>(run: &'r mut Run, device: &str) -> Option<(EpochState, Vec<&'r mut EpochState>)> {
    let mut states = epochs(run, device);
    let last = states.windows(2).position(|pair| pair[1].leaves.len() < pair[0].leaves.len())?;
    let since = states.split_off(last + 1);
    Some((states[last].clone(), since))
}

/// The first Welcome that is refused, for somebody else's KeyPackage or for another reason, changes the device.
pub(super) fn leave_traces(run: &mut Run, foreign: bool) {
    let refused = notes(run).find_map(|(_, note)| match note {
        Note::WelcomeIgnored { why, unchanged, .. } if (*why == WelcomeRefusal::ForeignKeyPackage) == foreign => {
            Some(unchanged)
        }
        _ => None,
    });
    *refused.expect("a Welcome is refused") = false;
}

/// Changes the JSON of every event of a kind on its way to a relay, and leaves its id.
pub(super) fn on_the_wire(run: &mut Run, kind: u16, old: &str, new: &str) {
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
pub(super) fn seen_by<'r>(run: &'r mut Run, device: &str) -> &'r mut GroupView {
    let views = &mut run.checkpoints.last_mut().unwrap().views;
    views.get_mut(device).unwrap().groups.get_mut("trip").unwrap()
}

/// In what three accounts do in a group, a copy of Bob's phone reads something, and the invariant is not violated. Each line of `deeds`
/// is a device and its action.
pub(super) fn lets_a_copy_read(invariant: &Invariant, deeds: &str) {
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
    let group = r#"bob/phone publish_key_package = {}
carol/phone publish_key_package = {}
alice/desktop create_group = { group = "trip", invite = ["bob", "carol"] }"#;
    let steps = group.lines().chain(deeds.trim().lines()).map(|deed| {
        let (device, action) = deed.split_once(' ').expect("a device and an action");
        format!("[[steps]]\nafter = \"1m\"\ndevice = \"{device}\"\n{action}\n")
    });
    let scenario = Scenario::parse(&(head.to_owned() + &steps.collect::<String>()), "copies.toml").unwrap();
    let run = simulate(&scenario, &RunOptions::new(Mip2026_04, SLOTS, 7)).unwrap();
    let reads = run.notes().filter(|(_, who, note)| *who == "bob/laptop" && matches!(note, Note::MessageRead { .. }));
    assert!(reads.count() > 0, "{}: the copy reads something", invariant.name);
    let verdict = verdict(&judge(&run), invariant.name);
    assert!(!verdict.is_violated(), "{}: {verdict:?}", invariant.name);
}
