//! `newest-one` and `newest-n`: the naive heuristics that PR #40 argues against.

use nostr::Event;

use crate::admit::nostr_ok;

use super::candidate::{admitted, events};
use super::ledger::{Ledger, newest_first};

/// The `n` newest admitted events; with knob `validate = false` only author, kind and signature are looked at.
pub(super) fn newest<'e>(fetched: &[&'e Event], n: usize, ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let mut ranked =
        if ledger.context.knobs.validate { events(&admitted(fetched, ledger)) } else { signed(fetched, ledger) };
    ranked = ledger.drop_future(&ranked, None);
    let order = newest_first(ledger.context.knobs.tie);
    ranked.sort_by(|a, b| order(a, b));
    let losers = ranked.split_off(n.min(ranked.len()));
    match ranked.last() {
        Some(winner) => ledger.reject_losers(losers, winner),
        None => ledger.reject_all(losers, crate::Reason::LostRanking),
    }
    ranked
}

/// `[e | nostr_ok(e)]`
pub(super) fn signed<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let context = ledger.context;
    let mut kept = Vec::with_capacity(fetched.len());
    for event in fetched {
        match nostr_ok(event, &context) {
            Ok(()) => kept.push(*event),
            Err(refusal) => ledger.reject(event, refusal.reason),
        }
    }
    kept
}
