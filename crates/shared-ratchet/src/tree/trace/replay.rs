//! Vector `tree`: a trace is played, and the world at its end is told (shared-ratchet.md section 13).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::disabled::Disabled;
use super::event::Event;
use super::lasso::{Abstract, Cycle, LassoError};
use super::world::World;
use crate::tree::name::{Device, Node};
use crate::tree::policy::Policy;

/// The question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceInput {
    /// Devices of A.
    pub m: u8,
    /// Devices of B.
    pub n: u8,
    /// The most DH steps of each device.
    pub steps_max: u32,
    /// The switches.
    #[serde(default)]
    pub policy: Policy,
    /// What happens.
    pub trace: Vec<Event>,
    /// That the trace repeats itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle>,
}

impl TraceInput {
    /// The same trace with more events behind it: `then` of a vector.
    #[must_use]
    pub fn followed_by(&self, more: &[Event]) -> Self {
        let mut longer = self.clone();
        longer.trace.extend_from_slice(more);
        longer
    }
}

/// What comes after, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// More events.
    pub trace: Vec<Event>,
    /// On what every device sends after them.
    pub selection: BTreeMap<Device, Node>,
}

/// The world at the end of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceResult {
    /// No delivery is enabled.
    pub quiescent: bool,
    /// On what every device sends next.
    pub selection: BTreeMap<Device, Node>,
    /// Nodes that nothing grew on, in the order of their names.
    pub tips: Vec<Node>,
    /// Over all pairs of tips with one root: the shorter way from a tip to their fork, in steps.
    pub fork_depth: u32,
    /// In a quiescent world: nodes whose message no living device of the other user has opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Node>,
    /// P8: by removed device, what it can read and some living device of its user cannot.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leaked: BTreeMap<Device, Vec<Node>>,
    /// (node, index) pairs of symmetric messages that were used more than once (CE5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reused: Vec<(Node, u32)>,
    /// What came after, if the vector says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
}

impl TraceResult {
    /// What a world is like.
    pub fn of(world: &World) -> Self {
        let quiescent = world.quiescent();
        let removed = world.devices().filter(|device| world.living().all(|living| living != *device));
        let leaked = removed.map(|device| (device, world.readable_only_by(device)));
        Self {
            quiescent,
            selection: world.selections(),
            tips: world.tips(),
            fork_depth: world.fork_depth(),
            lost: if quiescent { world.unread() } else { Vec::new() },
            leaked: leaked.filter(|(_, nodes)| !nodes.is_empty()).collect(),
            reused: world.reused(),
            then: None,
        }
    }
}

/// Why a trace cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// A user without devices.
    #[error("{m}×{n} devices: each user has at least one")]
    Devices {
        /// Of A.
        m: u8,
        /// Of B.
        n: u8,
    },
    /// One or two.
    #[error("roots = {0} is not possible: expected 1 or 2")]
    Roots(u8),
    /// An event is not enabled.
    #[error("event {place}, `{event}`, is not enabled: {why}")]
    Event {
        /// Which one, from 1.
        place: usize,
        /// It.
        event: Event,
        /// Why.
        why: Disabled,
    },
    /// The trace does not repeat itself as it says.
    #[error(transparent)]
    Lasso(#[from] LassoError),
}

/// Plays a trace to its end.
pub fn play(input: &TraceInput) -> Result<World, TraceError> {
    if input.m == 0 || input.n == 0 {
        return Err(TraceError::Devices { m: input.m, n: input.n });
    }
    if !(1..=2).contains(&input.policy.roots) {
        return Err(TraceError::Roots(input.policy.roots));
    }
    let mut world = World::new(input.m, input.n, input.steps_max, &input.policy);
    let mut rounds = Vec::new();
    for (place, event) in input.trace.iter().enumerate() {
        world.apply(*event).map_err(|why| TraceError::Event { place: place + 1, event: *event, why })?;
        if let Some(cycle) = &input.cycle {
            if cycle.has_begun(place + 1) && world.quiescent() {
                return Err(LassoError::Quiescent { place: place + 1 }.into());
            }
            if cycle.ends.contains(&(place + 1)) {
                rounds.push(Abstract::of(&world));
            }
        }
    }
    if let Some(cycle) = &input.cycle {
        cycle.check(&rounds)?;
    }
    Ok(world)
}

/// Plays a trace and says what the world is like at its end.
pub fn replay(input: &TraceInput) -> Result<TraceResult, TraceError> {
    play(input).map(|world| TraceResult::of(&world))
}
