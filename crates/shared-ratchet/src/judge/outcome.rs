//! What a run came to, for two orders that nobody could tell apart afterwards.

use std::collections::{BTreeMap, BTreeSet};

use experiment::explore::{Failure, Fingerprint};
use serde::Serialize;

use super::{Judgement, judge};
use crate::run::Run;
use crate::system::Note;

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RunOutcome {
    /// The node that each device builds on.
    pub selects: BTreeMap<String, String>,
    /// Messages that each device has read, said or been shown.
    pub seen: BTreeMap<String, BTreeSet<String>>,
    /// What broke.
    pub broke: BTreeSet<Failure>,
    /// Whether everything came out as the scenario expects.
    pub as_expected: bool,
}

impl RunOutcome {
    /// What this run came to.
    pub fn of(run: &Run) -> Self {
        let judgement = judge(run);
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (device, note) in run.notes() {
            if let Note::Said { message, .. } | Note::Read { message, .. } | Note::Shown(message) = note {
                seen.entry(device.to_string()).or_default().insert(message.clone());
            }
        }
        let selects = run.ends.iter().filter_map(|(device, end)| Some((device.to_string(), end.selects?.to_string())));
        Self { selects: selects.collect(), seen, broke: broke(&judgement), as_expected: judgement.passed() }
    }
}

/// Every way in which a run failed. What fails is known and asserted where it is expected; generated cases run under switches that repair it.
pub(crate) fn broke(judgement: &Judgement) -> BTreeSet<Failure> {
    fingerprints(judgement).into_iter().map(|fingerprint| Failure { fingerprint, finding: None }).collect()
}

/// Invariants that broke, each with the kind of its cause.
pub(crate) fn fingerprints(judgement: &Judgement) -> BTreeSet<Fingerprint> {
    let fingerprint = |violation: &super::Violation| Fingerprint {
        invariant: violation.invariant.id().to_owned(),
        cause: violation.cause.id().to_owned(),
    };
    judgement.violations.iter().map(fingerprint).collect()
}
