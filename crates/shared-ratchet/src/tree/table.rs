//! Section 5 of shared-ratchet.md as data: every row, with the numbers that it states.

use rand::seq::SliceRandom;
use sim_env::Seed;

use super::name::{Device, Node, User};
use super::policy::{Accept, Compare, Order, Orphan, Policy, Ranker, Valid};
use super::race::{RaceInput, Survey};

/// A number that a row states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// A≠B; of the removed rows "live devices disagree".
    Differ(u64),
    /// Same user split.
    Split(u64),
    /// Undecrypted somewhere.
    Undecrypted(u64),
    /// Rejected by every remote device.
    Rejected(u64),
    /// Decrypted by no live remote device.
    Lost(u64),
    /// Quiescent states with stuck devices.
    Stuck(u64),
    /// Mixed-owner ties.
    Mixed(u64),
    /// Nobody can step.
    Dead(u64),
    /// The largest fork depth.
    Fork(u32),
}

impl Stated {
    /// What was stated and what was found.
    pub fn against(self, found: &Survey) -> (u64, u64) {
        let result = &found.result;
        match self {
            Self::Differ(stated) => (stated, result.users_differ),
            Self::Split(stated) => (stated, result.same_user_split),
            Self::Undecrypted(stated) => (stated, found.undecrypted),
            Self::Rejected(stated) => (stated, found.rejected),
            Self::Lost(stated) => (stated, result.lost),
            Self::Stuck(stated) => (stated, result.stuck),
            Self::Mixed(stated) => (stated, found.mixed_ties),
            Self::Dead(stated) => (stated, result.dead),
            Self::Fork(stated) => (stated.into(), result.fork_depth_max.into()),
        }
    }
}

/// A run and what it must find.
#[derive(Clone, Debug)]
pub struct Row {
    /// What makes it another run than the others.
    pub name: String,
    /// The run.
    pub input: RaceInput,
    /// Unique states.
    pub states: u64,
    /// Quiescent ones.
    pub quiescent: u64,
    /// The other numbers of the row. What "nothing goes wrong" says is among them as zeros.
    pub stated: Vec<Stated>,
    /// Properties that must hold.
    pub holds: &'static [&'static str],
    /// Properties that must fail.
    pub fails: &'static [&'static str],
}

impl Row {
    /// What a survey says otherwise than the row, in words; nothing if it agrees.
    pub fn differences(&self, found: &Survey) -> Vec<String> {
        let mut out = Vec::new();
        let mut number = |what: &str, stated: u64, found: u64| {
            if stated != found {
                out.push(format!("{what}: stated {stated}, found {found}"));
            }
        };
        number("states", self.states, found.result.states);
        number("quiescent", self.quiescent, found.result.quiescent);
        for one in &self.stated {
            let (stated, found) = one.against(found);
            number(&format!("{one:?}"), stated, found);
        }
        let names = |names: &[String], wanted: &[&str]| -> Vec<String> {
            let missing = wanted.iter().filter(|name| !names.iter().any(|found| found == *name));
            missing.map(|name| (*name).to_owned()).collect()
        };
        out.extend(names(&found.result.always, self.holds).iter().map(|name| format!("{name} does not hold")));
        out.extend(names(&found.result.fails, self.fails).iter().map(|name| format!("{name} does not fail")));
        out
    }
}

/// m, n, steps, then states, quiescent, A≠B with the marker and without, and the largest fork depth.
type First = (u8, u8, u32, [u64; 3], [u64; 3], u32);

