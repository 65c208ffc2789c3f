//! What an exhaustive run is asked, and what it found: the shapes of vector `race` (shared-ratchet.md section 13).

use serde::{Deserialize, Serialize};

use crate::tree::name::{Device, User};
use crate::tree::policy::{Length, Policy, Retain};

/// More devices than this are not counted.
pub const MOST_DEVICES: usize = 6;
/// More steps of all devices together than this are not counted.
pub const MOST_NODES: usize = 12;
/// More states than this are not counted: 3×3 with one step has more than 30 million.
pub const MOST_STATES: usize = 6_000_000;

/// Which machine runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// The tree machine of section 2.
    #[default]
    Tree,
}

/// The question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaceInput {
    /// Which machine runs.
    #[serde(default)]
    pub model: Model,
    /// Devices of A.
    pub m: u8,
    /// Devices of B.
    pub n: u8,
    /// The most DH steps of each device.
    pub steps_max: u32,
    /// Whether the finality marker is part of the state. It watches P4.
    #[serde(default)]
    pub marker: bool,
    /// The switches.
    #[serde(default)]
    pub policy: Policy,
    /// Devices that were removed before the run begins and go on (section 2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Device>,
}

impl RaceInput {
    /// Nobody removed, no marker, all switches at their defaults but the orders: B ranks in reverse.
    pub fn opposite(m: u8, n: u8, steps_max: u32) -> Self {
        Self { model: Model::Tree, m, n, steps_max, marker: false, policy: Policy::opposite(), removed: Vec::new() }
    }

    /// All devices: those of A, then those of B.
    pub fn devices(&self) -> Vec<Device> {
        let of = |user, most| (1..=most).map(move |number| Device::new(user, number));
        of(User::A, self.m).chain(of(User::B, self.n)).collect()
    }

    /// Whether it can be counted at all.
    pub(crate) fn check(&self) -> Result<(), RaceError> {
        let devices = usize::from(self.m) + usize::from(self.n);
        if self.m == 0 || self.n == 0 || devices > MOST_DEVICES {
            return Err(RaceError::Devices { m: self.m, n: self.n });
        }
        let nodes = u64::from(self.steps_max) * devices as u64;
        if nodes == 0 || nodes > MOST_NODES as u64 {
            return Err(RaceError::Steps { steps_max: self.steps_max, devices });
        }
        if !(1..=2).contains(&self.policy.roots) {
            return Err(RaceError::Roots(self.policy.roots));
        }
        if self.policy.length != Length::DhSteps || self.policy.retain != Retain::All {
            return Err(RaceError::Switch);
        }
        let known = self.devices();
        match self.removed.iter().find(|device| !known.contains(device)) {
            Some(device) => Err(RaceError::Stranger(*device)),
            None => Ok(()),
        }
    }
}

/// What an exhaustive run cannot do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RaceError {
    /// Too many, or none.
    #[error("{m}×{n} devices cannot be counted: each user has at least one, and both at most {MOST_DEVICES} together")]
    Devices {
        /// Of A.
        m: u8,
        /// Of B.
        n: u8,
    },
    /// Too many, or none.
    #[error(
        "{steps_max} steps by each of {devices} devices cannot be counted: at least 1 each, at most {MOST_NODES} together"
    )]
    Steps {
        /// By each device.
        steps_max: u32,
        /// Devices.
        devices: usize,
    },
    /// One or two.
    #[error("roots = {0} is not possible: expected 1 or 2")]
    Roots(u8),
    /// Lengths in messages and retention have no bound.
    #[error("an exhaustive run has `length = dh_steps` and `retain = all` only")]
    Switch,
    /// Nobody has this device.
    #[error("the removed device {0} is not among the devices")]
    Stranger(Device),
    /// A state does not fit in 128 bits.
    #[error("a state of the plain search would take {0} bits, and has 128")]
    Wide(u32),
    /// Not a property, or one that this input says nothing about.
    #[error(
        "{0:?} is no property here: expected P1, P2, P3, P5 or P7, P4 with the marker, or P8 with a removed device"
    )]
    Property(String),
    /// The space was not exhausted.
    #[error("more than {0} states: the space is not exhausted, so nothing is counted")]
    States(usize),
}

/// The answer of vector `race`. Counts are of unique states, and of quiescent ones from `quiescent` down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaceResult {
    /// Unique states.
    pub states: u64,
    /// No delivery is enabled.
    pub quiescent: u64,
    /// Each user's living devices select alike, and the two users do not.
    pub users_differ: u64,
    /// Living devices of one user select differently.
    pub same_user_split: u64,
    /// Nobody can step on its selection.
    pub dead: u64,
    /// A living device can never process a node that exists.
    pub stuck: u64,
    /// A node is opened by no living device of the other user.
    pub lost: u64,
    /// Over all states and pairs of tips: the shorter way from a tip to their fork, in steps.
    pub fork_depth_max: u32,
    /// Properties of the form *always* that hold.
    pub always: Vec<String>,
    /// Properties of the form *sometimes* that were reached.
    pub sometimes: Vec<String>,
    /// Properties of the form *always* that do not hold.
    pub fails: Vec<String>,
}

/// The answer with what vectors do not carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The answer.
    pub result: RaceResult,
    /// Quiescent states with a node that some living device of the other user has not opened.
    pub undecrypted: u64,
    /// Quiescent states with a node that every living device of the other user has rejected.
    pub rejected: u64,
    /// Quiescent states with deepest nodes of both users, not counting a tie of the first roots.
    pub mixed_ties: u64,
}
