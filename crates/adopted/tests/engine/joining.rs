//! Founding, inviting, joining.

use crate::common::{World, account, id as account_id, new_group};
use adopted::welcome::Arrival;
use adopted::{Effect, FoundError, FoundingError, Intent, JoinError, NewGroup, Settings};
use marmot_rules::adopted::authority::GroupComponents;
use marmot_rules::adopted::components::id;
use nostr::{EventId, Tag, Tags, UnsignedEvent};

/// The Welcomes that a device wants to send.
pub fn welcomes(world: &World, device: usize) -> Vec<(EventId, UnsignedEvent)> {
    let told = world.devices[device].told.iter();
    told.filter_map(|effect| match effect {
        Effect::Welcome { key_package, rumor, .. } => Some((*key_package, rumor.clone())),
        _ => None,
    })
    .collect()
}

/// Account 1 founds a group with one device of account 2; the Welcome is not delivered.
fn invited(settings: &Settings) -> (World, Arrival) {
    let mut world = World::with(&[1, 2], settings);
    let key_package = world.key_package(1);
    let now = world.now();
    world.group = world.devices[0].engine.found(&new_group(), vec![key_package], now).expect("a group");
    world.collect(0);
    let (_, rumor) = welcomes(&world, 0).remove(0);
    let arrival = Arrival { receiver: account(2).public_key(), seal_author: account(1).public_key(), rumor };
    (world, arrival)
}

#[test]
fn two_invitees_of_the_founding_commit_join_one_state_and_talk() {
    let mut world = World::together(&[1, 2, 3]);
    world.assert_equal();
    assert_eq!(world.group_of(2).facts().epoch, 1);
    assert_eq!(world.group_of(2).facts().members.len(), 3);
    world.say(0, "hello");
    world.say(2, "hi");
    world.exchange();
    for device in 0..3 {
        let mut texts = world.texts(device);
        texts.sort();
        let expected: &[&str] = match device {
            0 => &["hi"],
            1 => &["hello", "hi"],
            _ => &["hello"],
        };
        assert_eq!(texts, expected);
    }
}

#[test]
fn the_founding_add_is_never_published() {
    let world = World::together(&[1, 2]);
    assert!(world.wire.is_empty());
}

#[test]
fn a_later_invitation_is_published_before_its_welcome() {
    let mut world = World::together(&[1, 2]);
    let newcomer = World::of(&[3]).devices.remove(0);
    world.devices.push(newcomer);
    let key_package = world.key_package(2);
    world.devices[0].unanswered = true;
    let commit = world.commit(0, Intent::Invite { key_packages: vec![key_package] }).expect("it is under way");
    assert_eq!(welcomes(&world, 0).len(), 1, "only that of the founding");
    let group = world.group.clone();
    world.devices[0].engine.acknowledge(&group, commit).expect("an answer");
    world.settle();
    assert_eq!(welcomes(&world, 0).len(), 2);
    world.assert_equal();
    assert_eq!(world.group_of(2).facts().epoch, 2);
}

#[test]
fn two_devices_get_one_welcome_and_only_the_one_with_the_key_package_joins() {
    let mut world = World::of(&[1, 2, 2]);
    let key_package = world.key_package(1);
    world.key_package(2);
    let now = world.now();
    world.group = world.devices[0].engine.found(&new_group(), vec![key_package], now).expect("a group");
    world.collect(0);
    let (_, rumor) = welcomes(&world, 0).remove(0);
    let arrival = Arrival { receiver: account(2).public_key(), seal_author: account(1).public_key(), rumor };
    assert_eq!(world.devices[2].engine.join(&arrival), Err(JoinError::NotMine));
    assert_eq!(world.devices[2].engine.key_packages().iter().count(), 1);
    let joined = world.devices[1].engine.join(&arrival).expect("it is for this device");
    assert_eq!(joined.inviter, account_id(1));
    assert_eq!(world.devices[1].engine.key_packages().iter().count(), 0, "the private half is gone");
}

#[test]
fn both_devices_of_an_account_join_from_one_commit() {
    let mut world = World::together(&[1, 2, 2]);
    world.assert_equal();
    assert_eq!(world.group_of(0).facts().leaves_of(account_id(2)).count(), 2);
    world.say(1, "from the phone");
    world.exchange();
    assert_eq!(world.texts(2), ["from the phone"]);
}

