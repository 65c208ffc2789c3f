//! Negative tests are worth something: each finds a reader that lacks a check.

use std::path::Path;

use conformance::format::Outcome;
use conformance::verify::{Suite, kills, load};

fn committed() -> Suite {
    sim_env::register_thread_as_outside();
    load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")).unwrap().0
}

#[test]
fn survey() {
    let suite = committed();
    let kills = kills(&suite).unwrap_or_else(|e| panic!("{e}"));
    for case in suite.cases() {
        let head = case.test.head();
        let killed = kills.get(head.id);
        if head.result != Outcome::Valid {
            println!("{} {:?} {:?}", head.id, head.flags, killed);
        }
    }
}
