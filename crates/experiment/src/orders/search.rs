//! Which order to run next: depth first, with the reduction that [`super`] explains.

use std::collections::{BTreeMap, BTreeSet};

use super::Reduction;
use sim_engine::{Candidate, Part, Way};

type Parts = BTreeSet<Part>;

/// One choice of the order at hand.
struct Choice {
    candidates: Vec<Candidate>,
    /// Place of what was chosen.
    chosen: usize,
    /// Whatever is born from here on follows from this choice, or from a later one.
    born: u64,
    /// Choices of one burst: between two bursts nothing is under way.
    burst: usize,
    /// What this choice and everything that followed from it acted on.
    touched: Parts,
    /// Ways that must be gone from here.
    wanted: BTreeSet<Way>,
    /// Ways that were gone from here, and what they touched.
    gone: BTreeMap<Way, Parts>,
    /// Ways that lead only to what is covered, and what they touch.
    asleep: BTreeMap<Way, Parts>,
}

impl Choice {
    fn way(&self) -> Way {
        self.candidates[self.chosen].way
    }
}

/// The orders that were run and those that remain.
pub(super) struct Search {
    reduction: Reduction,
    /// Choices of the order at hand.
    choices: Vec<Choice>,
    /// How many of them this run has made.
    made: usize,
    burst: usize,
    /// Whether what happens now belongs to the choice that was made last.
    follows: bool,
    /// The order that is followed, if only one is: see [`super::Order`].
    given: BTreeMap<usize, usize>,
    dead_end: Option<(usize, usize)>,
}

impl Search {
    pub(super) fn new(reduction: Reduction) -> Self {
        let (choices, given) = (Vec::new(), BTreeMap::new());
        Self { reduction, choices, made: 0, burst: 0, follows: false, given, dead_end: None }
    }

    /// One order only.
    pub(super) fn following(given: BTreeMap<usize, usize>) -> Self {
        Self { given, ..Self::new(Reduction::Commuting) }
    }

    /// A run begins.
    pub(super) fn begin(&mut self) {
        (self.made, self.burst, self.follows) = (0, 0, false);
    }

    /// What was chosen in the order at hand, wherever there were several candidates.
    pub(super) fn choices(&self) -> Vec<usize> {
        self.choices.iter().filter(|choice| choice.candidates.len() > 1).map(|choice| choice.chosen).collect()
    }

    /// The choice (from 1) of the given order that was impossible, and between how many it was.
    pub(super) fn dead_end(&self) -> Option<(usize, usize)> {
        self.dead_end
    }

    pub(super) fn choose(&mut self, candidates: &[Candidate], born: u64) -> Option<usize> {
        if self.made == self.choices.len() && !self.add(candidates, born) {
            self.follows = false;
            return None;
        }
        let choice = &mut self.choices[self.made];
        choice.touched.clear();
        self.made += 1;
        self.follows = true;
        Some(choice.chosen)
    }

    pub(super) fn touches(&mut self, part: Part) {
        if self.follows {
            self.choices[self.made - 1].touched.insert(part);
        }
    }

    pub(super) fn quiet(&mut self) {
        self.burst += usize::from(self.follows);
        self.follows = false;
    }

    /// A choice that no order so far has come to. False if every way from here is covered, or the given order is impossible.
    fn add(&mut self, candidates: &[Candidate], born: u64) -> bool {
        let asleep = self.asleep();
        let Some(chosen) = self.first_choice(candidates, &asleep) else { return false };
        let ways = candidates.iter().map(|candidate| candidate.way);
        let wanted = match self.reduction {
            Reduction::Commuting => [candidates[chosen].way].into(),
            Reduction::None => ways.collect(),
        };
        self.choices.push(Choice {
            candidates: candidates.to_vec(),
            chosen,
            born,
            burst: self.burst,
            touched: Parts::new(),
            wanted,
            gone: BTreeMap::new(),
            asleep,
        });
        true
    }

    /// What need not come next, since it came before what was chosen last in an earlier order and neither touches the other.
    fn asleep(&self) -> BTreeMap<Way, Parts> {
        let last =
            self.choices.last().filter(|last| self.reduction == Reduction::Commuting && last.burst == self.burst);
        let Some(last) = last else { return BTreeMap::new() };
        let covered = last.asleep.iter().chain(&last.gone);
        covered.filter(|(_, parts)| parts.is_disjoint(&last.touched)).map(|(way, p)| (*way, p.clone())).collect()
    }

    fn first_choice(&mut self, candidates: &[Candidate], asleep: &BTreeMap<Way, Parts>) -> Option<usize> {
        let place = self.choices().len() + 1;
        match self.given.get(&place) {
            Some(given) if candidates.len() > 1 => {
                if *given >= candidates.len() {
                    self.dead_end = Some((place, candidates.len()));
                }
                (*given < candidates.len()).then_some(*given)
            }
            _ => candidates.iter().position(|candidate| !asleep.contains_key(&candidate.way)),
        }
    }

    /// Learns from the run that has ended and goes on to the next order. False if there is none.
    pub(super) fn advance(&mut self) -> bool {
        if self.reduction == Reduction::Commuting {
            self.want_reversals();
        }
        while let Some(last) = self.choices.last_mut() {
            last.gone.insert(last.way(), std::mem::take(&mut last.touched));
            let is_left =
                |way: &Way| last.wanted.contains(way) && !last.gone.contains_key(way) && !last.asleep.contains_key(way);
            if let Some(next) = last.candidates.iter().position(|candidate| is_left(&candidate.way)) {
                last.chosen = next;
                return true;
            }
            self.choices.pop();
        }
        false
    }

    /// Where two choices could have come the other way round, every way is gone from before the first of them.
    fn want_reversals(&mut self) {
        let causes = self.causes();
        for later in 0..self.choices.len() {
            for earlier in 0..later {
                if self.could_be_reversed(&causes, earlier, later) {
                    let Choice { candidates, wanted, .. } = &mut self.choices[earlier];
                    wanted.extend(candidates.iter().map(|candidate| candidate.way));
                }
            }
        }
    }

    /// For each choice, which earlier ones it depends on, directly or not.
    fn causes(&self) -> Vec<Vec<bool>> {
        let mut causes: Vec<Vec<bool>> = Vec::new();
        for later in 0..self.choices.len() {
            let mut row = vec![false; later];
            for earlier in (0..later).rev() {
                if !row[earlier] && self.depends(earlier, later) {
                    row[earlier] = true;
                    causes[earlier].iter().enumerate().for_each(|(cause, yes)| row[cause] |= yes);
                }
            }
            causes.push(row);
        }
        causes
    }

    fn depends(&self, earlier: usize, later: usize) -> bool {
        let (a, b) = (&self.choices[earlier], &self.choices[later]);
        a.burst == b.burst && (self.is_born_of(earlier, later) || !a.touched.is_disjoint(&b.touched))
    }

    /// Whether what was chosen later came into being through the earlier choice.
    fn is_born_of(&self, earlier: usize, later: usize) -> bool {
        let choice = &self.choices[later];
        let born = choice.candidates[choice.chosen].born;
        self.choices[earlier].born <= born && born < self.choices[earlier + 1].born
    }

    fn could_be_reversed(&self, causes: &[Vec<bool>], earlier: usize, later: usize) -> bool {
        self.depends(earlier, later)
            && !self.is_born_of(earlier, later)
            && self.choices[earlier].way() != self.choices[later].way()
            && !(earlier + 1..later).any(|between| causes[between][earlier] && causes[later][between])
    }
}
