//! `lift`

use rand::seq::SliceRandom;
use schemars::JsonSchema;
use serde::Serialize;
use sim_engine::OpId;
use sim_env::Stream;

use super::Action;
use super::verb::{Actor, Turn, Verb};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem, Step};
use crate::script::Script;
use crate::world::StepFailure;

/// Ends a fault.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Lift {
    /// Name of the fault.
    pub fault: String,
}

impl Verb for Lift {
    const NAME: &'static str = "lift";
    const ACTOR: Actor = Actor::World;
    const CAN_FAIL: bool = true;

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let fault = item.table(&["fault"])?.need("fault", "the name of a fault")?;
        Ok(Self { fault: declared.fault(&fault)? })
    }

    fn describe(&self) -> String {
        format!("lift fault {}", self.fault)
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        if !script.end_fault(&self.fault, false) {
            script.fail(turn.place, StepFailure::NothingToLift { fault: self.fault.clone() });
        }
        None
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let place = (0..draft.faults.len()).collect::<Vec<_>>().choose(rng).copied()?;
        let fault = draft.faults.remove(place);
        draft.push(Step::new(Action::Lift(Self { fault })));
        Some(())
    }
}
