//! From the messages on the wire to the frames of the machines, and back.

use std::collections::BTreeMap;

use streams::frame::{self, Kind, Request, Response, Topic};

use crate::wire::{
    CatchupComplete, HeadsRequest, HeadsResponse, Messages, Mutate, Nonce, RequestKind, RequestV1, RequestVersion,
    ResponseKind, ResponseV1, ResponseVersion, Row, Started, SubscribeRequest, SubscribeResponse, Subscription,
    TopicsLive,
};

impl From<Request> for SubscribeRequest {
    fn from(request: Request) -> Self {
        let v1 = |request| Self { version: Some(RequestVersion::V1(RequestV1 { request })) };
        match request {
            Request::Mutate(mutate) => v1(Some(RequestKind::Mutate(mutate.into()))),
            Request::Ping(nonce) => v1(Some(RequestKind::Ping(Nonce { nonce }))),
            Request::Pong(nonce) => v1(Some(RequestKind::Pong(Nonce { nonce }))),
            Request::Empty => v1(None),
            Request::UnknownVersion => Self { version: None },
        }
    }
}

impl From<SubscribeRequest> for Request {
    fn from(request: SubscribeRequest) -> Self {
        let Some(RequestVersion::V1(v1)) = request.version else { return Self::UnknownVersion };
        match v1.request {
            Some(RequestKind::Mutate(mutate)) => Self::Mutate(mutate.into()),
            Some(RequestKind::Ping(Nonce { nonce })) => Self::Ping(nonce),
            Some(RequestKind::Pong(Nonce { nonce })) => Self::Pong(nonce),
            None => Self::Empty,
        }
    }
}

impl From<frame::Mutate> for Mutate {
    fn from(mutate: frame::Mutate) -> Self {
        // The binding of this example is v3: every cursor is an id.
        let add = |add: frame::Subscription| Subscription {
            topic: bytes(&add.topic),
            id_cursor: add.id_cursor.id().unwrap_or_default(),
        };
        Self {
            adds: mutate.adds.into_iter().map(add).collect(),
            removes: mutate.removes.iter().map(bytes).collect(),
            history_only: mutate.history_only,
            mutate_id: mutate.mutate_id,
        }
    }
}

impl From<Mutate> for frame::Mutate {
    fn from(mutate: Mutate) -> Self {
        let add =
            |add: Subscription| frame::Subscription { topic: Topic::new(add.topic), id_cursor: add.id_cursor.into() };
        Self {
            adds: mutate.adds.into_iter().map(add).collect(),
            removes: topics(mutate.removes),
            history_only: mutate.history_only,
            mutate_id: mutate.mutate_id,
        }
    }
}

impl From<Response> for SubscribeResponse {
    fn from(response: Response) -> Self {
        let response = match response {
            Response::Messages(messages) => ResponseKind::Messages(messages.into()),
            Response::Started { keepalive_interval_ms, capabilities } => {
                // An enumeration is a signed number of 32 bits on the wire.
                let capabilities = capabilities.into_iter().map(u32::cast_signed).collect();
                ResponseKind::Started(Started { keepalive_interval_ms, capabilities })
            }
            Response::Ping(nonce) => ResponseKind::Ping(Nonce { nonce }),
            Response::Pong(nonce) => ResponseKind::Pong(Nonce { nonce }),
            Response::TopicsLive(live) => {
                ResponseKind::TopicsLive(TopicsLive { topics: live.iter().map(bytes).collect() })
            }
            Response::CatchupComplete(mutate_id) => ResponseKind::CatchupComplete(CatchupComplete { mutate_id }),
        };
        Self { version: Some(ResponseVersion::V1(ResponseV1 { response: Some(response) })) }
    }
}

impl SubscribeResponse {
    /// The frame; none if this program does not know its version or its kind.
    pub fn frame(self) -> Option<Response> {
        let Some(ResponseVersion::V1(v1)) = self.version else { return None };
        Some(match v1.response? {
            ResponseKind::Messages(messages) => Response::Messages(messages.into()),
            ResponseKind::Started(Started { keepalive_interval_ms, capabilities }) => {
                let capabilities = capabilities.into_iter().map(i32::cast_unsigned).collect();
                Response::Started { keepalive_interval_ms, capabilities }
            }
            ResponseKind::Ping(Nonce { nonce }) => Response::Ping(nonce),
            ResponseKind::Pong(Nonce { nonce }) => Response::Pong(nonce),
            ResponseKind::TopicsLive(live) => Response::TopicsLive(topics(live.topics)),
            ResponseKind::CatchupComplete(done) => Response::CatchupComplete(done.mutate_id),
        })
    }
}

impl From<frame::Messages> for Messages {
    fn from(messages: frame::Messages) -> Self {
        Self {
            group_messages: messages.group_messages.into_iter().map(Row::from).collect(),
            welcome_messages: messages.welcome_messages.into_iter().map(Row::from).collect(),
            mutate_id: messages.mutate_id,
        }
    }
}

impl From<Messages> for frame::Messages {
    fn from(messages: Messages) -> Self {
        Self {
            group_messages: messages.group_messages.into_iter().map(|row| row.of(Kind::Group)).collect(),
            welcome_messages: messages.welcome_messages.into_iter().map(|row| row.of(Kind::Welcome)).collect(),
            envelopes: Vec::new(),
            mutate_id: messages.mutate_id,
        }
    }
}

/// What a row carries is not looked at: so many zeros.
impl From<frame::Row> for Row {
    fn from(row: frame::Row) -> Self {
        Self { id: row.id, topic: bytes(&row.topic), data: vec![0; row.bytes] }
    }
}

impl Row {
    fn of(self, kind: Kind) -> frame::Row {
        let (topic, bytes) = (Topic::new(self.topic), self.data.len());
        frame::Row { kind, originator: None, id: self.id, topic, bytes, readable: true }
    }
}

impl From<Vec<Topic>> for HeadsRequest {
    fn from(wanted: Vec<Topic>) -> Self {
        Self { topics: wanted.iter().map(bytes).collect() }
    }
}

impl From<HeadsRequest> for Vec<Topic> {
    fn from(request: HeadsRequest) -> Self {
        topics(request.topics)
    }
}

impl From<BTreeMap<Topic, u64>> for HeadsResponse {
    fn from(heads: BTreeMap<Topic, u64>) -> Self {
        let head = |(topic, id_cursor): (Topic, u64)| Subscription { topic: bytes(&topic), id_cursor };
        Self { heads: heads.into_iter().map(head).collect() }
    }
}

impl From<HeadsResponse> for BTreeMap<Topic, u64> {
    fn from(response: HeadsResponse) -> Self {
        response.heads.into_iter().map(|head| (Topic::new(head.topic), head.id_cursor)).collect()
    }
}

fn bytes(topic: &Topic) -> Vec<u8> {
    topic.as_bytes().to_vec()
}

fn topics(all: Vec<Vec<u8>>) -> Vec<Topic> {
    all.into_iter().map(Topic::new).collect()
}
