//! Every order in which the messages of a short script can arrive.
//!
//! ```text
//!   Order 0.2.1 ──> chooser ──> engine ──> Run ──> Outcome
//!                      └── what each choice touched ──> Search: which other orders could matter ──> next Order
//! ```
//!
//! **What is run.** A run is a function of the scenario, its options and an [`Order`]: at each choice, which of the deliveries
//! that are due comes next ([`sim_engine::Chooser`]). Of each directed link only the first message can come, since a
//! connection keeps its order; a message of one relay never overtakes another of the same relay. Choices are the messages of
//! the kinds of a [`Scope`] (for Marmot: group events and gift wraps on their way to a relay or from it, and the `OK` to each), and the
//! moment in which the script goes on after a command that it waited for. Everything else, such as connecting, `AUTH`, subscriptions,
//! relay lists and KeyPackages, is no choice: it arrives as soon as nothing that is a choice lies in front of it. What closes a run,
//! such as a roll call, comes with ordinary latencies.
//!
//! **What is not run.** A look-up (`REQ`, `EVENT` of another kind, `EOSE`) takes no time unless something that is a choice
//! lies in front of it, so what latency would let arrive in the midst of one does not. Which of two commits of one second is
//! better follows from their ids, and so from the seed: orders in which the other wins are run only if another seed is.
//! Time's own run, with every latency, need therefore be none of the orders; [`Explored::by_time`] says what it comes to.
//!
//! **Time.** It stands still while anything is under way, so that everything of one burst has one date, however it is ordered:
//! commits of one burst are dated alike unless a clock is skewed. Timers, and steps that name a time, come when nothing is
//! under way: no message takes longer than the next timer. The steps of a `parallel` that name one moment all begin before
//! anything that they send arrives. A step that cuts connections first lets arrive what is under way elsewhere.
//!
//! **What is left out, and why that is sound.** A participant is a function of the inputs that it took and draws from an
//! entropy stream of its own. So two neighbouring choices that touch different parts of the world (participants with their
//! links, the script, the fault rules) can change places without any difference to anybody, and one order stands for all that
//! come from it by such changes. The search runs at least one of each such class by dynamic partial order reduction
//! (Flanagan, Godefroid, POPL 2005) with sleep sets (Godefroid 1996): it looks at every run for two choices that touched the
//! same part and could have come the other way round, and then goes every way from before the first of them. An order whose
//! every continuation is known to be covered is given up. What a choice touches includes everything that followed from it
//! without another choice. Tests compare with every order. (Choosing fewer ways from there, as source-DPOR does, is not sound
//! here: what a delivery leads to depends on what its receiver took before, so what it will touch is unknown until it is run.)

mod search;
#[cfg(test)]
mod toy;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard};

use serde::Serialize;
use sim_engine::{Candidate, Chooser, Part};

use crate::Kit;
use search::Search;

/// Where there are choices. An [`Order`] means something only together with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope<T: Ord> {
    /// Kinds of messages whose order is a choice; what is of another comes as soon as nothing that is a choice is in front of it.
    pub kinds: BTreeSet<T>,
    /// Steps of the script, from 1. Before and after them, links take the time that the scenario gives them.
    pub steps: RangeInclusive<usize>,
}

impl<T: Ord + Copy> Scope<T> {
    /// The kinds that a kit names, in every step.
    pub fn of<K: Kit<Kind = T>>() -> Self {
        Self { kinds: K::KINDS.iter().copied().collect(), steps: 1..=usize::MAX }
    }
}

/// One order of delivery: the choices at which something else comes next than what was sent first, and the place of what
/// comes. Choices between several are counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order(BTreeMap<usize, usize>);

impl Order {
    fn of(choices: Vec<usize>) -> Self {
        Self(choices.into_iter().enumerate().filter(|(_, chosen)| *chosen != 0).map(|(at, c)| (at + 1, c)).collect())
    }
}

/// As `3:1.17:2`: the second at the third choice, the third at the 17th, and elsewhere what was sent first; `0` if nothing
/// differs.
impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let choices: Vec<_> = self.0.iter().map(|(at, chosen)| format!("{at}:{chosen}")).collect();
        f.write_str(if choices.is_empty() { "0".to_owned() } else { choices.join(".") }.as_str())
    }
}

