//! Generated cases: random worlds in which everything must hold, under the switches of section 4.
//!
//! A case follows from its family, the version of the generator, the seed of its campaign and its number alone.

mod draft;

use std::fmt;

use experiment::FamilyFacts;
use sim_env::Seed;

pub(crate) use draft::VERSION;

use crate::model::Scenario;

/// What a family of cases is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Everybody sends; links are slow and reorder, devices are away for a while.
    Tree,
    /// A leader is cut off and away; another one takes over.
    Leader,
    /// A device is removed and goes on; the others begin anew.
    Removed,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::Tree, Self::Leader, Self::Removed];

    /// The name used on the command line and in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Tree => "ratchet-tree",
            Self::Leader => "ratchet-leader",
            Self::Removed => "ratchet-removed",
        }
    }

    /// One sentence about it.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Tree => "everybody sends; links are slow and reorder, devices are away for a while",
            Self::Leader => "a leader is cut off from its siblings and away; another one takes over",
            Self::Removed => "a device is removed and goes on; the others begin anew",
        }
    }

    /// Marks that some case of a campaign must reach, or the family looks in the wrong place.
    pub const fn must_reach(self) -> &'static [&'static str] {
        match self {
            Self::Tree => &["fork", "deep-fork", "users-differ", "quiescent", "orphan"],
            Self::Leader => &["failover", "fenced", "skipped"],
            Self::Removed => &["removed", "rolled"],
        }
    }

    const fn facts(self) -> FamilyFacts {
        FamilyFacts { id: self.id(), about: self.describe(), must_reach: self.must_reach() }
    }
}

/// Every family as the laboratory knows it.
pub(crate) static FAMILIES: [FamilyFacts; 3] = [Family::Tree.facts(), Family::Leader.facts(), Family::Removed.facts()];

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
