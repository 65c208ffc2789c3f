//! The page of the matrix: scenarios × selection policies, as tables.

use super::page::{Page, text};
use crate::failure::Failure;
use crate::matrix;
use crate::output::Output;
use crate::report::overview::{HeatCell, HeatRow, HeatTable, Name, Overview};

/// The page; of these scenarios, or of the whole corpus if there are none.
pub(super) fn page(scenarios: &[String], jobs: Option<u16>, output: &Output) -> Result<(String, String), Failure> {
    let overview = matrix::overview(scenarios, jobs, output)?;
    let cut = match scenarios {
        [] => String::new(),
        some => format!("<p>Only what was asked for: {}. The corpus has more.</p>\n", text(&some.join(", "))),
    };
    Ok(written(&overview, &cut))
}

/// The page of a site that was made without it.
pub(super) fn left_out() -> (String, String) {
    let main = "<p class=\"lead\">The matrix is left out: this site was made without it. <code>colony matrix</code> shows it, and \
                <code>colony site</code> without <code>--without matrix</code> puts it here.</p>";
    Page { file: "matrix.html", title: "Matrix", main: main.to_owned(), data: &[] }.written()
}

fn written(overview: &Overview, cut: &str) -> (String, String) {
    let notes: String = overview.notes.iter().map(|note| format!("<p>{}</p>", text(note))).collect();
    let main = format!(
        "<p class=\"lead\">{}: {}.</p>\n{cut}<p>The run behind a cell: <code>colony run SCENARIO --profile PROFILE --policy POLICY</code></p>\n\
         <details class=\"more\"><summary>How to read it</summary>{notes}</details>\n\
         <div class=\"filter\" data-filter=\"scenario\" data-label=\"words\"></div>\n{}",
        text(&overview.title),
        text(&overview.verdict),
        overview.tables.iter().map(table).collect::<String>(),
    );
    Page { file: "matrix.html", title: "Matrix", main, data: &[] }.written()
}

fn table(table: &HeatTable) -> String {
    let head = |names: &Vec<Name>| format!("<th scope=\"col\">{}</th>", each(names.iter().map(|name| &name.name)));
    let heads: String = table.columns.iter().map(head).collect();
    let hints = table.columns.iter().flatten().filter(|name| !name.hint.is_empty());
    let hints: String =
        hints.map(|name| format!("<dt>{}</dt><dd>{}</dd>", text(&name.name), text(&name.hint))).collect();
    let totals: String = table.totals.iter().map(|lines| format!("<td>{}</td>", each(lines))).collect();
    let foot = if totals.is_empty() {
        totals
    } else {
        format!("<tfoot><tr><th scope=\"row\">added up</th>{totals}</tr></tfoot>")
    };
    let rows: String = table.rows.iter().map(row).collect();
    format!(
        "<h2>{0}</h2><p>{1}</p><details class=\"more\"><summary>What the columns are</summary><dl>{hints}</dl></details>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table class=\"heat\"><thead><tr><th scope=\"col\">{2}</th>{heads}</tr></thead>\
         <tbody>{rows}</tbody>{foot}</table></div>\n",
        text(&table.title),
        text(&table.about),
        text(&table.first),
    )
}

fn each<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> String {
    lines.into_iter().map(|line| text(line.as_ref())).collect::<Vec<_>>().join("<br>")
}

fn row(row: &HeatRow) -> String {
    let cells: String = row.cells.iter().map(|of| of.as_ref().map_or_else(none, cell)).collect();
    let (name, title) = (text(&row.name), text(&row.title));
    format!("<tr class=\"item\"><th scope=\"row\">{name}<small>{title}</small></th>{cells}</tr>")
}

fn none() -> String {
    "<td class=\"none\">–</td>".to_owned()
}

fn cell(cell: &HeatCell) -> String {
    let lines: String = cell.lines.iter().map(|line| format!("<small>{}</small>", text(line))).collect();
    let broken: String = cell.broken.iter().map(|name| format!("<small>✗ {}</small>", text(name))).collect();
    format!("<td class=\"heat{} said\">{}{lines}{broken}</td>", cell.heat, text(&cell.label))
}
