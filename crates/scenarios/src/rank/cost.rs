//! What a selection policy can cost, and how much each counts.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// One way in which an inviter's choice costs somebody something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cost {
    /// Devices of invited accounts that end without reading the group: silently excluded, not reached, undecryptable, or turned away with
    /// an invitation that failed as a whole.
    DevicesLeftOut,
    /// Leaves that nobody can act on, one for each device that has no other.
    PhantomLeaves,
    /// Leaves of a device beyond its first in a group, whichever of its installations they belong to.
    SecondLeaves,
    /// Welcomes that nobody opened.
    WelcomesWasted,
    /// Kilobytes published beyond the thriftiest option in the same story.
    KilobytesMore,
    /// Seconds from invitation to join beyond the fastest option in the same story, over the joins that every option brings about.
    SecondsLater,
    /// Accounts whose KeyPackage events a reader of relays can link to one device, each by the share of its events that can be linked.
    AccountsLinked,
}

impl Cost {
    /// Every cost, in the order of columns.
    pub const ALL: [Self; 7] = [
        Self::DevicesLeftOut,
        Self::PhantomLeaves,
        Self::SecondLeaves,
        Self::WelcomesWasted,
        Self::KilobytesMore,
        Self::SecondsLater,
        Self::AccountsLinked,
    ];

    /// The costs that harm a group and that nobody can make up for later: those decide whether a policy could help at all.
    pub const HARMS: [Self; 4] = [Self::DevicesLeftOut, Self::PhantomLeaves, Self::SecondLeaves, Self::WelcomesWasted];

    /// The name used on the command line and in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DevicesLeftOut => "devices-left-out",
            Self::PhantomLeaves => "phantom-leaves",
            Self::SecondLeaves => "second-leaves",
            Self::WelcomesWasted => "welcomes-wasted",
            Self::KilobytesMore => "kilobytes-more",
            Self::SecondsLater => "seconds-later",
            Self::AccountsLinked => "accounts-linked",
        }
    }

    /// One sentence about what is counted.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::DevicesLeftOut => {
                "Devices of invited accounts that end without reading: silently excluded, not reached, undecryptable, or turned away \
                 with an invitation that failed as a whole."
            }
            Self::PhantomLeaves => "Leaves that nobody can act on, one for each device that has no other.",
            Self::SecondLeaves => {
                "Leaves of a device beyond its first in a group, dead ones of earlier installations too."
            }
            Self::WelcomesWasted => "Welcomes that nobody opened.",
            Self::KilobytesMore => "Kilobytes published beyond the thriftiest option in the same story.",
            Self::SecondsLater => {
                "Seconds from invitation to join beyond the fastest option, over the joins that every option brings about."
            }
            Self::AccountsLinked => {
                "Accounts whose KeyPackage events a relay reader can link to earlier ones, by the share that it can link."
            }
        }
    }

    /// What one of it weighs if nobody says otherwise.
    const fn default_weight(self) -> f64 {
        match self {
            Self::DevicesLeftOut => 10.0,
            Self::PhantomLeaves | Self::SecondLeaves => 3.0,
            Self::WelcomesWasted | Self::AccountsLinked => 1.0,
            Self::KilobytesMore => 0.05,
            Self::SecondsLater => 0.001,
        }
    }

    /// Place in [`Cost::ALL`].
    pub(super) const fn place(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// An amount of each cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs([f64; Cost::ALL.len()]);

impl Costs {
    /// The amount of one.
    pub fn of(&self, cost: Cost) -> f64 {
        self.0[cost.place()]
    }

    pub(super) fn set(&mut self, cost: Cost, amount: f64) {
        self.0[cost.place()] = amount;
    }

    pub(super) fn add(&mut self, other: &Self, times: f64) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, more)| *sum += times * more);
    }

    /// Each amount divided.
    pub(super) fn over(&self, whole: f64) -> Self {
        Self(self.0.map(|amount| if whole > 0.0 { amount / whole } else { 0.0 }))
    }

    /// What it weighs.
    pub fn weighed(&self, weights: &Weights) -> f64 {
        self.0.iter().zip(weights.0).map(|(amount, weight)| amount * weight).sum()
    }
}

/// How much one of each cost counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights([f64; Cost::ALL.len()]);

impl Default for Weights {
    fn default() -> Self {
        Self(Cost::ALL.map(Cost::default_weight))
    }
}

impl Weights {
    /// The weight of one.
    pub fn of(&self, cost: Cost) -> f64 {
        self.0[cost.place()]
    }

    /// The same with one weight changed.
    pub fn with(mut self, cost: Cost, weight: f64) -> Self {
        self.0[cost.place()] = weight;
        self
    }
}

impl fmt::Display for Weights {
    /// `devices-left-out=10,phantom-leaves=3,…`: as the command line takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = Cost::ALL.map(|cost| format!("{cost}={}", self.of(cost)));
        f.write_str(&each.join(","))
    }
}

/// Why a text gives no weights.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` {wrong}: expected `COST=NUMBER`, several joined by commas, where COST is one of {}", Cost::ALL.map(Cost::id).join(", "))]
pub struct BadWeights {
    given: String,
    wrong: &'static str,
}

impl FromStr for Weights {
    type Err = BadWeights;

    /// What is not named keeps its weight.
    fn from_str(text: &str) -> Result<Self, BadWeights> {
        let mut weights = Self::default();
        let mut named = Vec::new();
        for part in text.split(',') {
            let bad = |wrong| BadWeights { given: part.to_owned(), wrong };
            let (name, number) = part.split_once('=').ok_or_else(|| bad("names no weight"))?;
            let cost = Cost::ALL.into_iter().find(|cost| cost.id() == name).ok_or_else(|| bad("names no cost"))?;
            let weight = number.parse::<f64>().ok().filter(|weight| weight.is_finite() && *weight >= 0.0);
            let weight = weight.ok_or_else(|| bad("is no weight, which is a number that is not negative"))?;
            if named.contains(&cost) {
                return Err(bad("names a cost for the second time"));
            }
            named.push(cost);
            weights = weights.with(cost, weight);
        }
        Ok(weights)
    }
}
