//! Rules that no validation composes: each is shown kept and broken.

mod common;

use std::collections::BTreeSet;

use common::{Ev, NOW, account, hex64};
use marmot_rules::decisions::TagValues;
use marmot_rules::rules::{cid, cw, kp, kv, lc, md, rw, sel, wd};
use marmot_rules::{Knobs, Profile, Reason, Verdict, validate};
use nostr::{EventBuilder, EventId, Kind, Tag, Tags, UnsignedEvent};

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
fn a_client_id_is_drawn_kept_and_renewed() {
    let value = hex64("x");
    let draw: [u8; 32] = hex::decode(&value).expect("hex").try_into().expect("32 bytes");
    kept(cid::cid_01(&value));
    broken(cid::cid_01("abcd"));
    broken(cid::cid_02(&value.to_uppercase(), TagValues::Strict));
    kept(cid::cid_02(&value.to_uppercase(), TagValues::Lenient));
    kept(cid::cid_03(&value, &[draw]));
    broken(cid::cid_03(&value, &[[1; 32]]));
    kept(cid::cid_04(1));
    broken(cid::cid_04(2));
    kept(cid::cid_05(&value, &value));
    broken(cid::cid_06(&["a", "a", "b"]));
    kept(cid::cid_08("a", "b"));
    broken(cid::cid_08("a", "a"));
}

