//! The commands there are. What each takes stands with it.

use clap::{Parser, Subcommand};

use crate::check::CheckArgs;
use crate::exit;
use crate::explore::ExploreArgs;
use crate::list::ListArgs;
use crate::manual::{CompletionsArgs, ManArgs};
use crate::matrix::MatrixArgs;
use crate::rank::RankArgs;
use crate::replay::ReplayArgs;
use crate::rules::RulesArgs;
use crate::run::RunArgs;
use crate::site::SiteArgs;
use crate::vectors::VectorsArgs;

/// Deterministic multi-device simulator and conformance harness for the Marmot protocol.
#[derive(Parser)]
#[command(name = "colony", version, about, long_about = None, max_term_width = 110, after_help = exit::HELP)]
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
    /// Which selection policy costs least: every policy on every profile, over the corpus and generated worlds.
    ///
    /// The first lines are the answer. An option is a policy on a profile, and options are compared story by story: same scenario, same
    /// steps, same seed. It is a comparison and no check: it ends with 0 whatever comes first.
    Rank(RankArgs),
    /// Each rule of the texts and what exercises it, uncovered rules first.
    Rules(RulesArgs),
    /// Generate scenarios, run them, shrink what breaks, and save it.
    Explore(ExploreArgs),
    /// Run a failure that `explore` saved again, byte for byte, or name the first record that differs.
    Replay(ReplayArgs),
    /// Test vectors for other implementations: write them, verify them, list them.
    Vectors(VectorsArgs),
    /// Write a folder of pages that any web host serves: rules, findings, the matrix, and every test vector with its bytes decoded.
    Site(SiteArgs),
    /// Print what makes a shell complete commands and options.
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command.
    Man(ManArgs),
}
