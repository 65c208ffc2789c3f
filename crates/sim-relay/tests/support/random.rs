//! Random events, filters and messages from alphabets so small that they meet. Each test binary uses a part of it.
#![allow(dead_code)]

use nostr::{Event, EventId, Kind, PublicKey, Tag, Tags, Timestamp};
use proptest::prelude::*;
use sim_relay::{ClientMsg, ConnId, Filter, KindClass, Personality, Relay, VerifiedEvent};

pub const CLOCK: u64 = 1_000;

/// A conforming relay without the guard, so that wraps are visible like anything else.
pub fn relay() -> (Relay, ConnId) {
    let url = nostr::RelayUrl::parse("wss://relay.example.com").expect("a good url");
    let personality = Personality { giftwrap_guard: false, ..Personality::conforming() };
    let mut relay = Relay::new(url, personality, [3; 32]);
    let (conn, _) = relay.connect(CLOCK);
    (relay, conn)
}

pub fn key(number: u8) -> PublicKey {
    PublicKey::from_byte_array([number; 32])
}

/// An event with its true id and no signature.
pub fn build(author: u8, kind: u16, at: u64, tags: Vec<Vec<String>>, content: &str) -> VerifiedEvent {
    let (author, at, kind) = (key(author), Timestamp::from_secs(at), Kind::from_u16(kind));
    let tags: Vec<Tag> = tags.into_iter().map(|tag| Tag::parse(tag).expect("not empty")).collect();
    let id = EventId::new(&author, &at, &kind, &Tags::from_list(tags.clone()), content);
    let signature = nostr::secp256k1::schnorr::Signature::from_slice(&[0; 64]).expect("64 bytes");
    VerifiedEvent::assume_verified(Event::new(id, author, at, kind, tags, content, signature))
}

pub fn author() -> impl Strategy<Value = u8> {
    1..=3_u8
}

pub fn second() -> impl Strategy<Value = u64> {
    995..=1_003_u64
}

/// Values of `e` and `p` must be hex, so that their alphabet is keys.
fn tag() -> impl Strategy<Value = Vec<String>> {
    let words = || prop::collection::vec(prop::sample::select(vec!["", "a", "b", "a:b"]), 0..3);
    let word_tag = (prop::sample::select(vec!["d", "t", "T", "alt"]), words())
        .prop_map(|(name, words)| [vec![name], words].concat().into_iter().map(str::to_owned).collect());
    let key_tag = (prop::sample::select(vec!["p", "e", "P"]), author())
        .prop_map(|(name, number)| vec![name.to_owned(), key(number).to_hex()]);
    prop_oneof![3 => word_tag, 1 => key_tag]
}

pub fn tags() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(tag(), 0..4)
}

/// Regular events only: what is stored is what was sent.
pub fn events(max: usize) -> impl Strategy<Value = Vec<VerifiedEvent>> {
    let kind = prop::sample::select(vec![1_u16, 7, 445, 1059]);
    let event = (author(), kind, second(), tags(), prop::sample::select(vec!["", "x", "y"]));
    let event = event.prop_map(|(author, kind, at, tags, content)| build(author, kind, at, tags, content));
    prop::collection::vec(event, 0..=max)
}

/// Filters without empty lists, which the relay would refuse.
pub fn filter() -> impl Strategy<Value = Filter> {
    let kinds = prop::collection::btree_set(prop::sample::select(vec![0_u16, 1, 7, 445, 1059, 30_443]), 1..4);
    let authors = prop::collection::btree_set(author().prop_map(key), 1..3);
    let words = prop::collection::btree_set(prop::sample::select(vec!["", "a", "b", "a:b"]), 1..3)
        .prop_map(|words| words.into_iter().map(str::to_owned).collect());
    let keys = prop::collection::btree_set(author().prop_map(|number| key(number).to_hex()), 1..3);
    let word_tags = prop::collection::btree_map(prop::sample::select(vec!['d', 't', 'T']), words, 0..3);
    let key_tags = prop::collection::btree_map(prop::sample::select(vec!['e', 'p', 'P']), keys, 0..2);
    let rare = |strategy| prop::option::weighted(0.3, strategy);
    (
        prop::option::weighted(0.5, kinds),
        prop::option::weighted(0.5, authors),
        (rare(second().boxed()), rare(second().boxed())),
        prop::option::weighted(0.4, 0..6_usize),
        prop::option::weighted(0.4, (word_tags, key_tags)),
    )
        .prop_map(|(kinds, authors, (since, until), limit, tags)| {
            let (mut all_tags, key_tags) = tags.unwrap_or_default();
            all_tags.extend(key_tags);
            Filter { kinds, authors, since, until, limit, tags: all_tags, ..Filter::new() }
        })
}

