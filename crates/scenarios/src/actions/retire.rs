//! `retire`

use schemars::JsonSchema;
use sim_device::Command;
use sim_engine::OpId;
use sim_env::Stream;

use super::verb::{Nothing, Turn, Verb};
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Switches the device off for good.
#[derive(JsonSchema)]
pub struct Retire;

impl Verb<Retire> for Nothing {
    const NAME: &'static str = "retire";
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        reading::nothing(item)
    }

    fn describe(&self) -> String {
        "switch off for good".to_owned()
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        let op = script.order(turn, Command::Retire);
        script.cut_off(turn.device?);
        op
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let device = draft.somebody_of_several(rng)?;
        draft.by(device, Action::Retire);
        draft.devices[device].alive = false;
        Some(())
    }
}
