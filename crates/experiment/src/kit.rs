//! A system as the laboratory sees it.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::{Range, RangeInclusive};

use serde::Serialize;
use sim_engine::{Chooser, System, Transcript};
use sim_env::Seed;

use crate::Named;
use crate::explore::{Failure, Fingerprint, Shrinker};
use crate::file::ScenarioError;
use crate::orders::ExploredIn;

/// For which steps, from 1, a chooser decides what comes next, and how to make it: it belongs to the run's thread.
pub type Choosing<K> = (RangeInclusive<usize>, Box<dyn FnOnce() -> Box<dyn Chooser<K>> + Send>);

/// What Colony must know of a kind of world in order to run, judge, explore and show it.
///
/// A run is a function of a scenario, of options, and of the binary. The options include the seed.
pub trait Kit: System + Sized + 'static {
    /// The name of the system. Its files say `format = "ID-scenario/1"`.
    const ID: &'static str;
    /// Version of what [`Kit::draw`] draws.
    const GENERATOR: u32;
    /// Kinds of messages whose order is a choice unless others are named.
    const KINDS: &'static [Self::Kind];
    /// With more parties there are too many orders to be worth the wait.
    const MOST_PARTIES: usize;
    /// What a person calls the parties: `devices`.
    const PARTIES: &'static str;
    /// What it is, in one sentence.
    const ABOUT: &'static str;
    /// What somebody can ask for by name beside the seed.
    const OPTIONS: &'static [OptionFacts];

    /// Who takes part, what happens, what is expected.
    type Scenario: Clone + Send + Sync;
    /// What a run is a function of beside its scenario.
    type Options: Clone + Send + Sync;
    /// Everything that one run showed.
    type Run;
    /// What is said of a run: made once, and handed to everybody who asks.
    type Judged;
    /// Why there is no run.
    type Error: std::error::Error + Send + 'static;
    /// What a run came to, without ids: equal for two orders that nobody could tell apart afterwards.
    type Outcome: Clone + fmt::Debug + Ord + Serialize;
    /// A kind of message, for [`crate::orders::Scope`].
    type Kind: Copy + fmt::Debug + Ord + Serialize + Send + 'static;
    /// What [`Kit::kind`] remembers of the messages of one run.
    type Seen: Default + Send;

    /// Reads a text; `file` is for messages, and says by its ending whether the text is JSON.
    ///
    /// # Errors
    /// One message about the first thing that is wrong.
    fn parse(text: &str, file: &str) -> Result<Self::Scenario, ScenarioError>;

    /// The scenarios that come with Colony, by id.
    ///
    /// # Errors
    /// The first file that is wrong.
    fn corpus() -> Result<Vec<Self::Scenario>, ScenarioError>;

    /// What every scenario says of itself.
    fn head(scenario: &Self::Scenario) -> Head;

    /// The file of a scenario, as [`Kit::parse`] reads it.
    fn to_file(scenario: &Self::Scenario, options: &Self::Options) -> String;

    /// Every way in which a check runs a scenario. `seed` is for scenarios that do not fix their own.
    fn checks(scenario: &Self::Scenario, seed: Option<Seed>) -> Vec<Self::Options>;

    /// What a matrix puts side by side: a column for each of these.
    fn compared() -> Vec<Named>;

    /// The options by name, the seed among them.
    fn named(options: &Self::Options) -> Named;

    /// The options that somebody asks for by name; what is not asked for is as the scenario says.
    ///
    /// # Errors
    /// One sentence about the first name or value that is not known, or does not fit the scenario.
    fn options(scenario: &Self::Scenario, asked: &Named) -> Result<Self::Options, String>;

    /// Runs a scenario; with a chooser for some of the steps, which may give the run up (`None`).
    ///
    /// # Errors
    /// Why there is no run.
    fn simulate(
        scenario: &Self::Scenario,
        options: &Self::Options,
        choosing: Option<Choosing<Self>>,
    ) -> Result<Option<Self::Run>, Self::Error>;

    /// Runs a scenario with ordinary latencies.
    ///
    /// # Errors
    /// Why there is no run.
    fn run(scenario: &Self::Scenario, options: &Self::Options) -> Result<Self::Run, Self::Error> {
        Ok(Self::simulate(scenario, options, None)?.expect("only a chooser gives a run up"))
    }

    /// What happened.
    fn transcript(run: &Self::Run) -> &Transcript<Self>;

    /// Judges a run.
    fn judge(run: &Self::Run) -> Self::Judged;

    /// Every way in which the run failed, consequences of others left out, with the finding that explains it.
    fn broke(run: &Self::Run, judged: &Self::Judged) -> BTreeSet<Failure>;

    /// The same without findings, which cost more to find out.
    fn fingerprints(run: &Self::Run, judged: &Self::Judged) -> BTreeSet<Fingerprint>;

    /// What is not as the scenario expects, in sentences. Empty: everything is.
    fn unexpected(judged: &Self::Judged) -> Vec<String>;

    /// What the run came to.
    fn outcome(run: &Self::Run) -> Self::Outcome;

    /// Whether a scenario says, under these options, how its orders end: then every single one is run and counted.
    fn counts_orders(_: &Self::Scenario, _: &Self::Options) -> bool {
        false
    }

    /// How the orders of such a scenario ended otherwise than it says, in sentences.
    fn unexpected_orders(_: &Self::Scenario, _: &Self::Options, _: &ExploredIn<Self>) -> Vec<String> {
        Vec::new()
    }

    /// How many steps the script of a file has, which [`crate::orders::Scope`] counts.
    fn script_steps(scenario: &Self::Scenario) -> usize {
        Self::steps(scenario)
    }

    /// The kind of a message on its way, if it can be a choice.
    fn kind(message: &Self::Message, seen: &mut Self::Seen) -> Option<Self::Kind>;

    /// How many parties a scenario has, for [`Kit::MOST_PARTIES`].
    fn parties(scenario: &Self::Scenario) -> usize;

    /// Families of generated cases.
    fn families() -> &'static [FamilyFacts];

    /// The case of a family with this number, under a campaign's seed.
    fn draw(family: &str, seed: Seed, index: u64) -> Option<(Self::Scenario, Self::Options)>;

    /// What a generator must come across, of what this run came across.
    fn marks(run: &Self::Run, judged: &Self::Judged) -> Vec<&'static str>;

    /// Smaller is simpler.
    fn size(scenario: &Self::Scenario) -> usize;

    /// How many steps there are.
    fn steps(scenario: &Self::Scenario) -> usize;

    /// The scenario without some of its steps, counted from 0.
    fn without_steps(scenario: &Self::Scenario, steps: Range<usize>) -> Self::Scenario;

    /// A candidate as it would be read from its file; `None` if it is no scenario any more.
    fn read_again(candidate: &Self::Scenario) -> Option<Self::Scenario>;

    /// What shrinking tries, in order, round by round, until nothing gets smaller.
    fn passes() -> &'static [fn(&mut Shrinker<'_, Self>)];
}

/// What every scenario says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its name.
    pub id: String,
    /// A sentence.
    pub title: String,
    /// What a reader should know.
    pub description: Option<String>,
}

/// An option of a run.
#[derive(Clone, Copy, Debug)]
pub struct OptionFacts {
    /// Its name: `dialect`.
    pub name: &'static str,
    /// What it decides.
    pub about: &'static str,
    /// Its values; empty where they are the scenario's own.
    pub values: &'static [&'static str],
}

/// A family of generated cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyFacts {
    /// The name used on the command line and in reports.
    pub id: &'static str,
    /// What its cases are about.
    pub about: &'static str,
    /// Marks that enough of its cases come across.
    pub must_reach: &'static [&'static str],
}
