//! `selection-ignores-order`
//!
//! Selects again, from the same events in other orders. The note of a selection does not say in which group it was made
//! and how the device's clock stood, so every group that the device holds and every skew that the scenario gives it are
//! tried until one explains the note.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::{Knobs, Policy, Profile, Reason, Requirements, SelectInput, Selection, select_verified, validate};
use nostr::{Event, EventId, PublicKey};
use sim_device::{EpochState, Note};

use crate::actions;
use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::model::Action;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "selection-ignores-order",
    sentence: "Where a policy is meant to be free of the fetch order, the same KeyPackages in any order lead to the choice that the device made.",
    rules: &["CID-10", "CID-11", "SEL-01", "SEL-02", "SEL-04", "SEL-05", "SEL-10"],
    calls: &["CID-02", "CID-10", "CID-11", "SEL-01", "SEL-02", "SEL-04", "SEL-05", "SEL-10"],
    ..Invariant::of(judge)
};

/// What a note says about one selection.
struct Choice<'r> {
    device: &'r str,
    target: PublicKey,
    policy: Policy,
    picked: &'r [EventId],
    collapsed: &'r [EventId],
    rejected: &'r [(EventId, Reason)],
}

/// One way in which the selection may have come about.
struct Setting {
    now: u64,
    requirements: Requirements,
    profile: Profile,
    knobs: Knobs,
}

impl Setting {
    fn input<'s>(&'s self, target: PublicKey, events: &'s [&'s Event]) -> SelectInput<'s, &'s Event> {
        SelectInput {
            events,
            target,
            now: self.now,
            requirements: &self.requirements,
            profile: self.profile,
            knobs: &self.knobs,
        }
    }
}

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let events: BTreeMap<EventId, &Event> = run.published().into_iter().map(|(_, _, e)| (e.id, &**e)).collect();
    let mut trees: BTreeMap<(&str, &str), &EpochState> = BTreeMap::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::Epoch { group, state, .. } => drop(trees.insert((device, group), state)),
            Note::Selected { account, policy, picked, collapsed, rejected, .. } => {
                let Ok(policy) = policy.parse() else { continue };
                let choice = Choice { device, target: *account, policy, picked, collapsed, rejected };
                let listed: Vec<&Event> = choice.ids().filter_map(|id| events.get(&id).copied()).collect();
                if listed.len() < 2 || !policy.order_free_under(&knobs_of(run, device)) {
                    continue;
                }
                exercised += 1;
                let settings = choice.settings(run, entry, &trees);
                let cause = choice.contradiction(facts, &listed, &settings);
                violations.extend(cause.map(|cause| Violation::new(entry, device, cause)));
            }
            _ => {}
        }
    }
    Verdict::of(exercised, violations)
}

fn profile_of(run: &Run, device: &str) -> Profile {
    run.scenario.device(device).profile.unwrap_or(run.options.profile)
}

fn knobs_of(run: &Run, device: &str) -> Knobs {
    run.scenario.device(device).knobs.under(profile_of(run, device))
}

impl<'r> Choice<'r> {
    fn ids(&self) -> impl Iterator<Item = EventId> {
        let picked = self.picked.iter().chain(self.collapsed).copied();
        picked.chain(self.rejected.iter().map(|(id, _)| *id))
    }

    /// A new group or one that the device holds, by every clock that it may have.
    fn settings(&self, run: &Run, entry: usize, trees: &BTreeMap<(&str, &str), &EpochState>) -> Vec<Setting> {
        let profile = profile_of(run, self.device);
        let held = trees.iter().filter(|((device, _), _)| *device == self.device);
        let held = held.map(|(_, state)| Requirements {
            leaves_of_target: state.leaves.iter().filter(|leaf| leaf.account == self.target.to_hex()).count(),
            signature_keys_in_tree: keys_in(state),
            ..Requirements::for_profile(profile)
        });
        let groups: Vec<_> = [Requirements::for_profile(profile)].into_iter().chain(held).collect();
        let at = run.wall_clock(entry);
        let clocks = skews(run, self.device);
        let setting = |skew: i64| {
            let now = at.saturating_add_signed(skew);
            let knobs = knobs_of(run, self.device);
            groups.iter().map(move |of_group| Setting {
                now,
                requirements: of_group.clone(),
                profile,
                knobs: knobs.clone(),
            })
        };
        clocks.into_iter().flat_map(setting).collect()
    }

