//! Three devices in one group against a model of membership, epochs and messages.
//!
//! Every step is followed by quiet, so that a run has one checkpoint per step: what the devices show there is compared with
//! what the model says there.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::{Policy, Profile};
use nostr::EventId;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use scenarios::actions;
use scenarios::model::{AccountSpec, Action, Scenario, Span, Step};
use scenarios::{Checkpoint, Run, RunOptions, simulate};
use sim_device::behaviour::PostJoinUpdate;
use sim_device::{KeyPackageOptions, Membership, Note};

/// One device each. The first makes the group and alone may invite and remove.
const ACCOUNTS: [&str; 3] = ["alice", "bob", "carol"];
const GROUP: &str = "trip";

fn device(place: usize) -> String {
    format!("{}/phone", ACCOUNTS[place])
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Invite(usize),
    Remove(usize),
    SelfUpdate(usize),
    Send(usize),
    Offline(usize),
    Online(usize),
    Restart(usize),
}

/// What the model knows of a device.
#[derive(Clone, Debug, Default)]
struct Person {
    member: bool,
    online: bool,
    /// Invited while it was away: its KeyPackage is used up until it is back.
    used_up: bool,
    /// Messages sent while it was a member, by number.
    messages: BTreeSet<u32>,
}

#[derive(Clone, Debug)]
struct Model {
    people: [Person; 3],
    epoch: u64,
    sent: u32,
}

struct Book;

impl ReferenceStateMachine for Book {
    type State = Model;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Model> {
        let person = |member| Person { member, online: true, ..Person::default() };
        Just(Model { people: [person(true), person(false), person(false)], epoch: 0, sent: 0 }).boxed()
    }

    fn transitions(_: &Model) -> BoxedStrategy<Deed> {
        let (anybody, invited) = (0..3_usize, 1..3_usize);
        prop_oneof![
            4 => invited.clone().prop_map(Deed::Invite),
            1 => invited.prop_map(Deed::Remove),
            2 => anybody.clone().prop_map(Deed::SelfUpdate),
            4 => anybody.clone().prop_map(Deed::Send),
            2 => anybody.clone().prop_map(Deed::Offline),
            2 => anybody.clone().prop_map(Deed::Online),
            1 => anybody.prop_map(Deed::Restart),
        ]
        .boxed()
    }

    fn preconditions(model: &Model, deed: &Deed) -> bool {
        let person = |place: usize| &model.people[place];
        match *deed {
            Deed::Invite(who) => person(0).online && !person(who).member && !person(who).used_up,
            Deed::Remove(who) => person(0).online && person(who).member,
            Deed::SelfUpdate(who) | Deed::Send(who) => person(who).online && person(who).member,
            Deed::Offline(who) | Deed::Restart(who) => person(who).online,
            Deed::Online(who) => !person(who).online,
        }
    }

    fn apply(mut model: Model, deed: &Deed) -> Model {
        match *deed {
            Deed::Invite(who) => {
                let person = &mut model.people[who];
                (person.member, person.used_up) = (true, !person.online);
                model.epoch += 1;
            }
            Deed::Remove(who) => {
                model.people[who].member = false;
                model.epoch += 1;
            }
            Deed::SelfUpdate(_) => model.epoch += 1,
            Deed::Send(_) => {
                model.people.iter_mut().filter(|person| person.member).for_each(|person| {
                    person.messages.insert(model.sent);
                });
                model.sent += 1;
            }
            Deed::Offline(who) => model.people[who].online = false,
            Deed::Online(who) => (model.people[who].online, model.people[who].used_up) = (true, false),
            Deed::Restart(_) => {}
        }
        model
    }
}