#[derive(Debug, Clone)]
enum Reference {
    Id(prop::sample::Index),
    Address(prop::sample::Index),
}

fn reference() -> impl Strategy<Value = Reference> {
    let index = any::<prop::sample::Index>;
    prop_oneof![index().prop_map(Reference::Id), index().prop_map(Reference::Address)]
}

fn reference_tag(reference: &Reference, events: &[VerifiedEvent]) -> Vec<String> {
    let (Reference::Id(index) | Reference::Address(index)) = reference;
    let target = index.get(events);
    let d = target.tags.iter().map(Tag::as_slice).find(|tag| tag[0] == "d");
    let d = d.and_then(|tag| tag.get(1)).map_or("", String::as_str);
    let d = if KindClass::of(target.kind.as_u16()) == KindClass::Addressable { d } else { "" };
    match reference {
        Reference::Id(_) => vec!["e".to_owned(), target.id.to_hex()],
        Reference::Address(_) => {
            vec!["a".to_owned(), format!("{}:{}:{d}", target.kind.as_u16(), target.pubkey)]
        }
    }
}

/// Events of every class with versions, ties, expiry, and deletions of all of them, deletions included.
pub fn story() -> impl Strategy<Value = Vec<VerifiedEvent>> {
    let kind = prop::sample::select(vec![0_u16, 1, 10_002, 20_001, 30_443, 30_443, 1059, 62]);
    let expiry = prop::option::weighted(0.15, 998..1_005_u64);
    let event = (author(), kind, second(), tags(), expiry, prop::sample::select(vec!["", "x", "y"]));
    let event = event.prop_map(|(author, kind, at, mut tags, expiry, content)| {
        tags.extend(expiry.map(|second| vec!["expiration".to_owned(), second.to_string()]));
        build(author, kind, at, tags, content)
    });
    let request = (author(), second(), prop::collection::vec(reference(), 1..3));
    (prop::collection::vec(event, 1..12), prop::collection::vec(request, 0..6)).prop_map(|(mut events, requests)| {
        for (author, at, references) in requests {
            let tags = references.iter().map(|reference| reference_tag(reference, &events)).collect();
            let request = build(author, 5, at, tags, "");
            events.push(request);
        }
        events
    })
}

/// A message and the relay's clock when it comes.
#[derive(Debug, Clone)]
pub struct Wish {
    pub now: u64,
    pub msg: ClientMsg,
}

pub fn messages(max: usize) -> impl Strategy<Value = Vec<Wish>> {
    let sub = || prop::sample::select(vec!["a", "b", ""]);
    let filters = || prop::collection::vec(filter(), 0..3);
    let msg = prop_oneof![
        4 => story().prop_map(|events| ClientMsg::Event(events[events.len() - 1].clone())),
        2 => (sub(), filters()).prop_map(|(sub, filters)| ClientMsg::Req { sub: sub.into(), filters }),
        1 => (sub(), filters()).prop_map(|(sub, filters)| ClientMsg::Count { sub: sub.into(), filters }),
        1 => sub().prop_map(|sub| ClientMsg::Close(sub.into())),
        1 => events(1).prop_map(|events| events.first().cloned().unwrap_or_else(|| build(1, 22_242, CLOCK, vec![], "")))
            .prop_map(ClientMsg::Auth),
    ];
    prop::collection::vec((second(), msg).prop_map(|(now, msg)| Wish { now, msg }), 0..max)
}
