//! Where databases lie: in memory, or in files that go with the run.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A directory in memory, where there is one.
const IN_MEMORY: &str = "/dev/shm";

static DIRECTORIES: AtomicU64 = AtomicU64::new(0);

/// The databases of a run. Files are gone when it is dropped.
pub struct Databases(Option<PathBuf>);

impl Databases {
    /// None on disk.
    pub fn in_memory() -> Self {
        Self(None)
    }

    /// A new directory.
    ///
    /// # Errors
    /// What the system says.
    pub fn in_files() -> Result<Self, String> {
        let parent = if Path::new(IN_MEMORY).is_dir() { PathBuf::from(IN_MEMORY) } else { std::env::temp_dir() };
        loop {
            let number = DIRECTORIES.fetch_add(1, Ordering::Relaxed);
            let directory = parent.join(format!("colony-sync-{}-{number}", std::process::id()));
            match std::fs::create_dir(&directory) {
                Ok(()) => return Ok(Self(Some(directory))),
                // A process of the same number was killed and left it behind.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(format!("{}: {error}", directory.display())),
            }
        }
    }

    /// The file of a device, if there are files.
    pub fn path(&self, device: &str) -> Option<PathBuf> {
        self.0.as_ref().map(|directory| directory.join(format!("{device}.sqlite")))
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        if let Some(directory) = &self.0 {
            let _ = std::fs::remove_dir_all(directory);
        }
    }
}
