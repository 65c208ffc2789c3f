//! The types of the files. Member order in a file is field order here.

mod envelope;
mod event;
mod hex;
mod keys;
mod manifest;
mod minimal;
mod reason;
mod text;
pub mod topics;
mod wire;

pub use envelope::{Answer, Class, File, Generator, Group, Note, Outcome, Pin, Spec, StackVoice, Test};
pub use event::{Event, Rumor};
pub use hex::Hex;
pub use keys::{Export, Keys, LeafEntry, State};
pub use manifest::{FileEntry, Manifest, OtherFile, PolicyEntry, Retired};
pub use minimal::{AnyMinimal, Minimal, MinimalOf, MinimalTest};
pub use reason::{Exclusion, Reason, Stage};
pub use text::to_text;
pub use topics::{Topic, Vectors};
pub use wire::{PROTON, Wire};

/// What every vector file says it is.
pub const FORMAT: &str = "marmot-vectors/1";
/// What the manifest says it is.
pub const MANIFEST_FORMAT: &str = "marmot-vectors-manifest/1";
/// What `minimal.json` says it is.
pub const MINIMAL_FORMAT: &str = "marmot-vectors-minimal/1";
/// The folder of the extra pack of whole runs.
pub const SCENARIO_PACK: &str = "scenarios/";
/// The folder of the extra pack for whoever writes an engine of the adopted text.
pub const ENGINE_PACK: &str = "engine/";
/// The folder of the extra pack of mutable subscription streams.
pub const STREAM_PACK: &str = "streams/";
/// The folder of the extra pack of devices that share one Double Ratchet.
pub const RATCHET_PACK: &str = "shared-ratchet/";
/// The folders of all packs beside the default one, which needs none of them.
pub const EXTRA_PACKS: [&str; 4] = [ENGINE_PACK, SCENARIO_PACK, RATCHET_PACK, STREAM_PACK];

/// Whether a file below `vectors/` belongs to a pack beside the default one.
pub fn is_apart(path: &str) -> bool {
    EXTRA_PACKS.iter().any(|folder| path.starts_with(folder))
}
/// Version of the set of vectors.
pub const SUITE_VERSION: &str = "1.1.0";
/// Version of the lists of reasons, stages, tags and policy ids.
pub const REASONS_VERSION: u32 = 4;
/// A vector file is smaller than this many bytes.
pub const MAX_FILE_BYTES: u64 = 1_000_000;
/// All emitted files of the default pack together are smaller than this many bytes.
pub const MAX_PACK_BYTES: usize = 6_000_000;
