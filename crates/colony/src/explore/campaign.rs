//! A campaign: cases of each family, run side by side, kept in a folder.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use scenarios::explore::{self, Case, CaseId, Family, GENERATOR, Summary, run_case};
use sim_env::Seed;

use super::finish::{finish, save_failures};
use super::folder::{self, Campaign, Folder};
use super::verdict::verdict;
use crate::args::{ControlArgs, parse_id};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::jobs::run_some;
use crate::output::Output;
use crate::report::ci::ReportArgs;
use crate::report::write;
use crate::story;
use crate::words::{count, thousands};

#[derive(Args)]
pub(crate) struct RunCampaign {
    /// A family of cases, or `all`: churn, invites, races, lossy, lives, absence, eras, relays, everything, everyday, deployed, disks.
    #[arg(long, default_value = "all", value_parser = parse_family)]
    pub family: FamilyChoice,
    /// Cases of each family.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub cases: u64,
    /// Number of the first case.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=1_000_000_000_000))]
    pub from: u64,
    /// Seed of the campaign: a number or a 40-digit commit hash.
    #[arg(long, default_value = "1")]
    pub seed: Seed,
    /// Threads that run cases [default: one per core].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Begin no case after this long: `90s`, `10m`, `2h`. What did not run is told, and is no failure.
    #[arg(long, value_parser = parse_budget)]
    pub budget: Option<std::time::Duration>,
    /// One of several shares of the campaign, for several machines: `1/4`.
    #[arg(long)]
    pub shard: Option<Shard>,
    /// Folder for the result; a new or empty one.
    #[arg(long, default_value = "explored")]
    pub out: PathBuf,
    #[command(flatten)]
    pub reports: ReportArgs,
    /// Negative control: no finding explains anything, so whatever breaks counts as new.
    #[arg(long, hide = true)]
    pub unexplained: bool,
    #[command(flatten)]
    pub control: ControlArgs,
}

impl RunCampaign {
    /// The families of the campaign, in order.
    pub(crate) fn families(&self) -> Vec<Family> {
        match self.family {
            FamilyChoice::All => Family::ALL.to_vec(),
            FamilyChoice::One(family) => vec![family],
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) enum FamilyChoice {
    All,
    One(Family),
}

/// Share `number` (from 1) of `of`.
#[derive(Clone, Copy)]
pub(crate) struct Shard {
    pub number: u64,
    pub of: u64,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || format!("`{text}` is no shard: expected its number and how many there are, as in `1/4`");
        let (number, of) = text.split_once('/').ok_or_else(error)?;
        let (number, of) = (number.parse().map_err(|_| error())?, of.parse().map_err(|_| error())?);
        if (1..=of).contains(&number) { Ok(Self { number, of }) } else { Err(error()) }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// A family, or all of them.
fn parse_family(text: &str) -> Result<FamilyChoice, String> {
    if text == "all" {
        return Ok(FamilyChoice::All);
    }
    parse_id(text).map(FamilyChoice::One).map_err(|known| format!("{known}, all"))
}

/// A length of time on the command line: `90s`, `10m`, `2h`.
fn parse_budget(text: &str) -> Result<Duration, String> {
    let span: scenarios::model::Span = text.parse().map_err(|error| format!("{error}"))?;
    Ok(span.into())
}

pub(super) fn campaign(args: &RunCampaign, output: &mut Output) -> Result<Exit, Failure> {
    write::prepare(&[&args.reports.junit])?;
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
        "{} of {}, seed {}, generator {GENERATOR}{}; results in {}",
        count(cases.len(), "case", "cases"),
        campaign.families.join(", "),
        args.seed,
        args.shard.map(|shard| format!(", shard {shard}")).unwrap_or_default(),
        story::path(&args.out)
    ));
    output.flush();
    let made = |id: &CaseId| {
        let case = explore::case(*id);
        Case { options: args.control.with(case.options.clone()), ..case }
    };
    let ran = |id: &CaseId| {
        let mut record = run_case(&made(id))?;
        if args.unexplained {
            record.failures.iter_mut().for_each(|failure| failure.finding = None);
        }
        Ok(record)
    };
    let kept = |record: &explore::CaseRecord| {
        folder.add(record);
        Ok(())
    };
    let records = run_some(&cases, args.jobs, output, args.budget, ran, kept)?;
    let ran = records.iter().flatten().count();
    let summary = Summary::of(records.into_iter().flatten());
    folder.write_json("summary.json", &summary);
    save_failures(&summary, args.seed, args.jobs, &folder, output)?;
    finish(&campaign, &summary, &folder, &args.reports, output);
    if ran < cases.len() {
        output.line(format!("the budget ended after {} of {} cases", thousands(ran), thousands(cases.len())));
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
