//! `colony explore orders`: every order in which the messages of one scenario can arrive.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use scenarios::explore::orders::{Explored, Order, OrderOutcome, OrdersError, Reduction, Scope, explore, run_order};
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
        let (there, first) = (scenario.steps.len(), steps.0.start());
        if *first > there {
            let what = format!("--steps begins with step {first}; {} has {there}", printable(&args.scenario));
            return Err(Failure::bad_input(format!("{what}\n  expected: a step from 1 to {there}")));
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
    kinds: Vec<u16>,
    #[serde(flatten)]
    explored: &'a Explored,
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
        Ok(verdict([&OrderOutcome::of(&run)]))
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
        Ok(verdict(explored.outcomes.iter().map(|summary| &summary.outcome)))
    }

    fn document<'a>(&'a self, explored: &'a Explored) -> Document<'a> {
        Document {
            format: "colony-orders/1",
            scenario: &self.scenario.id,
            profile: self.options.profile.to_string(),
            policy: self.options.policy.to_string(),
            seed: self.options.seed.to_string(),
            kinds: self.scope.kinds.iter().copied().collect(),
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
        let rows = explored.outcomes.iter().map(|summary| {
            let broke = summary.outcome.broke.iter().map(|failure| {
                let expected = if summary.outcome.new.contains(failure) { "NEW" } else { "expected" };
                let finding = failure.finding.as_deref().unwrap_or(expected);
                format!("{finding} {}: {}", failure.fingerprint.invariant, failure.fingerprint.cause)
            });
            let broke: Vec<_> = broke.collect();
            let broke = if broke.is_empty() { "nothing".to_owned() } else { broke.join("\n") };
            vec![summary.orders.to_string(), ended(&summary.outcome), broke, summary.first.to_string()]
        });
        output.line(table(&["orders", "outcome", "what broke", "first order"], rows.collect()));
        let Explored { orders, given_up, most_choices, outcomes, .. } = explored;
        output.detail(format!("up to {most_choices} choices in one order; {given_up} orders given up as covered"));
        if let Some(first) = outcomes.first() {
            output.detail(format!("repro    {}", self.repro(&first.first)));
        }
        let new = outcomes.iter().filter(|summary| !summary.outcome.new.is_empty()).count();
        let text = format!(
            "{orders} orders, {} distinct outcomes, {new} of them with something new that broke",
            outcomes.len()
        );
        output.line(if new == 0 { output.style.good(&text) } else { output.style.bad(&text) });
        output.line(match explored.exhaustive {
            true => {
                "exhaustive: every other order differs from one of these only in what nobody can tell apart".to_owned()
            }
            false => format!("NOT exhaustive: stopped after {} orders (--most); others remain", orders + given_up),
        });
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

/// Something new that broke fails; what a finding explains or the scenario expects does not.
fn verdict<'a>(outcomes: impl IntoIterator<Item = &'a OrderOutcome>) -> Exit {
    let new = outcomes.into_iter().any(|outcome| !outcome.new.is_empty());
    if new { Exit::Failed } else { Exit::AsExpected }
}

/// Nobody knows how many there will be.
fn progress(shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {pos} orders  {per_sec}  {elapsed}").expect("a literal template");
    ProgressBar::new_spinner().with_style(style)
}
