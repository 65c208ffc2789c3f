//! Marmot as a system of the laboratory.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use experiment::explore::{Failure, Fingerprint, Shrinker};
use experiment::{Choosing, FamilyFacts, Head, Kit, Named, OptionFacts};
use marmot_rules::{Policy, Profile};
use nostr::EventId;
use sim_device::Storage;
use sim_engine::Transcript;
use sim_env::Seed;
use sim_relay::{ClientMsg, RelayMsg};

use crate::corpus;
use crate::explore::{self, CaseId, FAMILIES, OrderOutcome, PASSES};
use crate::facts::Facts;
use crate::judge::{Judgement, judge_by};
use crate::model::{Scenario, ScenarioError};
use crate::run::{Run, RunOptions, SimulateError, simulate_with};
use crate::world::{Marmot, Wire};

/// A run's facts, and what they come to.
pub struct Judged {
    /// What was gathered of the run.
    pub facts: Facts,
    /// Invariants, outcomes and expectations.
    pub judgement: Judgement,
}

impl Kit for Marmot {
    const ID: &'static str = "marmot";
    const GENERATOR: u32 = explore::GENERATOR;
    /// Group events and gift wraps.
    const KINDS: &'static [u16] = &[445, 1059];
    const MOST_PARTIES: usize = 3;
    const PARTIES: &'static str = "devices";
    const ABOUT: &'static str = "Marmot: MLS groups over Nostr, every device a leaf of its own";
    const OPTIONS: &'static [OptionFacts] = &[
        OptionFacts { name: "profile", about: "wire profile; `colony list profiles`", values: &[] },
        OptionFacts { name: "policy", about: "selection policy; `colony list policies`", values: &[] },
        OptionFacts { name: "storage", about: "what keeps the MLS state", values: &["memory", "sqlite"] },
    ];

    type Scenario = Scenario;
    type Options = RunOptions;
    type Run = Run;
    type Judged = Judged;
    type Error = SimulateError;
    type Outcome = OrderOutcome;
    /// A kind of event.
    type Kind = u16;
    /// Kinds of the events whose `OK` is to come.
    type Seen = BTreeMap<EventId, u16>;

    fn parse(text: &str, file: &str) -> Result<Scenario, ScenarioError> {
        Scenario::parse(text, file)
    }

    fn corpus() -> Result<Vec<Scenario>, ScenarioError> {
        corpus::all()
    }

    fn head(scenario: &Scenario) -> Head {
        let Scenario { id, title, description, .. } = scenario;
        Head { id: id.clone(), title: title.clone(), description: description.clone() }
    }

    fn to_file(scenario: &Scenario, _: &RunOptions) -> String {
        scenario.to_toml()
    }

    fn checks(scenario: &Scenario, seed: Option<Seed>) -> Vec<RunOptions> {
        let runs = corpus::runs(std::slice::from_ref(scenario), seed).into_iter();
        runs.map(|(_, options)| options).collect()
    }

    fn compared() -> Vec<Named> {
        Policy::settled().map(|policy| Named::of([("policy", policy.to_string())])).collect()
    }

    fn named(options: &RunOptions) -> Named {
        let RunOptions { profile, policy, seed, storage, .. } = options;
        let named = [("profile", profile.to_string()), ("policy", policy.to_string()), ("seed", seed.to_string())];
        named.into_iter().chain(storage.map(|storage| ("storage", storage.id().to_owned()))).collect()
    }

    fn options(scenario: &Scenario, asked: &Named) -> Result<RunOptions, String> {
        asked.refuse_others(Self::OPTIONS)?;
        fn read<T: FromStr<Err: ToString>>(asked: &Named, name: &str) -> Result<Option<T>, String> {
            asked.get(name).map(|text| text.parse().map_err(|error: T::Err| error.to_string())).transpose()
        }
        let first = || scenario.profiles.first().copied().ok_or("the scenario names no profile");
        let profile = read::<Profile>(asked, "profile")?.map_or_else(first, Ok)?;
        let policy = read::<Policy>(asked, "policy")?.unwrap_or_else(|| corpus::natural_policy(scenario, profile));
        let own = || scenario.seed.unwrap_or(corpus::DEFAULT_SEED).into();
        let seed = read::<Seed>(asked, "seed")?.unwrap_or_else(own);
        let known = |id: &str| Storage::ALL.into_iter().find(|storage| storage.id() == id);
        let storage =
            asked.get("storage").map(|id| known(id).ok_or_else(|| format!("no storage `{id}`"))).transpose()?;
        Ok(RunOptions { storage, ..RunOptions::new(profile, policy, seed) })
    }

    fn simulate(
        scenario: &Scenario,
        options: &RunOptions,
        choosing: Option<Choosing<Self>>,
    ) -> Result<Option<Run>, SimulateError> {
        simulate_with(scenario, options, choosing)
    }

    fn transcript(run: &Run) -> &Transcript<Self> {
        &run.transcript
    }

    fn judge(run: &Run) -> Judged {
        let facts = Facts::of(run);
        Judged { judgement: judge_by(run, &facts), facts }
    }

    fn broke(run: &Run, Judged { facts, judgement }: &Judged) -> BTreeSet<Failure> {
        explore::failures(run, facts, judgement)
    }

    fn fingerprints(run: &Run, judged: &Judged) -> BTreeSet<Fingerprint> {
        explore::fingerprints(run, &judged.judgement)
    }

    fn unexpected(judged: &Judged) -> Vec<String> {
        judged.judgement.failures.iter().map(ToString::to_string).collect()
    }

    fn outcome(run: &Run) -> OrderOutcome {
        OrderOutcome::of(run)
    }

    /// An event on its way to a relay or from it, and the `OK` to it.
    fn kind(message: &Wire, seen: &mut Self::Seen) -> Option<u16> {
        match message {
            Wire::ToRelay(ClientMsg::Event(event)) => {
                seen.insert(event.id, event.kind.as_u16());
                Some(event.kind.as_u16())
            }
            Wire::ToDevice(RelayMsg::Event { event, .. }) => Some(event.kind.as_u16()),
            Wire::ToDevice(RelayMsg::Ok { id, .. }) => seen.get(id).copied(),
            _ => None,
        }
    }

    fn parties(scenario: &Scenario) -> usize {
        scenario.accounts.values().map(|account| account.devices.len()).sum()
    }

    fn families() -> &'static [FamilyFacts] {
        &FAMILIES
    }

    fn draw(family: &str, seed: Seed, index: u64) -> Option<(Scenario, RunOptions)> {
        let case = explore::case(CaseId { family: family.parse().ok()?, seed, index });
        Some((case.scenario, case.options))
    }

    fn marks(run: &Run, judged: &Judged) -> Vec<&'static str> {
        explore::marks(run, &judged.judgement).into_iter().collect()
    }

    fn size(scenario: &Scenario) -> usize {
        scenario.to_json().to_string().len()
    }

    fn steps(scenario: &Scenario) -> usize {
        scenario.steps.len()
    }

    fn without_steps(scenario: &Scenario, steps: Range<usize>) -> Scenario {
        let mut candidate = scenario.clone();
        candidate.steps.drain(steps);
        candidate
    }

    fn read_again(candidate: &Scenario) -> Option<Scenario> {
        Scenario::parse(&candidate.to_json().to_string(), "candidate.json").ok()
    }

    fn passes() -> &'static [fn(&mut Shrinker<'_, Self>)] {
        PASSES
    }
}
