//! Real sessions under the tree: vodozemac 0.11, one pickle per known node (shared-ratchet.md section 8).
//!
//! ```text
//!  seal(at)   restore the pickle at `at`, encrypt, keep what comes out under the new node (or under `at`: a symmetric message)
//!  open       a known ratchet key: its own pickle; an unknown one: every pickle in turn, until one opens it, which is its parent
//!  copy       the pickle itself, for a sibling
//!  roll       a new account; the root is the other user's published key, below which each sibling starts sessions of its own
//! ```
//!
//! A failed decrypt changes a session (sibling-sync.md section 10): every attempt is made on a fresh restoration, and only what succeeded is
//! kept. Keys are drawn from `rand` 0.10's thread generator, which is seeded anew for whoever acts now.

mod account;
mod error;
mod vault;
mod wire;

pub use account::{Announcement, Seat, introduce};
pub use error::{BindingError, Why};
pub use vault::{Kept, Opened, Unread, Vault};
pub use wire::{Key, Letter, Replica, Sealed};

/// Seeds the generator behind vodozemac's keys from the stream of the present actor (law L7).
///
/// # Errors
/// There is no entropy to be had.
pub fn draw_as_present_actor() -> Result<(), BindingError> {
    rand_0_10::rng().reseed().map_err(|_| BindingError::Entropy)
}
