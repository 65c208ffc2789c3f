//! Counts of a run.

use serde::Serialize;
use sim_device::{Membership, Note};

use super::outcome;
use crate::facts::Facts;
use crate::model::Outcome;
use crate::run::Run;
use crate::world::Marmot;
use sim_engine::Record;

/// Counts that spec authors compare between policies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Metrics {
    /// Leaves in all groups at the end.
    pub leaves: usize,
    /// Of these, leaves that no installation can act on.
    pub phantom_leaves: usize,
    /// Devices that take part in a group at the end, counted per group.
    pub members: usize,
    /// Devices that are, or should be, in a group at the end, counted per group: joined, silently excluded or undecryptable.
    pub active_devices: usize,
    /// Welcomes handed to relays.
    pub welcomes_sent: usize,
    /// Welcomes that led to a join.
    pub welcomes_opened: usize,
    /// Welcomes that a device saw and rightly or wrongly did not act on.
    pub welcomes_ignored: usize,
    /// Welcomes that nobody opened.
    pub welcomes_wasted: usize,
    /// Bytes of all events that devices published.
    pub published_bytes: usize,
    /// Events that devices published.
    pub published_events: usize,
    /// Highest epoch reached.
    pub epochs: u64,
    /// Commands of the script that a device could not carry out.
    pub failed_commands: usize,
    /// Rollbacks after lost commit races.
    pub rollbacks: usize,
    /// Longest time from an invitation to a join, in milliseconds.
    pub slowest_join_ms: u128,
}

pub(crate) fn metrics(run: &Run, facts: &Facts) -> Metrics {
    let chronicle = &facts.chronicle;
    let mut m = Metrics::default();
    let views = run.final_views();
    for group in chronicle.groups(run).keys() {
        if let Some((_, seen)) = chronicle.reference(run, views, group) {
            m.leaves += seen.state.leaves.len();
            m.phantom_leaves += seen.state.leaves.iter().filter(|l| !chronicle.leaf_is_live(views, group, l)).count();
        }
        let takes_part = |v: &&sim_device::DeviceView| {
            v.alive && v.groups.get(group).is_some_and(|g| g.membership == Membership::Active)
        };
        let active = [Outcome::Joined, Outcome::SilentlyExcluded, Outcome::Undecryptable];
        let is_active = |device: &&String| active.contains(&outcome::in_group(run, facts, device, group));
        m.active_devices += run.devices.keys().filter(is_active).count();
        m.members += views.values().filter(takes_part).count();
    }
    for (entry, device, note) in run.notes() {
        match note {
            Note::WelcomeSent { .. } => m.welcomes_sent += 1,
            Note::Joined { group, .. } => {
                m.welcomes_opened += 1;
                let invited = chronicle
                    .invitations
                    .iter()
                    .rfind(|i| i.group == *group && i.entry < entry && i.account == run.account_of(device));
                let since = invited.map_or(0, |i| run.transcript.entries[i.entry].at.as_millis());
                m.slowest_join_ms = m.slowest_join_ms.max(run.transcript.entries[entry].at.as_millis() - since);
            }
            Note::WelcomeIgnored { .. } => m.welcomes_ignored += 1,
            Note::Epoch { state, .. } => m.epochs = m.epochs.max(state.epoch),
            Note::RolledBack { .. } => m.rollbacks += 1,
            _ => {}
        }
    }
    let failed = |record: &Record<Marmot>| matches!(record, Record::Done(_, _, Err(_)));
    m.failed_commands = run.entries().filter(|(_, entry)| failed(&entry.record)).count();
    m.welcomes_wasted = m.welcomes_sent.saturating_sub(m.welcomes_opened);
    for (_, _, event) in run.published() {
        m.published_events += 1;
        m.published_bytes += event.as_json().len();
    }
    m
}
