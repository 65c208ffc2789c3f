//! One SQLite file in a memory-backed folder, gone when nobody needs it any more.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use mdk_sqlite_storage::MdkSqliteStorage;

/// Where Linux keeps files in memory. Elsewhere the folder for temporary files has to do.
const IN_MEMORY: &str = "/dev/shm";

/// A file that mdk-sqlite-storage opens. Its name holds no random part, since entropy belongs to the run.
pub(crate) struct Database(PathBuf);

impl Database {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = if Path::new(IN_MEMORY).is_dir() { PathBuf::from(IN_MEMORY) } else { std::env::temp_dir() };
        Self(folder.join(format!("colony-{}-{number}.sqlite", std::process::id())))
    }

    /// Opens the file, or makes it, if the folder takes one.
    ///
    /// The migrations that come with that use a regular expression of the whole process. Whether it makes hash tables of its own
    /// depends on who used it before, and each of them moves the order of the next one on the same thread, in which OpenMLS puts the
    /// Removes of a commit. So a thread of its own does it, outside the run (law L4).
    pub(super) fn try_open(&self) -> Result<MdkSqliteStorage, String> {
        let open = || {
            sim_env::register_thread_as_outside();
            MdkSqliteStorage::new_unencrypted(&self.0).map_err(|why| format!("{}: {why}", self.0.display()))
        };
        std::thread::scope(|scope| scope.spawn(open).join()).unwrap_or_else(|_| Err("SQLite panicked".to_owned()))
    }

    /// As [`Self::try_open`].
    ///
    /// # Panics
    /// If the folder takes no file any more, although it took one before the run.
    pub(super) fn open(&self) -> MdkSqliteStorage {
        self.try_open().unwrap_or_else(|why| panic!("{why}"))
    }

    /// A copy of the file. Between two calls of mdk-core no transaction is open, and its journal is empty.
    pub(super) fn copy(&self) -> Self {
        let copy = Self::new();
        std::fs::copy(&self.0, &copy.0).unwrap_or_else(|why| panic!("{}: {why}", copy.0.display()));
        copy
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
