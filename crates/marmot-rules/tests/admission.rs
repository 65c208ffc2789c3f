//! `admit`: one reason per defect, in the order of docs/spec/marmot.md section 5, and the boundaries of lifetimes.

mod common;

use common::{Ev, Kp, NOW, Proof, account, hex64};
use marmot_rules::decisions::{ClientTag, NotAfter};
use marmot_rules::rules::kp::{self, ComponentsTag};
use marmot_rules::{AdmitContext, Knobs, Profile, Reason, Requirements, admit, validate};
use nostr::Event;

const D: Profile = Profile::Adopted2026_07;
const A: Profile = Profile::Mip2026_04;
const J: Profile = Profile::Mip2026_01;

type Change = fn(&mut Vec<Vec<String>>);
type KpChange = fn(&mut Kp);

fn verdict_with(event: &Event, profile: Profile, now: u64, knobs: &Knobs) -> Result<(), Reason> {
    let requirements = Requirements::for_profile(profile);
    let target = account(1).public_key();
    admit(event, &AdmitContext { target, now, requirements: &requirements, profile, knobs, verified: false })
        .map(|_| ())
}

fn verdict(event: &Event, profile: Profile) -> Result<(), Reason> {
    verdict_with(event, profile, NOW, &Knobs::for_profile(profile))
}

fn rules_broken(event: &Event, profile: Profile) -> Vec<&'static str> {
    let found = validate::key_package_event(event, profile, NOW, &Knobs::for_profile(profile));
    found.iter().map(|broken| broken.rule.id()).collect()
}

#[test]
fn a_well_made_event_is_admitted_in_every_profile_and_breaks_nothing() {
    for &profile in Profile::ALL {
        let mut event = Ev::new(profile, "x", NOW);
        if profile.has_client_id() {
            event = event.device("phone");
        }
        assert_eq!(verdict(&event.sign(), profile), Ok(()), "{profile}");
        assert_eq!(rules_broken(&event.sign(), profile), [""; 0], "{profile}");
    }
}

#[test]
fn author_kind_and_signature_come_first() {
    let mut foreign = Ev::new(D, "x", NOW);
    foreign.keys = account(2);
    assert_eq!(verdict(&foreign.malformed().sign(), D), Err(Reason::WrongAuthor));
    assert_eq!(verdict(&Ev::new(D, "x", NOW).kind(443).malformed().sign(), D), Err(Reason::WrongKind));
    let mut forged = Ev::new(D, "x", NOW).sign();
    forged.content.push('A');
    assert_eq!(verdict(&forged, D), Err(Reason::BadSignature));
}

#[test]
fn the_adopted_tag_table_is_exact() {
    let cases: &[(&str, Change)] = &[
        ("KP-05", |rows| rows.retain(|row| row[0] != "mls_proposals")),
        ("KP-05", |rows| rows.push(rows[0].clone())),
        ("KP-05", |rows| rows[0].push("more".into())),
        ("KP-05", |rows| rows[0].truncate(1)),
        ("KP-06", |rows| rows[0][1] = rows[0][1].to_uppercase()),
        ("KP-09", |rows| rows[1][1] = "2.0".into()),
        ("KP-10", |rows| rows[5][1] = rows[5][1].to_uppercase()),
        ("KP-11", |rows| rows[2][1] = "0X0001".into()),
        ("KP-11", |rows| rows[2][1] = "1".into()),
        ("KP-05", |rows| rows[3].push("0x0006".into())),
        ("KP-12", |rows| rows[6].retain(|value| value != "0x8009")),
        ("KP-13", |rows| rows.push(vec!["relays".into(), "wss://a.example".into()])),
        ("KP-04", |rows| rows.push(vec!["encoding".into(), "base64".into()])),
    ];
    for (rule, change) in cases {
        let event = Ev::new(D, "x", NOW).tagged(change).sign();
        assert_eq!(verdict(&event, D), Err(Reason::MalformedShape), "{rule}");
        assert!(rules_broken(&event, D).contains(rule), "{rule} in {:?}", rules_broken(&event, D));
    }
}

#[test]
fn the_order_of_tags_never_matters() {
    let reversed = Ev::new(D, "x", NOW).tagged(|rows| rows.reverse()).sign();
    assert_eq!(verdict(&reversed, D), Ok(()));
}

