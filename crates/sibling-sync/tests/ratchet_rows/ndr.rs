//! The same questions for one session of nostr-double-ratchet 0.0.176, which steps its ratchet when it receives.

use nostr_double_ratchet::{
    DevicePubkey, DomainError, Error, MAX_SKIP, MessageEnvelope, ProtocolContext, Session, UnixSeconds,
};
use rand::rngs::OsRng;

use crate::world::{START, act, run, seeded};

/// A session, and whose it is.
pub struct Pairwise {
    who: &'static str,
    pub session: Session,
}

/// Which key a message was made with: the author of the event, and the number in its sealed header.
pub type Position = (DevicePubkey, u32);

impl Pairwise {
    /// Encrypts a text, and tells with which key.
    pub fn send(&mut self, text: &str) -> (Position, MessageEnvelope) {
        let number = self.session.state.sending_chain_message_number;
        let plan = act(self.who, || self.session.plan_send(text.as_bytes(), UnixSeconds(START)));
        let envelope = self.session.apply_send(plan.expect("a session that received can send")).envelope;
        ((envelope.sender, number), envelope)
    }

    /// Decrypts a message.
    pub fn read(&mut self, message: &MessageEnvelope) -> Result<String, Error> {
        let plan = act(self.who, || {
            self.session.plan_receive(&mut ProtocolContext::new(UnixSeconds(START), &mut OsRng), message)
        })?;
        Ok(String::from_utf8(self.session.apply_receive(plan).payload).expect("texts are texts"))
    }

    /// Another device gets a copy of the state.
    pub fn copy(&self, who: &'static str) -> Self {
        let state = serde_json::to_vec(&self.session.state).expect("a state can be written");
        Self { who, session: Session::from_state(serde_json::from_slice(&state).expect("a state can be read")) }
    }
}

/// A user and a contact, and one message each way: the user received last.
pub fn met() -> (Pairwise, Pairwise) {
    let (ours, theirs) = ([1; 32], [2; 32]);
    let public = |secret| DevicePubkey::from_secret_bytes(secret).expect("the number is a secret key");
    let make = |who, other, own, first: bool| {
        let session = act(who, || {
            let mut rng = OsRng;
            let mut context = ProtocolContext::new(UnixSeconds(START), &mut rng);
            let make = if first { Session::new_initiator } else { Session::new_responder };
            make(&mut context, public(other), own, [7; 32])
        });
        Pairwise { who, session: session.expect("the keys are honest") }
    };
    let (mut user, mut contact) = (make("user", theirs, ours, true), make("contact", ours, theirs, false));
    assert_eq!(contact.read(&user.send("hello").1).unwrap(), "hello");
    assert_eq!(user.read(&contact.send("welcome").1).unwrap(), "welcome");
    (user, contact)
}

fn round(user: &mut Pairwise, contact: &mut Pairwise) {
    assert_eq!(user.read(&contact.send("ping").1).unwrap(), "ping");
    assert_eq!(contact.read(&user.send("pong").1).unwrap(), "pong");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| {
        seeded(seed, || {
            let (mut user, mut contact) = met();
            (user.send("one").1, contact.send("two").1, serde_json::to_vec(&user.session.state).unwrap())
        })
    };
    assert_eq!(bytes(11), bytes(11));
    assert_ne!(bytes(11).0, bytes(12).0);
}

#[test]
fn copies_reuse_each_key_whether_they_were_made_after_sending_or_after_receiving() {
    for sent_last in [false, true] {
        run(move || {
            let (mut a, mut contact) = met();
            if sent_last {
                assert_eq!(contact.read(&a.send("thanks").1).unwrap(), "thanks");
            }
            let mut b = a.copy("b");
            for index in u32::from(sent_last)..4 {
                let ((at_a, from_a), (at_b, from_b)) = (a.send("from a"), b.send("from b"));
                assert_eq!(at_a, at_b);
                assert_eq!(at_a.1, index);
                assert_eq!(contact.read(&from_b).unwrap(), "from b", "whichever comes first");
                assert!(contact.read(&from_a).is_err(), "the other is lost");
            }
        });
    }
}

