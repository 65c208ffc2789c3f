//! Compares what a run showed with what its scenario expects. Unexpected holds fail as well as unexpected violations.

use std::collections::BTreeMap;

use super::{Chronicle, Judgement, Verdict};
use crate::model::{Action, Expect, Holds, Outcome};
use crate::run::Run;

pub(crate) fn failures(run: &Run, judgement: &Judgement) -> Vec<String> {
    let expect = run.scenario.expect.resolve(run.options.profile, run.options.policy);
    let mut failures = invariant_failures(&expect, judgement);
    failures.extend(outcome_failures(&expect.outcome, &judgement.outcomes));
    for assertion in &run.assertions {
        if let Action::Assert { outcome, holds, violates } = &assertion.step {
            let so_far = run.until(assertion.checkpoint);
            let found = super::see(&so_far, &Chronicle::of(&so_far));
            let holds = Some(Holds::List(holds.clone()));
            let expect = Expect { holds, violates: violates.clone(), ..Expect::default() };
            let mut broken = invariant_failures(&expect, &found);
            broken.extend(outcome_failures(outcome, &found.outcomes));
            failures.extend(
                broken.into_iter().map(|f| format!("assert at t={:.3} s: {f}", so_far.duration().as_secs_f64())),
            );
        }
    }
    if run.over_budget {
        failures.push("the scenario's budget of virtual time ended before its steps did".to_owned());
    }
    for checkpoint in &run.checkpoints {
        for blocker in &checkpoint.blockers {
            failures.push(format!(
                "not quiet at t={:.3} s: {} still has to {} and waits for {}",
                checkpoint.at.as_secs_f64(),
                blocker.who,
                blocker.what,
                blocker.waits_for
            ));
        }
    }
    failures
}

fn invariant_failures(expect: &Expect, judgement: &Judgement) -> Vec<String> {
    let mut failures = Vec::new();
    for (name, verdict) in &judgement.invariants {
        let must_break = expect.violates.contains(name);
        let must_hold = match &expect.holds {
            None | Some(Holds::All) => !must_break,
            Some(Holds::List(names)) => names.contains(name),
        };
        let named = matches!(&expect.holds, Some(Holds::List(names)) if names.contains(name));
        match verdict {
            Verdict::Violated { violations } if must_hold => {
                let why = violations.first().map_or("", |v| v.text.as_str());
                failures.push(format!("{name} was expected to hold and is violated: {why}"));
            }
            Verdict::Held { .. } if must_break => failures.push(format!("{name} was expected to be violated and held")),
            Verdict::NotExercised if must_break || named => {
                failures.push(format!("{name} is part of the expectation and nothing exercised it"));
            }
            _ => {}
        }
    }
    failures
}

fn outcome_failures(expected: &BTreeMap<String, Outcome>, found: &BTreeMap<String, Outcome>) -> Vec<String> {
    let differs = |(device, want): (&String, &Outcome)| match found.get(device) {
        Some(got) if got == want => None,
        Some(got) => Some(format!("{device} was expected to end as {want} and ended as {got}")),
        None => Some(format!("{device} was expected to end as {want} and does not exist")),
    };
    expected.iter().filter_map(differs).collect()
}