#[test]
fn a_stray_tag_is_reported_but_only_a_forbidden_client_tag_refuses() {
    let stray = Ev::new(D, "x", NOW).tagged(|rows| rows.push(vec!["device".into(), "phone".into()])).sign();
    assert_eq!((verdict(&stray, D), rules_broken(&stray, D)), (Ok(()), vec!["KP-14"]));
    let labelled = Ev::new(D, "x", NOW).label("whitenoise").sign();
    assert_eq!((verdict(&labelled, D), rules_broken(&labelled, D)), (Ok(()), vec![]));
    let knobs = Knobs { client_tag: ClientTag::Forbid, ..Knobs::for_profile(D) };
    assert_eq!(verdict_with(&labelled, D, NOW, &knobs), Err(Reason::MalformedShape));
}

#[test]
fn the_adopted_content_is_framed() {
    let mut bare = Ev::new(D, "x", NOW);
    bare.framed = false;
    assert_eq!(verdict(&bare.sign(), D), Err(Reason::BadMls));
    assert!(rules_broken(&bare.sign(), D).contains(&"KP-03"));
    assert_eq!(verdict(&Ev::new(D, "x", NOW).malformed().sign(), D), Err(Reason::BadEncoding));
    let mut longer = Ev::new(D, "x", NOW);
    longer.trailing = vec![0];
    assert_eq!(verdict(&longer.sign(), D), Err(Reason::BadMls));
}

#[test]
fn each_defect_of_the_content_has_its_own_reason() {
    let cases: &[(Reason, &str, KpChange)] = &[
        (Reason::BadMls, "KV-07", |kp| kp.break_signature = true),
        (Reason::BadMls, "KV-07", |kp| kp.break_leaf_signature = true),
        (Reason::BadMls, "KV-08", |kp| kp.init_is_encryption_key = true),
        (Reason::IdentityMismatch, "KV-01", |kp| kp.identity = Some(vec![9; 32])),
        (Reason::IdentityMismatch, "KV-01", |kp| kp.credential_kind = 2),
        (Reason::BadProof, "KV-02", |kp| kp.proof = Proof::Missing),
        (Reason::BadProof, "KV-02", |kp| kp.proof = Proof::Damaged),
        (Reason::BadProof, "KV-02", |kp| kp.proof = Proof::ForAnotherKey),
        (Reason::BadProof, "KV-02", |kp| kp.proof = Proof::ByAnotherAccount),
        (Reason::BadProof, "KV-02", |kp| kp.proof = Proof::OutsideTheLeafToo),
        (Reason::BadProof, "KV-02", |kp| kp.proof = Proof::Twice),
        (Reason::LifetimeMissing, "KV-03", |kp| kp.lifetime = None),
        (Reason::LifetimeEarly, "KV-03", |kp| kp.lifetime = Some((NOW + 1, NOW + 9))),
        (Reason::LifetimeExpired, "KV-03", |kp| kp.lifetime = Some((NOW - 9, NOW - 1))),
        (Reason::LifetimeTooLong, "KV-03", |kp| kp.lifetime = Some((NOW, NOW + 7_261_201))),
        (Reason::Incompatible, "KV-04", |kp| kp.proposals = vec![0x000a]),
    ];
    for (reason, rule, change) in cases {
        let event = Ev::new(D, "x", NOW).with(change).sign();
        assert_eq!(verdict(&event, D), Err(*reason), "{rule}");
        assert!(rules_broken(&event, D).contains(rule), "{rule} in {:?}", rules_broken(&event, D));
    }
}

#[test]
fn a_tag_that_promises_a_proof_does_not_replace_it() {
    let event = Ev::new(D, "x", NOW).with(|kp| kp.components = vec![0x0001]);
    let event = event.tagged(|rows| rows[6].push("0x8009".into())).sign();
    assert_eq!(verdict(&event, D), Err(Reason::MalformedShape), "the tag contradicts the leaf");
    assert_eq!(rules_broken(&event, D), ["KP-19", "KV-02", "KV-10"]);
}

