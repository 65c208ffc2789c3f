//! `offline`

use schemars::JsonSchema;
use sim_device::Command;
use sim_engine::OpId;
use sim_env::Stream;

use super::verb::{Nothing, Turn, Verb};
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Takes the network away.
#[derive(JsonSchema)]
pub struct Offline;

impl Verb<Offline> for Nothing {
    const NAME: &'static str = "offline";

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        reading::nothing(item)
    }

    fn describe(&self) -> String {
        "lose the network".to_owned()
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        script.cut_off(turn.device?);
        script.order(turn, Command::GoOffline)
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let device = draft.pick(rng, |device| device.alive && device.online)?;
        draft.by(device, Action::Offline);
        draft.devices[device].online = false;
        Some(())
    }
}
