//! What makes a scenario of Marmot smaller beside leaving steps out: devices, accounts, relays, careless settings, faults and times
//! are taken away one by one or in lots.

use experiment::explore::Shrinker as Shared;
use serde_json::{Map, Value};

use crate::model::{Action, Scenario, Span, Step};
use crate::world::Marmot;

type Shrinker<'a> = Shared<'a, Marmot>;

/// What is tried, in order.
pub(crate) const PASSES: &[fn(&mut Shrinker<'_>)] = &[
    |shrinker| shrinker.drop_steps(),
    drop_steps_and_wait,
    open_parallels,
    |shrinker| shrinker.drop_pairs(),
    drop_people,
    drop_settings,
    simplify_steps,
];

/// Leaves out single steps, and waits as long as they took: what must be old stays old.
fn drop_steps_and_wait(shrinker: &mut Shrinker<'_>) {
    for place in (0..shrinker.best().steps.len().saturating_sub(1)).rev() {
        let mut candidate = shrinker.best().clone();
        let gone = candidate.steps.remove(place);
        let waited = gone.after.map_or(0, |span| span.duration().as_millis() as u64)
            + gone.action.waits().duration().as_millis() as u64;
        let next = &mut candidate.steps[place];
        if waited > 0 && next.at.is_none() {
            next.after =
                Some(Span::from_millis(next.after.map_or(0, |span| span.duration().as_millis() as u64) + waited));
            shrinker.try_out(&candidate);
        }
    }
}

/// Takes parallel steps apart: without one of them, or one after the other.
fn open_parallels(shrinker: &mut Shrinker<'_>) {
    let mut place = 0;
    while place < shrinker.best().steps.len() {
        if let Action::Parallel(inner) = &shrinker.best().steps[place].action {
            let inner = inner.clone();
            let mut in_order = shrinker.best().clone();
            in_order.steps.splice(place..=place, inner.clone());
            if !shrinker.try_out(&in_order) && inner.len() > 1 {
                for left_out in (0..inner.len()).rev() {
                    let mut candidate = shrinker.best().clone();
                    if let Action::Parallel(steps) = &mut candidate.steps[place].action
                        && left_out < steps.len()
                    {
                        steps.remove(left_out);
                        shrinker.try_out(&candidate);
                    }
                }
            }
        }
        place += 1;
    }
}

fn drop_people(shrinker: &mut Shrinker<'_>) {
    for name in shrinker.best().device_names() {
        let candidate = without_device(shrinker.best(), &name);
        shrinker.try_out(&candidate);
    }
    for account in shrinker.best().accounts.keys().cloned().collect::<Vec<_>>() {
        let mut candidate = shrinker.best().clone();
        for device in
            shrinker.best().device_names().iter().filter(|d| d.split_once('/').is_some_and(|(a, _)| a == account))
        {
            candidate = without_device(&candidate, device);
        }
        candidate.accounts.remove(&account);
        candidate.steps.iter_mut().for_each(|step| step.action.leave_account_out(&account));
        candidate.steps.retain(|step| !step.action.is_about_account(&account));
        shrinker.try_out(&candidate);
    }
}

/// Relays, careless settings, other profiles and clocks.
fn drop_settings(shrinker: &mut Shrinker<'_>) {
    for path in [&["relays"][..], &["devices"], &["defaults"]] {
        without(shrinker, path);
    }
    for table in ["relays", "devices"] {
        for name in keys(shrinker.best(), &[table]) {
            if table == "devices" {
                without(shrinker, &[table, &name]);
            }
            for field in keys(shrinker.best(), &[table, &name]) {
                without(shrinker, &[table, &name, &field]);
                for knob in keys(shrinker.best(), &[table, &name, &field]) {
                    without(shrinker, &[table, &name, &field, &knob]);
                }
            }
        }
    }
    for knob in keys(shrinker.best(), &["defaults", "behaviour"]) {
        without(shrinker, &["defaults", "behaviour", &knob]);
    }
}

/// The scenario without one of its fields.
fn without(shrinker: &mut Shrinker<'_>, path: &[&str]) {
    let mut json = shrinker.best().to_json();
    let (Some((last, way)), Value::Object(root)) = (path.split_last(), &mut json) else { return };
    let mut table: &mut Map<String, Value> = root;
    for key in way {
        let Some(Value::Object(inner)) = table.get_mut(*key) else { return };
        table = inner;
    }
    if table.remove(*last).is_some()
        && let Ok(candidate) = Scenario::parse(&json.to_string(), "candidate.json")
    {
        shrinker.try_out(&candidate);
    }
}

/// Fewer fields, times and repetitions in each step.
fn simplify_steps(shrinker: &mut Shrinker<'_>) {
    let mut place = 0;
    while place < shrinker.best().steps.len() {
        for simpler in simpler_steps(&shrinker.best().steps[place]) {
            let mut candidate = shrinker.best().clone();
            if place < candidate.steps.len() {
                candidate.steps[place] = simpler;
                shrinker.try_out(&candidate);
            }
        }
        place += 1;
    }
}

fn keys(scenario: &Scenario, path: &[&str]) -> Vec<String> {
    let mut json = &scenario.to_json();
    for key in path {
        let Some(inner) = json.get(key) else { return Vec::new() };
        json = inner;
    }
    json.as_object().map_or(Vec::new(), |table| table.keys().cloned().collect())
}

fn without_device(scenario: &Scenario, name: &str) -> Scenario {
    let mut candidate = scenario.clone();
    if let Some((account, device)) = name.split_once('/')
        && let Some(spec) = candidate.accounts.get_mut(account)
    {
        spec.devices.retain(|other| other != device);
    }
    candidate.devices.remove(name);
    candidate.steps.retain(|step| step.device.as_deref() != Some(name));
    candidate.steps.iter_mut().for_each(|step| step.action.leave_device_out(name));
    candidate.steps.retain(|step| !step.action.is_about_device(name));
    candidate
}

/// Simpler forms of a step: without one of its fields, without one of its action's fields.
fn simpler_steps(step: &Step) -> Vec<Step> {
    let mut simpler = vec![Step { after: None, ..step.clone() }];
    if step.fails || step.may_fail {
        simpler.push(Step { fails: false, may_fail: false, ..step.clone() });
    }
    if step.times.is_some() {
        simpler.push(Step { every: None, times: None, ..step.clone() });
    }
    simpler.extend(step.action.simpler().into_iter().map(|action| Step { action, ..step.clone() }));
    simpler
}
