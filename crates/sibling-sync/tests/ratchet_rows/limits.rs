//! Limits and traps of vodozemac 0.11.1 and of the generator that it draws from.

use sim_env::Actor;
use vodozemac::olm::DecryptionError;

use crate::world::{act, met, met_and_sent, position, run};

#[test]
fn forty_skipped_keys_are_kept_per_chain() {
    run(|| {
        let (mut ours, mut contact) = met();
        let skipped: Vec<_> = (0..41).map(|_| ours.send("skipped")).collect();
        assert_eq!(contact.read(&ours.send("last")).unwrap(), "last");
        assert!(matches!(contact.read(&skipped[0]), Err(DecryptionError::MissingMessageKey(0))), "the oldest is gone");
        for message in &skipped[1..] {
            assert_eq!(contact.read(message).unwrap(), "skipped");
        }
    });
}

#[test]
fn a_gap_of_two_thousand_is_crossed_and_one_more_is_refused() {
    run(|| {
        let (mut ours, mut contact) = met_and_sent();
        (0..2_000).for_each(|_| _ = ours.send("never delivered"));
        assert_eq!(contact.read(&ours.send("behind 2,000")).unwrap(), "behind 2,000");
        (0..2_001).for_each(|_| _ = ours.send("never delivered"));
        let beyond = contact.read(&ours.send("behind 2,001"));
        assert!(matches!(beyond, Err(DecryptionError::TooBigMessageGap(2_001, 2_000))), "{beyond:?}");
    });
}

#[test]
fn a_failed_decrypt_of_an_unknown_key_steps_an_inactive_session_and_the_pickle_puts_it_back() {
    run(|| {
        let (mut a, mut contact) = met();
        let b = a.copy("b");
        assert_eq!(contact.read(&a.send("a step")).unwrap(), "a step");
        let reply = contact.send("reply");

        let mut careless = b.copy("b");
        careless.read(&reply).expect_err("it missed the step");
        assert_eq!(careless.sending(), "active");

        let mut careful = b.copy("b");
        let before = careful.pickle();
        careful.read(&reply).expect_err("it missed the step");
        assert_ne!(careful.pickle(), before);
        careful.session = vodozemac::olm::Session::from_pickle(serde_json::from_slice(&before).unwrap());
        assert_eq!((careful.sending().as_str(), careful.pickle()), ("inactive", before));
    });
}

#[test]
fn a_failed_decrypt_on_an_active_session_changes_nothing() {
    run(|| {
        let (mut a, mut contact) = met();
        let mut b = a.copy("b");
        assert_eq!(contact.read(&a.send("a step")).unwrap(), "a step");
        let reply = contact.send("reply");
        _ = b.send("its own step");
        let before = b.pickle();
        b.read(&reply).expect_err("it missed the step");
        assert_eq!(b.pickle(), before);
    });
}

#[test]
fn a_pickle_grows_from_one_kilobyte_to_thirty() {
    run(|| {
        let (mut ours, mut contact) = met();
        let within = |pickle: Vec<u8>, least: usize, most: usize, when: &str| {
            assert!((least..=most).contains(&pickle.len()), "{} bytes {when}", pickle.len());
        };
        within(ours.pickle(), 1_000, 1_400, "when fresh");
        for _ in 0..8 {
            assert_eq!(contact.read(&ours.send("pong")).unwrap(), "pong");
            assert_eq!(ours.read(&contact.send("ping")).unwrap(), "ping");
        }
        within(ours.pickle(), 2_500, 2_900, "with five chains, having received");
        within(contact.pickle(), 2_500, 2_900, "with five chains, having sent");
        for _ in 0..5 {
            assert_eq!(contact.read(&ours.send("pong")).unwrap(), "pong");
            (0..40).for_each(|_| _ = contact.send("skipped"));
            assert_eq!(ours.read(&contact.send("ping")).unwrap(), "ping");
        }
        within(ours.pickle(), 25_000, 30_500, "with 5 × 40 skipped keys");
    });
}

#[test]
fn the_generator_of_a_thread_asks_for_entropy_again_after_64_kib() {
    run(|| {
        let user = Actor::register("user");
        let draws_for = |words: usize| {
            let before = user.draws().requests;
            act("user", || (0..words).for_each(|_| _ = rand_0_10::random::<u32>()));
            user.draws().requests - before
        };
        assert_eq!(draws_for(1), 1, "the reseed of the actor alone");
        assert_eq!(draws_for(16 * 1024), 1, "64 KiB are handed out");
        assert_eq!(draws_for(16 * 1024 + 1), 2, "one word more asks again");
    });
}

#[test]
fn positions_are_read_off_the_wire() {
    run(|| {
        let (mut ours, mut contact) = met_and_sent();
        let positions: Vec<_> = (0..3).map(|_| position(&ours.send("same text"))).collect();
        assert!(positions.iter().all(|at| at.0 == positions[0].0));
        assert_eq!(positions.iter().map(|at| at.1).collect::<Vec<_>>(), [1, 2, 3]);
        assert_ne!(position(&contact.send("same text")).0, positions[0].0);
    });
}
