//! `restore`

use schemars::JsonSchema;
use serde::Serialize;
use sim_engine::OpId;

use super::verb::{Turn, Verb};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;
use crate::world::StepFailure;

/// Puts a saved state in place of the current one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Restore {
    /// Name of the backup.
    pub name: String,
}

impl Verb for Restore {
    const NAME: &'static str = "restore";
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, device: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let name = item.table(&["name"])?.need("name", "the name of a backup")?;
        Ok(Self { name: declared.backup(&name, device)? })
    }

    fn describe(&self) -> String {
        format!("go back to the state saved as {}", self.name)
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        let backup = script.backups.get(&self.name).cloned();
        script.restore(turn, backup.ok_or_else(|| StepFailure::NoBackup { name: self.name.clone() }))
    }
}
