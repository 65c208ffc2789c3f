//! What the judgement says, as the head of the page shows it.

use scenarios::Run;
use scenarios::explore::follows_from;
use scenarios::judge::{Judgement, Metrics, Verdict, Violation};
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
}

pub(super) fn verdicts(run: &Run, judgement: &Judgement) -> Vec<Shown> {
    let broken = |violation: &Violation| Broken {
        entry: violation.entry,
        at: run.transcript.entries.get(violation.entry).map(|entry| millis(entry.at)).unwrap_or_default(),
        subject: violation.subject.clone(),
        text: violation.text.clone(),
    };
    let violated = judgement.violated();
    let shown = |(name, verdict): &(String, Verdict)| {
        let (exercised, violations) = match verdict {
            Verdict::Held { exercised } => (Some(*exercised), Vec::new()),
            Verdict::Violated { violations } => (Some(violations.len()), violations.iter().map(broken).collect()),
            Verdict::NotExercised => (None, Vec::new()),
        };
        let follows = follows_from(name, &violated);
        Shown { name: name.clone(), exercised, violations, follows }
    };
    judgement.invariants.iter().map(shown).collect()
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
