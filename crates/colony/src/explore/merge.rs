//! `colony explore merge`: shards joined to what one machine would have given, and what is missing or there twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use experiment::explore::{CaseRecord, Summary};

use super::campaign::{Shard, all_families};
use super::finish::{finish, save_failures};
use super::folder::{Campaign, Folder};
use super::verdict::verdict;
use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::report::ci::ReportArgs;
use crate::report::write;
use crate::story;
use crate::words::{count, ranges, thousands};

#[derive(Args)]
pub(crate) struct MergeArgs {
    /// Result folders of the shards.
    #[arg(required = true)]
    pub folders: Vec<PathBuf>,
    /// Folder for the whole; a new or empty one.
    #[arg(long, default_value = "merged")]
    pub out: PathBuf,
    #[command(flatten)]
    pub reports: ReportArgs,
    #[command(flatten)]
    pub control: ControlArgs,
}

/// Family and number of a case.
type Id = (String, u64);

/// What the folders hold together.
struct Joined {
    records: BTreeMap<Id, CaseRecord>,
    /// Cases that are in more than one folder, or in one more than once, by how often.
    again: BTreeMap<Id, usize>,
    /// The first case of which two folders tell different things, and these folders.
    differs: Option<(Id, String, String)>,
    /// Folders of each share of the campaign, as it was asked for.
    shards: BTreeMap<Option<String>, Vec<String>>,
}

pub(super) fn merge(args: &MergeArgs, output: &mut Output) -> Result<Exit, Failure> {
    args.control.panic_if_asked();
    write::prepare(&[&args.reports.junit])?;
    let parts = args.folders.iter().map(|path| Folder::open(path)).collect::<Result<Vec<_>, _>>()?;
    let campaign = campaign(&parts)?;
    let Joined { records, again, differs, shards } = joined(&campaign, &parts)?;
    let folder = Folder::create(&args.out, &campaign)?;
    records.values().for_each(|record| folder.add(record));
    let missing = missing(&campaign, &records);
    let summary = Summary::of(records.into_values(), &all_families());
    folder.write_json("summary.json", &summary);
    folder.take_over(&summary, &parts)?;
    // A part that was killed while it shrank has not saved everything.
    let seed = campaign.seed.parse().map_err(|error| Failure::bad_input(format!("campaign.json: seed: {error}")))?;
    save_failures(&summary, (&campaign, seed), None, &folder, output)?;
    finish(&campaign, &summary, &folder, &args.reports, output);
    let wrong = [told_missing(&campaign, &missing, &shards), told_again(&again), told_shards(&shards)];
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    wrong.iter().for_each(|text| output.line(output.style.bad(text)));
    if let Some(((family, index), one, other)) = differs {
        output.error(&format!("nondeterminism: {one} and {other} tell different things of {family} {index}"));
        return Ok(Exit::Nondeterminism);
    }
    let complete = if wrong.is_empty() { Exit::AsExpected } else { Exit::Failed };
    Ok(Exit::of_all([verdict(&summary), complete]))
}

/// The campaign of which all of these are parts.
fn campaign(parts: &[Folder]) -> Result<Campaign, Failure> {
    let mut whole: Option<Campaign> = None;
    for part in parts {
        let of_part = Campaign { shard: None, ..part.campaign()? };
        match &whole {
            Some(first) if *first != of_part => {
                let (path, first) = (part.path().display(), parts[0].path().display());
                let what = format!("{path}: belongs to another campaign than {first}");
                let expected = "the same seed, generator, families, --from and --cases";
                return Err(Failure::bad_input(format!("{what}\n  expected: {expected}")));
            }
            _ => whole = Some(of_part),
        }
    }
    whole.ok_or_else(|| Failure::bad_input("nothing to merge: name the folders"))
}

fn joined(campaign: &Campaign, parts: &[Folder]) -> Result<Joined, Failure> {
    let mut joined =
        Joined { records: BTreeMap::new(), again: BTreeMap::new(), differs: None, shards: BTreeMap::new() };
    let mut from: BTreeMap<Id, String> = BTreeMap::new();
    for part in parts {
        let path = story::path(part.path());
        joined.shards.entry(part.campaign()?.shard).or_default().push(path.clone());
        for record in part.records()? {
            let id = (record.family.clone(), record.index);
            if !campaign.has(&id.0, id.1) {
                let what = format!("{path}: {} {} is no case of this campaign", id.0, id.1);
                return Err(Failure::bad_input(format!(
                    "{what}\n  expected: the families and numbers of its campaign.json"
                )));
            }
            if let Some(first) = joined.records.get(&id) {
                *joined.again.entry(id.clone()).or_insert(1) += 1;
                if *first != record && joined.differs.is_none() {
                    joined.differs = Some((id, from[&(record.family, record.index)].clone(), path.clone()));
                }
                continue;
            }
            from.insert(id.clone(), path.clone());
            joined.records.insert(id, record);
        }
    }
    Ok(joined)
}

