//! Where two devices of a group parted.

use sim_device::Note;

use super::Distance;
use super::links::Links;
use crate::run::Run;

/// An epoch that a device reached: transcript entry and epoch authenticator.
type Reached<'r> = Vec<(usize, &'r str)>;

/// The last epoch that both were in, the first that only one of them reached, and what either could not use after that.
pub(super) fn seeds(run: &Run, links: &Links<'_>, group: &str, pair: [&str; 2]) -> Vec<(usize, Distance)> {
    let [one, other] = pair.map(|device| reached(run, group, device));
    let common = one.iter().rposition(|(_, here)| other.iter().any(|(_, there)| there == here));
    let Some(common) = common else {
        return [one.last(), other.last()].into_iter().flatten().map(|(entry, _)| (*entry, 1)).collect();
    };
    let met = other.iter().rposition(|(_, there)| *there == one[common].1).unwrap_or(0);
    if (common + 1, met + 1) == (one.len(), other.len()) && !was_restored(run, pair, one[common].0) {
        return Vec::new();
    }
    let mut seeds = Vec::new();
    let mut steps = Vec::new();
    for (device, path, place) in [(pair[0], &one, common), (pair[1], &other, met)] {
        seeds.push((path[place].0, 3));
        if let Some((entry, _)) = path.get(place + 1) {
            seeds.push((*entry, 0));
            steps.extend(links.causes(*entry).into_iter().flat_map(|(cause, _)| links.causes(cause)).map(|(e, _)| e));
        }
        seeds.extend(aftermath(run, group, device, path[place].0));
    }
    // What made the difference counts more than what followed from it.
    for (entry, distance) in &mut seeds {
        if *distance == UNREADABLE && links.causes(*entry).iter().any(|(cause, _)| steps.contains(cause)) {
            *distance = 0;
        }
    }
    seeds
}

const UNREADABLE: Distance = 4;

fn reached<'r>(run: &'r Run, group: &str, device: &str) -> Reached<'r> {
    let epochs = run.notes().filter_map(|(entry, who, note)| match note {
        Note::Epoch { group: of, state } if who == device && of == group => Some((entry, state.authenticator.as_str())),
        _ => None,
    });
    epochs.collect()
}

fn was_restored(run: &Run, pair: [&str; 2], since: usize) -> bool {
    run.notes().any(|(entry, who, note)| entry > since && pair.contains(&who) && matches!(note, Note::Restored { .. }))
}

/// What a device went through in a group after an entry.
fn aftermath(run: &Run, group: &str, device: &str, since: usize) -> Vec<(usize, Distance)> {
    let after = run.notes().filter(|(entry, who, _)| *entry > since && *who == device);
    let told = after.filter_map(|(entry, _, note)| match note {
        Note::RolledBack { group: of, .. } | Note::Removed { group: of } | Note::Joined { group: of, .. }
            if of == group =>
        {
            Some((entry, 0))
        }
        Note::LeaveProposed { group: of, .. } if of == group => Some((entry, 1)),
        Note::Restored { .. } => Some((entry, 0)),
        Note::Unreadable { group: of, .. } if of == group => Some((entry, UNREADABLE)),
        _ => None,
    });
    told.collect()
}
