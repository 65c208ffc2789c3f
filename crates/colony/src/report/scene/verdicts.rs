//! What the judgement says, as the head of the page shows it.

use std::collections::BTreeSet;

use scenarios::Run;
use scenarios::facts::Facts;
use scenarios::invariants::follows_from;
use scenarios::judge::{Judgement, Metrics, causal_story};
use scenarios::verdict::{Verdict, Violation};
use serde::Serialize;

use super::millis;

/// An invariant and what became of it.
#[derive(Serialize)]
pub(crate) struct Shown {
    pub name: String,
    /// Situations that could have broken it; none if there were none.
    pub exercised: Option<usize>,
    pub violations: Vec<Broken>,
    /// It broke because another one did.
    pub follows: bool,
}

/// One break.
#[derive(Serialize)]
pub(crate) struct Broken {
    pub entry: usize,
    pub at: u64,
    pub subject: String,
    pub text: String,
    /// Transcript entries that tell how it came, in order; none for the later ones of many.
    pub story: Vec<usize>,
}

/// Breaks of one invariant whose stories are told: many say the same again.
const MOST_STORIES: usize = 3;

/// Entries of one story.
const MOST_ENTRIES: usize = 120;

pub(super) fn verdicts(run: &Run, facts: &Facts, judgement: &Judgement) -> Vec<Shown> {
    let broken = |(place, violation): (usize, &Violation)| Broken {
        entry: violation.entry,
        at: run.transcript.entries.get(violation.entry).map(|entry| millis(entry.at)).unwrap_or_default(),
        subject: violation.subject.clone(),
        text: violation.text(),
        story: match place < MOST_STORIES {
            true => causal_story(run, facts, violation, MOST_ENTRIES).entries,
            false => Vec::new(),
        },
    };
    let violated = judgement.violated();
    let shown = |(name, verdict): &(String, Verdict)| {
        let (exercised, violations) = match verdict {
            Verdict::Held { exercised } => (Some(*exercised), Vec::new()),
            Verdict::Violated { violations } => {
                (Some(violations.len()), violations.iter().enumerate().map(broken).collect())
            }
            Verdict::NotExercised => (None, Vec::new()),
        };
        let follows = follows_from(name, &violated);
        Shown { name: name.clone(), exercised, violations, follows }
    };
    judgement.invariants.iter().map(shown).collect()
}

/// Entries that break something or tell how it broke.
pub(super) fn telling(invariants: &[Shown]) -> BTreeSet<usize> {
    let broken = invariants.iter().flat_map(|shown| &shown.violations);
    broken.flat_map(|broken| broken.story.iter().copied().chain([broken.entry])).collect()
}

/// Counts in one line.
pub(super) fn counts(m: &Metrics) -> String {
    format!(
        "leaves {} ({} phantom) · members {} · Welcomes {} sent, {} opened, {} ignored, {} wasted · epochs {} · rollbacks {} · {} events, {} bytes",
        m.leaves,
        m.phantom_leaves,
        m.members,
        m.welcomes_sent,
        m.welcomes_opened,
        m.welcomes_ignored,
        m.welcomes_wasted,
        m.epochs,
        m.rollbacks,
        m.published_events,
        m.published_bytes
    )
}
