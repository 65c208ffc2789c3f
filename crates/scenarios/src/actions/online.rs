//! `online`

use schemars::JsonSchema;
use sim_device::Command;
use sim_env::Stream;

use super::verb::{Nothing, Verb};
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Gives the network back.
#[derive(JsonSchema)]
pub struct Online;

impl Verb<Online> for Nothing {
    const NAME: &'static str = "online";

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        reading::nothing(item)
    }

    fn describe(&self) -> String {
        "get the network back".to_owned()
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::GoOnline)
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let device = draft.pick(rng, |device| device.alive && !device.online)?;
        draft.by(device, Action::Online);
        draft.devices[device].online = true;
        Some(())
    }
}