    /// What is wrong, if the order matters or no setting leads to what the device chose.
    fn contradiction(&self, facts: &Facts, listed: &[&'r Event], settings: &[Setting]) -> Option<Cause> {
        let explains = |setting: &&Setting| self.is(&self.select(listed, setting));
        let list = |ids: &[EventId]| Part::KeyPackages(ids.iter().map(|id| facts.picked(*id)).collect());
        let policy = || Part::Policy(self.policy.to_string());
        let Some(setting) = settings.iter().find(explains) else {
            let again = self.select(listed, &settings[0]);
            let cause = Cause::new(What::SelectionNotThePolicys)
                .with("device", Part::device(self.device))
                .with("picked", list(self.picked))
                .with("policy", policy())
                .with("other", list(&again.picked));
            return Some(cause);
        };
        let first = self.select(listed, setting);
        let differs = |order: Vec<&'r Event>| {
            let other = self.select(&order, setting);
            (other != first).then(|| {
                Cause::new(What::SelectionDependsOnOrder)
                    .with("policy", policy())
                    .with("picked", list(&first.picked))
                    .with("other", list(&other.picked))
            })
        };
        let broken =
            || self.broken_rule(listed, setting, &first).map(|cause| cause.with("picked", list(&first.picked)));
        orders(listed).into_iter().find_map(differs).or_else(broken)
    }

    fn select(&self, events: &[&Event], setting: &Setting) -> Selection {
        select_verified(self.policy, &setting.input(self.target, events))
    }

    /// A rule of the policy that the choice breaks. A knob that is not as the profile has it may demand what a rule forbids.
    fn broken_rule(&self, listed: &[&Event], setting: &Setting, made: &Selection) -> Option<Cause> {
        if setting.knobs != Knobs::for_profile(setting.profile) {
            return None;
        }
        let broken = validate::selection(self.policy, &setting.input(self.target, listed), made).into_iter().next()?;
        let cause = Cause::new(What::SelectionBreaksRule)
            .because(broken.rule.rule().id)
            .with("device", Part::device(self.device))
            .with("policy", Part::Policy(self.policy.to_string()))
            .with("rule", Part::Rule(broken.rule.to_string()))
            .with("what", Part::Words(broken.what));
        Some(cause)
    }

    /// Is this the choice of the note? What the device left out of the picks was picked, too.
    fn is(&self, selection: &Selection) -> bool {
        let kept = selection.picked.iter().filter(|id| !self.collapsed.contains(id));
        let same = |a: &[(EventId, Reason)], b: &[(EventId, Reason)]| {
            a.iter().collect::<BTreeSet<_>>() == b.iter().collect::<BTreeSet<_>>()
        };
        kept.eq(self.picked) && same(&selection.rejected, self.rejected)
    }
}

fn keys_in(state: &EpochState) -> BTreeSet<Vec<u8>> {
    state.leaves.iter().filter_map(|leaf| hex::decode(&leaf.signature_key).ok()).collect()
}

/// Seconds by which a device's clock may run ahead in this scenario.
fn skews(run: &Run, device: &str) -> BTreeSet<i64> {
    let mut skews = BTreeSet::from([run.scenario.device(device).skew]);
    let mut steps: Vec<_> = run.scenario.steps.iter().collect();
    while let Some(step) = steps.pop() {
        match &step.action {
            Action::Skew(actions::Skew { seconds }) if step.device.as_deref() == Some(device) => {
                skews.insert(*seconds);
            }
            Action::Parallel(inner) => steps.extend(inner),
            _ => {}
        }
    }
    skews
}

/// Other orders of the same events: backwards, by id, by age, and cut in the middle.
fn orders<'e>(events: &[&'e Event]) -> [Vec<&'e Event>; 4] {
    let backwards = events.iter().rev().copied().collect();
    let (mut by_id, mut by_age, mut cut) = (events.to_vec(), events.to_vec(), events.to_vec());
    by_id.sort_by_key(|event| event.id);
    by_age.sort_by_key(|event| (event.created_at, event.id));
    cut.rotate_left(events.len() / 2);
    [backwards, by_id, by_age, cut]
}

#[cfg(test)]
mod tests {
    use sim_device::Note;

    use crate::invariants::worlds::*;
    use crate::run::Run;

    const UNEVEN: World = ("uneven-refresh", Pr40, NewestOne);

    fn the_loser_was_picked(run: &mut Run) {
        let choice = notes(run).find_map(|(_, note)| match note {
            Note::Selected { picked, rejected, .. } if !rejected.is_empty() => Some((picked, rejected)),
            _ => None,
        });
        let (picked, rejected) = choice.expect("a selection leaves something out");
        std::mem::swap(&mut picked[0], &mut rejected[0].0);
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, UNEVEN, UNEVEN, Forged(the_loser_was_picked));
    }
}
