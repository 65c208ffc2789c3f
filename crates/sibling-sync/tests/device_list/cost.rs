//! What a send costs, alone and at once, and what the contact and the relay can count.

use std::collections::BTreeSet;

use sibling_sync::aware::{In, Kinds, Options, Told};

use crate::world::{World, world};

/// What a message cost: copies for the other account, copies for own siblings, sessions begun with it.
fn cost(world: &World, message: &str) -> (usize, usize, usize) {
    let sent = world.told.iter().find_map(|(_, told)| match told {
        Told::Sent { uuid, copies, greeted, .. } if uuid == message => {
            let own = copies.iter().filter(|copy| copy.account == crate::world::USER).count();
            Some((copies.len() - own, own, *greeted))
        }
        _ => None,
    });
    sent.expect("it was sent")
}

/// The devices of the user from which the contact read something: it is told by the library.
fn senders(world: &World) -> BTreeSet<String> {
    let of = world.told.iter().filter(|(who, _)| *who == "P1");
    of.filter_map(|(_, told)| if let Told::Read { device, .. } = told { Some(device.clone()) } else { None }).collect()
}

#[test]
fn a_message_costs_a_copy_for_each_device_of_both_accounts_but_the_senders() {
    const USER: [&str; 3] = ["A", "B", "C"];
    for listed in 1..=3 {
        world(&USER, listed, &["P1", "P2"], Options::default(), move |world| {
            world.write("A", "first");
            assert_eq!(cost(world, "first"), (2, listed - 1, 2 + listed - 1), "every session begins with a greeting");
            world.write("A", "second");
            assert_eq!(cost(world, "second"), (2, listed - 1, 0));
            let messages = 2 * (2 + listed - 1);
            let kinds = Kinds { lists: 2, invitations: 5, greetings: 2 + listed - 1, messages };
            assert_eq!(world.board.kinds(), kinds);
        });
    }
}

#[test]
fn devices_that_write_at_once_lose_nothing_and_pay_for_a_second_session_each_way() {
    world(&["A", "B"], 2, &["P1"], Options::default(), |world| {
        world.offline(&["A", "B"]);
        world.write("A", "from-a");
        world.write("B", "from-b");
        world.online("A");
        world.online("B");
        assert_eq!(world.read("P1"), ["from-a", "from-b"].into());
        assert_eq!((world.read("A"), world.read("B")), (["from-b"].into(), ["from-a"].into()));
        assert_eq!((cost(world, "from-a"), cost(world, "from-b")), ((1, 1, 2), (1, 1, 2)));
        assert_eq!(world.board.kinds().greetings, 4, "A and B greeted each other, both with a session of their own");
        world.write("A", "next-a");
        world.write("B", "next-b");
        assert_eq!((cost(world, "next-a"), cost(world, "next-b")), ((1, 1, 0), (1, 1, 0)));
        assert_eq!(world.read("P1").len(), 4);
        assert!(world.read("A").contains("next-b") && world.read("B").contains("next-a"));
    });
}

#[test]
fn the_contact_counts_devices_on_the_list_and_knows_which_one_typed() {
    const USER: [&str; 3] = ["A", "B", "C"];
    for listed in 1..=3 {
        world(&USER, listed, &["P1"], Options::default(), move |world| {
            for device in &USER[..listed] {
                world.write(device, device);
            }
            assert_eq!(world.reached().len(), listed);
            assert_eq!(senders(world).len(), listed);
        });
    }
}

#[test]
fn the_relay_counts_devices_too_without_reading_anything() {
    const USER: [&str; 3] = ["A", "B", "C"];
    for listed in 1..=3 {
        world(&USER, listed, &["P1"], Options::default(), move |world| {
            world.write("P1", "to-all");
            let named = world.board.events().iter().filter(|event| event.kind.as_u16() == 1060);
            let receivers: BTreeSet<_> = named.flat_map(|event| event.tags.public_keys().copied()).collect();
            assert_eq!(receivers.len(), listed, "each copy names the device that it is for");
        });
    }
}

#[test]
fn lists_are_of_kind_37368_and_none_replaces_another_on_a_relay() {
    world(&["A", "B"], 1, &["P1"], Options::default(), |world| {
        world.hand("A", In::Link("B".into()));
        let owners = world.board.events().iter().filter(|event| event.kind.as_u16() == 37_368);
        let addresses: BTreeSet<_> = owners.map(|event| (event.pubkey, event.tags.identifier())).collect();
        assert_eq!(addresses.len(), 3, "two of the user's and one of the contact's, each with an address of its own");
    });
}
