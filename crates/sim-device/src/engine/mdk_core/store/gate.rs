//! The moment at which the operating system kills the application: no write of mdk-core to its storage goes through after it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counts the writes of one life of the application, and lets none through from a given one on.
#[derive(Debug)]
pub(crate) struct Gate {
    /// Writes that still go through.
    left: AtomicU64,
    killed: AtomicBool,
}

impl Gate {
    /// Lets everything through.
    pub(super) fn open() -> Self {
        Self { left: AtomicU64::new(u64::MAX), killed: AtomicBool::new(false) }
    }

    /// The application is killed before its `n`-th write from now on, the next one being the first.
    pub(crate) fn kill_before(&self, n: u64) {
        self.left.store(n.saturating_sub(1), Ordering::Relaxed);
    }

    /// Whether a write that is to come will be the last.
    pub(crate) fn is_armed(&self) -> bool {
        self.left.load(Ordering::Relaxed) != u64::MAX && !self.is_killed()
    }

    /// Whether the application was killed.
    pub(crate) fn is_killed(&self) -> bool {
        self.killed.load(Ordering::Relaxed)
    }

    /// Before a read.
    pub(super) fn read(&self) -> Result<(), String> {
        if self.is_killed() { Err("the application was killed".to_owned()) } else { Ok(()) }
    }

    /// Before a write.
    pub(super) fn write(&self) -> Result<(), String> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            self.killed.store(true, Ordering::Relaxed);
        } else if left != u64::MAX {
            self.left.store(left - 1, Ordering::Relaxed);
        }
        self.read()
    }
}
