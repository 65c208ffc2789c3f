//! convergence by elimination: while several tips are left, decide one fork.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::format::Reason;
use crate::format::topics::convergence::{
    CommitClass, Contest, Disposition, Expect, Input, POLICIES, Score, State, Step, Test,
};
use crate::verify::reader::{Check, Reader};
use crate::verify::stack::judge_each;
use crate::verify::{Refusal, Verdict};

pub(in crate::verify) fn verify(test: &Test, reader: &Reader) -> Verdict {
    let checked = World::checked(&test.input, reader);
    judge_each(test, &POLICIES, |policy| checked.as_ref().map(|world| world.select(policy)).map_err(Clone::clone))
}

/// A tree as it was checked. Nothing here may rest on a check that a mutant leaves out.
struct World<'a> {
    input: &'a Input,
    states: BTreeMap<&'a str, &'a State>,
    canonical: &'a str,
}

impl<'a> World<'a> {
    fn checked(input: &'a Input, reader: &Reader) -> Result<Self, Refusal> {
        let mut anchors = input.states.iter().filter(|state| state.commit.is_none());
        let anchor = anchors.next();
        reader.demand(Check::Anchor, anchor.is_some(), Reason::AnchorMissing, "no anchor")?;
        reader.demand(Check::OneAnchor, anchors.next().is_none(), Reason::AnchorRepeated, "a second anchor")?;
        let mut states = BTreeMap::new();
        for state in &input.states {
            let once = states.insert(state.id.as_str(), state).is_none();
            reader.demand(Check::StateOnce, once, Reason::StateRepeated, &state.id)?;
        }
        check_commits(input, &states, reader)?;
        check_messages(input, &states, reader)?;
        let known = states.get_key_value(input.canonical.as_str()).map(|(id, _)| *id);
        reader.demand(Check::CanonicalKnown, known.is_some(), Reason::CanonicalUnknown, &input.canonical)?;
        let instead = anchor.or(input.states.first()).map(|state| state.id.as_str());
        let canonical = known.or(instead).unwrap_or_default();
        let world = Self { input, states, canonical };
        let lost = world.tips().into_iter().find_map(|tip| world.lacks(tip));
        let what = lost.unwrap_or_default();
        reader.demand(Check::Retained, lost.is_none(), Reason::RetainedStateMissing, what)?;
        Ok(world)
    }

    /// A state that is lost and that an eligible branch needs: where it leaves the canonical path, or behind.
    fn lacks(&self, tip: &'a str) -> Option<&'a str> {
        let own = self.down(self.canonical);
        let fork = self.meet(tip, self.canonical);
        let near = own[0].id == fork.id || self.input.base_epoch.saturating_sub(fork.epoch) <= 5;
        let needed = self.down(tip).into_iter().filter(|state| state.epoch >= fork.epoch);
        let mut lost = needed.filter(|state| state.lost && near && tip != self.canonical);
        lost.next().map(|state| state.id.as_str())
    }

    /// From a state down to the anchor, or as far as parents are known.
    fn down(&self, from: &str) -> Vec<&'a State> {
        let mut way: Vec<&State> = self.states.get(from).copied().into_iter().collect();
        let parent = |at: &State| self.states.get(at.commit.as_ref()?.parent.as_str()).copied();
        // Who takes any epoch may be led in a circle.
        while let Some(next) = way.last().and_then(|at| parent(at)).filter(|_| way.len() < self.states.len()) {
            way.push(next);
        }
        way
    }

