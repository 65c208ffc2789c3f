//! `colony explore orders`: every order in which the group events and Welcomes of one scenario can arrive.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use experiment::orders::{self as lab, Order, OrdersError, OutcomeSummary, Reduction, explore, run_order};
use indicatif::{ProgressBar, ProgressStyle};
use marmot_rules::{Policy, Profile};
use scenarios::explore::OrderOutcome;
use scenarios::model::Scenario;
use scenarios::world::Marmot;
use scenarios::{RunOptions, SimulateError};
use serde::Serialize;
use sim_env::Seed;

use super::folder;
use super::steps::Steps;
use crate::args::parse_id;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fits::refuse_misfits;
use crate::output::Output;
use crate::report::form::{Shown, story_or_json};
use crate::report::write;
use crate::story::printable;
use crate::systems::marmot::MarmotRun;
use crate::systems::{self, Lab, OrdersAsked, WithArgs, refuse_marmots};
use crate::table::table;
use crate::{find, story, words};

#[derive(Args)]
pub(crate) struct OrdersArgs {
    /// A scenario file (`*.toml`), or the id of a scenario of the corpus.
    pub scenario: String,
    /// Selection policy of every device that does not name its own [default: what the profile's text describes].
    #[arg(long, value_parser = parse_id::<Policy>)]
    pub policy: Option<Policy>,
    /// Wire profile of every device that does not name its own [default: the scenario's first that the policy fits].
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// Seed: a number or a 40-digit commit hash [default: the scenario's, else 7].
    #[arg(long)]
    pub seed: Option<Seed>,
    /// Steps of the script, from 1, in which the order varies: `6`, `4-6`, `4-` [default: all]. The fewer, the sooner it ends:
    /// where it takes too long, name only those in which something happens at once.
    #[arg(long)]
    pub steps: Option<Steps>,
    /// Kinds of events whose order varies [default: 445,1059: group events and Welcomes]; kinds of messages in another system.
    #[arg(long, value_delimiter = ',')]
    pub kinds: Vec<String>,
    #[command(flatten)]
    pub with: WithArgs,
    /// Stop after this many runs, those given up included; then it is not exhaustive.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub most: u64,
    /// Tell the story of one order: `0`, or the choices at which something else comes next than what was sent first.
    #[arg(long)]
    pub order: Option<Order>,
    /// One JSON document.
    #[arg(long)]
    pub json: bool,
    /// With `--order`: tell every message between devices and relays too.
    #[arg(long, short)]
    pub verbose: bool,
    /// Folder for the result and the story of each outcome; a new or empty one.
    #[arg(long, conflicts_with = "order")]
    pub out: Option<PathBuf>,
}

impl From<OrdersError<SimulateError>> for Failure {
    fn from(error: OrdersError<SimulateError>) -> Self {
        match error {
            OrdersError::Simulate(error) => error.into(),
            error => Self::bad_input(error.to_string()),
        }
    }
}

type Explored = lab::Explored<OrderOutcome, u16>;
type Scope = lab::Scope<u16>;

/// What was asked for.
struct Asked<'a> {
    args: &'a OrdersArgs,
    scenario: Scenario,
    options: RunOptions,
    scope: Scope,
}

pub(super) fn orders(args: &OrdersArgs, output: &mut Output) -> Result<Exit, Failure> {
    if let Some((system, source)) = systems::other(&args.scenario)? {
        args.refuse_marmots()?;
        return system.orders(&source, &args.asked(), output);
    }
    args.with.none_for_marmot()?;
    let scenario = find::find_scenario(&args.scenario)?;
    let options = find::options(&scenario, args.profile, args.policy, args.seed)?;
    refuse_misfits(&scenario, &options)?;
    let scope = Marmot::scope((&args.scenario, &scenario), &args.kinds, args.steps.as_ref())?;
    let asked = Asked { args, scenario, options, scope };
    match &args.order {
        Some(order) => asked.one(order, output),
        None => asked.all(output),
    }
}

impl OrdersArgs {
    fn asked(&self) -> OrdersAsked {
        OrdersAsked {
            asked: self.with.asked(self.seed),
            kinds: self.kinds.clone(),
            steps: self.steps.clone(),
            most: usize::try_from(self.most).unwrap_or(usize::MAX),
            order: self.order.clone(),
            json: self.json,
            verbose: self.verbose,
        }
    }

    /// Options that other systems do not have.
    fn refuse_marmots(&self) -> Result<(), Failure> {
        let given =
            [("--policy", self.policy.is_some()), ("--profile", self.profile.is_some()), ("--out", self.out.is_some())];
        refuse_marmots(&self.scenario, &given)
    }
}

