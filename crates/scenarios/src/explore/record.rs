//! What is kept of a case, and what a campaign adds up to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::family::Family;
use super::fingerprint::{Fingerprint, explained};
use super::generate::{Case, GENERATOR};
use super::marks::marks;
use crate::facts::Facts;
use crate::judge::judge_by;
use crate::run::{SimulateError, simulate};

/// One case of a campaign: a line of its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecord {
    /// Family.
    pub family: String,
    /// Which case of the family.
    pub index: u64,
    /// Version of the generator.
    pub generator: u32,
    /// Profile of the run.
    pub profile: String,
    /// Policy of the run.
    pub policy: String,
    /// Digest of the transcript.
    pub digest: String,
    /// Steps of the scenario.
    pub steps: usize,
    /// Ways in which it failed.
    pub failures: Vec<Failure>,
    /// Marks that it reached.
    pub marks: Vec<String>,
}

/// One way in which a case failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failure {
    /// Invariant and cause.
    #[serde(flatten)]
    pub fingerprint: Fingerprint,
    /// The finding that explains it, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
}

/// Runs and judges a case.
///
/// # Errors
/// As [`simulate`].
pub fn run_case(case: &Case) -> Result<CaseRecord, SimulateError> {
    let run = simulate(&case.scenario, &case.options)?;
    let facts = Facts::of(&run);
    let judgement = judge_by(&run, &facts);
    let failure = |(fingerprint, finding): (Fingerprint, Option<&str>)| Failure {
        finding: finding.map(ToOwned::to_owned),
        fingerprint,
    };
    Ok(CaseRecord {
        family: case.id.family.to_string(),
        index: case.id.index,
        generator: GENERATOR,
        profile: case.options.profile.to_string(),
        policy: case.options.policy.to_string(),
        digest: run.transcript.digest().to_hex(),
        steps: case.scenario.steps.len(),
        failures: explained(&run, &facts, &judgement).into_iter().map(failure).collect(),
        marks: marks(&run, &judgement).into_iter().map(ToOwned::to_owned).collect(),
    })
}

/// A campaign added up. The same cases give the same summary, in whatever order and on however many machines they ran.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Cases that ran.
    pub cases: usize,
    /// Cases in which nothing broke.
    pub good: usize,
    /// By family.
    pub families: BTreeMap<String, FamilySummary>,
    /// Ways to fail, by number of cases, then by name.
    pub failures: Vec<FailureSummary>,
}

/// One family of a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FamilySummary {
    /// Cases that ran.
    pub cases: usize,
    /// Cases in which nothing broke.
    pub good: usize,
    /// Cases that reached each mark.
    pub marks: BTreeMap<String, usize>,
    /// Marks that the family must reach and did not.
    pub missing: Vec<String>,
}

/// One way to fail, in a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailureSummary {
    /// Invariant and cause, and the finding that explains them.
    #[serde(flatten)]
    pub failure: Failure,
    /// Cases that failed so.
    pub cases: usize,
    /// The first of them: the family that comes first, then the lowest index.
    pub first: (String, u64),
}

impl Summary {
    /// Adds up. A case that is there twice counts once.
    pub fn of(records: impl IntoIterator<Item = CaseRecord>) -> Self {
        let key = |record: &CaseRecord| (place(&record.family), record.index);
        let records: BTreeMap<_, CaseRecord> = records.into_iter().map(|record| (key(&record), record)).collect();
        let mut summary = Self::default();
        let mut failures: BTreeMap<Failure, (usize, (String, u64))> = BTreeMap::new();
        for record in records.into_values() {
            let good = usize::from(record.failures.is_empty());
            summary.cases += 1;
            summary.good += good;
            let family = summary.families.entry(record.family.clone()).or_default();
            family.cases += 1;
            family.good += good;
            record.marks.iter().for_each(|mark| *family.marks.entry(mark.clone()).or_default() += 1);
            for failure in record.failures {
                failures.entry(failure).or_insert((0, (record.family.clone(), record.index))).0 += 1;
            }
        }
        for (name, family) in &mut summary.families {
            let must: BTreeSet<&str> =
                name.parse::<Family>().map(|family| family.must_reach().iter().copied().collect()).unwrap_or_default();
            family.missing =
                must.into_iter().filter(|mark| !family.marks.contains_key(*mark)).map(ToOwned::to_owned).collect();
        }
        summary.failures =
            failures.into_iter().map(|(failure, (cases, first))| FailureSummary { failure, cases, first }).collect();
        summary.failures.sort_by_key(|failure| std::cmp::Reverse(failure.cases));
        summary
    }

    /// Failures that no finding explains.
    pub fn new_failures(&self) -> impl Iterator<Item = &FailureSummary> {
        self.failures.iter().filter(|failure| failure.failure.finding.is_none())
    }
}

/// Families in their order, unknown ones after them.
fn place(family: &str) -> (usize, String) {
    let known = Family::ALL.iter().position(|f| f.id() == family);
    (known.unwrap_or(Family::ALL.len()), family.to_owned())
}