    /// The highest state below both, or one of them; where there is none, the end of the way down from the first.
    fn meet(&self, one: &str, other: &str) -> &'a State {
        let below: BTreeSet<&str> = self.down(other).iter().map(|state| state.id.as_str()).collect();
        let way = self.down(one);
        let found = way.iter().find(|state| below.contains(state.id.as_str())).or(way.last());
        found.expect("the first is a state of the tree")
    }

    /// 0 for a state that is not there.
    fn epoch(&self, state: &str) -> u64 {
        self.states.get(state).map_or(0, |state| state.epoch)
    }

    fn tips(&self) -> Vec<&'a str> {
        let has_child = |id: &str| self.states.values().any(|s| s.commit.as_ref().is_some_and(|c| c.parent == id));
        self.states.keys().copied().filter(|id| !has_child(id)).collect()
    }

    fn highest(&self) -> &'a str {
        let mut best = self.tips()[0];
        for tip in self.tips() {
            let (a, b) = (self.states[tip], self.states[best]);
            let order = b.epoch.cmp(&a.epoch).then_with(|| match (&a.commit, &b.commit) {
                (Some(a), Some(b)) => (a.class, &a.committer, &a.digest).cmp(&(b.class, &b.committer, &b.digest)),
                _ => Ordering::Equal,
            });
            if order == Ordering::Less {
                best = tip;
            }
        }
        best
    }

    fn near(&self, state: &str, canonical: &str, base_epoch: u64, policy: &str) -> bool {
        let spine = if policy == "max-tip" { self.highest() } else { canonical };
        let height = if policy == "max-tip" { self.epoch(spine).max(base_epoch) } else { base_epoch };
        let fork = self.meet(state, spine);
        fork.id == spine || height.saturating_sub(fork.epoch) <= 5
    }

    fn select(&self, policy: &str) -> Expect {
        let canonical = self.canonical;
        let near = |tip: &&str| self.near(tip, canonical, self.input.base_epoch, policy);
        let eligible = self.tips().into_iter().map(|tip| (tip.to_owned(), near(&tip))).collect();
        let mut left: BTreeSet<&str> = self.tips().into_iter().filter(near).collect();
        let mut contests = Vec::new();
        if ["own-fork", "common-base"].contains(&policy) {
            let bases = self.bases(&left, policy);
            contests.extend(self.contest(bases, policy));
            left.retain(|tip| contests.first().is_none_or(|contest: &Contest| contest.ranking[0].tip == *tip));
        }
        while let Some((fork, rivals)) = self.highest_fork(&left) {
            let bases = rivals.iter().map(|tip| (*tip, fork)).collect();
            let contest = self.contest(bases, policy).expect("several rivals");
            left.retain(|tip| !rivals.contains(tip) || contest.ranking[0].tip == *tip);
            contests.push(contest);
        }
        let winner = left.first().copied().unwrap_or(self.canonical);
        Expect {
            winner: winner.to_owned(),
            eligible,
            contests,
            commits: self.commits(winner, policy),
            messages: self.messages(winner, policy),
        }
    }

    /// Of the forks that are left the highest, first by name, and the tips above it.
    fn highest_fork<'b>(&self, left: &BTreeSet<&'b str>) -> Option<(&'a State, Vec<&'b str>)> {
        let above = |at: &State| -> Vec<&'b str> {
            left.iter().copied().filter(|tip| *tip != at.id && self.down(tip).iter().any(|s| s.id == at.id)).collect()
        };
        let forks = self.states.values().map(|state| (*state, above(state))).filter(|(_, tips)| tips.len() > 1);
        let mut forks: Vec<_> = forks.collect();
        forks.sort_by_key(|(state, _)| (std::cmp::Reverse(state.epoch), state.id.clone()));
        forks.into_iter().next()
    }

    fn bases<'b>(&self, left: &BTreeSet<&'b str>, policy: &str) -> Vec<(&'b str, &'a State)> {
        let canonical = self.canonical;
        let forks: Vec<_> = left.iter().map(|tip| (*tip, self.meet(tip, canonical))).collect();
        let first = forks.iter().map(|(_, fork)| *fork).min_by_key(|fork| fork.epoch).expect("a tip");
        let own = |fork: &'a State| policy == "own-fork" && fork.id != canonical;
        forks.into_iter().map(|(tip, fork)| (tip, if own(fork) { fork } else { first })).collect()
    }

    fn contest(&self, bases: Vec<(&str, &State)>, policy: &str) -> Option<Contest> {
        let mut ranking: Vec<Score> = bases.into_iter().map(|(tip, base)| self.score(tip, base)).collect();
        ranking.sort_by(|a, b| self.better(a, b, policy).0);
        let decided_by = self.better(ranking.first()?, ranking.get(1)?, policy).1;
        Some(Contest { decided_by, ranking })
    }

    fn score(&self, tip: &str, base: &State) -> Score {
        let (mut depth, mut quorum, mut witnesses) = (0, false, 0);
        let height = self.epoch(tip);
        for state in self.down(tip).into_iter().take_while(|state| state.id != base.id) {
            depth += 1;
            let mut accounts: Vec<_> = Vec::new();
            for message in self.input.messages.iter().filter(|message| message.state == state.id) {
                if height - state.epoch <= 5 && !accounts.contains(&&message.account) {
                    accounts.push(&message.account);
                }
            }
            quorum |= accounts.len() >= 2;
            witnesses += accounts.len().min(2) as u64;
        }
        let effective = if quorum { depth + 1 } else { depth };
        Score { tip: tip.to_owned(), from: base.id.clone(), depth, effective, quorum, witnesses }
    }

    /// `Less` if the first is better, and by what.
    fn better(&self, a: &Score, b: &Score, policy: &str) -> (Ordering, Step) {
        let commit = |score: &Score| self.states[score.tip.as_str()].commit.as_ref();
        let (Some(last_a), Some(last_b)) = (commit(a), commit(b)) else { return (Ordering::Equal, Step::Digest) };
        let privileged = |class| class == CommitClass::Privileged;
        let class = privileged(last_b.class).cmp(&privileged(last_a.class));
        if policy == "class-first" && class.is_ne() {
            return (class, Step::Class);
        }
        for (order, step) in [
            (b.effective.cmp(&a.effective), Step::EffectiveDepth),
            (b.quorum.cmp(&a.quorum), Step::Quorum),
            (b.witnesses.cmp(&a.witnesses), Step::WitnessScore),
            (class, Step::Class),
            (last_a.committer.cmp(&last_b.committer), Step::Committer),
        ] {
            if order.is_ne() {
                return (order, step);
            }
        }
        (last_a.digest.cmp(&last_b.digest), Step::Digest)
    }

    fn commits(&self, winner: &str, policy: &str) -> BTreeMap<String, Disposition> {
        let path: BTreeSet<&str> = self.down(winner).iter().map(|state| state.id.as_str()).collect();
        let mut fates = BTreeMap::new();
        for state in self.input.states.iter().filter(|state| state.commit.is_some()) {
            let fate = if path.contains(state.id.as_str()) {
                Disposition::Accepted
            } else if self.near(&state.id, winner, self.epoch(winner), policy) {
                Disposition::Deferred
            } else {
                Disposition::Stale
            };
            fates.insert(state.id.clone(), fate);
        }
        fates
    }

    fn messages(&self, winner: &str, policy: &str) -> BTreeMap<String, Disposition> {
        let path: BTreeSet<&str> = self.down(winner).iter().map(|state| state.id.as_str()).collect();
        let mut fates = BTreeMap::new();
        for message in &self.input.messages {
            let Some(at) = self.states.get(message.state.as_str()) else { continue };
            let (on, old) = (path.contains(at.id.as_str()), self.epoch(winner).saturating_sub(at.epoch) > 5);
            let before = self.input.before.get(&message.id).copied();
            let seen = matches!(before, Some(Disposition::Accepted | Disposition::Invalidated));
            let again = before != Some(Disposition::Invalidated) || policy != "never-again";
            let fate = if before == Some(Disposition::Stale) || (old && !seen) {
                Disposition::Stale
            } else if on && (before == Some(Disposition::Accepted) || (!old && again)) {
                Disposition::Accepted
            } else {
                Disposition::Invalidated
            };
            fates.insert(message.id.clone(), fate);
        }
        fates
    }
}

