//! Sibling sync as a system of the laboratory.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use experiment::explore::{Failure, Fingerprint, Shrinker};
use experiment::file::ScenarioError;
use experiment::orders::ExploredIn;
use experiment::{Choosing, FamilyFacts, Head, Kit, Named, OptionFacts};
use serde::Serialize;
use sim_engine::{Record, Transcript};
use sim_env::Seed;

use crate::explore::{self, Case, FAMILIES, Family, VERSION};
use crate::judge::{self, Judgement, RunOutcome};
use crate::model::{Check, RunOptions, Scenario, Variant, parse, to_file};
use crate::run::{Run, RunError, simulate_with};
use crate::slip::Slip;
use crate::system::{Class, Message, SiblingSync};
use crate::vocabulary::{Fate, Note, Repair, Repairs, Storage, SyncType};
use crate::{corpus, model::Base};

/// A kind of message whose order may be a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// What a device gets from a sibling.
    Sync,
    /// What a contact gets from the user.
    ToContact,
    /// What a device gets from a contact.
    FromContact,
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sync => "sync",
            Self::ToContact => "to-contact",
            Self::FromContact => "from-contact",
        })
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

impl Kit for SiblingSync {
    const ID: &'static str = "sibling-sync";
    const GENERATOR: u32 = VERSION;
    const KINDS: &'static [MessageKind] = &[MessageKind::Sync];
    const MOST_PARTIES: usize = 4;
    const PARTIES: &'static str = "devices";
    const ABOUT: &'static str = "Devices of one user that copy every event to each other, and a primary that alone speaks to a contact (meowlib)";
    const OPTIONS: &'static [OptionFacts] = &[
        OptionFacts {
            name: "variant",
            about: "`literal`, `repaired`, or with single repairs: `literal+MR-1`",
            values: &[],
        },
        OptionFacts { name: "order", about: "an order of delivery that the scenario names", values: &[] },
        OptionFacts { name: "storage", about: "where the databases of devices are", values: &["memory", "file"] },
        OptionFacts { name: "slip", about: "negative control: a mistake that is made", values: &SLIPS },
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
        to_file(scenario, options, &BTreeMap::new())
    }

    fn checks(scenario: &Scenario, seed: Option<Seed>) -> Vec<RunOptions> {
        let seed = if scenario.seed.is_some() { None } else { seed };
        scenario.checks.iter().map(|check| RunOptions { seed, ..RunOptions::of(check) }).collect()
    }

    /// The plan, the plan with each repair alone, and the plan with all of them.
    fn compared() -> Vec<Named> {
        let alone = Repair::ALL.iter().map(|repair| Variant { base: Base::Literal, plus: Repairs([*repair].into()) });
        let all = [Variant::literal()].into_iter().chain(alone).chain([Variant::repaired()]);
        all.map(|variant| Named::of([("variant", variant.to_string())])).collect()
    }

    fn named(options: &RunOptions) -> Named {
        let RunOptions { variant, order, storage, slip, seed } = options;
        let order = order.iter().map(|order| ("order", order.clone()));
        let storage = (*storage != Storage::default()).then(|| ("storage", storage.to_string()));
        let slip = slip.map(|slip| ("slip", slip.id().to_owned()));
        let seed = seed.iter().map(|seed| ("seed", seed.to_string()));
        [("variant", variant.to_string())].into_iter().chain(order).chain(storage).chain(slip).chain(seed).collect()
    }

    fn options(scenario: &Scenario, asked: &Named) -> Result<RunOptions, String> {
        asked.refuse_others(Self::OPTIONS)?;
        let first = scenario.checks.first().map_or_else(Variant::literal, |check| check.variant.clone());
        let variant = match asked.get("variant") {
            Some(text) => Variant::read(text, &scenario.variants).map_err(|part| unknown_variant(scenario, &part))?,
            None => first,
        };
        let orders = scenario.orders.keys().map(|name| (name.as_str(), name.clone()));
        let storages = Storage::ALL.iter().map(|storage| (storage.id(), *storage));
        let seed = asked.seed()?;
        Ok(RunOptions {
            variant,
            order: asked.one_of("order", orders)?,
            storage: asked.one_of("storage", storages)?.unwrap_or_default(),
            slip: asked.one_of("slip", Slip::ALL.into_iter().map(|slip| (slip.id(), slip)))?,
            seed,
        })
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

    /// A line of a file that only lets time pass is no step of a run.
    fn script_steps(scenario: &Scenario) -> usize {
        scenario.steps.iter().map(|step| step.index + 1).max().unwrap_or_default()
    }

    fn counts_orders(scenario: &Scenario, options: &RunOptions) -> bool {
        options.order.is_none() && scenario.outcomes(&options.variant).is_some()
    }

    fn unexpected_orders(scenario: &Scenario, options: &RunOptions, explored: &ExploredIn<Self>) -> Vec<String> {
        judge::unexpected_outcomes(&scenario.outcomes(&options.variant).unwrap_or_default(), explored)
    }

    fn kind(message: &Message, (): &mut ()) -> Option<MessageKind> {
        match message.class() {
            Class::Sync => Some(MessageKind::Sync),
            Class::ToContact => Some(MessageKind::ToContact),
            Class::FromContact => Some(MessageKind::FromContact),
            Class::Request => None,
        }
    }

    fn parties(scenario: &Scenario) -> usize {
        scenario.body.devices.len()
    }

    fn families() -> &'static [FamilyFacts] {
        &FAMILIES
    }

    fn draw(family: &str, seed: Seed, index: u64) -> Option<(Scenario, RunOptions)> {
        let family = Family::ALL.into_iter().find(|known| known.id() == family)?;
        Some((explore::scenario(Case { family, seed, number: index }), explore::options(None)))
    }

    /// What devices came across.
    fn marks(run: &Run, _: &Judgement) -> Vec<&'static str> {
        let notes = run.transcript.entries.iter().filter_map(|entry| match &entry.record {
            Record::Note(_, note) => mark(note),
            _ => None,
        });
        notes.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn size(scenario: &Scenario) -> usize {
        to_file(scenario, &RunOptions::default(), &BTreeMap::new()).len()
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
        let options = RunOptions::of(&Check { variant: Variant::repaired(), order: None });
        parse(&to_file(candidate, &options, &BTreeMap::new()), "candidate.toml").ok()
    }

    fn passes() -> &'static [fn(&mut Shrinker<'_, Self>)] {
        &[|shrinker| shrinker.drop_steps(), |shrinker| shrinker.drop_pairs(), explore::drop_devices]
    }
}

fn unknown_variant(scenario: &Scenario, part: &str) -> String {
    let bases = ["literal", "repaired"].into_iter().chain(scenario.variants.keys().map(String::as_str));
    let all: Vec<&str> = bases.chain(Repair::ALL.iter().map(|repair| repair.id())).collect();
    format!("unknown variant or repair `{part}`; there is `{}`", all.join("`, `"))
}

/// What a generator must not have gone blind to.
fn mark(note: &Note) -> Option<&'static str> {
    Some(match note {
        Note::SyncTook { fate: Fate::Seen, .. } => "seen",
        Note::SyncTook { fate: Fate::Parked, .. } => "parked",
        Note::SyncTook { sync_type: SyncType::Forward, fate: Fate::Applied, .. } => "forwarded",
        Note::Unread { .. } => "unread",
        Note::Crashed(_) => "crashed",
        Note::Online(false) => "offline",
        Note::TookOver { done: true, .. } => "took-over",
        Note::Handed { again: true, .. } => "handed-again",
        _ => return None,
    })
}
