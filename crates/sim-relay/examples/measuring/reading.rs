//! How a REQ is read and answered.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use nostr::Keys;
use serde_json::{Value, json};
use sim_relay::{
    EmptyList, EmptyLists, LimitScope, LimitZero, OddMember, Order, Personality, RefusedReq, SameReq, SameSecond,
    Union, Until,
};

use super::Answered;
use super::line::{End, Line, event, note, now};

pub async fn ask(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    odd_filters(place, found).await?;
    found.refused_req = refused_req(place).await?;
    count(place, found).await?;
    dates(place, found).await?;
    found.same_second = same_second(place).await?;
    several_filters(place, found).await?;
    found.limit_zero = limit_zero(place).await?;
    found.same_req_again = same_req_again(place).await?;
    found.query_cache = query_cache(place).await?;
    Ok(())
}

/// Each odd filter on a connection of its own: some relays close it.
async fn odd_filters(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let author = Keys::generate();
    let key = author.public_key().to_hex();
    let mut line = Line::open(place).await?;
    line.publish(&note(&author)).await;
    let read = async |filter: Value| -> Answered<EmptyList> {
        let found = Line::open(place).await?.ask("odd", &[filter]).await;
        Ok(match found.end {
            End::Eose if found.ids.is_empty() => EmptyList::None,
            End::Eose => EmptyList::Any,
            _ => EmptyList::Refuse,
        })
    };
    found.empty_list = EmptyLists {
        ids: read(json!({ "ids": [], "authors": [key] })).await?,
        authors: read(json!({ "authors": [], "kinds": [1], "limit": 1 })).await?,
        kinds: read(json!({ "kinds": [], "authors": [key] })).await?,
        tags: read(json!({ "#t": [], "authors": [key] })).await?,
    };
    let odd = async |filter: Value| -> Answered<OddMember> {
        let refused = read(filter).await? == EmptyList::Refuse;
        Ok(if refused { OddMember::Refuse } else { OddMember::Ignore })
    };
    found.unknown_filter_member = odd(json!({ "authors": [key], "frobnicate": 1 })).await?;
    found.search = odd(json!({ "authors": [key], "search": "x" })).await?;
    Ok(())
}

/// Relays refuse different things; the first refusal tells the form.
async fn refused_req(place: SocketAddr) -> Answered<RefusedReq> {
    let long = "x".repeat(6_000);
    let questions = [
        ("short", json!({ "ids": ["abc"] })),
        ("word", json!({ "kinds": ["x"] })),
        (long.as_str(), json!({ "kinds": [1], "limit": 1 })),
    ];
    for (sub, filter) in questions {
        match Line::open(place).await?.ask(sub, &[filter]).await.end {
            End::Closed(_) => return Ok(RefusedReq::Closed),
            End::Notice => return Ok(RefusedReq::Notice),
            End::HungUp => return Ok(RefusedReq::Disconnect),
            End::Eose | End::Silence => {}
        }
    }
    Ok(RefusedReq::Closed)
}

async fn count(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let mut line = Line::open(place).await?;
    line.say(&json!(["COUNT", "count", { "kinds": [1] }])).await;
    let said = line.listen(Duration::from_millis(1_000)).await;
    if !said.iter().any(|said| said[0] == "COUNT") {
        found.nip_off.insert(45);
    }
    Ok(())
}

async fn dates(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let (key, at) = (author.public_key().to_hex(), now() - 100);
    let events = [at, at + 10, at + 20].map(|at| event(&author, 1, at, &[], ""));
    for event in &events {
        line.publish(event).await;
    }
    let order = line.find(json!({ "authors": [key] })).await;
    if order.first() == Some(&events[0].id.to_hex()) {
        found.order = Order::OldestWithoutLimit;
    }
    let boundary = line.find(json!({ "authors": [key], "until": at })).await;
    found.until = if boundary.is_empty() { Until::Exclusive } else { Until::Inclusive };
    Ok(())
}

/// Asked as a group asks, by `#h` and without a limit.
async fn same_second(place: SocketAddr) -> Answered<SameSecond> {
    let mut line = Line::open(place).await?;
    let (author, at) = (Keys::generate(), now());
    let group = Keys::generate().public_key().to_hex();
    let mut arrived = Vec::new();
    for n in 0..8 {
        let event = event(&author, 445, at, &[&["h", &group]], &n.to_string());
        line.publish(&event).await;
        arrived.push(event.id.to_hex());
    }
    let order = line.find(json!({ "kinds": [445], "#h": [group] })).await;
    let reversed: Vec<_> = arrived.iter().rev().cloned().collect();
    Ok(match order {
        order if order == arrived => SameSecond::Arrival,
        order if order == reversed => SameSecond::ReverseArrival,
        _ => SameSecond::Id,
    })
}

async fn several_filters(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let key = author.public_key().to_hex();
    for (kind, at) in [(1, now() - 20), (1, now() - 10), (7, now() - 5), (7, now())] {
        line.publish(&event(&author, kind, at, &[], "")).await;
    }
    let filter = |kinds: &[u16], limit: u64| json!({ "authors": [key], "kinds": kinds, "limit": limit });
    let whole = line.ask("scope", &[json!({ "authors": [key], "kinds": [1] }), filter(&[7], 1)]).await;
    if whole.ids.len() == 1 {
        found.limit_scope = LimitScope::LastForAll;
    }
    let merged = line.find(filter(&[1, 7], 10)).await;
    for round in 0..3 {
        let in_turn = line.ask(&format!("union{round}"), &[filter(&[1], 10), filter(&[1, 7], 10)]).await.ids;
        match in_turn {
            ids if ids.len() > merged.len() => found.union = Union::PerFilterTwice,
            ids if ids != merged => found.union = Union::PerFilter,
            _ => continue,
        }
        break;
    }
    Ok(())
}

async fn limit_zero(place: SocketAddr) -> Answered<LimitZero> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    line.publish(&note(&author)).await;
    let found = line.ask("zero", &[json!({ "authors": [author.public_key().to_hex()], "limit": 0 })]).await;
    Ok(match found.end {
        _ if !found.ids.is_empty() => LimitZero::Ignored,
        End::Silence => LimitZero::NoEose,
        _ => LimitZero::Eose,
    })
}

async fn same_req_again(place: SocketAddr) -> Answered<SameReq> {
    let mut line = Line::open(place).await?;
    let filter = json!({ "authors": [Keys::generate().public_key().to_hex()] });
    line.ask("same", std::slice::from_ref(&filter)).await;
    Ok(match line.ask("same", &[filter]).await.end {
        End::Silence => SameReq::Silence,
        _ => SameReq::Replay,
    })
}

/// For how long an answer that is out of date is given again. A relay that keeps whole seconds shows it within one second only, so
/// the question is put several times.
async fn query_cache(place: SocketAddr) -> Answered<u64> {
    for _ in 0..4 {
        let mut line = Line::open(place).await?;
        let author = Keys::generate();
        let filter = json!({ "authors": [author.public_key().to_hex()], "kinds": [1] });
        let fresh = note(&author);
        let asked = Instant::now();
        line.find(filter.clone()).await;
        line.publish(&fresh).await;
        if line.find(filter.clone()).await.contains(&fresh.id.to_hex()) {
            continue;
        }
        while asked.elapsed() < Duration::from_secs(10) {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if line.find(filter.clone()).await.contains(&fresh.id.to_hex()) {
                return Ok(asked.elapsed().as_secs_f64().round().max(1.0) as u64);
            }
        }
    }
    Ok(0)
}
