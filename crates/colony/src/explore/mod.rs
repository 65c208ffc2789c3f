//! `colony explore`: campaigns of generated cases (`campaign.rs`), joined from several machines (`merge.rs`), and one scenario
//! in every order (`orders.rs`).

mod campaign;
mod cases;
mod finish;
mod folder;
mod merge;
mod orders;
mod page;
mod steps;
mod tell;
mod verdict;

use clap::{Args, Subcommand};
use sim_env::Seed;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::systems::{self, CaseName};
use campaign::{RunCampaign, one_family};
use merge::MergeArgs;
use orders::OrdersArgs;
pub(crate) use steps::Steps;

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
    ///
    /// It fails if a case of the campaign is in none of the folders, or a case or a shard is there more than once.
    Merge(MergeArgs),
    /// Run one scenario of at most three devices under every order in which its group events and Welcomes can arrive, and count
    /// the outcomes.
    ///
    /// Time stands still while anything is under way: look-ups and everything else come at once, and which of two commits of
    /// one second is better depends on the seed. So it is run once more with ordinary latencies, and compared. Orders
    /// that differ only in what nobody can tell apart are run once.
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
    #[arg(value_parser = one_family)]
    pub family: &'static str,
    /// Which case of the family.
    pub index: u64,
    /// Seed of the campaign.
    #[arg(long, default_value = "1")]
    pub seed: Seed,
}

pub(crate) fn explore(args: &ExploreArgs, output: &mut Output) -> Result<Exit, Failure> {
    match &args.command {
        Some(ExploreCommand::Merge(args)) => merge::merge(args, output),
        Some(ExploreCommand::Orders(args)) => orders::orders(args, output),
        Some(ExploreCommand::Case(args)) => Ok(print_case(args, output)),
        None => campaign::campaign(&args.run, output),
    }
}

fn print_case(args: &CaseArgs, output: &mut Output) -> Exit {
    let case = CaseName { family: args.family, seed: args.seed, index: args.index };
    let file = systems::of_family(args.family).and_then(|(system, _)| system.case_file(case));
    output.line(file.unwrap_or_default().trim_end());
    Exit::AsExpected
}
