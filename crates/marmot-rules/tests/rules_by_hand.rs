//! Rules that no validation composes: each is shown kept and broken.

mod common;

use std::collections::BTreeSet;

use common::{Ev, NOW, account, hex64};
use marmot_rules::decisions::TagValues;
use marmot_rules::rules::{cid, cw, kp, kv, lc, md, rw, sel, wd};
use marmot_rules::{Knobs, Policy, Profile, Reason, Requirements, SelectInput, Selection, Verdict, validate};
use nostr::{Event, EventBuilder, EventId, Kind, Tag, Tags, UnsignedEvent};

const P: Profile = Profile::Pr40;
const J: Profile = Profile::Mip2026_01;
const A: Profile = Profile::Mip2026_04;
const D: Profile = Profile::Adopted2026_07;

fn kept(verdict: Verdict) {
    assert_eq!(verdict, Verdict::Pass);
}

fn broken(verdict: Verdict) {
    assert!(matches!(verdict, Verdict::Fail(_)), "{verdict:?}");
}

fn silent(verdict: Verdict) {
    assert_eq!(verdict, Verdict::NotApplicable);
}

fn id(byte: u8) -> EventId {
    EventId::from_byte_array([byte; 32])
}

fn ids(bytes: &[u8]) -> BTreeSet<EventId> {
    bytes.iter().map(|byte| id(*byte)).collect()
}

fn tags(rows: &[&[&str]]) -> Tags {
    Tags::from_list(rows.iter().map(|row| Tag::parse(row.iter().copied()).expect("a tag")).collect())
}

#[test]
fn a_client_id_is_kept_and_renewed() {
    let value = hex64("x");
    kept(cid::cid_01(&value));
    broken(cid::cid_01("abcd"));
    broken(cid::cid_02(&value.to_uppercase(), TagValues::Strict));
    kept(cid::cid_02(&value.to_uppercase(), TagValues::Lenient));
    kept(cid::cid_05(&value, &value));
    broken(cid::cid_06(&["a", "a", "b"]));
    kept(cid::cid_08("a", "b"));
    broken(cid::cid_08("a", "a"));
}

#[test]
fn a_client_id_that_is_the_account_key_or_its_hash_is_derived() {
    let key = account(1).public_key().to_bytes();
    broken(cid::cid_07(&hex::encode(key), &[&key]));
    broken(cid::cid_07(&hex::encode(<sha2::Sha256 as sha2::Digest>::digest(key)), &[&key]));
    kept(cid::cid_07(&hex64("x"), &[&key]));
    broken(kp::kp_08(D, &hex::encode(key), &[&key]));
    silent(kp::kp_08(A, &hex::encode(key), &[&key]));
}

#[test]
fn a_welcome_for_the_key_package_of_another_has_no_effect() {
    kept(cid::cid_14(&ids(&[1]), &id(1)));
    silent(cid::cid_15(&ids(&[1]), &id(1), true));
    kept(cid::cid_15(&ids(&[1]), &id(2), false));
    broken(cid::cid_15(&ids(&[1]), &id(2), true));
}

/// What is wrong with these picks, if everything else was rejected as superseded.
fn wrong_picks(policy: Policy, profile: Profile, events: &[&Event], picked: &[&Event]) -> Vec<&'static str> {
    let (requirements, knobs) = (Requirements::for_profile(profile), Knobs::for_profile(profile));
    let target = account(1).public_key();
    let input = SelectInput { events, target, now: NOW, requirements: &requirements, profile, knobs: &knobs };
    let picked: Vec<EventId> = picked.iter().map(|event| event.id).collect();
    let rejected = events.iter().map(|event| event.id).filter(|id| !picked.contains(id));
    let rejected = rejected.map(|id| (id, Reason::SupersededInGroup)).collect();
    let found = validate::selection(policy, &input, &Selection { picked, rejected });
    found.iter().map(|broken| broken.rule.id()).collect()
}

#[test]
fn an_inviter_that_forgets_a_device_breaks_cid_10_and_one_that_forgets_an_untagged_one_cid_11() {
    let ev = |device: Option<&str>, seed: &str, at| {
        let ev = Ev::new(P, seed, at);
        device.map_or(ev.clone(), |device| ev.device(device)).sign()
    };
    let (phone, old) = (ev(Some("p"), "p", NOW), ev(Some("p"), "o", NOW - 9));
    let (laptop, untagged) = (ev(Some("l"), "l", NOW), ev(None, "u", NOW));
    let wrong = |picked: &[&Event]| wrong_picks(Policy::ClientIdStrict, P, &[&phone, &old, &laptop, &untagged], picked);
    assert_eq!(wrong(&[&phone, &laptop, &untagged]), [""; 0]);
    assert_eq!(wrong(&[&phone, &untagged]), ["CID-10"]);
    assert_eq!(wrong(&[&old, &laptop, &untagged]), ["CID-10"]);
    assert_eq!(wrong(&[&phone, &old, &laptop, &untagged]), ["CID-10"]);
    assert_eq!(wrong(&[&phone, &laptop]), ["CID-11"]);
    assert_eq!(wrong_picks(Policy::NewestOne, P, &[&phone, &old], &[&old]), [""; 0], "no text describes it");
}

