//! `delete_key_packages`

use schemars::JsonSchema;
use sim_device::Command;

use super::reading;
use super::verb::{Nothing, Verb};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Asks relays to delete every KeyPackage event of the installation (NIP-09).
#[derive(JsonSchema)]
pub struct DeleteKeyPackages;

impl Verb<DeleteKeyPackages> for Nothing {
    const NAME: &'static str = "delete_key_packages";

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        reading::nothing(item)
    }

    fn describe(&self) -> String {
        "ask relays to delete its KeyPackages".to_owned()
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::DeleteKeyPackages)
    }
}
