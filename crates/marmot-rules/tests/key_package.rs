//! The reader against KeyPackages that mdk-core 0.8.0 made, and against damage.

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use common::{Ev, NOW, account};
use marmot_rules::key_package::{ParseError, parse_bare, parse_bare_prefix, parse_framed};
use marmot_rules::{KeyPackage, Knobs, Profile, validate};
use mdk_core::MDK;
use mdk_memory_storage::MdkMemoryStorage;
use nostr::{EventBuilder, Kind, RelayUrl};

const A: Profile = Profile::Mip2026_04;

fn real() -> (KeyPackage, mdk_core::key_packages::KeyPackageEventData) {
    let mdk = MDK::new(MdkMemoryStorage::default());
    let relay = RelayUrl::parse("wss://relay.example").expect("a relay URL");
    let made =
        mdk.create_key_package_for_event(&account(1).public_key(), [relay]).expect("mdk-core makes a KeyPackage");
    let bytes = BASE64.decode(&made.content).expect("mdk-core writes base64");
    (parse_bare(&bytes).expect("the reader reads it"), made)
}

#[test]
fn a_real_key_package_has_the_reference_that_mdk_core_wrote_into_its_tag() {
    let (key_package, made) = real();
    let i = made.tags_30443.iter().find(|tag| tag.as_slice()[0] == "i").expect("an i tag");
    assert_eq!(key_package.reference_hex(), i.as_slice()[1]);
}

#[test]
fn a_real_key_package_is_valid_and_says_what_fact_w_says() {
    let (key_package, made) = real();
    assert_eq!(key_package.verify(), Ok(()));
    assert_eq!(made.content.len(), 424);
    assert_eq!(key_package.identity(), Some(account(1).public_key().to_bytes().as_slice()));
    let lifetime = key_package.lifetime().expect("a lifetime");
    assert_eq!(lifetime.span(), 3_600 + 7_257_600);
    assert!(key_package.last_resort());
    assert_eq!(key_package.extensions().into_iter().collect::<Vec<_>>(), [0x000a, 0xf2ee]);
    assert_eq!(key_package.proposals().into_iter().collect::<Vec<_>>(), [0x000a]);
    assert!(key_package.leaf_node().capabilities.extensions.len() > 2, "GREASE is read and set aside");
}

#[test]
fn the_reader_and_openmls_agree_on_every_named_fact() {
    let mdk = MDK::new(MdkMemoryStorage::default());
    let relay = RelayUrl::parse("wss://relay.example").expect("a relay URL");
    let keys = account(1);
    let made = mdk.create_key_package_for_event(&keys.public_key(), [relay]).expect("mdk-core makes one");
    let event = EventBuilder::new(Kind::from(30443), made.content.clone())
        .tags(made.tags_30443)
        .sign_with_keys(&keys)
        .expect("a key signs");
    let theirs = mdk.parse_key_package(&event).expect("mdk-core reads its own");
    let ours = parse_bare(&BASE64.decode(&made.content).expect("base64")).expect("we read it");
    let leaf = theirs.leaf_node();
    assert_eq!(ours.cipher_suite(), u16::from(theirs.ciphersuite()));
    assert_eq!(ours.init_key(), theirs.hpke_init_key().as_slice());
    assert_eq!(ours.signature_key(), leaf.signature_key().as_slice());
    let lifetime = ours.lifetime().expect("a lifetime");
    assert_eq!(lifetime.not_before, theirs.life_time().not_before());
    assert_eq!(lifetime.not_after, theirs.life_time().not_after());
    let capabilities = &ours.leaf_node().capabilities;
    let extensions: Vec<u16> = leaf.capabilities().extensions().iter().map(|id| u16::from(*id)).collect();
    let proposals: Vec<u16> = leaf.capabilities().proposals().iter().map(|id| u16::from(*id)).collect();
    assert_eq!(capabilities.extensions, extensions);
    assert_eq!(capabilities.proposals, proposals);
    assert_eq!(ours.last_resort(), theirs.last_resort());
}

#[test]
fn a_real_event_breaks_no_rule_of_its_profile_but_the_missing_client_id_of_pr_40() {
    let (key_package, made) = real();
    let now = key_package.lifetime().expect("a lifetime").not_before + 3_600;
    let sign = |kind: u16, tags: Vec<nostr::Tag>| {
        EventBuilder::new(Kind::from(kind), made.content.clone())
            .tags(tags)
            .sign_with_keys(&account(1))
            .expect("a key signs")
    };
    let slot = sign(30443, made.tags_30443.clone());
    assert_eq!(validate::key_package_event(&slot, A, now, &Knobs::for_profile(A)), []);
    let regular = sign(443, made.tags_443.clone());
    for profile in [Profile::Mip2026_01, Profile::Mip2026_04] {
        assert_eq!(validate::key_package_event(&regular, profile, now, &Knobs::for_profile(profile)), []);
    }
    let pr40 = validate::key_package_event(&regular, Profile::Pr40, now, &Knobs::for_profile(Profile::Pr40));
    assert_eq!(pr40.iter().map(|broken| broken.rule.id()).collect::<Vec<_>>(), ["CID-09"]);
}

#[test]
fn every_single_bit_flip_of_a_real_key_package_is_noticed() {
    let (key_package, _) = real();
    for at in 0..key_package.bytes().len() {
        let mut bytes = key_package.bytes().to_vec();
        bytes[at] ^= 1;
        let accepted = parse_bare(&bytes).is_ok_and(|damaged| damaged.verify().is_ok());
        assert!(!accepted, "a flip in byte {at} went unnoticed");
    }
}

#[test]
fn every_cut_of_a_key_package_is_an_error_and_no_panic() {
    let bytes = Ev::new(Profile::Adopted2026_07, "x", NOW).bytes();
    for end in 0..bytes.len() {
        assert!(parse_framed(&bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn four_bytes_of_frame_decide_which_parser_reads_it() {
    let framed = Ev::new(Profile::Adopted2026_07, "x", NOW).bytes();
    let bare = &framed[4..];
    assert!(parse_framed(&framed).is_ok() && parse_bare(bare).is_ok());
    assert!(parse_bare(&framed).is_err());
    assert!(matches!(parse_framed(bare), Err(ParseError::Unexpected { what: "wire_format", found: 1 })));
}

#[test]
fn bytes_after_a_key_package_are_counted_and_not_part_of_its_reference() {
    let bytes = Ev::new(A, "x", NOW).bytes();
    let longer = [bytes.clone(), vec![9; 3]].concat();
    assert_eq!(parse_bare(&longer), Err(ParseError::Trailing { count: 3 }));
    let (read, rest) = parse_bare_prefix(&longer).expect("the prefix is a KeyPackage");
    assert_eq!((rest, read.reference()), (3, parse_bare(&bytes).expect("bare").reference()));
}

#[test]
fn the_two_marks_of_last_resort_are_both_seen() {
    for profile in [A, Profile::Adopted2026_07] {
        for marked in [true, false] {
            let event = Ev::new(profile, "x", NOW).with(|kp| kp.last_resort = marked);
            let bytes = event.kp.encode(&event.keys, profile);
            let read = parse_bare(&bytes).expect("a KeyPackage");
            assert_eq!((read.last_resort(), read.verify()), (marked, Ok(())));
        }
    }
}
