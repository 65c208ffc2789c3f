//! What a reader of relays learns, and that the oracle notices when it is more than it should be.

use std::str::FromStr;

use marmot_rules::{Policy, Profile};
use nostr::{Event, EventBuilder, Keys, Kind, SecretKey, Tag, Timestamp};
use scenarios::facts::observer::{MarkerKind, Observer, is_key_package, readable, tag};
use scenarios::verdict::Verdict;
use scenarios::{Run, RunOptions, corpus, judge, simulate};
use sim_relay::VerifiedEvent;

const NAME: &str = "observer-learns-only";

fn run_of(id: &str, profile: Profile, policy: Policy) -> Run {
    let scenario = corpus::find(id).unwrap().expect("the corpus has it");
    simulate(&scenario, &RunOptions::new(profile, policy, 7)).unwrap()
}

fn uneven(profile: Profile) -> Run {
    run_of("uneven-refresh", profile, Policy::NewestOne)
}

fn observed(run: &Run) -> Observer {
    judge(run).observer
}

/// Adds a signed event to what a relay holds.
fn plant(run: &mut Run, kind: u16, tags: &[[&str; 2]], content: &str) {
    let secret = SecretKey::from_str(&"7".repeat(64)).unwrap();
    plant_by(run, &Keys::new(secret), kind, tags, content);
}

fn plant_by(run: &mut Run, keys: &Keys, kind: u16, tags: &[[&str; 2]], content: &str) {
    let tags = tags.iter().map(|tag| Tag::parse(*tag).unwrap());
    let at = Timestamp::from(1_781_481_600);
    let event: Event =
        EventBuilder::new(Kind::from(kind), content).tags(tags).custom_created_at(at).sign_with_keys(keys).unwrap();
    run.stored.values_mut().next().unwrap().push(VerifiedEvent::check(event).unwrap());
}

/// What the invariant says about the run, as texts; empty if it holds.
fn complaints(run: &Run) -> Vec<String> {
    match judge(run).verdict(NAME).expect("it is registered") {
        Verdict::Held { .. } => Vec::new(),
        Verdict::Violated { violations } => violations.iter().map(|v| v.text()).collect(),
        Verdict::NotExercised => panic!("every run with an event exercises it"),
    }
}

fn assert_complains(run: &Run, what: &str) {
    let found = complaints(run);
    assert!(found.iter().any(|text| text.contains(what)), "expected {what:?}, found {found:?}");
}

/// A value of the `client_id` tag, and the id in the `h` tag of a group event.
fn secrets_of(run: &Run) -> (String, String) {
    let events = readable(run);
    let find = |name: &str, which: &dyn Fn(&VerifiedEvent) -> bool| {
        let found = events.iter().filter(|seen| which(seen.event)).find_map(|seen| tag(seen.event, name));
        found.expect("the run shows one").to_owned()
    };
    (find("client_id", &is_key_package), find("h", &|event| event.kind.as_u16() == 445))
}

#[test]
fn a_client_id_links_every_refresh_and_shows_its_rhythm() {
    let observer = observed(&uneven(Profile::Pr40));
    let bob = &observer.accounts["bob"];
    let mut events: Vec<_> = bob.markers.iter().map(|marker| (marker.kind, marker.events, marker.cadence_s)).collect();
    events.sort();
    assert_eq!(events, [(MarkerKind::ClientId, 1, None), (MarkerKind::ClientId, 11, Some(21_600))]);
    assert_eq!((bob.linkable.of, bob.linkable.by_client_id, bob.linkable.by_nothing), (11, 10, 1));
    assert_eq!((bob.linkable.percent(), bob.gift_wraps), (Some(90), 1));
}

#[test]
fn without_a_marker_nothing_links_two_key_packages_of_a_device() {
    let observer = observed(&run_of("two-devices", Profile::Mip2026_01, Policy::NewestOne));
    let bob = &observer.accounts["bob"];
    assert!(bob.markers.iter().all(|marker| marker.kind == MarkerKind::None));
    assert_eq!(bob.linkable.percent(), Some(0));
}

#[test]
fn a_stable_slot_links_as_a_client_id_does() {
    let bob = &observed(&uneven(Profile::Mip2026_04)).accounts["bob"];
    assert!(bob.linkable.by_slot >= 9 && bob.linkable.by_client_id == 0, "{bob:?}");
}

