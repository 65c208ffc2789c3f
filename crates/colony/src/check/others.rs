//! The part of a check that belongs to systems other than Marmot.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{CheckArgs, Storages};
use crate::exit::Exit;
use crate::failure::{Failure, Place};
use crate::output::Output;
use crate::report::case::{Case, Ending};
use crate::story;
use crate::systems::{CheckedRun, SYSTEMS, Sorted, System};
use crate::table::table;
use crate::words::{count, thousands};

/// What was checked of one system.
pub(super) struct Other {
    system: &'static dyn System,
    runs: Vec<CheckedRun>,
    /// Invariants that no run exercised; none if not everything was run.
    never: Option<Vec<String>>,
}

/// Checks what belongs to other systems: of those that were named, else everything unless an option of Marmot's picks among its runs.
/// What is left out gets a note.
pub(super) fn run(
    args: &CheckArgs,
    sorted: &Sorted,
    notes: &mut Vec<String>,
    output: &Output,
) -> Result<Vec<Other>, Failure> {
    let whole = args.scenarios.is_empty();
    let picks = args.policy.is_some() || args.profile.is_some() || args.storage == Storages::Sqlite;
    let several = args.seeds.is_some();
    if !whole && !sorted.others.is_empty() && (picks || several) {
        let option = if several { "--seeds" } else { "--policy, --profile and --storage sqlite" };
        let what = format!("{option}: not for scenarios of other systems than marmot");
        return Err(Failure::bad_input(format!("{what}\n  expected: scenarios of one system at a time")));
    }
    let all = if whole { Sorted::whole()? } else { Sorted::default() };
    let sorted = if whole { &all } else { sorted };
    if whole && (picks || several || args.control.leak.is_some()) {
        let left_out = sorted.others.iter().map(|(place, sources)| {
            format!("not run: {} of the system {}", count(sources.len(), "scenario", "scenarios"), SYSTEMS[*place].id())
        });
        notes.extend(left_out);
        return Ok(Vec::new());
    }
    let checked = sorted.others.iter().map(|(place, sources)| {
        let system = SYSTEMS[*place];
        let runs = system.check(sources, args.seed, args.jobs, output)?;
        let exercised: BTreeSet<&str> = runs.iter().flat_map(|run| &run.exercised).map(String::as_str).collect();
        let names = system.invariants().into_iter().map(|[name, ..]| name);
        let never = whole.then(|| names.filter(|name| !exercised.contains(name.as_str())).collect());
        Ok(Other { system, runs, never })
    });
    checked.collect()
}

fn ending(run: &CheckedRun) -> Ending {
    match (&run.difference, run.failures.is_empty()) {
        (Some(difference), _) => Ending::Broken(difference.clone()),
        (None, true) => Ending::Passed,
        (None, false) => Ending::Failed(run.failures.join("\n")),
    }
}

impl Other {
    fn never(&self) -> &[String] {
        self.never.as_deref().unwrap_or_default()
    }

    /// How the process ends. A check that never checks some invariant fails.
    pub(super) fn exit(&self) -> Exit {
        let of_run = |run: &CheckedRun| match ending(run) {
            Ending::Broken(_) => Exit::Nondeterminism,
            Ending::Failed(_) => Exit::Failed,
            _ => Exit::AsExpected,
        };
        let missing = if self.never().is_empty() { Exit::AsExpected } else { Exit::Failed };
        Exit::of_all(self.runs.iter().map(of_run).chain([missing]))
    }

    /// How it came out, in one line.
    pub(super) fn summary(&self) -> String {
        let scenarios: BTreeSet<_> = self.runs.iter().map(|run| &run.scenario).collect();
        let bad = self.runs.iter().filter(|run| ending(run).is_bad()).count();
        let all = self.system.invariants().len();
        let invariants = self
            .never
            .as_ref()
            .map_or(String::new(), |never| format!("; {} of {all} invariants exercised", all - never.len()));
        format!(
            "{}: {}: {}, {}, each twice{}{invariants}",
            self.system.id(),
            if self.exit() == Exit::AsExpected { "as expected" } else { "NOT as expected" },
            count(scenarios.len(), "scenario", "scenarios"),
            count(self.runs.len(), "run", "runs"),
            if bad == 0 { String::new() } else { format!(": {} failed", thousands(bad)) },
        )
    }