#[test]
fn an_inviter_that_takes_an_older_event_of_a_slot_or_a_worse_slot_breaks_a_rule() {
    let ev = |slot: &str, seed: &str, at, last_resort| {
        Ev::new(A, seed, at).slot(slot).with(|kp| kp.last_resort = last_resort).sign()
    };
    let (new, old) = (ev("1", "n", NOW - 1, true), ev("1", "o", NOW - 9, true));
    let (once, expired) = (ev("2", "l", NOW - 5, false), Ev::new(A, "e", NOW - 3).slot("3"));
    let expired = expired.with(|kp| kp.lifetime = Some((NOW - 9, NOW - 1))).sign();
    let wrong =
        |limit, picked: &[&Event]| wrong_picks(Policy::DSlot { limit }, A, &[&new, &old, &once, &expired], picked);
    assert_eq!(wrong(None, &[&once, &new]), [""; 0]);
    assert_eq!(wrong(None, &[&once, &old]), ["SEL-02"]);
    assert_eq!(wrong(None, &[&once, &new, &expired]), ["SEL-01"]);
    assert_eq!(wrong(Some(1), &[&once]), [""; 0]);
    assert_eq!(wrong(Some(1), &[&new]), ["SEL-04"]);
}

#[test]
fn routine_replacements_keep_their_slot() {
    kept(kp::kp_07(&["a", "a"]));
    broken(kp::kp_07(&["a", "b"]));
}

#[test]
fn keys_are_unique_over_the_tree_and_identities_need_not_be() {
    let leaf = |signature, encryption, init| kv::LeafKeys {
        signature_key: signature,
        encryption_key: encryption,
        init_key: init,
    };
    kept(kv::kv_08(&[leaf(b"a", b"b", Some(b"c")), leaf(b"d", b"e", None)]));
    broken(kv::kv_08(&[leaf(b"a", b"b", None), leaf(b"a", b"e", None)]));
    broken(kv::kv_08(&[leaf(b"a", b"b", None), leaf(b"d", b"b", None)]));
    broken(kv::kv_08(&[leaf(b"a", b"b", Some(b"c")), leaf(b"d", b"e", Some(b"c"))]));
    broken(kv::kv_08(&[leaf(b"a", b"b", Some(b"b"))]));
}

#[test]
fn default_extensions_in_the_capabilities_are_a_finding_and_no_refusal() {
    let event = Ev::new(A, "x", NOW).with(|kp| kp.extensions.push(0x0003)).sign();
    let found = validate::key_package_event(&event, A, NOW, &Knobs::for_profile(A));
    let found: Vec<_> = found.iter().map(|broken| (broken.rule.id(), broken.reason)).collect();
    assert_eq!(found, [("KV-06", None)]);
}

#[test]
fn a_finished_selection_is_judged_apart_from_its_policy() {
    kept(sel::sel_01(&[None]));
    broken(sel::sel_01(&[None, Some(Reason::BadMls)]));
    kept(sel::sel_02(&[(1, id(1)), (2, id(3)), (2, id(2))], &id(2)));
    broken(sel::sel_02(&[(1, id(1)), (2, id(3)), (2, id(2))], &id(3)));
    let ranked = |byte: u8, created_at, last_resort| sel::Ranked {
        id: id(byte),
        created_at,
        reference: [byte; 32],
        last_resort,
    };
    kept(sel::sel_04(&ranked(1, 5, false), &[ranked(2, 9, true)]));
    broken(sel::sel_04(&ranked(1, 5, false), &[ranked(2, 6, false)]));
    kept(sel::sel_05(&ranked(1, 5, false), &[ranked(2, 5, false), ranked(0, 5, true)]));
    broken(sel::sel_05(&ranked(1, 5, false), &[ranked(0, 5, false)]));
    kept(sel::sel_10(NOW, &[NOW - 2_592_000], 9));
    broken(sel::sel_10(NOW, &[NOW - 2_592_001], 0));
    broken(sel::sel_10(NOW, &[NOW], 10));
}

