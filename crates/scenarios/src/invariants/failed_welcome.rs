//! `failed-welcome-changes-nothing`

use marmot_rules::rules::{lc, rw};
use sim_device::WelcomeRefusal;

use crate::invariants::Invariant;
use crate::invariants::refused_welcomes::{self, Refused};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "failed-welcome-changes-nothing",
    sentence: "A device that refuses a Welcome for any other reason keeps its KeyPackages, private keys and groups as they were.",
    rules: &["LC-04", "RW-02", "RW-05"],
    calls: &["LC-04", "RW-02", "RW-05"],
    ..Invariant::of(|run, facts| {
        refused_welcomes::judge(run, facts, |why| *why != WelcomeRefusal::ForeignKeyPackage, is_kept)
    })
};

fn is_kept(refused: &Refused<'_>) -> bool {
    let held = *refused.why == WelcomeRefusal::GroupHeld;
    let rules = [lc::lc_04(refused.unchanged), rw::rw_02(refused.unchanged), rw::rw_05(held, refused.unchanged)];
    rules.iter().all(|rule| rule.is_kept())
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, RE_INVITED, RE_INVITED, Forged(|run| leave_traces(run, false)));
    }
}
