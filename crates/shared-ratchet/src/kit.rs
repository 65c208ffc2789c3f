//! Shared ratchets as a system of the laboratory.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use experiment::explore::{Failure, Fingerprint, Shrinker};
use experiment::file::ScenarioError;
use experiment::{Choosing, FamilyFacts, Head, Kit, Named, OptionFacts};
use serde::Serialize;
use sim_engine::Transcript;
use sim_env::Seed;

use crate::corpus;
use crate::explore::{self, Case, FAMILIES, Family};
use crate::judge::{self, Judgement, RunOutcome};
use crate::model::{Scenario, file, parse};
use crate::part::Slip;
use crate::run::{Run, RunError, RunOptions, simulate_with};
use crate::system::{Message, SharedRatchet};

/// A kind of message whose order may be a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// A message to a device of the other user.
    Data,
    /// A state for a sibling.
    Copy,
    /// An acknowledgement.
    Ack,
    /// A sibling's acceptance.
    News,
    /// A root of a new account.
    Rolled,
    /// A message on its way to the outbox.
    Push,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Data, Self::Copy, Self::Ack, Self::News, Self::Rolled, Self::Push];

    /// The name used on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Copy => "copy",
            Self::Ack => "ack",
            Self::News => "news",
            Self::Rolled => "rolled",
            Self::Push => "push",
        }
    }
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// Names of all slips, for [`Kit::OPTIONS`].
const SLIPS: [&str; Slip::ALL.len()] = {
    let mut names = [""; Slip::ALL.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = Slip::ALL[place].id();
        place += 1;
    }
    names
};