/// The document of `--json` and `--out`.
#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    scenario: &'a str,
    profile: String,
    policy: String,
    seed: String,
    kinds: &'a BTreeSet<u16>,
    /// First and last of the steps with choices, from 1.
    steps: (usize, usize),
    most: u64,
    #[serde(flatten)]
    explored: &'a Explored,
    /// Place of the outcome that time's own run comes to as well, from 0.
    outcome_by_time: Option<usize>,
    /// What repeats the first order of each outcome.
    repro: Vec<String>,
}

impl Asked<'_> {
    fn one(&self, order: &Order, output: &mut Output) -> Result<Exit, Failure> {
        let run = run_order::<Marmot>(&self.scenario, &self.options, &self.scope, order)?;
        let shown = MarmotRun::of(run, self.repro(order));
        story_or_json(self.args.json, self.args.verbose).show(&shown, output)?;
        Ok(shown.exit())
    }

    fn all(&self, output: &mut Output) -> Result<Exit, Failure> {
        if let Some(out) = &self.args.out {
            folder::create_empty(out)?;
        }
        let most = usize::try_from(self.args.most).unwrap_or(usize::MAX);
        let bar = progress(output.shows_progress());
        let seen = |_: &Order, _: Option<&scenarios::Run>| bar.inc(1);
        let explored = explore::<Marmot>(&self.scenario, &self.options, &self.scope, Reduction::Commuting, most, seen);
        bar.finish_and_clear();
        let explored = explored?;
        let document = folder::json(&self.document(&explored))?;
        if let Some(out) = &self.args.out {
            self.save(out, &document, &explored, output)?;
        }
        if self.args.json {
            output.line(document.trim_end());
        } else {
            self.tell(&explored, output);
        }
        let new = explored.outcomes.iter().any(|summary| !summary.outcome.new.is_empty());
        Ok(if new { Exit::Failed } else { Exit::AsExpected })
    }

    fn document<'a>(&'a self, explored: &'a Explored) -> Document<'a> {
        Document {
            format: "colony-orders/1",
            scenario: &self.scenario.id,
            profile: self.options.profile.to_string(),
            policy: self.options.policy.to_string(),
            seed: self.options.seed.to_string(),
            kinds: &self.scope.kinds,
            steps: self.steps(),
            most: self.args.most,
            outcome_by_time: explored.place_of_time(),
            explored,
            repro: explored.outcomes.iter().map(|summary| self.repro(&summary.first)).collect(),
        }
    }

    /// The whole as JSON, and the story of the first order of each outcome.
    fn save(&self, out: &Path, document: &str, explored: &Explored, output: &mut Output) -> Result<(), Failure> {
        output.keep(write::report(&out.join("orders.json"), document));
        for (place, summary) in explored.outcomes.iter().enumerate() {
            let run = run_order::<Marmot>(&self.scenario, &self.options, &self.scope, &summary.first)?;
            let told = |line: story::Line| format!("{}  {}  {}\n", story::time(line.at), line.who, line.text);
            let story: String = story::story(&run, self.args.verbose).into_iter().map(told).collect();
            let file = out.join(format!("outcome-{}.txt", place + 1));
            output.keep(write::report(&file, &format!("{}\n\n{story}", self.repro(&summary.first))));
        }
        Ok(())
    }

    fn tell(&self, explored: &Explored, output: &mut Output) {
        let mut outcomes: Vec<_> = explored.outcomes.iter().enumerate().collect();
        outcomes.sort_by_key(|(_, summary)| summary.outcome.new.is_empty());
        let rows = outcomes.into_iter().map(|(place, summary)| {
            let OutcomeSummary { outcome, orders, first } = summary;
            let expected = if outcome.as_expected { "yes" } else { "no" }.to_owned();
            let (place, orders, first) = ((place + 1).to_string(), orders.to_string(), first.to_string());
            vec![place, orders, ended(outcome), broke(outcome), expected, first]
        });
        output.line(table(&["", "orders", "outcome", "what broke", "expected", "first order"], rows.collect()));
        let (choices, given_up) = (count(explored.most_choices, "choice"), count(explored.given_up, "run"));
        output.detail(format!("up to {choices} in one order; {given_up} given up as covered"));
        for kind in self.scope.kinds.difference(&explored.kinds_met) {
            output.detail(format!("no event of kind {kind} was under way"));
        }
        if let Some(first) = explored.outcomes.first() {
            output.detail(format!("repro    {}", self.repro(&first.first)));
        }
        tell_time(explored, output);
        tell_summary(explored, output);
        output.line(match explored.exhaustive {
            true => {
                format!("exhaustive for {}: every other order differs only in what nobody can tell apart", self.told())
            }
            false => {
                let runs = count(explored.orders + explored.given_up, "run");
                format!("NOT exhaustive for {}: stopped after {runs} (--most); other orders remain", self.told())
            }
        });
        output.line(
            "  while time stands still: look-ups and everything else come at once, and of two commits of one second",
        );
        output.line("  the seed says which is better");
    }

    /// First and last of the steps with choices, from 1.
    fn steps(&self) -> (usize, usize) {
        (*self.scope.steps.start(), self.scenario.steps.len().min(*self.scope.steps.end()))
    }

    /// What varies.
    fn told(&self) -> String {
        let kinds: Vec<_> = self.scope.kinds.iter().map(ToString::to_string).collect();
        let there = self.scenario.steps.len();
        let steps = match self.steps() {
            (1, last) if last == there => format!("all {}", count(there, "step")),
            (first, last) if first == last => format!("step {first} of {there}"),
            (first, last) => format!("steps {first}-{last} of {there}"),
        };
        let plural = if kinds.len() == 1 { "kind" } else { "kinds" };
        format!("{plural} {} in {steps}, seed {}", kinds.join(", "), self.options.seed)
    }

    fn repro(&self, order: &Order) -> String {
        let command = find::command("explore orders", &self.args.scenario, &self.options);
        let steps = self.args.steps.as_ref().map(|steps| format!(" --steps {steps}")).unwrap_or_default();
        let kinds = &self.args.kinds;
        let kinds = if kinds.is_empty() { String::new() } else { format!(" --kinds {}", kinds.join(",")) };
        format!("{command}{steps}{kinds} --order {order}")
    }
}

