//! Where databases lie is not seen: a run on files has the bytes of a run in memory.

use experiment::Kit;
use sibling_sync::RunOptions;
use sibling_sync::simulate;
use sibling_sync::system::SiblingSync;
use sibling_sync::vocabulary::Storage;

#[test]
fn a_run_on_files_has_the_digest_of_a_run_in_memory() {
    for scenario in sibling_sync::corpus::scenarios().unwrap_or_else(|error| panic!("{error}")) {
        for options in SiblingSync::checks(&scenario, None) {
            let digest = |storage| {
                let options = RunOptions { storage, ..options.clone() };
                simulate(&scenario, &options).map(|run| run.transcript.digest())
            };
            assert_eq!(digest(Storage::File), digest(Storage::Memory), "{} under {}", scenario.id, options.check());
        }
    }
}

#[test]
fn the_seed_decides_the_bytes() {
    let all = sibling_sync::corpus::scenarios().unwrap_or_else(|error| panic!("{error}"));
    let scenario = all.iter().find(|one| one.id == "m-s1").unwrap();
    let digest = |seed: u64| {
        let options = RunOptions { seed: Some(seed.into()), ..RunOptions::default() };
        simulate(scenario, &options).unwrap().transcript.digest()
    };
    assert_eq!(digest(7), digest(7));
    assert_ne!(digest(7), digest(8));
}
