//! mdk-core 0.8.0 as an engine, with what a careful client does around it where it goes wrong (`proposals`), where it says too little
//! (`inside`), and where it forgets (`records`).

mod commits;
mod groups;
mod inside;
mod key_packages;
mod life;
mod loaded;
mod messages;
mod opened;
mod proposals;
mod records;
mod store;
#[cfg(test)]
mod tests;
mod warm_up;
mod welcomes;

use mdk_core::prelude::MDK;
use nostr::{Event, PublicKey};
use sim_relay::VerifiedEvent;

use crate::api::DeviceConfig;
use crate::behaviour::{LegacyLeave, OwnCommit};
use crate::envelope;
use crate::library::Said;
use crate::mls::GroupId;
use opened::Opened;
use records::{Followed, Handle, Records};
use store::{Disk, Store};

pub use store::Storage;
pub use warm_up::{warm_up, warm_up_sqlite};

/// mdk-core on whatever storage the device has.
type Mdk = MDK<Store>;

/// mdk-core's name for a group id.
type MdkGroupId = mdk_core::prelude::GroupId;

/// One installation's mdk-core.
pub(crate) struct MdkCore {
    /// The account that the device acts for.
    account: PublicKey,
    own_commit: OwnCommit,
    legacy_leave: LegacyLeave,
    disk: Disk,
    app: Opened,
    /// The notification extension of the app, while it runs: a process of its own that has the same disk open.
    extension: Option<Opened>,
    records: Records,
    /// The event that an instance was handed last, as if the group had followed it.
    handed: Option<Followed>,
}

impl MdkCore {
    /// On an empty disk.
    pub(crate) fn new(config: &DeviceConfig) -> Self {
        let disk = Disk::new(config.storage);
        Self {
            account: config.keys.public_key(),
            own_commit: config.behaviour.own_commit,
            legacy_leave: config.behaviour.legacy_leave,
            app: Opened::on(&disk),
            disk,
            extension: None,
            records: Records::default(),
            handed: None,
        }
    }

    fn mdk(&self) -> &Mdk {
        &self.app.mdk
    }

    /// Who handles what arrives.
    fn reader(&self) -> (Handle, &Mdk) {
        match &self.extension {
            Some(opened) => (Handle::Extension, &opened.mdk),
            None => (Handle::App, &self.app.mdk),
        }
    }

    fn carries_out_departures(&self) -> bool {
        self.legacy_leave == LegacyLeave::CarryOut
    }
}

/// The same id for mdk-core.
fn to_mdk(id: &GroupId) -> MdkGroupId {
    MdkGroupId::from_slice(id.as_bytes())
}

/// The same id for the device.
fn from_mdk(id: &MdkGroupId) -> GroupId {
    GroupId::new(id.as_slice())
}

/// An event that mdk-core signed, checked once for everybody who will ever hold it.
fn verified(event: Event) -> Result<VerifiedEvent, Said> {
    envelope::verified(event)
}
