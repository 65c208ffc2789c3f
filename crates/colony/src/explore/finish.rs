//! What is the same for a campaign and for a merged one: failures that are shrunk and saved, the folder's last files, tables,
//! reports, the verdict.

use scenarios::SimulateError;
use scenarios::explore::{self, Case, CaseId, Failure as Broken, Summary, shrink};
use sim_env::Seed;

use super::folder::{Campaign, Folder};
use super::{cases, page, tell};
use crate::failure::Failure;
use crate::jobs::run_some;
use crate::output::Output;
use crate::report::ci::{self, ReportArgs};

/// Runs that shrinking one failure may take.
const SHRINKING_RUNS: usize = 600;

/// Shrinks and saves the first case of every way to fail that is not saved yet, each as soon as it is shrunk.
pub(super) fn save_failures(
    summary: &Summary,
    seed: Seed,
    jobs: Option<u16>,
    folder: &Folder,
    output: &Output,
) -> Result<(), Failure> {
    let one_each: Vec<(Broken, CaseId)> = summary
        .failures
        .iter()
        .filter(|failure| folder.failure_file(&failure.failure.fingerprint, &failure.first).is_none())
        .filter_map(|failure| {
            let family = failure.first.0.parse().ok()?;
            Some((failure.failure.clone(), CaseId { family, seed, index: failure.first.1 }))
        })
        .collect();
    let save = |(case, broken): &(Case, Broken)| folder.save(case, broken);
    run_some(&one_each, jobs, output, None, |(broken, id)| shrunk(broken, *id), save).map(drop)
}

fn shrunk(broken: &Broken, id: CaseId) -> Result<(Case, Broken), SimulateError> {
    let case = explore::case(id);
    let shrunk = shrink(&case.scenario, &case.options, &broken.fingerprint, SHRINKING_RUNS);
    Ok((Case { scenario: shrunk.scenario, ..case }, broken.clone()))
}

/// The last files of the folder, the tables and the reports. What cannot be written is kept for the end.
pub(super) fn finish(
    campaign: &Campaign,
    summary: &Summary,
    folder: &Folder,
    reports: &ReportArgs,
    output: &mut Output,
) {
    folder.write_json("summary.json", summary);
    match page::page(campaign, summary, folder) {
        Ok(page) => folder.write("report.html", &page),
        Err(failure) => output.keep(Err(failure)),
    }
    output.keep(folder.unwritten());
    tell::tell(summary, folder, output);
    ci::publish("colony explore", &cases::cases(summary, folder), reports, output);
}
