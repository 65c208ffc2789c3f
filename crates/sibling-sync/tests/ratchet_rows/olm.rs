//! RT-1 to RT-6 on vodozemac 0.11.1.

use vodozemac::olm::{DecryptionError, OlmMessage, SessionConfig, SessionCreationError};

use crate::world::{act, greeting, met, met_and_sent, position, run, seeded};

/// The contact has no key for this message any more.
fn missing(index: u64) -> impl Fn(&DecryptionError) -> bool {
    move |error| matches!(error, DecryptionError::MissingMessageKey(at) if *at == index)
}

/// The message belongs to a chain that the reader cannot derive.
fn foreign(error: &DecryptionError) -> bool {
    matches!(error, DecryptionError::InvalidMAC(_))
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| {
        seeded(seed, || {
            let (mut ours, mut theirs) = met_and_sent();
            (ours.send("one").to_parts(), theirs.send("two").to_parts(), ours.pickle())
        })
    };
    assert_eq!(bytes(11), bytes(11));
    assert_ne!(bytes(11).0, bytes(12).0);
}

#[test]
fn a_draw_of_one_actor_does_not_shift_the_keys_of_another() {
    let key_of_the_contact = |draws: usize| {
        run(move || {
            for _ in 0..draws {
                act("user", rand_0_10::random::<u64>);
            }
            act("contact", vodozemac::olm::Account::new).curve25519_key()
        })
    };
    assert_eq!(key_of_the_contact(0), key_of_the_contact(3));
}

#[test]
fn rt_1_copies_made_after_sending_reuse_each_key_and_the_contact_reads_one_of_two() {
    for a_is_first in [true, false] {
        run(|| {
            let (mut a, mut contact) = met_and_sent();
            let mut b = a.copy("b");
            assert_eq!((a.sending(), b.sending()), ("active".to_owned(), "active".to_owned()));
            for index in 1..4 {
                let (from_a, from_b) = (a.send("from a"), b.send("from b"));
                assert_eq!(position(&from_a), position(&from_b));
                assert_eq!(position(&from_a).1, index);
                let (first, second) = if a_is_first { (&from_a, &from_b) } else { (&from_b, &from_a) };
                assert_eq!(contact.read(first).unwrap(), if a_is_first { "from a" } else { "from b" });
                assert!(missing(index)(&contact.read(second).unwrap_err()), "at index {index}");
            }
        });
    }
}

#[test]
fn rt_1_a_reply_is_read_by_both_copies_and_then_they_fork() {
    run(|| {
        let (mut a, mut contact) = met_and_sent();
        let mut b = a.copy("b");
        assert_eq!(contact.read(&a.send("from a")).unwrap(), "from a");
        let reply = contact.send("reply");
        assert_eq!(a.read(&reply).unwrap(), "reply");
        assert_eq!(b.read(&reply).unwrap(), "reply");
        assert_eq!((a.sending(), b.sending()), ("inactive".to_owned(), "inactive".to_owned()));
        let (from_a, from_b) = (a.send("child of a"), b.send("child of b"));
        assert_ne!(position(&from_a).0, position(&from_b).0);
        assert_eq!(contact.read(&from_b).unwrap(), "child of b");
        assert!(foreign(&contact.read(&from_a).unwrap_err()));
    });
}

#[test]
fn rt_2_copies_made_after_receiving_fork_and_the_second_is_lost_with_all_its_successors() {
    run(|| {
        let (mut a, mut contact) = met();
        let mut b = a.copy("b");
        assert_eq!((a.sending(), b.sending()), ("inactive".to_owned(), "inactive".to_owned()));
        let (from_a, from_b) = (a.send("from a"), b.send("from b"));
        assert_ne!(position(&from_a).0, position(&from_b).0, "two fresh ratchet keys");
        assert_eq!((position(&from_a).1, position(&from_b).1), (0, 0));

        assert_eq!(contact.read(&from_a).unwrap(), "from a");
        assert!(foreign(&contact.read(&from_b).unwrap_err()));
        assert!(foreign(&contact.read(&from_b).unwrap_err()), "on retry");
        let reply = contact.send("reply");
        assert_eq!(a.read(&reply).unwrap(), "reply");
        assert!(foreign(&b.read(&reply).unwrap_err()), "the reply is for the first sibling only");
        assert!(foreign(&contact.read(&from_b).unwrap_err()), "after a reply");
        for _ in 0..3 {
            let next = b.send("later from b");
            assert!(foreign(&contact.read(&next).unwrap_err()), "so with its successors");
        }
        assert_eq!(contact.read(&a.send("later from a")).unwrap(), "later from a");
    });
}