/// The first table of section 5.
const FIRST: &[First] = &[
    (1, 1, 2, [9, 5, 0], [9, 5, 0], 0),
    (1, 1, 3, [13, 7, 0], [13, 7, 0], 0),
    (1, 2, 1, [57, 8, 2], [33, 5, 1], 1),
    (1, 2, 2, [977, 64, 17], [401, 21, 5], 1),
    (2, 1, 1, [129, 17, 1], [97, 10, 1], 1),
    (2, 1, 2, [2_601, 176, 22], [1_329, 52, 7], 1),
    (2, 1, 3, [35_065, 1_248, 204], [15_361, 240, 39], 1),
    (2, 1, 4, [413_169, 7_416, 1_402], [171_921, 1_056, 195], 1),
    (1, 3, 1, [1_543, 16, 8], [815, 9, 4], 1),
    (3, 1, 1, [7_385, 69, 13], [6_639, 35, 7], 1),
    (2, 2, 1, [4_721, 65, 10], [3_585, 30, 7], 2),
    (3, 2, 1, [1_236_209, 452, 80], [1_126_997, 182, 46], 2),
    (3, 1, 2, [2_885_425, 2_365, 761], [2_354_193, 629, 193], 1),
    (2, 2, 2, [3_772_401, 5_583, 942], [2_499_905, 1_354, 299], 4),
];

/// Properties that hold with the marker, and without.
const WATCHED: &[&str] = &["P1", "P2", "P4", "P5", "P7"];
const UNWATCHED: &[&str] = &["P1", "P2", "P5", "P7"];

/// Every row, the small ones first.
pub fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = first().chain(paths()).chain(variants()).chain(revoked()).collect();
    rows.sort_by_key(|row| row.states);
    rows
}

fn named(input: &RaceInput, name: &str) -> String {
    let marker = if input.marker { ", marker" } else { "" };
    format!("{}×{} s {}{marker}: {name}", input.m, input.n, input.steps_max)
}

fn row(name: &str, input: RaceInput, states: u64, quiescent: u64, stated: &[Stated]) -> Row {
    let name = named(&input, name);
    Row { name, input, states, quiescent, stated: stated.to_vec(), holds: &[], fails: &[] }
}

/// A row of the first table, under orders that differ or not, over tips or paths.
fn of_first(first: &First, marker: bool, agree: bool, order: Compare) -> Row {
    let (m, n, steps, with, without, fork) = *first;
    let [states, quiescent, differ] = if marker { with } else { without };
    let orders = if agree { Policy::agree() } else { Policy::opposite() };
    let input = RaceInput { marker, policy: Policy { order, ..orders }, ..RaceInput::opposite(m, n, steps) };
    let stated = [
        Stated::Differ(if agree { 0 } else { differ }),
        Stated::Fork(fork),
        Stated::Split(0),
        Stated::Mixed(0),
        Stated::Stuck(0),
        Stated::Dead(0),
    ];
    let name = format!("{} orders over {order:?}", if agree { "equal" } else { "opposite" });
    let holds = if marker { WATCHED } else { UNWATCHED };
    Row { holds, ..row(&name, input, states, quiescent, &stated) }
}

/// The first table, with the marker and without. That `agree` never has A≠B is counted where it takes no time.
fn first() -> impl Iterator<Item = Row> {
    let opposite =
        FIRST.iter().flat_map(|first| [true, false].map(|marker| of_first(first, marker, false, Compare::Tip)));
    let small = FIRST.iter().filter(|first| first.3[0] < 500_000);
    opposite.chain(small.map(|first| of_first(first, true, true, Compare::Tip)))
}

/// "`order = path` gives the same numbers".
fn paths() -> impl Iterator<Item = Row> {
    let checked = FIRST.iter().filter(|(m, n, s, ..)| matches!((m, n, s), (2, 2, _) | (3, 1, 2)));
    checked.flat_map(|first| [true, false].map(|marker| of_first(first, marker, false, Compare::Path)))
}

/// The second table, but for the removed device.
fn variants() -> impl Iterator<Item = Row> {
    let mut rows = vec![
        Row { fails: &["P2", "P7"], ..orphans() },
        split("b2 ranks in reverse", &["b2"], 3_677_785, 5_206, 859),
        split("a2 and b2 rank in reverse", &["a2", "b2"], 3_628_585, 4_784, 797),
    ];
    rows.extend(accepted());
    rows.extend(acknowledged());
    rows.extend(two_roots());
    rows.into_iter()
}

