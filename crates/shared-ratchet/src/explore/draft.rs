//! From the number of a case to its scenario.

use rand::Rng;
use sim_env::Stream;

use super::{Case, Family};
use crate::Ms;
use crate::leader::{Fencing, LeaderOptions};
use crate::model::{Action, Delivery, Scenario, Setting, Step, Strategy};
use crate::tree::{Compare, Device, Node, Order, Policy, Ranker, User};

/// A change of what is drawn is another version.
pub(crate) const VERSION: u32 = 1;
/// Longest time that a message is under way.
const SLOWEST_MS: Ms = 2_400;

/// Draws a scenario.
pub(super) fn draft(case: Case) -> Scenario {
    let mut draft = Draft::new(case);
    match case.family {
        Family::Tree => draft.tree(),
        Family::Leader => draft.leader(),
        Family::Removed => draft.removed(),
    }
    draft.finish(case)
}

struct Draft {
    random: Stream,
    now: Ms,
    scenario: Scenario,
    said: u32,
}

impl Draft {
    fn new(case: Case) -> Self {
        let random = case.seed.stream(&format!("{}/{VERSION}/{}", case.family, case.number));
        Self { random, now: 0, scenario: Scenario::empty(), said: 0 }
    }

    fn finish(mut self, case: Case) -> Scenario {
        self.scenario.id = format!("{}-{}", case.family, case.number);
        self.scenario.title = format!("Case {} of the family {}", case.number, case.family);
        self.scenario.seed = Some(case.number);
        self.scenario.steps.sort_by_key(|step| step.at_ms);
        number(&mut self.scenario.steps);
        let last = self.scenario.steps.last().map_or(0, |step| step.at_ms);
        self.scenario.end_ms = Some(self.now.max(last) + 4 * SLOWEST_MS);
        self.scenario
    }

    fn at(&mut self, after: Ms, action: Action) {
        self.scenario.steps.push(Step { at_ms: self.now + after, index: 0, action });
    }

    fn pause(&mut self, longest: Ms) {
        self.now += self.random.gen_range(0..=longest);
    }

    fn devices(&mut self, a: u8, b: u8) {
        (self.scenario.a, self.scenario.b) = (a, b);
    }

    fn anybody(&mut self, user: Option<User>) -> Device {
        let all: Vec<Device> = self.scenario.devices();
        let all: Vec<Device> = all.into_iter().filter(|one| user.is_none_or(|user| one.user == user)).collect();
        all[self.random.gen_range(0..all.len())]
    }

    fn message(&mut self) -> String {
        self.said += 1;
        format!("m{}", self.said)
    }

    /// Says something. Siblings without a leader must not say two things on one chain at once (CE5): they only step.
    fn say(&mut self, who: Device) {
        let message = self.message();
        let alone = if who.user == User::A { self.scenario.a == 1 } else { self.scenario.b == 1 };
        let led = who.user == User::A && self.scenario.setting.strategy != Strategy::Leaderless;
        let action = if alone || led { Action::Send(who, message) } else { Action::Turn(who, message) };
        self.at(0, action);
    }

    fn away(&mut self, who: Device, lasts: Ms) {
        self.at(0, Action::Offline(who, lasts));
        self.at(lasts, Action::Online(who));
    }

    fn slow_links(&mut self) {
        let jitter_ms = [0, 500, 2_000][self.random.gen_range(0..3)];
        self.scenario.delivery = Delivery::Links { latency_ms: (20, 400), jitter_ms };
    }

    fn policy(&mut self) {
        let mut policy = Policy::default();
        if self.random.gen_bool(0.5) {
            policy.order = Compare::Path;
        }
        for user in User::BOTH {
            let order = if self.random.gen_bool(0.5) { Order::Ascending } else { Order::Descending };
            policy.orders.insert(Ranker::User(user), order);
        }
        self.scenario.setting = Setting { policy, ..Setting::default() };
    }

    fn tree(&mut self) {
        let (a, b) = (self.random.gen_range(1..=3), self.random.gen_range(1..=2));
        self.devices(a, b);
        self.slow_links();
        self.policy();
        for _ in 0..self.random.gen_range(4..=14) {
            match self.random.gen_range(0..10) {
                // Long enough for everything to arrive.
                0..3 => self.now += 3 * SLOWEST_MS,
                3..5 => self.pause(SLOWEST_MS),
                _ => self.pause(150),
            }
            let who = self.anybody(None);
            self.say(who);
            if self.random.gen_bool(0.1) {
                let (who, lasts) = (self.anybody(None), self.random.gen_range(500..8_000));
                self.away(who, lasts);
            }
        }
    }

