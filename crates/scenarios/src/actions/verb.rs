//! What a module says of its action.

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_engine::{NodeId, OpId};
use sim_env::Stream;

use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem, Span, Step};
use crate::script::Script;
use crate::world::Place;

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A device, which the step names.
    Device,
    /// Nobody in particular.
    World,
}

/// One turn of a step.
#[derive(Clone, Copy)]
pub(crate) struct Turn<'s> {
    pub place: Place,
    pub step: &'s Step,
    /// The device that acts, if one does.
    pub device: Option<NodeId>,
}

/// One kind of action, by what a file says of it. `Mark` tells actions apart whose bodies are of one type: `Settle` and `Advance`, which
/// are a [`Span`] each, and those that say nothing at all. The doc comment of the mark, which may be the body itself, is the description
/// of the action in the JSON schema.
pub(crate) trait Verb<Mark = Self>: Sized + Clone + Serialize + JsonSchema {
    /// Its key in a file, for example `publish_key_package`.
    const NAME: &'static str;
    /// Who does it.
    const ACTOR: Actor = Actor::Device;
    /// Whether a step of it can fail, and so may say that it does.
    const CAN_FAIL: bool = matches!(Self::ACTOR, Actor::Device);
    /// Whether it makes something with a name, which happens once only.
    const NAMES_SOMETHING: bool = false;
    /// Whether its body is steps.
    const HOLDS_STEPS: bool = false;
    /// Whether a device finds again what it stored, or something copies it: there storages may differ.
    const USES_STORAGE: bool = false;
    /// Where messages list all actions, it stands behind this one and not where the table has it.
    const LISTED_AFTER: Option<&'static str> = None;

    /// Reads its body. Every name in it is one that the file declared before. `device` is empty if none acts.
    fn read(item: &Item<'_>, device: &str, declared: &mut Declared) -> Result<Self, Problem>;

    /// What it does, in words.
    fn describe(&self) -> String;

    /// The command that the acting device gets; none if it is not there.
    fn command(&self, _: &Script<'_>) -> Option<Command> {
        None
    }

    /// Carries it out. What it gives is a command that has not ended yet.
    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        let command = self.command(script)?;
        script.order(turn, command)
    }

    /// How long it waits by itself.
    fn waits(&self) -> Span {
        Span::ZERO
    }

    /// Simpler forms of it, for shrinking.
    fn simpler(&self) -> Vec<Self> {
        Vec::new()
    }

    /// Whether it has no meaning without this account.
    fn is_about_account(&self, _: &str) -> bool {
        false
    }

    /// Whether it has no meaning without this device, beside the one that acts.
    fn is_about_device(&self, _: &str) -> bool {
        false
    }

    /// The same as far as it is not about this account.
    fn leave_account_out(&mut self, _: &str) {}

    /// The same as far as it is not about this device.
    fn leave_device_out(&mut self, _: &str) {}

    /// Lets somebody do it in a generated case; none if nobody can, or if no family ever draws it.
    fn draw(_: &mut Stream, _: &mut Draft, _: Family) -> Option<()> {
        None
    }
}

/// An action without settings is written as an empty table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// What is known of every action of a kind, whatever its body says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub name: &'static str,
    pub actor: Actor,
    pub can_fail: bool,
    pub names_something: bool,
    pub holds_steps: bool,
    pub uses_storage: bool,
    pub listed_after: Option<&'static str>,
}

impl Kind {
    pub(crate) const fn of<V: Verb<Mark>, Mark>() -> Self {
        Self {
            name: V::NAME,
            actor: V::ACTOR,
            can_fail: V::CAN_FAIL,
            names_something: V::NAMES_SOMETHING,
            holds_steps: V::HOLDS_STEPS,
            uses_storage: V::USES_STORAGE,
            listed_after: V::LISTED_AFTER,
        }
    }
}
