//! The messages on the wire are those that the model counts.

use prost::Message;
use sim_engine::Record;
use streams::corpus::cases;
use streams::frame::{Request, Response};
use streams::system::{Frame, Note};
use streams::{RunOptions, simulate};
use xip83::wire::{RequestV1, RequestVersion, SubscribeRequest, SubscribeResponse};

/// gRPC's prefix.
const PREFIX: usize = 5;

/// Every frame of every test case of the text, in the model.
fn frames() -> Vec<Frame> {
    let mut frames = Vec::new();
    for case in cases().unwrap().into_iter().filter(|case| case.scenario.id.starts_with("x-t")) {
        let options = RunOptions { dialect: case.dialect, variant: case.variant, ..RunOptions::default() };
        for entry in simulate(&case.scenario, &options).unwrap().transcript.entries {
            if let Record::Note(_, Note::Sent(_, frame)) = entry.record {
                frames.push(frame);
            }
        }
    }
    frames
}

#[test]
fn a_frame_takes_as_many_bytes_as_the_model_counts_and_comes_back_as_it_was() {
    let frames = frames();
    assert!(frames.len() > 100, "{} frames", frames.len());
    for frame in frames {
        match frame {
            Frame::Up(request) => {
                let wire = SubscribeRequest::from(request.clone());
                assert_eq!(wire.encoded_len() + PREFIX, request.bytes(), "{request:?}");
                let read = SubscribeRequest::decode(wire.encode_to_vec().as_slice()).unwrap();
                assert_eq!(Request::from(read), request);
            }
            Frame::Down(response) => {
                let wire = SubscribeResponse::from(response.clone());
                assert_eq!(wire.encoded_len() + PREFIX, response.bytes(), "{response:?}");
                let read = SubscribeResponse::decode(wire.encode_to_vec().as_slice()).unwrap();
                assert_eq!(read.frame(), Some(response));
            }
        }
    }
}

#[test]
fn the_numbers_of_fields_are_those_of_the_text() {
    let bytes = |request: Request| SubscribeRequest::from(request).encode_to_vec();
    // V1 is field 1; Ping is 2 and Pong 3 in it; the nonce is 1.
    assert_eq!(bytes(Request::Ping(7)), [0x0a, 4, 0x12, 2, 0x08, 7]);
    assert_eq!(bytes(Request::Pong(7)), [0x0a, 4, 0x1a, 2, 0x08, 7]);
    let down = |response: Response| SubscribeResponse::from(response).encode_to_vec();
    let started = Response::Started { keepalive_interval_ms: 5, capabilities: vec![0] };
    assert_eq!(down(started), [0x0a, 7, 0x12, 5, 0x08, 5, 0x12, 1, 0]);
    assert_eq!(down(Response::Ping(7)), [0x0a, 4, 0x1a, 2, 0x08, 7]);
    assert_eq!(down(Response::Pong(7)), [0x0a, 4, 0x22, 2, 0x08, 7]);
    assert_eq!(down(Response::TopicsLive(vec![streams::frame::Topic::new([0, 1])])), [0x0a, 6, 0x2a, 4, 0x0a, 2, 0, 1]);
    assert_eq!(down(Response::CatchupComplete(9)), [0x0a, 4, 0x32, 2, 0x08, 9]);
}

#[test]
fn another_version_and_an_empty_request_are_told_apart() {
    // Field 2 in place of V1.
    let other = SubscribeRequest::decode([0x12, 0].as_slice()).unwrap();
    assert_eq!(Request::from(other), Request::UnknownVersion);
    let empty = SubscribeRequest { version: Some(RequestVersion::V1(RequestV1 { request: None })) };
    assert_eq!(empty.encode_to_vec(), [0x0a, 0]);
    assert_eq!(Request::from(SubscribeRequest::decode([0x0a, 0].as_slice()).unwrap()), Request::Empty);
}
