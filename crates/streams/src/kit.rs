//! Streams as a system of the laboratory.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use experiment::explore::{Failure, Fingerprint, Shrinker};
use experiment::file::ScenarioError;
use experiment::{Choosing, FamilyFacts, Head, Kit, Named, OptionFacts};
use serde::Serialize;
use sim_engine::Transcript;
use sim_env::Seed;

use crate::code::Code;
use crate::dialect::Dialect;
use crate::explore::{self, Case, FAMILIES, Family};
use crate::frame::{Request, Response};
use crate::judge::{self, Judgement, RunOutcome};
use crate::model::{Action, Knobs, PingWhenName, Scenario, parse};
use crate::node::Slip;
use crate::run::{Run, RunError, RunOptions, simulate_with};
use crate::system::{Frame, Message, Note, Streams};
use crate::{corpus, explore::VERSION};

/// A kind of message whose order may be a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// A client changes its topics.
    Mutate,
    /// A row on its way to the node.
    Row,
    /// Rows on their way to a client.
    Messages,
    /// A wave's end on its way to a client.
    CatchupComplete,
    /// The end of a call on its way to a client.
    Status,
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mutate => "mutate",
            Self::Row => "row",
            Self::Messages => "messages",
            Self::CatchupComplete => "catchup-complete",
            Self::Status => "status",
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

