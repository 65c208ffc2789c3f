//! The matrix as one page: no script, nothing from elsewhere, dark and light.

use scenarios::matrix::{Matrix, MatrixCell, Row, Table};

use super::{LEGEND, absence, headline, totals};
use crate::story::printable;

const STYLE: &str = include_str!("page.css");

pub(super) fn page(matrix: &Matrix, absent: &[&str]) -> String {
    let mut body = Vec::new();
    let mut commands = Vec::new();
    for part in &matrix.tables {
        let (profile, text) = (part.profile, escape(part.profile.base_text()));
        body.push(format!("<h2>Profile <code>{profile}</code> <small>{text}</small></h2>"));
        body.push(table(part, &mut commands));
    }
    let absent = absence(absent).map(|text| format!("<p>{}</p>", escape(&text))).unwrap_or_default();
    let command = |(number, command): (usize, &String)| {
        format!("<li id=\"c{}\"><code>{}</code></li>", number + 1, escape(command))
    };
    let commands: Vec<_> = commands.iter().enumerate().map(command).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Colony: scenarios × selection policies</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>Scenarios × selection policies</h1>\n<p>{LEGEND} Each cell links to the command that repeats it.</p>\n\
         {}\n{absent}\n<h2>Commands</h2>\n<ol>\n{}\n</ol>\n<footer>{}</footer>\n</body>\n</html>",
        body.join("\n"),
        commands.join("\n"),
        headline(matrix),
    )
}

fn table(part: &Table, commands: &mut Vec<String>) -> String {
    let head = |policy: &marmot_rules::Policy| {
        let title = escape(&format!("{} Source: {}.", policy.describe(), policy.source()));
        format!("<div title=\"{title}\">{policy} <small>{}</small></div>", policy.kind())
    };
    let columns = part.alike();
    let heads =
        columns.iter().map(|places| places.iter().map(|place| head(&part.policies[*place])).collect::<String>());
    let heads: String = heads.map(|names| format!("<th scope=\"col\">{names}</th>")).collect();
    let rows: Vec<_> = part.rows.iter().map(|row| table_row(row, &columns, commands)).collect();
    let sums = |places: &Vec<usize>| format!("<td>{}</td>", totals(part, places[0]).join("<br>"));
    let sums: String = columns.iter().map(sums).collect();
    let foot = if part.rows.len() > 1 {
        format!("<tfoot><tr><th scope=\"row\">all of them</th>{sums}</tr></tfoot>")
    } else {
        String::new()
    };
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>scenario</th>{heads}</tr></thead>\n<tbody>\n{}\n</tbody>\n{foot}</table></div>",
        rows.join("\n")
    )
}

fn table_row(row: &Row, columns: &[Vec<usize>], commands: &mut Vec<String>) -> String {
    let mut cells = String::new();
    for places in columns {
        match row.cells.get(places[0]).and_then(Option::as_ref) {
            None => cells.push_str("<td class=\"none\">–</td>"),
            Some(cell) => {
                cells.push_str(&table_cell(cell, commands.len() + 1));
                let alike = places.iter().filter_map(|place| row.cells.get(*place)?.as_ref());
                commands.extend(alike.map(|cell| cell.repro.clone()));
            }
        }
    }
    format!("<tr><th scope=\"row\">{}<small>{}</small></th>{cells}</tr>", escape(&row.scenario), escape(&row.title))
}

fn table_cell(cell: &MatrixCell, number: usize) -> String {
    let summary = cell.summary();
    let class = if summary.good { "good" } else { "bad" };
    let rest = summary.others.iter().chain(&summary.counts).map(|text| format!("<br>{}", escape(text)));
    let broken = summary.broken.iter().map(|name| format!("<br><span class=\"broken\">✗ {}</span>", escape(name)));
    format!(
        "<td class=\"{class}\"><a href=\"#c{number}\" title=\"{}\">{}</a>{}</td>",
        escape(&cell.repro),
        escape(&summary.joined),
        rest.chain(broken).collect::<String>()
    )
}

/// Text from outside as text, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    let text = printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escape("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
        assert_eq!(escape("\" onclick=\"x"), "&quot; onclick=&quot;x");
        assert_eq!(escape("a\u{202e}b"), "a·b");
    }
}
