//! Reports as the command line asks for them.

use std::path::PathBuf;

use clap::Args;

use super::case::Case;
use super::{badge, github, junit, write};
use crate::failure::Failure;
use crate::output::{Output, When};

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

/// Writes the JUnit report, and tells GitHub. What goes wrong is kept: the other reports are still to be written.
pub(crate) fn publish(suite: &str, cases: &[Case], args: &ReportArgs, output: &mut Output) {
    if let Some(file) = &args.junit {
        let text = junit::document(suite, cases).map_err(|error| Failure::unwritten(file, &error));
        output.keep(text.and_then(|text| write::report(file, &text)));
    }
    if args.github.on_github() {
        output.commands(&github::annotations(cases));
    }
}

/// Writes the badge; what goes wrong is kept.
pub(crate) fn publish_badge(label: &str, cases: &[Case], args: &BadgeArgs, output: &mut Output) {
    if let Some(file) = &args.badge {
        output.keep(write::report(file, &format!("{}\n", badge::document(label, cases))));
    }
}

/// Reports everything that could not be read, for a command that then does nothing; the failure it ends with.
pub(crate) fn unreadable(
    failure: Failure,
    (suite, label): (&str, &str),
    (reports, badge): (&ReportArgs, &BadgeArgs),
    output: &mut Output,
) -> Failure {
    let cases: Vec<Case> = failure.each().map(Case::unreadable).collect();
    publish(suite, &cases, reports, output);
    publish_badge(label, &cases, badge, output);
    failure
}
