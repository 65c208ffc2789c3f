//! `no-generation-twice`

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::{RatchetUsed, Run};
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "no-generation-twice",
    sentence: "No device of the adopted text seals two messages of one epoch with one generation of its ratchet, whatever it went back from and however often it was started again.",
    ..Invariant::of(judge)
};

/// The state, the leaf, and the generation.
type Place<'r> = (&'r str, u32, u32);

fn judge(run: &Run, _: &Facts) -> Verdict {
    let published: BTreeMap<_, _> = run.published().into_iter().map(|(entry, _, event)| (event.id, entry)).collect();
    let entry = |used: &RatchetUsed| published.get(&used.event).copied();
    let mut uses: Vec<_> = run.ratchet_uses.iter().filter_map(|used| Some((entry(used)?, used))).collect();
    uses.sort_by_key(|(entry, _)| *entry);
    let mut first: BTreeMap<Place<'_>, &RatchetUsed> = BTreeMap::new();
    let mut violations = Vec::new();
    for (entry, used) in &uses {
        let place = (used.place.authenticator.as_str(), used.place.leaf, used.place.generation);
        let before = *first.entry(place).or_insert(used);
        if before.place.message != used.place.message {
            let cause = Cause::new(What::GenerationTwice)
                .with("device", Part::device(&used.device))
                .with("event", Part::Event(used.event))
                .with("before", Part::Event(before.event))
                .with("leaf", Part::Number(used.place.leaf.into()))
                .with("generation", Part::Number(used.place.generation.into()))
                .with("epoch", Part::Number(used.place.epoch));
            violations.push(Violation::new(*entry, &used.device, cause));
        }
    }
    Verdict::of(uses.len(), violations)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, RIVALS, ("restored-within-an-epoch", Adopted2026_07, SLOTS), AsItIs);
    }
}
