//! Every emulated client on one table of hand-made cases: what each picks, by its cited source
//! (docs/spec/marmot.md section 5).

mod common;

use std::collections::BTreeMap;

use common::{Ev, NOW, by_id, choose};
use marmot_rules::select::PolicyKind;
use marmot_rules::{Policy, Profile};
use nostr::Event;

/// Seconds after a moment that is fifty minutes ago.
fn t(at: u64) -> u64 {
    NOW - 3_000 + at
}

/// The events of a case by name, in the profile that a client speaks.
type Case = fn(Profile) -> BTreeMap<&'static str, Event>;

fn valid(profile: Profile, seed: &str, at: u64) -> Event {
    Ev::new(profile, seed, at).slot_of(profile, "s").sign()
}

/// Two valid events of one slot and one second.
fn tie(profile: Profile) -> BTreeMap<&'static str, Event> {
    let (low, high) = by_id(valid(profile, "x", t(10)), valid(profile, "y", t(10)));
    BTreeMap::from([("low", low), ("high", high)])
}

/// The newest event of the slot is no base64.
fn malformed_newest(profile: Profile) -> BTreeMap<&'static str, Event> {
    let bad = Ev::new(profile, "y", t(20)).slot_of(profile, "s").malformed().sign();
    BTreeMap::from([("older", valid(profile, "x", t(10))), ("bad", bad)])
}

/// The newest event of all is no base64, and has a slot of its own.
fn malformed_elsewhere(profile: Profile) -> BTreeMap<&'static str, Event> {
    let bad = Ev::new(profile, "y", t(20)).slot_of(profile, "another").malformed().sign();
    BTreeMap::from([("older", valid(profile, "x", t(10))), ("bad", bad)])
}

const NAMES: [&str; 12] = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/// So many valid events in slots of their own, newest last, and a malformed one that is older than all.
fn capped(profile: Profile, valid: usize) -> BTreeMap<&'static str, Event> {
    let event = |at: usize| Ev::new(profile, NAMES[at], t(1 + at as u64)).sign();
    let mut events: BTreeMap<_, _> = (0..valid).map(|at| (NAMES[at], event(at))).collect();
    events.insert("bad", Ev::new(profile, "bad", t(0)).malformed().sign());
    events
}

/// A newer event labelled amethyst, an older one labelled White Noise.
fn labels(profile: Profile) -> BTreeMap<&'static str, Event> {
    let newer = Ev::new(profile, "x", t(20)).slot_of(profile, "a").label("amethyst").sign();
    let older = Ev::new(profile, "y", t(10)).slot_of(profile, "b").label(" WhiteNoise ").sign();
    BTreeMap::from([("newer", newer), ("older", older)])
}

fn from_the_future(profile: Profile, seconds: u64) -> BTreeMap<&'static str, Event> {
    let future = Ev::new(profile, "y", NOW + seconds).slot_of(profile, "b").sign();
    BTreeMap::from([("now", valid(profile, "x", t(10))), ("future", future)])
}

/// The newest event holds a KeyPackage that has expired.
fn expired_newest(profile: Profile) -> BTreeMap<&'static str, Event> {
    let expired = Ev::new(profile, "y", t(20)).slot_of(profile, "b");
    let expired = expired.with(|kp| kp.lifetime = Some((NOW - 100, NOW - 1))).sign();
    BTreeMap::from([("older", valid(profile, "x", t(10))), ("expired", expired)])
}

/// The newest event holds a KeyPackage that ends with this second.
fn at_not_after(profile: Profile) -> BTreeMap<&'static str, Event> {
    let last = Ev::new(profile, "y", t(20)).slot_of(profile, "b");
    let last = last.with(|kp| kp.lifetime = Some((NOW - 100, NOW))).sign();
    BTreeMap::from([("older", valid(profile, "x", t(10))), ("last", last)])
}

/// An event of each kind, the one of kind 443 newer; no events where the profile has one kind alone.
fn both_kinds(profile: Profile) -> BTreeMap<&'static str, Event> {
    if profile != Profile::Mip2026_04 {
        return BTreeMap::new();
    }
    let regular = Ev::new(profile, "y", t(20)).kind(443).sign();
    BTreeMap::from([("30443", valid(profile, "x", t(10))), ("443", regular)])
}

trait SlotOf {
    /// In this slot, where the profile has slots.
    fn slot_of(self, profile: Profile, slot: &str) -> Self;
}

