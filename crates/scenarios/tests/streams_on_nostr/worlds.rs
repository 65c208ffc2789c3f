//! Stories in which Bob's phone listens through trouble: it is invited, and messages are sent before, during and after.

use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::world::Marmot;
use scenarios::{Run, RunOptions, corpus, simulate};
use sim_device::{Behaviour, CrashPoint, Note};
use sim_engine::Record;

pub const PHONE: &str = "bob/phone";

/// What happens around an invitation.
pub struct World {
    pub name: String,
    /// Steps before the phone is invited.
    before: String,
    /// Steps after it has joined.
    during: String,
}

const SAY: &str = r#"
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "Are you there?" }
"#;

const WAIT: &str = r#"
[[steps]]
advance = "1m"
"#;

fn step(what: &str) -> String {
    format!("\n[[steps]]\n{what}\n")
}

fn by_phone(what: &str) -> String {
    step(&format!("device = \"{PHONE}\"\n{what}"))
}

fn trouble(how: &str) -> String {
    step(&format!("fault = {{ name = \"trouble\", relay = \"r1\", device = \"{PHONE}\", {how}, lasts = \"5m\" }}"))
}

fn world(name: &str, during: &[String]) -> World {
    World { name: name.to_owned(), before: String::new(), during: during.concat() }
}

impl World {
    /// Whether the phone met what the story is about.
    pub fn came_about(&self, run: &Run) -> bool {
        let phone = run.devices[PHONE];
        let met = |record: &Record<Marmot>| match record {
            Record::Note(who, Note::Crashed { .. } | Note::Restarted | Note::Network { online: true }) => *who == phone,
            Record::Fault { from, to, .. } => *from == phone || *to == phone,
            Record::FaultOnOpen { from, .. } => *from == phone,
            _ => false,
        };
        let crashed = |record: &Record<Marmot>| matches!(record, Record::Note(_, Note::Crashed { .. }));
        let kills = self.before.contains("crash");
        run.entries().any(|(_, entry)| met(&entry.record) && (!kills || crashed(&entry.record)))
    }

