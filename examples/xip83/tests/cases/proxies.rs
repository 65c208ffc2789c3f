//! Through nginx and HAProxy: the cases of the text, and what the two do to a stream, with limits short enough for a test.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use streams::code::Code;
use streams::frame::{Request, Response};
use streams::judge;
use streams::node::NodeOptions;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use xip83::client::{Call, End, Event, Events, Target};
use xip83::node::{self, Serving};
use xip83::proxy::{Front, Kind, Proxy};

use super::play::{Stage, name, real, test_cases, wrong};

/// Is it installed? If not, the test says so and shows nothing.
fn installed(kind: Kind, what: &str) -> bool {
    let there = kind.version().is_some();
    if !there {
        println!("skipped: {what} (needs {kind})");
    }
    there
}

/// The relay that can become a black hole lies between proxy and node: the proxy goes on answering below the stream.
fn the_test_cases_hold_behind(kind: Kind) {
    if !installed(kind, "the test cases of the text through a proxy") {
        return;
    }
    let report = real(async {
        let mut stages = Vec::new();
        for case in test_cases() {
            stages.push(Stage::set(case).await);
        }
        let fronts: Vec<_> = stages.iter().map(|stage| Front::to(stage.relay.address)).collect();
        let proxy = Proxy::start(kind, &fronts).await.unwrap();
        let mut plays = JoinSet::new();
        for (stage, address) in stages.into_iter().zip(proxy.addresses.clone()) {
            plays.spawn(async move {
                let name = format!("{} behind {kind}", name(&stage.case));
                wrong(&name, &judge(&stage.play(address).await))
            });
        }
        plays.join_all().await.concat()
    });
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_test_cases_of_the_text_hold_behind_nginx() {
    the_test_cases_hold_behind(Kind::Nginx);
}

#[test]
fn the_test_cases_of_the_text_hold_behind_haproxy() {
    the_test_cases_hold_behind(Kind::HaProxy);
}

/// Limits of a second, and who sends how often.
fn limits(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Nginx => ["grpc_read_timeout 1s;", "grpc_send_timeout 1s;"],
        Kind::HaProxy => ["timeout client 1s", "timeout server 1s"],
    }
}

async fn node(interval_ms: u64) -> (Serving, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let options = NodeOptions { interval_ms, pong_deadline_ms: interval_ms, ..NodeOptions::default() };
    let serving = node::serve(listener, node::Settings::of(options)).unwrap();
    let address = serving.address;
    (serving, address)
}

/// A call that answers every Ping and itself sends one every so often: how it ends within `length`, and when.
async fn call(address: SocketAddr, pings: Option<Duration>, length: Duration) -> Option<(End, Duration)> {
    let (call, events) = Call::open(&Target::at(&format!("http://{address}")).unwrap());
    let began = Instant::now();
    let ended = tokio::time::timeout(length, until_the_end(&call, events, pings)).await.ok()?;
    Some((ended, began.elapsed()))
}

async fn until_the_end(call: &Call, mut events: Events, pings: Option<Duration>) -> End {
    let mut timer = tokio::time::interval(pings.unwrap_or(Duration::from_secs(3_600)));
    timer.reset();
    loop {
        tokio::select! {
            _ = timer.tick() => call.send(Request::Ping(1)),
            event = events.recv() => match event {
                Some(Event::Frame(Response::Ping(nonce))) => call.send(Request::Pong(nonce)),
                Some(Event::Ended(end)) => return end,
                Some(_) => {}
                None => panic!("a call ends with its end"),
            },
        }
    }
}

/// nginx tells of its limit as `INTERNAL`, HAProxy as `UNKNOWN`; neither as `UNAVAILABLE`.
fn code_of_a_cut(kind: Kind) -> Code {
    match kind {
        Kind::Nginx => Code::Internal,
        Kind::HaProxy => Code::Unknown,
    }
}

#[test]
fn a_proxy_cuts_a_silent_stream_and_a_ping_within_its_limit_keeps_it() {
    for kind in Kind::ALL.into_iter().filter(|kind| installed(*kind, "a limit of silence")) {
        real(async {
            let ((_silent, silent), (_pings, pings)) = (node(60_000).await, node(300).await);
            let fronts = [silent, pings].map(|address| Front::to(address).with(limits(kind)));
            let proxy = Proxy::start(kind, &fronts).await.unwrap();
            let patience = Duration::from_secs(4);
            let (cut, kept) =
                tokio::join!(call(proxy.addresses[0], None, patience), call(proxy.addresses[1], None, patience));
            let (end, after) = cut.expect("silence is cut");
            assert_eq!(end.code, code_of_a_cut(kind), "{kind}: {}", end.message);
            assert!(after >= Duration::from_millis(900), "{kind} after {after:?}");
            assert_eq!(kept, None, "{kind}");
        });
    }
}

#[test]
fn nginx_counts_the_bytes_of_a_whole_call() {
    if !installed(Kind::Nginx, "a budget of request bytes") {
        return;
    }
    real(async {
        let (_serving, address) = node(60_000).await;
        let fronts = [Front::to(address).with(["client_max_body_size 1k;"]), Front::to(address)];
        let proxy = Proxy::start(Kind::Nginx, &fronts).await.unwrap();
        // A Ping takes eleven bytes and one every 12 ms is within the node's limit: a kilobyte is sent in about a second.
        let (every, patience) = (Some(Duration::from_millis(12)), Duration::from_secs(4));
        let (cut, kept) =
            tokio::join!(call(proxy.addresses[0], every, patience), call(proxy.addresses[1], every, patience));
        let (end, _) = cut.expect("more than a kilobyte is cut");
        assert_ne!(end.code, Code::ResourceExhausted, "that would be the node: {}", end.message);
        assert_ne!(end.code, Code::Ok);
        assert_eq!(kept, None);
    });
}
