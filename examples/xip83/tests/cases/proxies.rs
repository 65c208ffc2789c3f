//! Through nginx and HAProxy: the cases of the text, and what the two do to a stream, with limits short enough for a test.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use streams::code::Code;
use streams::corpus::Case;
use streams::frame::{self, Mutate, Request, Response, Row, Subscription, Topic};
use streams::judge;
use streams::node::NodeOptions;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use xip83::client::{Call, End, Event, Events, Target};
use xip83::node::{self, Serving};
use xip83::proxy::{Front, Kind, Proxy};

use super::play::{Stage, hold, name, real, say, test_cases, wrong};
use super::relay::Relay;

/// Is it installed? If not, the test says so and shows nothing.
fn installed(kind: Kind, what: &str) -> bool {
    let there = kind.version().is_some();
    if !there {
        say(&format!("skipped: {what} (needs {kind})"));
    }
    there
}

/// The relay that can become a black hole lies between proxy and node: the proxy goes on answering below the stream.
async fn behind(kind: Kind, cases: Vec<Case>) -> Vec<(Case, String)> {
    let mut stages = Vec::new();
    for case in cases {
        stages.push(Stage::set(case).await);
    }
    let front = |stage: &Stage| Front::to(stage.relay.address).with(own_connection(kind));
    let fronts: Vec<_> = stages.iter().map(front).collect();
    let proxy = Proxy::start(kind, &fronts).await.unwrap();
    let mut plays = JoinSet::new();
    for (stage, address) in stages.into_iter().zip(proxy.addresses.clone()) {
        plays.spawn(async move {
            let case = stage.case.clone();
            let name = format!("{} behind {kind}", name(&case));
            let report = wrong(&name, &judge(&stage.play(address).await));
            (case, report)
        });
    }
    plays.join_all().await
}

/// HAProxy uses the connection of a call that is over for the next one. A client that gives its dead call up and calls anew can meet the dead
/// connection again: the test below shows it.
fn own_connection(kind: Kind) -> Option<&'static str> {
    (kind == Kind::HaProxy).then_some("http-reuse never")
}

#[test]
fn the_test_cases_of_the_text_hold_behind_nginx_and_haproxy() {
    let kinds = Kind::ALL.into_iter().filter(|kind| installed(*kind, "the test cases of the text through a proxy"));
    let held = |kind| hold(test_cases(), move |cases| behind(kind, cases));
    let report = real(async { kinds.map(held).collect::<JoinSet<_>>().join_all().await.concat() });
    assert!(report.is_empty(), "{report}");
}

/// Does the node answer a new call within a second? The call, and whether it does.
async fn new_call(address: SocketAddr) -> (Call, bool) {
    let (call, mut events) = Call::open(&Target::at(&format!("http://{address}")).unwrap());
    let started = async { while !matches!(events.recv().await, Some(Event::Frame(Response::Started { .. }))) {} };
    let answers = tokio::time::timeout(Duration::from_secs(1), started).await.is_ok();
    (call, answers)
}

/// The connection between proxy and node dies in silence; the client gives its call up and calls anew. Does the node answer?
async fn answers_after_a_silent_death(kind: Kind, setting: Option<&str>) -> bool {
    let (_serving, address) = node(60_000).await;
    let relay = Relay::before(address).await;
    let proxy = Proxy::start(kind, &[Front::to(relay.address).with(setting)]).await.unwrap();
    let (call, answers) = new_call(proxy.addresses[0]).await;
    assert!(answers, "{kind}: the first call");
    relay.swallow(true);
    relay.swallow(false);
    drop(call);
    // The proxy hears of it.
    tokio::time::sleep(Duration::from_millis(200)).await;
    new_call(proxy.addresses[0]).await.1
}

#[test]
fn behind_haproxy_a_new_call_meets_the_dead_connection_of_the_old_one() {
    if installed(Kind::HaProxy, "a dead connection between a proxy and the node") {
        assert!(!real(answers_after_a_silent_death(Kind::HaProxy, None)));
        assert!(real(answers_after_a_silent_death(Kind::HaProxy, own_connection(Kind::HaProxy))));
    }
}

