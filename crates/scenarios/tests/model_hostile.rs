//! Nothing that anybody writes makes the loader panic, and every scenario survives the way to a file and back.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scenarios::actions;
use scenarios::model::{
    AccountSpec, Action, ClientId, DeviceSpec, Direction, Does, Expect, ExpectPart, Fault, Holds, LinkSpec, Outcome,
    RelaySpec, Scenario, Span, Step,
};
use sim_device::behaviour::{Invitations, PrivateKeyDeletion, SlotReuse};
use sim_device::{Behaviour, CrashPoint, KeyPackageForm, KeyPackageOptions, SignOutDeletes};

/// A file with every kind of table.
const RICH: &str = include_str!("../corpus/ninety-days.toml");

#[test]
fn deep_nesting_is_an_error() {
    for (open, file) in
        [("a = [", "deep.toml"), ("a = {a = ", "deep.toml"), ("[", "deep.json"), ("{\"a\":", "deep.json")]
    {
        assert!(Scenario::parse(&open.repeat(100_000), file).is_err());
        let inner = open.trim_start_matches("a = ");
        assert!(Scenario::parse(&format!("a = {}", inner.repeat(100_000)), file).is_err());
    }
    assert!(Scenario::parse(&format!("a{} = 1", ".a".repeat(100_000)), "deep.toml").is_err());
    assert!(Scenario::parse(&format!("[a{}]", ".a".repeat(100_000)), "deep.toml").is_err());
}

#[test]
fn a_long_mistake_gets_a_short_message() {
    let long = "x".repeat(900_000);
    for text in [format!("{long} = 1"), format!("format = \"{long}\""), format!("[relays.{long}]\na = 1")] {
        let message = Scenario::parse(&text, "long.toml").unwrap_err().to_string();
        assert!(message.len() < 2_000, "{} bytes", message.len());
    }
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = Scenario::parse(&text, "any.toml").map_err(|error| error.to_string());
        let _ = Scenario::parse(&text, "any.json").map_err(|error| error.to_string());
    }

    #[test]
    fn a_file_with_bytes_changed_never_panics(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = RICH.as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let text = String::from_utf8_lossy(&bytes);
        let _ = Scenario::parse(&text, "changed.toml").map_err(|error| error.to_string());
    }

    #[test]
    fn a_file_with_words_swapped_never_panics(a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let mut words: Vec<&str> = RICH.split_inclusive([' ', '\n', '"']).collect();
        let (a, b) = (a.index(words.len()), b.index(words.len()));
        words.swap(a, b);
        if let Ok(scenario) = Scenario::parse(&words.concat(), "swapped.toml") {
            prop_assert_eq!(Scenario::parse(&scenario.to_toml(), "again.toml").unwrap(), scenario);
        }
    }

    #[test]
    fn a_file_with_a_piece_missing_never_panics(a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let (a, b) = (a.index(RICH.len()), b.index(RICH.len()));
        let text = format!("{}{}", &RICH[..a.min(b)], &RICH[a.max(b)..]);
        let _ = Scenario::parse(&text, "cut.toml").map_err(|error| error.to_string());
    }

    #[test]
    fn a_generated_scenario_survives_the_way_to_a_file_and_back(scenario in generated()) {
        let toml = scenario.to_toml();
        prop_assert_eq!(&Scenario::parse(&toml, "a.toml").map_err(|e| TestCaseError::fail(format!("{e}\n{toml}")))?, &scenario);
        let json = scenario.to_json().to_string();
        prop_assert_eq!(&Scenario::parse(&json, "a.json").map_err(|e| TestCaseError::fail(format!("{e}\n{json}")))?, &scenario);
    }
}

fn span() -> impl Strategy<Value = Span> {
    (1_u64..10_000_000_000).prop_map(Span::from_millis)
}

fn device() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["alice/desktop", "bob/phone", "bob/laptop"]).prop_map(str::to_owned)
}

fn key_package() -> impl Strategy<Value = KeyPackageOptions> {
    let forms = vec![None, Some(KeyPackageForm::Tagged), Some(KeyPackageForm::Untagged), Some(KeyPackageForm::Twin)];
    (prop::sample::select(forms), prop::option::of(any::<String>()), -1_000_000_i64..1_000_000, any::<bool>()).prop_map(
        |(form, client_id, created_at_offset, protected)| KeyPackageOptions {
            form,
            client_id,
            created_at_offset,
            protected,
            ..KeyPackageOptions::default()
        },
    )
}