#[test]
fn a_failed_join_changes_nothing_and_the_identical_welcome_works_later() {
    let (mut world, arrival) = invited(&Settings::default());
    let mut foreign = arrival.clone();
    foreign.receiver = account(3).public_key();
    assert_eq!(world.devices[1].engine.join(&foreign), Err(JoinError::WrongRecipient));
    let mut forged = arrival.clone();
    forged.seal_author = account(3).public_key();
    assert_eq!(world.devices[1].engine.join(&forged), Err(JoinError::Author));
    let mut cut = arrival.clone();
    let length = cut.rumor.content.len() - 8;
    cut.rumor.content.truncate(length);
    assert!(matches!(world.devices[1].engine.join(&cut), Err(JoinError::Encoding(_))));
    let mut other_event = arrival.clone();
    let tags = other_event.rumor.tags.iter().filter(|tag| tag.as_slice()[0] != "e").cloned();
    other_event.rumor.tags = Tags::from_list(tags.chain([Tag::event(EventId::all_zeros())]).collect());
    assert_eq!(world.devices[1].engine.join(&other_event), Err(JoinError::NotMine));
    world.devices[1].engine.join(&arrival).expect("nothing was used up");
    assert_eq!(world.devices[1].engine.join(&arrival), Err(JoinError::NotMine), "now it was");
}

#[test]
fn a_last_resort_key_package_serves_two_groups_and_a_second_welcome_to_one_group_is_refused() {
    let mut world = World::of(&[1, 2]);
    let key_package = world.key_package_with(1, |wish| wish.last_resort = true);
    let now = world.now();
    for _ in 0..2 {
        world.devices[0].engine.found(&new_group(), vec![key_package.clone()], now).expect("a group");
    }
    world.collect(0);
    let arrivals: Vec<Arrival> = welcomes(&world, 0)
        .into_iter()
        .map(|(_, rumor)| Arrival { receiver: account(2).public_key(), seal_author: account(1).public_key(), rumor })
        .collect();
    for arrival in &arrivals {
        world.devices[1].engine.join(arrival).expect("a last resort");
    }
    assert_eq!(world.devices[1].engine.groups().count(), 2);
    assert_eq!(world.devices[1].engine.join(&arrivals[0]), Err(JoinError::Retained));
}

#[test]
fn the_bytes_of_a_plain_group_are_those_of_the_specification() {
    let world = World::together(&[1, 2]);
    let facts = world.group_of(0).facts();
    let component = |id: u16| hex::encode(&facts.dictionary[&id]);
    assert_eq!(component(0x0001), "0a80018003800480098 00c".replace(' ', ""));
    assert_eq!(component(0x8001), "047472697000");
    assert_eq!(component(0x8003), format!("20{}", account_id(1)));
    assert_eq!(component(0x800c), "00");
    assert!(component(0x8004).ends_with(&format!("1615{}", hex::encode("wss://relay-a.example"))));
    assert_eq!(facts.dictionary.len(), 5);
}

#[test]
fn a_group_that_the_founders_own_rules_forbid_is_not_founded() {
    let mut settings = Settings::default();
    settings.rules.group_components = GroupComponents::Mdk;
    let mut world = World::with(&[1], &settings);
    let now = world.now();
    let nameless = NewGroup { profile: None, ..new_group() };
    let refused = world.devices[0].engine.found(&nameless, Vec::new(), now).expect_err("mdk wants a profile");
    assert!(matches!(refused, FoundingError::Found(FoundError::Forbidden(..))), "{refused}");
    world.devices[0].engine.found(&new_group(), Vec::new(), now).expect("with a profile");
}

#[test]
fn under_the_overlay_a_member_who_is_no_admin_adds_a_sibling_and_nobody_else() {
    let mut settings = Settings::default();
    settings.rules.same_account = true;
    let mut world = World::with(&[1, 2, 2, 3], &settings);
    let invited = vec![world.key_package(1)];
    let (now, wish) = (world.now(), NewGroup { required: [id::SAME_ACCOUNT].into(), ..new_group() });
    world.group = world.devices[0].engine.found(&wish, invited, now).expect("a group");
    world.exchange();
    let stranger = world.key_package(3);
    world.try_commit(1, Intent::Invite { key_packages: vec![stranger] }).expect_err("another account");
    let sibling = world.key_package(2);
    world.commit(1, Intent::Invite { key_packages: vec![sibling] });
    world.settle();
    for device in [0, 1] {
        assert_eq!(world.group_of(device).facts().leaves_of(account_id(2)).count(), 2);
    }
    // Nothing told it of a sponsor: the module `pairing` does.
    assert!(world.devices[2].engine.group(&world.group).is_none());
}

#[test]
fn a_welcome_for_a_sibling_is_not_looked_into() {
    let (mut world, mut arrival) = invited(&Settings::default());
    arrival.rumor.content = "%".to_owned();
    let refused = world.devices[1].engine.join(&arrival).expect_err("its own, and malformed");
    assert!(matches!(refused, JoinError::Rumor(_)), "{refused}");
    let tags = arrival.rumor.tags.iter().filter(|tag| tag.as_slice()[0] != "e").cloned();
    let other = Tag::event(EventId::all_zeros());
    arrival.rumor.tags = Tags::from_list(tags.chain([other]).collect());
    assert_eq!(world.devices[1].engine.join(&arrival), Err(JoinError::NotMine));
}
