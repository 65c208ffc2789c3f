//! Where two devices of a group parted.

use sim_device::{Note, WelcomeRefusal};

use super::Distance;
use super::links::Links;
use crate::run::Run;

/// An epoch that a device reached: transcript entry and epoch authenticator.
type Reached<'r> = Vec<(usize, &'r str)>;

/// The last epoch that both were in, the first that only one of them reached, and what either could not use after that.
pub(super) fn seeds(run: &Run, links: &Links<'_>, group: &str, pair: [&str; 2]) -> Vec<(usize, Distance)> {
    let [one, other] = pair.map(|device| reached(run, group, device));
    let shared = one.iter().rev().find(|(_, here)| other.iter().any(|(_, there)| there == here));
    let Some((_, shared)) = shared else { return Vec::new() };
    let together = |path: &Reached<'_>| path.last().is_some_and(|(_, last)| last == shared);
    let since = |path: &Reached<'_>| path.iter().position(|(_, epoch)| epoch == shared).unwrap_or(0);
    let parts = [(pair[0], &one, since(&one)), (pair[1], &other, since(&other))];
    if together(&one) && together(&other) && parts.iter().all(|(_, path, place)| place + 1 == path.len()) {
        return Vec::new();
    }
    let mut seeds = Vec::new();
    let mut apart = Vec::new();
    for (device, path, place) in parts {
        seeds.push((path[place].0, WHERE_THEY_MET));
        if let Some((entry, _)) = path.get(place + 1) {
            seeds.push((*entry, 0));
            apart.extend(links.causes(*entry).into_iter().map(|(cause, _)| cause));
        }
        seeds.extend(aftermath(run, group, device, path[place].0));
    }
    seeds.extend(unused(run, links, group, &apart, &parts.map(|(device, path, place)| (device, path[place].0))));
    seeds
}

/// The last epoch that both were in is told; how they came there is not.
const WHERE_THEY_MET: Distance = 7;

/// Events without which a device fell behind: those that took the other one on, or, if it could use all of these, the first that
/// it could not use.
fn unused(
    run: &Run,
    links: &Links<'_>,
    group: &str,
    apart: &[usize],
    since: &[(&str, usize)],
) -> Vec<(usize, Distance)> {
    let mut decisive = Vec::new();
    let mut others = Vec::new();
    for (entry, who, note) in run.notes().take_while(|(entry, ..)| *entry < run.roll_call) {
        let Note::Unreadable { group: of, event, .. } = note else { continue };
        if of == group && since.iter().any(|(device, since)| *device == who && entry > *since) {
            let found =
                if links.made(event).is_some_and(|made| apart.contains(&made)) { &mut decisive } else { &mut others };
            found.push((entry, 0));
        }
    }
    if decisive.is_empty() { others.into_iter().take(2).collect() } else { decisive }
}

fn reached<'r>(run: &'r Run, group: &str, device: &str) -> Reached<'r> {
    let epochs = run.notes().filter_map(|(entry, who, note)| match note {
        Note::Epoch { group: of, state, .. } if who == device && of == group => {
            Some((entry, state.authenticator.as_str()))
        }
        _ => None,
    });
    epochs.collect()
}

/// What a device went through in a group after an entry.
fn aftermath(run: &Run, group: &str, device: &str, since: usize) -> Vec<(usize, Distance)> {
    let after = run.notes().filter(|(entry, who, _)| *entry > since && *entry < run.roll_call && *who == device);
    let told = after.filter_map(|(entry, _, note)| match note {
        Note::RolledBack { group: of, .. } | Note::Removed { group: of } | Note::Joined { group: of, .. }
            if of == group =>
        {
            Some((entry, 0))
        }
        Note::LeaveProposed { group: of, .. } if of == group => Some((entry, 1)),
        Note::Restored { .. } => Some((entry, 0)),
        Note::WelcomeIgnored {
            why: WelcomeRefusal::KeysGone | WelcomeRefusal::GroupHeld | WelcomeRefusal::RemovedSince,
            ..
        } => Some((entry, 1)),
        _ => None,
    });
    told.collect()
}
