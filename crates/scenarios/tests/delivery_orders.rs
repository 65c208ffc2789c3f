//! Every order of delivery of short scripts.

use marmot_rules::{Policy, Profile};
use scenarios::explore::orders::{Reduction, Scope, explore};
use scenarios::{RunOptions, corpus};

#[test]
fn try_out() {
    let options = RunOptions::new(Profile::Pr40, Policy::ClientId, 7);
    for (id, kinds, steps) in [
        ("one-device", "5,443,30443,445,1059", 1..=99),
        ("one-device", "445,1059", 1..=99),
        ("siblings-update-at-once", "5,443,30443,445,1059", 4..=99),
        ("siblings-update-at-once", "445,1059", 4..=99),
        ("siblings-update-at-once", "445", 4..=99),
        ("invitation-beside-an-update", "445,1059", 6..=99),
        ("invitation-beside-an-update", "445", 6..=99),
        ("commit-race", "445", 6..=99),
    ] {
        let scope = Scope { kinds: kinds.split(',').map(|k| k.parse().unwrap()).collect(), steps };
        let scenario = corpus::find(id).unwrap().unwrap();
        let start = std::time::Instant::now();
        let explored = explore(&scenario, &options, &scope, Reduction::Commuting, 600, |_, _| ()).unwrap();
        println!(
            "{id} {kinds} {:?} {} orders {} given up, exhaustive {} choices {}",
            start.elapsed(),
            explored.orders,
            explored.given_up,
            explored.exhaustive,
            explored.most_choices
        );
        for o in &explored.outcomes {
            println!("   {} {} {:?}", o.orders, o.first, o.outcome);
        }
    }
}