#[test]
fn rt_3_a_restored_pickle_reuses_keys_and_as_many_are_lost_as_were_sent_since() {
    for sent_since in 1..4_u64 {
        run(move || {
            let (mut ours, mut contact) = met_and_sent();
            let mut restored = ours.copy("user");
            let before: Vec<_> = (0..sent_since).map(|_| ours.send("before the loss")).collect();
            before.iter().for_each(|message| assert_eq!(contact.read(message).unwrap(), "before the loss"));
            let after: Vec<_> = (0..sent_since).map(|_| restored.send("after the loss")).collect();
            for (old, new) in before.iter().zip(&after) {
                assert_eq!(position(old), position(new));
                assert!(missing(position(new).1)(&contact.read(new).unwrap_err()));
            }
            assert_eq!(contact.read(&restored.send("behind the reuse")).unwrap(), "behind the reuse");
        });
    }
}

#[test]
fn rt_4_two_copies_read_the_same_message_and_one_copy_reads_it_once() {
    run(|| {
        let (mut a, mut contact) = met_and_sent();
        let mut b = a.copy("b");
        let message = contact.send("to all");
        let index = position(&message).1;
        assert_eq!(a.read(&message).unwrap(), "to all");
        assert_eq!(b.read(&message).unwrap(), "to all");
        assert!(missing(index)(&a.read(&message).unwrap_err()));
        assert!(missing(index)(&b.read(&message).unwrap_err()));
    });
}

#[test]
fn rt_5_a_sibling_that_missed_the_copy_of_a_step_cannot_read_the_reply() {
    run(|| {
        let (mut a, mut contact) = met();
        let mut b = a.copy("b");
        assert_eq!(contact.read(&a.send("a step")).unwrap(), "a step");
        let reply = contact.send("reply");
        assert!(foreign(&b.read(&reply).unwrap_err()));
        let mut c = a.copy("c");
        assert_eq!(c.read(&reply).unwrap(), "reply", "with the copy it reads");
    });
}

#[test]
fn rt_6_a_message_overtaken_by_four_chains_is_read_and_one_overtaken_by_five_is_lost() {
    for (chains, is_read) in [(1, true), (4, true), (5, false), (6, false)] {
        run(move || {
            let (mut ours, mut contact) = met_and_sent();
            let late = ours.send("late");
            for _ in 0..chains {
                assert_eq!(ours.read(&contact.send("ping")).unwrap(), "ping");
                assert_eq!(contact.read(&ours.send("pong")).unwrap(), "pong");
            }
            match contact.read(&late) {
                Ok(text) => assert!(is_read && text == "late", "overtaken by {chains}"),
                Err(error) => assert!(!is_read && foreign(&error), "overtaken by {chains}: {error}"),
            }
        });
    }
}

#[test]
fn two_greetings_from_copies_of_one_session_share_a_key_and_the_second_finds_no_one_time_key() {
    run(|| {
        let (user, mut contact, mut a) = greeting();
        let mut b = a.copy("b");
        let (from_a, from_b) = (a.send("from a"), b.send("from b"));
        assert_eq!(position(&from_a), position(&from_b));
        let (OlmMessage::PreKey(from_a), OlmMessage::PreKey(from_b)) = (from_a, from_b) else {
            panic!("both are pre-key messages")
        };
        let mut accept = |message| {
            act("contact", || {
                contact.create_inbound_session(SessionConfig::version_1(), user.curve25519_key(), message)
            })
        };
        assert_eq!(accept(&from_a).unwrap().plaintext, b"from a");
        let refused = accept(&from_b).expect_err("the one-time key is used up");
        assert!(matches!(refused, SessionCreationError::MissingOneTimeKey(key) if key == from_b.one_time_key()));
    });
}
