//! A campaign as CI servers count it: a case for every way to fail, and one for the marks of every family.

use experiment::explore::{FailureSummary, Summary};

use super::folder::Folder;
use super::verdict::ENOUGH_FOR_MARKS;
use crate::failure::Place;
use crate::find::shell_word;
use crate::report::case::{Case, Ending};
use crate::words::count;

pub(super) fn cases(summary: &Summary, folder: &Folder) -> Vec<Case> {
    let marks = summary.families.iter().map(|(name, family)| {
        let ending = match (family.missing.is_empty(), family.cases >= ENOUGH_FOR_MARKS) {
            (true, _) => Ending::Passed,
            (false, true) => Ending::Failed(format!("never reached: {}", family.missing.join(", "))),
            (false, false) => {
                Ending::Skipped(format!("{} may miss a mark by chance", count(family.cases, "case", "cases")))
            }
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
    let cases = count(failure.cases, "case", "cases");
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

#[cfg(test)]
mod tests {
    use std::fs;

    use experiment::explore::{Failure, Fingerprint};

    use super::super::folder::Campaign;
    use super::*;

    fn folder(path: &std::path::Path) -> Folder {
        let campaign = Campaign {
            format: super::super::folder::FORMAT.to_owned(),
            generator: 0,
            generators: Default::default(),
            seed: "1".to_owned(),
            families: vec!["races".to_owned()],
            from: 0,
            cases: 200,
            shard: None,
            with: Default::default(),
        };
        Folder::create(path, &campaign).map_err(|failure| failure.message).unwrap()
    }

    fn failure(finding: Option<&str>) -> FailureSummary {
        let fingerprint = Fingerprint { invariant: "no-phantom-leaf".to_owned(), cause: "leaf N".to_owned() };
        let failure = Failure { fingerprint, finding: finding.map(ToOwned::to_owned) };
        FailureSummary { failure, cases: 1, first: ("races".to_owned(), 3) }
    }

    #[test]
    fn a_new_way_to_fail_fails_with_the_command_that_replays_it_and_a_known_one_is_skipped() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(&place.path().join("out"));
        let known = way_to_fail(&failure(Some("F-09")), &folder);
        assert!(matches!(&known.ending, Ending::Skipped(why) if why == "known as F-09; 1 case"));
        assert_eq!(known.repro, None, "nothing is saved, so nothing can be replayed");

        let name = super::super::folder::failure_name(&failure(None).failure.fingerprint, "races", 3);
        fs::write(folder.path().join(format!("failures/{name}.toml")), "").unwrap();
        let new = way_to_fail(&failure(None), &folder);
        let file = folder.path().join(format!("failures/{name}.toml"));
        assert_eq!(new.repro, Some(format!("colony replay {}", shell_word(file.to_str().unwrap()))));
        let expected = "no-phantom-leaf: leaf N\nnew: no finding explains it; 1 case, the first is races 3";
        assert!(matches!(&new.ending, Ending::Failed(why) if why == expected));
    }

    #[test]
    fn a_family_that_misses_a_mark_fails_once_it_ran_cases_enough() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(&place.path().join("out"));
        let ending = |ran: usize| {
            let mut summary = Summary::default();
            let family = summary.families.entry("races".to_owned()).or_default();
            (family.cases, family.missing) = (ran, vec!["rollback".to_owned()]);
            cases(&summary, &folder).remove(0).ending
        };
        assert!(matches!(ending(ENOUGH_FOR_MARKS - 1), Ending::Skipped(_)));
        assert!(matches!(ending(ENOUGH_FOR_MARKS), Ending::Failed(what) if what == "never reached: rollback"));
    }
}
