//! In which ways a run failed.

use std::collections::BTreeSet;

use experiment::explore::{Failure, Fingerprint};

use super::known::finding_of;
use crate::facts::Facts;
use crate::invariants::follows_from;
use crate::judge::Judgement;
use crate::run::Run;

/// The name that stands for an invariant where the world did not become quiet.
const STALLED: &str = "stalled";

/// Every way in which a run failed, consequences of others left out.
pub fn fingerprints(run: &Run, judgement: &Judgement) -> BTreeSet<Fingerprint> {
    let violated = judgement.violated();
    let told = judgement.invariants.iter().filter(|(name, _)| !follows_from(name, &violated));
    let violations =
        told.flat_map(|(name, verdict)| verdict.violations().iter().map(move |violation| (name, violation)));
    let of = |(name, violation): (&String, &crate::verdict::Violation)| Fingerprint {
        invariant: name.clone(),
        cause: violation.cause.id.to_string(),
    };
    violations.map(of).chain(stall(run, judgement)).collect()
}

/// What the world still waited for, if it did not become quiet.
fn stall(run: &Run, judgement: &Judgement) -> Option<Fingerprint> {
    let waits = run.checkpoints.iter().flat_map(|checkpoint| &checkpoint.blockers).next();
    let cause = waits.map_or("out-of-budget", |blocker| blocker.kind).to_owned();
    judgement.stalled.then(|| Fingerprint { invariant: STALLED.to_owned(), cause })
}

/// Every way in which a run failed, with the finding that explains it. A way whose violations belong to several findings is there
/// once for each, and once without one if nothing explains some of them.
pub fn explained(run: &Run, facts: &Facts, judgement: &Judgement) -> BTreeSet<(Fingerprint, Option<&'static str>)> {
    let ways = fingerprints(run, judgement);
    let mut found = BTreeSet::new();
    for (name, verdict) in &judgement.invariants {
        for violation in verdict.violations() {
            let way = Fingerprint { invariant: name.clone(), cause: violation.cause.id.to_string() };
            if ways.contains(&way) {
                found.insert((way, finding_of(run, facts, name, violation)));
            }
        }
    }
    found.extend(stall(run, judgement).map(|way| (way, None)));
    found
}

/// The same as it is kept.
pub fn failures(run: &Run, facts: &Facts, judgement: &Judgement) -> BTreeSet<Failure> {
    let failure = |(fingerprint, finding): (Fingerprint, Option<&str>)| Failure {
        finding: finding.map(ToOwned::to_owned),
        fingerprint,
    };
    explained(run, facts, judgement).into_iter().map(failure).collect()
}
