//! `measure` says of a relay what it is: of our own front under every named personality, and of real relays where they are installed.

#[path = "../examples/front/mod.rs"]
mod front;
#[path = "../examples/measuring/mod.rs"]
mod measuring;

use std::net::SocketAddr;

use futures_util::future::join_all;
use sim_relay::{DEPLOYED, Personality};
use tokio::net::TcpListener;

/// Where a real relay listens: an environment variable per program, since nobody has them all.
const REAL: [(&str, &str); 4] = [
    ("COLONY_NOSTR_RS_RELAY", "nostr-rs-relay-0.8"),
    ("COLONY_RUST_NOSTR_0_44", "rust-nostr-0.44"),
    ("COLONY_NOSTR_RELAY_JS", "nostr-relay-js-0.0.40"),
    ("COLONY_NOSTR_RELAY_PY", "nostr-relay-py-1.14"),
];

async fn start(personality: Personality) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(front::serve(listener, personality));
    address
}

/// Line by line, so that a difference is one line.
fn compare(name: &str, measured: &Personality, expected: &Personality) -> Vec<String> {
    let (measured, expected) = (measured.to_string(), expected.to_string());
    let differ = measured.lines().zip(expected.lines()).filter(|(measured, expected)| measured != expected);
    differ.map(|(measured, expected)| format!("{name}: measured {measured:?}, written {expected:?}")).collect()
}

async fn measured_on_the_front(name: &'static str) -> Vec<String> {
    let personality = Personality::named(name).expect("a named personality");
    let place = start(personality.clone()).await;
    let measured = measuring::measure(place, false).await.expect("the front answers");
    compare(name, &measured, &measuring::visible_part(&personality, false))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn measure_gives_every_named_personality_of_the_front_back() {
    // `inbox` takes events of the accounts it serves alone, and measure has none of them.
    let names = DEPLOYED.iter().map(|deployed| deployed.name).chain(["conforming", "public", "minimal", "judge"]);
    let together = join_all(names.map(async |name| (name, measured_on_the_front(name).await))).await;
    // The clock is real, and side by side they are slow on a busy machine: what differs is measured again, alone.
    let mut differences = Vec::new();
    for (name, _) in together.into_iter().filter(|(_, differences)| !differences.is_empty()) {
        differences.extend(measured_on_the_front(name).await);
    }
    assert_eq!(differences, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn real_relays_have_the_personalities_that_are_written_down() {
    let mut differences = Vec::new();
    for (variable, name) in REAL {
        let Ok(address) = std::env::var(variable) else {
            println!("{name} was not asked: {variable} names no relay on loopback, such as ws://127.0.0.1:7447");
            continue;
        };
        let place = measuring::loopback(&address).unwrap_or_else(|sentence| panic!("{variable}: {sentence}"));
        let measured = measuring::measure(place, false).await.expect("the relay answers");
        let written = Personality::named(name).expect("a named personality");
        differences.extend(compare(name, &measured, &measuring::visible_part(&written, false)));
    }
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn measure_asks_nobody_beyond_loopback() {
    for good in ["ws://127.0.0.1:7447", "ws://localhost:7447/", "ws://[::1]:80", "ws://127.0.0.2:1"] {
        assert!(measuring::loopback(good).is_ok(), "{good}");
    }
    for bad in [
        "ws://192.0.2.1:7447",
        "ws://relay.example.com:80",
        "wss://127.0.0.1:7447",
        "127.0.0.1:7447",
        "ws://127.0.0.1",
        "",
    ] {
        let sentence = measuring::loopback(bad).expect_err(bad);
        assert!(sentence.contains("loopback"), "{sentence}");
    }
}
