//! `colony matrix`: scenarios × selection policies, or × relays as deployed: the table that a spec author pastes into a discussion.

mod html;
mod left_out;
pub(crate) mod markdown;
mod others;
mod terminal;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use marmot_rules::{Policy, Profile};
use scenarios::facts::Facts;
use scenarios::matrix::{Column, Matrix, MatrixCell, Plan, PlannedRun, Table, Totals};
use scenarios::model::Scenario;
use scenarios::simulate;
use serde_json::{Value, json};
use sim_env::Seed;

use crate::args::{ControlArgs, parse_id};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::find::{find_all, repro};
use crate::output::Output;
use crate::report::embedded::Embedded;
use crate::report::overview::Overview;
use crate::report::scene::{Detail, Scene};
use crate::report::write::{is_stdout, prepare, write};
use crate::systems::{self, SYSTEMS, Sorted};
use crate::words::{count, engines};
use crate::{jobs, story};
use left_out::LeftOut;

#[derive(Args)]
pub(crate) struct MatrixArgs {
    /// Scenario files, folders of them, or ids of the corpus; everything in the corpus if none is named.
    pub scenarios: Vec<String>,
    /// Only these policies, as columns in this order: `A,B`, or the option several times.
    #[arg(long, value_parser = parse_id::<Policy>, value_delimiter = ',')]
    pub policy: Vec<Policy>,
    /// Relays as columns instead of policies: as each scenario has them, then all of them like each relay as deployed.
    #[arg(long, conflicts_with = "policy")]
    pub relays: bool,
    /// Profiles as columns instead of policies: every one that a scenario has, each under the policy that its text describes.
    #[arg(long, conflicts_with_all = ["policy", "relays", "profile"])]
    pub profiles: bool,
    /// Profile of every row; scenarios that do not have it are left out [default: each scenario's first that can run].
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// One JSON document, with everything that each run showed.
    #[arg(long, group = "form")]
    pub json: bool,
    /// Markdown, for a discussion on GitHub.
    #[arg(long, group = "form")]
    pub markdown: bool,
    /// A heat map whose cells open the runs behind them: one HTML file that needs nothing else; `-` is standard output.
    #[arg(long, group = "form", value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Seed for every run, instead of each scenario's own: a number or a 40-digit commit hash.
    #[arg(long)]
    pub seed: Option<Seed>,
    /// Threads that run scenarios [default: one per core].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// The system whose corpus is compared if no scenario is named.
    #[arg(long, value_parser = parse_system, default_value = "marmot", hide_default_value = true, conflicts_with = "scenarios")]
    pub system: usize,
    #[command(flatten)]
    pub control: ControlArgs,
}

/// The place of a system by its name.
fn parse_system(text: &str) -> Result<usize, String> {
    let known = SYSTEMS.iter().position(|system| system.id() == text);
    let all = || SYSTEMS.map(|system| system.id()).join(", ");
    known.ok_or_else(|| format!("unknown system `{text}`, expected one of: {}", all()))
}

impl MatrixArgs {
    /// Options that other systems do not have.
    fn refuse_marmots(&self, system: &str) -> Result<(), Failure> {
        let given = [
            ("--policy", !self.policy.is_empty()),
            ("--relays", self.relays),
            ("--profiles", self.profiles),
            ("--profile", self.profile.is_some()),
        ];
        systems::refuse_marmots(system, &given)
    }
}

/// What columns are: with a capital, and in full.
fn columns_of(matrix: &Matrix) -> [&'static str; 2] {
    match (matrix.of_relays(), matrix.of_profiles()) {
        (true, _) => ["Relays", "relays as deployed"],
        (_, true) => ["Profiles", "profiles"],
        _ => ["Policies", "selection policies"],
    }
}

/// What stands above a table: its profile, and where that comes from.
fn heading(table: &Table) -> (String, &'static str) {
    match table.profile {
        Some(profile) => (format!("profile {profile}"), profile.base_text()),
        None => ("profiles side by side".to_owned(), "each under the policy that its text describes"),
    }
}

/// What every form says below its tables.
fn legend(matrix: &Matrix) -> String {
    let [columns, _] = columns_of(matrix);
    format!(
        "A cell says how many devices joined, how the others ended, leaves where there are more or fewer than active devices, and \
         which invariants broke (✗). A cell without ✗ broke none. {columns} that come out alike in every row share a column."
    )
}