#[test]
fn each_list_of_the_tags_says_what_the_key_package_says() {
    let contradicts = |row: usize, id: &str| {
        let event = Ev::new(D, "x", NOW).tagged(|rows| rows[row].push(id.into())).sign();
        assert_eq!(rules_broken(&event, D), ["KP-19"], "row {row}");
        assert_eq!(verdict(&event, D), Err(Reason::MalformedShape));
    };
    contradicts(2, "0x0003");
    contradicts(3, "0xf2ee");
    contradicts(4, "0x0001");
    contradicts(6, "0x8001");
    let silent = Ev::new(D, "x", NOW).with(|kp| kp.components = vec![0x0001, 0x8001, 0x8009]);
    let silent = silent.tagged(|rows| rows[6].retain(|id| id != "0x8001")).sign();
    assert_eq!(rules_broken(&silent, D), ["KP-19"]);
}

#[test]
fn upstream_components_in_the_tag_are_decision_d23() {
    let judge = |event: &nostr::Event, rule| {
        let key_package = admit::read(event, D, &Knobs::for_profile(D)).expect("a KeyPackage");
        kp::kp_19(D, &event.tags, &key_package, rule).is_kept()
    };
    let all = Ev::new(D, "x", NOW);
    let private = all.clone().tagged(|rows| rows[6].retain(|id| id != "0x0001")).sign();
    let unlisted = all.clone().tagged(|rows| rows[6].push("0x0002".into())).sign();
    let all = all.sign();
    assert_eq!([&all, &private, &unlisted].map(|event| judge(event, ComponentsTag::Superset)), [true, true, false]);
    assert_eq!(
        [&all, &private, &unlisted].map(|event| judge(event, ComponentsTag::PrivateEqual)),
        [false, true, false]
    );
}

#[test]
fn a_leaf_without_self_remove_is_for_the_group_to_refuse() {
    let event = Ev::new(D, "x", NOW).with(|kp| kp.proposals = vec![0x0008]).sign();
    assert_eq!(verdict(&event, D), Err(Reason::Incompatible), "this profile's groups require it");
    let requirements = Requirements { proposals: [0x0008].into(), ..Requirements::for_profile(D) };
    let (target, knobs) = (account(1).public_key(), Knobs::for_profile(D));
    let context =
        AdmitContext { target, now: NOW, requirements: &requirements, profile: D, knobs: &knobs, verified: true };
    assert_eq!(admit(&event, &context).map(|_| ()), Ok(()));
}

#[test]
fn the_adopted_text_trusts_no_field_before_the_signature() {
    let forged = |profile| {
        let mut event = Ev::new(profile, "x", NOW).sign();
        event.pubkey = account(2).public_key();
        verdict(&event, profile)
    };
    assert_eq!(forged(D), Err(Reason::BadSignature));
    assert_eq!(forged(A), Err(Reason::WrongAuthor));
}

#[test]
fn a_leaf_lists_its_components_in_order_and_no_legacy_last_resort() {
    let broken = |change: KpChange| rules_broken(&Ev::new(D, "x", NOW).with(change).sign(), D);
    assert_eq!(broken(|kp| kp.components = vec![0x8009, 0x0001]), ["KV-10"]);
    assert_eq!(broken(|kp| kp.extensions = vec![0x0006, 0x000a]), ["KV-09"]);
}

#[test]
fn validation_reports_all_defects_and_admission_the_first() {
    let event = Ev::new(D, "x", NOW)
        .with(|kp| {
            kp.proof = Proof::Missing;
            kp.lifetime = Some((NOW + 1, NOW + 9_000_000));
        })
        .tagged(|rows| {
            rows[1][1] = "2.0".into();
            rows.push(vec!["encoding".into(), "hex".into()]);
        })
        .sign();
    assert_eq!(rules_broken(&event, D), ["KP-09", "KP-04", "KV-02", "KV-03"]);
    assert_eq!(verdict(&event, D), Err(Reason::MalformedShape));
}

#[test]
fn a_group_asks_for_more_than_the_text() {
    let event = Ev::new(A, "x", NOW).sign();
    let mut requirements = Requirements::default();
    requirements.proposals.insert(0x0008);
    let (target, knobs) = (account(1).public_key(), Knobs::for_profile(A));
    let context =
        AdmitContext { target, now: NOW, requirements: &requirements, profile: A, knobs: &knobs, verified: false };
    assert_eq!(admit(&event, &context).map(|_| ()), Err(Reason::Incompatible));
    assert_eq!(verdict(&event, A), Ok(()));
}

