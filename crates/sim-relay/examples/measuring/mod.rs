//! The questions that `measure` asks a relay, by WebSocket and on loopback only.
//!
//! Every question has a connection and keys of its own, so that rates and leftovers of one do not answer another. Each waits a bounded
//! time, and none is asked more than some dozen times.

mod answering;
mod deleting;
mod limits;
mod line;
mod reading;
mod storing;

use std::error::Error;
use std::net::SocketAddr;

use sim_relay::{Expiry, OddMember, Personality, Superseded, Tombstones};

pub type Answered<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What no question finds out.
#[allow(dead_code, reason = "the example says it")]
pub const NOT_ASKED: &str = "retention, restricted_writes, nip_off 77; limits over what is published (1,200 events, 6,000 tags, 1,000 \
                             filters, 600 subscriptions, 5,000 characters of a subscription id, 1 MB); expiry by sweeps without --patient";

/// Reads `ws://ADDRESS:PORT`. The sentence says what is wrong with any other.
pub fn loopback(address: &str) -> Result<SocketAddr, String> {
    let expected = "expected ws://127.0.0.1:PORT or another loopback address";
    let bare = address.strip_prefix("ws://").ok_or_else(|| format!("{address:?}: {expected}"))?;
    let bare = bare.trim_end_matches('/').replacen("localhost", "127.0.0.1", 1);
    let place: SocketAddr = bare.parse().map_err(|_| format!("{address:?}: {expected}"))?;
    if !place.ip().is_loopback() {
        return Err(format!(
            "{address:?} is not on loopback: measure floods a relay with questions, so it asks none of other people"
        ));
    }
    Ok(place)
}

/// Asks everything. Knobs that are not asked about are those of `conforming`.
pub async fn measure(place: SocketAddr, patient: bool) -> Answered<Personality> {
    let mut found = Personality::conforming();
    answering::ask(place, &mut found).await?;
    storing::ask(place, patient, &mut found).await?;
    deleting::ask(place, &mut found).await?;
    reading::ask(place, &mut found).await?;
    limits::ask(place, &mut found).await?;
    Ok(found)
}

/// As much of a personality as [`measure`] can see: what it should find on a relay that has it.
#[allow(dead_code, reason = "tests ask for it")]
pub fn visible_part(whole: &Personality, patient: bool) -> Personality {
    let mut seen = whole.clone();
    seen.restricted_writes = None;
    seen.retention = Vec::new();
    seen.nip_off.remove(&77);
    seen.max_limit = whole.max_limit.filter(|limit| *limit < limits::PUBLISHED);
    seen.default_limit =
        whole.default_limit.into_iter().chain(whole.max_limit).min().filter(|limit| *limit < limits::PUBLISHED);
    if let (Expiry::Sweep(_), false) = (whole.expiry, patient) {
        seen.expiry = Expiry::Off;
    }
    if !whole.has_nip(40) {
        (seen.expiry, seen.malformed_expiration) = (Expiry::Off, OddMember::Ignore);
        seen.nip_off.remove(&40);
    }
    if seen.expiry != Expiry::Enforce || whole.superseded == Superseded::Keep || whole.purge_after > Some(0) {
        seen.purge_after = None;
    }
    if !whole.has_nip(9) {
        deleting::forget(&mut seen);
    }
    if whole.tombstones == Tombstones::None {
        seen.deletion_before_target = sim_relay::EarlyDeletion::Ignore;
    }
    if !whole.has_nip(70) {
        seen.protected = Personality::conforming().protected;
    }
    let protected = whole.has_nip(70) && whole.protected == sim_relay::Protected::AuthorOnly;
    if !(whole.challenge_on_connect || whole.auth_required || whole.giftwrap_guard || protected) {
        seen.nip_off.insert(42);
    }
    seen
}
