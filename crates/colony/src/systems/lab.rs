//! What the command line needs of a kit beside what the laboratory needs.

use std::fmt;

use experiment::orders::Scope;
use experiment::{Kit, Tell};
use sim_engine::first_difference;

use crate::args::ControlArgs;
use crate::explore::Steps;
use crate::failure::Failure;
use crate::find::shell_word;
use crate::report::form::Shown;
use crate::report::scene::{Detail, Scene};
use crate::story;
use crate::systems::scene;
use crate::systems::told::{self, ToldRun};

/// A kit whose runs can be shown.
pub(crate) trait Lab: Kit<Scenario: 'static, Options: 'static, Run: 'static, Judged: 'static> {
    /// Why there is no run, as a command tells it.
    fn failure(error: Self::Error) -> Failure;

    /// Lets something real in, as a negative control; a system that has no such control says so.
    fn control(options: Self::Options, control: ControlArgs) -> Result<Self::Options, Failure>;

    /// A record in one line of text: when, who, what. `None` if the run has ended before.
    fn told(run: &Self::Run, entry: usize) -> Option<String>;

    /// A run as a page shows it.
    fn scene(run: &Self::Run, judged: &Self::Judged, repro: String, detail: Detail) -> Scene;

    /// A run in every form.
    fn shown(run: Self::Run, judged: Self::Judged, options: Self::Options, repro: String) -> Box<dyn Shown>;

    /// The first record in which two runs differ, in words.
    fn difference(first: &Self::Run, second: &Self::Run) -> Option<String> {
        let place = first_difference(Self::transcript(first).marks(), Self::transcript(second).marks())?;
        let tell = |run| Self::told(run, place).map_or_else(|| story::ENDED.to_owned(), |told| format!("t={told}"));
        let (first, second) = (tell(first), tell(second));
        Some(format!("two runs of the same seed differ first at entry {place}\n  first   {first}\n  second  {second}"))
    }

    /// Which kinds vary in which steps of a scenario of this name: everything, unless somebody says otherwise.
    fn scope(
        (name, scenario): (&str, &Self::Scenario),
        kinds: &[String],
        steps: Option<&Steps>,
    ) -> Result<Scope<Self::Kind>, Failure> {
        let mut scope = Scope::of::<Self>();
        if let Some(steps) = steps {
            steps.refuse_beyond(name, Self::script_steps(scenario))?;
            scope.steps = steps.0.clone();
        }
        if !kinds.is_empty() {
            let kinds = kinds.iter().map(|kind| Self::parse_kind(kind).map_err(Failure::bad_input));
            scope.kinds = kinds.collect::<Result<_, _>>()?;
        }
        Ok(scope)
    }

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
    fn broken_and_exercised(judged: &Self::Judged) -> (Vec<String>, Vec<String>);

    /// How everybody ended.
    fn ends(run: &Self::Run, judged: &Self::Judged) -> Vec<(String, String)>;

    /// How an order ended, in lines, and what of it nothing explains or expects.
    fn ended(outcome: &Self::Outcome) -> (Vec<String>, Vec<String>);

    /// A kind of message by its name on the command line.
    fn parse_kind(text: &str) -> Result<Self::Kind, String>;

    /// What a table says of a scenario beside its id and title.
    fn column(scenario: &Self::Scenario) -> String;
}

/// A kit that tells its runs in the words of [`Tell`], and what the command line has to know of it beside that.
pub(crate) trait ToldLab:
    Tell<Scenario: 'static, Options: 'static, Run: 'static, Judged: 'static, Kind: fmt::Display>
{
    /// Every kind of message whose order may be a choice.
    const ALL_KINDS: &'static [Self::Kind];

    /// As [`Lab::failure`].
    fn failure(error: Self::Error) -> Failure;

    /// The options of a run.
    fn options_of(run: &Self::Run) -> &Self::Options;

    /// As [`Lab::text`].
    fn text(id: &str) -> Option<&'static str>;

    /// As [`Lab::ended`].
    fn ended(outcome: &Self::Outcome) -> (Vec<String>, Vec<String>);

    /// As [`Lab::column`].
    fn column(scenario: &Self::Scenario) -> String;
}

impl<K: ToldLab> Lab for K {
    fn failure(error: Self::Error) -> Failure {
        <K as ToldLab>::failure(error)
    }

    fn control(options: Self::Options, control: ControlArgs) -> Result<Self::Options, Failure> {
        control.none_for(K::ID).map(|()| options)
    }

    fn told(run: &Self::Run, entry: usize) -> Option<String> {
        told::line::<K>(run, entry)
    }

    fn scene(run: &Self::Run, judged: &Self::Judged, repro: String, detail: Detail) -> Scene {
        scene::of::<K>((run, judged), K::options_of(run), repro, detail)
    }

    fn shown(run: Self::Run, judged: Self::Judged, options: Self::Options, repro: String) -> Box<dyn Shown> {
        Box::new(ToldRun::<K> { run, judged, options, repro })
    }

    fn text(id: &str) -> Option<&'static str> {
        <K as ToldLab>::text(id)
    }

    fn invariants() -> Vec<[String; 3]> {
        <K as Tell>::invariants()
    }

    fn broken_and_exercised(judged: &Self::Judged) -> (Vec<String>, Vec<String>) {
        told::verdicts::<K>(judged)
    }

    fn ends(run: &Self::Run, _: &Self::Judged) -> Vec<(String, String)> {
        <K as Tell>::ends(run)
    }

    fn ended(outcome: &Self::Outcome) -> (Vec<String>, Vec<String>) {
        <K as ToldLab>::ended(outcome)
    }

    fn parse_kind(text: &str) -> Result<Self::Kind, String> {
        let known = || K::ALL_KINDS.iter().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ");
        let kind = K::ALL_KINDS.iter().find(|kind| kind.to_string() == text);
        kind.copied()
            .ok_or_else(|| format!("`{text}` is no kind of message of {}: expected some of {}", K::ID, known()))
    }

    fn column(scenario: &Self::Scenario) -> String {
        <K as ToldLab>::column(scenario)
    }
}