#[test]
fn group_events_show_a_group_and_one_time_authors() {
    let observer = observed(&uneven(Profile::Pr40));
    let groups: Vec<_> = observer.groups.values().collect();
    assert!(matches!(groups[..], [group] if group.events == 3 && group.authors == 3), "{groups:?}");
}

#[test]
fn an_event_that_no_relay_took_is_not_learned() {
    let run = run_of("gift-wraps-refused", Profile::Pr40, Policy::ClientId);
    assert!(readable(&run).len() < run.published().len());
}

#[test]
fn the_corpus_shows_no_more_than_it_should() {
    assert_eq!(complaints(&uneven(Profile::Pr40)), [""; 0]);
    assert_eq!(complaints(&uneven(Profile::Mip2026_04)), [""; 0]);
}

#[test]
fn an_account_key_in_a_group_event_is_noticed() {
    let mut run = uneven(Profile::Pr40);
    let bob = run.accounts["bob"].to_hex();
    plant(&mut run, 445, &[["h", "00"], ["p", &bob]], "");
    assert_complains(&run, "of kind 445 shows the account key");
}

#[test]
fn a_group_event_by_an_account_is_noticed() {
    let mut run = uneven(Profile::Pr40);
    let bob = Keys::new(SecretKey::from_str(&run.secrets[1]).unwrap());
    assert_eq!(bob.public_key(), run.accounts["bob"]);
    plant_by(&mut run, &bob, 445, &[["h", "00"]], "");
    assert_complains(&run, "is signed with an account's key");
}

#[test]
fn a_one_time_key_that_is_used_twice_is_noticed() {
    let mut run = uneven(Profile::Pr40);
    plant(&mut run, 445, &[["h", "00"]], "first");
    assert_eq!(complaints(&run), [""; 0]);
    plant(&mut run, 445, &[["h", "00"]], "second");
    assert_complains(&run, "has a key that is not used once");
}

#[test]
fn a_marker_outside_key_packages_is_noticed() {
    let mut run = uneven(Profile::Pr40);
    let (client_id, _) = secrets_of(&run);
    plant(&mut run, 445, &[["h", "00"]], &format!("from {client_id}"));
    assert_complains(&run, "of kind 445 shows the device marker");
}

#[test]
fn a_group_id_in_a_key_package_or_a_gift_wrap_is_noticed() {
    let mut run = uneven(Profile::Pr40);
    let (_, group) = secrets_of(&run);
    let bob = run.accounts["bob"].to_hex();
    plant(&mut run, 443, &[["for", &group]], "");
    plant(&mut run, 1059, &[["p", &bob], ["h", &group]], "");
    assert_complains(&run, "of kind 443 shows the group id");
    assert_complains(&run, "of kind 1059 shows the group id");
}

#[test]
fn a_raw_group_id_inside_key_package_content_is_noticed() {
    use base64::Engine;
    let mut run = uneven(Profile::Pr40);
    let (_, group) = secrets_of(&run);
    let bytes = [b"padding".to_vec(), hex::decode(group).unwrap()].concat();
    plant(&mut run, 443, &[], &base64::engine::general_purpose::STANDARD.encode(bytes));
    assert_complains(&run, "of kind 443 shows the group id");
}

#[test]
fn a_marker_that_tells_more_than_which_device_is_noticed() {
    let mut run = uneven(Profile::Pr40);
    let bob = run.accounts["bob"].to_hex();
    plant(&mut run, 443, &[["client_id", "Bob's phone"]], "");
    assert_complains(&run, "client_id `Bob's phone` is not 32 bytes in hex");
    let mut run = uneven(Profile::Pr40);
    plant(&mut run, 30443, &[["d", &bob]], "");
    assert_complains(&run, "follows from a key or another identifier");
}

#[test]
fn a_client_id_of_too_few_digits_tells_nobody_more() {
    let mut run = uneven(Profile::Pr40);
    plant(&mut run, 443, &[["client_id", ""]], "");
    plant(&mut run, 443, &[["client_id", "5d5d"]], "");
    assert_eq!(complaints(&run), Vec::<String>::new());
}

#[test]
fn a_rumor_in_the_open_is_noticed() {
    let mut run = uneven(Profile::Pr40);
    plant(&mut run, 9, &[], "hello");
    assert_complains(&run, "of kind 9 is of a kind that nobody but members should see");
}
