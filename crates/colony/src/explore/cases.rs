//! A campaign as CI servers count it: a case for every way to fail, and one for the marks of every family.

use scenarios::explore::{FailureSummary, Summary};

use super::ENOUGH_FOR_MARKS;
use super::folder::Folder;
use crate::find::shell_word;
use crate::report::case::{Case, Ending};
use crate::report::place::Place;

pub(super) fn cases(summary: &Summary, folder: &Folder) -> Vec<Case> {
    let marks = summary.families.iter().map(|(name, family)| {
        let ending = match (family.missing.is_empty(), family.cases >= ENOUGH_FOR_MARKS) {
            (true, _) => Ending::Passed,
            (false, true) => Ending::Failed(format!("never reached: {}", family.missing.join(", "))),
            (false, false) => Ending::Skipped(format!("{} cases may miss a mark by chance", family.cases)),
        };
        Case { class: name.clone(), name: "reaches its marks".to_owned(), ending, repro: None, place: None }
    });
    marks.chain(summary.failures.iter().map(|failure| way_to_fail(failure, folder))).collect()
}

/// Known ones are skipped: they are written down, and no news.
fn way_to_fail(failure: &FailureSummary, folder: &Folder) -> Case {
    let fingerprint = &failure.failure.fingerprint;
    let (family, index) = &failure.first;
    let file = folder.failure_file(fingerprint, &failure.first);
    let cases = if failure.cases == 1 { "1 case".to_owned() } else { format!("{} cases", failure.cases) };
    let ending = match &failure.failure.finding {
        Some(finding) => Ending::Skipped(format!("known as {finding}; {cases}")),
        None => Ending::Failed(format!(
            "{fingerprint}\nnew: no finding explains it; {cases}, the first is {family} {index}"
        )),
    };
    Case {
        class: fingerprint.invariant.clone(),
        name: fingerprint.cause.clone(),
        ending,
        repro: file.as_ref().map(|file| format!("colony replay {}", shell_word(&file.display().to_string()))),
        place: file.map(|file| Place { file, line: None }),
    }
}
