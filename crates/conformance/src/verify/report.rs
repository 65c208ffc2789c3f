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
    /// Behaved as demanded.
    pub passed: usize,
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

    /// The stacks that passed a test.
    pub fn voices(&self, id: &str) -> Vec<StackVoice> {
        let passed = |result: &&Verified| result.id == id && result.verdict == Verdict::Passed;
        self.results.iter().filter(passed).map(|result| result.voice.clone()).collect()
    }

    /// How many tests of a file each stack passed, in any of its versions.
    pub fn passed_by(&self, path: &str) -> BTreeMap<String, u32> {
        let mut passed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for result in self.results.iter().filter(|r| r.path == path && r.verdict == Verdict::Passed) {
            passed.entry(&result.voice.stack).or_default().insert(&result.id);
        }
        let count = |ids: BTreeSet<_>| u32::try_from(ids.len()).expect("a file holds fewer");
        passed.into_iter().map(|(stack, ids)| (stack.to_owned(), count(ids))).collect()
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
                Verdict::Failed(_) => count.failed += 1,
                Verdict::Differs(_) | Verdict::Unsupported(_) | Verdict::OutOfDate => count.unsupported += 1,
            }
        }
        counts
    }
}
