//! Values of the knobs that say what is kept, and for how long.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Which of two versions of one address stays if both were made in the same second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// The one with the lowest id.
    LowestId,
    /// The one that came first.
    FirstArrival,
    /// The one that came last.
    LastArrival,
    /// Both.
    KeepAll,
}

/// What happens to an older version of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Superseded {
    /// `OK false error:`, from the NIP-01 list.
    Error,
    /// `OK false replaced:`, seen in the wild.
    Replaced,
    /// `OK true duplicate:`, although it is not stored.
    Duplicate,
    /// `OK true`: stored beside the newer one and sent to subscribers.
    Keep,
}

/// What becomes of an addressable event without a `d` tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingD {
    /// Its `d` is empty.
    Empty,
    /// It has no address: it replaces nothing and nothing replaces it.
    Distinct,
    /// `OK false error:`.
    Refuse,
}

/// What the `expiration` tag of NIP-40 does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// Expired events are refused, and invisible from their second on.
    Enforce,
    /// Expired events are refused; one that expires later is served for ever.
    OnArrival,
    /// Expired events are taken and served until the next sweep, which comes every so many seconds.
    Sweep(u64),
    /// Nothing.
    Off,
}

/// Events of some kinds are dropped some time after they came, or after they were made. Nothing bars them afterwards: an event that is
/// published again is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Kinds that it is about; left out: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinds: Option<BTreeSet<u16>>,
    /// How long an event is kept, in seconds.
    pub seconds: u64,
    /// From when that is counted.
    #[serde(default)]
    pub since: RetentionSince,
}

/// From when the time of a [`Retention`] is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionSince {
    /// From the second in which the relay received the event, by its own clock.
    #[default]
    Received,
    /// From `created_at`.
    Created,
}

impl Retention {
    /// The second from which an event is gone.
    pub(crate) fn deadline(&self, created: u64, received: u64) -> u64 {
        let from = match self.since {
            RetentionSince::Received => received,
            RetentionSince::Created => created,
        };
        from.saturating_add(self.seconds)
    }

    pub(crate) fn concerns(&self, kind: u16) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }
}
