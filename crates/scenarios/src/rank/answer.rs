//! What a ranking says, as values: who is first, what decides it, where it loses, and what would turn it around.

use std::collections::BTreeMap;

use super::board::{Board, Told};
use super::cost::{Cost, Weights};
use super::plan::Plan;

/// A difference in weight that is not worth a word.
const NEXT_TO_NOTHING: f64 = 0.005;

/// Two rows, story by story.
#[derive(Clone, Debug)]
pub struct Duel {
    /// By how much each cost separates their scores, the greatest first: weight times the difference of the means. Positive is for the
    /// first of the two.
    pub by_cost: Vec<(Cost, f64)>,
    /// The scenarios that speak most for the first.
    pub for_first: Vec<Difference>,
    /// The scenarios that speak most for the second.
    pub for_second: Vec<Difference>,
}

/// A scenario in which two rows differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Place in the plan of the story in which they differ most.
    pub story: usize,
    /// Under how many seeds of the plan the scenario speaks for the same side.
    pub seeds: usize,
    /// How much the two differ in that story, in weight.
    pub by: f64,
    /// The cost that makes most of it.
    pub cost: Cost,
}

/// Where the first row does worse than another.
#[derive(Clone, Debug)]
pub struct Loss {
    /// Stories in which some other row costs less in harm, each as often as there are seeds under which it counts.
    pub stories: usize,
    /// The row that gains most in the greatest of them.
    pub to: usize,
    /// The greatest of them.
    pub greatest: Difference,
}

/// A weight that would put another row first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// Whose weight.
    pub cost: Cost,
    /// From where on; other weights stay.
    pub weight: f64,
    /// Whether the weight must be greater than this, not smaller.
    pub above: bool,
    /// The row that is first then.
    pub first: usize,
}

/// What a ranking says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How many of the first rows stand in the same order under every seed.
    pub agreed: usize,
    /// The first against the second, if there is one.
    pub duel: Option<Duel>,
    /// Where the first loses.
    pub loss: Option<Loss>,
    /// What would put another first, the smallest changes of a weight first.
    pub turns: Vec<Turn>,
}

impl Board {
    /// What the ranking says.
    pub fn answer(&self, plan: &Plan, shown: usize) -> Answer {
        Answer {
            agreed: self.agreed(),
            duel: (self.rows.len() > 1).then(|| self.duel(plan, 0, 1, shown)),
            loss: self.loss(plan),
            turns: self.turns(),
        }
    }

    /// Two rows, with the scenarios that speak most for either.
    pub fn duel(&self, plan: &Plan, first: usize, second: usize, shown: usize) -> Duel {
        let weigh = |cost: Cost| {
            let difference = self.rows[second].costs.of(cost) - self.rows[first].costs.of(cost);
            (cost, difference * self.weights.of(cost))
        };
        let mut by_cost: Vec<_> =
            Cost::ALL.map(weigh).into_iter().filter(|(_, by)| by.abs() >= NEXT_TO_NOTHING).collect();
        by_cost.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
        Duel {
            by_cost,
            for_first: self.differences(plan, first, second, &self.weights, shown),
            for_second: self.differences(plan, second, first, &self.weights, shown),
        }
    }

    /// Scenarios in which one row costs less than another, the greatest differences first.
    fn differences(&self, plan: &Plan, less: usize, more: usize, weights: &Weights, shown: usize) -> Vec<Difference> {
        let mut by_name: BTreeMap<String, Difference> = BTreeMap::new();
        for told in self.scored() {
            let Some(found) = self.difference(told, less, more, weights) else { continue };
            let kept = by_name.entry(plan.stories[told.story].name()).or_insert(Difference { seeds: 0, ..found });
            // One that fixes its seed counts under each of the plan's, and is still one.
            let fixed = plan.stories[told.story].scenario.seed.is_some();
            let seeds = kept.seeds + if fixed { 1 } else { told.rounds.len() };
            *kept = Difference { seeds, ..if found.by > kept.by { found } else { *kept } };
        }
        let mut all: Vec<Difference> = by_name.into_values().collect();
        all.sort_by(|a, b| b.by.total_cmp(&a.by).then(b.seeds.cmp(&a.seeds)));
        all.truncate(shown);
        all
    }

    /// By how much one row costs less than another in a story; none if it does not, or by next to nothing.
    fn difference(&self, told: &Told, less: usize, more: usize, weights: &Weights) -> Option<Difference> {
        let [a, b] = [less, more].map(|row| &told.costs[self.rows[row].contenders[0]]);
        let by = b.weighed(weights) - a.weighed(weights);
        let weighs = |cost: &Cost| (b.of(*cost) - a.of(*cost)) * weights.of(*cost);
        let cost = Cost::ALL.into_iter().max_by(|x, y| weighs(x).total_cmp(&weighs(y)))?;
        (by > NEXT_TO_NOTHING).then_some(Difference { story: told.story, seeds: told.rounds.len(), by, cost })
    }

    /// Where another row does less harm than the first.
    fn loss(&self, plan: &Plan) -> Option<Loss> {
        let gentle = |weights: Weights, cost: Cost| weights.with(cost, 0.0);
        let harms = Cost::ALL.into_iter().filter(|cost| !Cost::HARMS.contains(cost)).fold(self.weights, gentle);
        let others = 1..self.rows.len();
        let loses = |told: &&Told| others.clone().any(|row| self.difference(told, row, 0, &harms).is_some());
        let stories = self.scored().filter(loses).map(|told| told.rounds.len()).sum();
        let greatest = |row: usize| Some((row, *self.differences(plan, row, 0, &harms, 1).first()?));
        let (to, greatest) = others.clone().filter_map(greatest).max_by(|(a, x), (b, y)| {
            // Of rows that gain as much, the one that stands higher.
            x.by.total_cmp(&y.by).then(b.cmp(a))
        })?;
        Some(Loss { stories, to, greatest })
    }

    /// For each cost, the nearest weights on either side at which another row becomes first: scores are linear in a weight.
    fn turns(&self) -> Vec<Turn> {
        let Some(first) = self.rows.first() else { return Vec::new() };
        let mut turns = Vec::new();
        for cost in Cost::ALL {
            let now = self.weights.of(cost);
            let crossing = |(place, row): (usize, &super::board::Row)| {
                let slope = row.costs.of(cost) - first.costs.of(cost);
                let weight = now - (row.score - first.score) / slope;
                // A row that has more of the cost gains where it weighs less, and no weight is below zero.
                let (above, possible) = (slope < 0.0, if slope < 0.0 { weight >= 0.0 } else { weight > 0.0 });
                (slope.abs() > 1e-9 && possible && weight.is_finite()).then_some((place, weight, above))
            };
            let crossings: Vec<_> = self.rows.iter().enumerate().skip(1).filter_map(crossing).collect();
            let on = |side: bool| crossings.iter().filter(move |(.., above)| *above == side);
            let nearest = [on(true).min_by(|a, b| a.1.total_cmp(&b.1)), on(false).max_by(|a, b| a.1.total_cmp(&b.1))];
            let turn = |(place, weight, above): &(usize, f64, bool)| Turn {
                cost,
                weight: *weight,
                above: *above,
                first: *place,
            };
            turns.extend(nearest.into_iter().flatten().map(turn));
        }
        let distance = |turn: &Turn| {
            let (a, b) = (turn.weight.max(1e-9), self.weights.of(turn.cost).max(1e-9));
            (a / b).ln().abs()
        };
        turns.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        turns
    }
}