/// Who ended how, and who agrees with whom.
fn ended(outcome: &OrderOutcome) -> String {
    let mut by_outcome: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (device, outcome) in &outcome.devices {
        by_outcome.entry(outcome).or_default().push(device);
    }
    let ends = by_outcome.into_iter().map(|(outcome, devices)| format!("{outcome}: {}", devices.join(", ")));
    let agreed = outcome.groups.iter().flat_map(|(group, all)| {
        all.iter().map(move |agreed| {
            let devices: Vec<_> = agreed.devices.iter().map(String::as_str).collect();
            format!("{group}, epoch {}: {}", agreed.epoch, devices.join(", "))
        })
    });
    ends.chain(agreed).map(|line| printable(&line)).collect::<Vec<_>>().join("\n")
}

/// What broke, and which finding explains it.
fn broke(outcome: &OrderOutcome) -> String {
    let broke = outcome.broke.iter().map(|failure| {
        let expected = if outcome.new.contains(failure) { "NEW" } else { "expected" };
        let finding = failure.finding.as_deref().unwrap_or(expected);
        format!("{finding} {}: {}", failure.fingerprint.invariant, failure.fingerprint.cause)
    });
    let broke: Vec<_> = broke.collect();
    if broke.is_empty() { "nothing".to_owned() } else { broke.join("\n") }
}

/// Which outcome is that of time's own run, or how else that ends.
fn tell_time(explored: &Explored, output: &mut Output) {
    if let Some(place) = explored.place_of_time() {
        return output.line(format!("with ordinary latencies it ends as outcome {}", place + 1));
    }
    let by_time = &explored.by_time;
    let expects = if by_time.as_expected { "as the scenario expects" } else { "NOT as the scenario expects" };
    output.line(format!("with ordinary latencies it ends otherwise than under any of these orders, {expects}:"));
    ended(by_time).lines().for_each(|line| output.line(format!("  {line}")));
    broke(by_time).lines().for_each(|line| output.line(format!("  broke: {line}")));
}

fn tell_summary(explored: &Explored, output: &mut Output) {
    let such = |is: fn(&OrderOutcome) -> bool| explored.outcomes.iter().filter(|o| is(&o.outcome)).count();
    let (unexpected, new) = (such(|outcome| !outcome.as_expected), such(|outcome| !outcome.new.is_empty()));
    let (orders, outcomes) = (count(explored.orders, "order"), count(explored.outcomes.len(), "distinct outcome"));
    let text = format!(
        "{orders}, {outcomes}: {unexpected} not what the scenario expects, {new} with something new that broke"
    );
    output.line(if new == 0 { output.style.good(&text) } else { output.style.bad(&text) });
}

fn count(n: usize, what: &str) -> String {
    words::count(n, what, &format!("{what}s"))
}

/// Nobody knows how many there will be.
fn progress(shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {pos} runs  {per_sec}  {elapsed}").expect("a literal template");
    ProgressBar::new_spinner().with_style(style)
}
