//! `colony check`: everything, twice, compared with what the scenarios expect.

mod checked;
mod others;
mod page;
mod seeds;
mod storages;
mod tell;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use experiment::Kit;
use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::world::Marmot;
use scenarios::{RunOptions, SimulateError, corpus, simulate};
use sim_device::Storage;
use sim_env::Seed;

use crate::args::{ControlArgs, parse_id};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::find::{find_all, repro};
use crate::fits::{refuse_misfits, refuse_unless_any};
use crate::jobs::run_all;
use crate::output::Output;
use crate::report::case::Case;
use crate::report::ci::{self, BadgeArgs, ReportArgs};
use crate::report::embedded::Embedded;
use crate::report::scene::Detail;
use crate::report::write;
use crate::seeds::SeedRange;
use crate::story;
use crate::systems::{self, Lab};
use crate::words::thousands;
use checked::{Checked, Whole};
use others::Other;

/// What reports and badges of a check are called.
const SUITE: &str = "colony check";
const BADGE: &str = "marmot conformance";

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// Scenario files, folders of them, or ids of the corpus; everything in the corpus if none is named.
    pub scenarios: Vec<String>,
    /// Seed for every scenario that does not fix its own: a number or a 40-digit commit hash.
    #[arg(long)]
    pub seed: Option<Seed>,
    /// Run under each of these seeds, first and last, and count under how many each expectation comes true: `1..50`.
    #[arg(long, value_name = "FIRST..LAST", conflicts_with_all = ["seed", "html"])]
    pub seeds: Option<SeedRange>,
    /// Only this policy.
    #[arg(long, value_parser = parse_id::<Policy>)]
    pub policy: Option<Policy>,
    /// Only this profile.
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// What devices keep their MLS state in, unless they name their own. `all` runs everything in memory, and on SQLite too what
    /// restarts, restores or copies a device; where both ran, differences are listed. Not with `--seeds`.
    #[arg(long, value_enum, default_value = "memory")]
    pub storage: Storages,
    /// Threads that run scenarios [default: one per core].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Every scenario and what breaks in it, as a table above the verdict.
    #[arg(long, conflicts_with = "json")]
    pub table: bool,
    /// One JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    /// Write a heat map whose cells open the runs behind them to this file; `-` is standard output, in place of the text.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    #[command(flatten)]
    pub reports: ReportArgs,
    #[command(flatten)]
    pub badge: BadgeArgs,
    #[command(flatten)]
    pub control: ControlArgs,
}

/// Storages under which a check runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Storages {
    Memory,
    Sqlite,
    All,
}

impl Storages {
    /// The same runs on these storages.
    fn of<'s>(self, runs: Vec<(&'s Scenario, RunOptions)>) -> Vec<(&'s Scenario, RunOptions)> {
        let on = |storage, (scenario, options): (&'s Scenario, RunOptions)| {
            (scenario, RunOptions { storage: Some(storage), ..options })
        };
        match self {
            Self::Memory => runs,
            Self::Sqlite => runs.into_iter().map(|run| on(Storage::Sqlite, run)).collect(),
            Self::All => {
                // The engine of the adopted text has a store of its own.
                let differ = |(scenario, options): &(&Scenario, RunOptions)| {
                    corpus::restarts(scenario) && !options.profile.is_adopted()
                };
                let (both, once): (Vec<_>, Vec<_>) = runs.into_iter().partition(differ);
                let both =
                    Storage::ALL.into_iter().flat_map(|storage| both.iter().map(move |run| (storage, run.clone())));
                once.into_iter().chain(both.map(|(storage, run)| on(storage, run))).collect()
            }
        }
    }
}

/// Scenarios that are named one by one before they are counted.
const NAMED: usize = 8;

/// What is to be run, and under which names.
struct Plan {
    /// As a person named each scenario, by id: an id, or the path of a file.
    names: BTreeMap<String, String>,
    scenarios: Vec<Scenario>,
    /// What is left out, and why, in sentences.
    notes: Vec<String>,
}

pub(crate) fn check(args: &CheckArgs, output: &mut Output) -> Result<Exit, Failure> {
    write::refuse_both(args.html.as_deref(), args.json)?;
    write::prepare(&[&args.reports.junit, &args.badge.badge, &args.html])?;
    let sorted = systems::sort(&args.scenarios).map_err(|failure| unreadable(failure, args, output))?;
    let mut notes = Vec::new();
    let others = others::run(args, &sorted, &mut notes, output).map_err(|failure| unreadable(failure, args, output))?;
    if !args.scenarios.is_empty() && sorted.marmot.is_empty() {
        return alone(args, &others, output);
    }
    let mut plan = plan(args, &sorted.marmot, output)?;
    let scenarios = std::mem::take(&mut plan.scenarios);
    let runs = runs(args, &scenarios, args.seed, &mut plan.notes)?;
    plan.notes.extend(notes);
    match &args.seeds {
        Some(_) if args.storage == Storages::All => Err(Failure::bad_input(
            "`--storage all` compares storages under one seed\n  expected: `--storage memory` or `--storage sqlite` with `--seeds`",
        )),
        Some(seeds) => seeds::check(args, seeds, &plan, &scenarios, output),
        None => once(args, &plan, &runs, &others, output),
    }
}

/// Tells a CI server what could not be read.
fn unreadable(failure: Failure, args: &CheckArgs, output: &mut Output) -> Failure {
    ci::unreadable(failure, (SUITE, BADGE), (&args.reports, &args.badge), output)
}

