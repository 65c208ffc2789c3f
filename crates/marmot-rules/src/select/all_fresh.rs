//! `all-fresh`: the multi-device idea document. Which ten to keep is our choice, as the document is silent.

use nostr::Event;

use crate::Reason;

use super::d_slot::slot_winners;
use super::ledger::{Ledger, newest_first};
use super::{FRESHNESS, MAX_LEAVES_PER_ACCOUNT};

pub(super) fn all_fresh<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let oldest = ledger.context.now.saturating_sub(FRESHNESS);
    let (mut fresh, stale): (Vec<&Event>, Vec<&Event>) =
        slot_winners(fetched, ledger).into_iter().partition(|event| event.created_at.as_secs() >= oldest);
    ledger.reject_all(stale, Reason::Stale);
    let order = newest_first(ledger.context.knobs.tie);
    fresh.sort_by(|a, b| order(a, b));
    let room = MAX_LEAVES_PER_ACCOUNT.saturating_sub(ledger.context.requirements.leaves_of_target);
    let beyond = fresh.split_off(room.min(fresh.len()));
    ledger.reject_all(beyond, Reason::OverCap);
    fresh
}
