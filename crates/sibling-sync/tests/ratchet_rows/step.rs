//! M-S10 under both readings of `step_at`: two devices hold one state of phase 6, and both send before the next copy crosses.

use crate::world::run;
use crate::{ndr, world};

/// What M-S10 tells: which keys the devices used, and how many of the two texts the contact read, whichever came first.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    same_ratchet_key: bool,
    indexes: [u64; 2],
    read: [usize; 2],
}

/// vodozemac steps when it sends.
fn step_at_send(sent_last: bool) -> Told {
    let read = |a_is_first: bool| {
        run(move || {
            let (mut a, mut contact) = if sent_last { world::met_and_sent() } else { world::met() };
            let mut b = a.copy("b");
            let (from_a, from_b) = (a.send("from a"), b.send("from b"));
            let (at_a, at_b) = (world::position(&from_a), world::position(&from_b));
            let order = if a_is_first { [&from_a, &from_b] } else { [&from_b, &from_a] };
            let read = order.into_iter().filter(|message| contact.read(message).is_ok()).count();
            (at_a.0 == at_b.0, [at_a.1, at_b.1], read)
        })
    };
    let ((same_ratchet_key, indexes, first), (_, _, second)) = (read(true), read(false));
    Told { same_ratchet_key, indexes, read: [first, second] }
}

/// nostr-double-ratchet steps when it receives.
fn step_at_receive() -> Told {
    let read = |a_is_first: bool| {
        run(move || {
            let (mut a, mut contact) = ndr::met();
            let mut b = a.copy("b");
            let ((at_a, from_a), (at_b, from_b)) = (a.send("from a"), b.send("from b"));
            let order = if a_is_first { [&from_a, &from_b] } else { [&from_b, &from_a] };
            let read = order.into_iter().filter(|message| contact.read(message).is_ok()).count();
            (at_a.0 == at_b.0, [at_a.1, at_b.1].map(u64::from), read)
        })
    };
    let ((same_ratchet_key, indexes, first), (_, _, second)) = (read(true), read(false));
    Told { same_ratchet_key, indexes, read: [first, second] }
}

#[test]
fn m_s10_forks_where_the_ratchet_steps_at_send() {
    assert_eq!(step_at_send(false), Told { same_ratchet_key: false, indexes: [0, 0], read: [1, 1] });
}

#[test]
fn m_s10_reuses_a_key_where_the_ratchet_steps_at_receipt() {
    assert_eq!(step_at_receive(), Told { same_ratchet_key: true, indexes: [0, 0], read: [1, 1] });
}

#[test]
fn m_s10_reuses_a_key_in_both_when_the_copy_was_made_after_sending() {
    assert_eq!(step_at_send(true), Told { same_ratchet_key: true, indexes: [1, 1], read: [1, 1] });
}
