//! The real node on loopback, without anything in between.

use streams::judge;
use tokio::task::JoinSet;

use super::play::{Stage, name, real, test_cases, wrong};

/// The nineteen cases of the text, two of them in parts, under r5 and r7, and two with a mistake that has to be seen.
#[test]
fn the_test_cases_of_the_text_hold_over_a_real_socket() {
    let report = real(async {
        let mut plays = JoinSet::new();
        for case in test_cases() {
            plays.spawn(async move {
                let stage = Stage::set(case.clone()).await;
                let front = stage.relay.address;
                wrong(&name(&case), &judge(&stage.play(front).await))
            });
        }
        plays.join_all().await.concat()
    });
    assert!(report.is_empty(), "{report}");
}
