//! A campaign's summary for people.

use experiment::explore::{FailureSummary, Summary};

use super::folder::Folder;
use super::verdict::{headline, verdict};
use crate::exit::Exit;
use crate::output::Output;
use crate::story;
use crate::table::table;

/// Ways to fail: those that no finding explains before the others, the most frequent first.
pub(super) fn new_first(summary: &Summary) -> Vec<&FailureSummary> {
    let mut failures: Vec<&FailureSummary> = summary.failures.iter().collect();
    failures.sort_by_key(|failure| failure.failure.finding.is_some());
    failures
}

pub(super) fn tell(summary: &Summary, folder: &Folder, output: &mut Output) {
    let families = summary.families.iter().map(|(name, family)| {
        let missing = if family.missing.is_empty() { String::new() } else { family.missing.join(", ") };
        vec![name.clone(), family.cases.to_string(), family.good.to_string(), family.marks.len().to_string(), missing]
    });
    output.detail(table(&["family", "cases", "nothing broke", "marks reached", "marks missing"], families.collect()));
    let failures = new_first(summary).into_iter().map(|failure| {
        let file = folder.failure_file(&failure.failure.fingerprint, &failure.first);
        let file =
            file.map_or_else(String::new, |file| file.file_name().unwrap_or_default().to_string_lossy().into_owned());
        vec![
            failure.failure.finding.clone().unwrap_or_else(|| "NEW".to_owned()),
            failure.cases.to_string(),
            format!("{}\n{}", failure.failure.fingerprint.invariant, failure.failure.fingerprint.cause),
            format!("{} {}\n{file}", failure.first.0, failure.first.1),
        ]
    });
    output.detail(table(&["finding", "cases", "what broke", "first case, saved as"], failures.collect()));
    let text = format!("{}; report in {}", headline(summary), story::path(&folder.path().join("report.html")));
    let good = verdict(summary) == Exit::AsExpected;
    output.line(if good { output.style.good(&text) } else { output.style.bad(&text) });
}
