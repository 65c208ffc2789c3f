//! What convergence demands, over lists of whole branches: a fork is where lists part.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::format::topics::convergence::{
    Commit, CommitClass, Contest, Disposition, Expect, Input, Score, State, Step,
};

/// From the anchor to a tip.
type Branch<'a> = Vec<&'a State>;

/// What a well-formed tree with nothing lost demands under a policy.
pub(crate) fn chosen(input: &Input, policy: &str) -> Expect {
    let all = branches(input);
    let own = path(input, &input.canonical);
    let spine = if policy == "max-tip" { highest(&all) } else { own.clone() };
    let reference = if policy == "max-tip" { last(&spine).epoch.max(input.base_epoch) } else { input.base_epoch };
    let (inside, outside): (Vec<_>, Vec<_>) = all.into_iter().partition(|b| reaches(b, &spine, reference));
    let tips = |branches: &[Branch<'_>], is| -> Vec<_> { branches.iter().map(|b| (last(b).id.clone(), is)).collect() };
    let eligible = tips(&inside, true).into_iter().chain(tips(&outside, false)).collect();
    let mut contests = Vec::new();
    let winner = match policy {
        "own-fork" | "common-base" => at_once(input, inside, &own, policy, &mut contests),
        _ => fork_by_fork(input, inside, 1, policy, &mut contests),
    };
    contests.sort_by_key(|(epoch, fork, _)| (Reverse(*epoch), fork.clone()));
    let contests = contests.into_iter().map(|(.., contest)| contest).collect();
    let (commits, messages) = (commits(input, &winner, policy), messages(input, &winner, policy));
    Expect { winner: last(&winner).id.clone(), eligible, contests, commits, messages }
}

fn path<'a>(input: &'a Input, to: &str) -> Branch<'a> {
    let state = input.states.iter().find(|state| state.id == to).expect("the tree is well-formed");
    let mut before = state.commit.as_ref().map(|commit| path(input, &commit.parent)).unwrap_or_default();
    before.push(state);
    before
}

fn branches(input: &Input) -> Vec<Branch<'_>> {
    let parents: BTreeSet<_> = input.states.iter().filter_map(|s| s.commit.as_ref()).map(|c| &c.parent).collect();
    input.states.iter().filter(|state| !parents.contains(&state.id)).map(|state| path(input, &state.id)).collect()
}

fn last<'a>(branch: &Branch<'a>) -> &'a State {
    branch.last().expect("a branch has a tip")
}

fn commit(state: &State) -> &Commit {
    state.commit.as_ref().expect("a rival is no anchor")
}

fn shared(one: &Branch<'_>, other: &Branch<'_>) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a.id == b.id).count()
}

fn highest<'a>(all: &[Branch<'a>]) -> Branch<'a> {
    let order = |branch: &&Branch<'a>| {
        let commit = last(branch).commit.as_ref();
        (branch.len(), commit.map(|c| Reverse((c.class, c.committer.clone(), c.digest.clone()))))
    };
    all.iter().max_by_key(order).expect("there is a tip").clone()
}

fn reaches(branch: &Branch<'_>, spine: &Branch<'_>, reference: u64) -> bool {
    let shared = shared(branch, spine);
    shared == spine.len() || reference.saturating_sub(branch[shared - 1].epoch) <= 5
}

/// The epoch and name of the fork, and what was compared there.
type At = (u64, String, Contest);

fn fork_by_fork<'a>(
    input: &Input,
    mut all: Vec<Branch<'a>>,
    known: usize,
    policy: &str,
    out: &mut Vec<At>,
) -> Branch<'a> {
    if all.len() == 1 {
        return all.remove(0);
    }
    let mut groups: BTreeMap<&str, Vec<Branch<'a>>> = BTreeMap::new();
    for branch in all {
        groups.entry(branch[known].id.as_str()).or_default().push(branch);
    }
    let best: Vec<_> = groups.into_values().map(|group| fork_by_fork(input, group, known + 1, policy, out)).collect();
    compare(input, best.into_iter().map(|branch| (branch, known)).collect(), policy, out)
}

fn at_once<'a>(input: &Input, all: Vec<Branch<'a>>, own: &Branch<'a>, policy: &str, out: &mut Vec<At>) -> Branch<'a> {
    let first = all.iter().map(|branch| shared(branch, own)).min().expect("there is a tip");
    let from = |branch: &Branch<'a>| match shared(branch, own) {
        left if policy == "own-fork" && left < own.len() => left,
        _ => first,
    };
    compare(input, all.into_iter().map(|branch| (from(&branch), branch)).map(|(n, b)| (b, n)).collect(), policy, out)
}

