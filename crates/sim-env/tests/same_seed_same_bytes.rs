//! What follows from the seed, and what does not leak between actors, runs and threads.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rand::rngs::OsRng;
use rand::{Rng, RngCore};
use sim_env::{Actor, Seed, advance_to, now, run, stream};

const START: u64 = 1_781_481_600;

/// Every way in which Rust code usually asks for entropy, in one value.
fn draw_everything() -> (u64, u64, u64, u64) {
    let mut buf = [0; 8];
    getrandom::fill(&mut buf).unwrap();
    (OsRng.next_u64(), rand::thread_rng().r#gen(), u64::from_be_bytes(buf), RandomState::new().hash_one("key"))
}

fn sample(seed: u64) -> Vec<(u64, u64, u64, u64)> {
    run(Seed::from(seed), START, || {
        ["phone", "laptop", "phone"].map(|name| Actor::register(name).enter(draw_everything)).to_vec()
    })
    .unwrap()
}

#[test]
fn interposition_is_effective_in_a_test_binary() {
    sim_env::self_check().unwrap();
}

#[test]
fn the_same_seed_gives_the_same_bytes_in_the_first_run_and_in_the_hundredth() {
    let first = sample(1);
    for _ in 0..100 {
        assert_eq!(sample(1), first);
    }
}

#[test]
fn another_seed_gives_other_bytes() {
    assert_ne!(sample(1), sample(2));
}

#[test]
fn parallel_runs_do_not_influence_each_other() {
    let alone: Vec<_> = (0..8).map(sample).collect();
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|seed| {
                scope.spawn(move || {
                    sim_env::register_thread_as_outside();
                    sample(seed)
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(alone, together);
}

#[test]
fn a_draw_of_one_actor_does_not_shift_another_actors_bytes() {
    let laptop_after = |phone_draws: usize| {
        run(Seed::from(3), START, move || {
            Actor::register("phone").enter(|| (0..phone_draws).for_each(|_| _ = OsRng.next_u64()));
            Actor::register("laptop").enter(|| OsRng.next_u64())
        })
        .unwrap()
    };
    assert_eq!(laptop_after(0), laptop_after(17));
}

#[test]
fn the_order_of_registration_does_not_matter() {
    let phone = |others: &'static [&'static str]| {
        run(Seed::from(3), START, move || {
            others.iter().for_each(|name| _ = Actor::register(name));
            Actor::register("phone").enter(|| OsRng.next_u64())
        })
        .unwrap()
    };
    assert_eq!(phone(&[]), phone(&["laptop", "tablet"]));
}

#[test]
fn explicit_streams_are_independent_of_what_actors_draw() {
    let latency = |draws: usize| {
        run(Seed::from(3), START, move || {
            (0..draws).for_each(|_| _ = OsRng.next_u64());
            stream("latency").next_u64()
        })
        .unwrap()
    };
    assert_eq!(latency(0), latency(5));
}

#[test]
fn the_clock_stands_still_until_the_engine_moves_it() {
    run(Seed::from(1), START, || {
        let (wall, monotonic) = (SystemTime::now(), Instant::now());
        std::hint::black_box((0..10_000).sum::<u64>());
        assert_eq!(SystemTime::now(), wall);
        assert_eq!(wall, UNIX_EPOCH + Duration::from_secs(START));
        advance_to(now() + 90 * 86_400 * 1_000_000_000);
        assert_eq!(SystemTime::now(), wall + Duration::from_secs(90 * 86_400));
        assert_eq!(monotonic.elapsed(), Duration::from_secs(90 * 86_400));
    })
    .unwrap();
}

#[test]
fn each_actor_sees_its_own_skew() {
    run(Seed::from(1), START, || {
        let (slow, exact) = (Actor::register("slow"), Actor::register("exact"));
        slow.set_skew(-120_000_000_000);
        let seconds = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        assert_eq!((slow.enter(seconds), exact.enter(seconds)), (START - 120, START));
        assert_eq!(slow.enter(|| exact.enter(seconds)), START, "the innermost actor counts");
        assert_eq!(slow.wall_clock() / 1_000_000_000, START - 120);
    })
    .unwrap();
}

#[test]
fn draws_are_counted_for_the_actor_that_made_them() {
    run(Seed::from(1), START, || {
        let phone = Actor::register("phone");
        phone.enter(|| OsRng.fill_bytes(&mut [0; 40]));
        assert_eq!((phone.draws().requests, phone.draws().bytes), (1, 40));
        assert_eq!(Actor::register("laptop").draws().requests, 0);
    })
    .unwrap();
}

#[test]
fn a_zero_length_request_touches_no_stream() {
    run(Seed::from(1), START, || {
        let phone = Actor::register("phone");
        phone.enter(|| getrandom::fill(&mut []).unwrap());
        assert_eq!(phone.draws().requests, 0);
    })
    .unwrap();
}

#[test]
fn outside_a_run_the_operating_system_answers() {
    sim_env::register_thread_as_outside();
    assert_ne!(OsRng.next_u64(), OsRng.next_u64());
    let year_2026 = 1_767_225_600;
    assert!(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() > year_2026 - 5 * 365 * 86_400);
    let before = Instant::now();
    std::thread::sleep(Duration::from_millis(2));
    assert!(before.elapsed() >= Duration::from_millis(2));
}

#[test]
fn a_panic_inside_a_run_reaches_the_caller_and_the_next_run_is_unharmed() {
    let clean = sample(5);
    assert!(std::panic::catch_unwind(|| run(Seed::from(5), START, || panic!("broken world"))).is_err());
    assert_eq!(sample(5), clean);
}

#[test]
fn rayon_work_stays_on_the_runs_thread() {
    use rayon::prelude::*;
    let once = || {
        run(Seed::from(9), START, || {
            let home = std::thread::current().id();
            (0..64)
                .into_par_iter()
                .map(|_| {
                    assert_eq!(std::thread::current().id(), home);
                    OsRng.next_u64()
                })
                .collect::<Vec<_>>()
        })
        .unwrap()
    };
    assert_eq!(once(), once());
}

#[test]
fn seeds_are_numbers_or_commit_hashes() {
    let commit = "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    assert_eq!(commit.parse::<Seed>().unwrap().to_string(), commit);
    assert_eq!("42".parse::<Seed>().unwrap(), Seed::from(42));
    for wrong in ["", "-1", "0x7", "18446744073709551616", "deadbeef"] {
        let message = wrong.parse::<Seed>().unwrap_err().to_string();
        assert!(message.contains("expected a number"), "{message}");
    }
}