/// A check of scenarios none of which is Marmot's.
fn alone(args: &CheckArgs, others: &[Other], output: &mut Output) -> Result<Exit, Failure> {
    if args.html.is_some() {
        let what = "--html: a check has a page of Marmot's runs alone";
        return Err(Failure::bad_input(format!("{what}\n  expected: scenarios of Marmot, or `colony run … --html`")));
    }
    if args.json {
        let systems: Vec<_> = others.iter().map(Other::document).collect();
        output.json(&serde_json::json!({ "format": "colony-check/1", "runs": [], "systems": systems }));
    } else {
        others.iter().for_each(|other| other.tell(args.table, output));
    }
    publish(&others.iter().flat_map(Other::cases).collect::<Vec<_>>(), args, output);
    Ok(Exit::of_all(others.iter().map(Other::exit)))
}

fn plan(args: &CheckArgs, names: &[String], output: &mut Output) -> Result<Plan, Failure> {
    let named = find_all(names).map_err(|failure| unreadable(failure, args, output))?;
    let names = named.iter().map(|n| (n.scenario.id.clone(), n.name.clone())).collect();
    let scenarios: Vec<Scenario> = named.into_iter().map(|named| named.scenario).collect();
    Ok(Plan { names, scenarios, notes: Vec::new() })
}

/// Every run that was asked for, under one seed. What is left out gets a note.
fn runs<'s>(
    args: &CheckArgs,
    scenarios: &'s [Scenario],
    seed: Option<Seed>,
    notes: &mut Vec<String>,
) -> Result<Vec<(&'s Scenario, RunOptions)>, Failure> {
    if let Some(policy) = args.policy {
        let of_scenarios = scenarios.iter().flat_map(|scenario| &scenario.profiles).copied();
        let profiles: BTreeSet<Profile> = args.profile.map_or_else(|| of_scenarios.collect(), |one| [one].into());
        refuse_unless_any(policy, &profiles.into_iter().collect::<Vec<_>>())?;
    }
    let mut runs = corpus::runs(scenarios, seed);
    runs.retain(|(_, o)| args.policy.is_none_or(|p| p == o.policy) && args.profile.is_none_or(|p| p == o.profile));
    runs.retain(|(scenario, options)| match refuse_misfits(scenario, options) {
        Ok(()) => true,
        Err(failure) => {
            let first = failure.message.lines().next().unwrap_or_default();
            notes.push(format!("not run: {}: {first}", scenario.id));
            false
        }
    });
    if runs.is_empty() {
        return Err(Failure::bad_input("nothing to check: no scenario applies to this profile and policy"));
    }
    let here: BTreeSet<&str> = runs.iter().map(|(scenario, _)| scenario.id.as_str()).collect();
    let absent: Vec<&str> = scenarios.iter().map(|s| s.id.as_str()).filter(|id| !here.contains(id)).collect();
    if !absent.is_empty() {
        let which = if absent.len() <= NAMED { absent.join(", ") } else { thousands(absent.len()) + " scenarios" };
        notes.push(format!("not run, for want of such a profile or policy: {which}"));
    }
    notes.dedup();
    Ok(args.storage.of(runs))
}

fn once(
    args: &CheckArgs,
    plan: &Plan,
    runs: &[(&Scenario, RunOptions)],
    others: &[Other],
    output: &mut Output,
) -> Result<Exit, Failure> {
    let shown = args.html.is_some();
    let checked = run_all(runs, args.jobs, output, |(scenario, options)| {
        check_one(scenario, &args.control.with(options.clone()), &plan.names[&scenario.id], shown)
    })?;
    let complete = args.scenarios.is_empty() && args.policy.is_none() && args.profile.is_none();
    let mut whole = Whole::of(checked, complete);
    if let Some(target) = &args.html {
        let mut overview = page::overview(&mut whole);
        overview.notes.extend(others.iter().map(Other::summary));
        write::write(target, &overview.page(), output);
    }
    if args.html.as_deref().is_some_and(write::is_stdout) {
        // The page is all that is wanted there.
    } else if args.json {
        let mut document = whole.document(&plan.notes);
        if !others.is_empty() {
            document["systems"] = others.iter().map(Other::document).collect();
        }
        output.json(&document);
    } else {
        plan.notes.iter().for_each(|note| output.line(note));
        tell::tell(&whole, args.table, output);
        others.iter().for_each(|other| other.tell(args.table, output));
        args.html.iter().for_each(|file| output.line(format!("report  {}", story::path(file))));
    }
    let cases: Vec<Case> = whole.cases().into_iter().chain(others.iter().flat_map(Other::cases)).collect();
    publish(&cases, args, output);
    Ok(Exit::of_all(others.iter().map(Other::exit).chain([whole.exit()])))
}

/// The reports of a CI server.
fn publish(cases: &[Case], args: &CheckArgs, output: &mut Output) {
    ci::publish(SUITE, cases, &args.reports, output);
    ci::publish_badge(BADGE, cases, &args.badge, output);
}

fn check_one(scenario: &Scenario, options: &RunOptions, name: &str, shown: bool) -> Result<Checked, SimulateError> {
    let first = simulate(scenario, options)?;
    let second = simulate(scenario, options)?;
    let (judged, repro) = (Marmot::judge(&first), repro(name, options));
    let scene = shown.then(|| Embedded::of(&Marmot::scene(&first, &judged, repro.clone(), Detail::Compact)));
    Ok(Checked {
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        options: options.clone(),
        digest: first.transcript.digest().to_hex(),
        judgement: judged.judgement,
        difference: Marmot::difference(&first, &second),
        name: name.to_owned(),
        repro,
        scene,
    })
}
