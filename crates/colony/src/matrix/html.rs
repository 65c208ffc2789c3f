//! The matrix as a heat map whose cells open the runs behind them.

use std::collections::BTreeMap;

use scenarios::matrix::{Column, Matrix, MatrixCell, Row, Table};
use sim_relay::Deployed;

use super::{columns_of, heading, headline, legend, totals};
use crate::report::embedded::Embedded;
use crate::report::overview::{HeatCell, HeatRow, HeatTable, Name, Overview, heat};
use crate::words::count;

/// What tells one cell from the others: scenario, profile and column.
pub(super) type Key = (String, String, String);

pub(super) type Scenes = BTreeMap<Key, Embedded>;

pub(super) fn key(cell: &MatrixCell) -> Key {
    (cell.scenario.clone(), cell.profile.to_string(), cell.column.to_string())
}

pub(super) fn overview(matrix: &Matrix, notes: &[String], mut scenes: Scenes) -> Overview {
    let broken = matrix.cells().filter(|cell| !cell.summary().good).count();
    let all = matrix.cells().count();
    Overview {
        title: format!("Scenarios × {}", columns_of(matrix)[1]),
        verdict: format!("Something broke in {broken} of {}", count(all, "run", "runs")),
        good: None,
        notes: [legend(matrix)].into_iter().chain(notes.iter().cloned()).chain([headline(matrix)]).collect(),
        tables: matrix.tables.iter().map(|part| table(part, &mut scenes)).collect(),
        heats: None,
    }
}

fn table(part: &Table, scenes: &mut Scenes) -> HeatTable {
    let columns = part.alike();
    let name = |column: &Column| Name { name: column.to_string(), hint: hint(*column) };
    let (title, about) = heading(part);
    HeatTable {
        title: title.replacen("profile", "Profile", 1),
        about: about.to_owned(),
        first: "scenario".to_owned(),
        columns: columns
            .iter()
            .map(|places| places.iter().map(|place| name(&part.columns[*place])).collect())
            .collect(),
        rows: part.rows.iter().map(|row| heat_row(row, &columns, scenes)).collect(),
        totals: if part.rows.len() > 1 {
            columns.iter().map(|places| totals(part, places[0])).collect()
        } else {
            Vec::new()
        },
    }
}

/// What a column is, in a sentence or two.
fn hint(column: Column) -> String {
    match column {
        Column::Policy(policy) => format!("{}: {} Source: {}.", policy.kind(), policy.describe(), policy.source()),
        Column::Profile(profile) => format!("{} Runs on {}.", profile.base_text(), profile.engine()),
        Column::AsWritten => "The relays that the scenario names.".to_owned(),
        Column::Like(name) => Deployed::named(name).map_or_else(String::new, |deployed| {
            format!("{} ({}): {}.", deployed.program, deployed.known.as_str(), deployed.about)
        }),
    }
}

fn heat_row(row: &Row, columns: &[Vec<usize>], scenes: &mut Scenes) -> HeatRow {
    let cell = |places: &Vec<usize>| {
        let alike: Vec<_> = places.iter().filter_map(|place| row.cells.get(*place)?.as_ref()).collect();
        let first = alike.first()?;
        Some(heat_cell(first, &alike, scenes.remove(&key(first))))
    };
    HeatRow { name: row.scenario.clone(), title: row.title.clone(), cells: columns.iter().map(cell).collect() }
}

fn heat_cell(cell: &MatrixCell, alike: &[&MatrixCell], scene: Option<Embedded>) -> HeatCell {
    let summary = cell.summary();
    HeatCell {
        heat: if cell.stalled { 5 } else { heat(summary.broken.len()) },
        label: summary.joined,
        lines: summary.others.into_iter().chain(summary.counts).collect(),
        broken: summary.broken,
        names: alike.iter().map(|cell| cell.column.to_string()).collect(),
        commands: alike.iter().map(|cell| cell.repro.clone()).collect(),
        run: None,
        scene,
    }
}
