//! What a check found.

use std::collections::BTreeSet;

use scenarios::RunOptions;
use scenarios::invariants;
use scenarios::judge::Judgement;
use scenarios::verdict::Verdict;
use serde_json::json;
use sim_device::Storage;

use crate::exit::Exit;
use crate::failure::Place;
use crate::report::case::{Case, Ending};
use crate::report::embedded::Embedded;
use crate::report::place::line_of;
use crate::words::{count, thousands};

/// What became of one scenario under one profile and policy.
pub(super) struct Checked {
    pub scenario: String,
    pub title: String,
    pub options: RunOptions,
    pub digest: String,
    pub judgement: Judgement,
    pub difference: Option<String>,
    /// As a person named the scenario: an id, or the path of a file.
    pub name: String,
    pub repro: String,
    /// The run as a page shows it, if one was asked for.
    pub scene: Option<Embedded>,
}

/// All that was checked.
pub(super) struct Whole {
    pub checked: Vec<Checked>,
    /// Invariants that nothing exercised; none if not everything was run.
    pub unexercised: Option<Vec<&'static str>>,
}

impl Checked {
    /// How it ended. A run that comes out differently the second time is neither as expected nor failed.
    pub(super) fn ending(&self) -> Ending {
        let failures = || self.failures().join("\n");
        match (&self.difference, self.exit()) {
            (Some(difference), _) => Ending::Broken(difference.clone()),
            (None, Exit::AsExpected) => Ending::Passed,
            (None, Exit::Unable) => Ending::Stalled(failures()),
            (None, _) => Ending::Failed(failures()),
        }
    }

    /// What did not come true, a sentence each.
    pub(super) fn failures(&self) -> Vec<String> {
        self.judgement.failures.iter().map(ToString::to_string).collect()
    }

    /// How this run alone would end the process.
    pub(super) fn exit(&self) -> Exit {
        if self.difference.is_some() { Exit::Nondeterminism } else { Exit::of(&self.judgement) }
    }

    /// As a CI server counts it.
    fn case(&self) -> Case {
        let ending = self.ending();
        let place = if ending.is_bad() { place(&self.name, &self.judgement, &self.options) } else { None };
        let storage = self.options.storage.map(|storage| format!(" {}", storage.id())).unwrap_or_default();
        let name = format!("{} {}{storage}", self.options.profile, self.options.policy);
        Case { class: self.scenario.clone(), name, ending, repro: Some(self.repro.clone()), place }
    }
}

/// The expectation that did not come true, if the scenario came from a file.
pub(super) fn place(name: &str, judgement: &Judgement, options: &RunOptions) -> Option<Place> {
    let text = std::fs::read_to_string(name).ok()?;
    let line = judgement.failures.first().and_then(|failure| line_of(&text, failure.subject(), options));
    Some(Place { file: name.into(), line })
}

impl Whole {
    /// A check of everything knows which invariants nothing exercised.
    pub(super) fn of(checked: Vec<Checked>, complete: bool) -> Self {
        let unexercised = complete.then(|| never_exercised(&checked));
        Self { checked, unexercised }
    }

    pub(super) fn never(&self) -> &[&'static str] {
        self.unexercised.as_deref().unwrap_or_default()
    }

    /// How the process ends. A check that never checks some invariant fails.
    pub(super) fn exit(&self) -> Exit {
        let missing = if self.never().is_empty() { Exit::AsExpected } else { Exit::Failed };
        Exit::of_all(self.checked.iter().map(Checked::exit).chain([missing]))
    }

    /// How it came out, in one line: the verdict first.
    pub(super) fn summary(&self) -> String {
        let ended = |how: fn(&Ending) -> bool| self.checked.iter().filter(|c| how(&c.ending())).count();
        let bad = [
            (ended(|ending| matches!(ending, Ending::Failed(_))), "failed"),
            (ended(|ending| matches!(ending, Ending::Stalled(_))), "stalled"),
            (ended(|ending| matches!(ending, Ending::Broken(_))), "not deterministic"),
        ];
        let bad: Vec<_> =
            bad.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", thousands(*n))).collect();
        let scenarios: BTreeSet<_> = self.checked.iter().map(|c| &c.scenario).collect();
        let invariants = self.unexercised.as_ref().map_or(String::new(), |never| {
            let all = invariants::ALL.len();
            format!("; {} of {all} invariants exercised", all - never.len())
        });
        format!(
            "{}: {}, {}, each twice{}{}{invariants}",
            if self.exit() == Exit::AsExpected { "as expected" } else { "NOT as expected" },
            count(scenarios.len(), "scenario", "scenarios"),
            count(self.checked.len(), "run", "runs"),
            if bad.is_empty() { "" } else { ": " },
            bad.join(", "),
        )
    }

    /// As a CI server counts it.
    pub(super) fn cases(&self) -> Vec<Case> {
        self.checked.iter().map(Checked::case).chain(self.never().iter().map(|name| missing(name))).collect()
    }

    /// The document of `--json`.
    pub(super) fn document(&self, notes: &[String]) -> serde_json::Value {
        let run = |c: &Checked| {
            json!({
                "scenario": c.scenario,
                "profile": c.options.profile.to_string(),
                "policy": c.options.policy.to_string(),
                "seed": c.options.seed.to_string(),
                "storage": c.options.storage.map_or("memory", Storage::id),
                "digest": c.digest,
                "as_expected": c.judgement.as_expected(),
                "deterministic": c.difference.is_none(),
                "judgement": c.judgement,
                "repro": c.repro,
            })
        };
        let runs: Vec<_> = self.checked.iter().map(run).collect();
        json!({ "format": "colony-check/1", "runs": runs, "never_exercised": self.never(), "not_run": notes })
    }
}

/// An invariant that nothing exercised, as a CI server counts it.
fn missing(invariant: &str) -> Case {
    let ending = Ending::Failed(format!("no scenario exercises the invariant {invariant}"));
    Case { class: "invariants".to_owned(), name: invariant.to_owned(), ending, repro: None, place: None }
}

/// Invariants that no run exercised.
fn never_exercised(checked: &[Checked]) -> Vec<&'static str> {
    let exercised: BTreeSet<&str> = checked
        .iter()
        .flat_map(|c| &c.judgement.invariants)
        .filter(|(_, verdict)| *verdict != Verdict::NotExercised)
        .map(|(name, _)| name.as_str())
        .collect();
    invariants::ALL.iter().map(|i| i.name).filter(|name| !exercised.contains(name)).collect()
}