#[test]
fn a_reply_is_read_by_both_copies_and_they_go_on_reusing_keys() {
    run(|| {
        let (mut a, mut contact) = met();
        let mut b = a.copy("b");
        assert_eq!(contact.read(&a.send("from a").1).unwrap(), "from a");
        let reply = contact.send("reply").1;
        assert_eq!(a.read(&reply).unwrap(), "reply");
        assert_eq!(b.read(&reply).unwrap(), "reply");
        assert_eq!(
            a.send("next of a").0.0,
            b.send("next of b").0.0,
            "the key after this one was drawn before the copy"
        );
        let reply = contact.send("second reply").1;
        assert_eq!((a.read(&reply).unwrap(), b.read(&reply).unwrap()), ("second reply".into(), "second reply".into()));
    });
}

#[test]
fn copies_that_each_stepped_draw_different_keys_and_part_at_the_second_round() {
    run(|| {
        let (mut a, mut contact) = met();
        let mut b = a.copy("b");
        assert_eq!(contact.read(&a.send("from a").1).unwrap(), "from a");
        let reply = contact.send("reply").1;
        assert_eq!((a.read(&reply).unwrap(), b.read(&reply).unwrap()), ("reply".into(), "reply".into()));
        assert_eq!(contact.read(&a.send("of the new chain").1).unwrap(), "of the new chain");
        let second = contact.send("second reply").1;
        assert_eq!(a.read(&second).unwrap(), "second reply");
        assert_eq!(b.read(&second).unwrap_err().to_string(), "Parse error: invalid header");
    });
}

#[test]
fn a_restored_copy_reuses_keys_and_as_many_are_lost_as_were_sent_since() {
    run(|| {
        let (mut user, mut contact) = met();
        let mut restored = user.copy("user");
        let before: Vec<_> = (0..3).map(|_| user.send("before the loss")).collect();
        before.iter().for_each(|(_, message)| assert_eq!(contact.read(message).unwrap(), "before the loss"));
        for (at, _) in &before {
            let (again, message) = restored.send("after the loss");
            assert_eq!(again, *at);
            assert!(contact.read(&message).is_err());
        }
        assert_eq!(contact.read(&restored.send("behind the reuse").1).unwrap(), "behind the reuse");
    });
}

#[test]
fn one_copy_reads_a_message_once() {
    run(|| {
        let (mut a, mut contact) = met();
        let mut b = a.copy("b");
        let message = contact.send("to all").1;
        assert_eq!((a.read(&message).unwrap(), b.read(&message).unwrap()), ("to all".into(), "to all".into()));
        assert!(a.read(&message).is_err() && b.read(&message).is_err());
    });
}

#[test]
fn a_thousand_messages_may_be_skipped_at_once_and_one_more_is_refused() {
    assert_eq!(MAX_SKIP, 1_000);
    run(|| {
        let (mut user, mut contact) = met();
        let skipped: Vec<_> = (0..1_000).map(|_| user.send("skipped").1).collect();
        assert_eq!(contact.read(&user.send("behind 1,000").1).unwrap(), "behind 1,000");
        assert_eq!(contact.read(&skipped[0]).unwrap(), "skipped", "the oldest is kept");
        (0..1_001).for_each(|_| _ = user.send("never delivered"));
        let beyond = user.send("behind 1,001").1;
        let refused = contact.read(&beyond).unwrap_err();
        assert!(matches!(refused, Error::Domain(DomainError::TooManySkippedMessages)), "{refused}");
    });
}

#[test]
fn a_message_overtaken_by_one_chain_is_read_and_one_overtaken_by_two_is_lost() {
    for (chains, is_read) in [(1, true), (2, false), (3, false)] {
        run(move || {
            let (mut user, mut contact) = met();
            assert_eq!(contact.read(&user.send("in time").1).unwrap(), "in time");
            let late = user.send("late").1;
            (0..chains).for_each(|_| round(&mut user, &mut contact));
            match contact.read(&late) {
                Ok(text) => assert!(is_read && text == "late", "overtaken by {chains}"),
                Err(error) => {
                    assert!(!is_read, "overtaken by {chains}: {error}");
                    assert_eq!(error.to_string(), "Parse error: invalid header");
                    let kept = &contact.session.state.skipped_keys;
                    assert!(kept.contains_key(&late.sender), "its key is still in the store");
                }
            }
        });
    }
}

#[test]
fn a_failed_read_changes_nothing() {
    run(|| {
        let (mut user, mut contact) = met();
        let message = user.send("once").1;
        assert_eq!(contact.read(&message).unwrap(), "once");
        let before = contact.session.state.clone();
        contact.read(&message).expect_err("its key is used up");
        assert_eq!(contact.session.state, before);
    });
}
