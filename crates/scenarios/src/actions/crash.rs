//! `crash`

use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, CrashPoint};

use super::verb::Verb;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Kills the application the next time it reaches a named point inside an operation, and starts it again at once.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Crash {
    /// The point at which it is killed.
    pub at: CrashPoint,
}

impl Verb for Crash {
    const NAME: &'static str = "crash";
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        let at = item.table(&["at"])?.need("at", "a crash point, or `{ before-write = 3 }`")?;
        if let Ok(table) = at.table(&["before-write"]) {
            let nth =
                table.need("before-write", "the number of a write, from 1 on")?.integer(1, u64::from(u32::MAX))?;
            return Ok(Self { at: CrashPoint::BeforeWrite(u32::try_from(nth).unwrap_or(u32::MAX)) });
        }
        Ok(Self { at: at.one_of(&CrashPoint::ALL.map(|point| (point.id(), point)))? })
    }

    fn describe(&self) -> String {
        format!("crash at {}", self.at.id())
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::Crash(self.at))
    }
}
