//! The three races: two siblings link at once, both in the same second, and a list dated ahead.

use sibling_sync::aware::{Dating, In, Options, Relist, Told, Verdict, Waiting};

use crate::world::{CONTACT, USER, World, world};

/// Two listed siblings, two new devices, and a contact with one device. Everybody who is listed has talked.
const USERS: [&str; 4] = ["A", "B", "D", "E"];

fn linked<T: Send>(options: Options, test: impl FnOnce(&mut World) -> T + Send) -> T {
    world(&USERS, 2, &["P1"], options, |world| {
        world.write("P1", "first");
        world.write("A", "from-a");
        world.write("B", "from-b");
        assert_eq!(world.reached(), ["A", "B"]);
        test(world)
    })
}

/// A links D and B links E, so many seconds apart, neither knowing of the other's list.
fn race(world: &mut World, apart: u64) {
    world.offline(&["A", "B"]);
    world.hand("A", In::Link("D".into()));
    world.wait(apart);
    world.hand("B", In::Link("E".into()));
    world.online("A");
    world.online("B");
    world.wait(10);
}

/// Who read a message of the contact's, sorted.
fn readers(world: &World, uuid: &str) -> Vec<&'static str> {
    USERS.into_iter().filter(|device| world.read(device).contains(uuid)).collect()
}

/// What the contact's device says of messages that it cannot read yet.
fn waiting(world: &World) -> Vec<&Waiting> {
    let of = world.told.iter().filter(|(who, _)| *who == "P1");
    of.filter_map(|(_, told)| if let Told::Waits { why, .. } = told { Some(why) } else { None }).collect()
}

fn gaps(world: &World, message: &str) -> Vec<String> {
    let sent = world.told.iter().find_map(|(_, told)| match told {
        Told::Sent { uuid, gaps, .. } if uuid == message => Some(gaps.clone()),
        _ => None,
    });
    sent.expect("it was sent")
}

#[test]
fn of_two_lists_the_later_wins_and_the_earlier_new_device_is_lost_to_everybody() {
    linked(Options::default(), |world| {
        race(world, 1);
        assert_eq!(world.reached(), ["A", "B", "E"]);
        for device in ["A", "B", "D", "E"] {
            let (_, listed) = world.device(device).list(USER).unwrap();
            assert_eq!(listed.into_iter().collect::<Vec<_>>(), ["A", "B", "E"], "as {device} has it");
        }
        world.write("P1", "to-all");
        assert_eq!(readers(world, "to-all"), ["A", "B", "E"]);
        assert_eq!(gaps(world, "to-all"), [""; 0], "the library says nothing");
    });
}

#[test]
fn the_lost_device_writes_and_the_contact_does_not_hear_it() {
    linked(Options::default(), |world| {
        race(world, 1);
        world.write("D", "from-d");
        assert!(!world.read("P1").contains("from-d"));
        assert_eq!(waiting(world), [&Waiting::NotListed]);
        assert!(!readers(world, "from-d").contains(&"A"), "nor do its siblings");
    });
}

#[test]
fn the_next_list_does_not_bring_the_lost_device_back() {
    linked(Options::default(), |world| {
        race(world, 1);
        world.hand("B", In::Unlink("E".into()));
        assert_eq!(world.reached(), ["A", "B"]);
    });
}

#[test]
fn linking_the_lost_device_again_heals_and_what_it_wrote_is_read_then() {
    linked(Options::default(), |world| {
        race(world, 1);
        world.write("D", "from-d");
        world.hand("A", In::Relist);
        assert_eq!(world.reached(), ["A", "B", "D", "E"]);
        assert!(world.read("P1").contains("from-d"));
        world.write("P1", "to-all");
        assert_eq!(readers(world, "to-all"), USERS);
    });
}

#[test]
fn lists_of_the_same_second_shut_both_new_devices_out_at_the_contact_alone() {
    linked(Options::default(), |world| {
        race(world, 0);
        assert_eq!(world.reached(), ["A", "B"]);
        for device in ["A", "B", "D", "E"] {
            let (_, listed) = world.device(device).list(USER).unwrap();
            assert_eq!(listed.len(), 4, "{device} takes both lists together");
        }
        let (_, listed) = world.device("P1").list(USER).unwrap();
        assert_eq!(listed.len(), 4, "the contact shows both lists together, too");
        world.write("P1", "to-all");
        assert_eq!(readers(world, "to-all"), ["A", "B"]);
        assert_eq!(gaps(world, "to-all"), [""; 0], "the library says nothing");
        world.write("A", "from-a-again");
        assert_eq!(readers(world, "from-a-again"), ["B", "D", "E"], "siblings write to both");
    });
}

#[test]
fn the_next_list_of_any_sibling_heals_a_tie_and_what_the_new_devices_wrote_is_read_then() {
    linked(Options::default(), |world| {
        race(world, 0);
        world.write("D", "from-d");
        world.write("E", "from-e");
        assert_eq!(waiting(world), [&Waiting::NotListed, &Waiting::NotListed]);
        world.hand("B", In::Relist);
        assert_eq!(world.reached(), USERS);
        assert!(world.read("P1").is_superset(&["from-d", "from-e"].into()));
    });
}

