//! What deployed clients do, read in their sources and not run: their own checks, not [`admit`](crate::admit()).

pub(super) mod mdk;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use nostr::Event;

use crate::admit::read;
use crate::tags::first;
use crate::{KIND_ADDRESSABLE, Reason};

use super::ledger::{Ledger, relay_order};

/// whitenoise-rs 0.8: the newest that passes a baseline, a 30443 before any 443; higher id on a tie. Identity, reference,
/// slot and lifetime are left to mdk-core, which then fails the invitation without a second choice.
pub(super) fn whitenoise_rs_0_8<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let mut usable = Vec::new();
    for event in ledger.drop_future(fetched, Some(3_600)) {
        match whitenoise_baseline(event) {
            Ok(()) => usable.push(event),
            Err(reason) => ledger.reject(event, reason),
        }
    }
    let rank = |event: &Event| (event.kind.as_u16() == KIND_ADDRESSABLE, event.created_at, event.id);
    pick_max(usable, rank, ledger)
}

fn whitenoise_baseline(event: &Event) -> Result<(), Reason> {
    let lists = |name: &str, id: &str| first(&event.tags, name).is_some_and(|row| row[1..].iter().any(|v| v == id));
    if !lists("encoding", "base64") || BASE64.decode(&event.content).is_err() {
        Err(Reason::BadEncoding)
    } else if !lists("mls_ciphersuite", "0x0001") || !lists("mls_extensions", "0xf2ee") {
        Err(Reason::Incompatible)
    } else {
        Ok(())
    }
}

/// Amethyst, August 2026: the first in (created_at descending, id ascending), unchecked. Lower id on a tie.
pub(super) fn amethyst_2026_08<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    first_from_relay(fetched, ledger)
}

/// pika's runtime and burrow's CLI: what the relay sends first, unchecked. Their query limit is 1.
pub(super) fn first_from_relay<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let events = ledger.drop_future(fetched, None);
    pick_max(events, |event| (event.created_at, std::cmp::Reverse(event.id)), ledger)
}

/// pika's app and burrow's app: `max_by_key(created_at)` over a set in nostr-sdk order, which keeps the *last* maximum,
/// that is the higher id. Unchecked.
pub(super) fn newest_with_higher_id<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let events = ledger.drop_future(fetched, None);
    pick_max(events, |event| (event.created_at, event.id), ledger)
}

/// pika at 201baa3e, reverted the next day: everything that parses, in nostr-sdk order. That pika rewrote legacy tags
/// (`1` to `1.0`, hex to base64) before parsing is left out: an event counts as its profile reads it.
pub(super) fn pika_201baa3e<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let (profile, knobs) = (ledger.context.profile, ledger.context.knobs);
    let mut picked = Vec::new();
    for event in ledger.drop_future(fetched, None) {
        match read(event, profile, knobs) {
            Ok(_) => picked.push(event),
            Err(refusal) => ledger.reject(event, refusal.reason),
        }
    }
    picked.sort_by(|a, b| relay_order(a, b));
    picked
}

/// The one event with the greatest rank; the others lost.
fn pick_max<'e, K: Ord>(events: Vec<&'e Event>, rank: impl Fn(&Event) -> K, ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let Some(winner) = events.iter().copied().max_by_key(|event| rank(event)) else {
        return Vec::new();
    };
    ledger.reject_losers(events.into_iter().filter(|event| event.id != winner.id), winner);
    vec![winner]
}
