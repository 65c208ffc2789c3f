//! `remove_device`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;

use super::reading;
use super::verb::Verb;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;
use crate::world::DeviceNode;

/// Removes the leaf of one device; a member can do so with the devices of its own account where siblings are allowed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct RemoveDevice {
    /// Name of the group.
    pub group: String,
    /// The device whose leaf goes.
    pub of: String,
}

impl Verb for RemoveDevice {
    const NAME: &'static str = "remove_device";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["group", "of"])?;
        let group = reading::group(&table, declared)?;
        Ok(Self { group, of: declared.device(&table.need("of", "the device whose leaf goes")?)? })
    }

    fn describe(&self) -> String {
        format!("remove the leaf of {} from {}", self.of, self.group)
    }

    /// Its leaf is found by the signature keys that it holds.
    fn command(&self, script: &Script<'_>) -> Option<Command> {
        let world = &script.world;
        let node = world.devices.get(&self.of).and_then(|id| world.engine.participant::<DeviceNode>(*id));
        let keys = node.map(|node| node.view().signature_keys.into_iter().collect());
        Some(Command::RemoveLeaves { group: self.group.clone(), signature_keys: keys.unwrap_or_default() })
    }

    fn is_about_device(&self, device: &str) -> bool {
        self.of == device
    }
}
