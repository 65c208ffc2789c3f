//! How runs of Marmot are shown: the richest of all, and the measure for the others.

use experiment::Kit;
use scenarios::explore::OrderOutcome;
use scenarios::model::Scenario;
use scenarios::verdict::Verdict;
use scenarios::world::Marmot;
use scenarios::{Judged, Run, RunOptions, SimulateError, invariants};
use serde_json::Value;

use super::Lab;
use crate::args::ControlArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::observer::Eyes;
use crate::output::Output;
use crate::report::form::Shown;
use crate::report::scene::{Detail, Scene};
use crate::report::{column, html, mermaid};
use crate::{find, json, run, story};

/// A run of Marmot that was judged.
pub(crate) struct MarmotRun {
    pub run: Run,
    pub judged: Judged,
    /// The command that repeats it.
    pub repro: String,
    /// Whose eyes the last lines of the story look with.
    pub eyes: Eyes,
    /// A line before the story.
    pub head: Option<String>,
}

impl MarmotRun {
    pub(crate) fn of(run: Run, repro: String) -> Self {
        Self { judged: Marmot::judge(&run), run, repro, eyes: Eyes::default(), head: None }
    }
}

impl Shown for MarmotRun {
    fn terminal(&self, verbose: bool, output: &mut Output) {
        self.head.iter().for_each(|line| output.line(line));
        run::tell(&self.run, &self.judged.judgement, verbose, self.eyes, &self.repro, output);
    }

    fn json(&self) -> Value {
        json::run_document(&self.run, &self.judged.judgement)
    }

    fn mermaid(&self, invariant: Option<&str>) -> Result<String, Failure> {
        mermaid::page(&self.run, &self.judged.judgement, invariant, &self.repro)
    }

    fn column(&self, verbose: bool, output: &mut Output) {
        column::tell(&self.run, verbose, output);
    }

    fn html(&self) -> String {
        html::run_page(&Marmot::scene(&self.run, &self.judged, self.repro.clone(), Detail::Full))
    }

    fn repro(&self) -> &str {
        &self.repro
    }

    fn exit(&self) -> Exit {
        Exit::of(&self.judged.judgement)
    }
}

impl Lab for Marmot {
    fn failure(error: SimulateError) -> Failure {
        error.into()
    }

    fn control(options: RunOptions, control: ControlArgs) -> Result<RunOptions, Failure> {
        Ok(control.with(options))
    }

    fn told(run: &Run, entry: usize) -> Option<String> {
        story::told(run, entry)
    }

    fn scene(run: &Run, Judged { facts, judgement }: &Judged, repro: String, detail: Detail) -> Scene {
        Scene::of(run, facts, judgement, repro, detail)
    }

    fn shown(run: Run, judged: Judged, _: RunOptions, repro: String) -> Box<dyn Shown> {
        Box::new(MarmotRun { run, judged, repro, eyes: Eyes::default(), head: None })
    }

    fn command(command: &str, name: &str, options: &RunOptions) -> String {
        find::command(command, name, options)
    }

    fn text(id: &str) -> Option<&'static str> {
        scenarios::corpus::text(id)
    }

    fn invariants() -> Vec<[String; 3]> {
        let row = |i: &invariants::Invariant| [i.name.to_owned(), i.sentence.to_owned(), i.rules.join(" ")];
        invariants::ALL.iter().map(row).collect()
    }

    fn broken_and_exercised(Judged { judgement, .. }: &Judged) -> (Vec<String>, Vec<String>) {
        let exercised = judgement.invariants.iter().filter(|(_, verdict)| *verdict != Verdict::NotExercised);
        let exercised = exercised.map(|(name, _)| name.clone()).collect();
        (judgement.violated().into_iter().map(ToOwned::to_owned).collect(), exercised)
    }

    fn ends(_: &Run, Judged { judgement, .. }: &Judged) -> Vec<(String, String)> {
        judgement.outcomes.iter().map(|(device, outcome)| (device.clone(), outcome.to_string())).collect()
    }

    fn ended(outcome: &OrderOutcome) -> (Vec<String>, Vec<String>) {
        let devices = outcome.devices.iter().map(|(device, outcome)| format!("{device} {outcome}")).collect();
        (devices, outcome.new.iter().map(|failure| failure.fingerprint.to_string()).collect())
    }

    fn parse_kind(text: &str) -> Result<u16, String> {
        text.parse().map_err(|_| format!("`{text}` is no kind: expected numbers up to 65535, as in `445,1059`"))
    }

    fn column(scenario: &Scenario) -> String {
        scenario.profiles.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}
