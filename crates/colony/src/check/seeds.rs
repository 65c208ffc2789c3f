//! `colony check --seeds`: whether any expectation depends on the seed.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::world::Marmot;
use scenarios::{RunOptions, SimulateError, judge, simulate};
use serde_json::{Value, json};

use super::checked::place;
use super::{CheckArgs, Plan, publish, runs};
use crate::exit::Exit;
use crate::failure::{Failure, Place};
use crate::find::repro;
use crate::jobs::run_all;
use crate::output::Output;
use crate::report::case::{Case, Ending};
use crate::seeds::{SeedRange, Tally, listed};
use crate::story;
use crate::systems::Lab;
use crate::table::table;
use crate::words::{count, thousands};

/// One run that is to be made.
struct Planned<'s> {
    scenario: &'s Scenario,
    options: RunOptions,
    /// Under the first seed, to see whether it is deterministic.
    twice: bool,
}

/// What became of it.
struct Seen {
    options: RunOptions,
    exit: Exit,
    /// How its devices ended and what broke.
    tally: Tally,
    /// What did not come true, or where two runs differ.
    why: Vec<String>,
    place: Option<Place>,
}

/// One scenario under one profile and policy, under every seed.
struct Row {
    scenario: String,
    name: String,
    seen: Vec<Seen>,
}

pub(super) fn check(
    args: &CheckArgs,
    seeds: &SeedRange,
    plan: &Plan,
    scenarios: &[Scenario],
    output: &mut Output,
) -> Result<Exit, Failure> {
    let planned = planned(args, *seeds, scenarios)?;
    let seen = run_all(&planned, args.jobs, output, |planned| {
        run(planned, &args.control.with(planned.options.clone()), &plan.names[&planned.scenario.id])
    })?;
    let rows = rows(plan, planned.iter().map(|planned| planned.scenario).zip(seen));
    if args.json {
        output.json(&document(*seeds, &rows, &plan.notes));
    } else {
        plan.notes.iter().for_each(|note| output.line(note));
        tell(*seeds, &rows, args.table, output);
    }
    publish(&rows.iter().map(Row::case).collect::<Vec<_>>(), args, output);
    Ok(exit(&rows))
}

/// Every run under every seed. A scenario that fixes its seed runs under that alone.
fn planned<'s>(args: &CheckArgs, seeds: SeedRange, scenarios: &'s [Scenario]) -> Result<Vec<Planned<'s>>, Failure> {
    let mut all = Vec::new();
    for seed in seeds.each() {
        let first = seed == seeds.first;
        let runs = runs(args, scenarios, Some(seed.into()), &mut Vec::new())?.into_iter();
        let runs = runs.filter(|(scenario, _)| first || scenario.seed.is_none());
        all.extend(runs.map(|(scenario, options)| Planned { scenario, options, twice: first }));
    }
    Ok(all)
}

fn run(planned: &Planned<'_>, options: &RunOptions, name: &str) -> Result<Seen, SimulateError> {
    let first = simulate(planned.scenario, options)?;
    let second = if planned.twice { Some(simulate(planned.scenario, options)?) } else { None };
    let difference = second.and_then(|second| Marmot::difference(&first, &second));
    let judgement = judge(&first);
    let exit = if difference.is_some() { Exit::Nondeterminism } else { Exit::of(&judgement) };
    let place = if exit == Exit::AsExpected { None } else { place(name, &judgement, options) };
    let why = difference.into_iter().chain(judgement.failures.iter().map(ToString::to_string)).collect();
    Ok(Seen { options: options.clone(), exit, tally: Tally::of(&judgement), why, place })
}

fn rows<'s>(plan: &Plan, all: impl Iterator<Item = (&'s Scenario, Seen)>) -> Vec<Row> {
    let mut places: BTreeMap<(&str, Profile, Policy), usize> = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    for (scenario, seen) in all {
        let key = (scenario.id.as_str(), seen.options.profile, seen.options.policy);
        let place = *places.entry(key).or_insert(rows.len());
        if place == rows.len() {
            let name = plan.names[&scenario.id].clone();
            rows.push(Row { scenario: scenario.id.clone(), name, seen: Vec::new() });
        }
        rows[place].seen.push(seen);
    }
    rows
}

impl Row {
    fn expected(&self) -> usize {
        self.seen.iter().filter(|seen| seen.exit == Exit::AsExpected).count()
    }

    /// The first run that is not as expected.
    fn first_bad(&self) -> Option<&Seen> {
        self.seen.iter().find(|seen| seen.exit != Exit::AsExpected)
    }

    /// Seeds under which it is not as expected.
    fn not_under(&self) -> Vec<String> {
        let bad = self.seen.iter().filter(|seen| seen.exit != Exit::AsExpected);
        bad.map(|seen| seen.options.seed.to_string()).collect()
    }

    fn exit(&self) -> Exit {
        Exit::of_all(self.seen.iter().map(|seen| seen.exit))
    }

    /// How devices ended and what broke, over all seeds.
    fn tally(&self) -> Tally {
        Tally::sum(self.seen.iter().map(|seen| &seen.tally))
    }

    /// `as expected under 48 of 50 seeds`
    fn share(&self) -> String {
        format!("as expected under {} of {}", thousands(self.expected()), count(self.seen.len(), "seed", "seeds"))
    }

    /// Profile and policy.
    fn circumstances(&self) -> (Profile, Policy) {
        let options = &self.seen[0].options;
        (options.profile, options.policy)
    }