#[test]
fn january_reads_hex_and_takes_a_missing_encoding_for_it() {
    let base = Ev::new(J, "x", NOW);
    let hex_content = hex::encode(base.bytes());
    for encoding in [None, Some("hex")] {
        let mut event = base.clone().tagged(|rows| {
            rows.retain(|row| row[0] != "encoding");
            rows.extend(encoding.map(|value| vec!["encoding".into(), value.into()]));
        });
        assert_eq!(verdict(&event.sign(), J), Err(Reason::BadEncoding), "base64 is not hex");
        event.content = Some(hex_content.clone());
        assert_eq!(verdict(&event.sign(), J), Ok(()));
        assert_eq!(verdict(&event.sign(), Profile::Pr40), Err(Reason::BadEncoding));
    }
    let odd = base.tagged(|rows| rows.last_mut().expect("rows")[1] = "rot13".into());
    assert_eq!(verdict(&odd.sign(), J), Err(Reason::BadEncoding));
}

#[test]
fn pr_40_tolerates_an_event_without_reference_but_not_with_a_wrong_one() {
    let base = Ev::new(Profile::Pr40, "x", NOW);
    let without = base.clone().tagged(|rows| rows.retain(|row| row[0] != "i")).sign();
    assert_eq!(verdict(&without, Profile::Pr40), Ok(()));
    let wrong = base.tagged(|rows| rows.iter_mut().filter(|row| row[0] == "i").for_each(|row| row[1] = hex64("?")));
    assert_eq!(verdict(&wrong.sign(), Profile::Pr40), Err(Reason::RefMismatch));
    assert_eq!(verdict(&wrong.sign(), J), Ok(()), "January knows no i tag");
}

/// Verdicts at −1, 0 and +1 around one end of the window.
fn around(profile: Profile, lifetime: (u64, u64), edge: u64) -> [Result<(), Reason>; 3] {
    let event = Ev::new(profile, "x", NOW).with(|kp| kp.lifetime = Some(lifetime)).sign();
    let knobs = Knobs::for_profile(profile);
    [edge - 1, edge, edge + 1].map(|now| verdict_with(&event, profile, now, &knobs))
}

#[test]
fn both_ends_of_a_lifetime_belong_to_it_only_in_the_adopted_text() {
    let (early, expired) = (Err(Reason::LifetimeEarly), Err(Reason::LifetimeExpired));
    let window = (NOW, NOW + 1_000);
    assert_eq!(around(A, window, NOW), [early, early, Ok(())]);
    assert_eq!(around(D, window, NOW), [early, Ok(()), Ok(())]);
    assert_eq!(around(A, window, NOW + 1_000), [Ok(()), expired, expired]);
    assert_eq!(around(D, window, NOW + 1_000), [Ok(()), Ok(()), expired]);
}

#[test]
fn decision_d5_moves_both_ends() {
    let event = Ev::new(D, "x", NOW).with(|kp| kp.lifetime = Some((NOW, NOW + 9))).sign();
    let knobs = Knobs { not_after: NotAfter::Expired, ..Knobs::for_profile(D) };
    assert_eq!(verdict_with(&event, D, NOW, &knobs), Err(Reason::LifetimeEarly));
    assert_eq!(verdict_with(&event, D, NOW + 9, &knobs), Err(Reason::LifetimeExpired));
}

#[test]
fn the_span_is_limited_only_in_the_adopted_text() {
    for (span, adopted) in [(7_261_200, Ok(())), (7_261_201, Err(Reason::LifetimeTooLong))] {
        let lifetime = Some((NOW - 10, NOW - 10 + span));
        assert_eq!(verdict(&Ev::new(D, "x", NOW).with(|kp| kp.lifetime = lifetime).sign(), D), adopted);
        assert_eq!(verdict(&Ev::new(A, "x", NOW).with(|kp| kp.lifetime = lifetime).sign(), A), Ok(()));
    }
}

#[test]
fn last_resort_is_no_excuse_for_a_long_lifetime() {
    let event = Ev::new(D, "x", NOW).with(|kp| {
        kp.last_resort = true;
        kp.lifetime = Some((NOW, NOW + 7_776_000));
    });
    assert_eq!(verdict(&event.sign(), D), Err(Reason::LifetimeTooLong));
}
