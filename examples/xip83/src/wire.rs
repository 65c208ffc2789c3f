//! The messages of section 3 of `docs/spec/streams.md`, as protobuf. What a row carries is opaque there; here a row is its id, its topic and
//! its bytes.

use prost::{Enumeration, Message, Oneof};

/// What a client sends.
#[derive(Clone, PartialEq, Message)]
pub struct SubscribeRequest {
    /// The version that the client speaks; none if this program does not know it.
    #[prost(oneof = "RequestVersion", tags = "1")]
    pub version: Option<RequestVersion>,
}

/// Versions of a request.
#[derive(Clone, PartialEq, Oneof)]
pub enum RequestVersion {
    /// The only one.
    #[prost(message, tag = "1")]
    V1(RequestV1),
}

/// A request of version 1.
#[derive(Clone, PartialEq, Message)]
pub struct RequestV1 {
    /// What it asks for.
    #[prost(oneof = "RequestKind", tags = "1, 2, 3")]
    pub request: Option<RequestKind>,
}

/// What a client asks for.
#[derive(Clone, PartialEq, Oneof)]
pub enum RequestKind {
    /// Changes the topics.
    #[prost(message, tag = "1")]
    Mutate(Mutate),
    /// Asks for a Pong.
    #[prost(message, tag = "2")]
    Ping(Nonce),
    /// Answers a Ping.
    #[prost(message, tag = "3")]
    Pong(Nonce),
}

/// Changes the topics of a stream.
#[derive(Clone, PartialEq, Message)]
pub struct Mutate {
    /// What to add.
    #[prost(message, repeated, tag = "1")]
    pub adds: Vec<Subscription>,
    /// What to remove before.
    #[prost(bytes = "vec", repeated, tag = "2")]
    pub removes: Vec<Vec<u8>>,
    /// Replay only.
    #[prost(bool, tag = "3")]
    pub history_only: bool,
    /// Names it.
    #[prost(uint64, tag = "4")]
    pub mutate_id: u64,
}

/// A topic, and above which id it is wanted.
#[derive(Clone, PartialEq, Message)]
pub struct Subscription {
    /// The topic.
    #[prost(bytes = "vec", tag = "1")]
    pub topic: Vec<u8>,
    /// The cursor; 0 is the beginning.
    #[prost(uint64, tag = "2")]
    pub id_cursor: u64,
}

/// `Ping` and `Pong`.
#[derive(Clone, Copy, PartialEq, Message)]
pub struct Nonce {
    /// The same in both.
    #[prost(uint64, tag = "1")]
    pub nonce: u64,
}

/// What a node sends.
#[derive(Clone, PartialEq, Message)]
pub struct SubscribeResponse {
    /// The version that the node speaks; none if this program does not know it.
    #[prost(oneof = "ResponseVersion", tags = "1")]
    pub version: Option<ResponseVersion>,
}

/// Versions of a response.
#[derive(Clone, PartialEq, Oneof)]
pub enum ResponseVersion {
    /// The only one.
    #[prost(message, tag = "1")]
    V1(ResponseV1),
}

/// A response of version 1.
#[derive(Clone, PartialEq, Message)]
pub struct ResponseV1 {
    /// What it says.
    #[prost(oneof = "ResponseKind", tags = "1, 2, 3, 4, 5, 6")]
    pub response: Option<ResponseKind>,
}

/// What a node says.
#[derive(Clone, PartialEq, Oneof)]
pub enum ResponseKind {
    /// Rows.
    #[prost(message, tag = "1")]
    Messages(Messages),
    /// The beginning.
    #[prost(message, tag = "2")]
    Started(Started),
    /// Asks for a Pong.
    #[prost(message, tag = "3")]
    Ping(Nonce),
    /// Answers a Ping.
    #[prost(message, tag = "4")]
    Pong(Nonce),
    /// These topics were replayed.
    #[prost(message, tag = "5")]
    TopicsLive(TopicsLive),
    /// A Mutate was carried out.
    #[prost(message, tag = "6")]
    CatchupComplete(CatchupComplete),
}

/// Rows of one lane.
#[derive(Clone, PartialEq, Message)]
pub struct Messages {
    /// Of groups.
    #[prost(message, repeated, tag = "1")]
    pub group_messages: Vec<Row>,
    /// Of installations.
    #[prost(message, repeated, tag = "2")]
    pub welcome_messages: Vec<Row>,
    /// The wave; 0 is live.
    #[prost(uint64, tag = "3")]
    pub mutate_id: u64,
}

/// A row. The text leaves open what is in it.
#[derive(Clone, PartialEq, Message)]
pub struct Row {
    /// Its number in the sequence of its kind.
    #[prost(uint64, tag = "1")]
    pub id: u64,
    /// Where it belongs.
    #[prost(bytes = "vec", tag = "2")]
    pub topic: Vec<u8>,
    /// What it carries.
    #[prost(bytes = "vec", tag = "3")]
    pub data: Vec<u8>,
}

/// The first frame of a node.
#[derive(Clone, PartialEq, Message)]
pub struct Started {
    /// Its interval; 0 if it does not ping.
    #[prost(uint32, tag = "1")]
    pub keepalive_interval_ms: u32,
    /// Optional features.
    #[prost(enumeration = "Capability", repeated, tag = "2")]
    pub capabilities: Vec<i32>,
}

/// Optional features. The text has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Enumeration)]
#[repr(i32)]
pub enum Capability {
    /// No feature.
    Unspecified = 0,
}

/// These topics were replayed.
#[derive(Clone, PartialEq, Message)]
pub struct TopicsLive {
    /// Which.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub topics: Vec<Vec<u8>>,
}

/// A Mutate was carried out.
#[derive(Clone, Copy, PartialEq, Message)]
pub struct CatchupComplete {
    /// Which.
    #[prost(uint64, tag = "1")]
    pub mutate_id: u64,
}

/// Asks, beside the stream, what the node has (X-I26). It is no part of the text.
#[derive(Clone, PartialEq, Message)]
pub struct HeadsRequest {
    /// Of which topics.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub topics: Vec<Vec<u8>>,
}

/// What the node has.
#[derive(Clone, PartialEq, Message)]
pub struct HeadsResponse {
    /// The highest id of each topic, as a cursor.
    #[prost(message, repeated, tag = "1")]
    pub heads: Vec<Subscription>,
}
