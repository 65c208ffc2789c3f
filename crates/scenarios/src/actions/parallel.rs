//! `parallel`

use schemars::JsonSchema;
use sim_engine::OpId;

use super::verb::{Actor, Turn, Verb};
use crate::model::{Declared, Item, Nesting, Problem, Step, read_steps};
use crate::script::Script;

/// Runs steps at the same time; the seed decides how they interleave. It ends when all of them have ended.
#[derive(JsonSchema)]
pub struct Parallel;

impl Verb<Parallel> for Vec<Step> {
    const NAME: &'static str = "parallel";
    const ACTOR: Actor = Actor::World;
    const HOLDS_STEPS: bool = true;

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let steps = read_steps(item, declared, Nesting::Parallel)?;
        if steps.is_empty() { Err(item.trouble("is empty").expected("at least one step")) } else { Ok(steps) }
    }

    fn describe(&self) -> String {
        match self.len() {
            1 => "one step in parallel".to_owned(),
            several => format!("{several} steps in parallel"),
        }
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        script.parallel(turn.place, self);
        None
    }

    /// Once the device is left out, no step may be left.
    fn is_about_device(&self, _: &str) -> bool {
        self.is_empty()
    }

    fn leave_account_out(&mut self, account: &str) {
        self.iter_mut().for_each(|step| step.action.leave_account_out(account));
    }

    fn leave_device_out(&mut self, device: &str) {
        self.retain(|step| step.device.as_deref() != Some(device) && !step.action.is_about_device(device));
        self.iter_mut().for_each(|step| step.action.leave_device_out(device));
    }
}
