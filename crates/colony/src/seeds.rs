//! One scenario under many seeds: which seeds, and what came of them in counts.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use scenarios::Judgement;
use scenarios::model::Outcome;

use crate::words::{count, ranges, thousands};

/// Seeds that one command may try.
const MOST: u64 = 10_000;

/// Seeds from the first to the last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SeedRange {
    pub first: u64,
    pub last: u64,
}

impl FromStr for SeedRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || format!("`{text}` names no seeds: expected the first and the last, as in `1..50`");
        let (first, last) = text.split_once("..").ok_or_else(error)?;
        let (first, last): (u64, u64) = (first.parse().map_err(|_| error())?, last.parse().map_err(|_| error())?);
        match last.checked_sub(first) {
            None => Err(error()),
            Some(more) if more >= MOST => Err(format!("`{text}` names too many seeds: expected at most {MOST}")),
            Some(_) => Ok(Self { first, last }),
        }
    }
}

impl fmt::Display for SeedRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.first, self.last)
    }
}

impl SeedRange {
    pub(crate) fn count(self) -> usize {
        usize::try_from(self.last - self.first + 1).unwrap_or(usize::MAX)
    }

    pub(crate) fn each(self) -> impl Iterator<Item = u64> {
        self.first..=self.last
    }
}

/// `31, 40-42`
pub(crate) fn listed(all: &[String]) -> String {
    let numbers: Option<Vec<u64>> = all.iter().map(|seed| seed.parse().ok()).collect();
    let Some(numbers) = numbers else { return all.join(", ") };
    let range = |(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") };
    ranges(numbers).into_iter().map(range).collect::<Vec<_>>().join(", ")
}

/// How devices ended and what broke, counted over runs that differ in their seed alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Runs.
    pub runs: usize,
    /// By device, how often it ended in which way.
    pub outcomes: BTreeMap<String, BTreeMap<Outcome, usize>>,
    /// By invariant, in how many runs it was violated.
    pub violated: BTreeMap<String, usize>,
}

impl Tally {
    /// Of one run.
    pub(crate) fn of(judgement: &Judgement) -> Self {
        let ended = |(device, outcome): (&String, &Outcome)| (device.clone(), BTreeMap::from([(*outcome, 1)]));
        Self {
            runs: 1,
            outcomes: judgement.outcomes.iter().map(ended).collect(),
            violated: judgement.violated().into_iter().map(|name| (name.to_owned(), 1)).collect(),
        }
    }

    pub(crate) fn sum<'t>(all: impl IntoIterator<Item = &'t Self>) -> Self {
        let mut sum = Self::default();
        for tally in all {
            sum.runs += tally.runs;
            for (device, outcomes) in &tally.outcomes {
                let counts = sum.outcomes.entry(device.clone()).or_default();
                outcomes.iter().for_each(|(outcome, n)| *counts.entry(*outcome).or_default() += n);
            }
            tally.violated.iter().for_each(|(name, n)| *sum.violated.entry(name.clone()).or_default() += n);
        }
        sum
    }

    /// `bob/phone joined 48, undecryptable 2`, for each device; the count only where there are several ways.
    pub(crate) fn outcomes(&self) -> Vec<String> {
        self.outcomes.iter().map(|(device, counts)| format!("{device} {}", Self::ways(counts))).collect()
    }

    /// `✗ delivered-exactly-once under 2 of 50`, for each invariant that broke.
    pub(crate) fn broken(&self) -> Vec<String> {
        let line = |(name, n): (&String, &usize)| format!("✗ {name} {}", self.under(*n));
        self.violated.iter().map(line).collect()
    }

    /// The same two lists, of what the seed decides alone.
    pub(crate) fn depends(&self) -> Vec<String> {
        let several = self.outcomes.iter().filter(|(_, counts)| counts.len() > 1);
        let outcomes = several.map(|(device, counts)| format!("{device} {}", Self::ways(counts)));
        let some = self.violated.iter().filter(|(_, n)| **n < self.runs);
        outcomes.chain(some.map(|(name, n)| format!("✗ {name} {}", self.under(*n)))).collect()
    }

    /// `joined 48, undecryptable 2`, the most frequent first; no number where there is one way only.
    pub(crate) fn ways(counts: &BTreeMap<Outcome, usize>) -> String {
        if let [(outcome, _)] = counts.iter().collect::<Vec<_>>()[..] {
            return outcome.to_string();
        }
        let mut ways: Vec<_> = counts.iter().collect();
        ways.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        ways.into_iter().map(|(outcome, n)| format!("{outcome} {}", thousands(*n))).collect::<Vec<_>>().join(", ")
    }

    /// `under every seed`, `under 2 of 50 seeds`
    pub(crate) fn under(&self, n: usize) -> String {
        if n == self.runs {
            return "under every seed".to_owned();
        }
        format!("under {} of {}", thousands(n), count(self.runs, "seed", "seeds"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_names_its_first_and_its_last_seed() {
        let range: SeedRange = "1..50".parse().unwrap();
        assert_eq!((range.first, range.last, range.count()), (1, 50, 50));
        assert_eq!("7..7".parse::<SeedRange>().unwrap().count(), 1);
        for text in ["", "5", "5..", "..5", "5..1", "a..b", "1..=5", "0..99999"] {
            assert!(text.parse::<SeedRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn seeds_that_follow_on_each_other_are_a_range() {
        assert_eq!(listed(&["31", "40", "41", "42"].map(ToOwned::to_owned)), "31, 40-42");
    }

    #[test]
    fn what_the_seed_decides_comes_with_counts_and_what_it_does_not_comes_without() {
        let run = |outcome, broken: &[&str]| Tally {
            runs: 1,
            outcomes: BTreeMap::from([
                ("a/x".to_owned(), BTreeMap::from([(Outcome::Joined, 1)])),
                ("b/y".to_owned(), BTreeMap::from([(outcome, 1)])),
            ]),
            violated: broken.iter().map(|name| ((*name).to_owned(), 1)).collect(),
        };
        let runs = [run(Outcome::Joined, &["p", "q"]), run(Outcome::Phantom, &["q"]), run(Outcome::Phantom, &["q"])];
        let tally = Tally::sum(&runs);
        assert_eq!(tally.outcomes(), ["a/x joined", "b/y phantom 2, joined 1"]);
        assert_eq!(tally.broken(), ["✗ p under 1 of 3 seeds", "✗ q under every seed"]);
        assert_eq!(tally.depends(), ["b/y phantom 2, joined 1", "✗ p under 1 of 3 seeds"]);
    }
}
