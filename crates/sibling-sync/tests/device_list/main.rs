//! Device lists of phase 7A on nostr-double-ratchet 0.0.176: what its races do, who is lost, and what heals; what a send costs, what the
//! contact sees of devices, and what becomes of a device that was restored from an older copy.

mod corpus;
mod cost;
mod races;
mod restored;
mod world;
