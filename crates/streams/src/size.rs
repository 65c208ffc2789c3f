//! How many bytes a frame takes on the wire: protobuf's encoding of section 3, and the five bytes that gRPC puts in front.

use crate::cursor::Cursor;
use crate::frame::{Messages, Mutate, Request, Response, Row, Subscription, Topic};

/// gRPC's prefix: a flag and a length of four bytes.
const PREFIX: usize = 5;

impl Request {
    /// Bytes on the wire.
    pub fn bytes(&self) -> usize {
        let version = match self {
            Self::Mutate(mutate) => field(mutate_bytes(mutate)),
            Self::Ping(nonce) | Self::Pong(nonce) => field(number(*nonce)),
            Self::Empty => 0,
            Self::UnknownVersion => return PREFIX,
        };
        PREFIX + field(version)
    }
}

impl Response {
    /// Bytes on the wire. What a row carries is opaque: it counts with its size, its id and its topic.
    pub fn bytes(&self) -> usize {
        let inner = match self {
            Self::Messages(messages) => messages_bytes(messages),
            Self::Started { keepalive_interval_ms, capabilities } => {
                let list: usize = capabilities.iter().map(|one| varint(u64::from(*one))).sum();
                number(u64::from(*keepalive_interval_ms)) + if list == 0 { 0 } else { field(list) }
            }
            Self::Ping(one) | Self::Pong(one) | Self::CatchupComplete(one) => number(*one),
            Self::TopicsLive(topics) => topics.iter().map(topic_bytes).sum(),
        };
        PREFIX + field(field(inner))
    }
}

impl Row {
    /// Bytes in a `Messages` frame.
    pub fn bytes_in_frame(&self) -> usize {
        let originator = number(u64::from(self.originator.unwrap_or_default()));
        field(originator + number(self.id) + topic_bytes(&self.topic) + field(self.bytes))
    }
}

fn messages_bytes(messages: &Messages) -> usize {
    messages.rows().map(Row::bytes_in_frame).sum::<usize>() + number(messages.mutate_id)
}

fn mutate_bytes(mutate: &Mutate) -> usize {
    let add = |add: &Subscription| field(topic_bytes(&add.topic) + cursor_bytes(&add.id_cursor));
    mutate.adds.iter().map(add).sum::<usize>()
        + mutate.removes.iter().map(topic_bytes).sum::<usize>()
        + if mutate.history_only { 2 } else { 0 }
        + number(mutate.mutate_id)
}

/// A map is an entry after the other: key and value.
fn cursor_bytes(cursor: &Cursor) -> usize {
    match cursor {
        Cursor::Id(id) => number(*id),
        Cursor::LastSeen(seen) => seen.iter().map(|(one, last)| field(number(u64::from(*one)) + number(*last))).sum(),
    }
}

fn topic_bytes(topic: &Topic) -> usize {
    field(topic.as_bytes().len())
}

/// A field of `length` bytes: a tag of one byte, the length, the bytes.
fn field(length: usize) -> usize {
    1 + varint(length as u64) + length
}

/// A field that is a number; zero is left out.
fn number(value: u64) -> usize {
    if value == 0 { 0 } else { 1 + varint(value) }
}

fn varint(value: u64) -> usize {
    (64 - (value | 1).leading_zeros() as usize).div_ceil(7)
}
