//! Short ways to write a tree down, and random ones.

use std::collections::BTreeMap;

use marmot_rules::adopted::Class;
use marmot_rules::adopted::convergence::{
    Account, Commit, Digest, ForkBase, Horizon, Item, Member, Message, Resolution, Rules, Score, State, StateId, Tree,
    resolve,
};
use proptest::prelude::*;

pub const ORDINARY: Class = Class::Ordinary;
pub const PRIVILEGED: Class = Class::Privileged;

/// A tree that is written line by line. Accounts and digests are one byte, repeated.
pub struct World {
    pub tree: Tree,
    written: u8,
}

impl World {
    /// A group in state `root` at this epoch.
    pub fn at(epoch: u64) -> Self {
        Self { tree: Tree::new("root", epoch), written: 0 }
    }

    /// A commit that leads from one state to a new one.
    pub fn commit(mut self, id: &str, parent: &str, class: Class, committer: u8, digest: u8) -> Self {
        let state = state(&self.tree, id, parent, class, committer, digest);
        self.tree.grow(state).unwrap();
        self
    }

    /// Self-updates, one after the other, by one account; digests count up.
    pub fn chain(mut self, ids: &[&str], parent: &str, committer: u8, digest: u8) -> Self {
        let mut parent = parent;
        for (id, digest) in ids.iter().zip(digest..) {
            self = self.commit(id, parent, ORDINARY, committer, digest);
            parent = id;
        }
        self
    }

    /// Each of these accounts writes one message in a state.
    pub fn write(mut self, id: &str, accounts: &[u8]) -> Self {
        for account in accounts {
            self.written += 1;
            let id = id.into();
            let message = Message { id: message(self.written), state: id, account: Account([*account; 32]) };
            self.tree.hear(message).unwrap();
        }
        self
    }

    pub fn resolve(&self, canonical: &str, fork_base: ForkBase) -> Resolution {
        let rules = Rules { fork_base, ..Rules::default() };
        self.resolve_with(canonical, &rules)
    }

    /// As a member whose canonical state this is.
    pub fn resolve_with(&self, canonical: &str, rules: &Rules) -> Resolution {
        let canonical = canonical.into();
        let base = self.tree.state(&canonical).unwrap().epoch;
        resolve(&self.tree, &canonical, base, rules).unwrap()
    }

    pub fn winner(&self, canonical: &str, rules: &Rules) -> String {
        self.resolve_with(canonical, rules).winner.0
    }

    /// What arrives: names of states, and `m1`, `m2`, … for the messages in the order in which they were written.
    pub fn items(&self, names: &str) -> Vec<Item> {
        let item = |name: &str| match name.strip_prefix('m').and_then(|number| number.parse().ok()) {
            Some(number) => Item::Message(message(number)),
            None => Item::Commit(name.into()),
        };
        names.split_whitespace().map(item).collect()
    }

    /// A member after these passes.
    pub fn after(&self, rules: Rules, passes: &[&str]) -> Member<'_> {
        let mut member = Member::new(&self.tree, rules);
        for pass in passes {
            member.pass(self.items(pass)).unwrap();
        }
        member
    }

    /// Its canonical state after these passes.
    pub fn ends(&self, rules: Rules, passes: &[&str]) -> String {
        self.after(rules, passes).canonical().to_string()
    }
}

/// The id of the message that was written so many-th.
pub fn message(number: u8) -> Digest {
    let mut id = [0xee; 32];
    id[31] = number;
    Digest(id)
}

/// A state above another one.
pub fn state(tree: &Tree, id: &str, parent: &str, class: Class, committer: u8, digest: u8) -> State {
    let parent: StateId = parent.into();
    let epoch = tree.state(&parent).map_or(1, |state| state.epoch + 1);
    let digest = Digest([digest; 32]);
    let commit = Commit { parent, digest, committer: Account([committer; 32]), class, disbands: false };
    State { id: id.into(), epoch, commit: Some(commit), lost: false }
}

/// `effective/quorum/witness score`, as adopted.md 6.5 writes it.
pub fn short(score: &Score) -> String {
    format!("{}/{}/{}", score.effective, if score.quorum { "q" } else { "–" }, score.witnesses)
}

