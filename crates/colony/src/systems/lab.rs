//! What the command line needs of a kit beside what the laboratory needs.

use experiment::Kit;

use crate::args::ControlArgs;
use crate::failure::Failure;
use crate::find::shell_word;
use crate::report::form::Shown;
use crate::report::scene::{Detail, Scene};

/// A kit whose runs can be shown.
pub(crate) trait Lab: Kit<Scenario: 'static, Options: 'static, Run: 'static> {
    /// Why there is no run, as a command tells it.
    fn failure(error: Self::Error) -> Failure;

    /// Lets something real in, as a negative control; a system that has no such control says so.
    fn control(options: Self::Options, control: ControlArgs) -> Result<Self::Options, Failure>;

    /// A record in one line of text: when, who, what. `None` if the run has ended before.
    fn told(run: &Self::Run, entry: usize) -> Option<String>;

    /// A run as a page shows it.
    fn scene(run: &Self::Run, repro: String, detail: Detail) -> Scene;

    /// A run in every form.
    fn shown(run: Self::Run, options: Self::Options, repro: String) -> Box<dyn Shown>;

    /// A command on the scenario of this name, with the options of a run.
    fn command(command: &str, name: &str, options: &Self::Options) -> String {
        let options = Self::named(options);
        let with = options.iter().filter(|(name, _)| *name != "seed");
        let with: String = with.map(|(name, value)| format!(" --with {name}={}", shell_word(value))).collect();
        let seed = options.get("seed").map(|seed| format!(" --seed {seed}")).unwrap_or_default();
        format!("colony {command} {}{with}{seed}", shell_word(name))
    }

    /// The text of a scenario of the corpus.
    fn text(id: &str) -> Option<&'static str>;

    /// Name, sentence and source of every invariant.
    fn invariants() -> Vec<[String; 3]>;

    /// Invariants that broke in a run, and those that could have.
    fn broken_and_exercised(run: &Self::Run) -> (Vec<String>, Vec<String>);

    /// How everybody ended.
    fn ends(run: &Self::Run) -> Vec<(String, String)>;

    /// How an order ended, in lines, and what of it nothing explains or expects.
    fn ended(outcome: &Self::Outcome) -> (Vec<String>, Vec<String>);

    /// A kind of message by its name on the command line.
    fn parse_kind(text: &str) -> Result<Self::Kind, String>;

    /// What a table says of a scenario beside its id and title.
    fn column(scenario: &Self::Scenario) -> String;
}
