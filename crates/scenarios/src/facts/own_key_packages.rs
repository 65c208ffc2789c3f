//! Which KeyPackages a device may call its own, as the transcript shows it.

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;
use sim_device::Note;

use super::{Chronicle, device_of};

/// The installations whose state each device holds: its own, and those that it was restored or cloned from.
#[derive(Debug, Default)]
pub struct OwnKeyPackages {
    lives: BTreeMap<String, BTreeSet<(String, u32)>>,
}

impl OwnKeyPackages {
    /// Takes up what a note tells of installations. Notes come in order.
    pub fn note(&mut self, device: &str, note: &Note) {
        match note {
            Note::Installed { installation, .. } => {
                self.lives.insert(device.to_owned(), BTreeSet::from([(device.to_owned(), *installation)]));
            }
            Note::Restored { from } => {
                let source = device_of(from);
                let number = from.rsplit_once('#').and_then(|(_, number)| number.parse().ok()).unwrap_or(1);
                let mut lives = self.lives.get(source).cloned().unwrap_or_default();
                lives.insert((source.to_owned(), number));
                self.lives.entry(device.to_owned()).or_default().extend(lives);
            }
            _ => {}
        }
    }

    /// The KeyPackage events that the device, or what it is a copy of, ever sent to a relay.
    pub fn of(&self, chronicle: &Chronicle, device: &str) -> BTreeSet<EventId> {
        self.lives.get(device).map(|lives| chronicle.made_by(lives)).unwrap_or_default()
    }
}
