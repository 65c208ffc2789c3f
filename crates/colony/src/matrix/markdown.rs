//! The matrix for a GitHub discussion.

use scenarios::matrix::{Matrix, MatrixCell, Row, Table};

use super::{LEGEND, absence, headline, totals};
use crate::story::printable;

pub(super) fn page(matrix: &Matrix, absent: &[&str]) -> String {
    let mut parts = Vec::new();
    for part in &matrix.tables {
        parts.push(format!("### Profile `{}`: {}", part.profile, escape(part.profile.base_text())));
        parts.push(table(part));
        parts.push(titles(part));
        parts.push(commands(part));
    }
    parts.push(LEGEND.to_owned());
    parts.extend(absence(absent).map(|text| escape(&text)));
    parts.push(format!("<sub>{}</sub>", headline(matrix)));
    parts.join("\n\n")
}

fn table(part: &Table) -> String {
    let columns = part.alike();
    let head = |places: &Vec<usize>| {
        let names: Vec<_> = places.iter().map(|place| format!("`{}`", part.policies[*place])).collect();
        names.join("<br>")
    };
    let heads: Vec<_> = columns.iter().map(head).collect();
    let mut lines = vec![line("scenario", &heads), line("---", &vec!["---".to_owned(); heads.len()])];
    lines.extend(part.rows.iter().map(|row| {
        let cell = |places: &Vec<usize>| row.cells.get(places[0])?.as_ref().map(text);
        let cells: Vec<_> = columns.iter().map(|places| cell(places).unwrap_or_else(|| "–".to_owned())).collect();
        line(&format!("**{}**", escape(&row.scenario)), &cells)
    }));
    if part.rows.len() > 1 {
        let sums: Vec<_> = columns.iter().map(|places| totals(part, places[0]).join("<br>")).collect();
        lines.push(line("*all of them*", &sums));
    }
    lines.join("\n")
}

fn line(first: &str, others: &[String]) -> String {
    format!("| {first} | {} |", others.join(" | "))
}

fn text(cell: &MatrixCell) -> String {
    let summary = cell.summary();
    let joined = if summary.good { summary.joined } else { format!("**{}**", summary.joined) };
    let rest = summary.others.iter().chain(&summary.counts).map(|text| escape(text));
    let broken = summary.broken.iter().map(|name| format!("✗ {}", escape(name)));
    [joined].into_iter().chain(rest).chain(broken).collect::<Vec<_>>().join("<br>")
}

fn titles(part: &Table) -> String {
    let title = |row: &Row| format!("- **{}**: {}", escape(&row.scenario), escape(&row.title));
    let titles: Vec<_> = part.rows.iter().map(title).collect();
    format!("<details><summary>What happens in each scenario</summary>\n\n{}\n\n</details>", titles.join("\n"))
}

/// One command per cell, in a fence that none of them can close.
fn commands(part: &Table) -> String {
    let cells = part.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let commands: Vec<_> = cells.map(|cell| cell.repro.replace(['\n', '\r'], " ")).collect();
    let commands = commands.join("\n");
    let fence = "`".repeat(longest_run(&commands).max(2) + 1);
    format!("<details><summary>The command behind each cell</summary>\n\n{fence}sh\n{commands}\n{fence}\n\n</details>")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Text from outside as text: no markup, no HTML, no table cell that ends early, nobody mentioned.
fn escape(text: &str) -> String {
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
    use super::{escape, longest_run};

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape("<img src=x onerror=alert(1)>"), "&lt;img src=x onerror=alert(1)&gt;");
        assert_eq!(escape("a | b"), r"a \| b");
        assert_eq!(escape("[x](https://evil.example)"), r"\[x\](https&#58;//evil.example)");
        assert_eq!(escape("@everyone **now**\nnext"), r"&#64;everyone \*\*now\*\*·next");
    }

    #[test]
    fn the_longest_run_of_backticks_counts() {
        assert_eq!((longest_run("a`b``c"), longest_run("")), (2, 0));
    }
}
