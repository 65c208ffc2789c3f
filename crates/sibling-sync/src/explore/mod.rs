//! Generated cases: random scripts on repaired devices, of which every invariant must hold.
//!
//! A case follows from its family, the version of the generator, the seed of its campaign and its number alone.

mod draft;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use experiment::FamilyFacts;
use experiment::explore::Shrinker;
use sim_env::Seed;

pub(crate) use draft::VERSION;

use crate::judge::{Invariant, Judgement, judge};
use crate::model::{RunOptions, Scenario, Variant, to_file};
use crate::run::{Run, RunError, simulate};
use crate::slip::Slip;
use crate::system::SiblingSync;
use crate::vocabulary::{Action, DeviceName};

/// What a family of cases is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Everybody types, edits and answers; items come twice and in any order; connections come and go.
    Traffic,
    /// The same, and devices crash between durable writes.
    Crash,
    /// The primary is away or gone, and another takes over.
    HandOver,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::Traffic, Self::Crash, Self::HandOver];

    /// The name used on the command line and in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Traffic => "sync-traffic",
            Self::Crash => "sync-crash",
            Self::HandOver => "sync-hand-over",
        }
    }

    /// One sentence about it.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Traffic => {
                "everybody types, edits and answers; items come twice and in any order; connections come and go"
            }
            Self::Crash => "the same, and devices crash between durable writes",
            Self::HandOver => "the primary is away or gone, and another takes over",
        }
    }

    /// Marks that some case of a campaign must reach, or the family looks in the wrong place.
    pub const fn must_reach(self) -> &'static [&'static str] {
        match self {
            Self::Traffic => &["forwarded", "offline", "seen"],
            Self::Crash => &["crashed", "handed-again"],
            Self::HandOver => &["took-over"],
        }
    }

    const fn facts(self) -> FamilyFacts {
        FamilyFacts { id: self.id(), about: self.describe(), must_reach: self.must_reach() }
    }
}

/// Every family as the laboratory knows it.
pub(crate) static FAMILIES: [FamilyFacts; 3] =
    [Family::Traffic.facts(), Family::Crash.facts(), Family::HandOver.facts()];

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
}

/// Runs a generated scenario with all repairs, and with a mistake if there is to be one: without a mistake no invariant may break.
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
    RunOptions { variant: Variant::repaired(), slip, ..RunOptions::default() }
}

/// The file of a case that fails so.
pub fn file(scenario: &Scenario, slip: Option<Slip>, violates: &BTreeMap<Invariant, BTreeSet<String>>) -> String {
    to_file(scenario, &options(slip), violates)
}

/// Leaves out devices that nothing happens on.
pub(crate) fn drop_devices(shrinker: &mut Shrinker<'_, SiblingSync>) {
    for device in shrinker.best().body.devices.clone() {
        let best = shrinker.best();
        let primary = best.body.contacts.values().any(|setup| setup.primary == device);
        if primary || best.steps.iter().any(|step| names(&step.action).contains(&&device)) {
            continue;
        }
        let mut candidate = best.clone();
        candidate.body.devices.remove(&device);
        candidate.body.paired.retain(|(a, b)| *a != device && *b != device);
        for setup in candidate.body.contacts.values_mut() {
            setup.known_by.remove(&device);
        }
        shrinker.try_out(&candidate);
    }
}

/// Devices that a step names.
fn names(action: &Action) -> Vec<&DeviceName> {
    match action {
        Action::ContactSends { .. } => Vec::new(),
        Action::Pair { device, with } => vec![device, with],
        Action::AskHistory { device, from } => vec![device, from],
        Action::Type { device, .. }
        | Action::Status { device, .. }
        | Action::EditPeer { device, .. }
        | Action::EditIdentity { device, .. }
        | Action::Meet { device, .. }
        | Action::Offline { device, .. }
        | Action::Crash { device, .. }
        | Action::Destroy { device }
        | Action::TakeOver { device, .. }
        | Action::Aware { device, .. }
        | Action::Repeat { device } => vec![device],
    }
}
