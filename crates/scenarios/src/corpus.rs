//! The scenarios that come with Colony, and what a full check of them consists of.

use include_dir::{Dir, include_dir};
use marmot_rules::{Policy, Profile};
use sim_env::Seed;

use crate::model::{Scenario, ScenarioError, Step};
use crate::run::RunOptions;

static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// Seed of a run for which neither the caller nor the scenario names one.
pub const DEFAULT_SEED: u64 = 7;

/// Every scenario of the corpus, by id.
///
/// # Errors
/// The first file that is wrong; the corpus that ships has none.
pub fn all() -> Result<Vec<Scenario>, ScenarioError> {
    let mut files: Vec<_> = CORPUS.files().collect();
    files.sort_by_key(|file| file.path());
    files.iter().map(|file| parse(&file.path().display().to_string(), file.contents_utf8())).collect()
}

/// The scenario with this id.
///
/// # Errors
/// If its file is wrong.
pub fn find(id: &str) -> Result<Option<Scenario>, ScenarioError> {
    let name = format!("{id}.toml");
    CORPUS.get_file(&name).map(|file| parse(&name, file.contents_utf8())).transpose()
}

/// The file of the scenario with this id.
pub fn text(id: &str) -> Option<&'static str> {
    CORPUS.get_file(format!("{id}.toml"))?.contents_utf8()
}

/// Ids of all scenarios, in order.
pub fn ids() -> Vec<String> {
    let stem = |file: &include_dir::File<'_>| Some(file.path().file_stem()?.to_str()?.to_owned());
    let mut ids: Vec<_> = CORPUS.files().filter_map(stem).collect();
    ids.sort();
    ids
}

fn parse(name: &str, text: Option<&str>) -> Result<Scenario, ScenarioError> {
    Scenario::parse(text.unwrap_or_default(), &format!("corpus/{name}"))
}

/// Policies under which a scenario is checked in a profile: its own, or every settled one that applies.
pub fn policies(scenario: &Scenario, profile: Profile) -> Vec<Policy> {
    match &scenario.policies {
        Some(listed) => listed.iter().copied().filter(|policy| policy.applies_to(profile)).collect(),
        None => Policy::applying_to(profile).collect(),
    }
}

/// The policy that a profile's own text describes, where a scenario allows it.
pub fn natural_policy(scenario: &Scenario, profile: Profile) -> Policy {
    let natural = match profile {
        Profile::Pr40 => Policy::ClientId,
        Profile::Mip2026_01 => Policy::NewestOne,
        Profile::Mip2026_04 | Profile::Adopted2026_07 => Policy::DSlot { limit: None },
    };
    let allowed = policies(scenario, profile);
    if allowed.contains(&natural) { natural } else { allowed.first().copied().unwrap_or(natural) }
}

/// Whether a device of the scenario ever finds again what it stored, or copies it: there storages may differ.
pub fn restarts(scenario: &Scenario) -> bool {
    fn in_steps(steps: &[Step]) -> bool {
        steps.iter().any(|step| step.action.kind().uses_storage || in_steps(step.action.inner()))
    }
    in_steps(&scenario.steps)
}

/// Every run that a check of these scenarios consists of: each executable profile with each applicable policy. `seed` is for
/// scenarios that do not fix their own because their story depends on it.
pub fn runs(scenarios: &[Scenario], seed: Option<Seed>) -> Vec<(&Scenario, RunOptions)> {
    let mut runs = Vec::new();
    for scenario in scenarios {
        let seed = scenario.seed.map(Seed::from).or(seed).unwrap_or_else(|| DEFAULT_SEED.into());
        for &profile in &scenario.profiles {
            for policy in policies(scenario, profile) {
                runs.push((scenario, RunOptions::new(profile, policy, seed)));
            }
        }
    }
    runs
}