impl FromStr for Order {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "0" {
            return Ok(Self::default());
        }
        let one = |part: &str| {
            let (at, chosen) = part.split_once(':')?;
            let (at, chosen) = (at.parse().ok()?, chosen.parse().ok()?);
            (at > 0 && chosen > 0).then_some((at, chosen))
        };
        let choices: Option<Vec<_>> = text.split('.').map(one).collect();
        let rising = choices.filter(|choices| choices.is_sorted_by(|a, b| a.0 < b.0));
        let choices =
            rising.ok_or_else(|| format!("`{text}` is no order: expected `0`, or choices as in `3:1.17:2`"))?;
        Ok(Self(choices.into_iter().collect()))
    }
}

impl Serialize for Order {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Why orders could not be explored. `E` is why a run is not possible at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrdersError<E> {
    /// The scenario has too many parties.
    #[error("the scenario has {there} {what}\n  expected: at most {most}; every order of more would take too long")]
    TooMany {
        /// How many there are.
        there: usize,
        /// What they are.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// The order goes on after the last choice.
    #[error("order {order}: it has only {choices} choices\n  expected: an order of this scenario, options and scope")]
    NoSuchChoice {
        /// The order.
        order: Order,
        /// How many choices there are.
        choices: usize,
    },
    /// The order asks for something that is not there.
    #[error("order {order}: choice {choice} is between {candidates}\n  expected: a number below {candidates} there")]
    NoSuchCandidate {
        /// The order.
        order: Order,
        /// Which of its choices, from 1.
        choice: usize,
        /// How many things could come next.
        candidates: usize,
    },
    /// The run is not possible at all.
    #[error("{0}")]
    Simulate(E),
}

/// Which orders are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// One at least of all that differ only in what touches different parts of the world.
    Commuting,
    /// Every single one.
    None,
}

/// What exploring came to: `O` is how an order ends, `T` a kind of message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explored<O, T: Ord> {
    /// Orders that were run to the end.
    pub orders: usize,
    /// Orders that were given up, since what would have come is covered by others.
    pub given_up: usize,
    /// Nothing is left to run.
    pub exhaustive: bool,
    /// Most choices between several in one order.
    pub most_choices: usize,
    /// Kinds of the scope of which a message was under way in one of its steps.
    pub kinds_met: BTreeSet<T>,
    /// Outcomes, the most frequent first.
    pub outcomes: Vec<OutcomeSummary<O>>,
    /// How the scenario ends with ordinary latencies and without a choice. It need not be one of the outcomes.
    pub by_time: O,
}

impl<O: PartialEq, T: Ord> Explored<O, T> {
    /// Place of the outcome that time's own run comes to as well, from 0.
    pub fn place_of_time(&self) -> Option<usize> {
        self.outcomes.iter().position(|summary| summary.outcome == self.by_time)
    }
}

/// What exploring the orders of a system came to.
pub type ExploredIn<K> = Explored<<K as Kit>::Outcome, <K as Kit>::Kind>;

/// One outcome of several orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutcomeSummary<O> {
    /// What it is.
    #[serde(flatten)]
    pub outcome: O,
    /// Orders that were run and came to it.
    pub orders: usize,
    /// The first of them.
    pub first: Order,
}

/// Runs a scenario under every order of delivery, or until `most` runs were begun, and once with ordinary latencies.
/// `watch` hears of every order, and sees the run unless it was given up.
///
/// # Errors
/// [`OrdersError::TooMany`], and as [`Kit::simulate`].
pub fn explore<K: Kit>(
    scenario: &K::Scenario,
    options: &K::Options,
    scope: &Scope<K::Kind>,
    reduction: Reduction,
    most: usize,
    mut watch: impl FnMut(&Order, Option<&K::Run>),
) -> Result<ExploredIn<K>, OrdersError<K::Error>> {
    check_parties::<K>(scenario)?;
    let by_time = K::outcome(&K::run(scenario, options).map_err(OrdersError::Simulate)?);
    let searching = Searching::<K>::new(Search::new(reduction), scope);
    let (mut orders, mut given_up, mut exhaustive, mut most_choices) = (0, 0, false, 0);
    let mut outcomes: BTreeMap<K::Outcome, (usize, usize, Order)> = BTreeMap::new();
    while orders + given_up < most && !exhaustive {
        let run = run::<K>(scenario, options, scope, &searching)?;
        let search = &mut lock(&searching.0).search;
        let choices = search.choices();
        most_choices = most_choices.max(choices.len());
        let order = Order::of(choices);
        watch(&order, run.as_ref());
        match &run {
            Some(run) => {
                let place = outcomes.len();
                outcomes.entry(K::outcome(run)).or_insert((0, place, order)).0 += 1;
                orders += 1;
            }
            None => given_up += 1,
        }
        exhaustive = !search.advance();
    }
    let mut found: Vec<_> = outcomes.into_iter().collect();
    found.sort_by_key(|(_, (orders, place, _))| (std::cmp::Reverse(*orders), *place));
    let summary = |(outcome, (orders, _, first))| OutcomeSummary { outcome, orders, first };
    let outcomes = found.into_iter().map(summary).collect();
    let kinds_met = lock(&searching.0).met.clone();
    Ok(Explored { orders, given_up, exhaustive, most_choices, kinds_met, outcomes, by_time })
}

