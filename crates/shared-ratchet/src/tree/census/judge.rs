//! What is counted, a second time.

use super::rules::Rules;
use super::world::{Above, Row, World};
use super::{Survey, split};
use crate::tree::name::User;
use crate::tree::policy::{Accept, Valid};

/// Numbers so far.
#[derive(Debug, Default)]
pub(super) struct Count {
    survey: Survey,
    unhealed: u64,
    leaked: u64,
    broken: u64,
}

impl Count {
    /// One more unique state.
    pub fn see(&mut self, rules: &Rules, world: &World, quiet: bool) {
        let result = &mut self.survey.result;
        result.fork_depth_max = result.fork_depth_max.max(forks(rules, world));
        self.broken += u64::from(world.broken);
        if !quiet {
            return;
        }
        result.quiescent += 1;
        let at: Vec<Above> = (0..rules.devices).map(|device| rules.selects(world, device)).collect();
        let living =
            |user| (0..rules.devices).filter(move |device| rules.user(*device) == user && !rules.gone(*device));
        let alike = |user| living(user).all(|device| living(user).all(|other| at[device] == at[other]));
        let one = |user| living(user).next().map(|device| at[device]);
        if !alike(User::A) || !alike(User::B) {
            result.same_user_split += 1;
        } else if one(User::A).is_some() && one(User::B).is_some() && one(User::A) != one(User::B) {
            result.users_differ += 1;
        }
        let nobody = (0..rules.devices).all(|device| rules.owner(at[device]) == rules.user(device));
        result.dead += u64::from(nobody);
        self.messages(rules, world);
        self.unhealed += u64::from(!heals(rules, world));
    }

    /// What became of the message of each node.
    fn messages(&mut self, rules: &Rules, world: &World) {
        let there = || (0..rules.nodes).filter(|node| world.there(*node));
        let opened = |device: usize| -> &Row {
            let mind = &world.minds[device];
            if rules.acks { &mind.decrypted } else { &mind.known }
        };
        let readers = |node: usize| {
            let remote = rules.user(rules.maker(node)).other();
            (0..rules.devices).filter(move |device| rules.user(*device) == remote && !rules.gone(*device))
        };
        let waits = |device: usize, node: usize| {
            let mind = &world.minds[device];
            !(mind.known[node] || rules.acks && mind.processed[node])
        };
        let unread = |node: usize| readers(node).all(|device| !opened(device)[node]);
        let stuck = (0..rules.devices).any(|device| !rules.gone(device) && there().any(|node| waits(device, node)));
        let refused =
            |node: usize| rules.acks && unread(node) && readers(node).all(|device| world.minds[device].processed[node]);
        let tallest = there().map(|node| world.chain(Above::Node(node)).len()).max();
        let tops = |user| {
            let top = move |node: &usize| Some(world.chain(Above::Node(*node)).len()) == tallest;
            there().filter(top).any(|node| rules.user(rules.maker(node)) == user)
        };
        let leak = |node: usize| {
            let of = |gone: bool| {
                let remote = rules.user(rules.maker(node)).other();
                (0..rules.devices).filter(move |d| rules.user(*d) == remote && rules.gone(*d) == gone)
            };
            of(true).any(|device| opened(device)[node]) && of(false).any(|device| !opened(device)[node])
        };
        let survey = &mut self.survey;
        survey.result.stuck += u64::from(stuck);
        survey.result.lost += u64::from(there().any(unread));
        survey.undecrypted += u64::from(there().any(|node| readers(node).any(|device| !opened(device)[node])));
        survey.rejected += u64::from(there().any(refused));
        survey.mixed_ties += u64::from(tops(User::A) && tops(User::B));
        self.leaked += u64::from(there().any(leak));
    }

    /// The answer.
    pub fn into_survey(self, rules: &Rules, states: u64) -> Survey {
        let mut survey = self.survey;
        let mut verdicts = vec![
            ("P1", survey.mixed_ties == 0),
            ("P2", survey.result.same_user_split == 0),
            ("P5", self.unhealed == 0),
            ("P7", survey.undecrypted == 0),
        ];
        if rules.input.marker {
            verdicts.push(("P4", self.broken == 0));
        }
        if !rules.input.removed.is_empty() {
            verdicts.push(("P8", self.leaked == 0));
        }
        survey.result.states = states;
        survey.result.always = split(&verdicts, true);
        survey.result.fails = split(&verdicts, false);
        survey.result.sometimes = split(&[("P3", survey.result.users_differ > 0)], true);
        survey
    }
}

/// P5. Where nothing is rejected, dropped or kept back, the order of deliveries does not matter: one is enough.
fn heals(rules: &Rules, world: &World) -> bool {
    let policy = &rules.input.policy;
    let any_order = policy.accept == Accept::All && policy.valid == Valid::Known && !rules.drops;
    rules.stepped(world).into_iter().all(|world| settles(rules, &world, any_order))
}

fn settles(rules: &Rules, world: &World, any_order: bool) -> bool {
    let next = rules.heard(world);
    if next.is_empty() {
        let mut at =
            (0..rules.devices).filter(|device| !rules.gone(*device)).map(|device| rules.selects(world, device));
        let first = at.next();
        return at.all(|at| Some(at) == first);
    }
    let taken = if any_order { 1 } else { next.len() };
    next.iter().take(taken).all(|world| settles(rules, world, any_order))
}

/// The deepest fork: of two tips, steps of the shorter branch.
fn forks(rules: &Rules, world: &World) -> u32 {
    let tip = |node: &usize| world.there(*node) && !world.above.contains(&Above::Node(*node));
    let chains: Vec<Vec<Above>> =
        (0..rules.nodes).filter(tip).map(|node| world.chain(Above::Node(node)).into_iter().rev().collect()).collect();
    let mut deepest = 0;
    for left in &chains {
        for right in &chains {
            let shared = left.iter().zip(right).take_while(|(left, right)| left == right).count();
            if shared > 0 {
                deepest = deepest.max(left.len().min(right.len()) - shared);
            }
        }
    }
    deepest as u32
}
