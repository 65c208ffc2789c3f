//! A device that was restored from an older copy of itself, with a relay that still has everything.

use sibling_sync::aware::{In, Options, Told, Waiting};

use crate::world::{World, world};

/// A copy is made of A, so many rounds of P1, A and B are spoken, and A goes back to its copy and reads the relay again.
fn restored<T: Send>(rounds: usize, test: impl FnOnce(&mut World) -> T + Send) -> T {
    const TEXTS: [[&str; 3]; 4] = [["p", "a", "b"], ["p1", "a1", "b1"], ["p2", "a2", "b2"], ["p3", "a3", "b3"]];
    world(&["A", "B"], 2, &["P1"], Options::default(), move |world| {
        for (place, [p, a, b]) in TEXTS[..=rounds].iter().enumerate() {
            if place == 1 {
                world.hand("A", In::Keep);
            }
            world.write("P1", p);
            world.write("A", a);
            world.write("B", b);
        }
        if rounds == 0 {
            world.hand("A", In::Keep);
        }
        world.hand("A", In::Restore);
        test(world)
    })
}

/// Everybody writes twice: does the contact hear A, does A hear the contact, does B hear A, does A hear B?
fn hears(world: &mut World) -> [bool; 4] {
    for [a, p, b] in [["from-a", "from-p", "from-b"], ["from-a-2", "from-p-2", "from-b-2"]] {
        world.write("A", a);
        world.write("P1", p);
        world.write("B", b);
    }
    let all = |who: &str, both: [&str; 2]| {
        let read = world.read(who);
        assert_eq!(read.contains(both[0]), read.contains(both[1]), "{who} hears both or none");
        read.contains(both[0])
    };
    let (a, p, b) = (["from-a", "from-a-2"], ["from-p", "from-p-2"], ["from-b", "from-b-2"]);
    assert!(all("P1", b) && all("B", p), "the others are not concerned");
    [all("P1", a), all("A", p), all("B", a), all("A", b)]
}

#[test]
fn a_copy_that_missed_nothing_goes_on_as_if_nothing_had_been() {
    assert_eq!(restored(0, hears), [true; 4]);
}

#[test]
fn a_copy_one_round_old_loses_the_contact_both_ways_and_keeps_the_sibling_that_spoke_last() {
    assert_eq!(restored(1, hears), [false, false, true, true]);
}

#[test]
fn a_copy_two_rounds_old_loses_the_sibling_as_well() {
    assert_eq!(restored(2, hears), [false; 4]);
    assert_eq!(restored(3, hears), [false; 4]);
}

#[test]
fn a_restored_device_reads_the_first_of_what_it_missed_and_no_more() {
    restored(3, |world| {
        let back = world.told.iter().position(|(_, told)| *told == Told::Restored(true)).expect("it went back");
        let after = &world.told[back + 1..];
        let read: Vec<_> = after.iter().filter_map(|(_, told)| uuid(told)).collect();
        assert_eq!(read, ["p1", "b1"], "it had them before, and has them again");
        let waits = after.iter().filter(|(_, told)| matches!(told, Told::Waits { .. })).count();
        assert_eq!(waits, 4, "two messages of the contact, and two of the sibling");
    });
}

#[test]
fn no_session_begins_anew_and_a_new_list_heals_nothing() {
    restored(2, |world| {
        let before = world.board.kinds().greetings;
        world.hand("A", In::Relist);
        assert_eq!(hears(world), [false; 4]);
        assert_eq!(world.board.kinds().greetings, before, "nobody greets where there is a session");
        let sent = world.told.iter().filter_map(|(who, told)| match told {
            Told::Sent { gaps, .. } if *who == "A" => Some(gaps.len()),
            _ => None,
        });
        assert_eq!(sent.sum::<usize>(), 0, "and no gap is told");
    });
}

#[test]
fn linking_the_device_again_under_a_new_key_heals() {
    world(&["A", "A2", "B"], 3, &["P1"], Options::default(), |world| {
        world.hand("B", In::Unlink("A".into()));
        world.write("A2", "from-a-anew");
        world.write("P1", "from-p");
        assert!(world.read("P1").contains("from-a-anew") && world.read("A2").contains("from-p"));
        assert_eq!(world.reached(), ["A2", "B"]);
        world.write("A", "from-a-as-it-was");
        let last = world.told.iter().rev().find(|(who, told)| *who == "P1" && matches!(told, Told::Waits { .. }));
        let Some((_, Told::Waits { why, .. })) = last else { panic!("{last:?}") };
        assert_eq!(*why, Waiting::NotListed);
    });
}

fn uuid(told: &Told) -> Option<&str> {
    if let Told::Read { uuid, .. } = told { Some(uuid) } else { None }
}
