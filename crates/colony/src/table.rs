//! Tables that fit a line and break no word.

use std::io::IsTerminal;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::hidden::dotted;
use crate::output;

/// Columns that every column of a table may count on, whatever stands in the others, if it has as much to say.
const NARROWEST: usize = 12;

/// Blanks inside each column.
const PADDING: usize = 2;

/// Blanks between two columns.
const GAP: usize = 1;

/// A table as wide as the terminal or the page, at most. Where the words of its columns do not fit side by side it becomes a
/// list: the first column of each row, and below it the others with their headings.
///
/// Cells may hold several lines, and anything: what is hidden becomes a dot.
pub(crate) fn table(headings: &[&str], rows: Vec<Vec<String>>) -> String {
    table_within(output::width(), headings, rows)
}

fn table_within(width: u16, headings: &[&str], rows: Vec<Vec<String>>) -> String {
    let visible = |row: Vec<String>| row.iter().map(|cell| dotted(cell, &['\n'])).collect();
    let rows: Vec<Vec<String>> = rows.into_iter().map(visible).collect();
    let needed = needed(headings, &rows);
    if needed.iter().map(|needed| needed + GAP).sum::<usize>() > usize::from(width) + GAP {
        return list(usize::from(width), headings, &rows);
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(width);
    }
    table.set_header(headings.iter().copied());
    table.add_rows(rows);
    for (column, needed) in needed.into_iter().enumerate() {
        if let Some(column) = table.column_mut(column) {
            let needed = Width::Fixed(needed.try_into().unwrap_or(width));
            column.set_constraint(ColumnConstraint::LowerBoundary(needed));
        }
    }
    table.to_string()
}

/// Headings that share a table with the first one: as many as fit beside each other, in as few tables as there must be.
pub(crate) fn side_by_side(headings: &[&str], rows: &[Vec<String>]) -> Vec<Vec<usize>> {
    let needed = needed(headings, rows);
    let Some((first, others)) = needed.split_first() else { return Vec::new() };
    let room = usize::from(output::width());
    let (mut parts, mut left) = (vec![vec![0]], room.saturating_sub(*first));
    for (place, needed) in others.iter().enumerate().map(|(place, needed)| (place + 1, *needed)) {
        if needed + GAP > left && parts.last().is_some_and(|part| part.len() > 1) {
            parts.push(vec![0]);
            left = room.saturating_sub(*first);
        }
        if let Some(part) = parts.last_mut() {
            part.push(place);
        }
        left = left.saturating_sub(needed + GAP);
    }
    parts
}

/// What each column takes at least: its longest word, or as much of its longest line as makes it readable.
fn needed(headings: &[&str], rows: &[Vec<String>]) -> Vec<usize> {
    let of = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(String::as_str).chain([headings[column]]);
        let lines = cells.flat_map(str::lines);
        let both = lines.map(|line| {
            let word = line.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
            word.max(line.chars().count().min(NARROWEST))
        });
        both.max().unwrap_or_default() + PADDING
    };
    (0..headings.len()).map(of).collect()
}

/// Rows below each other. A row without a first cell belongs to the one before.
fn list(width: usize, headings: &[&str], rows: &[Vec<String>]) -> String {
    let (Some(first), others) = (headings.first(), headings.get(1..).unwrap_or_default()) else { return String::new() };
    let longest = others.iter().map(|heading| heading.chars().count()).max().unwrap_or_default();
    let mut lines = vec![format!("{first}: {}", others.join(", ")).trim_end_matches([':', ' ']).to_owned()];
    for row in rows {
        let mut cells = row.iter();
        let head = cells.next().filter(|head| !head.is_empty());
        lines.extend(head.map(|head| format!("\n{head}")));
        if head.is_none() {
            lines.push(String::new());
        }
        for (heading, cell) in others.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let wrapped = cell.lines().flat_map(|line| wrap(line, width.saturating_sub(longest + 4)));
            for (place, line) in wrapped.enumerate() {
                let heading = if place == 0 { heading } else { "" };
                lines.push(format!("  {heading:longest$}  {line}"));
            }
        }
    }
    lines.join("\n") + "\n"
}

/// A line cut into several that are no longer than this many characters; longer words stay whole.
pub(crate) fn wrap(text: &str, longest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { continue };
        let there = line.chars().count();
        if there == 0 {
            line.push_str(word);
        } else if there + 1 + word.chars().count() <= longest {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<String>> {
        let row = |id: &str, says: &str| vec![id.to_owned(), says.to_owned(), "relay_control/ephemeral.rs".to_owned()];
        vec![row("client-id-collapse-untagged", "What it does, in a sentence."), row("pika", "One\nTwo")]
    }

    #[test]
    fn at_every_width_that_a_word_fits_into_words_stay_whole_and_lines_fit() {
        for width in 44..200 {
            let text = table_within(width, &["id", "what it picks", "source"], rows());
            for word in ["client-id-collapse-untagged", "sentence.", "relay_control/ephemeral.rs"] {
                assert!(text.contains(word), "{word} is broken at {width}: {text}");
            }
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= width.into(), "{widest} of {width}: {text}");
        }
    }

    #[test]
    fn columns_that_do_not_fit_beside_each_other_come_in_several_tables() {
        let heads: Vec<String> = (0..12).map(|n| format!("{n}-{}", "x".repeat(38))).collect();
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let parts = side_by_side(&heads, &[]);
        assert!(parts.len() > 1 && parts.iter().all(|part| part[0] == 0), "{parts:?}");
        let others: Vec<usize> = parts.iter().flat_map(|part| part[1..].to_vec()).collect();
        assert_eq!(others, (1..12).collect::<Vec<_>>());
    }
}
