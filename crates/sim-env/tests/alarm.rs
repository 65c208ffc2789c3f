//! Law L6, in a test binary of its own: the alarm counts for the whole process.

use std::time::SystemTime;

use rand::RngCore;
use rand::rngs::OsRng;
use sim_env::{RunError, Seed, register_thread_as_outside, run};

#[test]
fn entropy_and_time_asked_for_by_a_stray_thread_fail_the_run_and_the_harness_own_threads_do_not() {
    let stray_entropy = run(Seed::from(1), 0, || {
        std::thread::scope(|s| s.spawn(|| OsRng.next_u64()).join().unwrap());
    });
    assert!(matches!(stray_entropy, Err(RunError::OffThread { entropy: 1.., .. })), "{stray_entropy:?}");

    let stray_clock = run(Seed::from(1), 0, || {
        std::thread::scope(|s| s.spawn(SystemTime::now).join().unwrap());
    });
    assert!(matches!(stray_clock, Err(RunError::OffThread { clock: 1.., .. })), "{stray_clock:?}");

    let harness = run(Seed::from(1), 0, || {
        std::thread::scope(|s| {
            s.spawn(|| {
                register_thread_as_outside();
                (OsRng.next_u64(), SystemTime::now())
            })
            .join()
            .unwrap();
        });
    });
    assert_eq!(harness, Ok(()));
}
