//! The smallest scenario that fails in the same way.
//!
//! Steps are taken away one by one or in lots, then whatever else the kit's passes know, and whatever still fails with the same
//! fingerprint is kept. Deterministic, and bounded by a number of runs.

use super::Fingerprint;
use crate::Kit;

/// What shrinking came to.
#[derive(Clone, Debug)]
pub struct Shrunk<K: Kit> {
    /// The smallest scenario found.
    pub scenario: K::Scenario,
    /// Runs that it took.
    pub runs: usize,
}

/// Shrinks a scenario that fails with this fingerprint, in at most this many runs.
pub fn shrink<K: Kit>(
    scenario: &K::Scenario,
    options: &K::Options,
    target: &Fingerprint,
    most_runs: usize,
) -> Shrunk<K> {
    let mut shrinker = Shrinker::<K> { options, target, left: most_runs, best: scenario.clone() };
    while shrinker.left > 0 {
        let before = K::size(&shrinker.best);
        K::passes().iter().for_each(|pass| pass(&mut shrinker));
        if K::size(&shrinker.best) == before {
            break;
        }
    }
    Shrunk { scenario: shrinker.best, runs: most_runs - shrinker.left }
}

/// So few steps that every pair of them can be tried.
const FEW_STEPS: usize = 16;

/// A scenario that is being made small: passes try candidates out.
pub struct Shrinker<'a, K: Kit> {
    options: &'a K::Options,
    target: &'a Fingerprint,
    left: usize,
    best: K::Scenario,
}

impl<K: Kit> Shrinker<'_, K> {
    /// The smallest scenario so far.
    pub fn best(&self) -> &K::Scenario {
        &self.best
    }

    /// Keeps the candidate if it is well-formed, smaller and fails in the same way.
    pub fn try_out(&mut self, candidate: &K::Scenario) -> bool {
        if self.left == 0 || K::size(candidate) >= K::size(&self.best) {
            return false;
        }
        let Some(candidate) = K::read_again(candidate) else { return false };
        self.left -= 1;
        let run = K::run(&candidate, self.options);
        let fails = run.is_ok_and(|run| K::fingerprints(&run, &K::judge(&run)).contains(self.target));
        if fails {
            self.best = candidate;
        }
        fails
    }

    /// Leaves out runs of steps, long ones first.
    pub fn drop_steps(&mut self) {
        let mut length = K::steps(&self.best).div_ceil(2);
        while length > 0 {
            let mut from = 0;
            while from < K::steps(&self.best) {
                let to = (from + length).min(K::steps(&self.best));
                if !self.try_out(&K::without_steps(&self.best, from..to)) {
                    from += length;
                }
            }
            length /= 2;
        }
    }

    /// Leaves out two steps that only together can go, once few are left.
    pub fn drop_pairs(&mut self) {
        if K::steps(&self.best) > FEW_STEPS {
            return;
        }
        for second in (1..K::steps(&self.best)).rev() {
            for first in (0..second).rev() {
                if second < K::steps(&self.best) {
                    let without = K::without_steps(&self.best, second..second + 1);
                    self.try_out(&K::without_steps(&without, first..first + 1));
                }
            }
        }
    }
}
