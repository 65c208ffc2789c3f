//! `extension`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;

use super::verb::Verb;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Starts or ends the notification extension of the app: a process of its own with the same storage open, which handles what
/// arrives while it runs. The application's own instance of mdk-core stays open beside it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Extension {
    /// Whether it runs from now on.
    pub runs: bool,
}

impl Verb for Extension {
    const NAME: &'static str = "extension";
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        Ok(Self { runs: item.table(&["runs"])?.need("runs", "`true` or `false`")?.boolean()? })
    }

    fn describe(&self) -> String {
        format!("{} the notification extension", if self.runs { "start" } else { "end" })
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::Extension { runs: self.runs })
    }
}