/// Runs a scenario under one order.
///
/// # Errors
/// See [`OrdersError`].
pub fn run_order<K: Kit>(
    scenario: &K::Scenario,
    options: &K::Options,
    scope: &Scope<K::Kind>,
    order: &Order,
) -> Result<K::Run, OrdersError<K::Error>> {
    check_parties::<K>(scenario)?;
    let searching = Searching::<K>::new(Search::following(order.0.clone()), scope);
    let run = run::<K>(scenario, options, scope, &searching)?;
    let (order, search) = (order.clone(), &lock(&searching.0).search);
    let choices = search.choices().len();
    match (run, search.dead_end()) {
        (Some(run), _) if order.0.keys().all(|choice| *choice <= choices) => Ok(run),
        (None, Some((choice, candidates))) => Err(OrdersError::NoSuchCandidate { order, choice, candidates }),
        _ => Err(OrdersError::NoSuchChoice { order, choices }),
    }
}

fn check_parties<K: Kit>(scenario: &K::Scenario) -> Result<(), OrdersError<K::Error>> {
    let (there, most) = (K::parties(scenario), K::MOST_PARTIES);
    if there > most { Err(OrdersError::TooMany { there, what: K::PARTIES, most }) } else { Ok(()) }
}

fn run<K: Kit>(
    scenario: &K::Scenario,
    options: &K::Options,
    scope: &Scope<K::Kind>,
    searching: &Searching<K>,
) -> Result<Option<K::Run>, OrdersError<K::Error>> {
    lock(&searching.0).begin();
    let searching = searching.clone();
    let chooser = move || Box::new(searching) as Box<dyn Chooser<K>>;
    K::simulate(scenario, options, Some((scope.steps.clone(), Box::new(chooser)))).map_err(OrdersError::Simulate)
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().expect("no panic while the lock is held")
}

/// A search at the engine, run after run, shared with the thread of each.
struct Searching<K: Kit>(Arc<Mutex<State<K>>>);

impl<K: Kit> Clone for Searching<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Knows which messages matter.
struct State<K: Kit> {
    search: Search,
    kinds: BTreeSet<K::Kind>,
    /// Those of the kinds that were under way.
    met: BTreeSet<K::Kind>,
    /// What the kit remembers of this run's messages.
    seen: K::Seen,
}

impl<K: Kit> Searching<K> {
    fn new(search: Search, scope: &Scope<K::Kind>) -> Self {
        let state = State { search, kinds: scope.kinds.clone(), met: BTreeSet::new(), seen: K::Seen::default() };
        Self(Arc::new(Mutex::new(state)))
    }
}

impl<K: Kit> State<K> {
    fn begin(&mut self) {
        self.seen = K::Seen::default();
        self.search.begin();
    }

    fn matters(&mut self, message: &K::Message) -> bool {
        let kind = K::kind(message, &mut self.seen).filter(|kind| self.kinds.contains(kind));
        self.met.extend(kind);
        kind.is_some()
    }
}

impl<K: Kit> Chooser<K> for Searching<K> {
    fn matters(&mut self, message: &K::Message) -> bool {
        lock(&self.0).matters(message)
    }

    fn choose(&mut self, candidates: &[Candidate], born: u64) -> Option<usize> {
        lock(&self.0).search.choose(candidates, born)
    }

    fn touches(&mut self, part: Part) {
        lock(&self.0).search.touches(part);
    }

    fn quiet(&mut self) {
        lock(&self.0).search.quiet();
    }
}