#[test]
fn a_list_dated_five_minutes_ahead_makes_everybody_ignore_right_lists_even_their_author() {
    linked(Options::default(), |world| {
        world.ahead("A", 300);
        world.hand("A", In::Link("D".into()));
        assert_eq!(world.reached(), ["A", "B", "D"]);
        world.wait(60);
        world.hand("B", In::Link("E".into()));
        assert_eq!(world.reached(), ["A", "B", "D"]);
        let (_, last) = world.told.iter().rev().find(|(who, _)| *who == "B").unwrap();
        assert!(matches!(last, Told::Listed { verdict: Verdict::Ignored, .. }), "{last:?}");
        let (_, listed) = world.device("B").list(USER).unwrap();
        assert!(!listed.contains("E"), "the library on B itself does not count B's list");

        world.wait(239);
        world.hand("B", In::Relist);
        assert_eq!(world.reached(), ["A", "B", "D"], "a second too early, by one");
        world.wait(1);
        world.hand("B", In::Relist);
        assert_eq!(world.reached(), ["A", "B", "D"], "the very second is a tie");
        world.wait(1);
        world.hand("B", In::Relist);
        assert_eq!(world.reached(), USERS, "heals when the date has passed, if somebody lists again");
    });
}

#[test]
fn a_list_dated_after_the_newest_that_is_known_is_taken_at_once() {
    linked(Options { dating: Dating::AfterKnown, ..Options::default() }, |world| {
        world.ahead("A", 300);
        world.hand("A", In::Link("D".into()));
        world.hand("B", In::Link("E".into()));
        assert_eq!(world.reached(), ["A", "B", "D"], "301 s ahead of the contact's clock is refused");
        world.wait(1);
        world.hand("B", In::Relist);
        assert_eq!(world.reached(), ["A", "B", "D"], "its date is one more, and so still too far ahead");
        world.wait(1);
        world.hand("B", In::Relist);
        assert_eq!(world.reached(), ["A", "B", "D"], "each list goes as far ahead as time went on");
    });
    linked(Options { dating: Dating::AfterKnown, ..Options::default() }, |world| {
        world.ahead("A", 300);
        world.hand("A", In::Link("D".into()));
        world.wait(60);
        world.hand("B", In::Link("E".into()));
        assert_eq!(world.reached(), USERS);
    });
}

#[test]
fn a_list_dated_further_ahead_splits_the_account_from_its_contact() {
    linked(Options::default(), |world| {
        world.ahead("A", 301);
        world.hand("A", In::Link("D".into()));
        assert_eq!(world.reached(), ["A", "B"]);
        let (_, refused) = world.told.iter().rev().find(|(who, _)| *who == "P1").unwrap();
        let Told::List { verdict: Verdict::Refused(why), .. } = refused else { panic!("{refused:?}") };
        assert!(why.contains("too far in the future"), "{why}");
        let (_, listed) = world.device("B").list(USER).unwrap();
        assert!(listed.contains("D"), "siblings ask no clock");

        world.wait(60);
        world.hand("B", In::Link("E".into()));
        assert_eq!(world.reached(), ["A", "B", "D", "E"], "B's list is right, and was made from A's");
        let (_, listed) = world.device("A").list(USER).unwrap();
        assert!(!listed.contains("E"), "siblings count A's list from the future");
    });
}

#[test]
fn a_refused_list_that_is_offered_again_in_time_undoes_what_was_taken_in_between() {
    linked(Options::default(), |world| {
        world.ahead("A", 301);
        world.hand("A", In::Link("D".into()));
        world.wait(60);
        world.hand("B", In::Link("E".into()));
        assert!(world.reached().contains(&"E".to_owned()));
        world.wait(300);
        world.offline(&["P1"]);
        world.online("P1");
        assert_eq!(world.reached(), ["A", "B", "D"], "the contact reads its relay again, and E is gone");
    });
}

#[test]
fn a_device_taken_off_the_list_comes_back_by_a_list_that_was_made_without_knowing_it() {
    for (apart, reached) in [(1, vec!["A", "B", "E"]), (0, vec!["A"])] {
        linked(Options::default(), |world| {
            world.offline(&["A", "B"]);
            world.hand("A", In::Unlink("B".into()));
            world.wait(apart);
            world.hand("B", In::Link("E".into()));
            world.online("A");
            world.online("B");
            assert_eq!(world.reached(), reached, "{apart} s apart");
        });
    }
}

#[test]
fn an_application_that_lists_lost_devices_again_heals_every_race_of_links_by_itself() {
    for apart in [0, 1, 30] {
        linked(Options { relist: Relist::WhenLost, ..Options::default() }, |world| {
            race(world, apart);
            assert_eq!(world.reached(), USERS, "{apart} s apart");
            world.write("P1", "to-all");
            assert_eq!(readers(world, "to-all"), USERS);
            for device in USERS {
                world.write(device, device);
            }
            assert!(world.read("P1").is_superset(&USERS.into()));
            assert_eq!(world.device("A").list(USER).unwrap().1.len(), 4);
            assert_eq!(world.device("P1").list(CONTACT).unwrap().1.len(), 1);
        });
    }
}
