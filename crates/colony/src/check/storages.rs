//! Where two storages make a difference: the same run in memory and on SQLite.

use std::collections::BTreeMap;

use super::checked::Checked;
use crate::words::{count, thousands};

/// What came of the runs that were made on both storages.
#[derive(Default)]
pub(super) struct Compared {
    /// Runs that were made on both.
    pub both: usize,
    /// Those that gave the same bytes.
    pub same: usize,
    /// Repro lines of those that gave other bytes and the same verdicts.
    pub other_bytes: Vec<String>,
    /// Repro lines of those that gave other verdicts, and which.
    pub other_verdict: Vec<(String, String)>,
}

impl Compared {
    pub(super) fn of(checked: &[Checked]) -> Self {
        let mut runs: BTreeMap<_, Vec<&Checked>> = BTreeMap::new();
        for run in checked {
            let options = &run.options;
            runs.entry((&run.scenario, options.profile, options.policy)).or_default().push(run);
        }
        let mut compared = Self::default();
        for pair in runs.values() {
            if let [memory, sqlite] = pair[..] {
                compared.add(memory, sqlite);
            }
        }
        compared
    }

    fn add(&mut self, memory: &Checked, sqlite: &Checked) {
        self.both += 1;
        let (ours, theirs) = (seen(memory), seen(sqlite));
        if memory.digest == sqlite.digest {
            self.same += 1;
        } else if ours == theirs {
            self.other_bytes.push(sqlite.repro.clone());
        } else {
            self.other_verdict.push((sqlite.repro.clone(), format!("in memory {ours}; on SQLite {theirs}")));
        }
    }

    /// One line, then the differences.
    pub(super) fn lines(&self) -> Vec<String> {
        if self.both == 0 {
            return Vec::new();
        }
        let mut lines = vec![format!(
            "on both storages: {}, {} with the same bytes, {} with other bytes and the same verdicts, {} with other verdicts",
            count(self.both, "run", "runs"),
            thousands(self.same),
            thousands(self.other_bytes.len()),
            thousands(self.other_verdict.len()),
        )];
        lines.extend(self.other_bytes.iter().map(|repro| format!("  other bytes     {repro}")));
        for (repro, what) in &self.other_verdict {
            lines.push(format!("  other verdict   {repro}"));
            lines.push(format!("    {what}"));
        }
        lines
    }
}

/// What a run showed, in words.
fn seen(run: &Checked) -> String {
    let violated = run.judgement.violated();
    let outcomes = run.judgement.outcomes.iter().filter(|(_, outcome)| outcome.id() != "joined");
    let outcomes: Vec<String> = outcomes.map(|(device, outcome)| format!("{device} {outcome}")).collect();
    let broken = if violated.is_empty() { "nothing is violated".to_owned() } else { violated.join(", ") };
    if outcomes.is_empty() { broken } else { format!("{broken} ({})", outcomes.join(", ")) }
}
