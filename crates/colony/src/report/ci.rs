//! Reports as the command line asks for them.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::case::Case;
use super::{badge, github, junit};
use crate::output::{Failure, Output, When};

/// Where a CI server finds what a command found.
#[derive(Args)]
pub(crate) struct ReportArgs {
    /// Write a JUnit XML report to this file; an older one is removed first.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Annotations for GitHub Actions, on standard error.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = When::Auto, default_missing_value = "always",
          num_args = 0..=1, require_equals = true)]
    pub github: When,
}

/// A badge beside the other reports.
#[derive(Args)]
pub(crate) struct BadgeArgs {
    /// Write a badge to this file, as the endpoint of shields.io reads it; an older one is removed first.
    #[arg(long, value_name = "FILE")]
    pub badge: Option<PathBuf>,
}

/// Says before a long run that a report could not be written after it, and leaves no report of an earlier run.
pub(crate) fn prepare(files: &[&Option<PathBuf>]) -> Result<(), Failure> {
    for file in files.iter().copied().flatten() {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let cannot = |why: &str| Failure::bad_input(format!("cannot write {}: {why}", file.display()));
        if !folder.is_dir() {
            return Err(cannot("there is no such folder"));
        }
        if file.is_dir() {
            return Err(cannot("it is a folder"));
        }
        if file.exists() {
            fs::remove_file(file).map_err(|error| cannot(&error.to_string()))?;
        }
    }
    Ok(())
}

/// Writes the JUnit report, and tells GitHub.
pub(crate) fn publish(suite: &str, cases: &[Case], args: &ReportArgs, output: &mut Output) -> Result<(), Failure> {
    if let Some(file) = &args.junit {
        let text = junit::document(suite, cases).map_err(|error| Failure::bad_input(error.to_string()))?;
        write(file, &text)?;
    }
    if args.github.on_github() {
        output.commands(&github::annotations(cases));
    }
    Ok(())
}

/// Reports everything that could not be read, for a command that then does nothing; the failure it ends with.
pub(crate) fn unreadable(
    failure: Failure,
    (suite, label): (&str, &str),
    (reports, badge): (&ReportArgs, &BadgeArgs),
    output: &mut Output,
) -> Failure {
    let cases: Vec<Case> = failure.each().map(Case::unreadable).collect();
    let done = publish(suite, &cases, reports, output).and_then(|()| publish_badge(label, &cases, badge));
    done.err().unwrap_or(failure)
}

/// Writes the badge.
pub(crate) fn publish_badge(label: &str, cases: &[Case], args: &BadgeArgs) -> Result<(), Failure> {
    match &args.badge {
        Some(file) => write(file, &format!("{}\n", badge::document(label, cases))),
        None => Ok(()),
    }
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let written = super::write::whole(file, text);
    written.map_err(|error| Failure::bad_input(format!("cannot write {}: {error}", file.display())))
}
