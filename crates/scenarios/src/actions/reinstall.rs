//! `reinstall`

use rand::Rng;
use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Command;
use sim_engine::OpId;
use sim_env::Stream;

use super::Action;
use super::verb::{Turn, Verb};
use crate::explore::{Draft, Family};
use crate::model::{Declared, Item, Problem};
use crate::script::Script;

/// Wipes the device and installs anew.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(inline, deny_unknown_fields)]
pub struct Reinstall {
    /// Whether the new installation has a `client_id` and slot of its own.
    pub client_id: ClientId,
}

/// Whether a reinstalled device keeps its `client_id` and slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClientId {
    /// A new one, as CID-08 asks.
    Fresh,
    /// The old one, for example out of a cloud keychain.
    Stale,
}

impl Verb for Reinstall {
    const NAME: &'static str = "reinstall";
    const USES_STORAGE: bool = true;

    fn read(item: &Item<'_>, _: &str, _: &mut Declared) -> Result<Self, Problem> {
        let client_id = item.table(&["client_id"])?.need("client_id", "`\"fresh\"` or `\"stale\"`")?;
        Ok(Self { client_id: client_id.one_of(&[("fresh", ClientId::Fresh), ("stale", ClientId::Stale)])? })
    }

    fn describe(&self) -> String {
        match self.client_id {
            ClientId::Fresh => "wipe and install anew",
            ClientId::Stale => "wipe and install anew with the old client_id",
        }
        .to_owned()
    }

    fn perform(&self, script: &mut Script<'_>, turn: Turn<'_>) -> Option<OpId> {
        script.cut_off(turn.device?);
        script.order(turn, Command::Reinstall { keep_client_id: self.client_id == ClientId::Stale })
    }

    fn draw(rng: &mut Stream, draft: &mut Draft, _: Family) -> Option<()> {
        draft.on_somebody(rng, |rng| {
            let client_id = if rng.gen_bool(0.6) { ClientId::Fresh } else { ClientId::Stale };
            Action::Reinstall(Self { client_id })
        })
    }
}
