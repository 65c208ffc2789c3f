//! Where mdk-core keeps what it must not forget: the disk of a device, and what an application opens on it.
//!
//! mdk-core 0.8.0 has two storages, one in memory and one on SQLite. A [`Disk`] is either, and outlives the application; a [`Store`] is
//! one life's handle on it. When an application ends, its handles are dropped (SQLite closes the file), and the next life opens the
//! disk again: nothing but what was stored comes back.

mod database;
mod gate;
mod mls;
mod records;

use std::fmt;
use std::sync::Arc;

use mdk_memory_storage::MdkMemoryStorage;
use mdk_sqlite_storage::MdkSqliteStorage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use database::Database;
pub(crate) use gate::Gate;

/// What a device keeps its MLS state in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Storage {
    /// mdk-memory-storage 0.8.0: it stands for a database, and costs nothing to open.
    #[default]
    Memory,
    /// mdk-sqlite-storage 0.8.0 without encryption: a file in a memory-backed folder, closed and opened again by every restart.
    Sqlite,
}

impl Storage {
    /// Every storage.
    pub const ALL: [Self; 2] = [Self::Memory, Self::Sqlite];

    /// The name used in files and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Sqlite => "sqlite",
        }
    }

    /// Whether a device can have it on this machine.
    ///
    /// # Errors
    /// What SQLite says about the folder for its files.
    pub fn check(self) -> Result<(), String> {
        match self {
            Self::Memory => Ok(()),
            Self::Sqlite => Database::try_new()?.try_open().map(drop),
        }
    }
}

/// What outlives the application.
#[derive(Clone)]
pub(crate) enum Disk {
    Memory(Arc<MdkMemoryStorage>),
    Sqlite(Arc<Database>),
}

/// One handle on a disk.
pub(crate) struct Store {
    kept: Kept,
    gate: Arc<Gate>,
}

enum Kept {
    Memory(Arc<MdkMemoryStorage>),
    /// With its file, which goes when the last handle is closed.
    Sqlite {
        storage: MdkSqliteStorage,
        _file: Arc<Database>,
    },
}

impl Disk {
    /// An empty disk.
    pub(crate) fn new(storage: Storage) -> Self {
        match storage {
            Storage::Memory => Self::Memory(Arc::default()),
            Storage::Sqlite => Self::Sqlite(Arc::new(Database::new())),
        }
    }

    /// Opens it for one life of the application.
    pub(crate) fn open(&self) -> Store {
        let kept = match self {
            Self::Memory(storage) => Kept::Memory(storage.clone()),
            Self::Sqlite(database) => Kept::Sqlite { storage: database.open(), _file: database.clone() },
        };
        Store { kept, gate: Arc::new(Gate::open()) }
    }

    /// A second disk with the same content, as a backup holds it. What mdk-memory-storage copies leaves out the snapshots of groups to
    /// which a better commit could roll back.
    pub(crate) fn copy(&self) -> Self {
        match self {
            Self::Memory(storage) => {
                let copy = MdkMemoryStorage::default();
                copy.restore_snapshot(storage.create_snapshot());
                Self::Memory(Arc::new(copy))
            }
            Self::Sqlite(database) => Self::Sqlite(Arc::new(database.copy())),
        }
    }
}

impl Store {
    /// Tells when the application is to be killed, and whether it was.
    pub(crate) fn gate(&self) -> Arc<Gate> {
        self.gate.clone()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let storage = match self.kept {
            Kept::Memory(_) => Storage::Memory,
            Kept::Sqlite { .. } => Storage::Sqlite,
        };
        write!(f, "Store({})", storage.id())
    }
}
