//! `skew`

use rand::seq::SliceRandom;
use schemars::JsonSchema;
use serde::Serialize;
use sim_engine::OpId;
use sim_env::Stream;

use super::Action;
use super::verb::{Turn, Verb};
use crate::explore::{Draft, Family};
use crate::model::describe::off_by;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Sets the device's clock.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Skew {
    /// Seconds ahead of true time; negative is behind.
    pub seconds: i64,
}

impl Verb for Skew {
    const NAME: &'static str = "skew";

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { seconds: item.table(&["seconds"])?.need("seconds", "a number of seconds")?.skew()? })
    }

    fn describe(&self) -> String {
        format!("clock {}", off_by(self.seconds))
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        script.world.engine.set_skew(turn.device?, self.seconds * 1_000_000_000);
        None
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        draft.on_somebody(rng, |rng| {
            Action::Skew(Self { seconds: *[-400, -30, 30, 200, 400].choose(rng).expect("some") })
        })
    }
}
