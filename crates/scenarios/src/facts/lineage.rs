//! The epochs through which a device came to where it is in a group, without those that it went back from.

use nostr::EventId;
use sim_device::Note;

use super::device_of;
use crate::run::Run;

/// An epoch that a device was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Transcript entry at which the device reached it.
    pub entry: usize,
    /// Epoch number.
    pub epoch: u64,
    /// Epoch authenticator, hex.
    pub authenticator: String,
    /// Commit that led there; none for the first of a membership.
    pub by: Option<EventId>,
}

/// The epochs of one device in one group, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// Rising epochs.
    pub stages: Vec<Stage>,
}

impl Lineage {
    /// How a device came to where it is at the end.
    pub fn of(run: &Run, device: &str, group: &str) -> Self {
        Self::before(run, device, group, run.transcript.entries.len())
    }

    /// How it came to where it was at an entry. A copy came the way of what it is a copy of.
    pub fn before(run: &Run, device: &str, group: &str, end: usize) -> Self {
        let mut lineage = Self::default();
        for (entry, who, note) in run.notes().take_while(|(entry, ..)| *entry < end) {
            match note {
                _ if who != device => {}
                Note::Restored { from } if device_of(from) != device => {
                    lineage = Self::before(run, device_of(from), group, entry);
                }
                Note::Wiped { .. } => lineage.stages.clear(),
                Note::Joined { group: of, .. } if of == group => lineage.stages.clear(),
                Note::Epoch { group: of, by, state } if of == group => {
                    // A restored backup says again where it was; what led there stays known.
                    if lineage.stages.last().is_some_and(|last| last.authenticator == state.authenticator) {
                        continue;
                    }
                    let known = lineage.stages.iter().position(|stage| stage.authenticator == state.authenticator);
                    if let Some(known) = known {
                        lineage.stages.truncate(known + 1);
                        continue;
                    }
                    lineage.stages.retain(|stage| stage.epoch < state.epoch);
                    let authenticator = state.authenticator.clone();
                    lineage.stages.push(Stage { entry, epoch: state.epoch, authenticator, by: *by });
                }
                _ => {}
            }
        }
        lineage
    }

    /// Where this and another lineage parted: the last epoch of both, and what each went on to.
    pub fn parting<'l>(&'l self, other: &'l Self) -> Option<Parting<'l>> {
        let there = |stage: &Stage| other.stages.iter().position(|o| o.authenticator == stage.authenticator);
        let shared = self.stages.iter().enumerate().rev().find_map(|(place, stage)| Some((place, there(stage)?)));
        let (here, there) = shared?;
        Some(Parting {
            shared: &self.stages[here],
            own: self.stages.get(here + 1),
            others: other.stages.get(there + 1),
        })
    }
}

/// Where two lineages parted.
#[derive(Clone, Copy, Debug)]
pub struct Parting<'l> {
    /// The last epoch in which both were.
    pub shared: &'l Stage,
    /// Where the one went on to.
    pub own: Option<&'l Stage>,
    /// Where the other went on to.
    pub others: Option<&'l Stage>,
}