    pub(super) fn tell(&self, all: bool, output: &mut Output) {
        let style = output.style;
        output.detail("");
        if all {
            output.line(table(&["scenario", "under", "result", "what breaks"], self.rows()));
        } else {
            let broken = self.runs.iter().filter(|run| !run.broken.is_empty()).count();
            let good = self.runs.iter().filter(|run| !ending(run).is_bad()).count();
            let scenarios: BTreeSet<_> = self.runs.iter().map(|run| &run.scenario).collect();
            let counts = [scenarios.len(), self.runs.len(), good, broken].map(thousands);
            let row = std::iter::once(self.system.id().to_owned()).chain(counts).collect();
            output.detail(table(&["system", "scenarios", "runs", "as expected", "something breaks"], vec![row]));
        }
        for run in self.runs.iter().filter(|run| ending(run).is_bad()) {
            let what = if run.difference.is_some() { " is not deterministic" } else { "" };
            output.line(style.bad(&format!("{} under {}{what}", run.scenario, run.options)));
            let lines = run.difference.iter().chain(&run.failures);
            lines.for_each(|line| output.line(format!("  {}", story::clean(line))));
            output.line(format!("  repro  {}", run.repro));
        }
        for name in self.never() {
            output.line(style.bad(&format!("no scenario of {} exercises the invariant {name}", self.system.id())));
        }
        let summary = self.summary();
        output.line(if self.exit() == Exit::AsExpected { style.good(&summary) } else { style.bad(&summary) });
    }

    /// One row per run; a scenario is named once.
    fn rows(&self) -> Vec<Vec<String>> {
        let mut before = "";
        let row = |run: &CheckedRun| {
            let result = match ending(run) {
                Ending::Broken(_) => "NONDETERMINISTIC",
                Ending::Failed(_) => "FAILED",
                _ => "as expected",
            };
            let broken = if run.broken.is_empty() { "nothing".to_owned() } else { run.broken.join(", ") };
            vec![run.options.clone(), result.to_owned(), broken]
        };
        let mut rows = Vec::new();
        for run in &self.runs {
            let name = if run.scenario == before { String::new() } else { run.scenario.clone() };
            before = &run.scenario;
            rows.push(std::iter::once(name).chain(row(run)).collect());
        }
        rows
    }

    /// As a CI server counts it.
    pub(super) fn cases(&self) -> impl Iterator<Item = Case> {
        let place = |run: &CheckedRun| run.file.clone().map(|file| Place { file, line: None });
        let case = move |run: &CheckedRun| {
            let ending = ending(run);
            let place = if ending.is_bad() { place(run) } else { None };
            let (class, name) = (run.scenario.clone(), run.options.clone());
            Case { class, name, ending, repro: Some(run.repro.clone()), place }
        };
        let missing = |name: &String| {
            let ending = Ending::Failed(format!("no scenario exercises the invariant {name}"));
            Case {
                class: format!("invariants of {}", self.system.id()),
                name: name.clone(),
                ending,
                repro: None,
                place: None,
            }
        };
        self.runs.iter().map(case).chain(self.never().iter().map(missing))
    }

    /// Its part of the document of `--json`.
    pub(super) fn document(&self) -> Value {
        let run = |run: &CheckedRun| {
            json!({
                "scenario": run.scenario,
                "options": run.named,
                "digest": run.digest,
                "as_expected": run.failures.is_empty(),
                "deterministic": run.difference.is_none(),
                "failures": run.failures,
                "broken": run.broken,
                "repro": run.repro,
            })
        };
        let runs: Vec<_> = self.runs.iter().map(run).collect();
        json!({ "system": self.system.id(), "runs": runs, "never_exercised": self.never() })
    }
}
