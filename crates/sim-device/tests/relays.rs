//! How a device deals with relays that refuse, stay silent, or answer with a part of what they hold.

mod common;

use std::time::Duration;

use common::{Act, World, is_group_event, send, url, world};
use nostr::{Keys, RelayUrl};
use sim_device::behaviour::{Paging, PostJoinUpdate};
use sim_device::{
    Answer, Behaviour, Command, CommandError, Device, KeyPackageOptions, LookUp, NotReached, Note, RelayTrouble, Task,
};
use sim_relay::ClientMsg;

fn quiet() -> Behaviour {
    Behaviour { post_join_update: PostJoinUpdate::Never, ..Behaviour::default() }
}

/// Alice and Bob with one device each, in a group.
fn two(world: &mut World, relays: &[RelayUrl]) -> (usize, usize) {
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let a = world.device("alice/desktop", &alice, relays, quiet());
    let b = world.device("bob/phone", &bob, relays, quiet());
    world.publish_key_package(b);
    world.create_group(a, &[("bob", &bob)], relays).unwrap();
    assert_eq!(world.epoch(b), 1);
    (a, b)
}

/// A rule for the group events of one device to one relay: the nth of them is treated so.
fn nth_group_event(device: usize, relay: RelayUrl, acts: impl Fn(usize) -> Act + 'static) -> common::Rule {
    let mut seen = 0;
    Box::new(move |who, to, msg| {
        if who != device || *to != relay || !is_group_event(msg) {
            return Act::Pass;
        }
        seen += 1;
        acts(seen)
    })
}

#[test]
fn a_commit_that_the_relay_holds_is_not_given_up_because_a_copy_is_refused() {
    world(|world| {
        let r1 = world.relay("r1", |_| {});
        // Alice never hears her group, so she does not see her commit come back.
        let deaf = |who: usize, msg: &ClientMsg| {
            who == 0 && matches!(msg, ClientMsg::Req { sub, .. } if sub.as_str().starts_with("g:"))
        };
        let mut copies = 0;
        world.rule = Box::new(move |who, _, msg| {
            copies += usize::from(who == 0 && is_group_event(msg));
            match who == 0 && is_group_event(msg) {
                true if copies == 1 => Act::LoseOk,
                true => Act::Refuse("blocked: not twice"),
                false if deaf(who, msg) => Act::Lose,
                false => Act::Pass,
            }
        });
        let (a, b) = two(world, std::slice::from_ref(&r1));
        world.self_update(a).unwrap();
        assert_eq!((world.epoch(a), world.epoch(b)), (2, 2));
        assert!(!world.notes.iter().any(|(_, note)| matches!(note, Note::CommitAbandoned { .. })));
    });
}

#[test]
fn the_device_looks_whether_a_refused_copy_was_taken_before() {
    world(|world| {
        let (r1, r2) = (world.relay("r1", |_| {}), world.relay("r2", |_| {}));
        let keys = Keys::generate();
        let phone = world.device("bob/phone", &keys, &[r1.clone(), r2.clone()], quiet());
        let mut copies = 0;
        let silent = r1.clone();
        world.rule = Box::new(move |_, to, msg| match msg {
            ClientMsg::Event(_) if *to == silent => {
                copies += 1;
                if copies == 1 { Act::LoseOk } else { Act::Refuse("error: busy") }
            }
            _ => Act::Pass,
        });
        world.publish_key_package(phone);
        world.advance(Duration::from_secs(60));
        let answers = world.notes_of(phone).find_map(|note| match note {
            Note::Answers { answers, event } => {
                let kp = |n: &Note| matches!(n, Note::KeyPackagePublished { key_package, .. } if key_package.event == *event);
                world.notes_of(phone).any(kp).then_some(answers)
            }
            _ => None,
        });
        assert!(answers.unwrap().values().all(|answer| *answer == Answer::Taken), "{answers:?}");
    });
}

#[test]
fn a_refusal_of_the_first_copy_is_a_refusal() {
    world(|world| {
        let r1 = world.relay("r1", |_| {});
        let (a, _) = two(world, std::slice::from_ref(&r1));
        world.rule = nth_group_event(a, r1, |_| Act::Refuse("blocked: no"));
        let refused = world.self_update(a).unwrap_err();
        assert_eq!(refused.id(), "not-taken");
        let why = world.notes_of(a).find_map(|note| match note {
            Note::CommitAbandoned { why, .. } => Some(why),
            _ => None,
        });
        assert_eq!(why, Some(&refused));
    });
}

#[test]
fn a_message_whose_ok_is_lost_is_known_to_be_taken_when_it_comes_back() {
    world(|world| {
        let r1 = world.relay("r1", |_| {});
        let (a, _) = two(world, std::slice::from_ref(&r1));
        world.rule = nth_group_event(a, r1, |_| Act::LoseOk);
        world.send(a, "hello").unwrap();
        assert!(!world.notes.iter().any(|(_, note)| matches!(note, Note::MessageNotTaken { .. })));
    });
}

