//! `clone`

use schemars::JsonSchema;
use serde::Serialize;
use sim_engine::OpId;
use sim_env::Stream;

use super::verb::{Turn, Verb};
use super::{Action, reading};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Copies the current stored state of another device onto this one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Clone {
    /// The device to copy.
    pub from: String,
}

impl Verb for Clone {
    const NAME: &'static str = "clone";
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, device: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let from = item.table(&["from"])?.need("from", "the device to copy")?;
        Ok(Self { from: reading::sibling(&from, device, declared)? })
    }

    fn describe(&self) -> String {
        format!("take over a copy of the state of {}", self.from)
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        let backup = script.stored(&self.from);
        script.restore(turn, backup)
    }

    fn is_about_device(&self, device: &str) -> bool {
        self.from == device
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let device = draft.somebody(rng)?;
        let (account, name) = (draft.devices[device].account.clone(), draft.devices[device].name.clone());
        let source = draft.pick(rng, |other| other.alive && other.account == account && other.name != name)?;
        let from = draft.devices[source].name.clone();
        draft.by(device, Action::Clone(Self { from }));
        Some(())
    }
}
