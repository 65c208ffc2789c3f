//! Phase 7A, contact-aware sessions: every device of an account has a session of its own with every device of the other account, and
//! an owner-signed list says which devices an account has. The engine is the crate nostr-double-ratchet 0.0.176, as published.
//!
//! ```text
//!  link, write … ──> Device ──list, invitation, greeting, message──> Board ──> every device that asked
//!                      └─ SessionManager (nostr-double-ratchet): lists, sessions, who gets a copy
//! ```
//!
//! [`Device`] and [`Board`] do no IO and ask no clock. What a list does to those who see it is the library's decision alone; the
//! machine only tells it. What an application decides is in [`Options`].

mod board;
mod book;
mod cast;
mod device;
mod inbox;
mod part;
mod rows;
mod sentence;
mod told;

pub use board::{Board, Kinds};
pub use book::{Book, Keyring};
pub use cast::{USER, cast, input};
pub use device::{Device, Kept};
pub use part::{BoardPart, DevicePart};
pub use told::{Dating, In, Options, Out, Relist, Sealed, Told, Verdict, Waiting, Wire};

use std::sync::Once;

/// Touches what draws entropy once in a process: secp256k1's global context, which blinds itself on first use (law L4). To be called
/// outside a run, before the first one that has devices of this module. The first call does the work.
pub fn warm_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let keys = nostr::Keys::generate();
        let event = nostr::EventBuilder::text_note("warm-up").sign_with_keys(&keys);
        debug_assert!(event.is_ok_and(|event| event.verify().is_ok()), "a note can be signed and verified");
    });
}