/// Each commit leads from a state that is there to the epoch after it, and there is no second one with its digest.
fn check_commits(input: &Input, states: &BTreeMap<&str, &State>, reader: &Reader) -> Result<(), Refusal> {
    let mut digests = BTreeSet::new();
    for (state, commit) in input.states.iter().filter_map(|state| Some((state, state.commit.as_ref()?))) {
        let parent = states.get(commit.parent.as_str());
        reader.demand(Check::ParentKnown, parent.is_some(), Reason::ParentUnknown, &state.id)?;
        let next = parent.is_none_or(|parent| parent.epoch.checked_add(1) == Some(state.epoch));
        reader.demand(Check::NextEpoch, next, Reason::EpochNotNext, &state.id)?;
        reader.demand(Check::CommitOnce, digests.insert(&commit.digest), Reason::CommitRepeated, &state.id)?;
    }
    Ok(())
}

/// Each message is in a state that is there, and is listed once.
fn check_messages(input: &Input, states: &BTreeMap<&str, &State>, reader: &Reader) -> Result<(), Refusal> {
    let mut ids = BTreeSet::new();
    for message in &input.messages {
        let known = states.contains_key(message.state.as_str());
        reader.demand(Check::MessageState, known, Reason::MessageStateUnknown, &message.id)?;
        reader.demand(Check::MessageOnce, ids.insert(&message.id), Reason::MessageRepeated, &message.id)?;
    }
    Ok(())
}