fn orphans() -> Row {
    let policy = Policy { orphan: Orphan::Drop, ..Policy::agree() };
    let input = RaceInput { policy, ..RaceInput::opposite(2, 2, 1) };
    row("orphan = drop, agree", input, 19_809, 244, &[Stated::Split(184), Stated::Undecrypted(172)])
}

fn split(name: &str, devices: &[&str], states: u64, quiescent: u64, split: u64) -> Row {
    let names = devices.iter().filter_map(|name| name.parse::<Device>().ok());
    let policy = names.fold(Policy::agree(), |policy, device| policy.ranked(Ranker::Device(device), Order::Descending));
    let input = RaceInput { marker: true, policy, ..RaceInput::opposite(2, 2, 2) };
    let row = row(name, input, states, quiescent, &[Stated::Split(split)]);
    Row { holds: &["P1", "P4", "P7"], fails: &["P2"], ..row }
}

/// A run without marker under opposite orders.
fn variant(m: u8, n: u8, steps: u32, accept: Accept, valid: Valid) -> RaceInput {
    let policy = Policy { accept, valid, ..Policy::opposite() };
    RaceInput { policy, ..RaceInput::opposite(m, n, steps) }
}

fn accepted() -> Vec<Row> {
    use Stated::{Differ, Lost, Rejected, Split, Stuck, Undecrypted};
    let run = |m, n, steps, accept, valid, states, quiescent, stated: &[Stated]| {
        let name = format!("accept = {accept:?}, valid = {valid:?}");
        let row = row(&name, variant(m, n, steps, accept, valid), states, quiescent, stated);
        Row { fails: &["P7"], ..row }
    };
    let (first, unshared) = (Accept::First, Accept::FirstUnshared);
    let (known, acked_first) = (Valid::Known, Valid::AckedFirst);
    vec![
        run(2, 1, 1, first, known, 533, 11, &[Differ(1)]),
        run(2, 1, 2, first, known, 38_957, 59, &[Differ(7), Rejected(40), Undecrypted(40)]),
        run(2, 2, 1, first, known, 2_024_329, 183, &[Differ(104), Rejected(46), Undecrypted(154)]),
        run(2, 1, 1, first, acked_first, 533, 11, &[Differ(0), Lost(4)]),
        run(2, 1, 2, first, acked_first, 38_957, 59, &[Differ(0), Lost(40)]),
        run(3, 1, 1, first, acked_first, 177_611, 43, &[Differ(0), Lost(30)]),
        run(2, 1, 2, unshared, known, 5_533, 59, &[Lost(40), Split(0), Stuck(0)]),
        run(2, 2, 1, unshared, known, 47_913, 53, &[Lost(22), Split(20), Stuck(10)]),
    ]
}

fn acknowledged() -> Vec<Row> {
    use Stated::{Differ, Lost};
    let run = |m, n, steps, accept, states, quiescent, stated: &[Stated]| {
        let name = format!("accept = {accept:?}, valid = acked");
        row(&name, variant(m, n, steps, accept, Valid::Acked), states, quiescent, stated)
    };
    let (all, first) = (Accept::All, Accept::First);
    vec![
        run(1, 1, 2, all, 159, 14, &[Differ(5)]),
        run(1, 1, 3, all, 4_878, 102, &[Differ(43)]),
        run(2, 1, 2, all, 4_596_425, 272, &[Differ(111)]),
        run(2, 2, 1, all, 1_295_017, 30, &[Differ(7)]),
        run(1, 1, 2, first, 107, 17, &[Lost(12)]),
        run(1, 1, 3, first, 1_538, 104, &[Lost(97)]),
        run(2, 1, 2, first, 990_621, 937, &[Lost(836), Differ(230)]),
        run(2, 2, 1, first, 2_024_329, 183, &[Lost(46), Differ(92)]),
    ]
}

