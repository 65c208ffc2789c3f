//! `foreign-welcome-changes-nothing`

use marmot_rules::rules::{cid, rw};
use sim_device::WelcomeRefusal;

use crate::invariants::Invariant;
use crate::invariants::refused_welcomes::{self, Refused};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "foreign-welcome-changes-nothing",
    sentence: "A device that ignores a Welcome for somebody else's KeyPackage is afterwards exactly as before.",
    rules: &["CID-15", "RW-02", "RW-04"],
    calls: &["CID-15", "RW-02", "RW-04"],
    ..Invariant::of(|run, facts| {
        refused_welcomes::judge(run, facts, |why| *why == WelcomeRefusal::ForeignKeyPackage, is_kept)
    })
};

/// RW-02 asks nothing of whose the KeyPackage is, so that it also holds a device that takes its own for a foreign one.
fn is_kept(refused: &Refused<'_>) -> bool {
    let by_name = refused.key_package.is_none_or(|named| {
        cid::cid_15(&refused.own, &named, !refused.unchanged).is_kept()
            && rw::rw_04(&refused.own, &named, false).is_kept()
    });
    by_name && rw::rw_02(refused.unchanged).is_kept()
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, TWO, Forged(|run| leave_traces(run, true)));
    }
}