#[test]
fn silence_is_no_refusal() {
    world(|world| {
        let r1 = world.relay("r1", |_| {});
        let (a, _) = two(world, std::slice::from_ref(&r1));
        world.rule = nth_group_event(a, r1.clone(), |_| Act::Lose);
        let failed = world.send(a, "hello").unwrap_err();
        assert_eq!(failed.id(), "no-answer");
        let unanswered = |note: &Note| matches!(note, Note::Relay { relay, what: RelayTrouble::EventUnanswered { .. } } if *relay == r1);
        assert!(world.notes_of(a).any(unanswered));
    });
}

#[test]
fn a_refusal_by_one_of_several_relays_is_told() {
    world(|world| {
        let (east, west) = (world.relay("east", |_| {}), world.relay("west", |_| {}));
        let keys = Keys::generate();
        let phone = world.device("bob/phone", &keys, &[east.clone(), west.clone()], quiet());
        let refuses = west.clone();
        world.rule = Box::new(move |_, to, msg| match msg {
            ClientMsg::Event(_) if *to == refuses => Act::Refuse("blocked: not here"),
            _ => Act::Pass,
        });
        world.publish_key_package(phone);
        let refused = |note: &Note| matches!(note, Note::Relay { relay, what: RelayTrouble::EventRefused { said, .. } } if *relay == west && said == "blocked: not here");
        assert!(world.notes_of(phone).any(refused));
        let answers = world.notes_of(phone).rev().find_map(|note| match note {
            Note::Answers { answers, .. } => Some(answers),
            _ => None,
        });
        let expected = [(east, Answer::Taken), (west, Answer::Refused("blocked: not here".to_owned()))];
        assert_eq!(answers, Some(&expected.into()));
    });
}

/// Alice invites Bob, whose laptop published first and whose phone published `times` since, from a relay with this limit.
fn invited_beyond_a_limit(paging: Paging, limit: usize) -> (usize, Vec<LookUp>) {
    world(|world| {
        let r1 = world.relay("r1", |p| (p.max_limit, p.default_limit) = (Some(limit), Some(limit)));
        let (alice, bob) = (Keys::generate(), Keys::generate());
        let relays = [r1];
        let a = world.device("alice/desktop", &alice, &relays, Behaviour { paging, ..quiet() });
        let laptop = world.device("bob/laptop", &bob, &relays, quiet());
        let phone = world.device("bob/phone", &bob, &relays, quiet());
        world.publish_key_package(laptop);
        for _ in 0..7 {
            world.advance(Duration::from_secs(3_600));
            world.publish_key_package(phone);
        }
        world.create_group(a, &[("bob", &bob)], &relays).unwrap();
        let members = world.get(a).view().groups["trip"].state.leaves.len();
        let answers = world.notes_of(a).find_map(|note| match note {
            Note::Selected { answers, .. } => Some(answers.values().cloned().collect()),
            _ => None,
        });
        (members, answers.unwrap())
    })
}

#[test]
fn a_device_that_pages_finds_what_a_limit_hides() {
    for limit in [1, 2, 5] {
        assert_eq!(invited_beyond_a_limit(Paging::UntilNothingComes, limit).0, 3, "a limit of {limit}");
    }
}

#[test]
fn a_device_that_does_not_page_says_that_the_answer_was_cut() {
    assert_eq!(invited_beyond_a_limit(Paging::None, 5), (2, vec![LookUp::Cut { events: 5 }]));
}

#[test]
fn a_phone_reads_history_beyond_the_relays_limit() {
    world(|world| {
        let r1 = world.relay("r1", |p| (p.max_limit, p.default_limit) = (Some(10), Some(10)));
        let (a, b) = two(world, &[r1]);
        world.go_offline(b);
        world.self_update(a).unwrap();
        for n in 0..12 {
            world.advance(Duration::from_secs(10));
            world.send(a, &format!("message {n}")).unwrap();
        }
        world.go_online(b);
        world.advance(Duration::from_secs(60));
        assert_eq!(world.epoch(b), 2);
        assert_eq!(world.get(b).view().groups["trip"].messages.len(), 12);
    });
}

fn why_not_reached(world: &World, id: usize) -> Vec<NotReached> {
    let why = |note: &Note| match note {
        Note::NotReached { why, .. } => Some(why.clone()),
        _ => None,
    };
    world.notes_of(id).filter_map(why).collect()
}

