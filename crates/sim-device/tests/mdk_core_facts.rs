//! What mdk-core 0.8.0 does by itself, without Colony's devices: the facts of docs/spec/marmot.md section 6 that the device
//! layer is built around, and the findings that need no engine. If one of these changes, the device and FINDINGS.md must change.

use mdk_core::prelude::{GroupId, MDK, MessageProcessingResult, NostrGroupConfigData, group_types};
use mdk_memory_storage::MdkMemoryStorage;
use nostr::{Event, EventBuilder, EventId, Keys, Kind, RelayUrl, UnsignedEvent};

type Mdk = MDK<MdkMemoryStorage>;

struct Member {
    keys: Keys,
    mdk: Mdk,
}

impl Member {
    fn of(keys: &Keys) -> Self {
        Self { keys: keys.clone(), mdk: MDK::new(MdkMemoryStorage::default()) }
    }

    fn key_package(&self) -> Event {
        let data = self.mdk.create_key_package_for_event(&self.keys.public_key(), [relay()]).unwrap();
        EventBuilder::new(Kind::Custom(443), data.content).tags(data.tags_443).sign_with_keys(&self.keys).unwrap()
    }

    fn join(&self, rumor: &UnsignedEvent, wrap: u8) -> GroupId {
        let wrap = EventId::from_slice(&[wrap; 32]).unwrap();
        let welcome = self.mdk.process_welcome(&wrap, rumor).unwrap();
        self.mdk.accept_welcome(&welcome).unwrap();
        welcome.mls_group_id
    }

    fn group(&self, id: &GroupId) -> group_types::Group {
        self.mdk.get_group(id).unwrap().unwrap()
    }
}

fn relay() -> RelayUrl {
    RelayUrl::parse("wss://r1.example").unwrap()
}

/// Alice's group with the given KeyPackages: group id and Welcome rumors.
fn group(alice: &Member, key_packages: Vec<Event>) -> (GroupId, Vec<UnsignedEvent>) {
    let mut admins: Vec<_> = key_packages.iter().map(|event| event.pubkey).collect();
    admins.push(alice.keys.public_key());
    admins.sort();
    admins.dedup();
    let config = NostrGroupConfigData::new("trip".into(), String::new(), None, None, None, vec![relay()], admins);
    let created = alice.mdk.create_group(&alice.keys.public_key(), key_packages, config).unwrap();
    (created.group.mls_group_id, created.welcome_rumors)
}

/// Alice and two devices of Bob, all joined.
fn three_devices() -> (Member, Member, Member, GroupId) {
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let (alice, phone, laptop) = (Member::of(&alice), Member::of(&bob), Member::of(&bob));
    let (id, rumors) = group(&alice, vec![phone.key_package(), laptop.key_package()]);
    phone.join(&rumors[0], 1);
    laptop.join(&rumors[1], 2);
    (alice, phone, laptop, id)
}

#[test]
fn fact_a_one_commit_gives_every_device_the_same_welcome_bytes() {
    let bob = Keys::generate();
    let (alice, phone, laptop) = (Member::of(&Keys::generate()), Member::of(&bob), Member::of(&bob));
    let (_, rumors) = group(&alice, vec![phone.key_package(), laptop.key_package()]);
    assert_eq!(rumors[0].content, rumors[1].content);
    assert_ne!(rumors[0].tags, rumors[1].tags);
}

#[test]
fn fact_b_a_device_joins_from_its_siblings_rumor() {
    let bob = Keys::generate();
    let (alice, phone, laptop) = (Member::of(&Keys::generate()), Member::of(&bob), Member::of(&bob));
    let (id, rumors) = group(&alice, vec![phone.key_package(), laptop.key_package()]);
    assert_eq!(phone.join(&rumors[1], 1), id, "the phone joined from the laptop's Welcome");
}

#[test]
fn fact_c_two_key_packages_of_one_device_make_two_leaves() {
    let (alice, phone) = (Member::of(&Keys::generate()), Member::of(&Keys::generate()));
    let (id, rumors) = group(&alice, vec![phone.key_package(), phone.key_package()]);
    phone.join(&rumors[0], 1);
    assert_eq!(alice.mdk.group_leaf_map(&id).unwrap().len(), 3);
    assert_eq!(phone.mdk.own_leaf_index(&id).unwrap(), 1);
}

