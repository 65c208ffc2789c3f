//! How an EVENT is answered, and what needs AUTH.

use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nostr::Keys;
use serde_json::json;
use sim_relay::{DuplicateAnswer, OkOrder, Personality, Protected, RefusalForm, UnheardEphemeral};

use super::Answered;
use super::line::{End, Line, Reply, as_value, event, note, now};

pub async fn ask(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    auth(place, found).await?;
    refusal(place, found).await?;
    found.duplicate = duplicate(place).await?;
    found.ok_order = ok_order(place).await?;
    ephemeral(place, found).await?;
    found.events_per_minute = rate(place).await?;
    Ok(())
}

/// Challenges, protected events and gift wraps.
async fn auth(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let mut line = Line::open(place).await?;
    line.listen(Duration::from_millis(500)).await;
    found.challenge_on_connect = line.challenged;
    let filter = json!({ "kinds": [1], "limit": 1 });
    found.auth_required =
        matches!(line.ask("auth", &[filter]).await.end, End::Closed(text) if text.starts_with("auth-required"));
    let author = Keys::generate();
    let protected = line.publish(&event(&author, 1, now(), &[&["-"]], "")).await;
    match protected {
        Reply::Ok(true, _) => _ = found.nip_off.insert(70),
        reply if reply.says("auth-required") => found.protected = Protected::AuthorOnly,
        _ => found.protected = Protected::Refuse,
    }
    let mut other = Line::open(place).await?;
    let reader = Keys::generate().public_key().to_hex();
    other.publish(&event(&author, 1059, now(), &[&["p", &reader]], "sealed")).await;
    let served = other.ask("wraps", &[json!({ "kinds": [1059], "#p": [reader] })]).await;
    found.giftwrap_guard = served.ids.is_empty();
    if !(line.challenged || other.challenged) {
        found.nip_off.insert(42);
    }
    Ok(())
}

/// An event with a wrong signature is refused everywhere.
async fn refusal(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let mut least = f64::INFINITY;
    // A busy machine makes a refusal later, never earlier: of three the earliest counts.
    for _ in 0..3 {
        let (reply, late) = refuse(place).await?;
        if reply == Reply::Nameless {
            found.refusals = RefusalForm::Nameless;
        }
        least = least.min(late);
        if least < 0.5 {
            break;
        }
    }
    found.tarpit = (0.5..3.4).contains(&least).then(|| least.round() as u64);
    Ok(())
}

/// The reply to a wrong signature, and how many seconds it took. A relay that counts whole seconds is early by what
/// of the second has gone, so this asks when a second begins.
async fn refuse(place: SocketAddr) -> Answered<(Reply, f64)> {
    let mut line = Line::open(place).await?;
    let mut bad = as_value(&note(&Keys::generate()));
    bad["sig"] = json!("0".repeat(128));
    let gone = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_millis());
    tokio::time::sleep(Duration::from_millis(u64::from(1_020 - gone))).await;
    let before = Instant::now();
    let reply = line.publish_text(&bad).await;
    Ok((reply, before.elapsed().as_secs_f64()))
}

async fn duplicate(place: SocketAddr) -> Answered<DuplicateAnswer> {
    let mut line = Line::open(place).await?;
    let once = note(&Keys::generate());
    line.publish(&once).await;
    Ok(match line.publish(&once).await {
        Reply::Ok(true, text) if text.is_empty() => DuplicateAnswer::TrueEmpty,
        Reply::Ok(true, _) => DuplicateAnswer::TruePrefix,
        _ => DuplicateAnswer::FalsePrefix,
    })
}

async fn ok_order(place: SocketAddr) -> Answered<OkOrder> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    line.ask("own", &[json!({ "authors": [author.public_key().to_hex()] })]).await;
    let (mut ok_first, mut event_first) = (0, 0);
    for _ in 0..24 {
        line.say(&json!(["EVENT", as_value(&note(&author))])).await;
        let said = line.listen(Duration::from_millis(120)).await;
        match said.iter().find(|said| said[0] == "OK" || said[0] == "EVENT") {
            Some(first) if first[0] == "OK" => ok_first += 1,
            Some(_) => event_first += 1,
            None => {}
        }
    }
    Ok(match (ok_first, event_first) {
        (_, 0) => OkOrder::OkFirst,
        (0, _) => OkOrder::EventFirst,
        _ => OkOrder::Either,
    })
}

async fn ephemeral(place: SocketAddr, found: &mut Personality) -> Answered<()> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let unheard = line.publish(&event(&author, 20_001, now(), &[], "unheard")).await;
    if matches!(unheard, Reply::Ok(false, _)) {
        found.unheard_ephemeral = UnheardEphemeral::Mute;
    }
    line.ask("live", &[json!({ "authors": [author.public_key().to_hex()] })]).await;
    found.ok_for_ephemeral = line.publish(&event(&author, 20_001, now(), &[], "heard")).await != Reply::Silence;
    Ok(())
}

/// So many events at once before one is `rate-limited:`.
async fn rate(place: SocketAddr) -> Answered<Option<u32>> {
    const AT_ONCE: usize = 130;
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let events: Vec<_> = (0..AT_ONCE).map(|_| as_value(&note(&author))).collect();
    for event in &events {
        line.say(&json!(["EVENT", event])).await;
    }
    let (mut accepted, until) = (0, Instant::now() + Duration::from_secs(8));
    for _ in 0.. {
        for said in line.listen(Duration::from_millis(400)).await {
            match (&said[0], &said[2]) {
                (verb, taken) if verb == "OK" && *taken == true => accepted += 1,
                (verb, _) if verb == "OK" && said[3].as_str().is_some_and(|text| text.starts_with("rate-limited")) => {
                    return Ok(Some(accepted));
                }
                _ => {}
            }
        }
        if accepted as usize == AT_ONCE || Instant::now() > until {
            break;
        }
    }
    Ok(None)
}
