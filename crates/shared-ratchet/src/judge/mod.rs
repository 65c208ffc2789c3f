//! What can be said of a run: which invariants it kept, and whether it is as its scenario expects. Everything is read off the transcript.

mod cause;
mod expectations;
mod growth;
mod invariant;
mod outcome;
mod reads;
mod rounds;
mod state;
mod wire;

use std::collections::BTreeSet;

use sim_engine::Record;

pub use cause::{Cause, Loss, Violation};
pub use expectations::{Failure, Place};
pub use invariant::Invariant;
pub use outcome::RunOutcome;
pub(crate) use outcome::{broke, fingerprints};

use crate::Ms;
use crate::run::Run;
use crate::system::Mark;
use growth::Growth;
use rounds::Rounds;
use state::State;

/// The verdict on a run.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Every breach of an invariant, in the order of the run.
    pub violations: Vec<Violation>,
    /// Invariants that the run could have broken.
    pub exercised: BTreeSet<Invariant>,
    /// What is not as expected.
    pub failures: Vec<Failure>,
    /// What the run came across: see [`Judgement::marks`].
    marks: BTreeSet<&'static str>,
}

impl Judgement {
    /// Is everything as expected?
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }

    /// Invariants that were broken.
    pub fn violated(&self) -> BTreeSet<Invariant> {
        self.violations.iter().map(|violation| violation.invariant).collect()
    }

    /// What a generator must come across: `fork` (two tips), `deep-fork` (P6: two levels), `users-differ` (P3), `quiescent`, `orphan` (a
    /// message before its parent), `failover`, `fenced`, `skipped`, `removed`, `rolled`.
    pub fn marks(&self) -> &BTreeSet<&'static str> {
        &self.marks
    }
}

/// What the checks of invariants write into.
#[derive(Debug, Default)]
struct Findings {
    violations: Vec<(Invariant, usize, Cause)>,
    exercised: BTreeSet<Invariant>,
}

impl Findings {
    fn exercise(&mut self, invariant: Invariant) {
        self.exercised.insert(invariant);
    }

    fn broke(&mut self, invariant: Invariant, entry: usize, cause: Cause) {
        self.exercise(invariant);
        self.violations.push((invariant, entry, cause));
    }
}

/// Judges a run.
pub fn judge(run: &Run) -> Judgement {
    let mut findings = Findings::default();
    let (mut state, mut growth, mut rounds) = (State::new(run), Growth::default(), Rounds::default());
    let (mut failures, mut marks) = (Vec::new(), BTreeSet::new());
    for (place, entry) in run.transcript.entries.iter().enumerate() {
        if let Record::Step(step) = &entry.record {
            match step.marks {
                Mark::Round(round) => rounds.over(round, &state),
                Mark::Check(check) => {
                    let expect = &run.scenario.checks[check];
                    failures.extend(expectations::state(Place::Check(check + 1), &state, expect));
                }
                Mark::None | Mark::Gone(_) => {}
            }
        }
        if matches!(entry.record, Record::Step(_) | Record::Delivered { .. }) {
            growth.between(place, &state, &mut findings);
            rounds.between(&state);
        }
        reads::agree(place, &entry.record, &state, &mut findings);
        state.apply(place, entry);
        growth.took(place, &entry.record, &state, &mut findings);
        marks.extend(mark(&entry.record));
        marks.extend(Some("deep-fork").filter(|_| is_step(&entry.record) && state.fork_depth() > 1));
    }
    let last = run.transcript.entries.len().saturating_sub(1);
    growth.between(last, &state, &mut findings);
    at_end(&state, &mut findings);
    marks.extend(Some("fork").filter(|_| state.tips().len() > 1 || state.fork_depth() > 0));
    marks.extend(Some("users-differ").filter(|_| growth.users_differed));
    marks.extend(Some("quiescent").filter(|_| growth.quiescent > 1));
    let mut judgement = judgement(run, findings);
    judgement.marks = marks;
    failures.extend(expectations::end(&state, &rounds, &judgement));
    judgement.failures = failures;
    judgement
}

fn at_end(state: &State<'_>, findings: &mut Findings) {
    reads::keys(state, findings);
    reads::opened(state, findings);
    reads::removed(state, findings);
    wire::keys_once(state, findings);
    wire::one_sender(state, findings);
    wire::failover(state, findings);
}

fn judgement(run: &Run, findings: Findings) -> Judgement {
    let Findings { violations, exercised } = findings;
    let at_ms = |entry: usize| {
        run.transcript.entries.get(entry).map_or(0, |entry| Ms::try_from(entry.at.as_millis()).unwrap_or(Ms::MAX))
    };
    let violation = |(invariant, entry, cause)| Violation { invariant, at_ms: at_ms(entry), entry, cause };
    let mut violations: Vec<Violation> = violations.into_iter().map(violation).collect();
    violations.sort_by_key(|violation| (violation.entry, violation.invariant));
    Judgement { violations, exercised, ..Judgement::default() }
}

fn is_step(record: &Record<crate::system::SharedRatchet>) -> bool {
    matches!(record, Record::Note(_, crate::system::Note::Said { parent: Some(_), .. }))
}

fn mark(record: &Record<crate::system::SharedRatchet>) -> Option<&'static str> {
    use crate::system::{Note, Then};
    let Record::Note(_, note) = record else { return None };
    match note {
        Note::Unread { then: Then::Waits, .. } => Some("orphan"),
        Note::Leads(_) => Some("failover"),
        Note::Fenced(_) => Some("fenced"),
        Note::Skipped(..) => Some("skipped"),
        Note::Removed(_) => Some("removed"),
        Note::Rolled(_) => Some("rolled"),
        _ => None,
    }
}
