//! What is stored is one value. It is written at the end of every call, or not at all if the application is killed before.

use adopted::{Effect, Engine, Saved};

use super::{Adopted, Shown};
use crate::mls::{Life, Opaque};

/// All that is written: what the engine holds, what it has told and nobody has been told yet, and what was shown.
#[derive(Clone)]
pub(super) struct Stored {
    pub saved: Saved,
    pub owed: Vec<(String, Effect)>,
    pub shown: Shown,
}

/// Whether writes are done.
#[derive(Default)]
pub(super) enum Disk {
    /// All of them: what the engine holds is what is stored.
    #[default]
    Whole,
    /// So many until one is not done; what was stored by the last one.
    Armed(u64, Box<Stored>),
    /// No more; what was stored by the last one.
    Killed(Box<Stored>),
}

impl Adopted {
    /// A call ends.
    pub(super) fn write(&mut self) {
        self.disk = match std::mem::take(&mut self.disk) {
            Disk::Armed(0 | 1, stored) => Disk::Killed(stored),
            Disk::Armed(left, _) => Disk::Armed(left - 1, Box::new(self.stored())),
            disk => disk,
        };
    }

    pub(super) fn stored(&self) -> Stored {
        Stored { saved: self.engine.save(), owed: self.owed.clone(), shown: self.shown.clone() }
    }

    pub(super) fn open(&mut self, Stored { saved, owed, shown }: Stored) {
        self.engine = Engine::restore(self.keys.clone(), saved, self.at);
        self.disk = Disk::Whole;
        (self.owed, self.shown) = (owed, shown);
        self.owed.extend(self.engine.effects());
    }
}

impl Life for Adopted {
    fn records(&self) -> Opaque {
        Opaque::new(())
    }

    fn put_back(&mut self, _: &Opaque) {}

    fn restart(&mut self) {
        let stored = match std::mem::take(&mut self.disk) {
            Disk::Killed(stored) => *stored,
            Disk::Whole | Disk::Armed(..) => self.stored(),
        };
        self.open(stored);
    }

    fn copy(&self) -> Opaque {
        Opaque::new(self.stored())
    }

    fn restore(&mut self, copy: &Opaque) -> bool {
        let Some(stored) = copy.get::<Stored>() else { return false };
        self.open(stored.clone());
        true
    }

    fn fingerprint(&self) -> Vec<String> {
        let groups = self.engine.groups().map(|(name, group)| {
            format!("group {name} {} {}", group.facts().epoch, hex::encode(group.facts().context_hash))
        });
        let key_packages =
            self.engine.key_packages().iter().map(|own| format!("keys {} {}", own.reference, own.consumed));
        groups.chain(key_packages).collect()
    }

    fn kill_before(&mut self, n: u64) {
        self.disk = Disk::Armed(n, Box::new(self.stored()));
    }

    fn is_armed(&self) -> bool {
        matches!(self.disk, Disk::Armed(..))
    }

    fn is_killed(&self) -> bool {
        matches!(self.disk, Disk::Killed(_))
    }
}