#[test]
fn the_example_value_is_no_client_id_even_if_it_was_drawn() {
    let draw: [u8; 32] = hex::decode(cid::EXAMPLE_CLIENT_ID).expect("hex").try_into().expect("32 bytes");
    broken(cid::cid_03(cid::EXAMPLE_CLIENT_ID, &[draw]));
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
fn welcomes_match_the_selection_one_by_one() {
    kept(cid::cid_11(5, 5));
    broken(cid::cid_11(5, 1));
    kept(cid::cid_12(2, 2, 2));
    broken(cid::cid_12(2, 1, 2));
    kept(cid::cid_13(&ids(&[1, 2]), &ids(&[1, 2])));
    broken(cid::cid_13(&ids(&[1]), &ids(&[1, 2])));
    kept(cid::cid_14(&ids(&[1]), &id(1)));
    silent(cid::cid_15(&ids(&[1]), &id(1), true));
    kept(cid::cid_15(&ids(&[1]), &id(2), false));
    broken(cid::cid_15(&ids(&[1]), &id(2), true));
}

#[test]
fn an_inviter_that_forgets_a_device_breaks_cid_10() {
    let (phone, laptop) = (Ev::new(P, "p", NOW).device("p").sign(), Ev::new(P, "l", NOW).device("l").sign());
    let events = [&phone, &laptop];
    let (requirements, knobs) = (marmot_rules::Requirements::default(), Knobs::for_profile(P));
    let target = account(1).public_key();
    let input = marmot_rules::SelectInput {
        events: &events,
        target,
        now: NOW,
        requirements: &requirements,
        profile: P,
        knobs: &knobs,
    };
    kept(cid::cid_10(&input, &[laptop.id, phone.id]));
    broken(cid::cid_10(&input, &[phone.id]));
}

#[test]
fn relays_are_write_capable_unless_marked_read() {
    let list = tags(&[&["r", "wss://both"], &["r", "wss://w", "write"], &["r", "wss://r", "read"]]);
    kept(kp::kp_15(D, &list, &["wss://both", "wss://w"]));
    broken(kp::kp_15(D, &list, &["wss://r"]));
    kept(kp::kp_16(D, 10002));
    kept(kp::kp_16(J, 10051));
    broken(kp::kp_16(D, 10051));
    kept(kp::kp_17(&[false, true], true));
    broken(kp::kp_17(&[false], true));
    kept(kp::kp_07(D, &["a", "a"]));
    broken(kp::kp_07(D, &["a", "b"]));
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
    broken(kv::kv_07(D, 1, false));
    kept(kv::kv_07(D, 1, true));
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
    kept(sel::sel_01(D, &[None]));
    broken(sel::sel_06(D, &[None, Some(Reason::BadMls)]));
    kept(sel::sel_02(D, &[(1, id(1)), (2, id(3)), (2, id(2))], &id(2)));
    broken(sel::sel_02(D, &[(1, id(1)), (2, id(3)), (2, id(2))], &id(3)));
    let ranked = |byte: u8, created_at, last_resort| sel::Ranked {
        id: id(byte),
        created_at,
        reference: [byte; 32],
        last_resort,
    };
    kept(sel::sel_04(D, &ranked(1, 5, false), &[ranked(2, 9, true)]));
    broken(sel::sel_04(D, &ranked(1, 5, false), &[ranked(2, 6, false)]));
    kept(sel::sel_05(D, &ranked(1, 5, false), &[ranked(2, 5, false), ranked(0, 5, true)]));
    broken(sel::sel_05(D, &ranked(1, 5, false), &[ranked(0, 5, false)]));
    kept(sel::sel_10(NOW, &[NOW - 2_592_000], 9));
    broken(sel::sel_10(NOW, &[NOW - 2_592_001], 0));
    broken(sel::sel_10(NOW, &[NOW], 10));
}

#[test]
fn the_life_of_a_key_package_has_deadlines() {
    kept(lc::lc_01(A, "s", &["s"]));
    broken(lc::lc_01(A, "s", &["other"]));
    broken(lc::lc_02(P, false, true));
    silent(lc::lc_02(P, true, true));
    kept(lc::lc_03(D, 9, 10, None, true));
    broken(lc::lc_03(D, 10, 10, None, true));
    broken(lc::lc_03(D, 5, 10, Some(5), true));
    broken(lc::lc_04(b"a", b"b"));
    kept(lc::lc_05(A, 86_400, 0, None, None));
    broken(lc::lc_05(A, 86_401, 0, None, None));
    broken(lc::lc_05(D, 5, 0, Some(4), Some(3)));
    broken(lc::lc_06(J, false, true));
    broken(lc::lc_06(J, true, false));
    kept(lc::lc_07(A, ("c", &[1; 32]), Some(("c", &[1; 32]))));
    broken(lc::lc_07(A, ("c", &[1; 32]), None));
    kept(lc::lc_09(100, 100, 101));
    broken(lc::lc_09(100, 500, 501));
}

#[test]
fn commits_come_before_welcomes() {
    kept(cw::cw_01(false, Some(1), Some(2)));
    broken(cw::cw_01(false, Some(3), Some(2)));
    broken(cw::cw_01(false, None, Some(2)));
    silent(cw::cw_01(true, None, Some(2)));
    broken(cw::cw_02(false, true));
    broken(cw::cw_03(D, true));
    kept(cw::cw_03(J, true));
    broken(cw::cw_04(D, &["a", "b"], &["a"]));
}

#[test]
fn a_welcome_is_taken_in_fourteen_steps() {
    assert_eq!(rw::STEPS.len(), 14);
    kept(rw::rw_01(D, &[1, 2, 3]));
    broken(rw::rw_01(D, &[1, 3]));
    broken(rw::rw_02(D, 5, b"a", b"b"));
    silent(rw::rw_02(D, 10, b"a", b"b"));
    broken(rw::rw_03(D, false, true));
    broken(rw::rw_04(P, &ids(&[1]), &id(2), true));
    silent(rw::rw_04(A, &ids(&[1]), &id(2), true));
    broken(rw::rw_05(D, Some(7), Some(3)));
    silent(rw::rw_05(D, None, Some(3)));
    broken(rw::rw_06(D, b"forged", b"real"));
    assert_eq!(hex::encode(rw::rw_07(b"")), cid::EXAMPLE_CLIENT_ID);
}

#[test]
fn accounts_and_leaves_are_told_apart() {
    broken(md::md_03(A, false, md::CommitKind::Administrative));
    kept(md::md_03(A, false, md::CommitKind::SelfRemoveOnly));
    broken(md::md_03(J, false, md::CommitKind::SelfRemoveOnly));
    broken(md::md_04(D, false, true));
    broken(md::md_05(D, 1, true, false));
    kept(md::md_05(D, 0, true, false));
    broken(md::md_06(D, true, 1, 2));
    broken(md::md_06(D, false, 1, 1));
    assert_eq!(md::md_07(["bob", "bob", "carol"]), 2);
}

#[test]
fn races_are_decided_by_time_before_july_and_by_mls_after() {
    let commits = [(5, id(1)), (4, id(9)), (4, id(8))];
    assert_eq!(md::md_09(A, &commits), Some(id(8)));
    assert_eq!(md::md_09(D, &commits), None);
    let branch = |digest: u8, quorum| md::Branch {
        effective_depth: 3,
        quorum,
        raw_depth: 3,
        witness_score: 1,
        privileged: false,
        committer: b"bob".to_vec(),
        commit_digest: [digest; 32],
    };
    let siblings = [branch(2, false), branch(1, false)];
    assert_eq!(md::md_10(D, &siblings), Some(&siblings[1]));
    let witnessed = [branch(2, true), branch(1, false)];
    assert_eq!(md::md_10(D, &witnessed), Some(&witnessed[0]));
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
fn a_wrap_names_exactly_one_recipient_in_the_adopted_text() {
    let key = account(2).public_key().to_hex();
    let wrap = |rows: &[&[&str]]| {
        let builder = EventBuilder::new(Kind::from(1059), "").tags(tags(rows)).allow_self_tagging();
        builder.sign_with_keys(&account(1)).expect("a key signs")
    };
    kept(wd::wd_02(D, &wrap(&[&["p", &key]])));
    broken(wd::wd_02(D, &wrap(&[&["p", &key], &["p", &key]])));
    kept(wd::wd_02(A, &wrap(&[&["p", &key], &["p", &key]])));
    broken(wd::wd_02(A, &wrap(&[])));
    kept(wd::wd_01(D, &["a"], &["a", "b"]));
    broken(wd::wd_01(D, &["a"], &["b"]));
}
