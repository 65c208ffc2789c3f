//! The application ends, begins again, is killed, backed up and restored.

use super::records::{Handle, Records, Snapshot};
use super::store::{Disk, Storage};
use super::{MdkCore, Opened};
use crate::mls::{Life, Opaque};

/// A copy of everything stored.
struct Copied {
    disk: Disk,
    records: Records,
}

impl Life for MdkCore {
    fn records(&self) -> Opaque {
        Opaque::new(self.records.clone())
    }

    fn put_back(&mut self, records: &Opaque) {
        if let Some(records) = records.get::<Records>() {
            self.records = records.clone();
        }
    }

    /// mdk-core opens the disk anew, and what it had in memory is gone. That is, among other things, what its snapshots were taken
    /// before.
    fn restart(&mut self) {
        // The old handle goes first, so that SQLite closes the file before it is opened.
        self.extension = None;
        self.app = Opened::on(&Disk::new(Storage::Memory));
        self.app = Opened::on(&self.disk);
        self.records.each_snapshot(|snapshot| match snapshot {
            Snapshot::Taken(_) => Snapshot::ForgottenSince,
            known => known,
        });
    }

    fn copy(&self) -> Opaque {
        Opaque::new(Copied { disk: self.disk.copy(), records: self.records.clone() })
    }

    fn restore(&mut self, copy: &Opaque) -> bool {
        let Some(copied) = copy.get::<Copied>() else { return false };
        (self.disk, self.records) = (copied.disk.copy(), copied.records.clone());
        if matches!(self.disk, Disk::Memory(_)) {
            self.records.each_snapshot(|_| Snapshot::None);
        }
        self.restart();
        true
    }

    fn fingerprint(&self) -> Vec<String> {
        let groups = self.mdk().get_groups().unwrap_or_default();
        let groups = groups
            .iter()
            .map(|g| format!("group {} {} {:?}", hex::encode(g.mls_group_id.as_slice()), g.epoch, g.state));
        let welcomes = self.mdk().get_pending_welcomes(None).unwrap_or_default();
        groups.chain(welcomes.iter().map(|w| format!("welcome {}", w.id))).collect()
    }

    fn set_extension(&mut self, runs: bool) {
        self.extension = runs.then(|| Opened::on(&self.disk));
        self.records.each_snapshot(|snapshot| match snapshot {
            Snapshot::Taken(Handle::Extension) => Snapshot::ForgottenSince,
            known => known,
        });
    }

    fn kill_before(&mut self, n: u64) {
        self.app.gate.kill_before(n);
    }

    fn is_armed(&self) -> bool {
        self.app.gate.is_armed()
    }

    fn is_killed(&self) -> bool {
        self.app.gate.is_killed()
    }
}
