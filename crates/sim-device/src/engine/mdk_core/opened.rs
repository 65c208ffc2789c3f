//! One instance of mdk-core that has the disk open.

use std::sync::{Arc, Mutex};

use mdk_core::callback::{MdkCallback, RollbackInfo};
use mdk_core::prelude::MDK;

use super::Mdk;
use super::store::{Disk, Gate};

/// Collects mdk-core's announcements of rollbacks until the engine asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Rollbacks(Arc<Mutex<Vec<RollbackInfo>>>);

impl Rollbacks {
    pub(super) fn take(&self) -> Vec<RollbackInfo> {
        std::mem::take(&mut *self.0.lock().expect("no panic while the lock is held"))
    }
}

impl MdkCallback for Rollbacks {
    fn on_rollback(&self, info: &RollbackInfo) {
        self.0.lock().expect("no panic while the lock is held").push(info.clone());
    }
}

/// mdk-core with one handle on a disk.
pub(super) struct Opened {
    pub(super) mdk: Mdk,
    pub(super) rollbacks: Rollbacks,
    pub(super) gate: Arc<Gate>,
}

impl Opened {
    pub(super) fn on(disk: &Disk) -> Self {
        let (store, rollbacks) = (disk.open(), Rollbacks::default());
        let gate = store.gate();
        let mdk = MDK::builder(store).with_callback(Arc::new(rollbacks.clone())).build();
        Self { mdk, rollbacks, gate }
    }
}
