//! A campaign as a page: each way to fail, its finding, and the first case that failed so, shrunk, as a run.

use experiment::explore::{FailureSummary, Summary};

use super::folder::{Campaign, Folder};
use super::tell::new_first;
use super::verdict::{headline, verdict};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::find;
use crate::report::overview::{HeatCell, HeatRow, HeatTable, Name, Overview};
use crate::systems;
use crate::words::count;

pub(super) fn page(campaign: &Campaign, summary: &Summary, folder: &Folder) -> Result<String, Failure> {
    let missing = summary.families.iter().filter(|(_, family)| !family.missing.is_empty());
    let missing = missing.map(|(name, family)| format!("{name} did not come across: {}.", family.missing.join(", ")));
    let asked = format!(
        "Families {}, seed {}, generator {}.",
        campaign.families.join(", "),
        campaign.seed,
        campaign.told_generators()
    );
    let overview = Overview {
        title: "What nobody scripted".to_owned(),
        verdict: headline(summary),
        good: Some(verdict(summary) == Exit::AsExpected),
        notes: [asked].into_iter().chain(missing).collect(),
        tables: vec![table(summary, folder)?],
        heats: None,
    };
    Ok(overview.page())
}

fn table(summary: &Summary, folder: &Folder) -> Result<HeatTable, Failure> {
    let name = |name: &str, hint: &str| vec![Name { name: name.to_owned(), hint: hint.to_owned() }];
    Ok(HeatTable {
        title: "Ways to fail".to_owned(),
        about: "new ones first, then the most frequent".to_owned(),
        first: "what broke".to_owned(),
        columns: vec![name(
            "finding",
            "the finding that explains it; a cell opens the first case that failed so, made as small as it could be",
        )],
        rows: new_first(summary).into_iter().map(|failure| row(failure, folder)).collect::<Result<_, _>>()?,
        totals: Vec::new(),
    })
}

fn row(failure: &FailureSummary, folder: &Folder) -> Result<HeatRow, Failure> {
    let finding = failure.failure.finding.clone().unwrap_or_else(|| "NEW".to_owned());
    let invariant = failure.failure.fingerprint.invariant.clone();
    let (family, index) = &failure.first;
    let file = folder.failure_file(&failure.failure.fingerprint, &failure.first);
    let command = file.as_ref().map(|file| format!("colony replay {}", find::shell_word(&file.display().to_string())));
    let scene = match (&file, systems::of_family(family)) {
        (Some(file), Some((system, _))) => Some(system.kept_scene(file)?),
        _ => None,
    };
    let cell = HeatCell {
        heat: if failure.failure.finding.is_none() { 5 } else { 1 },
        label: finding,
        lines: vec![count(failure.cases, "case", "cases"), format!("first: {family} {index}")],
        broken: vec![invariant.clone()],
        names: vec![failure.failure.fingerprint.cause.clone()],
        commands: command.into_iter().collect(),
        run: None,
        scene,
    };
    Ok(HeatRow { name: invariant, title: failure.failure.fingerprint.cause.clone(), cells: vec![Some(cell)] })
}
