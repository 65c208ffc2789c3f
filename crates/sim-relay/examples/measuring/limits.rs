//! How much of everything a relay takes.

use std::net::SocketAddr;
use std::time::Duration;

use nostr::Keys;
use serde_json::{Value, json};
use sim_relay::{OverLimit, Overflow, Oversize, Personality};

use super::Answered;
use super::line::{End, Found, Line, Reply, Search, as_value, event, largest, note, now};

/// How many events are published to see how many come back.
pub const PUBLISHED: usize = 1_200;
/// Longest message that is sent, in bytes.
const LENGTH_MAX: usize = 1 << 20;
/// How far from now an event is dated at most, in seconds.
const DATE_MAX: usize = 200_000_000;

pub async fn ask(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    lengths(place, found).await?;
    window(place, found).await?;
    subscriptions(place, found).await?;
    let few = |most: usize, typical: &'static [usize]| Search { most, typical, slack: 0 };
    found.max_filters = largest(&few(1_000, &[10, 20, 100, 200]), async |n| {
        let filters = vec![json!({ "kinds": [1], "limit": 1 }); n.max(1)];
        Ok(!Line::open(place).await?.ask("filters", &filters).await.end.refused())
    })
    .await?;
    found.max_subid_length = largest(&few(5_000, &[64, 128, 250, 256]), async |n| {
        let end = Line::open(place).await?.ask(&"x".repeat(n.max(1)), &[json!({ "kinds": [1], "limit": 1 })]).await.end;
        Ok(!end.refused())
    })
    .await?
    .unwrap_or(5_000);
    answers(place, found).await
}

/// Published on a connection of its own, since a refusal can end it or make it wait.
async fn taken(place: SocketAddr, event: &nostr::Event) -> Answered<Reply> {
    Ok(Line::open(place).await?.publish(event).await)
}

async fn lengths(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let author = Keys::generate();
    let padded =
        |tag: usize, content: usize| event(&author, 1, now(), &[&["padding", &"x".repeat(tag)]], &"x".repeat(content));
    let around = json!(["EVENT", as_value(&padded(0, 0))]).to_string().len();
    let search = |most: usize| Search { most, typical: &[4_096, 65_536, 102_400, 131_072, 262_144, 524_288], slack: 0 };
    let message = largest(&search(LENGTH_MAX), async |length| {
        Ok(taken(place, &padded(length.saturating_sub(around), 0)).await?.accepted())
    })
    .await?;
    let most = message.unwrap_or(LENGTH_MAX).saturating_sub(around);
    let content = largest(&search(most), async |length| Ok(taken(place, &padded(0, length)).await?.accepted())).await?;
    (found.max_message_length, found.max_content_length) = (message, content);
    let too_long = match (content, message) {
        (Some(content), _) => padded(0, content + 1),
        (None, Some(message)) => padded(message + 1 - around, 0),
        (None, None) => padded(0, 0),
    };
    found.oversize = match taken(place, &too_long).await? {
        Reply::HungUp { .. } => Oversize::NoticeAndClose,
        Reply::Notice => Oversize::Notice,
        _ => Oversize::OkFalse,
    };
    found.max_event_tags = largest(&Search { most: 6_000, typical: &[2_000, 4_000], slack: 0 }, async |n| {
        let tags = vec![&["x", "1"][..]; n];
        Ok(taken(place, &event(&author, 1, now(), &tags, "")).await?.accepted())
    })
    .await?;
    Ok(())
}

/// Time goes by between signing and judging, so a bound is told in whole minutes.
async fn window(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let author = Keys::generate();
    let dated = async |at: u64| Ok(taken(place, &event(&author, 1, at, &[], &now().to_string())).await?.accepted());
    let minutes = |seconds: Option<usize>| seconds.map(|seconds| (seconds as u64 + 30) / 60 * 60);
    let search = Search { most: DATE_MAX, typical: &[300, 900, 1_800, 3_600, 31_536_000, 94_608_000], slack: 20 };
    found.created_at_lower_limit = minutes(largest(&search, async |back| dated(now() - back as u64).await).await?);
    found.created_at_upper_limit = minutes(largest(&search, async |ahead| dated(now() + ahead as u64).await).await?);
    Ok(())
}

/// Opens subscription after subscription, and publishes what all of them ask for.
async fn subscriptions(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    const FEW: usize = 60;
    const MANY: usize = 600;
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let filter = json!({ "authors": [author.public_key().to_hex()] });
    for n in 0..MANY {
        if n == FEW {
            let heard = hearing(place, &mut line, &author).await?;
            if heard < FEW {
                (found.max_subscriptions, found.overflow) = (Some(heard), Overflow::DropOldest);
                return Ok(());
            }
        }
        let end = line.ask(&format!("s{n}"), std::slice::from_ref(&filter)).await.end;
        found.overflow = match end {
            End::Eose => continue,
            End::Closed(_) => Overflow::Closed,
            _ => Overflow::Notice,
        };
        found.max_subscriptions = Some(n);
        return Ok(());
    }
    Ok(())
}

/// How many subscriptions of a connection hear of an event.
async fn hearing(place: SocketAddr, line: &mut Line, author: &Keys) -> Answered<usize> {
    taken(place, &note(author)).await?;
    let said = line.listen(Duration::from_millis(700)).await;
    Ok(said.iter().filter(|said| said[0] == "EVENT").count())
}

/// Publishes many events and asks for all of them.
async fn answers(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    const A_CONNECTION: usize = 50;
    let author = Keys::generate();
    let at = now() - PUBLISHED as u64;
    let mut published = 0;
    while published < PUBLISHED {
        let mut line = Line::open(place).await?;
        for n in published..published + A_CONNECTION {
            line.publish(&event(&author, 1, at + n as u64, &[], "")).await;
        }
        published += A_CONNECTION;
    }
    let of_author = |limit: Option<usize>| -> Value {
        let key = author.public_key().to_hex();
        limit.map_or(json!({ "authors": [key] }), |limit| json!({ "authors": [key], "limit": limit }))
    };
    let sent = async |limit: Option<usize>| -> Answered<Found> {
        Ok(Line::open(place).await?.ask("all", &[of_author(limit)]).await)
    };
    let short = |sent: usize| (sent < PUBLISHED).then_some(sent);
    found.default_limit = short(sent(None).await?.ids.len());
    let much = sent(Some(5_000)).await?;
    if much.end.refused() {
        found.over_limit = OverLimit::Refuse;
        found.max_limit = largest(&Search { most: 5_000, typical: &[500, 1_000], slack: 0 }, async |limit| {
            Ok(!sent(Some(limit.max(1))).await?.end.refused())
        })
        .await?;
    } else {
        found.max_limit = short(much.ids.len());
    }
    Ok(())
}