#[test]
fn an_init_key_has_a_deadline_and_outlives_a_failed_welcome() {
    kept(lc::lc_03(9, 10, None, true));
    broken(lc::lc_03(10, 10, None, true));
    broken(lc::lc_03(5, 10, Some(5), true));
    kept(lc::lc_03(10, 10, None, false));
    kept(lc::lc_04(true));
    broken(lc::lc_04(false));
}

#[test]
fn commits_come_before_welcomes() {
    kept(cw::cw_01(false, Some(1), Some(2)));
    broken(cw::cw_01(false, Some(3), Some(2)));
    broken(cw::cw_01(false, None, Some(2)));
    silent(cw::cw_01(true, None, Some(2)));
}

#[test]
fn a_welcome_that_fails_or_is_foreign_leaves_no_trace() {
    broken(rw::rw_02(false));
    broken(rw::rw_04(&ids(&[1]), &id(2), true));
    kept(rw::rw_04(&ids(&[1]), &id(2), false));
    broken(rw::rw_05(true, false));
    silent(rw::rw_05(false, false));
}

#[test]
fn leaves_are_removed_one_by_one_and_races_are_decided_by_time_then_id() {
    broken(md::md_04(false, true));
    kept(md::md_04(false, false));
    kept(md::md_06(1, 2));
    broken(md::md_06(1, 1));
    assert_eq!(md::md_09(&[(5, id(1)), (4, id(9)), (4, id(8))]), Some(id(8)));
    assert_eq!(md::md_09(&[]), None);
}

fn rumor(kind: u16, rows: &[&[&str]], content: &str) -> UnsignedEvent {
    EventBuilder::new(Kind::from(kind), content).tags(tags(rows)).build(account(1).public_key())
}

fn rumor_breaks(profile: Profile, rumor: &UnsignedEvent) -> Vec<&'static str> {
    let found = validate::welcome_rumor(rumor, profile, &Knobs::for_profile(profile));
    found.iter().map(|broken| broken.rule.id()).collect()
}

#[test]
fn a_welcome_rumor_has_a_shape_per_profile() {
    let (e, relays) = (hex64("kp"), ["relays", "wss://relay.example"]);
    let adopted: &[&[&str]] = &[&["e", &e], &relays];
    let older: &[&[&str]] = &[&["e", &e], &relays, &["encoding", "base64"]];
    assert_eq!(rumor_breaks(D, &rumor(444, adopted, "AAEAAw==")), [""; 0]);
    assert_eq!(rumor_breaks(D, &rumor(443, adopted, "AAEABQ==")), ["WD-02", "WD-03"]);
    assert_eq!(rumor_breaks(D, &rumor(444, &[&["e", &e], &["e", &e], &relays], "AAEAAw==")), ["WD-03"]);
    for profile in [P, J, A] {
        assert_eq!(rumor_breaks(profile, &rumor(444, older, "AAEAAw==")), [""; 0], "{profile}");
    }
    assert_eq!(rumor_breaks(A, &rumor(444, adopted, "AAEAAw==")), ["WD-09"]);
    assert_eq!(rumor_breaks(J, &rumor(444, adopted, "00010003")), [""; 0]);
    assert_eq!(rumor_breaks(A, &rumor(444, &[&["encoding", "base64"]], "!")), ["WD-03", "WD-03", "WD-03"]);
}

#[test]
fn a_wrap_names_exactly_one_recipient() {
    let key = account(2).public_key().to_hex();
    let wrap = |kind: u16, rows: &[&[&str]]| {
        let builder = EventBuilder::new(Kind::from(kind), "").tags(tags(rows)).allow_self_tagging();
        builder.sign_with_keys(&account(1)).expect("a key signs")
    };
    kept(wd::wd_02(&wrap(1059, &[&["p", &key]])));
    broken(wd::wd_02(&wrap(13, &[&["p", &key]])));
    broken(wd::wd_02(&wrap(1059, &[&["p", &key], &["p", &key]])));
    broken(wd::wd_02(&wrap(1059, &[])));
}

#[test]
fn a_slot_that_is_the_account_key_is_a_finding_of_the_adopted_text() {
    let key = account(1).public_key().to_hex();
    let event = Ev::new(D, "x", NOW)
        .tagged(|rows| rows.iter_mut().filter(|row| row[0] == "d").for_each(|row| row[1] = key.clone()));
    let found = validate::key_package_event(&event.sign(), D, NOW, &Knobs::for_profile(D));
    assert_eq!(found.iter().map(|broken| broken.rule.id()).collect::<Vec<_>>(), ["KP-08"]);
}