#[test]
fn fact_f_every_key_package_comes_with_a_fresh_slot() {
    let phone = Member::of(&Keys::generate());
    let slot = || phone.mdk.create_key_package_for_event(&phone.keys.public_key(), [relay()]).unwrap().d_tag;
    assert_ne!(slot(), slot());
}

#[test]
fn fact_m_the_same_key_package_twice_makes_one_leaf_and_two_rumors() {
    let (alice, phone) = (Member::of(&Keys::generate()), Member::of(&Keys::generate()));
    let event = phone.key_package();
    let (id, rumors) = group(&alice, vec![event.clone(), event]);
    assert_eq!((alice.mdk.group_leaf_map(&id).unwrap().len(), rumors.len()), (2, 2));
}

#[test]
fn fact_n_a_second_welcome_rolls_a_joined_group_back() {
    let (alice, phone) = (Member::of(&Keys::generate()), Member::of(&Keys::generate()));
    let (id, rumors) = group(&alice, vec![phone.key_package()]);
    phone.join(&rumors[0], 1);
    let update = alice.mdk.self_update(&id).unwrap();
    phone.mdk.process_message(&update.evolution_event).unwrap();
    assert_eq!(phone.group(&id).epoch, 2);
    phone.join(&rumors[0], 9);
    assert_eq!(phone.group(&id).epoch, 1, "the same Welcome in another wrap");
}

#[test]
fn fact_s_a_message_processed_before_its_commit_stays_unreadable() {
    let (alice, phone, _, id) = three_devices();
    let update = alice.mdk.self_update(&id).unwrap();
    alice.mdk.merge_pending_commit(&id).unwrap();
    let rumor = EventBuilder::new(Kind::Custom(9), "too early").build(alice.keys.public_key());
    let message = alice.mdk.create_message(&id, rumor, None).unwrap();
    assert!(phone.mdk.process_message(&message).is_err());
    phone.mdk.process_message(&update.evolution_event).unwrap();
    let again = phone.mdk.process_message(&message).unwrap();
    assert!(matches!(again, MessageProcessingResult::Unprocessable { .. }), "{again:?}");
}

/// The better and the worse of two commits of one epoch (MD-09: earlier, then lower id).
fn ranked(a: Event, b: Event) -> (Event, Event) {
    if (a.created_at, a.id) < (b.created_at, b.id) { (a, b) } else { (b, a) }
}

#[test]
fn finding_f_01_a_merged_own_commit_cannot_be_undone_and_a_processed_one_can() {
    for merges in [true, false] {
        let (_, phone, laptop, id) = three_devices();
        let (by_phone, by_laptop) = (phone.mdk.self_update(&id).unwrap(), laptop.mdk.self_update(&id).unwrap());
        let (better, worse) = ranked(by_phone.evolution_event.clone(), by_laptop.evolution_event);
        let (loser, winner) =
            if worse.id == by_phone.evolution_event.id { (&phone, &laptop) } else { (&laptop, &phone) };
        winner.mdk.process_message(&better).unwrap();
        if merges {
            loser.mdk.merge_pending_commit(&id).unwrap();
        } else {
            loser.mdk.process_message(&worse).unwrap();
        }
        let _ = loser.mdk.process_message(&better);
        let tree = |member: &Member| member.mdk.get_ratchet_tree_info(&id).unwrap().tree_hash;
        assert_eq!(tree(loser) == tree(winner), !merges);
    }
}

#[test]
fn finding_f_02_an_own_commit_that_lost_is_reported_as_a_commit() {
    let (_, phone, laptop, id) = three_devices();
    let (by_phone, by_laptop) = (phone.mdk.self_update(&id).unwrap(), laptop.mdk.self_update(&id).unwrap());
    let (better, worse) = ranked(by_phone.evolution_event.clone(), by_laptop.evolution_event);
    let loser = if worse.id == by_phone.evolution_event.id { &phone } else { &laptop };
    loser.mdk.process_message(&better).unwrap();
    let tree = || loser.mdk.get_ratchet_tree_info(&id).unwrap().tree_hash;
    let before = tree();
    let answer = loser.mdk.process_message(&worse).unwrap();
    assert!(matches!(answer, MessageProcessingResult::Commit { .. }), "{answer:?}");
    assert_eq!(tree(), before, "and nothing was applied");
}
