//! Section 6 of shared-ratchet.md: CE1, CE4, CE5 and N1 to N5, event by event.

use std::collections::BTreeSet;

use rand::Rng;
use rand::seq::SliceRandom;
use shared_ratchet::tree::stories::stories;
use shared_ratchet::tree::trace::{Cycle, Disabled, LassoError, Then, play};
use shared_ratchet::tree::{
    Accept, Device, Event, Length, Node, Order, Orphan, Policy, Ranker, Retain, TraceError, TraceInput, TraceResult,
    User, World, events, replay,
};

fn node(name: &str) -> Node {
    name.parse().expect("a node")
}

fn device(name: &str) -> Device {
    name.parse().expect("a device")
}

/// The trace of a story, with what comes after it if `on`.
fn trace(id: &str, on: bool) -> TraceInput {
    let stories = stories().expect("well written");
    let story = stories.into_iter().find(|story| story.id == id).expect("a story");
    if on { story.input.followed_by(&story.then) } else { story.input }
}

fn end(id: &str, on: bool) -> TraceResult {
    replay(&trace(id, on)).unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// What devices select, as `a1 a1.1, b1 a2.1`.
fn selection(result: &TraceResult) -> String {
    let one = |(device, node): (&Device, &Node)| format!("{device} {node}");
    result.selection.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn ce1_is_quiescent_with_two_selections_and_one_step_heals_it() {
    let forked = end("CE1", false);
    assert!(forked.quiescent);
    assert_eq!(selection(&forked), "a1 a1.1, a2 a1.1, b1 a2.1");
    assert_eq!(forked.tips, [node("a1.1"), node("a2.1")]);
    assert_eq!(forked.fork_depth, 1);
    let healed = end("CE1", true);
    assert!(healed.quiescent);
    assert_eq!(selection(&healed), "a1 b1.1, a2 b1.1, b1 b1.1");
}

#[test]
fn ce4_gives_the_conversation_to_the_removed_device() {
    let taken = end("CE4", false);
    assert_eq!(selection(&taken), "a1 b1.1, a2 a2.2, b1 a2.2, b2 a2.2");
    assert!(taken.quiescent);
    let world = play(&trace("CE4", false)).expect("enabled");
    assert_eq!(world.tree().depth(node("a2.2")), 3);
    let read = play(&trace("CE4", true)).expect("enabled");
    assert!(read.opened(device("a2"), node("b1.2")) && !read.opened(device("a1"), node("b1.2")));
    assert_eq!(read.readable_only_by(device("a2")), [node("b1.2"), node("b2.1")]);
    let refused = read.check(Event::Deliver(device("a1"), node("b1.2"))).expect_err("a1 cannot read it");
    assert_eq!(refused.to_string(), "a1 does not know a2.2, on which b1.2 grew");
}

#[test]
fn ce5_uses_one_message_key_twice() {
    assert_eq!(end("CE5", false).reused, [(node("a1.1"), 1)]);
}

#[test]
fn n1_leaves_a_device_behind_for_ever() {
    let result = end("N1", false);
    assert!(result.quiescent);
    assert_eq!(selection(&result), "a1 b1.1, a2 b1.1, b1 b1.1, b2 a1.1");
    let mut world = play(&TraceInput { steps_max: 9, ..trace("N1", false) }).expect("enabled");
    for event in events("step a1 a1.2 b1.1; deliver a2 a1.2; deliver b1 a1.2; step b1 b1.2 a1.2").expect("events") {
        world.apply(event).unwrap_or_else(|why| panic!("{event}: {why}"));
    }
    let why = world.check(Event::Deliver(device("b2"), node("a1.2"))).expect_err("an orphan");
    assert_eq!(why.to_string(), "b2 does not know b1.1, on which a1.2 grew");
    assert_eq!(
        world.check(Event::Deliver(device("b2"), node("b1.1"))),
        Err(Disabled::Processed(device("b2"), node("b1.1")))
    );
    assert_eq!(world.selection(device("b2")), Some(node("a1.1")));
}

#[test]
fn n2_loses_the_message_that_came_second() {
    let result = end("N2", false);
    assert!(result.quiescent);
    assert_eq!(result.lost, [node("a2.1")]);
    assert_eq!(selection(&result), "a1 a1.1, a2 a1.1, b1 a1.1");
    let other = end("N2b", false);
    assert!(other.quiescent);
    assert_eq!(other.lost, [node("a1.1")]);
    assert_eq!(selection(&other), "a1 a1.1, a2 a1.1, b1 a2.1", "A stays on the node that b1 rejected");
}

#[test]
fn n3_parts_the_devices_of_one_user() {
    let result = end("N3", false);
    assert!(result.quiescent);
    assert_eq!(selection(&result), "a1 a1.1, a2 a1.1, b1 a1.1, b2 a2.1");
}

#[test]
fn n4_is_a_device_that_forks_itself() {
    let result = end("N4", false);
    assert!(result.quiescent);
    assert_eq!(result.tips, [node("a1.1"), node("a1.2")]);
    assert_eq!(result.lost, [node("a1.2")]);
}

#[test]
fn n5_is_dead() {
    let result = end("N5", false);
    assert!(result.quiescent);
    assert_eq!(selection(&result), "a1 a1.1, b1 b1.1");
    assert_eq!(play(&trace("N5", false)).expect("enabled").steps(), []);
}

#[test]
fn an_event_that_is_not_enabled_says_so() {
    let refused = |policy: Policy, trace: &str| {
        let trace = events(trace).expect("events");
        let input = TraceInput { m: 2, n: 1, steps_max: 1, policy, trace, cycle: None };
        replay(&input).expect_err("refused").to_string()
    };
    let agree = Policy::agree;
    assert_eq!(
        refused(agree(), "step a1 a1.1 R; deliver b1 a2.1"),
        "event 2, `b1 < a2.1`, is not enabled: a2.1 does not exist"
    );
    for (trace, why) in [
        ("step a3 a3.1 R", "there is no device a3"),
        ("step a1 a1.2 R", "a1 makes a1.1 next, not a1.2"),
        ("step a1 a2.1 R", "a1 makes a1.1 next, not a2.1"),
        ("step a1 a1.1 R'", "a1 selects R, not R'"),
        ("step b1 b1.1 R", "R is of its own user: a message there makes no step"),
        ("step a1 a1.1 R; step a1 a1.2 a1.1", "a1 has no step left"),
        ("message a1 R", "R is of the other user: a message there is a step"),
        ("step a1 a1.1 R; deliver a1 a1.1", "a1 knows a1.1 already"),
        ("step a1 a1.1 R; deliver b1 a1.1; deliver b1 a1.1", "b1 has processed a1.1 already"),
        ("step a1 a1.1 R; reject b1 a1.1", "b1 accepts a1.1"),
        ("step a1 a1.1 R; drop b1 a1.1", "that needs `orphan = drop`"),
        ("step a1 a1.1 R; ack a1 a1.1", "that needs `accept other than all, or valid other than known`"),
        (
            "remove a2; step a1 a1.1 R; deliver a2 a1.1",
            "nothing passes between a2 and its former sibling that made a1.1, or sent on it",
        ),
        ("remove a2; remove a2", "a2 was removed already"),
        ("roll a1 R:a1.2", "a1 makes R:a1.1 next, not R:a1.2"),
    ] {
        assert!(refused(agree(), trace).ends_with(why), "{trace}: {}", refused(agree(), trace));
    }
    let first = Policy { accept: Accept::First, ..agree() };
    for (trace, why) in [
        ("step a1 a1.1 R; ack a2 a1.1", "no device of the other user has accepted a1.1"),
        ("step a1 a1.1 R; news b1 a1.1", "no device of the other user has accepted a1.1"),
        ("step a1 a1.1 R; news a1 a1.1", "a1.1 is not of B"),
        ("step a1 a1.1 R; ack b1 a1.1", "a1.1 is not of B"),
        (
            "step a1 a1.1 R; step a2 a2.1 R; deliver b1 a1.1; deliver b1 a2.1",
            "b1 rejects a2.1: it knows another child of the same node",
        ),
    ] {
        assert!(refused(first.clone(), trace).ends_with(why), "{trace}: {}", refused(first.clone(), trace));
    }
}

#[test]
fn keys_of_losing_branches_can_be_gone() {
    let trace = "step a1 a1.1 R; step a2 a2.1 R; deliver b1 a1.1; step b1 b1.1 a1.1; deliver b1 a2.1";
    let of = |retain| {
        let policy = Policy { retain, ..Policy::agree() };
        replay(&TraceInput { m: 2, n: 1, steps_max: 1, policy, trace: events(trace).expect("events"), cycle: None })
    };
    assert!(of(Retain::All).is_ok() && of(Retain::Levels(2)).is_ok());
    let why = of(Retain::Levels(1)).expect_err("two levels above the deepest node");
    assert!(why.to_string().ends_with("b1 has no keys any more to join a2.1"), "{why}");
}

#[test]
fn no_event_panics_and_a_refused_one_changes_nothing() {
    let names = ["a1.1", "a1.2", "a2.1", "b1.1", "b1.2", "b2.1", "c1.1", "R", "R'", "R:a1.1", "R:b1.1", "a9.9"];
    let nodes: Vec<Node> = names.iter().filter_map(|name| name.parse().ok()).collect();
    let devices: Vec<Device> = ["a1", "a2", "b1", "b2", "b7"].iter().map(|name| device(name)).collect();
    let kinds = [Event::Deliver, Event::Reject, Event::Drop, Event::Ack, Event::News, Event::Message, Event::Roll];
    let mut applied = BTreeSet::new();
    for run in 0..300 {
        let mut rng = sim_env::Seed::from(run).stream("tree/events");
        let policy = Policy {
            accept: *[Accept::All, Accept::First, Accept::FirstUnshared].choose(&mut rng).expect("one"),
            orphan: *[Orphan::Buffer, Orphan::Drop].choose(&mut rng).expect("one"),
            length: *[Length::DhSteps, Length::Messages].choose(&mut rng).expect("one"),
            roots: *[1, 2].choose(&mut rng).expect("one"),
            ..Policy::opposite()
        };
        let mut world = World::new(2, 2, 2, &policy);
        for _ in 0..200 {
            let by = *devices.choose(&mut rng).expect("one");
            let mut node = || *nodes.choose(&mut rng).expect("one");
            let (node, parent) = (node(), node());
            let event = match rng.gen_range(0..kinds.len() + 3) {
                0 if rng.gen_bool(0.1) => Event::Remove(by),
                0..3 => Event::Step { by: node.maker().unwrap_or(by), node, parent },
                kind => kinds[kind - 3](by, node),
            };
            let before = world.clone();
            match world.apply(event) {
                Ok(()) => {
                    applied.insert(event.verb());
                }
                Err(_) => assert_eq!(world, before, "{event}"),
            }
        }
    }
    let all = ["ack", "deliver", "drop", "message", "news", "reject", "remove", "roll", "step"];
    assert_eq!(applied, BTreeSet::from(all), "every verb was enabled at times");
}

#[test]
fn a_world_without_devices_or_with_three_roots_is_refused() {
    let input = TraceInput { m: 0, ..trace("CE1", false) };
    assert_eq!(replay(&input), Err(TraceError::Devices { m: 0, n: 1 }));
    let mut input = trace("CE1", false);
    input.policy.roots = 3;
    assert_eq!(replay(&input), Err(TraceError::Roots(3)));
}

#[test]
fn a_trace_and_its_end_are_the_json_of_the_vectors() {
    let text = r#"{"m": 2, "n": 1, "steps_max": 1,
        "policy": {"accept": "all", "valid": "known", "length": "dh_steps", "orphan": "buffer", "order": "tip", "roots": 1,
                   "orders": {"A": "ascending", "B": "descending"}},
        "trace": [["step", "a1", "a1.1", "R"], ["step", "a2", "a2.1", "R"], ["deliver", "a1", "a2.1"],
                  ["deliver", "a2", "a1.1"], ["deliver", "b1", "a1.1"], ["deliver", "b1", "a2.1"]]}"#;
    let input: TraceInput = serde_json::from_str(text).expect("a question");
    let said = Policy::opposite().ranked(Ranker::User(User::A), Order::Ascending);
    assert_eq!(input, TraceInput { policy: said, ..trace("CE1", false) });
    let expected: TraceResult = serde_json::from_str(
        r#"{"quiescent": true, "selection": {"a1": "a1.1", "a2": "a1.1", "b1": "a2.1"}, "tips": ["a1.1", "a2.1"], "fork_depth": 1,
            "then": {"trace": [["step", "b1", "b1.1", "a2.1"], ["deliver", "a1", "b1.1"], ["deliver", "a2", "b1.1"]],
                     "selection": {"a1": "b1.1", "a2": "b1.1", "b1": "b1.1"}}}"#,
    )
    .expect("an answer");
    let Then { trace: more, selection } = expected.then.clone().expect("it goes on");
    assert_eq!(replay(&input).map(|end| TraceResult { then: expected.then.clone(), ..end }), Ok(expected));
    assert_eq!(replay(&input.followed_by(&more)).map(|end| end.selection), Ok(selection));
    let again = serde_json::to_string(&input).expect("json");
    assert_eq!(serde_json::from_str::<TraceInput>(&again).expect("read"), input);
    assert!(serde_json::from_str::<Event>(r#"["deliver", "a1"]"#).is_err());
}

#[test]
fn a_cycle_that_says_too_much_is_refused() {
    let mut input = shared_ratchet::tree::chains::ce2(4, &Policy::opposite());
    assert!(replay(&input).is_ok());
    let said = |input: &TraceInput, change: fn(&mut Cycle)| {
        let mut input = input.clone();
        input.cycle.as_mut().map(change).expect("a cycle");
        replay(&input)
    };
    assert_eq!(said(&input, |cycle| cycle.shift = 3), Err(LassoError::Shift { said: 3, found: 2 }.into()));
    assert_eq!(said(&input, |cycle| cycle.rounds = 3), Err(LassoError::TooShort { needed: 5, found: 4 }.into()));
    assert_eq!(said(&input, |cycle| cycle.from = 1), Err(LassoError::Another { from: 1, to: 3 }.into()));
    input.trace.truncate(2);
    assert!(matches!(replay(&input), Err(TraceError::Lasso(LassoError::TooShort { .. }))));
}