/// The scores of the last contest, by tip.
pub fn scores(resolution: &Resolution) -> BTreeMap<&str, String> {
    let last = resolution.contests.last().unwrap();
    last.ranking.iter().map(|score| (score.tip.0.as_str(), short(score))).collect()
}

/// All rules under one answer to D17.
pub fn all_rules(fork_base: ForkBase) -> Vec<Rules> {
    use marmot_rules::adopted::convergence::ClassOrder::{AsText, ClassBeforeScore};
    let both = Horizon::ALL.into_iter().flat_map(|horizon| [AsText, ClassBeforeScore].map(|class| (horizon, class)));
    both.map(|(horizon, class_order)| Rules { fork_base, horizon, class_order, ..Rules::default() }).collect()
}

/// Numbers that a random tree is made of.
#[derive(Clone, Debug)]
pub struct Seeds {
    /// Which state a commit follows, whether it is privileged, who made it.
    pub commits: Vec<(u8, bool, u8)>,
    /// In which state, and by whom.
    pub messages: Vec<(u8, u8)>,
}

pub fn seeds(commits: usize, messages: usize) -> impl Strategy<Value = Seeds> {
    let commits = prop::collection::vec((any::<u8>(), any::<bool>(), 0..3u8), 1..=commits);
    let messages = prop::collection::vec((any::<u8>(), 0..3u8), 0..=messages);
    (commits, messages).prop_map(|(commits, messages)| Seeds { commits, messages })
}

impl Seeds {
    /// A stem of `stem` commits, and above it a crown no higher than `height`.
    pub fn tree(&self, stem: usize, height: u64) -> Tree {
        let mut tree = Tree::new("0", 1);
        let top = 1 + stem as u64;
        for (number, (pick, privileged, committer)) in self.commits.iter().enumerate() {
            let may_follow = |state: &&State| state.epoch < top + height && state.epoch >= top.min(1 + number as u64);
            let mut parents: Vec<&State> = tree.states().filter(may_follow).collect();
            parents.sort_by_key(|state| (state.epoch, state.commit.clone()));
            // Half of the commits follow the highest state: random trees are flat otherwise.
            let place = if *pick >= 128 { parents.len() - 1 } else { usize::from(*pick) % parents.len() };
            let parent = parents[place].id.0.clone();
            let class = if *privileged { PRIVILEGED } else { ORDINARY };
            let digest = u8::try_from((number * 151 + 17) % 256).unwrap();
            let state = state(&tree, &format!("{}", number + 1), &parent, class, *committer, digest);
            tree.grow(state).unwrap();
        }
        for (number, (pick, account)) in self.messages.iter().enumerate() {
            let place = usize::from(*pick) % tree.states().count();
            let at = tree.states().nth(place).unwrap().id.clone();
            let id = message(u8::try_from(number).unwrap());
            tree.hear(Message { id, state: at, account: Account([*account; 32]) }).unwrap();
        }
        tree
    }
}

/// Everything that can arrive.
pub fn items(tree: &Tree) -> Vec<Item> {
    let commits = tree.states().filter(|state| state.commit.is_some()).map(|state| Item::Commit(state.id.clone()));
    commits.chain(tree.messages().map(|message| Item::Message(message.id))).collect()
}

/// The same in some order, cut into some passes.
pub fn passes(tree: &Tree, order: &[u16], cuts: &[bool]) -> Vec<Vec<Item>> {
    let mut keyed: Vec<_> = items(tree).into_iter().enumerate().collect();
    keyed.sort_by_key(|(place, _)| order.get(*place).copied().unwrap_or_default());
    let mut passes = vec![Vec::new()];
    for (place, (_, item)) in keyed.into_iter().enumerate() {
        if cuts.get(place).copied().unwrap_or_default() {
            passes.push(Vec::new());
        }
        passes.last_mut().unwrap().push(item);
    }
    passes
}

/// A member after these passes, and so many more in which nothing arrives.
pub fn play(tree: &Tree, rules: Rules, passes: Vec<Vec<Item>>, idle: usize) -> Member<'_> {
    let mut member = Member::new(tree, rules);
    for pass in passes.into_iter().chain(std::iter::repeat_n(Vec::new(), idle)) {
        member.pass(pass).unwrap();
    }
    member
}