    /// The chain is A's when the leader is cut off, so that nobody steps while copies are missing: fencing cannot help then (see the
    /// scenario `leader-token-step`).
    fn leader(&mut self) {
        let a = self.random.gen_range(2..=3);
        self.devices(a, 1);
        let fencing = if self.random.gen_bool(0.5) { Fencing::LeaseWait } else { Fencing::OutboxToken };
        let options = LeaderOptions { lease_ms: 9_000, skew_ms: 1_000, fencing, failover_skip: 40 };
        self.scenario.setting = Setting { strategy: Strategy::Leader(options), ..Setting::default() };
        self.scenario.delivery = Delivery::Links { latency_ms: (5, 60), jitter_ms: 0 };
        for device in self.scenario.devices().into_iter().filter(|device| device.user == User::A) {
            let ahead = self.random.gen_range(-400..=400);
            self.scenario.clocks.insert(device, ahead);
        }
        for _ in 0..self.random.gen_range(1..=4) {
            let who = self.anybody(None);
            self.say(who);
            self.pause(2_000);
            self.now += 500;
        }
        let leader = Device::new(User::A, 1);
        self.say(leader);
        self.now += 1_000;
        self.fail_over(leader);
        let steps = self.random.gen_range(1..=4);
        for _ in 0..steps {
            self.now += 2_000;
            let who = self.anybody(None);
            self.say(who);
        }
        self.now += 4 * options.lease_ms;
    }

    fn fail_over(&mut self, leader: Device) {
        let others: Vec<Device> =
            self.scenario.devices().into_iter().filter(|one| one.user == User::A && *one != leader).collect();
        let lasts = self.random.gen_range(30_000..60_000);
        self.at(0, Action::Partition(vec![leader], others.clone(), lasts));
        self.at(lasts, Action::Heal(vec![leader], others.clone()));
        for _ in 0..self.random.gen_range(1..=5) {
            self.pause(800);
            self.say(leader);
        }
        if self.random.gen_bool(0.5) {
            self.now += 200;
            self.away(leader, lasts);
        }
        self.now += 27_000;
        for _ in 0..self.random.gen_range(1..=3) {
            let who = others[self.random.gen_range(0..others.len())];
            self.say(who);
            self.pause(1_000);
            if self.random.gen_bool(0.3) {
                self.say(Device::new(User::B, 1));
                self.now += 500;
            }
            if self.random.gen_bool(0.5) {
                self.say(leader);
            }
        }
        self.now += lasts;
    }

    fn removed(&mut self) {
        let (a, b) = (self.random.gen_range(2..=3), self.random.gen_range(1..=2));
        self.devices(a, b);
        self.slow_links();
        self.policy();
        for _ in 0..self.random.gen_range(0..=4) {
            let who = self.anybody(None);
            self.say(who);
            self.pause(3_000);
        }
        self.now += 3 * SLOWEST_MS;
        let (removed, roller) = (Device::new(User::A, a), Device::new(User::A, 1));
        self.at(0, Action::Remove(removed));
        self.at(0, Action::Roll(roller, Node::Rolled { by: roller, k: 1 }));
        for _ in 0..self.random.gen_range(0..=2) {
            self.pause(500);
            self.say(removed);
        }
        // From now on every device of B has the new root.
        self.now += 3 * SLOWEST_MS;
        for _ in 0..self.random.gen_range(2..=8) {
            let who = self.anybody(None);
            self.say(who);
            let longest = if self.random.gen_bool(0.5) { 300 } else { 2 * SLOWEST_MS };
            self.pause(longest);
        }
    }
}

/// Numbers steps as their file will: what follows from a step has no line of its own.
fn number(steps: &mut [Step]) {
    let mut lines = 0;
    for place in 0..steps.len() {
        let (before, rest) = steps.split_at_mut(place);
        let origin = before.iter().find(|step| match (&step.action, &rest[0].action) {
            (Action::Offline(away, lasts), Action::Online(back)) => away == back && step.at_ms + lasts == rest[0].at_ms,
            (Action::Partition(left, right, lasts), Action::Heal(here, there)) => {
                left == here && right == there && step.at_ms + lasts == rest[0].at_ms
            }
            _ => false,
        });
        rest[0].index = origin.map_or(lines, |origin| origin.index);
        lines += usize::from(origin.is_none());
    }
}
