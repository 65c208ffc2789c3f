//! What outside libraries say, provoked from the real ones, and what `library.rs` makes of it. If a library changes its words, a
//! test here says so; what is not understood is kept as it came.

mod common;

use std::time::Duration;

use common::{Act, World, is_group_event, world};
use mdk_core::prelude::{GroupId, MDK, NostrGroupConfigData};
use mdk_memory_storage::MdkMemoryStorage;
use nostr::nips::nip44;
use nostr::{Event, EventBuilder, EventId, Keys, Kind, RelayUrl, UnsignedEvent};
use openmls::group::{StageCommitError, ValidationError};
use sim_device::behaviour::{OwnCommit, PostJoinUpdate, Refresh};
use sim_device::{Behaviour, Call, Command, ContentKind, Device, Meaning, Note, Said};

const DAY: u64 = 86_400;

struct Member {
    keys: Keys,
    mdk: MDK<MdkMemoryStorage>,
}

impl Member {
    fn new() -> Self {
        Self { keys: Keys::generate(), mdk: MDK::new(MdkMemoryStorage::default()) }
    }

    fn key_package(&self) -> Event {
        let data = self.mdk.create_key_package_for_event(&self.keys.public_key(), [relay()]).unwrap();
        EventBuilder::new(Kind::Custom(443), data.content).tags(data.tags_443).sign_with_keys(&self.keys).unwrap()
    }

    fn join(&self, rumor: &UnsignedEvent) {
        let welcome = self.mdk.process_welcome(&EventId::from_slice(&[1; 32]).unwrap(), rumor).unwrap();
        self.mdk.accept_welcome(&welcome).unwrap();
    }

    fn message(&self, id: &GroupId) -> Event {
        let rumor = EventBuilder::new(Kind::Custom(9), "hello").build(self.keys.public_key());
        self.mdk.create_message(id, rumor, None).unwrap()
    }
}

fn relay() -> RelayUrl {
    RelayUrl::parse("wss://r1.example").unwrap()
}

/// A group of Alice, its admin, and Bob.
fn alice_and_bob() -> (Member, Member, GroupId) {
    let (alice, bob) = (Member::new(), Member::new());
    let admins = vec![alice.keys.public_key()];
    let config = NostrGroupConfigData::new("trip".into(), String::new(), None, None, None, vec![relay()], admins);
    let created = alice.mdk.create_group(&alice.keys.public_key(), vec![bob.key_package()], config).unwrap();
    bob.join(&created.welcome_rumors[0]);
    (alice, bob, created.group.mls_group_id)
}

fn later(days: u64) {
    sim_env::advance_to(sim_env::now() + days * DAY * 1_000_000_000);
}

#[track_caller]
fn means(call: Call, words: impl std::fmt::Display, meaning: Meaning) {
    let said = Said::by(call, words);
    assert_eq!(said.means, meaning, "{said}");
}

#[test]
fn an_event_that_is_older_or_newer_than_mdk_core_takes() {
    world(|_| {
        let (alice, bob, id) = alice_and_bob();
        let old = alice.message(&id);
        later(46);
        means(Call::ProcessMessage, bob.mdk.process_message(&old).unwrap_err(), Meaning::TooOld);
        let mut ahead = EventBuilder::new(Kind::Custom(445), old.content).tags(old.tags.to_vec());
        ahead = ahead.custom_created_at(nostr::Timestamp::now() + 600);
        let ahead = ahead.sign_with_keys(&Keys::generate()).unwrap();
        means(Call::ProcessMessage, bob.mdk.process_message(&ahead).unwrap_err(), Meaning::TooFarInTheFuture);
    });
}

#[test]
fn an_event_of_an_epoch_that_is_not_reached_yet() {
    world(|_| {
        let (alice, bob, id) = alice_and_bob();
        alice.mdk.self_update(&id).unwrap();
        alice.mdk.merge_pending_commit(&id).unwrap();
        let early = alice.message(&id);
        means(Call::ProcessMessage, bob.mdk.process_message(&early).unwrap_err(), Meaning::CannotDecrypt);
    });
}

