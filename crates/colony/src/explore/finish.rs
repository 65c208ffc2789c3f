//! What is the same for a campaign and for a merged one: failures that are shrunk and saved, the folder's last files, tables,
//! reports, the verdict.

use experiment::explore::{Failure as Broken, Fingerprint, Summary};
use sim_env::Seed;

use super::folder::{Campaign, Folder};
use super::{cases, page, tell};
use crate::failure::Failure;
use crate::jobs::run_some;
use crate::output::Output;
use crate::report::ci::{self, ReportArgs};
use crate::systems::{self, CaseName, Kept, System};

/// Runs that shrinking one failure may take.
const SHRINKING_RUNS: usize = 600;

/// Shrinks and saves the first case of every way to fail that is not saved yet, each as soon as it is shrunk.
pub(super) fn save_failures(
    summary: &Summary,
    (campaign, seed): (&Campaign, Seed),
    jobs: Option<u16>,
    folder: &Folder,
    output: &Output,
) -> Result<(), Failure> {
    let one_each: Vec<(Broken, &dyn System, CaseName)> = summary
        .failures
        .iter()
        .filter(|failure| folder.failure_file(&failure.failure.fingerprint, &failure.first).is_none())
        .filter_map(|failure| {
            let (system, family) = systems::of_family(&failure.first.0)?;
            let case = CaseName { family: family.id, seed, index: failure.first.1 };
            Some((failure.failure.clone(), system, case))
        })
        .collect();
    let shrunk = |(broken, system, case): &(Broken, &dyn System, CaseName)| {
        let kept = system.shrunk(*case, &campaign.with, broken, SHRINKING_RUNS)?;
        Ok::<_, Failure>((*case, broken.fingerprint.clone(), kept))
    };
    let save = |(case, fingerprint, kept): &(CaseName, Fingerprint, Kept)| {
        folder.save(*case, fingerprint, kept);
        Ok(())
    };
    run_some(&one_each, jobs, output, None, shrunk, save).map(drop)
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