fn device_action() -> impl Strategy<Value = Action> {
    let group = || "trip".to_owned();
    let bare = vec![
        Action::Rotate,
        Action::DeleteKeyPackages,
        Action::Restart,
        Action::Extension(actions::Extension { runs: true }),
        Action::Retire,
        Action::Crash(actions::Crash { at: CrashPoint::BeforeWrite(3) }),
        Action::SignOut(actions::SignOut { deletes: SignOutDeletes::Own }),
        Action::SignOut(actions::SignOut { deletes: SignOutDeletes::Account }),
        Action::MoveRelays(actions::MoveRelays { relays: vec!["r2".to_owned()], key_package_relays: None }),
        Action::MoveRelays(actions::MoveRelays {
            relays: vec!["r1".to_owned()],
            key_package_relays: Some(vec!["r2".to_owned()]),
        }),
        Action::Accept(actions::Accept { group: group() }),
        Action::Decline(actions::Decline { group: group() }),
        Action::Promote(actions::Promote { group: group(), account: "bob".to_owned() }),
        Action::Demote(actions::Demote { group: group(), account: "alice".to_owned() }),
        Action::Disband(actions::Disband { group: group() }),
        Action::AllowSiblings(actions::AllowSiblings { group: group() }),
        Action::ForbidSiblings(actions::ForbidSiblings { group: group() }),
        Action::RemoveDevice(actions::RemoveDevice { group: group(), of: "bob/laptop".to_owned() }),
        Action::UpdateGroup(actions::UpdateGroup {
            group: group(),
            title: Some("Lisbon: \"now\"".to_owned()),
            relays: Some(vec!["r2".to_owned()]),
            admins: Some(vec!["bob".to_owned()]),
        }),
        Action::Offline,
        Action::Online,
        Action::Reinstall(actions::Reinstall { client_id: ClientId::Fresh }),
        Action::Reinstall(actions::Reinstall { client_id: ClientId::Stale }),
        Action::Leave(actions::Leave { group: group() }),
        Action::SelfUpdate(actions::SelfUpdate { group: group() }),
        Action::RemoveAccount(actions::RemoveAccount { group: group(), account: "bob".to_owned() }),
        Action::Replay(actions::Replay { kinds: vec![445, 1059], relay: Some("r1".to_owned()) }),
    ];
    prop_oneof![
        prop::sample::select(bare),
        key_package().prop_map(Action::PublishKeyPackage),
        any::<String>().prop_map(move |text| Action::Send(actions::Send { group: group(), text })),
        (-1_000_i64..1_000).prop_map(|seconds| Action::Skew(actions::Skew { seconds })),
        prop::option::of(span()).prop_map(move |use_after| Action::Invite(actions::Invite {
            group: "trip".to_owned(),
            invite: vec!["bob".to_owned(), "alice".to_owned()],
            use_after,
        })),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let device_step = (device(), device_action(), prop::option::of((span(), 1_u32..100)), prop::option::of(span()))
        .prop_map(|(device, action, repeat, after)| Step {
            after,
            every: repeat.map(|(every, _)| every),
            times: repeat.map(|(_, times)| times),
            ..Step::by(device, action)
        });
    let world = prop_oneof![
        span().prop_map(Action::Advance),
        span().prop_map(Action::Settle),
        Just(Action::SetRelay(actions::SetRelay {
            relay: "r2".to_owned(),
            set: BTreeMap::from([("max_limit".to_owned(), 7.into())]),
            skew: Some(-3),
        })),
        Just(Action::Assert(actions::Assert {
            outcome: BTreeMap::from([("bob/phone".to_owned(), Outcome::Phantom)]),
            holds: vec!["no-phantom-leaf".to_owned()],
            violates: Vec::new(),
        })),
    ];
    let single = prop_oneof![3 => device_step, 1 => world.prop_map(Step::new)].boxed();
    let parallel = prop::collection::vec(single.clone(), 1..4).prop_map(|steps| Step::new(Action::Parallel(steps)));
    prop_oneof![4 => single, 1 => parallel]
}

fn fault(number: usize, does: Does) -> Step {
    Step::new(Action::Fault(Fault {
        name: format!("fault-{number}"),
        relay: Some("r1".to_owned()),
        device: None,
        direction: Direction::ToDevice,
        kinds: vec![1059],
        authors: vec!["bob".to_owned()],
        does,
        delay: (does == Does::Delay).then(|| Span::from_secs(3)),
        text: (does == Does::Refuse).then(|| "rate-limited: \"slow\" \\ down\u{7f}\u{1}".to_owned()),
        times: Some(2),
        lasts: Some(Span::from_millis(1_500)),
    }))
}

fn generated() -> impl Strategy<Value = Scenario> {
    let parts = (
        prop::collection::vec(step(), 0..8),
        prop::sample::select(Does::ALL),
        any::<u64>(),
        "[A-Za-zäß\"\\\\\n\t']{0,20}x",
        any::<bool>(),
    );
    parts.prop_map(|(steps, does, seed, title, odd)| {
        let mut scenario = Scenario::new("generated-1", title.clone(), vec![marmot_rules::Profile::Pr40]);
        scenario.description = odd.then(|| title.clone());
        scenario.rules = vec!["CID-08".to_owned()];
        scenario.source = vec![title];
        scenario.seed = Some(seed);
        scenario.start = odd.then_some(1_781_481_600);
        scenario.budget = Some(Span::from_secs(86_400));
        let slow = RelaySpec {
            personality: "public".to_owned(),
            like: None,
            set: BTreeMap::from([("max_limit".to_owned(), 3.into())]),
            serves: vec!["bob".to_owned()],
            skew: 9,
        };
        scenario.relays.insert("r2".to_owned(), slow);
        scenario.links = LinkSpec { latency_min: Span::from_millis(1), latency_max: Span::from_millis(1 + seed % 100) };
        let account =
            |devices: &[&str]| AccountSpec { devices: devices.iter().map(|&device| device.to_owned()).collect() };
        scenario.accounts.insert("alice".to_owned(), account(&["desktop"]));
        scenario.accounts.insert("bob".to_owned(), account(&["phone", "laptop"]));
        scenario.defaults.behaviour = Behaviour { slot: SlotReuse::Fresh, ..Behaviour::default() };
        let odd_phone = DeviceSpec {
            relays: Some(vec!["r2".to_owned()]),
            policy: Some(marmot_rules::Policy::NewestN(5)),
            list_relays: Some(vec!["r1".to_owned()]),
            behaviour: Behaviour {
                private_key: PrivateKeyDeletion::Never,
                invitations: Invitations::Wait,
                ..Behaviour::default()
            },
            skew: -5,
            ..DeviceSpec::default()
        };
        if odd {
            scenario.devices.insert("bob/phone".to_owned(), odd_phone);
        }
        let create = Action::CreateGroup(actions::CreateGroup {
            group: "trip".to_owned(),
            invite: vec!["bob".to_owned()],
            admins: Vec::new(),
            relays: odd.then(|| vec!["r1".to_owned()]),
            use_after: None,
        });
        let backup = Step::by("bob/phone", Action::Backup(actions::Backup { name: "monday".to_owned() }));
        let restore = Step::by("bob/laptop", Action::Restore(actions::Restore { name: "monday".to_owned() }));
        scenario.steps = vec![Step::by("alice/desktop", create), fault(1, does), backup, restore];
        scenario.steps.push(Step::new(Action::Lift(actions::Lift { fault: "fault-1".to_owned() })));
        scenario.steps.extend(steps);
        scenario.expect = expectations();
        scenario
    })
}

fn expectations() -> Expect {
    let part = ExpectPart {
        holds: Some(Holds::List(vec!["no-phantom-leaf".to_owned()])),
        violates: Some(Vec::new()),
        outcome: BTreeMap::from([("bob/laptop".to_owned(), Outcome::NotInvited)]),
    };
    Expect {
        holds: Some(Holds::All),
        violates: vec!["slot-is-reused".to_owned()],
        outcome: BTreeMap::from([("bob/phone".to_owned(), Outcome::Undecryptable)]),
        under: BTreeMap::from([
            ("pr40/client-id".to_owned(), part.clone()),
            ("newest-one".to_owned(), ExpectPart { holds: None, ..part }),
            ("pr40".to_owned(), ExpectPart::default()),
        ]),
    }
}
