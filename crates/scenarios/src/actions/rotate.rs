//! `rotate`

use schemars::JsonSchema;
use sim_device::Command;
use sim_env::Stream;

use super::verb::{Nothing, Verb};
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Publishes a replacement for the current KeyPackage and retires the old one.
#[derive(JsonSchema)]
pub struct Rotate;

impl Verb<Rotate> for Nothing {
    const NAME: &'static str = "rotate";

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        reading::nothing(item)
    }

    fn describe(&self) -> String {
        "rotate its KeyPackage".to_owned()
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::Rotate)
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        draft.on_somebody(rng, |_| Action::Rotate)
    }
}
