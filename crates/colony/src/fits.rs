//! Whether a selection policy says anything about the profile of a run.
//!
//! A policy that asks for other kinds of events than the profile publishes picks nothing, and the run would look as if a
//! client that is really deployed behaved so. So it is refused before anything runs.

use marmot_rules::select::Applicability;
use marmot_rules::{Policy, Profile};
use scenarios::RunOptions;
use scenarios::model::Scenario;

use crate::failure::Failure;

/// `pr40 mip-2026-01`: the profiles that a policy fits.
pub(crate) fn profiles_of(policy: Policy) -> Vec<Profile> {
    Profile::ALL.iter().copied().filter(|profile| policy.applies_to(*profile)).collect()
}

/// Refuses a run in which a policy that somebody named does not apply.
pub(crate) fn refuse_misfits(scenario: &Scenario, options: &RunOptions) -> Result<(), Failure> {
    refuse("policy", options.policy, options.profile)?;
    for (name, device) in &scenario.devices {
        if let Some(policy) = device.policy {
            let whose = format!("the policy of {name},");
            refuse(&whose, policy, device.profile.unwrap_or(options.profile))?;
        }
    }
    Ok(())
}

/// Refuses a policy that applies to none of these profiles.
pub(crate) fn refuse_unless_any(policy: Policy, profiles: &[Profile]) -> Result<(), Failure> {
    match profiles {
        [] => Ok(()),
        [only] => refuse("policy", policy, *only),
        several if several.iter().any(|profile| policy.applies_to(*profile)) => Ok(()),
        several => {
            let what = format!("policy {policy} applies to none of the profiles {}", names(several));
            Err(Failure::bad_input(format!("{what}\n  expected: {}", expected(policy, several))))
        }
    }
}

fn refuse(whose: &str, policy: Policy, profile: Profile) -> Result<(), Failure> {
    let Applicability::No(why) = policy.applicability(profile) else { return Ok(()) };
    let what = format!("{whose} {policy} does not apply to profile {profile}: {why}");
    Err(Failure::bad_input(format!("{what}\n  expected: {}", expected(policy, &[profile]))))
}

/// Where the policy would fit, and what would fit here.
fn expected(policy: Policy, profiles: &[Profile]) -> String {
    let fits: Vec<Policy> = Policy::ALL.iter().copied().filter(|p| profiles.iter().any(|f| p.applies_to(*f))).collect();
    format!("a profile that it fits ({}), or a policy that fits here: {}", names(&profiles_of(policy)), names(&fits))
}

fn names<T: ToString>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