#[test]
fn what_only_admins_may_do_and_what_an_admin_cannot() {
    world(|_| {
        let (alice, bob, id) = alice_and_bob();
        let refused = bob.mdk.remove_members(&id, &[alice.keys.public_key()]).unwrap_err();
        means(Call::Commit, refused, Meaning::NotAdmin);
        means(Call::LeaveGroup, alice.mdk.leave_group(&id).unwrap_err(), Meaning::AdminCannotLeave);
        means(Call::ProcessMessage, mdk_core::Error::CommitFromNonAdmin, Meaning::NotAdmin);
    });
}

#[test]
fn a_welcome_for_somebody_elses_key_package() {
    world(|_| {
        let (alice, bob, eve) = (Member::new(), Member::new(), Member::new());
        let config = NostrGroupConfigData::new(
            "trip".into(),
            String::new(),
            None,
            None,
            None,
            vec![relay()],
            vec![alice.keys.public_key()],
        );
        let created = alice.mdk.create_group(&alice.keys.public_key(), vec![bob.key_package()], config).unwrap();
        let wrap = EventId::from_slice(&[1; 32]).unwrap();
        let refused = eve.mdk.process_welcome(&wrap, &created.welcome_rumors[0]).unwrap_err();
        means(Call::ProcessWelcome, refused, Meaning::NoMatchingKeyPackage);
    });
}

#[test]
fn a_welcome_into_a_tree_with_an_expired_leaf() {
    world(|_| {
        let (alice, bob, id) = alice_and_bob();
        later(85);
        let carol = Member::new();
        let added = alice.mdk.add_members(&id, &[carol.key_package()]).unwrap();
        let wrap = EventId::from_slice(&[2; 32]).unwrap();
        let refused = carol.mdk.process_welcome(&wrap, &added.welcome_rumors.unwrap()[0]).unwrap_err();
        means(Call::ProcessWelcome, refused, Meaning::LifetimeOver);
        drop(bob);
    });
}

#[test]
fn a_text_that_is_too_long_for_nip_44() {
    world(|_| {
        let (from, to) = (Keys::generate(), Keys::generate());
        let text = "x".repeat(70_000);
        let refused = nip44::encrypt(from.secret_key(), &to.public_key(), text, nip44::Version::V2).unwrap_err();
        means(Call::Envelope, refused, Meaning::TooLong);
    });
}

#[test]
fn what_openmls_says_where_mdk_core_says_unprocessable() {
    means(Call::ProcessMessage, ValidationError::NoPastEpochData, Meaning::NoPastEpoch);
    means(Call::ProcessMessage, ValidationError::WrongEpoch, Meaning::EpochOver);
    means(Call::ProcessMessage, ValidationError::CannotDecryptOwnMessage, Meaning::OwnLeaf);
    means(Call::ProcessMessage, StageCommitError::MissingProposal, Meaning::ProposalMissing);
}

#[test]
fn words_that_are_not_understood_are_kept() {
    let said = Said::by(Call::Commit, "the dog ate it");
    assert_eq!((said.means, said.words.as_str()), (Meaning::NotUnderstood, "the dog ate it"));
}

// ---- why a group event cannot be used ------------------------------------------------------------------------------------

fn quiet() -> Behaviour {
    Behaviour { post_join_update: PostJoinUpdate::Never, refresh: Refresh::Never, ..Behaviour::default() }
}

/// Alice, Bob and Carol in a group of which Alice alone is admin; Alice behaves as given.
fn three(world: &mut World, alice: Behaviour) -> (usize, usize, usize, RelayUrl) {
    let r1 = world.relay("r1", |_| {});
    let relays = [r1.clone()];
    let keys = [Keys::generate(), Keys::generate(), Keys::generate()];
    let a = world.device("alice/desktop", &keys[0], &relays, alice);
    let b = world.device("bob/phone", &keys[1], &relays, quiet());
    let c = world.device("carol/phone", &keys[2], &relays, quiet());
    world.publish_key_package(b);
    world.publish_key_package(c);
    world.create_group_with(a, &[("bob", &keys[1]), ("carol", &keys[2])], &relays, Vec::new()).unwrap();
    (a, b, c, r1)
}

