//! What all stacks made of all tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Verdict;
use crate::format::{StackVoice, Topic};

/// One stack's verdict on one test.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Path of the file.
    pub path: String,
    /// Topic of the file.
    pub topic: Topic,
    /// Id of the test.
    pub id: String,
    /// Name of the stack.
    pub stack: &'static str,
    /// What stands in `verified_by` if it passed.
    pub voice: StackVoice,
    /// The verdict.
    pub verdict: Verdict,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, id, stack, verdict, .. } = self;
        match verdict {
            Verdict::Passed => write!(f, "{id} ({path}): {stack} passed"),
            Verdict::Refused { why, .. } => {
                write!(f, "{id} ({path}): {stack} refused it, not for the stated reason: {why}")
            }
            Verdict::Failed(why) => write!(f, "{id} ({path}): {stack} failed: {why}"),
            Verdict::Differs(how) => write!(f, "{id} ({path}): {stack} reads it otherwise: {how}"),
            Verdict::Unsupported(why) => write!(f, "{id} ({path}): {stack} cannot judge it: {why}"),
            Verdict::OutOfDate => write!(f, "{id} ({path}): {stack} was asked about another text of it"),
        }
    }
}

/// All verdicts.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// By stack, path and place.
    pub results: Vec<Verified>,
}

/// How many tests of a topic came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Behaved as demanded; what was refused was refused for the stated reason.
    pub passed: usize,
    /// Refused as demanded, for another reason or for none that was said.
    pub refused: usize,
    /// Did not.
    pub failed: usize,
    /// Could not be judged.
    pub unsupported: usize,
}

impl Report {
    /// Tests that a stack failed.
    pub fn failures(&self) -> Vec<&Verified> {
        self.results.iter().filter(|result| matches!(result.verdict, Verdict::Failed(_))).collect()
    }

    /// Refusals for a reason that is not the stated one, though it was said.
    pub fn contradictions(&self) -> Vec<&Verified> {
        let names_another = |result: &&Verified| matches!(result.verdict, Verdict::Refused { reason: Some(_), .. });
        self.results.iter().filter(names_another).collect()
    }

    /// The stacks whose verdict on a test is of this kind.
    pub fn voices(&self, id: &str, is: fn(&Verdict) -> bool) -> Vec<StackVoice> {
        let own = self.results.iter().filter(|result| result.id == id && is(&result.verdict));
        own.map(|result| result.voice.clone()).collect()
    }

    /// On how many tests of a file each stack's verdict is of this kind, in any of its versions.
    pub fn counted_by(&self, path: &str, is: fn(&Verdict) -> bool) -> BTreeMap<String, u32> {
        let mut counted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for result in self.results.iter().filter(|result| result.path == path && is(&result.verdict)) {
            counted.entry(&result.voice.stack).or_default().insert(&result.id);
        }
        let count = |ids: BTreeSet<_>| u32::try_from(ids.len()).expect("a file holds fewer");
        counted.into_iter().map(|(stack, ids)| (stack.to_owned(), count(ids))).collect()
    }

    /// Tests of which a stack's record is out of date.
    pub fn out_of_date(&self) -> impl Iterator<Item = &Verified> {
        self.results.iter().filter(|result| result.verdict == Verdict::OutOfDate)
    }

    /// Counts by topic and stack.
    pub fn counts(&self) -> BTreeMap<(Topic, &'static str), Count> {
        let mut counts: BTreeMap<_, Count> = BTreeMap::new();
        for result in &self.results {
            let count = counts.entry((result.topic, result.stack)).or_default();
            match result.verdict {
                Verdict::Passed => count.passed += 1,
                Verdict::Refused { .. } => count.refused += 1,
                Verdict::Failed(_) => count.failed += 1,
                Verdict::Differs(_) | Verdict::Unsupported(_) | Verdict::OutOfDate => count.unsupported += 1,
            }
        }
        counts
    }
}
