//! Commands and options.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use marmot_rules::{Policy, Profile, UnknownId};
use scenarios::explore::Family;
use scenarios::explore::orders::Order;
use sim_env::Seed;

use crate::report::ci::{BadgeArgs, ReportArgs};

/// Deterministic multi-device simulator and conformance harness for the Marmot protocol.
#[derive(Parser)]
#[command(name = "colony", version, about, long_about = None, max_term_width = 110)]
#[command(
    after_help = "Exit codes: 0 as expected · 1 an expectation or invariant failed · 2 bad input · 3 nondeterminism · \
                        4 stalled or unable to run · 101 a bug of the harness"
)]
pub(crate) struct Cli {
    /// Only what matters: no progress, no details.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run the corpus under every profile and policy that applies, or that a scenario names, twice, and compare with what
    /// the scenarios expect.
    Check(CheckArgs),
    /// Run one scenario and tell its story.
    Run(RunArgs),
    /// List what there is.
    List(ListArgs),
    /// Compare selection policies: scenarios × policies as a table for people, discussions or tools.
    ///
    /// A comparison and no check: it ends with 0 whatever the cells say. By default every scenario runs under its first
    /// profile that real MLS can speak, and under every policy that applies to it: those of the texts and the idea
    /// document, those of the corpus, and the clients as deployed.
    Matrix(MatrixArgs),
    /// Each rule of the texts and what exercises it, uncovered rules first.
    Rules(RulesArgs),
    /// Generate scenarios, run them, shrink what breaks, and save it.
    Explore(ExploreArgs),
    /// Run a failure that `explore` saved again, byte for byte, or name the first record that differs.
    Replay(ReplayArgs),
    /// Test vectors for other implementations: write them, verify them, list them.
    Vectors(VectorsArgs),
    /// Print what makes a shell complete commands and options.
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command.
    Man(ManArgs),
}

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// For which shell.
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub(crate) struct ManArgs {
    /// Write a page for each command to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ExploreArgs {
    #[command(subcommand)]
    pub command: Option<ExploreCommand>,
    #[command(flatten)]
    pub run: RunCampaign,
}

#[derive(Subcommand)]
pub(crate) enum ExploreCommand {
    /// Join the result folders of shards to what one machine would have given.
    Merge(MergeArgs),
    /// Run one scenario of at most three devices under every order in which its group events and Welcomes can arrive, and count
    /// the outcomes.
    ///
    /// Time stands still while anything is under way: look-ups and everything else come at once, and which of two commits of
    /// one second is better depends on the seed. So it is run once more as time has it, and compared. Orders that differ
    /// only in what nobody can tell apart are run once.
    ///
    /// Exit code: with `--order` that of `colony run`. Without it, 1 says that under some order something broke which neither
    /// FINDINGS.md explains nor the scenario expects. That an outcome is not what the scenario expects is only told, since a
    /// scenario expects what time brings.
    Orders(Box<OrdersArgs>),
    /// Print the scenario of one case, for `colony run` and for the corpus.
    Case(CaseArgs),
}

#[derive(Args)]
pub(crate) struct CaseArgs {
    /// Family of the case.
    #[arg(value_parser = parse_id::<Family>)]
    pub family: Family,
    /// Which case of the family.
    pub index: u64,
    /// Seed of the campaign.
    #[arg(long, default_value = "1")]
    pub seed: Seed,
}

#[derive(Args)]
pub(crate) struct OrdersArgs {
    /// A scenario file (`*.toml`), or the id of a scenario of the corpus.
    pub scenario: String,
    /// Selection policy of every device that does not name its own [default: what the profile's text describes].
    #[arg(long, value_parser = parse_id::<Policy>)]
    pub policy: Option<Policy>,
    /// Wire profile of every device that does not name its own [default: the scenario's first].
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// Seed: a number or a 40-digit commit hash [default: the scenario's, else 7].
    #[arg(long)]
    pub seed: Option<Seed>,
    /// Steps of the script, from 1, in which the order varies: `6`, `4-6`, `4-` [default: all]. The fewer, the sooner it ends:
    /// where it takes too long, name only those in which something happens at once.
    #[arg(long)]
    pub steps: Option<Steps>,
    /// Kinds of events whose order varies [default: 445,1059: group events and Welcomes].
    #[arg(long, value_delimiter = ',', value_parser = parse_kind)]
    pub kinds: Vec<u16>,
    /// Stop after so many runs, those given up included; then it is not exhaustive.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub most: u64,
    /// Tell the story of one order: `0`, or the choices at which something else comes next than what was sent first.
    #[arg(long)]
    pub order: Option<Order>,
    /// One JSON document.
    #[arg(long)]
    pub json: bool,
    /// With `--order`: tell every message between devices and relays too.
    #[arg(long, short)]
    pub verbose: bool,
    /// Folder for the result and the story of each outcome; a new or empty one.
    #[arg(long, conflicts_with = "order")]
    pub out: Option<PathBuf>,
}

