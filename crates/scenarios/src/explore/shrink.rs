//! The smallest scenario that fails in the same way.
//!
//! Steps, devices, accounts, relays, careless settings, faults and times are taken away one by one or in lots, and whatever
//! still fails with the same fingerprint is kept. Deterministic, and bounded by a number of runs.

use serde_json::{Map, Value};

use super::fingerprint::{Fingerprint, fingerprints};
use crate::judge::judge;
use crate::model::{Action, Scenario, Span, Step};
use crate::run::{RunOptions, simulate};

/// What shrinking came to.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The smallest scenario found.
    pub scenario: Scenario,
    /// Runs that it took.
    pub runs: usize,
}

/// Shrinks a scenario that fails with this fingerprint, in at most this many runs.
pub fn shrink(scenario: &Scenario, options: &RunOptions, target: &Fingerprint, most_runs: usize) -> Shrunk {
    let mut shrinker = Shrinker { options, target, left: most_runs, best: scenario.clone() };
    while shrinker.left > 0 {
        let before = size(&shrinker.best);
        shrinker.drop_steps();
        shrinker.drop_steps_and_wait();
        shrinker.open_parallels();
        shrinker.drop_pairs();
        shrinker.drop_people();
        shrinker.drop_settings();
        shrinker.simplify_steps();
        if size(&shrinker.best) == before {
            break;
        }
    }
    Shrunk { scenario: shrinker.best, runs: most_runs - shrinker.left }
}

/// So few steps that every pair of them can be tried.
const FEW_STEPS: usize = 16;

/// Smaller is simpler.
fn size(scenario: &Scenario) -> usize {
    scenario.to_json().to_string().len()
}

struct Shrinker<'a> {
    options: &'a RunOptions,
    target: &'a Fingerprint,
    left: usize,
    best: Scenario,
}

impl Shrinker<'_> {
    /// Keeps the candidate if it is well-formed, smaller and fails in the same way.
    fn try_out(&mut self, candidate: &Scenario) -> bool {
        if self.left == 0 || size(candidate) >= size(&self.best) {
            return false;
        }
        let Ok(candidate) = Scenario::parse(&candidate.to_json().to_string(), "candidate.json") else { return false };
        self.left -= 1;
        let fails =
            simulate(&candidate, self.options).is_ok_and(|run| fingerprints(&run, &judge(&run)).contains(self.target));
        if fails {
            self.best = candidate;
        }
        fails
    }

    /// Leaves out runs of steps, long ones first.
    fn drop_steps(&mut self) {
        let mut length = self.best.steps.len().div_ceil(2);
        while length > 0 {
            let mut from = 0;
            while from < self.best.steps.len() {
                let mut candidate = self.best.clone();
                let to = (from + length).min(candidate.steps.len());
                candidate.steps.drain(from..to);
                if !self.try_out(&candidate) {
                    from += length;
                }
            }
            length /= 2;
        }
    }

    /// Leaves out single steps, and waits as long as they took: what must be old stays old.
    fn drop_steps_and_wait(&mut self) {
        for place in (0..self.best.steps.len().saturating_sub(1)).rev() {
            let mut candidate = self.best.clone();
            let gone = candidate.steps.remove(place);
            let waited = gone.after.map_or(0, |span| span.duration().as_millis() as u64)
                + gone.action.waits().duration().as_millis() as u64;
            let next = &mut candidate.steps[place];
            if waited > 0 && next.at.is_none() {
                next.after =
                    Some(Span::from_millis(next.after.map_or(0, |span| span.duration().as_millis() as u64) + waited));
                self.try_out(&candidate);
            }
        }
    }

    /// Leaves out two steps that only together can go, once few are left.
    fn drop_pairs(&mut self) {
        if self.best.steps.len() > FEW_STEPS {
            return;
        }
        for second in (1..self.best.steps.len()).rev() {
            for first in (0..second).rev() {
                let mut candidate = self.best.clone();
                if second < candidate.steps.len() {
                    candidate.steps.remove(second);
                    candidate.steps.remove(first);
                    self.try_out(&candidate);
                }
            }
        }
    }

    /// Takes parallel steps apart: without one of them, or one after the other.
    fn open_parallels(&mut self) {
        let mut place = 0;
        while place < self.best.steps.len() {
            if let Action::Parallel(inner) = &self.best.steps[place].action {
                let inner = inner.clone();
                let mut in_order = self.best.clone();
                in_order.steps.splice(place..=place, inner.clone());
                if !self.try_out(&in_order) && inner.len() > 1 {
                    for left_out in (0..inner.len()).rev() {
                        let mut candidate = self.best.clone();
                        if let Action::Parallel(steps) = &mut candidate.steps[place].action
                            && left_out < steps.len()
                        {
                            steps.remove(left_out);
                            self.try_out(&candidate);
                        }
                    }
                }
            }
            place += 1;
        }
    }

    fn drop_people(&mut self) {
        for name in self.best.device_names() {
            let candidate = without_device(&self.best, &name);
            self.try_out(&candidate);
        }
        for account in self.best.accounts.keys().cloned().collect::<Vec<_>>() {
            let mut candidate = self.best.clone();
            for device in
                self.best.device_names().iter().filter(|d| d.split_once('/').is_some_and(|(a, _)| a == account))
            {
                candidate = without_device(&candidate, device);
            }
            candidate.accounts.remove(&account);
            candidate.steps.iter_mut().for_each(|step| step.action.leave_account_out(&account));
            candidate.steps.retain(|step| !step.action.is_about_account(&account));
            self.try_out(&candidate);
        }
    }

    /// Relays, careless settings, other profiles and clocks.
    fn drop_settings(&mut self) {
        for path in [&["relays"][..], &["devices"], &["defaults"]] {
            self.without(path);
        }
        for table in ["relays", "devices"] {
            for name in keys(&self.best, &[table]) {
                if table == "devices" {
                    self.without(&[table, &name]);
                }
                for field in keys(&self.best, &[table, &name]) {
                    self.without(&[table, &name, &field]);
                    for knob in keys(&self.best, &[table, &name, &field]) {
                        self.without(&[table, &name, &field, &knob]);
                    }
                }
            }
        }
        for knob in keys(&self.best, &["defaults", "behaviour"]) {
            self.without(&["defaults", "behaviour", &knob]);
        }
    }

    /// The scenario without one of its fields.
    fn without(&mut self, path: &[&str]) {
        let mut json = self.best.to_json();
        let (Some((last, way)), Value::Object(root)) = (path.split_last(), &mut json) else { return };
        let mut table: &mut Map<String, Value> = root;
        for key in way {
            let Some(Value::Object(inner)) = table.get_mut(*key) else { return };
            table = inner;
        }
        if table.remove(*last).is_some()
            && let Ok(candidate) = Scenario::parse(&json.to_string(), "candidate.json")
        {
            self.try_out(&candidate);
        }
    }

    /// Fewer fields, times and repetitions in each step.
    fn simplify_steps(&mut self) {
        let mut place = 0;
        while place < self.best.steps.len() {
            for simpler in simpler_steps(&self.best.steps[place]) {
                let mut candidate = self.best.clone();
                if place < candidate.steps.len() {
                    candidate.steps[place] = simpler;
                    self.try_out(&candidate);
                }
            }
            place += 1;
        }
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
