//! `settle`

use schemars::JsonSchema;
use sim_engine::OpId;

use super::verb::{Actor, Turn, Verb};
use crate::model::{Declared, Item, Problem, Span};
use crate::script::Script;

/// Lets time pass until nothing is pending, at most this long; work that is still pending then is a failure.
#[derive(JsonSchema)]
pub struct Settle;

impl Verb<Settle> for Span {
    const NAME: &'static str = "settle";
    const ACTOR: Actor = Actor::World;

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        item.positive_span()
    }

    fn describe(&self) -> String {
        format!("settle, for at most {self}")
    }

    fn perform(&self, script: &mut Script<'_>, _: Turn<'_>) -> Option<OpId> {
        script.settle((*self).into());
        None
    }

    fn waits(&self) -> Span {
        *self
    }
}
