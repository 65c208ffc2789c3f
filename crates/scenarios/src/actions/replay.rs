//! `replay`

use schemars::JsonSchema;
use serde::Serialize;
use sim_engine::{NodeId, OpId, Record};

use super::verb::{Turn, Verb};
use crate::model::describe::joined;
use crate::model::{Declared, Item, Problem, read_kinds};
use crate::script::Script;
use crate::world::{StepFailure, Wire};

/// Delivers events to the device that it received before.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Replay {
    /// Only events of these kinds; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<u16>,
    /// Only what came from this relay; left out: all relays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
}

impl Verb for Replay {
    const NAME: &'static str = "replay";
    const LISTED_AFTER: Option<&'static str> = Some("send");

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["kinds", "relay"])?;
        Ok(Self {
            kinds: table.read("kinds", read_kinds)?.unwrap_or_default(),
            relay: table.read("relay", |item| declared.relay(item))?,
        })
    }

    fn describe(&self) -> String {
        let what = match self.kinds.as_slice() {
            [] => "everything".to_owned(),
            kinds => format!("kind {}", joined(kinds)),
        };
        let from = self.relay.as_ref().map(|relay| format!(" from {relay}")).unwrap_or_default();
        format!("receive {what} that it received before{from} once more")
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        let id = turn.device?;
        let again = self.received(script, id);
        if again.is_empty() {
            script.fail(turn.place, StepFailure::NothingToReplay);
        }
        again.into_iter().for_each(|(from, message)| script.world.engine.inject(from, id, message));
        None
    }
}

impl Replay {
    /// What the device received before, and from whom.
    fn received(&self, script: &Script<'_>, id: NodeId) -> Vec<(NodeId, Wire)> {
        let from_relay = self.relay.as_ref().and_then(|name| script.world.relays.get(name).copied());
        let entries = script.world.engine.transcript.entries.iter();
        let received = entries.filter_map(|entry| match &entry.record {
            Record::Delivered { from, to, message } if *to == id && from_relay.is_none_or(|r| r == *from) => {
                let kind = message.event()?.kind.as_u16();
                (self.kinds.is_empty() || self.kinds.contains(&kind)).then(|| (*from, message.clone()))
            }
            _ => None,
        });
        received.collect()
    }
}