/// Some steps of a script, from 1.
#[derive(Clone)]
pub(crate) struct Steps(pub RangeInclusive<usize>);

impl FromStr for Steps {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || format!("`{text}` names no steps: expected their numbers, from 1, as in `6`, `4-6` or `4-`");
        let number = |text: &str| text.parse::<usize>().ok().filter(|step| *step > 0).ok_or_else(error);
        let (first, last) = match text.split_once('-') {
            None => (number(text)?, number(text)?),
            Some((first, "")) => (number(first)?, usize::MAX),
            Some((first, last)) => (number(first)?, number(last)?),
        };
        if first <= last { Ok(Self(first..=last)) } else { Err(error()) }
    }
}

impl std::fmt::Display for Steps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self.0.end() {
            usize::MAX => write!(f, "{}-", self.0.start()),
            last => write!(f, "{}-{last}", self.0.start()),
        }
    }
}

#[derive(Args)]
pub(crate) struct RunCampaign {
    /// A family of cases, or `all`: churn, invites, races, lossy, lives, absence, eras, relays, everything.
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
    /// Begin no case after this long: `90s`, `10m`, `2h`.
    #[arg(long, value_parser = crate::explore::parse_budget)]
    pub budget: Option<std::time::Duration>,
    /// One of several shares of the campaign, for several machines: `1/4`.
    #[arg(long)]
    pub shard: Option<Shard>,
    /// Folder for the result; a new or empty one.
    #[arg(long, default_value = "explored")]
    pub out: PathBuf,
    #[command(flatten)]
    pub reports: ReportArgs,
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
}

#[derive(Args)]
pub(crate) struct ReplayArgs {
    /// The scenario of a saved failure; its transcript lies beside it.
    pub file: PathBuf,
    /// A Mermaid sequence diagram of what led to the failure, in place of the verdict; only if the run is the same.
    #[arg(long)]
    pub mermaid: bool,
    /// Write a page to look at, which needs nothing else, to this file; `-` is standard output, in place of the result.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// Scenario files, folders of them, or ids of the corpus; everything in the corpus if none is named.
    pub scenarios: Vec<String>,
    /// Seed for every scenario that does not fix its own: a number or a 40-digit commit hash.
    #[arg(long)]
    pub seed: Option<Seed>,
    /// Only this policy.
    #[arg(long, value_parser = parse_id::<Policy>)]
    pub policy: Option<Policy>,
    /// Only this profile.
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// Threads that run scenarios [default: one per core].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// One JSON document instead of a table.
    #[arg(long)]
    pub json: bool,
    /// Write a heat map whose cells open the runs behind them to this file; `-` is standard output, in place of the table.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    #[command(flatten)]
    pub reports: ReportArgs,
    #[command(flatten)]
    pub badge: BadgeArgs,
}

