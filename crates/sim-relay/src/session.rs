//! One connection: what it has subscribed to, its challenge, and who it has proved to be.

use std::collections::{BTreeMap, BTreeSet};

use nostr::hashes::{Hash, sha256};
use nostr::{Event, PublicKey, RelayUrl};

use crate::SubId;
use crate::kind::CLIENT_AUTH;
use crate::subscriptions::SubKey;

/// Names a connection of one relay. Never used again, and ascending in order of connecting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub(crate) u64);

impl ConnId {
    /// The bare number, for transcripts.
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

impl std::fmt::Display for ConnId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "c{}", self.0)
    }
}

/// State that ends with its connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    /// The current challenge; a new one voids it.
    pub challenge: Option<String>,
    /// Keys proved so far; each success adds one.
    pub keys: BTreeSet<PublicKey>,
    pub open: BTreeMap<SubId, SubKey>,
}

/// How far the `created_at` of an AUTH event may lie from the relay's clock, in seconds.
const AUTH_WINDOW_S: u64 = 600;

impl Session {
    /// Judges the answer to a challenge. Its signature was checked when it became a verified event.
    pub fn judge_auth(&self, now: u64, url: &RelayUrl, event: &Event) -> Result<(), &'static str> {
        if event.kind.as_u16() != CLIENT_AUTH {
            return Err("the kind is not 22242");
        }
        if event.created_at.as_secs().abs_diff(now) > AUTH_WINDOW_S {
            return Err("created_at is more than 600 seconds away");
        }
        if self.challenge.is_none() || tag_value(event, "challenge") != self.challenge.as_deref() {
            return Err("the challenge is not the current one of this connection");
        }
        if !tag_value(event, "relay").is_some_and(|named| same_relay(named, url)) {
            return Err("the relay tag does not name this relay");
        }
        Ok(())
    }
}

fn tag_value<'a>(event: &'a Event, name: &str) -> Option<&'a str> {
    event.tags.iter().find_map(|tag| match tag.as_slice() {
        [first, value, ..] if first == name => Some(value.as_str()),
        _ => None,
    })
}

/// Equal once scheme, host, port and trailing slash are normalised, which parsing does for all but the slash.
fn same_relay(named: &str, url: &RelayUrl) -> bool {
    RelayUrl::parse(named)
        .is_ok_and(|named| named.as_str_without_trailing_slash() == url.as_str_without_trailing_slash())
}

/// Challenges by counter: the first 16 bytes of SHA-256(seed ‖ number, big endian), as 32 hex digits.
#[derive(Debug, Clone)]
pub(crate) struct Challenges {
    seed: [u8; 32],
    issued: u64,
}

impl Challenges {
    pub fn new(seed: [u8; 32]) -> Self {
        Self { seed, issued: 0 }
    }

    pub fn issue(&mut self) -> String {
        let mut input = [0; 40];
        input[..32].copy_from_slice(&self.seed);
        input[32..].copy_from_slice(&self.issued.to_be_bytes());
        self.issued += 1;
        sha256::Hash::hash(&input).to_string()[..32].to_owned()
    }
}