pub(crate) fn matrix(args: &MatrixArgs, output: &mut Output) -> Result<Exit, Failure> {
    prepare(&[&args.html])?;
    let sorted = match args.system {
        0 => systems::sort(&args.scenarios)?,
        _ => Sorted::whole()?,
    };
    if let Some((place, sources)) = sorted.others.iter().find(|(place, _)| args.system == 0 || *place == args.system) {
        if !sorted.marmot.is_empty() || args.system == 0 && sorted.others.len() > 1 {
            let what = "a matrix compares scenarios of one system";
            return Err(Failure::bad_input(format!("{what}\n  expected: scenarios of one system at a time")));
        }
        return others::matrix(args, *place, sources, output);
    }
    let named = find_all(&args.scenarios)?;
    let policies = (!args.policy.is_empty()).then(|| args.policy.clone());
    let plan = Plan { policies, profile: args.profile, seed: args.seed, relays: args.relays, profiles: args.profiles };
    let scenarios: Vec<&Scenario> = named.iter().map(|named| &named.scenario).collect();
    let mut runs = plan.runs(scenarios.iter().copied());
    let left_out = LeftOut::of(&plan, &scenarios, &mut runs);
    if runs.is_empty() {
        let nothing = "nothing to compare: no scenario applies to these policies and this profile";
        let why = left_out.notes().into_iter().map(|note| format!("\n  {note}"));
        return Err(Failure::bad_input([nothing.to_owned()].into_iter().chain(why).collect::<String>()));
    }
    let names: BTreeMap<&str, &str> = named.iter().map(|n| (n.scenario.id.as_str(), n.name.as_str())).collect();
    let done = jobs::run_all(&runs, args.jobs, output, |planned| {
        let run = simulate(&planned.scenario, &args.control.with(planned.options.clone()))?;
        let mut cell = MatrixCell::of(&run, planned.column);
        cell.repro = repro(names[cell.scenario.as_str()], &run.options) + &planned.column.option();
        let scene =
            || Embedded::of(&Scene::of(&run, &Facts::of(&run), &cell.judgement, cell.repro.clone(), Detail::Compact));
        let scene = args.html.is_some().then(scene);
        Ok::<_, Failure>((cell, scene))
    })?;
    let (cells, scenes): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    let scenes: html::Scenes = cells.iter().map(html::key).zip(scenes.into_iter().flatten()).collect();
    let matrix = Matrix::of(cells);
    let notes = left_out.notes();
    if args.json {
        output.json(&document(&matrix, &left_out));
    } else if args.markdown {
        output.line(markdown::page(&matrix, &notes));
    } else if let Some(target) = &args.html {
        write(target, &html::overview(&matrix, &notes, scenes).page(), output);
        if !is_stdout(target) {
            output.line(format!("{} · {}", headline(&matrix), story::path(target)));
        }
    } else {
        terminal::tell(&matrix, &notes, output);
    }
    Ok(Exit::AsExpected)
}

/// The whole matrix of these scenarios, or of the corpus, as tables without the runs behind them.
pub(crate) fn overview(scenarios: &[String], jobs: Option<u16>, output: &Output) -> Result<Overview, Failure> {
    let named = find_all(scenarios)?;
    let (plan, scenarios) = (Plan::default(), named.iter().map(|named| &named.scenario).collect::<Vec<_>>());
    let mut runs = plan.runs(scenarios.iter().copied());
    let left_out = LeftOut::of(&plan, &scenarios, &mut runs);
    let cells = jobs::run_all(&runs, jobs, output, PlannedRun::cell)?;
    Ok(html::overview(&Matrix::of(cells), &left_out.notes(), html::Scenes::new()))
}

/// What was compared, in one line.
fn headline(matrix: &Matrix) -> String {
    let scenarios: usize = matrix.tables.iter().map(|table| table.rows.len()).sum();
    format!(
        "{}, {} · colony {} on {}",
        count(scenarios, "scenario", "scenarios"),
        count(matrix.cells().count(), "run", "runs"),
        env!("CARGO_PKG_VERSION"),
        engines(matrix.cells().map(|cell| cell.profile))
    )
}

/// A column added up, in lines.
fn totals(table: &Table, column: usize) -> Vec<String> {
    let Totals { scenarios, good, excluded, phantom_leaves, welcomes_wasted } = table.totals(column);
    let of = |n: usize, one: &str, many: &str| (n > 0).then(|| count(n, one, many));
    let bad = [
        of(excluded, "device silently excluded", "devices silently excluded"),
        of(phantom_leaves, "phantom leaf", "phantom leaves"),
        of(welcomes_wasted, "Welcome wasted", "Welcomes wasted"),
    ];
    [format!("nothing broken in {good}/{scenarios}")].into_iter().chain(bad.into_iter().flatten()).collect()
}

/// What the relays of a cell are like; nothing where columns are policies.
fn relays(column: Column) -> Option<String> {
    match column {
        Column::Policy(_) | Column::Profile(_) => None,
        Column::AsWritten | Column::Like(_) => Some(column.to_string()),
    }
}

fn document(matrix: &Matrix, left_out: &LeftOut) -> Value {
    let not_applied: Vec<_> = left_out
        .policies
        .iter()
        .map(|(policy, profile, why)| json!({ "policy": policy.to_string(), "profile": profile.to_string(), "why": why }))
        .collect();
    let cells: Vec<_> = matrix
        .cells()
        .map(|cell| {
            json!({
                "scenario": cell.scenario,
                "title": cell.title,
                "profile": cell.profile.to_string(),
                "policy": cell.policy.to_string(),
                "relays": relays(cell.column),
                "seed": cell.seed.to_string(),
                "summary": cell.summary(),
                "stalled": cell.stalled,
                "judgement": cell.judgement,
                "repro": cell.repro,
            })
        })
        .collect();
    let tables: Vec<_> = matrix
        .tables
        .iter()
        .map(|table| {
            let columns: Vec<_> = table.columns.iter().map(ToString::to_string).collect();
            let totals: BTreeMap<_, _> =
                columns.iter().enumerate().map(|(place, column)| (column, table.totals(place))).collect();
            let about = columns_of(matrix)[0].to_lowercase();
            json!({
                "profile": table.profile.map(|profile| profile.to_string()),
                "scenarios": table.rows.iter().map(|row| &row.scenario).collect::<Vec<_>>(),
                about: columns,
                "totals": totals,
            })
        })
        .collect();
    json!({
        "format": "colony-matrix/1",
        "tables": tables,
        "cells": cells,
        "not_run": left_out.scenarios,
        "not_applied": not_applied,
        "not_chosen": left_out.runs,
    })
}
