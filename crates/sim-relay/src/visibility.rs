//! The one function that decides every read (RI-1), and the refusal of reads that could only come back empty.

use std::collections::BTreeSet;

use nostr::{Event, PublicKey};

use crate::event::{Expiration, expiration, p_tags};
use crate::kind::is_wrap;
use crate::personality::Expiry;
use crate::{Filter, Personality};

/// Whether a connection authenticated as `keys` may see `event` at `now`: not expired, and addressed to one of
/// the keys if it is a guarded gift wrap. REQ, live delivery and COUNT all ask here and nowhere else.
pub(crate) fn visible(event: &Event, keys: &BTreeSet<PublicKey>, now: u64, personality: &Personality) -> bool {
    let hides = personality.expiry() == Expiry::Enforce;
    let expired = hides && matches!(expiration(event), Expiration::At(second) if second <= now);
    let guarded = personality.giftwrap_guard && is_wrap(event.kind.as_u16());
    !expired && (!guarded || keys.iter().any(|key| p_tags(event, key)))
}

/// How the gift-wrap guard takes a query.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum GuardVerdict {
    Pass,
    AuthRequired,
    Restricted,
}

/// Judges a query that asks for nothing but gift wraps. Any other passes, and [`visible`] withholds wraps from it
/// silently.
pub(crate) fn guard(filters: &[Filter], keys: &BTreeSet<PublicKey>, personality: &Personality) -> GuardVerdict {
    let wraps_only = filters.iter().all(|filter| {
        filter.kinds.as_ref().is_some_and(|kinds| !kinds.is_empty() && kinds.iter().all(|kind| is_wrap(*kind)))
    });
    let others_only = |filter: &Filter| {
        filter.tags.get(&'p').is_some_and(|values| keys.iter().all(|key| !values.contains(&key.to_hex())))
    };
    if !personality.giftwrap_guard || !wraps_only {
        GuardVerdict::Pass
    } else if keys.is_empty() {
        GuardVerdict::AuthRequired
    } else if filters.iter().all(others_only) {
        GuardVerdict::Restricted
    } else {
        GuardVerdict::Pass
    }
}
