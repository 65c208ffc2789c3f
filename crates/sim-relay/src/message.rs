//! The messages of NIP-01, 42 and 45, as values.

use std::fmt;
use std::sync::Arc;

use nostr::EventId;
use serde_json::json;

use crate::{Filter, VerifiedEvent};

/// Subscription id, chosen by the client; also the query id of a COUNT. Any string: whether a relay takes it is R-14.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubId(Arc<str>);

impl SubId {
    /// The id as the client wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SubId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for SubId {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for SubId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Client to relay.
#[derive(Debug, Clone, PartialEq)]
pub enum ClientMsg {
    /// Publish. Answered by one [`RelayMsg::Ok`].
    Event(VerifiedEvent),
    /// Subscribe. Answered by stored events and one [`RelayMsg::Eose`], or refused by one [`RelayMsg::Closed`].
    Req {
        /// Replaces an open subscription of the same id on this connection (R-15).
        sub: SubId,
        /// At least one; an event is sent if any filter matches (R-23).
        filters: Vec<Filter>,
    },
    /// End a subscription. Never answered (R-17).
    Close(SubId),
    /// Count. Answered by one [`RelayMsg::Count`] or one [`RelayMsg::Closed`].
    Count {
        /// Names the query, not a subscription.
        sub: SubId,
        /// At least one; `limit` is ignored (R-77).
        filters: Vec<Filter>,
    },
    /// Answer to a challenge: a kind 22242 event (R-74). Answered by one [`RelayMsg::Ok`].
    Auth(VerifiedEvent),
}

impl ClientMsg {
    /// The message as it goes over a WebSocket.
    pub fn to_json(&self) -> String {
        match self {
            Self::Event(event) => format!(r#"["EVENT",{}]"#, event.as_json()),
            Self::Req { sub, filters } => query_json("REQ", sub, filters),
            Self::Close(sub) => json!(["CLOSE", sub.as_str()]).to_string(),
            Self::Count { sub, filters } => query_json("COUNT", sub, filters),
            Self::Auth(event) => format!(r#"["AUTH",{}]"#, event.as_json()),
        }
    }
}

fn query_json(verb: &str, sub: &SubId, filters: &[Filter]) -> String {
    let mut items = vec![json!(verb), json!(sub.as_str())];
    items.extend(filters.iter().map(Filter::to_value));
    serde_json::Value::Array(items).to_string()
}

/// Relay to client.
#[derive(Debug, Clone, PartialEq)]
pub enum RelayMsg {
    /// An event for an open subscription (R-18).
    Event {
        /// The subscription it answers.
        sub: SubId,
        /// The event.
        event: VerifiedEvent,
    },
    /// The stored events of a subscription are through (R-19).
    Eose(SubId),
    /// The one answer to EVENT and AUTH (R-08).
    Ok {
        /// Id of the event answered.
        id: EventId,
        /// Whether the relay has taken it, or had it already.
        accepted: bool,
        /// Empty, or `<prefix>: text`; see [`Prefix`].
        message: String,
    },
    /// OK false with an empty event id: something was refused, and nobody is told what. Only relays that deviate say it.
    NamelessOk {
        /// `<prefix>: text`; see [`Prefix`].
        message: String,
    },
    /// A REQ or COUNT was refused, or a subscription ended by the relay (R-13, R-78).
    Closed {
        /// The subscription or query.
        sub: SubId,
        /// `<prefix>: text`; see [`Prefix`].
        message: String,
    },
    /// A remark for people. Never the only answer to a well-formed EVENT, REQ, COUNT or AUTH (R-22).
    Notice(String),
    /// The challenge of this connection (R-73).
    Auth(String),
    /// The answer to COUNT (R-77).
    Count {
        /// The query.
        sub: SubId,
        /// Number of visible events that match any filter.
        count: u64,
    },
}

impl RelayMsg {
    /// The message as it goes over a WebSocket.
    pub fn to_json(&self) -> String {
        match self {
            Self::Event { sub, event } => format!(r#"["EVENT",{},{}]"#, json!(sub.as_str()), event.as_json()),
            Self::Eose(sub) => json!(["EOSE", sub.as_str()]).to_string(),
            Self::Ok { id, accepted, message } => json!(["OK", id.to_hex(), accepted, message]).to_string(),
            Self::NamelessOk { message } => json!(["OK", "", false, message]).to_string(),
            Self::Closed { sub, message } => json!(["CLOSED", sub.as_str(), message]).to_string(),
            Self::Notice(text) => json!(["NOTICE", text]).to_string(),
            Self::Auth(challenge) => json!(["AUTH", challenge]).to_string(),
            Self::Count { sub, count } => json!(["COUNT", sub.as_str(), { "count": count }]).to_string(),
        }
    }
}

/// The machine-readable word before the colon of an OK or CLOSED text (R-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prefix {
    /// `duplicate`: the relay has the event (R-07).
    Duplicate,
    /// `pow`: not enough proof of work. This relay never says so.
    Pow,
    /// `blocked`: deleted (R-55), or a protected event (R-83).
    Blocked,
    /// `rate-limited`: too many subscriptions or filters (R-20).
    RateLimited,
    /// `invalid`: the message breaks a rule or a limit.
    Invalid,
    /// `restricted`: known, and not entitled (R-76).
    Restricted,
    /// `mute`: an ephemeral event that nobody listens to (R-51).
    Mute,
    /// `error`: anything else, an older version included (R-44).
    Error,
    /// `auth-required`: answer the challenge first (R-76).
    AuthRequired,
    /// `unsupported`: only in CLOSED (R-30, R-34).
    Unsupported,
    /// `replaced`: what some relays say in place of `error` for R-44.
    Replaced,
}

impl Prefix {
    const ALL: [Self; 11] = [
        Self::Duplicate,
        Self::Pow,
        Self::Blocked,
        Self::RateLimited,
        Self::Invalid,
        Self::Restricted,
        Self::Mute,
        Self::Error,
        Self::AuthRequired,
        Self::Unsupported,
        Self::Replaced,
    ];

    /// The word itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Pow => "pow",
            Self::Blocked => "blocked",
            Self::RateLimited => "rate-limited",
            Self::Invalid => "invalid",
            Self::Restricted => "restricted",
            Self::Mute => "mute",
            Self::Error => "error",
            Self::AuthRequired => "auth-required",
            Self::Unsupported => "unsupported",
            Self::Replaced => "replaced",
        }
    }

    /// Reads the prefix of an OK or CLOSED text; `None` if it has none of these.
    pub fn of(message: &str) -> Option<Self> {
        let (word, _) = message.split_once(": ")?;
        Self::ALL.into_iter().find(|prefix| prefix.as_str() == word)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
