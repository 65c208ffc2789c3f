//! `backup`

use schemars::JsonSchema;
use serde::Serialize;
use sim_engine::OpId;

use super::verb::{Turn, Verb};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Saves the stored state of the installation under a name.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Backup {
    /// Name of the backup.
    pub name: String,
}

impl Verb for Backup {
    const NAME: &'static str = "backup";
    const NAMES_SOMETHING: bool = true;
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, device: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let name = item.table(&["name"])?.need("name", "a name for the backup")?;
        Ok(Self { name: declared.new_backup(&name, device)? })
    }

    fn describe(&self) -> String {
        format!("save its state as {}", self.name)
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        match script.stored(turn.step.device.as_deref()?) {
            Ok(backup) => _ = script.backups.insert(self.name.clone(), backup),
            Err(failure) => script.fail(turn.place, failure),
        }
        None
    }
}
