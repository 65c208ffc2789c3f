//! The first page: what there is, and where.

use super::page::{Page, text};
use crate::words::count;

/// How much there is of what.
pub(super) struct Counts {
    pub vectors: usize,
    pub rules: usize,
    pub findings: usize,
}

pub(super) fn page(counts: &Counts) -> (String, String) {
    let cards = [
        (
            "vectors.html",
            count(counts.vectors, "test vector", "test vectors"),
            "What a Marmot client is given and what it must answer, by id, flag, reason, topic, profile and result, with the bytes decoded field by field.",
        ),
        (
            "rules.html",
            count(counts.rules, "rule", "rules"),
            "What the texts say, in which document, how binding it is in which profile, and what tests it.",
        ),
        (
            "findings.html",
            count(counts.findings, "finding", "findings"),
            "What went wrong in real runs, which rule is at stake, where to mend it, and the line that shows it again, drawn.",
        ),
        (
            "matrix.html",
            "The matrix".to_owned(),
            "Scenarios × selection policies: who joins, who is left out, and which invariants break.",
        ),
    ];
    let card = |(file, title, about): &(&str, String, &str)| {
        format!("<li><h2><a href=\"{file}\">{}</a></h2><p>{}</p></li>", text(title), text(about))
    };
    let main = format!(
        "<p class=\"lead\">What Colony knows about Marmot on many devices: a deterministic simulator of real clients, whose runs come out the \
         same every time.</p>\n<ul class=\"cards\">{}</ul>",
        cards.iter().map(card).collect::<String>()
    );
    Page { file: "index.html", title: "Colony", main, data: &[] }.written()
}
