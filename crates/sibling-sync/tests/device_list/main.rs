//! Device lists of phase 7A on nostr-double-ratchet 0.0.176: what its races do, who is lost, and what heals.

mod races;
mod world;