#[test]
fn behind_nginx_a_new_call_has_a_connection_of_its_own() {
    if installed(Kind::Nginx, "a dead connection between a proxy and the node") {
        assert!(real(answers_after_a_silent_death(Kind::Nginx, None)));
    }
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

async fn a_silent_stream_is_cut_and_a_ping_keeps_it(kind: Kind) {
    let ((silent_node, silent), (_pings, pings)) = (node(60_000).await, node(300).await);
    let fronts = [silent, pings].map(|address| Front::to(address).with(limits(kind)));
    let proxy = Proxy::start(kind, &fronts).await.unwrap();
    let patience = Duration::from_secs(3);
    let (cut, kept) = tokio::join!(call(proxy.addresses[0], None, patience), call(proxy.addresses[1], None, patience));
    let (end, after) = cut.expect("silence is cut");
    assert_eq!(end.code, code_of_a_cut(kind), "{kind}: {}", end.message);
    assert!(after >= Duration::from_millis(900), "{kind} after {after:?}");
    assert_eq!(silent_node.node.open_streams(), 0, "{kind}: the node hears that the call is gone");
    assert_eq!(kept, None, "{kind}");
}

#[test]
fn a_proxy_cuts_a_silent_stream_and_a_ping_within_its_limit_keeps_it() {
    let kinds = Kind::ALL.into_iter().filter(|kind| installed(*kind, "a limit of silence"));
    real(async { kinds.map(a_silent_stream_is_cut_and_a_ping_keeps_it).collect::<JoinSet<_>>().join_all().await });
}

#[test]
fn nginx_counts_the_bytes_of_a_whole_call() {
    if !installed(Kind::Nginx, "a budget of request bytes") {
        return;
    }
    real(async {
        let (serving, address) = node(60_000).await;
        let fronts = [Front::to(address).with(["client_max_body_size 1k;"]), Front::to(address)];
        let proxy = Proxy::start(Kind::Nginx, &fronts).await.unwrap();
        // A Ping takes eleven bytes and one every 12 ms is within the node's limit: a kilobyte is sent in about a second.
        let (every, patience) = (Some(Duration::from_millis(12)), Duration::from_secs(3));
        let (cut, kept) =
            tokio::join!(call(proxy.addresses[0], every, patience), call(proxy.addresses[1], every, patience));
        let (end, _) = cut.expect("more than a kilobyte is cut");
        assert_ne!(end.code, Code::ResourceExhausted, "that would be the node: {}", end.message);
        assert_ne!(end.code, Code::Ok);
        assert_eq!(kept, None);
        assert_eq!(serving.node.open_streams(), 1, "the node hears that the first call is gone");
    });
}

/// A consumer that stands still is silence to a proxy, although client and node excuse it. What the transport took by then still reaches the
/// consumer; then it hears of the end.
async fn a_consumer_that_stands_still_is_cut(kind: Kind) {
    const ROWS: u64 = 1_000;
    let (serving, address) = node(60_000).await;
    let mut limits = limits(kind).to_vec();
    limits.extend((kind == Kind::Nginx).then_some("send_timeout 1s;"));
    let proxy = Proxy::start(kind, &[Front::to(address).with(limits)]).await.unwrap();
    let (call, mut events) = Call::open(&Target::at(&format!("http://{}", proxy.addresses[0])).unwrap());
    let topic = Topic::new([0x00, 0xa1]);
    let adds = vec![Subscription { topic: topic.clone(), id_cursor: 0.into() }];
    call.send(Request::Mutate(Mutate { adds, mutate_id: 1, ..Mutate::default() }));
    while !matches!(events.recv().await, Some(Event::Frame(Response::CatchupComplete(1)))) {}
    call.take(false);
    for id in 1..=ROWS {
        // 16 MiB in all, more than any of the buffers on the way.
        serving.node.commit(Row {
            kind: frame::Kind::Group,
            originator: None,
            id,
            topic: topic.clone(),
            bytes: 16 << 10,
            readable: true,
        });
    }
    let cut = async {
        while serving.node.open_streams() > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(4), cut).await.expect("the node hears that the call is gone");
    call.take(true);
    let mut had = Vec::new();
    loop {
        match events.recv().await {
            Some(Event::Frame(Response::Messages(messages))) => had.extend(messages.rows().map(|row| row.id)),
            Some(Event::Ended(end)) => {
                // In the middle of a row it is `INTERNAL` behind HAProxy too.
                assert!(![Code::Ok, Code::Unavailable].contains(&end.code), "{kind}: {end:?}");
                break;
            }
            _ => {}
        }
    }
    let first = had.len() as u64;
    assert!(had.iter().copied().eq(1..=first) && first > 0 && first < ROWS, "{kind}: {first} rows");
}

#[test]
fn a_proxy_cuts_a_consumer_that_stands_still_which_then_has_the_beginning() {
    let kinds = Kind::ALL.into_iter().filter(|kind| installed(*kind, "a stalled consumer"));
    real(async { kinds.map(a_consumer_that_stands_still_is_cut).collect::<JoinSet<_>>().join_all().await });
}
