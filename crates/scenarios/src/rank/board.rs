//! Options beside each other on the same stories.

use std::collections::{BTreeMap, BTreeSet};

use super::cost::{Cost, Costs, Weights};
use super::plan::{Contender, Plan, Source};
use super::seen::Seen;

/// What a story says about the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Every option does the same harm: whatever a text recommends, it does not help here. Counts in no score.
    BeyondHelp,
    /// No option does harm.
    Harmless,
    /// Options differ in the harm that they do.
    Decides,
}

/// A story on a board.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its place in the plan.
    pub story: usize,
    /// What it says about the choice.
    pub class: Class,
    /// Costs by option of the board.
    pub costs: Vec<Costs>,
    /// Under which of the plan's seeds it counts.
    pub rounds: Vec<usize>,
    /// Whether somebody wrote it.
    pub written: bool,
}

impl Told {
    /// Whether no option could help.
    pub fn is_beyond_help(&self) -> bool {
        self.class == Class::BeyondHelp
    }
}

/// Options that come out alike in every story.
#[derive(Clone, Debug)]
pub struct Row {
    /// Places of the options on the board.
    pub contenders: Vec<usize>,
    /// Means over all stories that count.
    pub costs: Costs,
    /// What these weigh: the lower the better.
    pub score: f64,
    /// The same under each seed.
    pub rounds: Vec<f64>,
    /// The same over written scenarios alone, and over generated cases alone.
    pub parts: [f64; 2],
}

impl Row {
    /// Lowest and highest score under one seed.
    pub fn range(&self) -> (f64, f64) {
        let lowest = self.rounds.iter().copied().fold(f64::INFINITY, f64::min);
        (lowest, self.rounds.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    }

    /// The middle one of the scores under each seed.
    pub fn median(&self) -> f64 {
        let mut rounds = self.rounds.clone();
        rounds.sort_by(f64::total_cmp);
        let middle = rounds.len() / 2;
        match rounds.len() {
            0 => self.score,
            n if n % 2 == 1 => rounds[middle],
            _ => f64::midpoint(rounds[middle - 1], rounds[middle]),
        }
    }
}

/// A ranking.
#[derive(Clone, Debug)]
pub struct Board {
    /// The options.
    pub contenders: Vec<Contender>,
    /// The stories that every one of them told to the end.
    pub told: Vec<Told>,
    /// The ranking, the best first.
    pub rows: Vec<Row>,
    /// How much each cost counted.
    pub weights: Weights,
}

/// What every run showed: by places of story and option.
pub type Results = BTreeMap<(usize, usize), Seen>;

impl Board {
    /// Ranks some options of a plan over the stories that all of them told.
    pub fn of(plan: &Plan, results: &Results, options: &[usize], weights: &Weights) -> Self {
        let told = plan.stories.iter().enumerate().filter_map(|(place, story)| {
            let seen: Option<Vec<&Seen>> = options.iter().map(|option| results.get(&(place, *option))).collect();
            let costs = costs(&seen.filter(|seen| seen.iter().all(|seen| !seen.stalled))?);
            let (class, rounds) = (class(&costs), story.rounds.clone());
            Some(Told { story: place, class, costs, rounds, written: story.source == Source::Written })
        });
        let told: Vec<Told> = if options.is_empty() { Vec::new() } else { told.collect() };
        let mut rows: Vec<Row> =
            alike(&told, options.len()).into_iter().map(|same| row(&told, same, plan, weights)).collect();
        rows.sort_by(|a, b| a.score.total_cmp(&b.score));
        let contenders = options.iter().map(|option| plan.contenders[*option]).collect();
        Self { contenders, told, rows, weights: *weights }
    }

    /// The options of a row.
    pub fn names(&self, row: &Row) -> Vec<Contender> {
        row.contenders.iter().map(|place| self.contenders[*place]).collect()
    }

    /// Stories that count, each as often as there are seeds under which it does.
    pub fn counted(&self) -> usize {
        self.scored().map(|told| told.rounds.len()).sum()
    }

