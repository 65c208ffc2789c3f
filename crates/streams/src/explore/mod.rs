//! Generated cases: random scripts against the reference, which is the log above each consumer's cursor (section 10).
//!
//! A case follows from its family, the version of the generator and its number alone.

mod draft;
mod file;
mod shrink;

use std::collections::BTreeSet;
use std::fmt;

pub use file::file;
pub use shrink::shrink;

use crate::dialect::Dialect;
use crate::judge::{Invariant, Judgement, judge};
use crate::model::{Knobs, Scenario};
use crate::node::{Mark, Slip};
use crate::run::{Run, RunError, RunOptions, simulate};
use crate::system::Note;

/// What a family of cases is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Consumers come and go under traffic; wires break, machines freeze, processes die.
    Traffic,
    /// A client falls silent while it is sent things, or while it goes on talking.
    Death,
    /// Windows in the background: replay, half-close, and a consumer that takes nothing for a while.
    Drain,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::Traffic, Self::Death, Self::Drain];

    /// The name used on the command line and in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Traffic => "traffic",
            Self::Death => "death",
            Self::Drain => "drain",
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// One generated case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its family.
    pub family: Family,
    /// Its number, from which all its draws come.
    pub number: u64,
}

/// The scenario of a case.
pub fn scenario(case: Case) -> Scenario {
    draft::draft(case)
}

/// What came of a case.
pub struct Outcome {
    /// The run.
    pub run: Run,
    /// What can be said of it. A generated scenario expects that every invariant holds.
    pub judgement: Judgement,
}

impl Outcome {
    /// Invariants that were broken.
    pub fn violated(&self) -> BTreeSet<Invariant> {
        self.judgement.violated()
    }

    /// What happened inside the node: what a generator must not have gone blind to.
    pub fn marks(&self) -> BTreeSet<Mark> {
        let mark = |entry: &sim_engine::Entry<_>| match &entry.record {
            sim_engine::Record::Note(_, Note::Mark(_, mark)) => Some(*mark),
            _ => None,
        };
        self.run.transcript.entries.iter().filter_map(mark).collect()
    }
}

/// Runs a scenario with the repairs of r7 (a fence, floors, a challenge that does not wait for idleness), and a mistake if there is
/// to be one: without a mistake no invariant may break.
///
/// # Errors
/// Why there was no run.
pub fn run(scenario: &Scenario, slip: Option<Slip>) -> Result<Outcome, RunError> {
    let knobs = Knobs::repaired().with(&Knobs::with_slips(slip));
    let options = RunOptions { dialect: Dialect::R7, knobs, ..RunOptions::default() };
    let run = simulate(scenario, &options)?;
    let judgement = judge(&run);
    Ok(Outcome { run, judgement })
}