    /// As a CI server counts it: one case for all seeds.
    fn case(&self) -> Case {
        let (profile, policy) = self.circumstances();
        let bad = self.first_bad();
        let what = || {
            let why = bad.map(|seen| seen.why.join("\n")).unwrap_or_default();
            format!("{}, not under {}\n{why}", self.share(), listed(&self.not_under()))
        };
        let ending = match self.exit() {
            Exit::AsExpected => Ending::Passed,
            Exit::Nondeterminism => Ending::Broken(what()),
            Exit::Unable => Ending::Stalled(what()),
            _ => Ending::Failed(what()),
        };
        Case {
            class: self.scenario.clone(),
            name: format!("{profile} {policy}"),
            ending,
            repro: Some(repro(&self.name, &bad.unwrap_or(&self.seen[0]).options)),
            place: bad.and_then(|seen| seen.place.clone()),
        }
    }
}

fn exit(rows: &[Row]) -> Exit {
    Exit::of_all(rows.iter().map(Row::exit))
}

fn tell(range: SeedRange, rows: &[Row], all: bool, output: &mut Output) {
    let style = output.style;
    if all {
        let row = |row: &Row| {
            let (profile, policy) = row.circumstances();
            let tally = row.tally();
            let ended = tally.outcomes().into_iter().chain(tally.broken()).collect::<Vec<_>>().join("\n");
            vec![row.scenario.clone(), format!("{profile}\n{policy}"), row.share(), ended]
        };
        let headings = ["scenario", "profile and policy", "seeds", "ended as"];
        output.line(table(&headings, rows.iter().map(row).collect()));
    } else {
        let headings = ["profile", "scenarios", "with each policy", "runs", "as expected"];
        output.detail(table(&headings, by_profile(rows)));
        output.detail(style.dim("--table shows under how many seeds each scenario is as expected"));
    }
    let mut bad: Vec<&Row> = rows.iter().filter(|row| row.exit() != Exit::AsExpected).collect();
    bad.sort_by_key(|row| std::cmp::Reverse(row.exit()));
    bad.into_iter().for_each(|row| tell_bad(row, output));
    output.line(format!("twice under seed {} alone, to see whether runs are deterministic", range.first));
    let fixed: BTreeSet<&str> =
        rows.iter().filter(|row| row.seen.len() < range.count()).map(|row| row.scenario.as_str()).collect();
    if !fixed.is_empty() {
        let scenarios = count(fixed.len(), "scenario fixes its seed and ran", "scenarios fix their seed and ran");
        output.detail(format!("{scenarios} under that alone"));
    }
    let summary = summary(range, rows);
    output.line(if exit(rows) == Exit::AsExpected { style.good(&summary) } else { style.bad(&summary) });
}

fn tell_bad(row: &Row, output: &mut Output) {
    let (profile, policy) = row.circumstances();
    let Some(bad) = row.first_bad() else { return };
    output.line(output.style.bad(&format!("{} under {profile} and {policy}: {}", row.scenario, row.share())));
    output.line(format!("  not under {}", listed(&row.not_under())));
    bad.why.iter().for_each(|why| output.line(format!("  {}", story::clean(why))));
    row.tally().depends().iter().for_each(|line| output.line(format!("  {line}")));
    output.line(format!("  repro  {}", repro(&row.name, &bad.options)));
}

fn by_profile(rows: &[Row]) -> Vec<Vec<String>> {
    let mut profiles: BTreeMap<Profile, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| profiles.entry(row.circumstances().0).or_default().push(row));
    let row = |(profile, rows): (Profile, Vec<&Row>)| {
        let scenarios: BTreeSet<&str> = rows.iter().map(|row| row.scenario.as_str()).collect();
        let ran: usize = rows.iter().map(|row| row.seen.len()).sum();
        let expected: usize = rows.iter().map(|row| row.expected()).sum();
        let counts = [scenarios.len(), rows.len(), ran, expected].map(thousands);
        std::iter::once(profile.to_string()).chain(counts).collect()
    };
    profiles.into_iter().map(row).collect()
}

/// How it came out, in one line: the verdict first.
fn summary(range: SeedRange, rows: &[Row]) -> String {
    let scenarios: BTreeSet<&str> = rows.iter().map(|row| row.scenario.as_str()).collect();
    let runs: usize = rows.iter().map(|row| row.seen.len()).sum();
    let never = rows.iter().filter(|row| row.expected() == 0).count();
    let depend = rows.iter().filter(|row| row.exit() != Exit::AsExpected).count() - never;
    let bad = [
        (depend > 0).then(|| count(depend, "depends on the seed", "depend on the seed")),
        (never > 0).then(|| count(never, "fails under every seed", "fail under every seed")),
    ];
    let bad: Vec<_> = bad.into_iter().flatten().collect();
    format!(
        "{}: {}, {} under seeds {range}{}{}",
        if exit(rows) == Exit::AsExpected { "as expected" } else { "NOT as expected" },
        count(scenarios.len(), "scenario", "scenarios"),
        count(runs, "run", "runs"),
        if bad.is_empty() { "" } else { ": " },
        bad.join(", "),
    )
}

fn document(range: SeedRange, rows: &[Row], notes: &[String]) -> Value {
    let row = |row: &Row| {
        let (profile, policy) = row.circumstances();
        let bad = row.first_bad();
        json!({
            "scenario": row.scenario,
            "profile": profile.to_string(),
            "policy": policy.to_string(),
            "seeds": row.seen.len(),
            "as_expected": row.expected(),
            "not_under": row.not_under(),
            "outcomes": row.tally().outcomes,
            "violated": row.tally().violated,
            "failures": bad.map(|seen| &seen.why),
            "repro": repro(&row.name, &bad.unwrap_or(&row.seen[0]).options),
        })
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    json!({ "format": "colony-check-seeds/1", "first": range.first, "last": range.last, "rows": rows, "not_run": notes })
}