/// Cases of the campaign that no part has, by family in the campaign's order.
fn missing(campaign: &Campaign, records: &BTreeMap<Id, CaseRecord>) -> Vec<Id> {
    let asked = campaign.from..campaign.from.saturating_add(campaign.cases);
    let all = campaign.families.iter().flat_map(|family| asked.clone().map(move |index| (family.clone(), index)));
    all.filter(|id| !records.contains_key(id)).collect()
}

/// `races 3-5, 7; lives 0-99`
fn named(ids: &[Id]) -> String {
    let of_family = |ids: &[Id]| {
        let range = |(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") };
        let ranges: Vec<_> = ranges(ids.iter().map(|(_, index)| *index)).into_iter().map(range).collect();
        format!("{} {}", ids[0].0, ranges.join(", "))
    };
    ids.chunk_by(|a, b| a.0 == b.0).map(of_family).collect::<Vec<_>>().join("; ")
}

fn told_missing(campaign: &Campaign, missing: &[Id], shards: &BTreeMap<Option<String>, Vec<String>>) -> Option<String> {
    if missing.is_empty() {
        return None;
    }
    let asked = campaign.cases.saturating_mul(campaign.families.len() as u64);
    let asked = thousands(usize::try_from(asked).unwrap_or(usize::MAX));
    let is = if missing.len() == 1 { "is" } else { "are" };
    let absent = absent(shards);
    let why = match absent.is_empty() {
        true => "a part was stopped, or is not here".to_owned(),
        false => format!("{} {} not here", absent.join(", "), if absent.len() == 1 { "is" } else { "are" }),
    };
    let of = if campaign.cases == 1 && campaign.families.len() == 1 { "case" } else { "cases" };
    Some(format!("{} of {asked} {of} {is} missing ({why}): {}", thousands(missing.len()), named(missing)))
}

/// Shards that no folder holds, if all of them are shares of the same number.
fn absent(shards: &BTreeMap<Option<String>, Vec<String>>) -> Vec<String> {
    let there: Option<Vec<Shard>> = shards.keys().map(|shard| shard.as_ref()?.parse().ok()).collect();
    let there = there.unwrap_or_default();
    let of: BTreeSet<u64> = there.iter().map(|shard| shard.of).collect();
    let [of] = of.into_iter().collect::<Vec<_>>()[..] else { return Vec::new() };
    let here: BTreeSet<u64> = there.iter().map(|shard| shard.number).collect();
    let absent = (1..=of).filter(|number| !here.contains(number));
    absent.take(20).map(|number| format!("shard {number}/{of}")).collect()
}

fn told_again(again: &BTreeMap<Id, usize>) -> Option<String> {
    let ids: Vec<Id> = again.keys().cloned().collect();
    let cases = count(ids.len(), "case is", "cases are");
    (!ids.is_empty()).then(|| format!("{cases} there more than once: {}", named(&ids)))
}

fn told_shards(shards: &BTreeMap<Option<String>, Vec<String>>) -> Option<String> {
    let twice = shards.iter().filter(|(_, folders)| folders.len() > 1);
    let told = |(shard, folders): (&Option<String>, &Vec<String>)| {
        let shard = shard.as_ref().map_or_else(|| "the whole campaign".to_owned(), |shard| format!("shard {shard}"));
        format!("{shard} is given more than once: {}", folders.join(", "))
    };
    let told: Vec<_> = twice.map(told).collect();
    (!told.is_empty()).then(|| told.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_named_by_family_and_range() {
        let ids = [("races", 3), ("races", 4), ("races", 7), ("lives", 0)].map(|(f, n)| (f.to_owned(), n));
        assert_eq!(named(&ids), "races 3-4, 7; lives 0");
    }

    #[test]
    fn shards_that_are_not_here_are_named() {
        let shards = |names: &[&str]| names.iter().map(|name| (Some((*name).to_owned()), Vec::new())).collect();
        assert_eq!(absent(&shards(&["1/4", "3/4"])), ["shard 2/4", "shard 4/4"]);
        assert!(absent(&shards(&["1/2", "2/2"])).is_empty());
        assert!(absent(&shards(&["1/2", "2/3"])).is_empty(), "shares of different numbers");
    }
}
