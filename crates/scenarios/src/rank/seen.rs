//! What is kept of a run in order to rank it.

use std::collections::{BTreeMap, BTreeSet};

use sim_device::Note;

use super::cost::{Cost, Costs};
use crate::actions;
use crate::facts::Facts;
use crate::judge::judge_by;
use crate::model::{Action, Outcome};
use crate::run::Run;

/// How a device ends that an invitation was meant for and that does not read the group.
const LEFT_OUT: [Outcome; 3] = [Outcome::SilentlyExcluded, Outcome::NotReached, Outcome::Undecryptable];

/// A run, as far as costs go. Bytes and joins become costs only beside those of other options.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Costs that a run has by itself.
    pub(super) own: Costs,
    /// Bytes of all events that devices published.
    pub(super) bytes: usize,
    /// Milliseconds from the invitation to the join, by device and group.
    pub(super) joins: BTreeMap<(String, String), u128>,
    /// It stalled, or was over its budget: what it would have cost to its end nobody knows.
    pub stalled: bool,
}

impl Seen {
    /// What the facts and the judgement of a run say about costs.
    pub fn of(run: &Run) -> Self {
        let facts = Facts::of(run);
        let judgement = judge_by(run, &facts);
        let refused = accounts_of_failed_invitations(run);
        let left_out = judgement.outcomes.iter().filter(|(device, outcome)| match outcome {
            // The whole invitation failed: an inviter who sees that is no better off, and the invited are out.
            Outcome::NotInvited => refused.contains(run.account_of(device)) && run.final_views()[*device].alive,
            outcome => LEFT_OUT.contains(outcome),
        });
        let left_out = left_out.count();
        let (phantom, second) = spare_leaves(run, &facts);
        let linked = judgement.observer.accounts.values().map(|account| {
            let linkable = &account.linkable;
            if linkable.of == 0 { 0.0 } else { (linkable.of - linkable.by_nothing) as f64 / linkable.of as f64 }
        });
        let mut own = Costs::default();
        own.set(Cost::DevicesLeftOut, left_out as f64);
        own.set(Cost::PhantomLeaves, phantom as f64);
        own.set(Cost::SecondLeaves, second as f64);
        own.set(Cost::WelcomesWasted, judgement.metrics.welcomes_wasted as f64);
        own.set(Cost::AccountsLinked, linked.sum());
        Self { own, bytes: judgement.metrics.published_bytes, joins: joins(run, &facts), stalled: judgement.stalled }
    }
}

/// Accounts that a step was to invite which could not be carried out: one bad choice makes mdk-core refuse all of it.
fn accounts_of_failed_invitations(run: &Run) -> BTreeSet<&str> {
    let failed = run.failed_steps.iter().filter(|step| step.failed > 0);
    failed.flat_map(|failed| invited_by(&failed.step.action)).collect()
}

/// Accounts that an action invites.
fn invited_by(action: &Action) -> Vec<&str> {
    match action {
        Action::CreateGroup(actions::CreateGroup { invite, .. }) | Action::Invite(actions::Invite { invite, .. }) => {
            invite.iter().map(String::as_str).collect()
        }
        Action::Parallel(steps) => steps.iter().flat_map(|step| invited_by(&step.action)).collect(),
        _ => Vec::new(),
    }
}

/// Leaves at the end that are one too many, each counted once: those of a device beyond its first, and what is left of devices none of
/// whose leaves can be acted on.
fn spare_leaves(run: &Run, facts: &Facts) -> (usize, usize) {
    let (chronicle, views) = (&facts.chronicle, run.final_views());
    let (mut phantom, mut second) = (0, 0);
    for group in chronicle.groups(run).keys() {
        let Some((_, seen)) = chronicle.reference(run, views, group) else { continue };
        let mut of_device: BTreeMap<Option<&str>, (usize, usize)> = BTreeMap::new();
        for leaf in &seen.state.leaves {
            let (leaves, live) = of_device.entry(chronicle.owner(leaf).map(|(device, _)| device)).or_default();
            *leaves += 1;
            *live += usize::from(chronicle.leaf_is_live(views, group, leaf));
        }
        for (device, (leaves, live)) in of_device {
            match device {
                // Whose they are nobody knows: they are nobody's second.
                None => phantom += leaves - live,
                Some(_) => {
                    second += leaves - 1;
                    phantom += usize::from(live == 0);
                }
            }
        }
    }
    (phantom, second)
}

/// How long each device waited for each group, from the last invitation of its account before it joined.
fn joins(run: &Run, facts: &Facts) -> BTreeMap<(String, String), u128> {
    let mut joins = BTreeMap::new();
    for (entry, device, note) in run.notes() {
        let Note::Joined { group, .. } = note else { continue };
        let account = run.account_of(device);
        let meant = |i: &&crate::facts::Invitation| i.group == *group && i.entry < entry && i.account == account;
        let Some(invited) = facts.chronicle.invitations.iter().rfind(meant) else { continue };
        let at = |entry: usize| run.transcript.entries[entry].at.as_millis();
        joins.entry((device.to_owned(), group.clone())).or_insert(at(entry) - at(invited.entry));
    }
    joins
}
