//! `fault`

use schemars::JsonSchema;
use sim_engine::OpId;
use sim_env::Stream;

use super::verb::{Actor, Turn, Verb};
use crate::explore::{Draft, Family};
use crate::faults;
use crate::model::{self, Declared, Item, Problem};
use crate::script::Script;

/// Begins a fault.
#[derive(JsonSchema)]
pub struct Fault;

impl Verb<Fault> for model::Fault {
    const NAME: &'static str = "fault";
    const ACTOR: Actor = Actor::World;
    const NAMES_SOMETHING: bool = true;

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        model::read_fault(item, declared)
    }

    fn describe(&self) -> String {
        model::describe::fault(self)
    }

    fn perform(&self, script: &mut Script<'_>, _: Turn<'_>) -> Option<OpId> {
        let installed = faults::install(&mut script.world, self);
        script.begin_fault(&self.name, installed);
        None
    }

    fn simpler(&self) -> Vec<Self> {
        vec![Self { relay: None, times: None, lasts: None, ..self.clone() }, Self { kinds: Vec::new(), ..self.clone() }]
    }

    fn leave_account_out(&mut self, account: &str) {
        self.authors.retain(|other| other != account);
    }

    fn leave_device_out(&mut self, device: &str) {
        self.device.take_if(|other| other == device);
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        draft.fault(rng);
        Some(())
    }
}
