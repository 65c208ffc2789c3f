//! How runs of streams are shown.

use streams::system::Streams;
use streams::{Judgement, MessageKind, Run, RunError, RunOptions, RunOutcome, Scenario, corpus};

use super::Lab;
use super::told::ToldRun;
use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::{Failure, of_environment};
use crate::report::form::Shown;
use crate::report::scene::{Detail, Scene};
use crate::systems::{scene, told};

/// Every kind of message whose order may be a choice.
const KINDS: [MessageKind; 5] =
    [MessageKind::Mutate, MessageKind::Row, MessageKind::Messages, MessageKind::CatchupComplete, MessageKind::Status];

impl Lab for Streams {
    fn failure(error: RunError) -> Failure {
        let exit = match &error {
            RunError::Environment(error) => of_environment(error),
            RunError::Dialect(..) | RunError::Variant(..) | RunError::Step { .. } => Exit::BadInput,
        };
        Failure { exit, ..Failure::bad_input(error.to_string()) }
    }

    fn control(options: RunOptions, control: ControlArgs) -> Result<RunOptions, Failure> {
        control.none_for("streams").map(|()| options)
    }

    fn told(run: &Run, entry: usize) -> Option<String> {
        told::line::<Self>(run, entry)
    }

    fn scene(run: &Run, judgement: &Judgement, repro: String, detail: Detail) -> Scene {
        scene::of::<Self>((run, judgement), &run.options, repro, detail)
    }

    fn shown(run: Run, judged: Judgement, options: RunOptions, repro: String) -> Box<dyn Shown> {
        Box::new(ToldRun::<Self> { run, judged, options, repro })
    }

    fn text(id: &str) -> Option<&'static str> {
        corpus::text(id)
    }

    fn invariants() -> Vec<[String; 3]> {
        <Self as experiment::Tell>::invariants()
    }

    fn broken_and_exercised(judgement: &Judgement) -> (Vec<String>, Vec<String>) {
        told::verdicts::<Self>(judgement)
    }

    fn ends(run: &Run, _: &Judgement) -> Vec<(String, String)> {
        <Self as experiment::Tell>::ends(run)
    }

    fn ended(outcome: &RunOutcome) -> (Vec<String>, Vec<String>) {
        let heard = outcome.heard.iter().map(|(client, lines)| format!("{client} hears {}", lines.join(", ")));
        let has = outcome.has.iter().flat_map(|(consumer, topics)| {
            topics.iter().map(move |(topic, ids)| format!("{consumer} has of {topic} {}", join(ids)))
        });
        (heard.chain(has).collect(), outcome.broke.iter().map(|failure| failure.fingerprint.to_string()).collect())
    }

    fn parse_kind(text: &str) -> Result<MessageKind, String> {
        let known = || KINDS.map(|kind| format!("`{kind}`")).join(", ");
        let kind = KINDS.into_iter().find(|kind| kind.to_string() == text);
        kind.ok_or_else(|| format!("`{text}` is no kind of message of streams: expected some of {}", known()))
    }

    fn column(scenario: &Scenario) -> String {
        scenario.dialects.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

fn join(ids: &std::collections::BTreeSet<u64>) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
