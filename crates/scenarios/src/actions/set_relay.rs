//! `set_relay`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sim_engine::OpId;
use sim_relay::Personality;

use super::verb::{Actor, Turn, Verb};
use crate::model::describe::{joined, off_by, settings};
use crate::model::{Declared, Item, Problem, override_personality, personality_fields};
use crate::script::Script;
use crate::world::RelayNode;

/// Changes a relay while it runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct SetRelay {
    /// The relay.
    pub relay: String,
    /// Personality fields to change.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, Value>,
    /// Seconds by which its clock runs ahead from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skew: Option<i64>,
}

impl Verb for SetRelay {
    const NAME: &'static str = "set_relay";
    const ACTOR: Actor = Actor::World;

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["relay", "set", "skew"])?;
        let set: Option<BTreeMap<String, Value>> =
            table.read("set", |item| personality_fields(item, Personality::conforming()))?;
        let skew = table.read("skew", Item::skew)?;
        if set.as_ref().is_none_or(BTreeMap::is_empty) && skew.is_none() {
            return Err(table.trouble("nothing to change").expected("`set` or `skew`"));
        }
        let relay = declared.relay(&table.need("relay", "the relay to change")?)?;
        Ok(Self { relay, set: set.unwrap_or_default(), skew })
    }

    fn describe(&self) -> String {
        let skew = self.skew.map(|seconds| format!("its clock {}", off_by(seconds)));
        let set = (!self.set.is_empty()).then(|| settings(&self.set));
        let changes: Vec<_> = set.into_iter().chain(skew).collect();
        format!("relay {} from now on: {}", self.relay, joined(&changes))
    }

    fn perform(&self, script: &mut Script<'_>, _: Turn<'_>) -> Option<OpId> {
        let id = *script.world.relays.get(&self.relay)?;
        if let Some(node) = script.world.engine.participant_mut::<RelayNode>(id) {
            let base = node.relay().personality().clone();
            if let Ok(personality) = override_personality(base, &self.set) {
                node.set_personality(personality);
            }
        }
        if let Some(skew) = self.skew {
            script.world.engine.set_skew(id, skew * 1_000_000_000);
        }
        script.something_changed();
        None
    }
}
