//! The matrix of a system other than Marmot: scenarios × what its kit compares.

use experiment::grid::{Grid, Row};
use serde_json::{Value, json};

use super::MatrixArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Output, width};
use crate::report::overview::{HeatCell, HeatRow, HeatTable, Name, Overview, heat};
use crate::report::write::{is_stdout, write};
use crate::story;
use crate::systems::{ComparedRun, SYSTEMS, Source, System};
use crate::table::{table, wrap};
use crate::words::count;

/// What every form says below its table.
const LEGEND: &str = "A cell says which invariants broke (✗); ✓ says that none did. Columns that come out alike in every row share a column.";

/// A system's runs, side by side.
struct Compared {
    system: &'static dyn System,
    grid: Grid<String, ComparedRun>,
}

pub(super) fn matrix(
    args: &MatrixArgs,
    place: usize,
    sources: &[Source],
    output: &mut Output,
) -> Result<Exit, Failure> {
    let system = SYSTEMS[place];
    args.refuse_marmots(system.id())?;
    args.control.none_for(system.id())?;
    let mut grid = Grid::default();
    for run in system.compare(sources, (args.seed, args.html.is_some()), args.jobs, output)? {
        let (scenario, title) = (run.scenario.clone(), run.title.clone());
        grid.put((&scenario, &title), run.column.clone(), run);
    }
    let compared = Compared { system, grid };
    if args.json {
        output.json(&compared.document());
    } else if args.markdown {
        output.line(compared.markdown());
    } else if let Some(target) = &args.html {
        let headline = compared.headline();
        write(target, &compared.page().page(), output);
        if !is_stdout(target) {
            output.line(format!("{headline} · {}", story::path(target)));
        }
    } else {
        compared.tell(output);
    }
    Ok(Exit::AsExpected)
}

fn says(run: &ComparedRun) -> String {
    match run.broken.as_slice() {
        [] => "✓".to_owned(),
        broken => broken.iter().map(|name| format!("✗ {name}")).collect::<Vec<_>>().join("\n"),
    }
}

impl Compared {
    fn headline(&self) -> String {
        let runs = count(self.grid.cells().count(), "run", "runs");
        let scenarios = count(self.grid.rows.len(), "scenario", "scenarios");
        format!("{}: {scenarios}, {runs} · colony {}", self.system.id(), env!("CARGO_PKG_VERSION"))
    }

    /// Columns that say the same, with the names of all of them.
    fn columns(&self) -> Vec<(usize, Vec<&str>)> {
        let names = |places: Vec<usize>| {
            let names = places.iter().map(|place| self.grid.columns[*place].as_str()).collect();
            (places[0], names)
        };
        self.grid.alike(says).into_iter().map(names).collect()
    }

    fn cell(row: &Row<ComparedRun>, column: usize) -> String {
        row.cells.get(column).and_then(Option::as_ref).map_or_else(|| "–".to_owned(), says)
    }

    fn total(&self, column: usize) -> String {
        let runs: Vec<&ComparedRun> = self.grid.column(column).flatten().collect();
        let good = runs.iter().filter(|run| run.broken.is_empty()).count();
        format!("nothing broken in {good}/{}", runs.len())
    }

    fn tell(&self, output: &mut Output) {
        let columns = self.columns();
        let names: Vec<String> = columns.iter().map(|(_, names)| names.join("\n")).collect();
        let headings: Vec<&str> = ["scenario"].into_iter().chain(names.iter().map(String::as_str)).collect();
        let row = |row: &Row<ComparedRun>| {
            let cells = columns.iter().map(|(column, _)| Self::cell(row, *column));
            std::iter::once(row.scenario.clone()).chain(cells).collect::<Vec<_>>()
        };
        let mut rows: Vec<_> = self.grid.rows.iter().map(row).collect();
        let totals = columns.iter().map(|(column, _)| self.total(*column));
        rows.push(std::iter::once("all of them".to_owned()).chain(totals).collect());
        output.line(output.style.bold(&format!("{}: {}", self.system.id(), self.system.about())));
        output.line(table(&headings, rows));
        wrap(LEGEND, width().into()).iter().for_each(|line| output.detail(output.style.dim(line)));
        output.line(self.headline());
    }

    fn markdown(&self) -> String {
        let columns = self.columns();
        let names: Vec<String> = columns.iter().map(|(_, names)| format!("`{}`", names.join("`<br>`"))).collect();
        let line = |first: &str, others: &[String]| format!("| {first} | {} |", others.join(" | "));
        let mut lines = vec![
            format!("### {}", self.system.about()),
            String::new(),
            line("scenario", &names),
            line("---", &vec!["---".to_owned(); names.len()]),
        ];
        lines.extend(self.grid.rows.iter().map(|row| {
            let cell = |(column, _): &(usize, Vec<&str>)| Self::cell(row, *column).replace('\n', "<br>");
            line(&format!("**{}**", row.scenario), &columns.iter().map(cell).collect::<Vec<_>>())
        }));
        let totals: Vec<String> = columns.iter().map(|(column, _)| self.total(*column)).collect();
        lines.push(line("*all of them*", &totals));
        lines.extend([String::new(), LEGEND.to_owned(), String::new(), format!("<sub>{}</sub>", self.headline())]);
        lines.join("\n")
    }

    fn document(&self) -> Value {
        let cell = |run: &ComparedRun| {
            let ends: std::collections::BTreeMap<_, _> = run.ends.iter().cloned().collect();
            json!({
                "scenario": run.scenario,
                "title": run.title,
                "column": run.column,
                "broken": run.broken,
                "ends": ends,
                "repro": run.repro,
            })
        };
        json!({
            "format": "colony-matrix/1",
            "system": self.system.id(),
            "columns": self.grid.columns,
            "cells": self.grid.cells().map(cell).collect::<Vec<_>>(),
        })
    }

    fn page(self) -> Overview {
        let verdict = self.headline();
        let columns = self.columns();
        let names = |(_, names): &(usize, Vec<&str>)| {
            let name = |name: &&str| Name { name: (*name).to_owned(), hint: String::new() };
            names.iter().map(name).collect()
        };
        let (heads, totals) = (
            columns.iter().map(names).collect(),
            columns.iter().map(|(column, _)| vec![self.total(*column)]).collect(),
        );
        let places: Vec<usize> = columns.iter().map(|(column, _)| *column).collect();
        let row = |mut row: Row<ComparedRun>| {
            let cells = places.iter().map(|place| row.cells.get_mut(*place)?.take().map(heat_cell)).collect();
            HeatRow { name: row.scenario, title: row.title, cells }
        };
        Overview {
            title: self.system.about().to_owned(),
            verdict,
            good: None,
            notes: vec![LEGEND.to_owned()],
            tables: vec![HeatTable {
                title: "Scenarios".to_owned(),
                about: "what breaks in each under each".to_owned(),
                first: "scenario".to_owned(),
                columns: heads,
                rows: self.grid.rows.into_iter().map(row).collect(),
                totals,
            }],
            heats: None,
        }
    }
}

fn heat_cell(run: ComparedRun) -> HeatCell {
    HeatCell {
        heat: heat(run.broken.len()),
        label: if run.broken.is_empty() { "✓".to_owned() } else { count(run.broken.len(), "break", "breaks") },
        lines: run.ends.iter().map(|(who, how)| format!("{who}: {how}")).collect(),
        broken: run.broken,
        names: vec![run.column],
        commands: vec![run.repro],
        run: None,
        scene: run.scene,
    }
}
