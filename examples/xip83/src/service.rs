//! The paths of the service, and how its messages are written.

use http::uri::PathAndQuery;
use tonic_prost::ProstCodec;

use crate::wire::{HeadsRequest, HeadsResponse, SubscribeRequest, SubscribeResponse};

/// The stream.
pub const SUBSCRIBE: &str = "/colony.xip83.v1.Streams/Subscribe";
/// The question beside it.
pub const HEADS: &str = "/colony.xip83.v1.Streams/Heads";

/// A path of this service.
pub fn path(of: &'static str) -> PathAndQuery {
    PathAndQuery::from_static(of)
}

/// The codec of a client of the stream.
pub fn subscribing() -> ProstCodec<SubscribeRequest, SubscribeResponse> {
    ProstCodec::default()
}

/// The codec of a node of the stream.
pub fn subscribed() -> ProstCodec<SubscribeResponse, SubscribeRequest> {
    ProstCodec::default()
}

/// The codec of who asks.
pub fn asking() -> ProstCodec<HeadsRequest, HeadsResponse> {
    ProstCodec::default()
}

/// The codec of who answers.
pub fn answering() -> ProstCodec<HeadsResponse, HeadsRequest> {
    ProstCodec::default()
}
