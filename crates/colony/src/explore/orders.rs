//! `colony explore orders`: every order in which the group events and Welcomes of one scenario can arrive.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use scenarios::explore::orders::{
    Explored, Order, OrderOutcome, OrdersError, OutcomeSummary, Reduction, Scope, explore, run_order,
};
use scenarios::model::Scenario;
use scenarios::{RunOptions, judge};
use serde::Serialize;

use super::folder;
use crate::cli::OrdersArgs;
use crate::output::{Exit, Failure, Output, table};
use crate::story::printable;
use crate::{find, json, run, story};

impl From<OrdersError> for Failure {
    fn from(error: OrdersError) -> Self {
        match error {
            OrdersError::Simulate(error) => error.into(),
            error => Self::bad_input(error.to_string()),
        }
    }
}

/// What was asked for.
struct Asked<'a> {
    args: &'a OrdersArgs,
    scenario: Scenario,
    options: RunOptions,
    scope: Scope,
}

pub(super) fn orders(args: &OrdersArgs, output: &mut Output) -> Result<Exit, Failure> {
    let scenario = run::find_scenario(&args.scenario)?;
    let options = run::options(&scenario, args.profile, args.policy, args.seed)?;
    let scope = scope(args, &scenario)?;
    let asked = Asked { args, scenario, options, scope };
    match &args.order {
        Some(order) => asked.one(order, output),
        None => asked.all(output),
    }
}

fn scope(args: &OrdersArgs, scenario: &Scenario) -> Result<Scope, Failure> {
    let mut scope = Scope::default();
    if let Some(steps) = &args.steps {
        let there = scenario.steps.len();
        let ends = [("begins", *steps.0.start()), ("ends", *steps.0.end())];
        let beyond = ends.into_iter().find(|(_, step)| *step > there && *step != usize::MAX);
        if let Some((which, step)) = beyond {
            let what = format!("--steps {which} with step {step}; {} has {there}", printable(&args.scenario));
            return Err(Failure::bad_input(format!("{what}\n  expected: steps from 1 to {there}")));
        }
        scope.steps = steps.0.clone();
    }
    if !args.kinds.is_empty() {
        scope.kinds = args.kinds.iter().copied().collect();
    }
    Ok(scope)
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
        let run = run_order(&self.scenario, &self.options, &self.scope, order)?;
        let judgement = judge(&run);
        if self.args.json {
            let document = json::run_document(&run, &judgement);
            output.line(serde_json::to_string_pretty(&document).unwrap_or_default());
        } else {
            run::tell(&run, &judgement, self.args.verbose, &self.repro(order), output);
        }
        Ok(match (judgement.as_expected(), judgement.stalled) {
            (true, _) => Exit::AsExpected,
            (false, true) => Exit::Unable,
            (false, false) => Exit::Failed,
        })
    }

    fn all(&self, output: &mut Output) -> Result<Exit, Failure> {
        if let Some(out) = &self.args.out {
            folder::create_empty(out)?;
        }
        let most = usize::try_from(self.args.most).unwrap_or(usize::MAX);
        let bar = progress(output.shows_progress());
        let seen = |_: &Order, _: Option<&scenarios::Run>| bar.inc(1);
        let explored = explore(&self.scenario, &self.options, &self.scope, Reduction::Commuting, most, seen);
        bar.finish_and_clear();
        let explored = explored?;
        let document = serde_json::to_string_pretty(&self.document(&explored)).unwrap_or_default();
        if let Some(out) = &self.args.out {
            self.save(out, &document, &explored)?;
        }
        if self.args.json {
            output.line(document);
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
    fn save(&self, out: &Path, document: &str, explored: &Explored) -> Result<(), Failure> {
        let write = |name: String, text: String| {
            let file = out.join(name);
            fs::write(&file, text).map_err(|error| folder::cannot("write", &file, &error))
        };
        write("orders.json".to_owned(), format!("{document}\n"))?;
        for (place, summary) in explored.outcomes.iter().enumerate() {
            let run = run_order(&self.scenario, &self.options, &self.scope, &summary.first)?;
            let told = |line: story::Line| format!("{}  {}  {}\n", story::time(line.at), line.who, line.text);
            let story: String = story::story(&run, self.args.verbose).into_iter().map(told).collect();
            write(format!("outcome-{}.txt", place + 1), format!("{}\n\n{story}", self.repro(&summary.first)))?;
        }
        Ok(())
    }

    fn tell(&self, explored: &Explored, output: &mut Output) {
        let rows = explored.outcomes.iter().enumerate().map(|(place, summary)| {
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
        let kinds: Vec<_> = self.args.kinds.iter().map(ToString::to_string).collect();
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
        return output.line(format!("as time has it, it ends as outcome {}", place + 1));
    }
    let by_time = &explored.by_time;
    let expects = if by_time.as_expected { "as the scenario expects" } else { "not as the scenario expects" };
    output.line(format!("as time has it, it ends otherwise than under any of these orders, {expects}:"));
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
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Nobody knows how many there will be.
fn progress(shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {pos} runs  {per_sec}  {elapsed}").expect("a literal template");
    ProgressBar::new_spinner().with_style(style)
}