/// Whatever this device sends to the group is lost.
fn mute(world: &mut World, device: usize) {
    world.rule = Box::new(move |who, _, msg| if who == device && is_group_event(msg) { Act::Lose } else { Act::Pass });
}

fn hear_all(world: &mut World) {
    world.rule = Box::new(|_, _, _| Act::Pass);
}

/// What the device made of an event that it cannot use: meaning, content, epoch of the event, and OpenMLS's words.
fn unreadable(world: &World, id: usize, event: EventId) -> (Meaning, Option<ContentKind>, Option<u64>, bool) {
    let note = world.notes_of(id).find_map(|note| match note {
        Note::Unreadable { event: of, why, content, sent_in, .. } if *of == event => {
            Some((why.means, *content, *sent_in, why.inner.is_some()))
        }
        _ => None,
    });
    note.expect("the device could not use it")
}

/// Bob's commit of epoch 1 reaches the others after Alice has made so many commits.
fn better_commit_late(by: usize, alice: Behaviour) -> (Meaning, u64) {
    world(|world| {
        let (a, b, _, r1) = three(world, alice);
        mute(world, b);
        world.begin(b, Command::SelfUpdate { group: "trip".to_owned() });
        let better = world.last_group_event(b);
        for _ in 0..by {
            world.advance(Duration::from_secs(60));
            world.self_update(a).unwrap();
        }
        hear_all(world);
        world.inject(&r1, better.clone());
        world.advance(Duration::from_secs(60));
        let said = world.notes_of(a).find_map(|note| match note {
            Note::Unreadable { event, why, sent_in: Some(1), content: Some(ContentKind::Commit), .. } => {
                (*event == better.id).then_some(why.means)
            }
            _ => None,
        });
        (said.unwrap_or(Meaning::NotUnderstood), world.epoch(a))
    })
}

#[test]
fn a_better_commit_is_followed_as_long_as_a_snapshot_is_kept() {
    let (_, epoch) = better_commit_late(3, quiet());
    assert_eq!(epoch, 5, "Bob's commit, and Alice's three built anew");
    let (means, epoch) = better_commit_late(6, quiet());
    assert_eq!((means, epoch), (Meaning::SnapshotGone, 7), "mdk-core 0.8.0 keeps five");
}

#[test]
fn a_client_that_merges_its_own_commit_has_no_snapshot() {
    let (means, epoch) = better_commit_late(1, Behaviour { own_commit: OwnCommit::MergePending, ..quiet() });
    assert_eq!((means, epoch), (Meaning::NoSnapshot, 2));
}

#[test]
fn a_commit_that_lost_its_race() {
    world(|world| {
        let (a, b, c, _) = three(world, quiet());
        world.go_offline(b);
        world.self_update(a).unwrap();
        world.advance(Duration::from_secs(60));
        world.begin(b, Command::SelfUpdate { group: "trip".to_owned() });
        world.go_online(b);
        world.advance(Duration::from_secs(60));
        let worse = world.sent.iter().find_map(|(who, _, msg)| match msg {
            sim_relay::ClientMsg::Event(event) if *who == b && is_group_event(msg) => Some(event.id),
            _ => None,
        });
        let said = unreadable(world, c, worse.unwrap());
        assert_eq!(said, (Meaning::LostItsRace, Some(ContentKind::Commit), Some(1), true));
    });
}

#[test]
fn a_message_that_comes_more_than_five_epochs_late() {
    for (commits, read) in [(5, true), (6, false)] {
        world(|world| {
            let (a, b, _, r1) = three(world, quiet());
            mute(world, a);
            world.begin(a, common::send("late"));
            let late = world.last_group_event(a);
            for _ in 0..commits {
                world.advance(Duration::from_secs(60));
                world.self_update(b).unwrap();
            }
            world.hand(b, &r1, late.clone());
            let got = world.notes_of(b).any(|note| matches!(note, Note::MessageRead { .. }));
            assert_eq!(got, read);
            if !read {
                let said = unreadable(world, b, late.id);
                assert_eq!(said, (Meaning::NoPastEpoch, Some(ContentKind::Application), Some(1), true));
            }
        });
    }
}