impl Kit for SharedRatchet {
    const ID: &'static str = "shared-ratchet";
    const GENERATOR: u32 = explore::VERSION;
    const KINDS: &'static [MessageKind] = &[MessageKind::Data, MessageKind::Copy];
    const MOST_PARTIES: usize = 4;
    const PARTIES: &'static str = "devices";
    const ABOUT: &'static str =
        "Ratchets shared by devices (Proton): forks and how they heal, on real sessions; leaders; revocation";
    const OPTIONS: &'static [OptionFacts] = &[
        OptionFacts { name: "variant", about: "a variant of the scenario, with switches of its own", values: &[] },
        OptionFacts { name: "slip", about: "negative control: a mistake that devices make", values: &SLIPS },
    ];

    type Scenario = Scenario;
    type Options = RunOptions;
    type Run = Run;
    type Judged = Judgement;
    type Error = RunError;
    type Outcome = RunOutcome;
    type Kind = MessageKind;
    type Seen = ();

    fn parse(text: &str, file: &str) -> Result<Scenario, ScenarioError> {
        parse(text, file)
    }

    fn corpus() -> Result<Vec<Scenario>, ScenarioError> {
        corpus::scenarios()
    }

    fn head(scenario: &Scenario) -> Head {
        let Scenario { id, title, description, .. } = scenario;
        Head { id: id.clone(), title: title.clone(), description: description.clone() }
    }

    fn to_file(scenario: &Scenario, options: &RunOptions) -> String {
        let mut scenario = scenario.clone();
        if let Some(setting) = options.variant.as_ref().and_then(|name| scenario.variants.get(name)) {
            scenario.setting = setting.clone();
        }
        scenario.setting.slip = options.slip.or(scenario.setting.slip);
        file(&scenario, &BTreeSet::new())
    }

    /// As it is, and in every variant.
    fn checks(scenario: &Scenario, seed: Option<Seed>) -> Vec<RunOptions> {
        let seed = if scenario.seed.is_some() { None } else { seed };
        let variants = scenario.variants.keys().map(|name| Some(name.clone()));
        let options = |variant| RunOptions { variant, slip: None, seed };
        std::iter::once(None).chain(variants).map(options).collect()
    }

    /// What a scenario is depends on its switches: there is nothing to put beside it but itself.
    fn compared() -> Vec<Named> {
        vec![Named::default()]
    }

    fn named(options: &RunOptions) -> Named {
        let RunOptions { variant, slip, seed } = options;
        let variant = variant.iter().map(|name| ("variant", name.clone()));
        let slip = slip.iter().map(|slip| ("slip", slip.id().to_owned()));
        let seed = seed.iter().map(|seed| ("seed", seed.to_string()));
        variant.chain(slip).chain(seed).collect()
    }

    fn options(scenario: &Scenario, asked: &Named) -> Result<RunOptions, String> {
        asked.refuse_others(Self::OPTIONS)?;
        let variants = scenario.variants.keys().map(|name| (name.as_str(), name.clone()));
        let slips = Slip::ALL.into_iter().map(|slip| (slip.id(), slip));
        let seed = asked.seed()?;
        Ok(RunOptions { variant: asked.one_of("variant", variants)?, slip: asked.one_of("slip", slips)?, seed })
    }

    fn simulate(
        scenario: &Scenario,
        options: &RunOptions,
        choosing: Option<Choosing<Self>>,
    ) -> Result<Option<Run>, RunError> {
        simulate_with(scenario, options, choosing)
    }

    fn transcript(run: &Run) -> &Transcript<Self> {
        &run.transcript
    }

    fn judge(run: &Run) -> Judgement {
        judge::judge(run)
    }

    fn broke(_: &Run, judgement: &Judgement) -> BTreeSet<Failure> {
        judge::broke(judgement)
    }

    fn fingerprints(_: &Run, judgement: &Judgement) -> BTreeSet<Fingerprint> {
        judge::fingerprints(judgement)
    }

    fn unexpected(judgement: &Judgement) -> Vec<String> {
        judgement.failures.iter().map(ToString::to_string).collect()
    }

    fn outcome(run: &Run) -> RunOutcome {
        RunOutcome::of(run)
    }

    /// A line of a file may be several steps here.
    fn script_steps(scenario: &Scenario) -> usize {
        scenario.steps.iter().map(|step| step.index + 1).max().unwrap_or_default()
    }

    fn kind(message: &Message, (): &mut ()) -> Option<MessageKind> {
        match message {
            Message::Data { .. } => Some(MessageKind::Data),
            Message::Copy { .. } => Some(MessageKind::Copy),
            Message::Ack(_) => Some(MessageKind::Ack),
            Message::News(_) => Some(MessageKind::News),
            Message::Rolled(_) => Some(MessageKind::Rolled),
            Message::Push { .. } => Some(MessageKind::Push),
            _ => None,
        }
    }

    fn parties(scenario: &Scenario) -> usize {
        usize::from(scenario.a + scenario.b)
    }

    fn families() -> &'static [FamilyFacts] {
        &FAMILIES
    }

    fn draw(family: &str, seed: Seed, index: u64) -> Option<(Scenario, RunOptions)> {
        let family = Family::ALL.into_iter().find(|known| known.id() == family)?;
        Some((explore::scenario(Case { family, seed, number: index }), RunOptions::default()))
    }

    fn marks(_: &Run, judgement: &Judgement) -> Vec<&'static str> {
        judgement.marks().iter().copied().collect()
    }

    fn size(scenario: &Scenario) -> usize {
        file(scenario, &BTreeSet::new()).len()
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
        parse(&file(candidate, &BTreeSet::new()), "candidate.toml").ok()
    }

    fn passes() -> &'static [fn(&mut Shrinker<'_, Self>)] {
        &[|shrinker| shrinker.drop_steps(), |shrinker| shrinker.drop_pairs(), fewer_devices]
    }
}

/// Leaves out the last device of a user, if it does nothing in the script. A file of fewer devices has the same length, so a step must go
/// with it.
fn fewer_devices(shrinker: &mut Shrinker<'_, SharedRatchet>) {
    for a in [true, false] {
        let mut candidate = shrinker.best().clone();
        let count = if a { &mut candidate.a } else { &mut candidate.b };
        if *count > 1 {
            *count -= 1;
            let devices = candidate.devices();
            candidate.steps.retain(|step| step.action.devices().iter().all(|device| devices.contains(device)));
            shrinker.try_out(&candidate);
        }
    }
}
