//! One connection: what it has subscribed to, its challenge, and who it has proved to be.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use nostr::hashes::{Hash, sha256};
use nostr::{Event, PublicKey, RelayUrl};

use crate::kind::CLIENT_AUTH;
use crate::subscriptions::SubKey;
use crate::wire::Reject;
use crate::{ClientMsg, RelayMsg, SubId};

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
    /// The connection waits for a refusal, while the relay has a tarpit.
    pub slowed: Option<Slowed>,
    /// How late its last refusal was, in seconds.
    delay: u64,
    /// Sixtieths of events that it may still publish, and when they were counted, while the relay has a rate.
    allowance: Option<(u64, u64)>,
}

/// A connection that is made to wait.
#[derive(Debug, Clone)]
pub(crate) struct Slowed {
    /// The second in which it goes on.
    pub until: u64,
    /// The refusal that it waits for.
    pub reply: RelayMsg,
    /// What it said in the meantime.
    pub waiting: VecDeque<Result<ClientMsg, Reject>>,
}

/// Most messages that a slowed connection can have waiting; what comes after them is lost.
const WAITING_MAX: usize = 1_024;
/// Longest delay of a tarpit, in seconds.
const DELAY_MAX: u64 = 3_600;

/// Pace.
impl Session {
    /// Gives `reply` later: `first` seconds for the first one, twice as late each time after.
    pub fn slow_down(&mut self, now: u64, first: u64, reply: RelayMsg) {
        self.delay = if self.delay == 0 { first } else { (self.delay * 2).min(DELAY_MAX) };
        self.slowed = Some(Slowed { until: now.saturating_add(self.delay), reply, waiting: VecDeque::new() });
    }

    /// Keeps a message until the connection goes on.
    pub fn wait(&mut self, msg: Result<ClientMsg, Reject>) {
        if let Some(slowed) = self.slowed.as_mut().filter(|slowed| slowed.waiting.len() < WAITING_MAX) {
            slowed.waiting.push_back(msg);
        }
    }

    /// Whether one more event is within the rate, and counts it.
    pub fn may_publish(&mut self, now: u64, per_minute: u64) -> bool {
        let full = per_minute.saturating_mul(60);
        let (left, since) = self.allowance.unwrap_or((full, now));
        let back = now.saturating_sub(since).min(60).saturating_mul(per_minute);
        let left = left.saturating_add(back).min(full);
        let may = left >= 60;
        self.allowance = Some((if may { left - 60 } else { left }, now));
        may
    }
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
