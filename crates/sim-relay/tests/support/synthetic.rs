//! Events without a real id or signature, in the shapes Marmot queries for: cheap enough to make a million of them.
//! Shared with the benchmarks.

use nostr::hashes::{Hash, sha256};
use nostr::secp256k1::schnorr::Signature;
use nostr::{Event, EventId, Kind, PublicKey, Tag, Timestamp};
use sim_relay::{ClientMsg, Filter, Personality, Relay, VerifiedEvent};

/// The clock of a relay that holds synthetic events; all of them are older.
pub const CLOCK: u64 = 2_000_000_000;

/// Events of one kind that share an author, group or recipient: the size of most results, whatever the size of the
/// store.
pub const SHARED: u64 = 10;

fn digest(purpose: &str, number: u64) -> [u8; 32] {
    sha256::Hash::hash(format!("{purpose} {number}").as_bytes()).to_byte_array()
}

/// Key of author or recipient `number`.
pub fn key(number: u64) -> PublicKey {
    PublicKey::from_byte_array(digest("key", number))
}

/// Hex name of group `number`.
pub fn group(number: u64) -> String {
    key(number).to_hex()
}

/// An event on trust.
pub fn unsigned(id: [u8; 32], author: PublicKey, kind: u16, at: u64, tags: Vec<Tag>) -> VerifiedEvent {
    let signature = Signature::from_slice(&[0; 64]).expect("64 bytes");
    let (id, at) = (EventId::from_byte_array(id), Timestamp::from_secs(at));
    VerifiedEvent::assume_verified(Event::new(id, author, at, Kind::from_u16(kind), tags, "", signature))
}

/// Event `number`: in turn a note, a group message, a gift wrap and a KeyPackage slot.
pub fn synthetic(number: u64) -> VerifiedEvent {
    let owner = number / 4 / SHARED;
    let tag = |name: &str, value: String| vec![Tag::parse([name.to_owned(), value]).expect("not empty")];
    let (author, kind, tags) = match number % 4 {
        0 => (key(owner), 1, vec![]),
        1 => (key(u64::MAX - number), 445, tag("h", group(owner))),
        2 => (key(u64::MAX - number), 1059, tag("p", key(owner).to_hex())),
        _ => (key(owner), 30_443, tag("d", format!("slot-{number}"))),
    };
    let at = CLOCK - 1 - number * 7_919 % 1_000_003;
    unsigned(digest("id", number), author, kind, at, tags)
}

/// A relay with synthetic events `0..size`, unguarded so that wraps can be queried for.
pub fn relay_with(size: u64) -> Relay {
    let url = nostr::RelayUrl::parse("wss://relay.example.com").expect("a good url");
    let personality = Personality { giftwrap_guard: false, ..Personality::conforming() };
    let mut relay = Relay::new(url, personality, [0; 32]);
    let (conn, _) = relay.connect(CLOCK);
    for number in 0..size {
        relay.handle(CLOCK, conn, ClientMsg::Event(synthetic(number)));
    }
    relay
}

/// The look-ups that must not slow down with the store: name, filter, ranges that it becomes, number of results.
pub fn look_ups(owner: u64) -> [(&'static str, Filter, usize, usize); 5] {
    let shared = SHARED as usize;
    let slot = format!("slot-{}", owner * 4 * SHARED + 3);
    [
        ("kind and author", Filter::new().kind(1).author(key(owner)), 1, shared),
        ("#h", Filter::new().tag('h', group(owner)), 1, shared),
        ("kind and #h", Filter::new().kind(445).tag('h', group(owner)), 1, shared),
        ("kind and #p", Filter::new().kind(1059).tag('p', key(owner).to_hex()), 1, shared),
        ("kind, author and #d", Filter::new().kind(30_443).author(key(owner)).tag('d', slot), 1, 1),
    ]
}
