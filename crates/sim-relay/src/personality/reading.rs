//! Values of the knobs that say how a REQ is read and answered.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How an empty list in a filter is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmptyList {
    /// CLOSED `invalid:`.
    Refuse,
    /// No event can match.
    None,
    /// As if the member were absent.
    Any,
}

/// How empty lists are read, member by member. In a file one word stands for all four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptyLists {
    /// `ids`.
    pub ids: EmptyList,
    /// `authors`.
    pub authors: EmptyList,
    /// `kinds`.
    pub kinds: EmptyList,
    /// `#x`, whatever the letter.
    pub tags: EmptyList,
}

impl From<EmptyList> for EmptyLists {
    fn from(all: EmptyList) -> Self {
        Self { ids: all, authors: all, kinds: all, tags: all }
    }
}

/// The four members as a table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    ids: EmptyList,
    authors: EmptyList,
    kinds: EmptyList,
    tags: EmptyList,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    All(EmptyList),
    Each(Members),
}

impl Serialize for EmptyLists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { ids, authors, kinds, tags } = *self;
        if Self::from(ids) == *self {
            return ids.serialize(serializer);
        }
        Members { ids, authors, kinds, tags }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for EmptyLists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        // One word keeps the message of `EmptyList`, which lists the words there are.
        let read = match value {
            serde_json::Value::Object(_) => serde_json::from_value(value).map(Written::Each),
            word => serde_json::from_value(word).map(Written::All),
        };
        Ok(match read.map_err(serde::de::Error::custom)? {
            Written::All(all) => Self::from(all),
            Written::Each(Members { ids, authors, kinds, tags }) => Self { ids, authors, kinds, tags },
        })
    }
}

/// What happens to a filter member that the relay does not offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddMember {
    /// CLOSED `unsupported:`.
    Refuse,
    /// The filter works without it.
    Ignore,
}

/// What happens to a filter that asks for more than `max_limit`, or finds more and names no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverLimit {
    /// It is answered up to that limit without a word.
    Clamp,
    /// The REQ is refused.
    Refuse,
}

/// What `limit` limits where a REQ has several filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitScope {
    /// Each filter by its own.
    PerFilter,
    /// All of them together, by the limit of the last one.
    LastForAll,
}

/// The answer to `limit: 0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitZero {
    /// EOSE only.
    Eose,
    /// Nothing at all; the subscription is open.
    NoEose,
    /// As if there were no limit.
    Ignored,
}

/// Whether `until` includes its second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// It does.
    Inclusive,
    /// It does not: a client that pages back loses the rest of the boundary second.
    Exclusive,
}

/// Order of stored events by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest first.
    NewestFirst,
    /// The oldest first where the filter has no limit.
    OldestWithoutLimit,
}

/// Order of stored events of one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameSecond {
    /// By id.
    Id,
    /// The one that came first is first.
    Arrival,
    /// The one that came last is first.
    ReverseArrival,
}

/// How the answers to several filters are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Union {
    /// In one order, each event once.
    Merged,
    /// Filter by filter, each event once.
    PerFilter,
    /// Filter by filter, an event as often as it matches.
    PerFilterTwice,
}

/// How a REQ is refused, unless it needs AUTH or room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedReq {
    /// CLOSED.
    Closed,
    /// NOTICE, which does not say what it is about.
    Notice,
    /// The connection is closed without a word. So is one that sends what is no message.
    Disconnect,
}

/// What happens to a REQ for which there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// CLOSED `rate-limited:`.
    Closed,
    /// NOTICE, which does not say what it is about.
    Notice,
    /// It is opened, and the connection's oldest subscription ends in silence.
    DropOldest,
}

/// What happens to a REQ that equals an open one, id and filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameReq {
    /// It is answered anew.
    Replay,
    /// It is not answered.
    Silence,
}