/// The best of some branches, each counted behind its first so many states.
fn compare<'a>(input: &Input, mut rivals: Vec<(Branch<'a>, usize)>, policy: &str, out: &mut Vec<At>) -> Branch<'a> {
    let steps = |(branch, known): &(Branch<'a>, usize)| steps(input, branch, *known);
    let order = |rival: &(Branch<'a>, usize)| {
        let mut steps = steps(rival);
        if policy == "class-first" {
            let class = steps.remove(3);
            steps.insert(0, class);
        }
        Reverse(steps.into_iter().map(|(_, key)| key).collect::<Vec<_>>())
    };
    rivals.sort_by_key(order);
    if let [one, two, ..] = rivals.as_slice() {
        let differ = |place: usize| steps(one)[place].1 != steps(two)[place].1;
        let places = if policy == "class-first" { [3, 0, 1, 2, 4, 5] } else { [0, 1, 2, 3, 4, 5] };
        let place = places.into_iter().find(|place| differ(*place)).expect("digests differ");
        let fork = one.0[one.1 - 1];
        let ranking = rivals.iter().map(|(branch, known)| score(input, branch, *known)).collect();
        out.push((fork.epoch, fork.id.clone(), Contest { decided_by: steps(one)[place].0, ranking }));
    }
    rivals.remove(0).0
}

fn voices(input: &Input, branch: &Branch<'_>, known: usize) -> Vec<usize> {
    let near = branch[known..].iter().filter(|state| last(branch).epoch - state.epoch <= 5);
    let authors = |state: &&State| {
        let here = input.messages.iter().filter(|message| message.state == state.id);
        here.map(|message| &message.account).collect::<BTreeSet<_>>().len()
    };
    near.map(authors).collect()
}

fn score(input: &Input, branch: &Branch<'_>, known: usize) -> Score {
    let voices = voices(input, branch, known);
    let (depth, quorum) = ((branch.len() - known) as u64, voices.iter().any(|n| *n >= 2));
    Score {
        tip: last(branch).id.clone(),
        from: branch[known - 1].id.clone(),
        depth,
        effective: depth + u64::from(quorum),
        quorum,
        witnesses: voices.iter().map(|n| (*n).min(2) as u64).sum(),
    }
}

/// The six comparisons with a key each; the greater the better. Numbers as hex of one length, bytes turned round.
fn steps(input: &Input, branch: &Branch<'_>, known: usize) -> Vec<(Step, String)> {
    let score = score(input, branch, known);
    let commit = commit(last(branch));
    let number = |n: u64| format!("{n:016x}");
    let lower = |hex: &str| hex.chars().map(|c| char::from(b'z' - c.to_digit(16).unwrap_or(0) as u8)).collect();
    vec![
        (Step::EffectiveDepth, number(score.effective)),
        (Step::Quorum, number(u64::from(score.quorum))),
        (Step::WitnessScore, number(score.witnesses)),
        (Step::Class, number(u64::from(commit.class == CommitClass::Privileged))),
        (Step::Committer, lower(&commit.committer)),
        (Step::Digest, lower(&commit.digest)),
    ]
}

fn commits(input: &Input, winner: &Branch<'_>, policy: &str) -> BTreeMap<String, Disposition> {
    let spine = if policy == "max-tip" { highest(&branches(input)) } else { winner.clone() };
    let reference = last(&spine).epoch.max(last(winner).epoch);
    let fate = |state: &State| match path(input, &state.id) {
        path if shared(&path, winner) == path.len() => Disposition::Accepted,
        path if reaches(&path, &spine, reference) => Disposition::Deferred,
        _ => Disposition::Stale,
    };
    let made = input.states.iter().filter(|state| state.commit.is_some());
    made.map(|state| (state.id.clone(), fate(state))).collect()
}

fn messages(input: &Input, winner: &Branch<'_>, policy: &str) -> BTreeMap<String, Disposition> {
    use Disposition::{Accepted, Invalidated, Stale};
    let fate = |message: &crate::format::topics::convergence::Message| {
        let at = *path(input, &message.state).last().expect("the tree is well-formed");
        let on_path = winner.iter().any(|state| state.id == at.id);
        let inside = last(winner).epoch <= at.epoch + 5;
        match input.before.get(&message.id) {
            Some(Stale) => Stale,
            Some(Accepted) if on_path => Accepted,
            Some(Accepted) => Invalidated,
            Some(Invalidated) if on_path && inside && policy != "never-again" => Accepted,
            Some(Invalidated) => Invalidated,
            _ if !inside => Stale,
            _ if on_path => Accepted,
            _ => Invalidated,
        }
    };
    input.messages.iter().map(|message| (message.id.clone(), fate(message))).collect()
}
