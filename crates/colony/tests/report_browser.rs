//! Reports in a real browser. Where none is installed, each test says that it was skipped.

mod browser;
mod common;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use browser::Browser;
use common::colony;
use serde_json::Value;
use tempfile::TempDir;

/// A report, in a folder that goes away with it.
struct Report {
    folder: TempDir,
}

impl Report {
    /// What a command writes with `--html`.
    fn of(args: &[&str]) -> Self {
        let report = Self { folder: tempfile::tempdir().unwrap() };
        let file = report.file();
        let done = colony(&[args, &["--html", file.to_str().unwrap()]].concat());
        assert_eq!(done.err, "", "{args:?}");
        report
    }

    /// The report of a scenario that is not in the corpus.
    fn of_scenario(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scenario = folder.path().join("scenario.toml");
        fs::write(&scenario, text).unwrap();
        Self::of(&["run", scenario.to_str().unwrap()])
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("report.html")
    }

    /// Opened in a browser, if there is one.
    fn open(&self) -> Option<Browser> {
        let mut browser = Browser::start()?;
        browser.open(&self.file(), "");
        Some(browser)
    }
}

/// Place in the transcript of the selected record.
fn selected(browser: &mut Browser) -> u64 {
    let text = browser.text(".row.selected");
    assert_ne!(text, "", "the selected record is in sight");
    let entry = browser.eval("Number(location.hash.split('@')[1])");
    entry.as_u64().expect("the address names the record")
}

#[test]
fn a_run_opens_without_complaints_and_shows_the_violation() {
    let report = Report::of(&["run", "uneven-refresh", "--policy", "newest-one"]);
    let Some(mut browser) = report.open() else { return };
    let verdict = browser.text(".verdict");
    assert!(verdict.contains("every-active-device-joins"), "{verdict}");
    assert!(verdict.contains("bob/laptop was silently excluded from trip: newest-one on alice/desktop picked"));
    assert!(browser.text(".row.selected.broken").contains("looked up bob: newest-one picks"));
    let details = browser.text(".details");
    for text in ["✗ every-active-device-joins", "CID-10", "Rules at stake", "\"note\": \"selected\""] {
        assert!(details.contains(text), "{text:?} is missing in {details}");
    }
    assert_eq!(browser.complaints, Vec::<String>::new());
}
