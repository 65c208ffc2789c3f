//! What was asked for and is not in the tables, and why.

use std::collections::BTreeSet;

use marmot_rules::select::Applicability;
use marmot_rules::{Policy, Profile};
use scenarios::matrix::{Plan, PlannedRun};
use scenarios::model::Scenario;

use crate::fits::refuse_misfits;

/// What a comparison leaves out.
pub(super) struct LeftOut {
    /// Scenarios that have no such profile.
    pub scenarios: Vec<String>,
    /// Policies that say nothing about a profile of the rows, and why.
    pub policies: Vec<(Policy, Profile, &'static str)>,
    /// Runs in which the policy of one device would not apply, in words.
    pub runs: Vec<String>,
}

impl LeftOut {
    /// What the plan leaves out by itself. Takes out of `runs` those in which a device could choose nothing.
    pub(super) fn of(plan: &Plan, scenarios: &[&Scenario], runs: &mut Vec<PlannedRun<'_>>) -> Self {
        let absent = scenarios.iter().filter(|scenario| plan.profile_of(scenario).is_none());
        let profiles: BTreeSet<Profile> = scenarios.iter().filter_map(|scenario| plan.profile_of(scenario)).collect();
        let asked = plan.policies.iter().flatten();
        let policies = asked.flat_map(|policy| profiles.iter().map(move |profile| (*policy, *profile)));
        let why = |(policy, profile): (Policy, Profile)| match policy.applicability(profile) {
            Applicability::Applies => None,
            Applicability::No(why) => Some((policy, profile, why)),
        };
        let mut misfits = Vec::new();
        runs.retain(|run| match refuse_misfits(&run.scenario, &run.options) {
            Ok(()) => true,
            Err(failure) => {
                let first = failure.message.lines().next().unwrap_or_default();
                misfits.push(format!("{}: {first}", run.scenario.id));
                false
            }
        });
        misfits.dedup();
        Self {
            scenarios: absent.map(|scenario| scenario.id.clone()).collect(),
            policies: policies.filter_map(why).collect(),
            runs: misfits,
        }
    }

    /// The same in sentences, one for each reason.
    pub(super) fn notes(&self) -> Vec<String> {
        let absent = (!self.scenarios.is_empty())
            .then(|| format!("Not run, since they have no such profile: {}.", self.scenarios.join(", ")));
        let policies = self.policies.iter().map(|(policy, profile, why)| {
            format!("Policy {policy} is not in the table of {profile}, to which it does not apply: {why}.")
        });
        let runs = self.runs.iter().map(|run| format!("Not run: {run}."));
        absent.into_iter().chain(policies).chain(runs).collect()
    }
}
