//! `client-id-strict` and `client-id-collapse-untagged`: the intent of PR #40, whatever the fetch order. Ours, not any text.

use std::collections::BTreeMap;

use nostr::{Event, EventId};

use crate::decisions::TagValues;
use crate::rules::cid;
use crate::tags::named;
use crate::{MalformedClientId, Reason};

use super::candidate::{Candidate, admitted, events, without_repetitions};
use super::ledger::{Ledger, newest_first};

/// Ahead of the inviter's clock by more than this is future-dated.
const FUTURE_SKEW: u64 = 300;

/// Two namespaces that cannot meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Device {
    Tagged(String),
    Untagged(EventId),
}

/// One KeyPackage per `client_id`. Of the untagged ones only the newest are kept, `untagged_cap` of them.
pub(super) fn strict<'e>(
    fetched: &[&'e Event],
    untagged_cap: Option<usize>,
    ledger: &mut Ledger<'_>,
) -> Vec<&'e Event> {
    let (future, in_time): (Vec<_>, Vec<_>) =
        admitted(fetched, ledger).into_iter().partition(|c| ledger.is_future(c.event, Some(FUTURE_SKEW)));
    ledger.reject_all(events(&future), Reason::FutureDated);
    let winners = newest_per_device(in_time, ledger);
    let order = newest_first(ledger.context.knobs.tie);
    let mut kept = without_repetitions(winners, |a, b| order(a.event, b.event).is_lt(), ledger);
    if let Some(cap) = untagged_cap {
        kept = collapse_untagged(kept, cap, ledger);
    }
    let mut picked = events(&kept);
    picked.sort_by_cached_key(|event| pick_order(event));
    picked
}

fn newest_per_device<'e>(candidates: Vec<Candidate<'e>>, ledger: &mut Ledger<'_>) -> Vec<Candidate<'e>> {
    let mut groups: BTreeMap<Device, Vec<Candidate<'e>>> = BTreeMap::new();
    for candidate in candidates {
        match device(candidate.event, ledger.context.knobs.malformed_client_id) {
            Some(device) => groups.entry(device).or_default().push(candidate),
            None => ledger.reject(candidate.event, Reason::MalformedShape),
        }
    }
    let order = newest_first(ledger.context.knobs.tie);
    let mut winners = Vec::with_capacity(groups.len());
    for mut group in groups.into_values() {
        group.sort_by(|a, b| order(a.event, b.event));
        let losers = group.split_off(1);
        let winner = group.remove(0);
        ledger.reject_against(losers.iter().map(|loser| loser.event), winner.event, Reason::SupersededInGroup);
        winners.push(winner);
    }
    winners
}

/// Which device an event claims to be from; `None` if its tag is malformed and the knob refuses that.
fn device(event: &Event, malformed: MalformedClientId) -> Option<Device> {
    let rows: Vec<&[String]> = named(&event.tags, "client_id").collect();
    match rows.as_slice() {
        [] => Some(Device::Untagged(event.id)),
        [[_, value]] if cid::cid_02(value, TagValues::Strict).is_kept() => Some(Device::Tagged(value.clone())),
        _ if malformed == MalformedClientId::Untagged => Some(Device::Untagged(event.id)),
        _ => None,
    }
}

/// Tagged by value, then untagged by age.
fn pick_order(event: &Event) -> (bool, String, u64, EventId) {
    match device(event, MalformedClientId::Untagged) {
        Some(Device::Tagged(value)) => (false, value, 0, event.id),
        _ => (true, String::new(), event.created_at.as_secs(), event.id),
    }
}

fn collapse_untagged<'e>(candidates: Vec<Candidate<'e>>, cap: usize, ledger: &mut Ledger<'_>) -> Vec<Candidate<'e>> {
    let (mut tagged, mut untagged): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .partition(|c| matches!(device(c.event, MalformedClientId::Untagged), Some(Device::Tagged(_))));
    let order = newest_first(ledger.context.knobs.tie);
    untagged.sort_by(|a, b| order(a.event, b.event));
    let beyond = untagged.split_off(cap.min(untagged.len()));
    ledger.reject_all(beyond.iter().map(|candidate| candidate.event), Reason::UntaggedCollapsed);
    tagged.append(&mut untagged);
    tagged
}
