//! A sans-IO in-memory Nostr relay: store, filters, sessions, personality
