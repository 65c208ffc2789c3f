//! scenario: whole runs of the corpus.

use std::collections::BTreeMap;

use marmot_rules::Profile;
use scenarios::model::Step as ScenarioStep;
use scenarios::verdict::Verdict;
use scenarios::{Run, RunOptions, corpus, judge, simulate};
use serde_json::{Value, json};
use sim_env::Seed;

use super::{Emit, EmitError, NOW, SEED, id};
use crate::format::topics::scenario::{Device, Expect, Fault, File, Input, Relay, Step, Test};
use crate::format::{Event, Hex, SCENARIO_PACK, Topic};

/// Number, id in the corpus, flag. Every scenario is a file of its own.
type Row = (u16, &'static str, &'static str);

const SCENARIOS: &[Row] = &[
    (1, "two-devices", "AllDevicesJoin"),
    (2, "siblings-receive-each-others-welcomes", "SiblingsWelcome"),
    (3, "device-added-later", "DeviceAddedLater"),
    (4, "uneven-refresh", "UnevenRefresh"),
    (5, "refreshed-between-lookup-and-welcome", "RotateWhileInvited"),
    (6, "commit-race", "CommitRace"),
    (7, "remove-account", "AccountRemoved"),
    (8, "lost-device", "LostDevice"),
    (9, "welcome-replayed", "WelcomeReplayed"),
    (10, "creator-has-two-devices", "CreatorsSiblings"),
];

impl Emit for File {
    const PACK: &'static str = SCENARIO_PACK;

    /// One file for each scenario that has this profile, with its name.
    fn files(profile: Profile) -> Result<Vec<(String, Self)>, EmitError> {
        if !super::speaks_in_full(profile) {
            return Ok(Vec::new());
        }
        let tests = SCENARIOS.iter().filter_map(|row| test(profile, row).transpose());
        tests.map(|made| made.and_then(|(name, test)| Ok((name, super::file(profile, vec![test])?)))).collect()
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_devices(profile)
    }
}

/// The test of a scenario, with its name; none if it does not have this profile.
fn test(profile: Profile, (number, name, flag): &Row) -> Result<Option<(String, Test)>, EmitError> {
    let wrong = |e: &dyn std::fmt::Display| EmitError::Inconsistent(format!("scenario {name}: {e}"));
    let scenario = corpus::find(name).map_err(|e| wrong(&e))?.ok_or_else(|| wrong(&"not in the corpus"))?;
    if !scenario.profiles.contains(&profile) {
        return Ok(None);
    }
    let seed = scenario.seed.map_or(Seed::from(SEED), Seed::from);
    let options = RunOptions::new(profile, corpus::natural_policy(&scenario, profile), seed);
    let run = simulate(&scenario, &options).map_err(|e| wrong(&e))?;
    let comment = format!("{} ({})", scenario.title, run.repro());
    let test = Test::valid(id(Topic::Scenario, profile, *number), &[flag], &comment, input(&run), expect(&run));
    let start = scenario.start.unwrap_or(scenarios::DEFAULT_START);
    let test = if start == NOW { test } else { test.at(start) };
    Ok(Some(((*name).to_owned(), test)))
}

fn input(run: &Run) -> Input {
    let secrets: BTreeMap<_, _> = run
        .secrets
        .iter()
        .filter_map(|secret| nostr::Keys::parse(secret).ok())
        .map(|keys| (keys.public_key(), Hex::from(keys.secret_key().to_secret_bytes())))
        .collect();
    let device = |label: &String| {
        let account = run.account_of(label);
        let nostr_sk = run.accounts.get(account).and_then(|key| secrets.get(key)).cloned().unwrap_or_default();
        Device { label: label.clone(), account: account.to_owned(), nostr_sk }
    };
    let relays = run.scenario.relays.iter();
    let steps: Vec<Step> = (1..).zip(&run.scenario.steps).map(|(number, step)| self::step(number, step)).collect();
    let faults = steps.iter().filter(|step| step.op == "fault");
    Input {
        devices: run.devices.keys().map(device).collect(),
        relays: relays
            .map(|(label, relay)| Relay { label: label.clone(), personality: relay.base().to_owned() })
            .collect(),
        faults: faults.map(|step| Fault { step: step.label.clone(), rule: step.with.clone() }).collect(),
        steps,
    }
}

/// A step with a label of its own, its action's name under `op` and the action's members under `with`.
fn step(number: usize, step: &ScenarioStep) -> Step {
    let Value::Object(mut members) = json!(step) else { unreachable!("a step is an object") };
    let mut text = |name: &str| members.remove(name).and_then(|value| value.as_str().map(str::to_owned));
    let (label, at, after, device) = (text("label"), text("at"), text("after"), text("device"));
    let (every, times) = (text("every"), members.remove("times").and_then(|times| times.as_u64()));
    members.remove("fails");
    members.remove("may_fail");
    let (op, with) = members.into_iter().next().expect("a step has one action");
    Step { label: label.unwrap_or_else(|| format!("s{number}")), at, after, every, times, device, op, with }
}

fn expect(run: &Run) -> Expect {
    let judgement = judge(run);
    let held = judgement.invariants.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Held { .. }));
    let account = |key: &String| {
        let named = run.accounts.iter().find(|(_, account)| account.to_hex() == *key);
        named.map_or_else(|| key.clone(), |(name, _)| name.clone())
    };
    let groups = |device: &sim_device::DeviceView| {
        let groups = device.groups.iter().map(|(name, group)| {
            let mut members: Vec<String> = group.state.leaves.iter().map(|leaf| account(&leaf.account)).collect();
            members.sort();
            members.dedup();
            (name.clone(), json!({ "epoch": group.state.epoch, "members": members }))
        });
        json!({ "groups": groups.collect::<serde_json::Map<_, _>>() })
    };
    let event = |event: &sim_relay::VerifiedEvent| Event::from(&**event);
    Expect {
        r#final: run.final_views().iter().map(|(device, view)| (device.clone(), groups(view))).collect(),
        invariants: held.map(|(name, _)| name.clone()).collect(),
        events: run.published().into_iter().map(|(_, _, published)| event(published)).collect(),
        digest: run.transcript.digest().to_hex(),
    }
}