    /// Stories of a class, each as often as there are seeds under which it counts.
    pub fn of_class(&self, class: Class) -> usize {
        self.told.iter().filter(|told| told.class == class).map(|told| told.rounds.len()).sum()
    }

    /// Stories that no option can help.
    pub fn beyond_help(&self) -> impl Iterator<Item = &Told> {
        self.told.iter().filter(|told| told.is_beyond_help())
    }

    pub(super) fn scored(&self) -> impl Iterator<Item = &Told> {
        self.told.iter().filter(|told| !told.is_beyond_help())
    }

    /// How many of the first rows stand before all later ones under every seed.
    pub fn agreed(&self) -> usize {
        (0..self.rows.len()).take_while(|place| self.rival(*place).is_none()).count()
    }

    /// The first of the later rows that costs as much as this one, or less, under some seed.
    pub fn rival(&self, place: usize) -> Option<usize> {
        let row = &self.rows[place];
        let rivals = |later: &usize| row.rounds.iter().zip(&self.rows[*later].rounds).any(|(own, later)| later <= own);
        (place + 1..self.rows.len()).find(rivals)
    }
}

/// What each option cost in one story. Bytes and times are measured against the best of them.
fn costs(seen: &[&Seen]) -> Vec<Costs> {
    let thriftiest = seen.iter().map(|seen| seen.bytes).min().unwrap_or(0);
    let mut everywhere: BTreeSet<&(String, String)> =
        seen.first().map(|s| s.joins.keys().collect()).unwrap_or_default();
    everywhere.retain(|join| seen.iter().all(|seen| seen.joins.contains_key(*join)));
    let waited = |seen: &&Seen| everywhere.iter().map(|join| seen.joins[*join]).sum::<u128>();
    let fastest = seen.iter().map(waited).min().unwrap_or(0);
    let of = |seen: &&Seen| {
        let mut costs = seen.own;
        costs.set(Cost::KilobytesMore, (seen.bytes - thriftiest) as f64 / 1_000.0);
        if !everywhere.is_empty() {
            costs.set(Cost::SecondsLater, (waited(seen) - fastest) as f64 / 1_000.0 / everywhere.len() as f64);
        }
        costs
    };
    seen.iter().map(of).collect()
}

fn class(costs: &[Costs]) -> Class {
    let harm = |costs: &Costs| Cost::HARMS.map(|cost| costs.of(cost));
    let first = costs.first().map(harm).unwrap_or_default();
    match costs.iter().all(|costs| harm(costs) == first) {
        true if first.iter().all(|amount| *amount == 0.0) => Class::Harmless,
        true => Class::BeyondHelp,
        false => Class::Decides,
    }
}

/// Options that cost the same in every story, together.
fn alike(told: &[Told], options: usize) -> Vec<Vec<usize>> {
    let same = |a: usize, b: usize| told.iter().all(|told| told.costs[a] == told.costs[b]);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for option in 0..options {
        match groups.iter_mut().find(|group| same(group[0], option)) {
            Some(group) => group.push(option),
            None => groups.push(vec![option]),
        }
    }
    groups
}

fn row(told: &[Told], contenders: Vec<usize>, plan: &Plan, weights: &Weights) -> Row {
    let first = contenders[0];
    let mean = |which: &dyn Fn(&Told, usize) -> bool| {
        let (mut sum, mut count) = (Costs::default(), 0);
        for told in told.iter().filter(|told| !told.is_beyond_help()) {
            let rounds = told.rounds.iter().filter(|round| which(told, **round)).count();
            sum.add(&told.costs[first], rounds as f64);
            count += rounds;
        }
        sum.over(count as f64)
    };
    let costs = mean(&|_, _| true);
    Row {
        score: costs.weighed(weights),
        rounds: (0..plan.rounds).map(|round| mean(&|_, r| r == round).weighed(weights)).collect(),
        parts: [true, false].map(|written| mean(&|told, _| told.written == written).weighed(weights)),
        costs,
        contenders,
    }
}
