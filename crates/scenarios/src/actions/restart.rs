//! `restart`

use schemars::JsonSchema;
use sim_device::Command;
use sim_engine::OpId;
use sim_env::Stream;

use super::verb::{Nothing, Turn, Verb};
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Stops and starts the application.
#[derive(JsonSchema)]
pub struct Restart;

impl Verb<Restart> for Nothing {
    const NAME: &'static str = "restart";
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        reading::nothing(item)
    }

    fn describe(&self) -> String {
        "restart".to_owned()
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        script.cut_off(turn.device?);
        script.order(turn, Command::Restart)
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        draft.on_somebody(rng, |_| Action::Restart)
    }
}
