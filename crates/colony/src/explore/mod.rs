//! `colony explore` and `colony explore merge`: campaigns of generated cases. `orders.rs`: one scenario in every order.

mod cases;
mod folder;
mod orders;
mod page;
mod tell;

use std::collections::BTreeMap;
use std::time::Duration;

use scenarios::SimulateError;
use scenarios::explore::{
    self, Case, CaseId, CaseRecord, Failure as Broken, Family, GENERATOR, Summary, run_case, shrink,
};

use crate::cli::{CaseArgs, ExploreArgs, ExploreCommand, MergeArgs, RunCampaign, Shard};
use crate::jobs::run_some;
use crate::output::{Exit, Failure, Output};
use crate::report::ci::{self, ReportArgs};
use folder::{Campaign, Folder};

/// Runs that shrinking one failure may take.
const SHRINKING_RUNS: usize = 600;
/// A family that ran fewer cases may miss its marks by chance.
const ENOUGH_FOR_MARKS: usize = 200;

pub(crate) fn explore(args: &ExploreArgs, output: &mut Output) -> Result<Exit, Failure> {
    match &args.command {
        Some(ExploreCommand::Merge(args)) => merge(args, output),
        Some(ExploreCommand::Orders(args)) => orders::orders(args, output),
        Some(ExploreCommand::Case(CaseArgs { family, index, seed })) => {
            let case = explore::case(CaseId { family: *family, seed: *seed, index: *index });
            output.line(case.scenario.to_toml().trim_end());
            Ok(Exit::AsExpected)
        }
        None => campaign(&args.run, output),
    }
}

fn campaign(args: &RunCampaign, output: &mut Output) -> Result<Exit, Failure> {
    ci::prepare(&[&args.reports.junit])?;
    let campaign = Campaign {
        format: folder::FORMAT.to_owned(),
        generator: GENERATOR,
        seed: args.seed.to_string(),
        families: args.families().iter().map(ToString::to_string).collect(),
        from: args.from,
        cases: args.cases,
        shard: args.shard.map(|shard| shard.to_string()),
    };
    let folder = Folder::create(&args.out, &campaign)?;
    let cases = cases(args);
    output.detail(format!(
        "{} cases of {}, seed {}, generator {GENERATOR}{}; results in {}",
        cases.len(),
        campaign.families.join(", "),
        args.seed,
        args.shard.map(|shard| format!(", shard {shard}")).unwrap_or_default(),
        args.out.display()
    ));
    output.flush();
    let records = run_some(
        &cases,
        args.jobs,
        output,
        args.budget,
        |id| run_case(&explore::case(*id)),
        |record| folder.add(record),
    )?;
    let ran = records.iter().flatten().count();
    let summary = Summary::of(records.into_iter().flatten());
    save_failures(&summary, args, &folder, output)?;
    finish(&campaign, &summary, &folder, &args.reports, output)?;
    if ran < cases.len() {
        output.line(format!("the budget ended after {ran} of {} cases", cases.len()));
    }
    Ok(verdict(&summary))
}

/// Every case of the campaign, or this shard's share.
fn cases(args: &RunCampaign) -> Vec<CaseId> {
    let of_family = |family: &Family| {
        let family = *family;
        (args.from..args.from.saturating_add(args.cases)).map(move |index| CaseId { family, seed: args.seed, index })
    };
    let all = args.families().into_iter().flat_map(|family| of_family(&family).collect::<Vec<_>>()).enumerate();
    let mine = |place: usize| args.shard.is_none_or(|Shard { number, of }| place as u64 % of == number - 1);
    all.filter(|(place, _)| mine(*place)).map(|(_, id)| id).collect()
}

/// Shrinks and saves the first case of every way to fail.
fn save_failures(summary: &Summary, args: &RunCampaign, folder: &Folder, output: &Output) -> Result<(), Failure> {
    let one_each: Vec<(Broken, CaseId)> = summary
        .failures
        .iter()
        .filter_map(|failure| {
            let family = failure.first.0.parse().ok()?;
            Some((failure.failure.clone(), CaseId { family, seed: args.seed, index: failure.first.1 }))
        })
        .collect();
    let saved = run_some(&one_each, args.jobs, output, None, |(broken, id)| shrunk(broken, *id), |_| Ok(()))?;
    for (case, broken) in saved.into_iter().flatten() {
        folder.save(&case, &broken)?;
    }
    Ok(())
}

fn shrunk(broken: &Broken, id: CaseId) -> Result<(Case, Broken), SimulateError> {
    let case = explore::case(id);
    let shrunk = shrink(&case.scenario, &case.options, &broken.fingerprint, SHRINKING_RUNS);
    Ok((Case { scenario: shrunk.scenario, ..case }, broken.clone()))
}

fn merge(args: &MergeArgs, output: &mut Output) -> Result<Exit, Failure> {
    ci::prepare(&[&args.reports.junit])?;
    let parts = args.folders.iter().map(|path| Folder::open(path)).collect::<Result<Vec<_>, _>>()?;
    let mut records: BTreeMap<(String, u64), CaseRecord> = BTreeMap::new();
    let mut campaign: Option<Campaign> = None;
    for part in &parts {
        let of_part = Campaign { shard: None, ..part.campaign()? };
        match &campaign {
            Some(first) if *first != of_part => {
                let what = format!(
                    "{}: belongs to another campaign than {}",
                    part.path().display(),
                    parts[0].path().display()
                );
                return Err(Failure::bad_input(format!(
                    "{what}\n  expected: the same seed, generator, families, --from and --cases"
                )));
            }
            _ => campaign = Some(of_part),
        }
        records.extend(part.records()?.into_iter().map(|record| ((record.family.clone(), record.index), record)));
    }
    let campaign = campaign.ok_or_else(|| Failure::bad_input("nothing to merge: name the folders"))?;
    let folder = Folder::create(&args.out, &campaign)?;
    let summary = Summary::of(records.into_values());
    folder.take_over(&summary, &parts)?;
    finish(&campaign, &summary, &folder, &args.reports, output)?;
    Ok(verdict(&summary))
}

/// What is the same for a campaign and for a merged one: the folder's last files, the tables, the reports.
fn finish(
    campaign: &Campaign,
    summary: &Summary,
    folder: &Folder,
    reports: &ReportArgs,
    output: &mut Output,
) -> Result<(), Failure> {
    folder.finish(summary)?;
    folder.write("report.html", &page::page(campaign, summary, folder)?)?;
    tell::tell(summary, folder, output);
    ci::publish("colony explore", &cases::cases(summary, folder), reports, output)
}

/// New failures fail a campaign, and marks that a family did not reach in cases enough.
fn verdict(summary: &Summary) -> Exit {
    let missing =
        summary.families.values().any(|family| family.cases >= ENOUGH_FOR_MARKS && !family.missing.is_empty());
    if summary.new_failures().next().is_some() || missing { Exit::Failed } else { Exit::AsExpected }
}

/// A length of time on the command line: `90s`, `10m`, `2h`.
pub(crate) fn parse_budget(text: &str) -> Result<Duration, String> {
    let span: scenarios::model::Span = text.parse().map_err(|error| format!("{error}"))?;
    Ok(span.into())
}
