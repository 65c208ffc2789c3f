//! A campaign: cases of each family, run side by side, kept in a folder.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use experiment::FamilyFacts;
use experiment::explore::{CaseRecord, Summary};
use sim_env::Seed;

use super::finish::{finish, save_failures};
use super::folder::{self, Campaign, Folder};
use super::verdict::verdict;
use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::jobs::run_some;
use crate::output::Output;
use crate::report::ci::ReportArgs;
use crate::report::write;
use crate::story;
use crate::systems::{self, CaseName, System, WithArgs};
use crate::words::{count, thousands};

#[derive(Args)]
pub(crate) struct RunCampaign {
    /// A family of cases, the families of one system by its name, or `all`; `colony list families` tells them.
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
    pub with: WithArgs,
    #[command(flatten)]
    pub control: ControlArgs,
}

/// A family and its system.
pub(crate) type OneFamily = (&'static dyn System, &'static FamilyFacts);

impl RunCampaign {
    /// The families of the campaign, in order.
    pub(crate) fn families(&self) -> Vec<OneFamily> {
        systems::families().filter(|family| self.family.has(*family)).collect()
    }
}

#[derive(Clone, Copy)]
pub(crate) enum FamilyChoice {
    All,
    System(&'static str),
    One(&'static str),
}

impl FamilyChoice {
    fn has(self, (system, family): OneFamily) -> bool {
        match self {
            Self::All => true,
            Self::System(id) => system.id() == id,
            Self::One(id) => family.id == id,
        }
    }
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

/// A family, a system, or all of them.
fn parse_family(text: &str) -> Result<FamilyChoice, String> {
    if text == "all" {
        return Ok(FamilyChoice::All);
    }
    if let Some(system) = systems::SYSTEMS.iter().find(|system| system.id() == text) {
        return Ok(FamilyChoice::System(system.id()));
    }
    one_family(text).map(FamilyChoice::One).map_err(|known| format!("{known}, a system, all"))
}

/// The family with this name.
pub(super) fn one_family(text: &str) -> Result<&'static str, String> {
    let known = systems::of_family(text).map(|(_, family)| family.id);
    let all = || systems::families().map(|(_, family)| family.id).collect::<Vec<_>>().join(", ");
    known.ok_or_else(|| format!("unknown family `{text}`, expected one of: {}", all()))
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
        generator: scenarios::explore::GENERATOR,
        generators: generators(&args.families()),
        seed: args.seed.to_string(),
        families: args.families().iter().map(|(_, family)| family.id.to_owned()).collect(),
        from: args.from,
        cases: args.cases,
        shard: args.shard.map(|shard| shard.to_string()),
        with: args.with.asked(None),
    };
    if args.families().iter().any(|(system, _)| system.id() == systems::SYSTEMS[0].id()) {
        args.with.none_for_marmot()?;
    }
    let folder = Folder::create(&args.out, &campaign)?;
    let cases = cases(args);
    output.detail(format!(
        "{} of {}, seed {}, generator {}{}; results in {}",
        count(cases.len(), "case", "cases"),
        campaign.families.join(", "),
        args.seed,
        campaign.told_generators(),
        args.shard.map(|shard| format!(", shard {shard}")).unwrap_or_default(),
        story::path(&args.out)
    ));
    output.flush();
    let ran = |(system, case): &OneCase| {
        let mut record = system.run_case(*case, &campaign.with, args.control)?;
        if args.unexplained {
            record.failures.iter_mut().for_each(|failure| failure.finding = None);
        }
        Ok::<_, Failure>(record)
    };
    let kept = |record: &CaseRecord| {
        folder.add(record);
        Ok(())
    };
    let records = run_some(&cases, args.jobs, output, args.budget, ran, kept)?;
    let ran = records.iter().flatten().count();
    let summary = Summary::of(records.into_iter().flatten(), &all_families());
    folder.write_json("summary.json", &summary);
    save_failures(&summary, (&campaign, args.seed), args.jobs, &folder, output)?;
    finish(&campaign, &summary, &folder, &args.reports, output);
    if ran < cases.len() {
        output.line(format!("the budget ended after {} of {} cases", thousands(ran), thousands(cases.len())));
    }
    Ok(verdict(&summary))
}

/// Every family of every system.
pub(super) fn all_families() -> Vec<FamilyFacts> {
    systems::families().map(|(_, family)| *family).collect()
}

/// Versions of the generators of systems other than Marmot that take part.
fn generators(families: &[OneFamily]) -> BTreeMap<String, u32> {
    let others = families.iter().filter(|(system, _)| system.id() != systems::SYSTEMS[0].id());
    others.map(|(system, _)| (system.id().to_owned(), system.generator())).collect()
}

/// A case and its system.
type OneCase = (&'static dyn System, CaseName);

/// Every case of the campaign, or this shard's share.
fn cases(args: &RunCampaign) -> Vec<OneCase> {
    let of_family = |(system, family): OneFamily| {
        let case = move |index| (system, CaseName { family: family.id, seed: args.seed, index });
        (args.from..args.from.saturating_add(args.cases)).map(case)
    };
    let all = args.families().into_iter().flat_map(of_family).enumerate();
    let mine = |place: usize| args.shard.is_none_or(|Shard { number, of }| place as u64 % of == number - 1);
    all.filter(|(place, _)| mine(*place)).map(|(_, case)| case).collect()
}
