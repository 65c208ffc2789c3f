//! Why something did not take effect: what became of every item that could have brought it.

use super::cause::Lost;
use super::facts::{End, Facts, Item, Moment};
use crate::vocabulary::{Fate, QueueKey, SyncType};

/// What an item came to at its receiver: nothing, if it had its effect.
pub(super) fn of_item(facts: &Facts<'_>, to: &str, item: &Item<'_>) -> Option<(Moment, Lost)> {
    let applied = item.came.iter().any(|(_, end)| *end == End::Took(Fate::Applied));
    if applied {
        return None;
    }
    // A device that crashed meanwhile is why it was not read or found seen when it came again.
    let crash = item.came.iter().find_map(|(at, end)| match end {
        End::Crashed(point) => Some((*at, Lost::Crash(*point))),
        _ => None,
    });
    let first = item.came.first().map(|(at, end)| (*at, of_end(*end)));
    let expired = || facts.expired_for(|key| matches!(key, QueueKey::Device(name) if name == to));
    let waits =
        || (item.sent.last().copied().unwrap_or(facts.end()), if expired() { Lost::Expired } else { Lost::Waits });
    Some(crash.or(first).unwrap_or_else(waits))
}

fn of_end(end: End) -> Lost {
    match end {
        End::Took(Fate::Applied | Fate::Reserved | Fate::NotMine) => Lost::NotMine,
        End::Took(Fate::Seen) => Lost::TakenForSeen,
        End::Took(Fate::NoConversation) => Lost::NoConversation,
        End::Took(Fate::Parked) => Lost::Parked,
        End::Took(Fate::NoRow) => Lost::NoRow,
        End::Unread(why) => Lost::Unreadable(why),
        End::Crashed(point) => Lost::Crash(point),
    }
}

/// Why a device did not learn of a message by items of these types: the last item that could have told it, or that there is none.
pub(super) fn at_device(facts: &Facts<'_>, device: &str, uuid: &str, types: &[SyncType]) -> (Moment, Lost) {
    let mut lost: Option<(Moment, Lost)> = None;
    for (_, item) in facts.about(device, uuid, types) {
        let Some(this) = of_item(facts, device, item) else { continue };
        lost = Some(lost.map_or(this, |other| worse(other, this)));
    }
    lost.unwrap_or((facts.end(), Lost::NeverSent))
}

/// Of two reasons, the one that says more: what waits or came where nobody acts on it says least. Of equal ones the first.
fn worse(one: (Moment, Lost), other: (Moment, Lost)) -> (Moment, Lost) {
    let says_little = |lost: Lost| matches!(lost, Lost::Waits | Lost::NotMine | Lost::NeverSent);
    match (says_little(one.1), says_little(other.1)) {
        (true, false) => other,
        (false, true) => one,
        _ => {
            if other.0 < one.0 {
                other
            } else {
                one
            }
        }
    }
}
