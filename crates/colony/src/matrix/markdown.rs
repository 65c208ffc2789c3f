//! The matrix for a GitHub discussion.

use std::collections::BTreeMap;

use scenarios::invariants;
use scenarios::matrix::{Matrix, MatrixCell, Row, Table};
use scenarios::model::Outcome;

use super::{heading, headline, legend, totals};
use crate::story::printable;
use crate::words::fenced;

/// GitHub takes no longer text in one comment, in characters.
const LONGEST_COMMENT: usize = 65_536;

/// How much a cell says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Everything in words, and a command per cell.
    Full,
    /// Numbers in place of names, and one command for all cells: for tables that would not fit into a comment.
    Short,
}

/// In full if that fits into a comment.
pub(super) fn page(matrix: &Matrix, notes: &[String]) -> String {
    let full = page_in(Form::Full, matrix, notes);
    if full.chars().count() <= LONGEST_COMMENT { full } else { page_in(Form::Short, matrix, notes) }
}

fn page_in(form: Form, matrix: &Matrix, notes: &[String]) -> String {
    let mut parts = Vec::new();
    for part in &matrix.tables {
        parts.push(match part.profile {
            Some(profile) => format!("### Profile `{profile}`: {}", escape(profile.base_text())),
            None => {
                let (name, about) = heading(part);
                format!("### {name}: {about}")
            }
        });
        parts.push(table(part, form));
        parts.push(titles(part));
        parts.push(match form {
            Form::Full => commands(part),
            Form::Short => format!(
                "The command behind a cell: `colony run SCENARIO --profile {} --policy POLICY{}{}`",
                part.profile.map_or_else(|| "PROFILE".to_owned(), |profile| profile.to_string()),
                seed_of(part),
                if matrix.of_relays() { " --like RELAY" } else { "" }
            ),
        });
    }
    parts.push(legend(matrix));
    if form == Form::Short {
        let number = |(n, i): (usize, &invariants::Invariant)| format!("{} {}", n + 1, i.name);
        let numbers: Vec<_> = invariants::ALL.iter().enumerate().map(number).collect();
        parts.push(format!("{DITTO} is the cell to its left. Invariants: {}.", numbers.join(" · ")));
    }
    parts.extend(notes.iter().map(|note| escape(note)));
    parts.push(format!("<sub>{}</sub>", headline(matrix)));
    parts.join("\n\n")
}

/// The seed for a command that stands for all cells: none where each scenario ran under its own.
fn seed_of(part: &Table) -> String {
    let cells = part.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let seeds: BTreeMap<String, ()> = cells.map(|cell| (cell.seed.to_string(), ())).collect();
    match seeds.keys().collect::<Vec<_>>()[..] {
        [seed] => format!(" --seed {seed}"),
        _ => String::new(),
    }
}

fn table(part: &Table, form: Form) -> String {
    let columns = part.alike();
    let head = |places: &Vec<usize>| {
        let names: Vec<_> = places.iter().map(|place| format!("`{}`", part.columns[*place])).collect();
        names.join("<br>")
    };
    let heads: Vec<_> = columns.iter().map(head).collect();
    let mut lines = vec![line("scenario", &heads), line("---", &vec!["---".to_owned(); heads.len()])];
    lines.extend(part.rows.iter().map(|row| {
        let cell = |places: &Vec<usize>| row.cells.get(places[0])?.as_ref().map(|cell| text(cell, form));
        let mut cells: Vec<_> = columns.iter().map(|places| cell(places).unwrap_or_else(|| "–".to_owned())).collect();
        if form == Form::Short {
            say_once(&mut cells);
        }
        line(&format!("**{}**", escape(&row.scenario)), &cells)
    }));
    if part.rows.len() > 1 {
        let sums: Vec<_> = columns.iter().map(|places| totals(part, places[0]).join("<br>")).collect();
        lines.push(line("*all of them*", &sums));
    }
    lines.join("\n")
}

/// Stands for the cell to its left.
const DITTO: &str = "〃";

/// Long cells that say what the one to their left says are a ditto mark.
fn say_once(cells: &mut [String]) {
    for place in (1..cells.len()).rev() {
        if cells[place] == cells[place - 1] && cells[place].len() > 4 {
            cells[place] = DITTO.to_owned();
        }
    }
}

fn line(first: &str, others: &[String]) -> String {
    format!("| {first} | {} |", others.join(" | "))
}

fn text(cell: &MatrixCell, form: Form) -> String {
    let summary = cell.summary();
    let short = || summary.joined.strip_suffix(" joined").unwrap_or(&summary.joined).to_owned();
    let joined = if form == Form::Short { short() } else { summary.joined.clone() };
    let joined = if summary.good { joined } else { format!("**{joined}**") };
    if form == Form::Short {
        return [joined]
            .into_iter()
            .chain(ended_otherwise(cell))
            .chain(numbers(&summary.broken))
            .collect::<Vec<_>>()
            .join("<br>");
    }
    let rest = summary.others.iter().chain(&summary.counts).map(|text| escape(text));
    let broken = summary.broken.iter().map(|name| format!("✗ {}", escape(name)));
    [joined].into_iter().chain(rest).chain(broken).collect::<Vec<_>>().join("<br>")
}

/// `1 silently-excluded`, for each outcome but `joined`.
fn ended_otherwise(cell: &MatrixCell) -> Vec<String> {
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for outcome in cell.judgement.outcomes.values().filter(|outcome| **outcome != Outcome::Joined) {
        *counts.entry(*outcome).or_default() += 1;
    }
    counts.into_iter().map(|(outcome, count)| format!("{count} {outcome}")).collect()
}

/// `✗ 1 2`: broken invariants by their number in the list.
fn numbers(broken: &[String]) -> Option<String> {
    let number = |name: &String| invariants::ALL.iter().position(|i| i.name == *name).map(|n| (n + 1).to_string());
    let numbers: Vec<_> = broken.iter().filter_map(number).collect();
    (!numbers.is_empty()).then(|| format!("✗ {}", numbers.join(" ")))
}

fn titles(part: &Table) -> String {
    let title = |row: &Row| format!("- **{}**: {}", escape(&row.scenario), escape(&row.title));
    let titles: Vec<_> = part.rows.iter().map(title).collect();
    format!("<details><summary>What happens in each scenario</summary>\n\n{}\n\n</details>", titles.join("\n"))
}

/// One command per cell, folded away.
fn commands(part: &Table) -> String {
    let cells = part.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let commands: Vec<_> = cells.map(|cell| cell.repro.clone()).collect();
    format!("<details><summary>The command behind each cell</summary>\n\n{}\n\n</details>", fenced(&commands))
}

/// Text from outside as text: no markup, no HTML, no table cell that ends early, nobody mentioned.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in printable(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped.replace("://", "&#58;//")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape("<img src=x onerror=alert(1)>"), "&lt;img src=x onerror=alert(1)&gt;");
        assert_eq!(escape("a | b"), r"a \| b");
        assert_eq!(escape("[x](https://evil.example)"), r"\[x\](https&#58;//evil.example)");
        assert_eq!(escape("@everyone **now**\nnext"), r"&#64;everyone \*\*now\*\*·next");
    }
}
