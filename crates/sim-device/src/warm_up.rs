//! Law L4: lazies of the process that draw entropy on first use are used once, outside every run.

use std::sync::Once;

use mdk_core::prelude::MDK;
use mdk_memory_storage::MdkMemoryStorage;
use nostr::{EventBuilder, Keys};

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
        let mdk = MDK::new(MdkMemoryStorage::default());
        mdk.create_key_package_for_event(&keys.public_key(), []).expect("a KeyPackage can be made");
    });
}