fn two_roots() -> Vec<Row> {
    use Stated::{Dead, Differ, Mixed};
    let run = |m, n, steps, orders: Policy, order, states, quiescent, stated: &[Stated]| {
        let policy = Policy { roots: 2, order, ..orders };
        let name =
            format!("roots = 2, over {order:?}, {}", if policy.orders.is_empty() { "agree" } else { "opposite" });
        row(&name, RaceInput { policy, ..RaceInput::opposite(m, n, steps) }, states, quiescent, stated)
    };
    let fails = |row: Row| Row { holds: &["P2", "P5", "P7"], fails: &["P1"], ..row };
    let (opposite, agree) = (Policy::opposite, Policy::agree);
    vec![
        fails(run(1, 1, 2, opposite(), Compare::Tip, 21, 10, &[Mixed(1), Dead(1), Differ(2)])),
        fails(run(2, 2, 1, opposite(), Compare::Tip, 26_769, 96, &[Mixed(13), Dead(13), Differ(28)])),
        fails(run(1, 1, 2, opposite(), Compare::Path, 21, 10, &[Dead(1)])),
        fails(run(2, 2, 1, opposite(), Compare::Path, 26_769, 96, &[Dead(9)])),
        run(1, 1, 2, agree(), Compare::Tip, 9, 5, &[Mixed(0), Dead(0), Differ(0)]),
        run(2, 2, 1, agree(), Compare::Tip, 3_585, 30, &[Mixed(0), Dead(0), Differ(0)]),
    ]
}

/// The removed device a2.
fn revoked() -> impl Iterator<Item = Row> {
    use Stated::{Differ, Lost};
    let run = |steps, accept, states, quiescent, stated: &[Stated]| {
        let removed = vec![Device::new(User::A, 2)];
        let input = RaceInput { removed, ..variant(2, 1, steps, accept, Valid::Known) };
        let row = row(&format!("a2 removed, accept = {accept:?}"), input, states, quiescent, stated);
        Row { fails: &["P7", "P8"], ..row }
    };
    [
        run(1, Accept::All, 21, 8, &[Differ(4), Lost(2)]),
        run(2, Accept::All, 45, 16, &[Differ(8), Lost(6)]),
        run(1, Accept::First, 40, 9, &[Lost(5)]),
        run(2, Accept::First, 88, 17, &[Lost(11)]),
    ]
    .into_iter()
}

/// The last row of the first table, or with one step the first of 2×2, under an order of A and one of B drawn from a seed: the same
/// states and quiescent states, whatever the orders are. How many differ is not stated.
pub fn drawn(seed: Seed, steps: u32) -> Option<Row> {
    let first = FIRST.iter().find(|first| (first.0, first.1, first.2) == (2, 2, steps))?;
    let input = RaceInput { marker: true, ..RaceInput::opposite(2, 2, steps) };
    let mut rng = seed.stream("tree/orders");
    let mut policy = Policy::agree();
    for user in User::BOTH {
        let mut nodes = nodes(&input);
        nodes.shuffle(&mut rng);
        policy = policy.ranked(Ranker::User(user), Order::List(nodes));
    }
    let [states, quiescent, _] = first.3;
    let stated = [Stated::Fork(first.5), Stated::Split(0), Stated::Mixed(0), Stated::Stuck(0), Stated::Dead(0)];
    let row = row(&format!("orders drawn from seed {seed}"), RaceInput { policy, ..input }, states, quiescent, &stated);
    Some(Row { holds: WATCHED, ..row })
}

/// All nodes of a run, in the order of their names.
fn nodes(input: &RaceInput) -> Vec<Node> {
    let steps = |device: Device| (1..=input.steps_max).map(move |k| Node::step(device, k));
    input.devices().into_iter().flat_map(steps).chain(input.policy.first_roots().iter().copied()).collect()
}
