//! The matrix on a terminal.

use scenarios::matrix::{Matrix, MatrixCell, Table};

use super::{heading, headline, legend, totals};
use crate::output::{Output, width};
use crate::table::{side_by_side, table, wrap};

/// How to see more.
fn hint(matrix: &Matrix) -> String {
    let option = if matrix.of_relays() { " --like RELAY" } else { "" };
    format!(
        "`colony run SCENARIO --profile PROFILE --policy POLICY{option}` tells the story of one cell; --json names the command of each."
    )
}

pub(super) fn tell(matrix: &Matrix, notes: &[String], output: &mut Output) {
    let style = output.style;
    for part in &matrix.tables {
        let (name, about) = heading(part);
        output.line(style.bold(&format!("{name}: {about}")));
        let names =
            |places: Vec<usize>| places.into_iter().map(|place| part.columns[place].to_string()).collect::<Vec<_>>();
        let policies: Vec<_> = part.alike().into_iter().map(|places| names(places).join("\n")).collect();
        let headings: Vec<&str> = ["scenario"].into_iter().chain(policies.iter().map(String::as_str)).collect();
        let rows = rows(part);
        for columns in side_by_side(&headings, &rows) {
            let headings: Vec<&str> = columns.iter().map(|column| headings[*column]).collect();
            let of_row = |row: &Vec<String>| columns.iter().map(|column| row[*column].clone()).collect();
            output.line(table(&headings, rows.iter().map(of_row).collect()));
            output.line("");
        }
    }
    for text in [legend(matrix), hint(matrix)] {
        wrap(&text, width().into()).iter().for_each(|line| output.detail(style.dim(line)));
    }
    notes.iter().flat_map(|note| wrap(note, width().into())).for_each(|line| output.line(line));
    output.line(headline(matrix));
}

fn rows(part: &Table) -> Vec<Vec<String>> {
    let columns: Vec<usize> = part.alike().into_iter().map(|places| places[0]).collect();
    let cell = |cell: &Option<MatrixCell>| cell.as_ref().map_or_else(|| "–".to_owned(), text);
    let row = |row: &scenarios::matrix::Row| {
        let cells = columns.iter().map(|column| row.cells.get(*column).map_or_else(|| "–".to_owned(), cell));
        [row.scenario.clone()].into_iter().chain(cells).collect()
    };
    let sums = columns.iter().map(|column| totals(part, *column).join("\n"));
    let sums: Vec<String> = ["all of them".to_owned()].into_iter().chain(sums).collect();
    let mut rows: Vec<Vec<String>> = part.rows.iter().map(row).collect();
    if rows.len() > 1 {
        rows.push(sums);
    }
    rows
}

fn text(cell: &MatrixCell) -> String {
    let summary = cell.summary();
    let broken = summary.broken.iter().map(|name| format!("✗ {name}"));
    let lines = [summary.joined].into_iter().chain(summary.others).chain(summary.counts).chain(broken);
    lines.collect::<Vec<_>>().join("\n")
}
