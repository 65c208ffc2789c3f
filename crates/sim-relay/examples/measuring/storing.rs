//! What is kept, and for how long.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use nostr::Keys;
use serde_json::json;
use sim_relay::{Expiry, MissingD, OddMember, Personality, Superseded, Tie};

use super::Answered;
use super::line::{Line, Reply, event, now};

pub async fn ask(place: SocketAddr, patient: bool, found: &mut Personality) -> Answered<()> {
    found.tie = tie(place).await?;
    found.superseded = superseded(place).await?;
    found.missing_d = missing_d(place).await?;
    expiry(place, patient, found).await?;
    found.purge_after = match (found.expiry, found.superseded) {
        (Expiry::Enforce, Superseded::Error | Superseded::Replaced | Superseded::Duplicate) => {
            purge_after(place).await?
        }
        _ => None,
    };
    Ok(())
}

async fn tie(place: SocketAddr) -> Answered<Tie> {
    let mut line = Line::open(place).await?;
    let mut left = Vec::new();
    for low_first in [true, false] {
        let author = Keys::generate();
        let at = now();
        let mut both = ["heads", "tails"].map(|content| event(&author, 30_443, at, &[&["d", "a"]], content));
        both.sort_by_key(|event| event.id);
        let order = if low_first { [0, 1] } else { [1, 0] };
        for place in order {
            line.publish(&both[place]).await;
        }
        let mut served = Vec::new();
        for place in order {
            served.push(line.serves(&both[place]).await);
        }
        left.push(served);
    }
    // What is left of (low first, high first), by arrival.
    Ok(match [&left[0][..], &left[1][..]] {
        [[true, true], _] => Tie::KeepAll,
        [[true, false], [true, false]] => Tie::FirstArrival,
        [[false, true], [false, true]] => Tie::LastArrival,
        _ => Tie::LowestId,
    })
}

async fn superseded(place: SocketAddr) -> Answered<Superseded> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let version = |at: u64| event(&author, 30_443, at, &[&["d", "a"]], "");
    let older = version(now() - 10);
    line.publish(&version(now())).await;
    let reply = line.publish(&older).await;
    Ok(match reply {
        _ if line.serves(&older).await => Superseded::Keep,
        Reply::Ok(true, _) => Superseded::Duplicate,
        reply if reply.says("replaced") => Superseded::Replaced,
        _ => Superseded::Error,
    })
}

async fn missing_d(place: SocketAddr) -> Answered<MissingD> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let [first, second] = [now() - 10, now()].map(|at| event(&author, 30_443, at, &[], ""));
    if !line.publish(&first).await.accepted() {
        return Ok(MissingD::Refuse);
    }
    line.publish(&second).await;
    Ok(if line.serves(&first).await { MissingD::Distinct } else { MissingD::Empty })
}

async fn expiry(place: SocketAddr, patient: bool, found: &mut Personality) -> Answered<()> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let expiring = |at: String, content: &str| event(&author, 1, now(), &[&["expiration", &at]], content);
    let odd = line.publish(&expiring("soon".to_owned(), "odd")).await;
    found.malformed_expiration = if odd.accepted() { OddMember::Ignore } else { OddMember::Refuse };
    let mut line = Line::open(place).await?;
    let fleeting = expiring((now() + 3).to_string(), "fleeting");
    line.publish(&fleeting).await;
    let taken_late = line.publish(&expiring((now() - 10).to_string(), "late")).await.accepted();
    tokio::time::sleep(Duration::from_millis(4_500)).await;
    let served = line.serves(&fleeting).await;
    found.expiry = match (taken_late, served) {
        (false, false) => Expiry::Enforce,
        (false, true) => Expiry::OnArrival,
        (true, _) => Expiry::Off,
    };
    if found.expiry == Expiry::Off && patient {
        found.expiry = sweep(place).await?;
    }
    Ok(())
}

/// How long after one sweep the next one comes. Two events, since nobody knows when the last one was.
async fn sweep(place: SocketAddr) -> Answered<Expiry> {
    const PATIENCE: Duration = Duration::from_secs(420);
    let begun = Instant::now();
    let mut last_sweep = None;
    while begun.elapsed() < 2 * PATIENCE {
        let mut line = Line::open(place).await?;
        let fleeting = event(&Keys::generate(), 1, now(), &[&["expiration", &(now() + 1).to_string()]], "");
        line.publish(&fleeting).await;
        let published = Instant::now();
        while line.serves(&fleeting).await {
            if published.elapsed() > PATIENCE {
                return Ok(Expiry::Off);
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        let swept = Instant::now();
        match last_sweep.replace(swept) {
            None => {}
            Some(before) => {
                let seconds = swept.duration_since(before).as_secs();
                return Ok(Expiry::Sweep((seconds + 15) / 30 * 30));
            }
        }
    }
    Ok(Expiry::Off)
}

/// Whether an older version is taken once the newer one has expired: at once, or not.
async fn purge_after(place: SocketAddr) -> Answered<Option<u64>> {
    let mut line = Line::open(place).await?;
    let author = Keys::generate();
    let expiring = event(&author, 30_443, now(), &[&["d", "a"], &["expiration", &(now() + 2).to_string()]], "");
    let older = event(&author, 30_443, now() - 10, &[&["d", "a"]], "older");
    line.publish(&expiring).await;
    tokio::time::sleep(Duration::from_millis(4_500)).await;
    line.publish(&older).await;
    let found = line.find(json!({ "authors": [author.public_key().to_hex()] })).await;
    Ok(found.contains(&older.id.to_hex()).then_some(0))
}
