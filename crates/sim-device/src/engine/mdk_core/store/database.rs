//! SQLite files in a memory-backed folder of the process, gone when nobody needs them any more.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use mdk_sqlite_storage::MdkSqliteStorage;

/// Where Linux keeps files in memory. Elsewhere the folder for temporary files has to do.
const IN_MEMORY: &str = "/dev/shm";

/// Names of the folders of processes begin so.
const PREFIX: &str = "colony-sqlite-";
/// A process holds a lock on this file of its folder as long as it lives.
const LOCK: &str = "lock";

/// The folder of this process. It is there as long as some database is.
static FOLDER: Mutex<Option<Folder>> = Mutex::new(None);

struct Folder {
    path: PathBuf,
    _lock: File,
    /// Databases that were made, to number them.
    made: u64,
    /// Of these, how many are in use.
    live: u64,
}

impl Folder {
    /// A new folder, under a name that nobody has. What processes left behind that were killed goes.
    fn make() -> std::io::Result<Self> {
        let parent = if Path::new(IN_MEMORY).is_dir() { PathBuf::from(IN_MEMORY) } else { std::env::temp_dir() };
        sweep(&parent);
        let names = (0..).map(|number: u64| parent.join(format!("{PREFIX}{}-{number}", std::process::id())));
        for path in names {
            match fs::create_dir(&path) {
                Ok(()) => {
                    let lock = File::create(path.join(LOCK))?;
                    lock.try_lock()?;
                    return Ok(Self { path, _lock: lock, made: 0, live: 0 });
                }
                Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(why) => return Err(why),
            }
        }
        unreachable!("some number is free")
    }
}

/// Removes the folders whose processes are gone: nobody holds their lock. One without a lock is just being made.
fn sweep(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    for folder in ours.map(|entry| entry.path()) {
        if File::open(folder.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn folder() -> MutexGuard<'static, Option<Folder>> {
    FOLDER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that mdk-sqlite-storage opens. Its name holds no random part, since entropy belongs to the run.
pub(crate) struct Database(PathBuf);

impl Database {
    /// A file that is not there yet.
    ///
    /// # Errors
    /// If no folder can be made.
    pub(super) fn try_new() -> Result<Self, String> {
        let mut folder = folder();
        if folder.is_none() {
            *folder = Some(Folder::make().map_err(|why| format!("no folder for databases: {why}"))?);
        }
        let folder = folder.as_mut().expect("it was made");
        folder.made += 1;
        folder.live += 1;
        Ok(Self(folder.path.join(format!("{}.sqlite", folder.made))))
    }

    /// As [`Self::try_new`].
    ///
    /// # Panics
    /// If no folder can be made, although one could before the run.
    pub(super) fn new() -> Self {
        Self::try_new().unwrap_or_else(|why| panic!("{why}"))
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
        fs::copy(&self.0, &copy.0).unwrap_or_else(|why| panic!("{}: {why}", copy.0.display()));
        copy
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{suffix}", self.0.display()));
        }
        let mut folder = folder();
        if let Some(made) = folder.as_mut() {
            made.live -= 1;
        }
        if let Some(empty) = folder.take_if(|folder| folder.live == 0) {
            let _ = fs::remove_dir_all(&empty.path);
        }
    }
}