/// The step of the scenario that does it; `sent` is the number of messages sent after it.
fn step(deed: Deed, sent: u32) -> Step {
    let group = GROUP.to_owned();
    let account = |who: usize| ACCOUNTS[who].to_owned();
    match deed {
        Deed::Invite(who) => {
            Step::by(device(0), Action::Invite(actions::Invite { group, invite: vec![account(who)], use_after: None }))
        }
        Deed::Remove(who) => {
            Step::by(device(0), Action::RemoveAccount(actions::RemoveAccount { group, account: account(who) }))
        }
        Deed::SelfUpdate(who) => Step::by(device(who), Action::SelfUpdate(actions::SelfUpdate { group })),
        Deed::Send(who) => Step::by(device(who), Action::Send(actions::Send { group, text: (sent - 1).to_string() })),
        Deed::Offline(who) => Step::by(device(who), Action::Offline),
        Deed::Online(who) => Step::by(device(who), Action::Online),
        Deed::Restart(who) => Step::by(device(who), Action::Restart),
    }
}

/// A scenario in the making, with the model after every quiet moment of it.
struct Story {
    scenario: Scenario,
    models: Vec<Model>,
}

impl Story {
    fn then(&mut self, step: Step, model: &Model) {
        self.scenario.steps.extend([step, Step::new(Action::Settle(Span::from_secs(600)))]);
        self.models.push(model.clone());
    }
}

struct Devices;

impl StateMachineTest for Devices {
    type SystemUnderTest = Story;
    type Reference = Book;

    fn init_test(model: &Model) -> Story {
        let mut scenario = Scenario::new("three-devices", "Three devices and one group", vec![Profile::Pr40]);
        scenario.defaults.behaviour.post_join_update = PostJoinUpdate::Never;
        let phone = AccountSpec { devices: vec!["phone".to_owned()] };
        scenario.accounts = ACCOUNTS.iter().map(|account| ((*account).to_owned(), phone.clone())).collect();
        let publish = |who| Step::by(device(who), Action::PublishKeyPackage(KeyPackageOptions::default()));
        scenario.steps = vec![publish(1), publish(2)];
        let (group, invite, admins) = (GROUP.to_owned(), Vec::new(), Vec::new());
        let mut story = Story { scenario, models: Vec::new() };
        let create = Action::CreateGroup(actions::CreateGroup { group, invite, admins, relays: None, use_after: None });
        story.then(Step::by(device(0), create), model);
        story
    }

    fn apply(mut story: Story, model: &Model, deed: Deed) -> Story {
        story.then(step(deed, model.sent), model);
        story
    }

    fn teardown(story: Story, _: Model) {
        let run = simulate(&story.scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).expect("it runs");
        let texts = texts(&run);
        for (place, (model, checkpoint)) in story.models.iter().zip(&run.checkpoints).enumerate() {
            let told = || format!("step {place} of\n{}", story.scenario.to_toml());
            assert!(checkpoint.quiet, "{:?}, {}", checkpoint.blockers, told());
            (0..3).for_each(|who| compare(model, who, checkpoint, &texts, &told));
        }
    }
}

/// Text of every message.
fn texts(run: &Run) -> BTreeMap<EventId, String> {
    let sent = |(_, _, note): (usize, &str, &Note)| match note {
        Note::MessageSent { message, text, .. } => Some((*message, text.clone())),
        _ => None,
    };
    run.notes().filter_map(sent).collect()
}

/// A device that is online shows what the model says of it; one that is away shows what it knew when it left.
fn compare(model: &Model, who: usize, at: &Checkpoint, texts: &BTreeMap<EventId, String>, told: &dyn Fn() -> String) {
    let (person, name) = (&model.people[who], device(who));
    let view = &at.views[&name];
    assert_eq!(view.online, person.online, "{name}, {}", told());
    if !person.online {
        return;
    }
    let group = view.groups.get(GROUP);
    let active = group.filter(|group| group.membership == Membership::Active);
    assert_eq!(active.is_some(), person.member, "{name} is a member, {}", told());
    let Some(group) = active else { return };
    assert_eq!(group.state.epoch, model.epoch, "epoch of {name}, {}", told());
    assert_eq!(group.state.leaves.len(), model.people.iter().filter(|p| p.member).count(), "{name}, {}", told());
    let read: BTreeSet<u32> = group.messages.iter().map(|id| texts[id].parse().expect("a number")).collect();
    assert_eq!(read, person.messages, "messages of {name}, {}", told());
}

prop_state_machine! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn members_are_whom_the_model_has_and_read_what_was_sent_while_they_were(sequential 1..16 => Devices);
}
