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
use sim_env::Seed;

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
    folder.finish(&summary)?;
    save_failures(&summary, args.seed, args.jobs, &folder, output)?;
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

/// Shrinks and saves the first case of every way to fail that is not saved yet, each as soon as it is shrunk.
fn save_failures(
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
    records.values().try_for_each(|record| folder.add(record))?;
    let missing = missing(&campaign, &records);
    let summary = Summary::of(records.into_values());
    folder.finish(&summary)?;
    folder.take_over(&summary, &parts)?;
    // A part that was killed while it shrank has not saved everything.
    let seed = campaign.seed.parse().map_err(|error| Failure::bad_input(format!("campaign.json: seed: {error}")))?;
    save_failures(&summary, seed, None, &folder, output)?;
    finish(&campaign, &summary, &folder, &args.reports, output)?;
    missing.into_iter().for_each(|text| output.line(text));
    Ok(verdict(&summary))
}

/// Which cases of the campaign no part has, in one line.
fn missing(campaign: &Campaign, records: &BTreeMap<(String, u64), CaseRecord>) -> Option<String> {
    let asked = campaign.from..campaign.from.saturating_add(campaign.cases);
    let all = campaign.families.iter().flat_map(|family| asked.clone().map(move |index| (family.clone(), index)));
    let (mut count, mut first) = (0_u64, None);
    for id in all.filter(|id| !records.contains_key(id)) {
        count += 1;
        first.get_or_insert(id);
    }
    let (family, index) = first?;
    let asked = campaign.cases.saturating_mul(campaign.families.len() as u64);
    Some(format!("{count} of {asked} cases are missing, {family} {index} first: a part was stopped, or is not here"))
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
