//! Law L4: lazies of the process that draw entropy on first use are used once, outside every run.

use std::sync::{Once, OnceLock};

use mdk_core::prelude::MDK;
use nostr::{EventBuilder, Keys};

use super::store::{Disk, Storage};

/// Touches every process-global lazy of mdk-core, OpenMLS and nostr that draws entropy or time. The first call does the work.
///
/// secp256k1's global context blinds itself on first use: without this, the first run of a process draws once more than the
/// later ones, and its digest differs.
pub fn warm_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let keys = Keys::generate();
        let event = EventBuilder::text_note("warm-up").sign_with_keys(&keys).expect("signing cannot fail");
        event.verify().expect("signed a line ago");
        use_once(Storage::Memory);
    });
}

/// The same for what SQLite and the OpenSSL in it do on first use.
///
/// # Errors
/// If no device can live on SQLite on this machine: what SQLite says about the folder for its files.
pub fn warm_up_sqlite() -> Result<(), String> {
    static ONCE: OnceLock<Result<(), String>> = OnceLock::new();
    let outcome = ONCE.get_or_init(|| {
        Storage::Sqlite.check()?;
        use_once(Storage::Sqlite);
        Ok(())
    });
    outcome.clone()
}

fn use_once(storage: Storage) {
    let mdk = MDK::new(Disk::new(storage).open());
    mdk.create_key_package_for_event(&Keys::generate().public_key(), []).expect("a KeyPackage can be made");
}
