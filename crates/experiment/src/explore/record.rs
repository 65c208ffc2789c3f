//! What is kept of a case, and what a campaign adds up to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{FamilyFacts, Kit, Named};

/// A way to fail: an invariant and the id of a cause, without names, ids, times and sentences. Two cases with one fingerprint are taken
/// for the same story.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The invariant.
    pub invariant: String,
    /// Id of the cause, for example `left-out/lost-ranking`.
    pub cause: String,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant, self.cause)
    }
}

/// One case of a campaign: a line of its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecord {
    /// Family.
    pub family: String,
    /// Which case of the family.
    pub index: u64,
    /// Version of the generator.
    pub generator: u32,
    /// Options of the run, without its seed.
    #[serde(flatten)]
    pub options: Named,
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

/// Runs and judges a case of a family.
///
/// # Errors
/// As [`Kit::simulate`].
pub fn run_case<K: Kit>(
    (family, index): (&str, u64),
    scenario: &K::Scenario,
    options: &K::Options,
) -> Result<CaseRecord, K::Error> {
    let run = K::run(scenario, options)?;
    let judged = K::judge(&run);
    Ok(CaseRecord {
        family: family.to_owned(),
        index,
        generator: K::GENERATOR,
        options: K::named(options).without("seed"),
        digest: K::transcript(&run).digest().to_hex(),
        steps: K::steps(scenario),
        failures: K::broke(&run, &judged).into_iter().collect(),
        marks: K::marks(&run, &judged).into_iter().map(ToOwned::to_owned).collect(),
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
    /// Adds up. A case that is there twice counts once. Families come in the order of `families`, unknown ones after them.
    pub fn of(records: impl IntoIterator<Item = CaseRecord>, families: &[FamilyFacts]) -> Self {
        let place = |family: &str| {
            let known = families.iter().position(|facts| facts.id == family);
            (known.unwrap_or(families.len()), family.to_owned())
        };
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
            let facts = families.iter().find(|facts| facts.id == name);
            let must: BTreeSet<&str> =
                facts.map(|facts| facts.must_reach.iter().copied().collect()).unwrap_or_default();
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
