//! `move_relays`

use rand::Rng;
use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_env::Stream;

use super::Action;
use super::verb::Verb;
use crate::explore::{Draft, Family, some_relays};
use crate::model::describe::joined;
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Moves the account to other relays: publishes its relay lists anew (10002, 10050, and 10051 in the older profiles), listens
/// there, and publishes a KeyPackage there. Its other devices go along if their `own_lists` is `follow`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct MoveRelays {
    /// Relays where the account reads and receives gift wraps.
    pub relays: Vec<String>,
    /// Relays of its KeyPackages; left out: the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_package_relays: Option<Vec<String>>,
}

impl Verb for MoveRelays {
    const NAME: &'static str = "move_relays";

    fn read(item: &Item<'_>, _: &str, declared: &mut Declared) -> Result<Self, Problem> {
        let table = item.table(&["relays", "key_package_relays"])?;
        let relays = |item: &Item<'_>| item.some_distinct(|item| declared.relay(item));
        Ok(Self {
            relays: relays(&table.need("relays", "a list of relays")?)?,
            key_package_relays: table.read("key_package_relays", relays)?,
        })
    }

    fn describe(&self) -> String {
        let key_packages = self.key_package_relays.as_ref();
        let key_packages = key_packages.map(|relays| format!(", KeyPackages to {}", joined(relays)));
        format!("move to {}{}", joined(&self.relays), key_packages.unwrap_or_default())
    }

    fn command(&self, script: &Script<'_>) -> Option<Command> {
        Some(Command::MoveRelays {
            relays: script.relay_urls(&self.relays),
            key_package_relays: script.relay_urls(self.key_package_relays.as_ref().unwrap_or(&self.relays)),
        })
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let device = draft.somebody(rng)?;
        let key_package_relays = rng.gen_bool(0.3).then(|| some_relays(rng));
        draft.by(device, Action::MoveRelays(Self { relays: some_relays(rng), key_package_relays }));
        Some(())
    }
}
