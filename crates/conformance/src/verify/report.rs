//! What all stacks made of all tests.

use std::collections::BTreeMap;
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
            Verdict::Unsupported(why) => write!(f, "{id} ({path}): {stack} cannot judge it: {why}"),
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

    /// How many tests of a file each stack passed.
    pub fn passed_by(&self, path: &str) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for result in self.results.iter().filter(|r| r.path == path && r.verdict == Verdict::Passed) {
            *counts.entry(result.voice.stack.clone()).or_insert(0) += 1;
        }
        counts
    }

    /// Counts by topic and stack.
    pub fn counts(&self) -> BTreeMap<(Topic, &'static str), Count> {
        let mut counts: BTreeMap<_, Count> = BTreeMap::new();
        for result in &self.results {
            let count = counts.entry((result.topic, result.stack)).or_default();
            match result.verdict {
                Verdict::Passed => count.passed += 1,
                Verdict::Failed(_) => count.failed += 1,
                Verdict::Unsupported(_) => count.unsupported += 1,
            }
        }
        counts
    }
}
