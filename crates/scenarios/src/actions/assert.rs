//! `assert`

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use sim_engine::OpId;

use super::verb::{Actor, Turn, Verb};
use crate::model::describe::joined;
use crate::model::{Declared, Item, Outcome, Problem, check_disjoint, read_invariant, read_outcomes, schema};
use crate::script::Script;

/// Checks expectations at this moment of the run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Assert {
    /// Outcomes so far, by device.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcome: BTreeMap<String, Outcome>,
    /// Invariants that hold so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<schema::InvariantName>")]
    pub holds: Vec<String>,
    /// Invariants that are violated already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<schema::InvariantName>")]
    pub violates: Vec<String>,
}

impl Verb for Assert {
    const NAME: &'static str = "assert";
    const ACTOR: Actor = Actor::World;

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["outcome", "holds", "violates"])?;
        let outcome = table.read("outcome", |item| read_outcomes(item, declared))?.unwrap_or_default();
        let holds = table.read("holds", |item| item.distinct(read_invariant))?.unwrap_or_default();
        let violates = table.read("violates", |item| item.distinct(read_invariant))?.unwrap_or_default();
        check_disjoint(&table, &holds, &violates)?;
        if outcome.is_empty() && holds.is_empty() && violates.is_empty() {
            return Err(item.trouble("says nothing").expected("`outcome`, `holds` or `violates`"));
        }
        Ok(Self { outcome, holds, violates })
    }

    fn describe(&self) -> String {
        let outcomes = self.outcome.iter().map(|(device, outcome)| format!("{device} is {outcome}"));
        let holds = self.holds.iter().map(|name| format!("{name} holds"));
        let violates = self.violates.iter().map(|name| format!("{name} is violated"));
        format!("check that {}", joined(&outcomes.chain(holds).chain(violates).collect::<Vec<_>>()))
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        script.assert_later(&turn.step.action);
        None
    }
}
