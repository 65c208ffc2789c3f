//! `sign_out`

use rand::Rng;
use schemars::JsonSchema;
use serde::Serialize;
use sim_device::{Command, SignOutDeletes};
use sim_env::Stream;

use super::Action;
use super::verb::Verb;
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Asks relays to delete KeyPackages, waits for their answers, and switches the device off for good.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct SignOut {
    /// Whose KeyPackages: its own, or all that it finds of its account.
    #[serde(default)]
    pub deletes: SignOutDeletes,
}

impl Verb for SignOut {
    const NAME: &'static str = "sign_out";

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        let options = [("own", SignOutDeletes::Own), ("account", SignOutDeletes::Account)];
        let deletes = item.table(&["deletes"])?.read("deletes", |item| item.one_of(&options))?.unwrap_or_default();
        Ok(Self { deletes })
    }

    fn describe(&self) -> String {
        match self.deletes {
            SignOutDeletes::Own => "sign out and have its KeyPackages deleted",
            SignOutDeletes::Account => "sign out and have every KeyPackage of its account deleted",
        }
        .to_owned()
    }

    fn command(&self, _: &Script<'_>) -> Option<Command> {
        Some(Command::SignOut(self.deletes))
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        let device = draft.somebody_of_several(rng)?;
        let deletes = if rng.gen_bool(0.5) { SignOutDeletes::Own } else { SignOutDeletes::Account };
        draft.by(device, Action::SignOut(Self { deletes }));
        draft.devices[device].alive = false;
        Some(())
    }
}
