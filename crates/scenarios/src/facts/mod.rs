//! What several oracles and reports need to know of a run, gathered once and handed along.
//!
//! ```text
//!   Run ──> Facts: chronicle (who lived, published, invited) · roads (what became of each event on its way) · lineages (epochs)
//!                │
//!                └──> invariants ──> judge ──> stories, reports
//! ```
//!
//! Facts are read from the transcript alone, and share no code with the devices that they tell of.

mod chronicle;
mod lineage;
pub mod observer;
pub mod operator;
mod own_key_packages;
mod questions;
mod roads;

use nostr::EventId;
use sim_device::Note;

use crate::run::Run;
use crate::verdict::{Part, Picked};

pub use chronicle::{Chronicle, Installation, Invitation, KeyPackageLife, Selection, device_of};
pub use lineage::{Lineage, Stage};
pub use own_key_packages::OwnKeyPackages;
pub use roads::{End, Ended, Roads};

/// Everything that was gathered of a run.
pub struct Facts {
    /// Installations, KeyPackages, invitations, owners of leaves.
    pub chronicle: Chronicle,
    /// The ways of events.
    pub roads: Roads,
}

impl Facts {
    /// Gathers the facts of a run.
    pub fn of(run: &Run) -> Self {
        Self { chronicle: Chronicle::of(run), roads: Roads::of(run) }
    }

    /// A KeyPackage event, and whose it is.
    pub fn picked(&self, event: EventId) -> Picked {
        Picked { event, device: self.chronicle.maker(&event).map(|(device, _)| device.to_owned()) }
    }

    /// The same as a part of a cause.
    pub fn key_package(&self, event: EventId) -> Part {
        Part::KeyPackage(self.picked(event))
    }
}

/// Messages of the closing roll call in a group: rumor id, group event, sender and entry.
pub fn roll_call<'r>(run: &'r Run, group: &str) -> Vec<Call<'r>> {
    let called = run.notes().filter_map(|(entry, sender, note)| match note {
        Note::MessageSent { group: of, message, event, roll_call: true, .. } if of == group => {
            Some(Call { entry, sender, message: *message, event: *event })
        }
        _ => None,
    });
    called.collect()
}

/// A message of the closing roll call.
#[derive(Clone, Copy, Debug)]
pub struct Call<'r> {
    /// Transcript entry.
    pub entry: usize,
    /// Device.
    pub sender: &'r str,
    /// Rumor id.
    pub message: EventId,
    /// Group event that carries it.
    pub event: EventId,
}
