//! P1, P2, P4 and P5: how the tree grows, and what is built on when nothing is left to deliver. They speak of one root and of devices that are
//! all siblings; behind a leader or one holder there is nothing to choose.

use std::collections::BTreeSet;

use sim_engine::Record;

use super::state::State;
use super::{Cause, Findings, Invariant};
use crate::system::{Note, SharedRatchet};
use crate::tree::{Node, User};

#[derive(Default)]
pub(super) struct Growth {
    /// What was settled when nothing was left to deliver.
    marker: Option<Node>,
    /// Steps since then.
    made: Vec<Node>,
    seen: Option<(usize, usize)>,
    /// Whether users differed at a quiescent point (P3).
    pub users_differed: bool,
    /// Quiescent points so far.
    pub quiescent: usize,
}

impl Growth {
    fn applies(state: &State<'_>) -> bool {
        let plain = state.run.setting.strategy == crate::model::Strategy::Leaderless;
        plain && !state.rolled && state.removed.is_empty() && state.gone.is_empty()
    }

    /// A record that was taken into the state.
    pub fn took(&mut self, place: usize, record: &Record<SharedRatchet>, state: &State<'_>, findings: &mut Findings) {
        let Record::Note(_, Note::Said { node, parent: Some(_), .. }) = record else { return };
        if !Self::applies(state) {
            return;
        }
        self.made.push(*node);
        // With two roots nothing is settled at the beginning (A10): those rows of section 5 run without the marker.
        let Some(settled) = self.marker.filter(|_| state.run.setting.policy.roots == 1) else { return };
        findings.exercise(Invariant::Finality);
        if !state.tree.descends(*node, settled) {
            findings.broke(Invariant::Finality, place, Cause::Rival { node: *node, settled });
        }
    }

    /// Between two inputs, before the entry at `place`.
    pub fn between(&mut self, place: usize, state: &State<'_>, findings: &mut Findings) {
        if !Self::applies(state) || !state.is_quiescent() {
            return;
        }
        let now = (state.said.len(), state.known.values().map(BTreeSet::len).sum());
        if self.seen == Some(now) {
            return;
        }
        self.seen = Some(now);
        self.quiescent += 1;
        one_owner(place, state, findings);
        siblings_agree(place, state, findings);
        if let [node] = self.made.as_slice() {
            heals(place, state, *node, findings);
        }
        self.made.clear();
        let selection =
            |user: User| state.living().find(|device| device.user == user).and_then(|one| state.selects.get(&one));
        self.users_differed |= selection(User::A) != selection(User::B);
        let stepper = state.living().find_map(|device| {
            let on = state.selects.get(&device)?;
            (on.owner() != device.user).then_some(*on)
        });
        self.marker = stepper.or(self.marker);
    }
}

fn one_owner(place: usize, state: &State<'_>, findings: &mut Findings) {
    let deepest = state.tree.nodes().map(|node| state.tree.depth(node)).max().unwrap_or(0);
    let mut tips = state.tree.nodes().filter(|node| deepest > 0 && state.tree.depth(*node) == deepest);
    let Some(left) = tips.next() else { return };
    for right in tips {
        findings.exercise(Invariant::OneOwner);
        if right.owner() != left.owner() {
            findings.broke(Invariant::OneOwner, place, Cause::MixedTips { left, right });
            return;
        }
    }
}

fn siblings_agree(place: usize, state: &State<'_>, findings: &mut Findings) {
    for user in User::BOTH {
        let mut siblings = state
            .living()
            .filter(|device| device.user == user)
            .filter_map(|one| Some((one, *state.selects.get(&one)?)));
        let Some((left, on_left)) = siblings.next() else { continue };
        for (right, on_right) in siblings {
            findings.exercise(Invariant::SiblingsAgree);
            if on_left != on_right {
                let cause = Cause::Split { left, on_left, right, on_right };
                findings.broke(Invariant::SiblingsAgree, place, cause);
                break;
            }
        }
    }
}

fn heals(place: usize, state: &State<'_>, node: Node, findings: &mut Findings) {
    findings.exercise(Invariant::OneStepHeals);
    let other = state.living().find_map(|device| {
        let on = *state.selects.get(&device)?;
        (on != node).then_some((device, on))
    });
    if let Some((device, on)) = other {
        findings.broke(Invariant::OneStepHeals, place, Cause::NotHealed { device, on, node });
    }
}