    /// The story with this cursor for gift wraps.
    pub fn scenario(&self, inbox_since: &str) -> Scenario {
        let (before, during) = (&self.before, &self.during);
        let invite = step("device = \"alice/desktop\"\ncreate_group = { group = \"trip\", invite = [\"bob\"] }");
        let settle = step("settle = \"6h\"");
        let text = format!(
            r#"
format = "marmot-scenario/1"
id = "streams-on-nostr"
title = "A phone listens through trouble"
profiles = ["pr40", "adopted-2026-07"]

[accounts.alice]
devices = ["desktop"]

[accounts.bob]
devices = ["phone"]

[defaults.behaviour]
post_join_update = "never"
inbox_since = "{inbox_since}"
{publish}{before}{invite}{settle}{SAY}{WAIT}{during}{settle}{SAY}{settle}"#,
            publish = by_phone("publish_key_package = {}"),
        );
        Scenario::parse(&text, "streams-on-nostr.toml").unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

/// Trouble after which the phone asks its relay anew, of itself or because somebody restarts it.
pub fn troubles() -> Vec<World> {
    let say = || SAY.to_owned();
    let restart = || by_phone("restart = {}");
    let (offline, online) = (|| by_phone("offline = {}"), || by_phone("online = {}"));
    let silence = || trouble(r#"direction = "to-device", does = "drop""#);
    let over = || step(r#"advance = "10m""#);
    vec![
        world("the phone restarts", &[say(), restart(), say(), restart(), restart()]),
        world("the network goes and comes", &[offline(), say(), over(), online(), say()]),
        world("the connection is lost for five minutes", &[trouble(r#"does = "disconnect""#), say(), over()]),
        world(
            "the relay hangs up on every answer",
            &[trouble(r#"direction = "to-device", does = "disconnect""#), say(), over()],
        ),
        world("nothing of the relay arrives, and the phone restarts", &[silence(), say(), over(), restart()]),
        world(
            "nothing of the relay arrives, and the network goes and comes",
            &[silence(), say(), over(), offline(), online()],
        ),
        world(
            "events arrive twice",
            &[trouble(r#"direction = "to-device", does = "duplicate""#), say(), restart(), say()],
        ),
        world(
            "events arrive late, and the phone restarts",
            &[trouble(r#"direction = "to-device", kinds = [445], does = "hold""#), say(), restart(), say()],
        ),
        world("an invitation comes while the phone is away", &[offline(), second_group(), over(), online()]),
        world(
            "an invitation comes while the connection is lost",
            &[trouble(r#"does = "disconnect""#), second_group(), over()],
        ),
        world(
            "an invitation comes while nothing arrives, and the phone restarts",
            &[silence(), second_group(), over(), restart()],
        ),
    ]
}

fn second_group() -> String {
    step("device = \"alice/desktop\"\ncreate_group = { group = \"tea\", invite = [\"bob\"] }")
}

/// The phone is killed at each point that it comes to.
pub fn crashes() -> Vec<World> {
    let reached = [CrashPoint::WelcomeUnwrapped, CrashPoint::WelcomeAccepted, CrashPoint::KeyPackageMade];
    reached.into_iter().map(|point| killed(point.id(), &format!("\"{}\"", point.id()))).collect()
}

/// The phone is killed before its engine writes for the n-th time after it was invited.
pub fn writes() -> Vec<World> {
    (1..=6).map(|n| killed(&format!("write {n}"), &format!("{{ before-write = {n} }}"))).collect()
}

fn killed(name: &str, point: &str) -> World {
    let before = by_phone(&format!("crash = {{ at = {point} }}"));
    World { name: format!("killed at {name}"), before, during: SAY.to_owned() }
}

/// What the phone only listens to stays silent: its relay sends nothing for five minutes, or takes no question when the phone restarts.
pub fn listeners() -> [World; 2] {
    let silence = trouble(r#"direction = "to-device", does = "drop""#);
    let deaf = trouble(r#"does = "silence""#);
    let say = || SAY.to_owned();
    [
        world("nothing of the relay arrives", &[silence, say(), step(r#"advance = "10m""#)]),
        world("the relay does not answer a REQ", &[deaf, by_phone("restart = {}"), say(), step(r#"advance = "10m""#)]),
    ]
}

/// The phone says something to a relay of which nothing arrives.
pub fn speaker() -> World {
    let silence = trouble(r#"direction = "to-device", does = "drop""#);
    let says = by_phone("may_fail = true\nsend = { group = \"trip\", text = \"I am.\" }");
    world(
        "nothing of the relay arrives, and the phone speaks",
        &[silence, says, SAY.to_owned(), step(r#"advance = "10m""#)],
    )
}

/// The world of this name.
pub fn named(name: &str) -> World {
    let all = troubles().into_iter().chain(crashes());
    all.into_iter().find(|world| world.name == name).unwrap_or_else(|| panic!("no world is called {name}"))
}

pub fn run(scenario: &Scenario, profile: Profile) -> Run {
    run_under(scenario, profile, 7)
}

pub fn run_under(scenario: &Scenario, profile: Profile, seed: u64) -> Run {
    let policy = corpus::natural_policy(scenario, profile);
    simulate(scenario, &RunOptions::new(profile, policy, seed)).unwrap()
}

/// A scenario of the corpus under PR #40, with a change of how its devices behave.
pub fn run_of(id: &str, change: fn(&mut Behaviour)) -> Run {
    let mut scenario = corpus::find(id).unwrap().unwrap_or_else(|| panic!("the corpus has no {id}"));
    change(&mut scenario.defaults.behaviour);
    scenario.devices.values_mut().for_each(|device| change(&mut device.behaviour));
    simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap()
}
