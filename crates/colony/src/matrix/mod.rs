//! `colony matrix`: scenarios × selection policies, the table that a spec author pastes into a discussion.

mod html;
mod markdown;
mod terminal;

use std::collections::BTreeMap;

use scenarios::facts::Facts;
use scenarios::matrix::{Matrix, MatrixCell, Plan, Table, Totals};
use scenarios::simulate;
use serde_json::{Value, json};

use crate::cli::MatrixArgs;
use crate::find::{find_all, repro};
use crate::jobs;
use crate::output::{Exit, Failure, Output};
use crate::report::html::Embedded;
use crate::report::scene::{Detail, Scene};
use crate::report::write::{is_stdout, write};
use crate::story;

/// What every form says below its tables.
const LEGEND: &str = "A cell says how many devices joined, how the others ended, leaves where there are more or fewer than \
                      active devices, and which invariants broke (✗). A cell without ✗ broke none. \
                      Policies that come out alike in every row share a column.";

pub(crate) fn matrix(args: &MatrixArgs, output: &mut Output) -> Result<Exit, Failure> {
    let named = find_all(&args.scenarios)?;
    let policies = (!args.policy.is_empty()).then(|| args.policy.clone());
    let plan = Plan { policies, profile: args.profile, seed: args.seed };
    let runs = plan.runs(named.iter().map(|named| &named.scenario));
    if runs.is_empty() {
        return Err(Failure::bad_input("nothing to compare: no scenario applies to these policies and this profile"));
    }
    let names: BTreeMap<&str, &str> = named.iter().map(|n| (n.scenario.id.as_str(), n.name.as_str())).collect();
    let done = jobs::run_all(&runs, args.jobs, output, |planned| {
        let run = simulate(planned.scenario, &planned.options)?;
        let mut cell = MatrixCell::of(&run);
        cell.repro = repro(names[cell.scenario.as_str()], &run.options);
        let scene =
            || Embedded::of(&Scene::of(&run, &Facts::of(&run), &cell.judgement, cell.repro.clone(), Detail::Compact));
        let scene = args.html.is_some().then(scene);
        Ok((cell, scene))
    })?;
    let (cells, scenes): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    let scenes: html::Scenes = cells.iter().map(html::key).zip(scenes.into_iter().flatten()).collect();
    let matrix = Matrix::of(cells);
    let absent = named.iter().filter(|named| plan.profile_of(&named.scenario).is_none());
    let absent: Vec<&str> = absent.map(|named| named.scenario.id.as_str()).collect();
    if args.json {
        output.line(serde_json::to_string_pretty(&document(&matrix, &absent)).unwrap_or_default());
    } else if args.markdown {
        output.line(markdown::page(&matrix, &absent));
    } else if let Some(target) = &args.html {
        write(target, &html::overview(&matrix, &absent, scenes).page(), output)?;
        if !is_stdout(target) {
            output.line(format!("{} · {}", headline(&matrix), story::path(target)));
        }
    } else {
        terminal::tell(&matrix, &absent, output);
    }
    Ok(Exit::AsExpected)
}

/// What was compared, in one line.
fn headline(matrix: &Matrix) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let scenarios: usize = matrix.tables.iter().map(|table| table.rows.len()).sum();
    format!(
        "{}, {} · colony {} on mdk-core 0.8.0",
        count(scenarios, "scenario", "scenarios"),
        count(matrix.cells().count(), "run", "runs"),
        env!("CARGO_PKG_VERSION")
    )
}

/// A column added up, in lines.
fn totals(table: &Table, column: usize) -> Vec<String> {
    let Totals { scenarios, good, excluded, phantom_leaves, welcomes_wasted } = table.totals(column);
    let of = |count: usize, one: &str, many: &str| {
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    };
    let bad = [
        of(excluded, "device silently excluded", "devices silently excluded"),
        of(phantom_leaves, "phantom leaf", "phantom leaves"),
        of(welcomes_wasted, "Welcome wasted", "Welcomes wasted"),
    ];
    [format!("nothing broken in {good}/{scenarios}")].into_iter().chain(bad.into_iter().flatten()).collect()
}

/// Why rows are missing, if any are.
fn absence(absent: &[&str]) -> Option<String> {
    (!absent.is_empty()).then(|| format!("Not run, since they have no such profile: {}.", absent.join(", ")))
}

fn document(matrix: &Matrix, absent: &[&str]) -> Value {
    let cells: Vec<_> = matrix
        .cells()
        .map(|cell| {
            json!({
                "scenario": cell.scenario,
                "title": cell.title,
                "profile": cell.profile.to_string(),
                "policy": cell.policy.to_string(),
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
            let policies: Vec<_> = table.policies.iter().map(ToString::to_string).collect();
            let totals: BTreeMap<_, _> =
                policies.iter().enumerate().map(|(column, policy)| (policy, table.totals(column))).collect();
            json!({
                "profile": table.profile.to_string(),
                "scenarios": table.rows.iter().map(|row| &row.scenario).collect::<Vec<_>>(),
                "policies": policies,
                "totals": totals,
            })
        })
        .collect();
    json!({ "format": "colony-matrix/1", "tables": tables, "cells": cells, "not_run": absent })
}
