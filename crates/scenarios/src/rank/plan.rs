//! Which stories are told, and under which options.

use std::collections::BTreeMap;
use std::fmt;

use marmot_rules::{Policy, Profile};
use sim_env::Seed;

use crate::explore::{CaseId, Family, case};
use crate::model::Scenario;
use crate::run::RunOptions;

/// An option: a policy, and the text under which devices publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contender {
    /// The profile of every device that does not name its own.
    pub profile: Profile,
    /// The policy of every device that does not name its own.
    pub policy: Policy,
}

impl Contender {
    /// Every policy on every profile, where it applies.
    pub fn all() -> Vec<Self> {
        Profile::ALL
            .iter()
            .copied()
            .flat_map(|profile| Policy::applying_to(profile).map(move |policy| Self { profile, policy }))
            .collect()
    }
}

impl fmt::Display for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.policy, self.profile)
    }
}

/// Where a story comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A scenario that somebody wrote.
    Written,
    /// A generated case.
    Generated(CaseId),
}

/// A scenario with a seed.
#[derive(Clone, Debug)]
pub struct Story {
    /// What happens.
    pub scenario: Scenario,
    /// Where it comes from.
    pub source: Source,
    /// The seed of its runs.
    pub seed: Seed,
    /// Under which of the plan's seeds it counts: all of them if the scenario fixes its own.
    pub rounds: Vec<usize>,
}

impl Story {
    /// What the story is called in reports: `uneven-refresh`, `lives 17`.
    pub fn name(&self) -> String {
        match &self.source {
            Source::Written => self.scenario.id.clone(),
            Source::Generated(id) => format!("{} {} of seed {}", id.family, id.index, id.seed),
        }
    }

    /// Whether an option can be run on it.
    pub fn tells(&self, contender: Contender) -> bool {
        let fits = |device: &crate::model::DeviceSpec| {
            let profile = device.profile.unwrap_or(contender.profile);
            device.policy.is_none_or(|policy| policy.applies_to(profile))
        };
        self.scenario.profiles.contains(&contender.profile) && self.scenario.devices.values().all(fits)
    }
}

/// What is to be compared.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Options.
    pub contenders: Vec<Contender>,
    /// Stories.
    pub stories: Vec<Story>,
    /// How many seeds there are.
    pub rounds: usize,
}

/// A run of the plan.
#[derive(Clone, Debug)]
pub struct PlannedRun<'p> {
    /// Place of the story.
    pub story: usize,
    /// Place of the option.
    pub contender: usize,
    /// What happens.
    pub scenario: &'p Scenario,
    /// Profile, policy and seed.
    pub options: RunOptions,
}

impl Plan {
    /// Scenarios under each seed, and `cases` generated cases of each family from each seed.
    pub fn of(scenarios: &[Scenario], families: &[Family], seeds: &[u64], cases: u64) -> Self {
        let mut stories = Vec::new();
        for scenario in scenarios {
            match scenario.seed {
                Some(seed) => stories.push(written(scenario, seed.into(), (0..seeds.len()).collect())),
                None => stories.extend(
                    seeds.iter().enumerate().map(|(round, seed)| written(scenario, (*seed).into(), vec![round])),
                ),
            }
        }
        for (round, seed) in seeds.iter().enumerate() {
            let ids = families.iter().flat_map(|family| (0..cases).map(|index| (*family, index)));
            stories.extend(ids.map(|(family, index)| generated(CaseId { family, seed: (*seed).into(), index }, round)));
        }
        Self { contenders: Contender::all(), stories, rounds: seeds.len() }
    }

    /// Every run.
    pub fn runs(&self) -> Vec<PlannedRun<'_>> {
        let mut runs = Vec::new();
        for (place, story) in self.stories.iter().enumerate() {
            for (contender, option) in self.contenders.iter().enumerate().filter(|(_, option)| story.tells(**option)) {
                let options = RunOptions::new(option.profile, option.policy, story.seed);
                runs.push(PlannedRun { story: place, contender, scenario: &story.scenario, options });
            }
        }
        runs
    }

    /// Places of the options of a profile.
    pub fn of_profile(&self, profile: Profile) -> Vec<usize> {
        let here = self.contenders.iter().enumerate().filter(|(_, contender)| contender.profile == profile);
        here.map(|(place, _)| place).collect()
    }

    /// Policies that run on more than one of the profiles compared: the measure between them.
    pub fn bridges(&self) -> Vec<Policy> {
        let mut profiles: BTreeMap<Policy, usize> = BTreeMap::new();
        self.contenders.iter().for_each(|contender| *profiles.entry(contender.policy).or_default() += 1);
        let all = self.contenders.iter().map(|c| c.profile).collect::<std::collections::BTreeSet<_>>().len();
        profiles.into_iter().filter(|(_, count)| *count == all && all > 1).map(|(policy, _)| policy).collect()
    }
}

fn written(scenario: &Scenario, seed: Seed, rounds: Vec<usize>) -> Story {
    Story { scenario: scenario.clone(), source: Source::Written, seed, rounds }
}

/// A generated case is a story that every profile can tell: what it does names no profile's own means.
fn generated(id: CaseId, round: usize) -> Story {
    let case = case(id);
    let mut scenario = case.scenario;
    scenario.profiles = Profile::ALL.to_vec();
    scenario.policies = None;
    Story { scenario, source: Source::Generated(id), seed: case.options.seed, rounds: vec![round] }
}
