//! The files of this phase: read, run twice, judged.

use experiment::Kit;
use sibling_sync::system::SiblingSync;
use sibling_sync::{judge, simulate};

#[test]
fn every_file_of_contact_aware_devices_ends_as_it_says_and_the_same_twice() {
    let mut wrong = String::new();
    let mut files = 0;
    for scenario in sibling_sync::corpus::scenarios().unwrap_or_else(|error| panic!("{error}")) {
        if scenario.body.aware.is_none() {
            continue;
        }
        files += 1;
        for options in SiblingSync::checks(&scenario, None) {
            let run = simulate(&scenario, &options).unwrap_or_else(|error| panic!("{}: {error}", scenario.id));
            let again = simulate(&scenario, &options).unwrap_or_else(|error| panic!("{}: {error}", scenario.id));
            assert_eq!(run.transcript.digest(), again.transcript.digest(), "{}", scenario.id);
            for failure in judge(&run).failures {
                wrong += &format!("{}: {failure}\n", scenario.id);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(files >= 8, "{files} files");
}