impl SlotOf for Ev {
    fn slot_of(self, profile: Profile, slot: &str) -> Self {
        if profile.has_slots() { self.slot(slot) } else { self }
    }
}

/// The columns of the table.
const CASES: [(&str, Case); 13] = [
    ("tie", tie),
    ("malformed newest", malformed_newest),
    ("malformed elsewhere", malformed_elsewhere),
    ("eleven and a bad one", |profile| capped(profile, 11)),
    ("twelve and a bad one", |profile| capped(profile, 12)),
    ("labels", labels),
    ("300 s ahead", |profile| from_the_future(profile, 300)),
    ("301 s ahead", |profile| from_the_future(profile, 301)),
    ("3,600 s ahead", |profile| from_the_future(profile, 3_600)),
    ("3,601 s ahead", |profile| from_the_future(profile, 3_601)),
    ("expired newest", expired_newest),
    ("at not_after", at_not_after),
    ("both kinds", both_kinds),
];

/// In place of the picks where the case cannot occur in the client's profile.
const NONE: &str = "n/a";

/// Picks by name, separated by blanks, in their order.
#[rustfmt::skip]
const TABLE: [(Policy, Profile, [&str; 13]); 9] = [
    //                                                tie        malformed      elsewhere  11    12    labels   300 s     301 s     3,600 s   3,601 s   expired    at end  443
    (Policy::Mdk0914,        Profile::Adopted2026_07, ["high",     "",            "",      "",   "12", "newer", "future", "now",    "now",    "now",    "",        "last", NONE]),
    (Policy::MdkAfter1910,   Profile::Adopted2026_07, ["high",     "",            "older", "11", "12", "older", "future", "now",    "now",    "now",    "expired", "last", NONE]),
    (Policy::WhitenoiseRs08, Profile::Mip2026_04,     ["high",     "older",       "older", "11", "12", "newer", "future", "future", "future", "now",    "expired", "last", "30443"]),
    (Policy::Amethyst202608, Profile::Mip2026_04,     ["low",      "bad",         "bad",   "11", "12", "newer", "future", "future", "future", "future", "expired", "last", "30443"]),
    (Policy::Pika,           Profile::Pr40,           ["high",     "bad",         "bad",   "11", "12", "newer", "future", "future", "future", "future", "expired", "last", NONE]),
    (Policy::PikaRuntime,    Profile::Pr40,           ["low",      "bad",         "bad",   "11", "12", "newer", "future", "future", "future", "future", "expired", "last", NONE]),
    (Policy::Pika201baa3e,   Profile::Pr40,           ["low high", "older",       "older",
        "11 10 09 08 07 06 05 04 03 02", "12 11 10 09 08 07 06 05 04 03",
        "newer older", "future now", "future now", "future now", "future now", "expired older", "last older", NONE]),
    (Policy::BurrowApp,      Profile::Pr40,           ["high",     "bad",         "bad",   "11", "12", "newer", "future", "future", "future", "future", "expired", "last", NONE]),
    (Policy::BurrowCli,      Profile::Pr40,           ["low",      "bad",         "bad",   "11", "12", "newer", "future", "future", "future", "future", "expired", "last", NONE]),
];

#[test]
fn every_emulated_client_picks_what_its_source_says() {
    for (policy, profile, expected) in TABLE {
        for ((name, case), expected) in CASES.into_iter().zip(expected) {
            let events = case(profile);
            assert_eq!(
                events.is_empty(),
                expected == NONE,
                "{policy}, {name}: a case is left out only where it cannot be"
            );
            let mut given: Vec<&Event> = events.values().collect();
            for turn in 0..given.len() {
                given.rotate_left(1);
                let picked = choose(policy, profile, &given).picked;
                let named = |id| events.iter().find(|(_, event)| event.id == id).expect("a pick is one of them").0;
                let picked: Vec<&str> = picked.into_iter().map(|id| *named(id)).collect();
                assert_eq!(picked.join(" "), expected, "{policy}, {name}, turn {turn}");
            }
        }
    }
}

#[test]
fn the_table_has_every_emulated_client_once() {
    let deployed = Policy::ALL.iter().copied().filter(|policy| policy.kind() == PolicyKind::DeployedClient);
    assert!(deployed.eq(TABLE.into_iter().map(|(policy, ..)| policy)));
}
