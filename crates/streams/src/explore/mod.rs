//! Generated cases: random scripts against the reference, which is the log above each consumer's cursor (section 10).
//!
//! A case follows from its family, the version of the generator, the seed of its campaign and its number alone.

mod draft;
mod file;

use std::collections::BTreeSet;
use std::fmt;

use experiment::FamilyFacts;
use sim_env::Seed;

pub(crate) use draft::VERSION;
pub use file::file;

use crate::dialect::Dialect;
use crate::judge::{Invariant, Judgement, judge};
use crate::model::{Knobs, Scenario};
use crate::node::{Mark, Slip};
use crate::run::{Run, RunError, RunOptions, simulate};

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
            Self::Traffic => "streams-traffic",
            Self::Death => "streams-death",
            Self::Drain => "streams-drain",
        }
    }

    /// One sentence about it.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Traffic => "consumers come and go under traffic; wires break, machines freeze, processes die",
            Self::Death => "a client falls silent while it is sent things, or while it goes on talking",
            Self::Drain => "replay, half-close, and a consumer that takes nothing for a while",
        }
    }

    /// Marks that some case of a campaign must reach, or the family looks in the wrong place.
    pub const fn must_reach(self) -> &'static [&'static str] {
        match self {
            Self::Traffic => &["held", "folded", "waves-overlap"],
            Self::Death => &["reaped"],
            Self::Drain => &["drained"],
        }
    }

    const fn facts(self) -> FamilyFacts {
        FamilyFacts { id: self.id(), about: self.describe(), must_reach: self.must_reach() }
    }
}

/// Every family as the laboratory knows it.
pub(crate) static FAMILIES: [FamilyFacts; 3] = [Family::Traffic.facts(), Family::Death.facts(), Family::Drain.facts()];

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
    /// Seed of the campaign.
    pub seed: Seed,
    /// Its number.
    pub number: u64,
}

impl Case {
    /// A case under the seed that holds where nobody names one.
    pub fn new(family: Family, number: u64) -> Self {
        Self { family, seed: 1.into(), number }
    }
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
        self.run.marks()
    }
}

/// Runs a generated scenario, which has the repairs of r7 (a fence, floors, a challenge that does not wait for idleness), with a mistake
/// if there is to be one: without a mistake no invariant may break.
///
/// # Errors
/// Why there was no run.
pub fn run(scenario: &Scenario, slip: Option<Slip>) -> Result<Outcome, RunError> {
    let run = simulate(scenario, &options(slip))?;
    let judgement = judge(&run);
    Ok(Outcome { run, judgement })
}

/// Options of a generated case.
pub fn options(slip: Option<Slip>) -> RunOptions {
    RunOptions { dialect: Dialect::R7, knobs: Knobs::with_slips(slip), ..RunOptions::default() }
}
