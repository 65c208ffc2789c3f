//! The causal story of a violation: the shortest story that leads to it (design section 7).
//!
//! ```text
//!   violation ──> seeds: its entry, what its cause names, where two devices parted, faults
//!                   │  each found at some distance
//!                   ▼
//!                 links: what led to an entry, over the ids that notes and messages share, each step a bit further
//!                   │
//!                   ▼
//!                 the nearest entries, in the order in which they happened
//! ```

mod fork;
mod links;
mod seeds;

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;

use super::Judgement;
use crate::facts::Facts;
use crate::invariants::follows_from;
use crate::run::Run;
use crate::verdict::{Verdict, Violation};
use links::Links;

/// A part of a transcript that explains something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CausalStory {
    /// Indices of transcript entries, in order.
    pub entries: Vec<usize>,
    /// Entries that belong to the story too, but matter less and found no room.
    pub left_out: usize,
}

/// How far an entry is from what the story is about: 0 is the thing itself. Beyond [`HORIZON`] nothing is told.
type Distance = u32;

const HORIZON: Distance = 7;

/// What led to a violation, in at most `most` entries, the nearest first to get a place. Deterministic.
pub fn causal_story(run: &Run, facts: &Facts, violation: &Violation, most: usize) -> CausalStory {
    let links = Links::of(run);
    nearest(run, &links, seeds::of_violation(run, facts, &links, violation), most)
}

/// What a run is about when nothing is broken: who invited whom, who joined, who could not, in at most `most` entries.
pub fn main_story(run: &Run, most: usize) -> CausalStory {
    let links = Links::of(run);
    nearest(run, &links, seeds::of_run(run), most)
}

/// The entry of a transcript that tells of the making of each event: a KeyPackage, commit, proposal, gift wrap or message.
pub fn makers(run: &Run) -> BTreeMap<EventId, usize> {
    Links::of(run).into_makers()
}

/// The violation that a reader should hear of first: of an invariant that no other violated one explains, the first. With a name,
/// the first violation of that invariant.
pub fn told_violation<'j>(judgement: &'j Judgement, invariant: Option<&str>) -> Option<(&'j str, &'j Violation)> {
    let violated = judgement.violated();
    let wanted = |name: &str| match invariant {
        Some(wanted) => name == wanted,
        None => !follows_from(name, &violated) && !split_explains(name, &violated),
    };
    judgement.invariants.iter().filter(|(name, _)| wanted(name)).find_map(|(name, verdict)| match verdict {
        Verdict::Violated { violations } => Some((name.as_str(), violations.first()?)),
        _ => None,
    })
}

/// A group that split leaves leaves behind that nobody acts on: the split is the story.
fn split_explains(name: &str, violated: &[&str]) -> bool {
    name == "no-phantom-leaf" && violated.contains(&"converges-when-quiet")
}

/// Follows what led to the seeds until the horizon, and keeps the nearest.
fn nearest(run: &Run, links: &Links<'_>, seeds: Vec<(usize, Distance)>, most: usize) -> CausalStory {
    let mut found: BTreeMap<usize, Distance> = BTreeMap::new();
    let mut open: BTreeSet<(Distance, usize)> = seeds.into_iter().map(|(entry, distance)| (distance, entry)).collect();
    while let Some((distance, entry)) = open.pop_first() {
        if distance > HORIZON || found.contains_key(&entry) {
            continue;
        }
        found.insert(entry, distance);
        open.extend(links.causes(entry).into_iter().map(|(cause, step)| (distance + step, cause)));
    }
    found.retain(|entry, _| *entry < run.transcript.entries.len());
    let mut ranked: Vec<_> = found.into_iter().map(|(entry, distance)| (distance, std::cmp::Reverse(entry))).collect();
    ranked.sort_unstable();
    let left_out = ranked.len().saturating_sub(most);
    let mut entries: Vec<_> = ranked.into_iter().take(most).map(|(_, entry)| entry.0).collect();
    entries.sort_unstable();
    CausalStory { entries, left_out }
}
