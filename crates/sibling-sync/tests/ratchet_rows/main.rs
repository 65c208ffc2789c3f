//! What two published ratchets do when their state is copied, restored or overtaken: the rows RT-1 to RT-6 and the measurements of
//! `docs/spec/sibling-sync.md`, sections 10 and 14, asked of vodozemac 0.11.1 and of nostr-double-ratchet 0.0.176.

mod limits;
mod ndr;
mod olm;
mod step;
mod world;
