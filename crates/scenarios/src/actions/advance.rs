//! `advance`

use std::time::Duration;

use schemars::JsonSchema;
use sim_engine::OpId;
use sim_env::Stream;

use super::Action;
use super::verb::{Actor, Turn, Verb};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem, Span, Step};
use crate::script::Script;

/// Lets this much time pass.
#[derive(JsonSchema)]
pub struct Advance;

impl Verb<Advance> for Span {
    const NAME: &'static str = "advance";
    const ACTOR: Actor = Actor::World;

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        item.positive_span()
    }

    fn describe(&self) -> String {
        format!("{self} pass")
    }

    fn perform(&self, script: &mut Script<'_>, _: Turn<'_>) -> Option<OpId> {
        script.advance_to(script.world.later((*self).into()));
        None
    }

    fn waits(&self) -> Span {
        *self
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, family: Family) -> Option<()> {
        let how_long = family.pause(rng).max(Duration::from_secs(1));
        draft.push(Step::new(Action::Advance(Self::from_millis(how_long.as_millis() as u64))));
        Some(())
    }
}