#[test]
fn an_account_without_a_key_package_is_not_reached_and_the_group_is_made() {
    world(|world| {
        let relays = [world.relay("r1", |_| {})];
        let (alice, carol) = (Keys::generate(), Keys::generate());
        let a = world.device("alice/desktop", &alice, &relays, quiet());
        world.device("carol/phone", &carol, &relays, quiet());
        world.create_group(a, &[("carol", &carol)], &relays).unwrap();
        assert_eq!(why_not_reached(world, a), [NotReached::NoKeyPackage { rejected: 0 }]);
        let left_out =
            |note: &Note| matches!(note, Note::AdminLeftOut { account, .. } if *account == carol.public_key());
        assert!(world.notes_of(a).any(left_out));
        let failed = world.invite(a, &[("carol", &carol)]).unwrap_err();
        let accounts = vec![("carol".to_owned(), NotReached::NoKeyPackage { rejected: 0 })];
        assert_eq!(failed, CommandError::NobodyReached { accounts });
    });
}

#[test]
fn could_not_ask_is_not_picks_nothing() {
    world(|world| {
        let r1 = world.relay("r1", |_| {});
        let relays = [r1.clone()];
        let (alice, bob) = (Keys::generate(), Keys::generate());
        let a = world.device("alice/desktop", &alice, &relays, quiet());
        let b = world.device("bob/phone", &bob, &relays, quiet());
        world.publish_key_package(b);
        world.go_offline(a);
        let mut groups = 0;
        let mut found = |world: &mut World| {
            groups += 1;
            let group = format!("g{groups}");
            let invite = vec![sim_device::Invitee {
                name: "bob".to_owned(),
                account: bob.public_key(),
                use_after: Duration::ZERO,
            }];
            world.command(a, Command::CreateGroup { group, invite, relays: relays.to_vec(), admins: vec![] }).unwrap();
            why_not_reached(world, a).pop()
        };
        assert_eq!(found(world), Some(NotReached::Offline));
        assert!(world.notes_of(a).any(|note| matches!(note, Note::Relay { what: RelayTrouble::QueryOffline, .. })));
        world.go_online(a);
        let req = |msg: &ClientMsg| matches!(msg, ClientMsg::Req { sub, .. } if sub.as_str().starts_with('q'));
        world.rule = Box::new(move |_, _, msg| if req(msg) { Act::Refuse("restricted: members") } else { Act::Pass });
        assert_eq!(found(world), Some(NotReached::LookUpRefused));
        world.rule = Box::new(move |_, _, msg| if req(msg) { Act::Lose } else { Act::Pass });
        assert_eq!(found(world), Some(NotReached::NoAnswer));
        world.rule = Box::new(|_, _, _| Act::Pass);
        let before = why_not_reached(world, a).len();
        found(world);
        assert_eq!(why_not_reached(world, a).len(), before, "bob is reached");
    });
}

#[test]
fn an_account_whose_relays_are_others_has_no_common_relay() {
    world(|world| {
        let (east, west) = (world.relay("east", |_| {}), world.relay("west", |_| {}));
        let (alice, bob) = (Keys::generate(), Keys::generate());
        let a = world.device("alice/desktop", &alice, std::slice::from_ref(&east), quiet());
        let b = world.device("bob/phone", &bob, &[west], quiet());
        world.publish_key_package(b);
        world.create_group(a, &[("bob", &bob)], &[east]).unwrap();
        assert_eq!(why_not_reached(world, a), [NotReached::NoCommonRelay]);
    });
}

#[test]
fn every_reconnect_is_reported_with_the_time_when_it_is_due() {
    world(|world| {
        let nowhere = url("nowhere");
        let keys = Keys::generate();
        let phone = world.device("bob/phone", &keys, std::slice::from_ref(&nowhere), quiet());
        for _ in 0..8 {
            world.advance(Duration::from_secs(600));
            let pending = world.get(phone).pending();
            let reconnect = pending.iter().find(|pending| pending.task == Task::Reconnect).unwrap();
            assert_eq!(reconnect.waits_for, nowhere.to_string());
            assert!(reconnect.due.unwrap() >= world.uptime());
        }
    });
}

#[test]
fn a_phone_that_comes_back_with_a_replacement_under_way_publishes_one_key_package() {
    world(|world| {
        let relays = [world.relay("r1", |_| {})];
        let (alice, bob) = (Keys::generate(), Keys::generate());
        let a = world.device("alice/desktop", &alice, &relays, quiet());
        let b = world.device("bob/phone", &bob, &relays, quiet());
        world.publish_key_package(b);
        world.go_offline(b);
        world.create_group(a, &[("bob", &bob)], &relays).unwrap();
        // The KeyPackage is refreshed while the phone is away, and a Welcome for it waits.
        world.advance(Duration::from_secs(75 * 86_400));
        world.go_online(b);
        world.advance(Duration::from_secs(60));
        assert_eq!(world.epoch(b), 1);
        let published = world.notes_of(b).filter(|note| matches!(note, Note::KeyPackagePublished { .. })).count();
        assert_eq!(published, 2, "the first and one replacement");
        world.command(b, Command::PublishKeyPackage(KeyPackageOptions::default())).unwrap();
        world.begin(b, send("back"));
    });
}