#[derive(Args)]
pub(crate) struct RunArgs {
    /// A scenario file (`*.toml`), or the id of a scenario of the corpus.
    pub scenario: String,
    /// Selection policy of every device that does not name its own [default: what the profile's text describes].
    #[arg(long, value_parser = parse_id::<Policy>)]
    pub policy: Option<Policy>,
    /// Wire profile of every device that does not name its own [default: the scenario's first].
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// Seed: a number or a 40-digit commit hash [default: the scenario's, else 7].
    #[arg(long)]
    pub seed: Option<Seed>,
    /// The whole run as one JSON document: options, transcript with every event, verdicts.
    #[arg(long, group = "form")]
    pub json: bool,
    /// A Mermaid sequence diagram of what led to a violation, or of the whole if there is none; fits into a comment on GitHub.
    #[arg(long, group = "form")]
    pub mermaid: bool,
    /// A log with a column for each device and relay.
    #[arg(long, group = "form")]
    pub column: bool,
    /// The violated invariant whose story `--mermaid` tells [default: the one that explains the others].
    #[arg(long, requires = "mermaid")]
    pub invariant: Option<String>,
    /// Write a page to look at, which needs nothing else, to this file; `-` is standard output, in place of the story.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Run twice, compare every record, and name the first that differs.
    #[arg(long)]
    pub verify_determinism: bool,
    /// Run once more without the effect of this entry of the story: the fault does not act, the message does not arrive, the relay
    /// takes what it refused, or answers without a limit.
    #[arg(long, value_name = "ENTRY")]
    pub without: Option<usize>,
    /// Tell every message between devices and relays too.
    #[arg(long, short)]
    pub verbose: bool,
    /// Negative control: let something real into the run, which the comparison or the alarm must catch.
    #[arg(long, hide = true, value_enum)]
    pub leak: Option<LeakKind>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LeakKind {
    /// One real random number decides a latency.
    Entropy,
    /// One real clock reading decides a latency.
    Clock,
    /// One loop over a hash set decides latencies.
    HashOrder,
    /// A thread that nobody declared draws entropy.
    StrayThread,
    /// Nothing: Colony itself panics.
    Panic,
}

impl From<LeakKind> for scenarios::Leak {
    fn from(kind: LeakKind) -> Self {
        match kind {
            LeakKind::Entropy => Self::Entropy,
            LeakKind::Clock => Self::Clock,
            LeakKind::HashOrder => Self::HashOrder,
            LeakKind::StrayThread => Self::StrayThread,
            LeakKind::Panic => Self::Panic,
        }
    }
}

#[derive(Args)]
pub(crate) struct MatrixArgs {
    /// Scenario files, folders of them, or ids of the corpus; everything in the corpus if none is named.
    pub scenarios: Vec<String>,
    /// Only these policies, as columns in this order: `A,B`, or the option several times.
    #[arg(long, value_parser = parse_id::<Policy>, value_delimiter = ',')]
    pub policy: Vec<Policy>,
    /// Profile of every row; scenarios that do not have it are left out [default: each scenario's first that can run].
    #[arg(long, value_parser = parse_id::<Profile>)]
    pub profile: Option<Profile>,
    /// One JSON document, with everything that each run showed.
    #[arg(long, group = "form")]
    pub json: bool,
    /// Markdown, for a discussion on GitHub.
    #[arg(long, group = "form")]
    pub markdown: bool,
    /// A heat map whose cells open the runs behind them: one HTML file that needs nothing else; `-` is standard output.
    #[arg(long, group = "form", value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Seed for every run, instead of each scenario's own: a number or a 40-digit commit hash.
    #[arg(long)]
    pub seed: Option<Seed>,
    /// Threads that run scenarios [default: one per core].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}

#[derive(Args)]
pub(crate) struct RulesArgs {
    /// One JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub(crate) struct VectorsArgs {
    #[command(subcommand)]
    pub command: VectorsCommand,
}

#[derive(Subcommand)]
pub(crate) enum VectorsCommand {
    /// Write every vector file, the manifest and the schemas. The same bytes every time.
    Emit {
        /// Folder to write to.
        #[arg(long, default_value = "vectors")]
        out: PathBuf,
    },
    /// Check manifest, hashes and schemas, then let every stack verify every test.
    Verify(VerifyArgs),
    /// List the vector files and the flags of their tests.
    List {
        /// Folder with a `manifest.json`.
        #[arg(default_value = "vectors")]
        path: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// Folder with a `manifest.json`.
    #[arg(default_value = "vectors")]
    pub path: PathBuf,
    /// Only this stack.
    #[arg(long)]
    pub stack: Option<String>,
    #[command(flatten)]
    pub reports: ReportArgs,
    #[command(flatten)]
    pub badge: BadgeArgs,
}

#[derive(Args)]
pub(crate) struct ListArgs {
    /// What to list.
    #[arg(value_enum, default_value_t = Listing::Scenarios)]
    pub what: Listing,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    /// Scenarios of the corpus.
    Scenarios,
    /// Selection policies.
    Policies,
    /// Wire profiles.
    Profiles,
    /// Invariants.
    Invariants,
    /// Rules of the protocol texts.
    Rules,
    /// JSON Schema of scenario files.
    Schema,
}

fn parse_family(text: &str) -> Result<FamilyChoice, String> {
    if text == "all" {
        return Ok(FamilyChoice::All);
    }
    parse_id(text).map(FamilyChoice::One).map_err(|known| format!("{known}, all"))
}

fn parse_kind(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("`{text}` is no kind: expected numbers up to 65535, as in `445,1059`"))
}

/// A policy, profile or family by its id.
fn parse_id<T: FromStr<Err = UnknownId>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: UnknownId| error.to_string())
}
