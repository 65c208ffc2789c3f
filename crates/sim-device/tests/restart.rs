//! Finding F-46 without Colony: mdk-core 0.8.0 on mdk-sqlite-storage 0.8.0, closed and opened again between two commits that race.

use std::path::Path;

use mdk_core::prelude::{GroupId, MDK, MessageProcessingResult, NostrGroupConfigData};
use mdk_memory_storage::MdkMemoryStorage;
use mdk_sqlite_storage::MdkSqliteStorage;
use nostr::{Event, EventBuilder, EventId, Keys, Kind, RelayUrl};

type OnDisk = MDK<MdkSqliteStorage>;

fn open(file: &Path) -> OnDisk {
    MDK::new(MdkSqliteStorage::new_unencrypted(file).unwrap())
}

/// Alice, in memory, and Bob, on this file, in one group.
fn group(bob: &OnDisk) -> (MDK<MdkMemoryStorage>, GroupId) {
    let (alice, alice_keys, bob_keys) = (MDK::new(MdkMemoryStorage::default()), Keys::generate(), Keys::generate());
    let relay = RelayUrl::parse("wss://r1.example").unwrap();
    let data = bob.create_key_package_for_event(&bob_keys.public_key(), [relay.clone()]).unwrap();
    let key_package =
        EventBuilder::new(Kind::Custom(443), data.content).tags(data.tags_443).sign_with_keys(&bob_keys).unwrap();
    let admins = vec![alice_keys.public_key(), bob_keys.public_key()];
    let config = NostrGroupConfigData::new("trip".into(), String::new(), None, None, None, vec![relay], admins);
    let created = alice.create_group(&alice_keys.public_key(), vec![key_package], config).unwrap();
    let welcome = bob.process_welcome(&EventId::from_slice(&[1; 32]).unwrap(), &created.welcome_rumors[0]).unwrap();
    bob.accept_welcome(&welcome).unwrap();
    (alice, created.group.mls_group_id)
}

/// The commits of both, Alice's being the better one (MD-09: earlier, then lower id). Which is better cannot be chosen, so both may
/// have to begin anew.
fn race(alice: &MDK<MdkMemoryStorage>, bob: &OnDisk, id: &GroupId) -> (Event, Event) {
    loop {
        let (by_alice, by_bob) = (alice.self_update(id).unwrap(), bob.self_update(id).unwrap());
        let (better, worse) = (by_alice.evolution_event, by_bob.evolution_event);
        if (better.created_at, better.id) < (worse.created_at, worse.id) {
            return (better, worse);
        }
        alice.clear_pending_commit(id).unwrap();
        bob.clear_pending_commit(id).unwrap();
    }
}

#[test]
fn finding_f_46_a_better_commit_is_followed_until_the_database_was_closed_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    for restarts in [false, true] {
        let file = folder.path().join(format!("{restarts}.sqlite"));
        let mut bob = open(&file);
        let (alice, id) = group(&bob);
        let (better, worse) = race(&alice, &bob, &id);
        bob.process_message(&worse).unwrap();
        alice.process_message(&better).unwrap();
        if restarts {
            drop(bob);
            bob = open(&file);
        }
        let answer = bob.process_message(&better).unwrap();
        let refused = matches!(answer, MessageProcessingResult::Unprocessable { .. });
        let together =
            alice.get_ratchet_tree_info(&id).unwrap().tree_hash == bob.get_ratchet_tree_info(&id).unwrap().tree_hash;
        assert_eq!((refused, together), (restarts, !restarts), "{answer:?}");
    }
}
