//! Frames of the machines in the words of the vectors, and back.

use streams::frame::{Kind as ModelKind, Messages, Mutate, Request, Response, Subscription};

use super::names::{Names, cursor};
use crate::format::topics::stream::{Frame, Kind, Machine, Value};
use crate::stream::{Seen, Sent};

/// A frame of a client, as it is seen.
pub(super) fn up(request: &Request, names: &Names<'_>) -> Sent {
    match request {
        Request::Mutate(mutate) => Sent::Mutate {
            adds: mutate
                .adds
                .iter()
                .map(|add| (names.label(&add.topic), add.id_cursor.id().unwrap_or_default()))
                .collect(),
            removes: mutate.removes.iter().map(|topic| names.label(topic)).collect(),
            history_only: mutate.history_only,
            mutate_id: mutate.mutate_id,
        },
        Request::Ping(nonce) => Sent::Ping(*nonce),
        Request::Pong(nonce) => Sent::Pong(*nonce),
        Request::Empty => Sent::Empty,
        Request::UnknownVersion => Sent::UnknownVersion,
    }
}

/// A frame of a node, as it is seen.
pub(super) fn down(response: &Response, names: &Names<'_>) -> Sent {
    match response {
        Response::Messages(messages) => {
            let row = |row: &streams::frame::Row| (own_kind(row.kind), row.id, names.label(&row.topic));
            Sent::Messages(messages.mutate_id, messages.rows().map(row).collect())
        }
        Response::Started { keepalive_interval_ms, .. } => Sent::Started(*keepalive_interval_ms),
        Response::Ping(nonce) => Sent::Ping(*nonce),
        Response::Pong(nonce) => Sent::Pong(*nonce),
        Response::TopicsLive(topics) => Sent::TopicsLive(topics.iter().map(|topic| names.label(topic)).collect()),
        Response::CatchupComplete(id) => Sent::CatchupComplete(*id),
    }
}

const fn own_kind(kind: ModelKind) -> Kind {
    match kind {
        ModelKind::Group => Kind::Group,
        ModelKind::Welcome => Kind::Welcome,
    }
}

/// A frame that a script sends to a node. `$ping3` is 3: this node numbers its Pings from 1.
pub(super) fn request(frame: &Frame, names: &Names<'_>) -> Result<Request, String> {
    let number = |value: &Value| match value {
        Value::Is(number) => Ok(*number),
        Value::Named(name) => {
            let place = name.strip_prefix("$ping").and_then(|place| place.parse::<u64>().ok());
            place.ok_or_else(|| format!("`{name}` is no name of a Ping"))
        }
    };
    Ok(match frame {
        Frame::Mutate { adds, removes, history_only, mutate_id } => {
            let add = |(label, at): &(String, _)| {
                Ok(Subscription { topic: names.topic(label)?, id_cursor: cursor(at)?.into() })
            };
            Request::Mutate(Mutate {
                adds: adds.iter().map(add).collect::<Result<_, String>>()?,
                removes: names.topics(removes)?,
                history_only: *history_only,
                mutate_id: number(mutate_id)?,
            })
        }
        Frame::Ping { nonce } => Request::Ping(number(nonce)?),
        Frame::Pong { nonce } => Request::Pong(number(nonce)?),
        Frame::Empty {} => Request::Empty,
        Frame::UnknownVersion {} => Request::UnknownVersion,
        other => return Err(format!("a client does not send {other:?}")),
    })
}

/// A frame that a script sends to a client. What the client chose is in `seen`.
pub(super) fn response(frame: &Frame, names: &Names<'_>, seen: &Seen) -> Result<Response, String> {
    let number = |value: &Value| {
        let number = seen.number(value, Machine::Client);
        number.ok_or_else(|| format!("{value:?} stands for nothing that was sent by then"))
    };
    Ok(match frame {
        Frame::Started { keepalive_interval_ms, capabilities } => {
            Response::Started { keepalive_interval_ms: *keepalive_interval_ms, capabilities: capabilities.clone() }
        }
        Frame::Messages { mutate_id, rows } => Response::Messages(Messages::of(names.rows(rows)?, number(mutate_id)?)),
        Frame::TopicsLive { topics } => Response::TopicsLive(names.topics(topics)?),
        Frame::CatchupComplete { mutate_id } => Response::CatchupComplete(number(mutate_id)?),
        Frame::Ping { nonce } => Response::Ping(number(nonce)?),
        Frame::Pong { nonce } => Response::Pong(number(nonce)?),
        other => return Err(format!("a node does not send {other:?}")),
    })
}