#[test]
fn a_commit_that_carries_out_a_proposal_that_is_not_held() {
    world(|world| {
        let (a, b, c, r1) = three(world, quiet());
        mute(world, c);
        world.begin(c, Command::Leave { group: "trip".to_owned() });
        let proposal = world.last_group_event(c);
        world.hand(a, &r1, proposal);
        world.advance(Duration::from_secs(1));
        let commit = world.last_group_event(a);
        let said = unreadable(world, b, commit.id);
        assert_eq!(said, (Meaning::ProposalMissing, Some(ContentKind::Commit), Some(1), true));
    });
}

#[test]
fn an_add_whose_key_package_expires_before_a_member_reads_the_commit() {
    for (days, read) in [(0, true), (3, false)] {
        world(|world| {
            let r1 = world.relay("r1", |_| {});
            let relays = [r1];
            let keys = [Keys::generate(), Keys::generate(), Keys::generate()];
            let a = world.device("alice/desktop", &keys[0], &relays, quiet());
            let b = world.device("bob/phone", &keys[1], &relays, quiet());
            let c = world.device("carol/phone", &keys[2], &relays, quiet());
            world.publish_key_package(c);
            world.advance(Duration::from_secs(82 * DAY));
            world.publish_key_package(b);
            world.create_group_with(a, &[("bob", &keys[1])], &relays, Vec::new()).unwrap();
            world.advance(Duration::from_secs(23 * 3_600));
            world.go_offline(b);
            world.invite(a, &[("carol", &keys[2])]).unwrap();
            assert_eq!(world.epoch(c), 2);
            let add = world.last_group_event(a);
            world.advance(Duration::from_secs(days * DAY));
            world.go_online(b);
            world.advance(Duration::from_secs(60));
            assert_eq!(world.epoch(b) == 2, read);
            if !read {
                let said = unreadable(world, b, add.id);
                assert_eq!(said, (Meaning::LifetimeOver, Some(ContentKind::Commit), Some(1), true));
            }
        });
    }
}

#[test]
fn what_copies_of_a_leaf_send() {
    world(|world| {
        let r1 = world.relay("r1", |_| {});
        let relays = [r1];
        let keys = [Keys::generate(), Keys::generate()];
        let a = world.device("alice/desktop", &keys[0], &relays, quiet());
        let phone = world.device("bob/phone", &keys[1], &relays, quiet());
        world.publish_key_package(phone);
        world.create_group(a, &[("bob", &keys[1])], &relays).unwrap();
        let copy = world.device("bob/copy", &keys[1], &relays, quiet());
        let backup = world.get(phone).backup().unwrap();
        world.command(copy, Command::Restore(backup)).unwrap();
        world.send(phone, "one").unwrap();
        let first = world.last_group_event(phone).id;
        world.send(copy, "two").unwrap();
        let second = world.last_group_event(copy).id;
        let of_own = (Meaning::OwnRecordGone, Some(ContentKind::Application), Some(1), false);
        assert_eq!(unreadable(world, copy, first), of_own);
        assert_eq!(unreadable(world, phone, second), of_own);
        assert_eq!(unreadable(world, a, second).0, Meaning::KeyUsedUp);
        world.self_update(copy).unwrap();
        let commit = world.last_group_event(copy).id;
        assert_eq!(
            unreadable(world, phone, commit),
            (Meaning::OwnRecordGone, Some(ContentKind::Commit), Some(1), false)
        );
    });
}

#[test]
fn an_epoch_says_which_commit_led_there() {
    world(|world| {
        let (a, b, _, _) = three(world, quiet());
        world.self_update(a).unwrap();
        let commit = world.last_group_event(a).id;
        for device in [a, b] {
            let by: Vec<_> = world
                .notes_of(device)
                .filter_map(|note| match note {
                    Note::Epoch { by, state, .. } => Some((state.epoch, *by)),
                    _ => None,
                })
                .collect();
            assert_eq!(by, [(1, None), (2, Some(commit))]);
        }
    });
}