impl Kit for Streams {
    const ID: &'static str = "streams";
    const GENERATOR: u32 = VERSION;
    const KINDS: &'static [MessageKind] = &[MessageKind::Mutate, MessageKind::Row];
    const MOST_PARTIES: usize = 3;
    const PARTIES: &'static str = "clients";
    const ABOUT: &'static str =
        "XMTP's mutable subscription streams with liveness (XIP-83): node, client, watchdog, pipe";
    const OPTIONS: &'static [OptionFacts] = &[
        OptionFacts { name: "dialect", about: "the revision that everybody speaks", values: &["xip83-r5", "xip83-r7"] },
        OptionFacts { name: "variant", about: "a variant of the scenario, with knobs of its own", values: &[] },
        OptionFacts { name: "ping-when", about: "when a node challenges", values: &["send-idle", "unproven"] },
        OptionFacts { name: "slip", about: "negative control: a mistake that the node makes", values: &SLIPS },
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
        scenario.dialects = vec![options.dialect];
        explore::file(&scenario, options.knobs.slips.first().map(|name| name.0), &BTreeSet::new())
    }

    /// Every dialect, as it is and in every variant.
    fn checks(scenario: &Scenario, seed: Option<Seed>) -> Vec<RunOptions> {
        let seed = if scenario.seed.is_some() { None } else { seed };
        let of = |dialect: &Dialect| {
            let dialect = *dialect;
            let variants = scenario.variants.keys().map(|name| Some(name.clone()));
            std::iter::once(None).chain(variants).map(move |variant| RunOptions {
                dialect,
                variant,
                seed,
                ..RunOptions::default()
            })
        };
        scenario.dialects.iter().flat_map(of).collect()
    }

    /// Every dialect with both ways to challenge.
    fn compared() -> Vec<Named> {
        let pair = |dialect: Dialect| {
            ["send-idle", "unproven"]
                .map(|when| Named::of([("dialect", dialect.to_string()), ("ping-when", when.to_owned())]))
        };
        Dialect::ALL.into_iter().flat_map(pair).collect()
    }

    fn named(options: &RunOptions) -> Named {
        let RunOptions { dialect, variant, knobs, seed } = options;
        let when = knobs.ping_when.map(|when| ("ping-when", when.id().to_owned()));
        let slip = knobs.slips.first().map(|name| ("slip", name.0.id().to_owned()));
        let first = [("dialect", dialect.to_string())];
        let variant = variant.iter().map(|name| ("variant", name.clone()));
        let seed = seed.iter().map(|seed| ("seed", seed.to_string()));
        first.into_iter().chain(variant).chain(when).chain(slip).chain(seed).collect()
    }

    fn options(scenario: &Scenario, asked: &Named) -> Result<RunOptions, String> {
        asked.refuse_others(Self::OPTIONS)?;
        let dialects = Dialect::ALL.into_iter().map(|dialect| (dialect.id(), dialect));
        let last = scenario.dialects.iter().max().copied().unwrap_or_default();
        let dialect = asked.one_of("dialect", dialects)?.unwrap_or(last);
        if !scenario.dialects.contains(&dialect) {
            return Err(RunError::Dialect(scenario.id.clone(), dialect).to_string());
        }
        let variants = scenario.variants.keys().map(|name| (name.as_str(), name.clone()));
        let whens = [PingWhenName::SendIdle, PingWhenName::Unproven].map(|when| (when.id(), when));
        let slip = asked.one_of("slip", Slip::ALL.into_iter().map(|slip| (slip.id(), slip)))?;
        let ping_when = asked.one_of("ping-when", whens.into_iter())?;
        let seed = asked.seed()?;
        Ok(RunOptions {
            dialect,
            variant: asked.one_of("variant", variants)?,
            knobs: Knobs { ping_when, ..Knobs::with_slips(slip) },
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

    /// A line of a file may be several steps here.
    fn script_steps(scenario: &Scenario) -> usize {
        scenario.steps.iter().map(|step| step.index + 1).max().unwrap_or_default()
    }

    fn kind(message: &Message, (): &mut ()) -> Option<MessageKind> {
        match message {
            Message::Up(Request::Mutate(_)) => Some(MessageKind::Mutate),
            Message::Row(_) => Some(MessageKind::Row),
            Message::Down(Response::Messages(_)) => Some(MessageKind::Messages),
            Message::Down(Response::CatchupComplete(_)) => Some(MessageKind::CatchupComplete),
            Message::Status(_) => Some(MessageKind::Status),
            _ => None,
        }
    }

    fn parties(scenario: &Scenario) -> usize {
        scenario.clients.len()
    }

    fn families() -> &'static [FamilyFacts] {
        &FAMILIES
    }

    fn draw(family: &str, seed: Seed, index: u64) -> Option<(Scenario, RunOptions)> {
        let family = Family::ALL.into_iter().find(|known| known.id() == family)?;
        Some((explore::scenario(Case { family, seed, number: index }), explore::options(None)))
    }

    /// What happened inside the node, and how calls ended.
    fn marks(run: &Run, _: &Judgement) -> Vec<&'static str> {
        let mut half_closed = BTreeSet::new();
        let mut marks: BTreeSet<&'static str> = run.marks().iter().map(|mark| mark.id()).collect();
        for entry in &run.transcript.entries {
            let sim_engine::Record::Note(_, note) = &entry.record else { continue };
            match note {
                Note::HalfClosed(stream) => _ = half_closed.insert(*stream),
                Note::Ended(_, Code::DeadlineExceeded) => _ = marks.insert("reaped"),
                Note::Ended(stream, Code::Ok) if half_closed.contains(stream) => _ = marks.insert("drained"),
                Note::Sent(_, Frame::Down(Response::Ping(_))) => _ = marks.insert("challenged"),
                _ => {}
            }
        }
        marks.into_iter().collect()
    }

    fn size(scenario: &Scenario) -> usize {
        explore::file(scenario, None, &BTreeSet::new()).len()
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
        parse(&explore::file(candidate, None, &BTreeSet::new()), "candidate.toml").ok()
    }

    fn passes() -> &'static [fn(&mut Shrinker<'_, Self>)] {
        &[|shrinker| shrinker.drop_steps(), |shrinker| shrinker.drop_pairs(), drop_rows]
    }
}

/// Publishes fewer rows.
fn drop_rows(shrinker: &mut Shrinker<'_, Streams>) {
    let mut place = 0;
    while let Some(step) = shrinker.best().steps.get(place) {
        let rows = if let Action::Commit(rows) = &step.action { rows.len() } else { 0 };
        let mut smaller = false;
        for left_out in (0..rows).filter(|_| rows > 1) {
            let mut candidate = shrinker.best().clone();
            if let Action::Commit(rows) = &mut candidate.steps[place].action {
                rows.remove(left_out);
            }
            smaller = shrinker.try_out(&candidate);
            if smaller {
                break;
            }
        }
        place += usize::from(!smaller);
    }
}
