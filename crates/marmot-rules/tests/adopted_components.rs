//! Components of the adopted text: known answers, every refusal, and one encoding per value.

use std::fmt::Debug;

use marmot_rules::adopted::codec::{DecodeError, vector};
use marmot_rules::adopted::components::*;
use marmot_rules::proof::{IdentityProof, ProofError};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

fn unhex(text: &str) -> Vec<u8> {
    hex::decode(text.replace(' ', "")).expect("a test writes hex")
}

/// The value has these bytes, and these bytes have the value.
fn known<S: State + PartialEq + Debug>(value: &S, bytes: &[u8]) {
    assert_eq!(hex::encode(value.encode()), hex::encode(bytes));
    assert_eq!(&S::decode(bytes).expect("a known answer decodes"), value);
}

fn refused<S: State + Debug>(bytes: &[u8]) -> ComponentError {
    S::decode(bytes).expect_err("the bytes are invalid")
}

fn ids(ids: &[u16]) -> ComponentsList {
    ids.iter().copied().collect()
}

#[test]
fn a_profile_has_its_known_bytes() {
    known(&GroupProfile::new("trip", "").expect("short"), &unhex("04 74726970 00"));
    known(&GroupProfile::default(), &unhex("00 00"));
}

#[test]
fn admin_policies_have_their_known_bytes() {
    known(&AdminPolicy::new([[7; 32]]).expect("one"), &[&[0x20][..], &[7; 32]].concat());
    let two = AdminPolicy::new([[9; 32], [7; 32]]).expect("two");
    known(&two, &[&[0x40, 0x40][..], &[7; 32], &[9; 32]].concat());
}

#[test]
fn a_routing_has_its_known_bytes() {
    let routing = NostrRouting::new([5; 32], ["wss://relay-a.example"]).expect("valid");
    known(&routing, &[&[5; 32][..], &[0x16, 0x15], b"wss://relay-a.example"].concat());
}

#[test]
fn retention_lifecycle_and_absent_pictures_have_their_known_bytes() {
    known(&Retention { seconds: 86_400 }, &unhex("0000000000015180"));
    known(&Lifecycle::Active, &[0]);
    known(&Lifecycle::Disbanded, &[1]);
    known(&BlossomImage::absent(), &unhex("0000000000"));
    known(&AvatarUrl::absent(), &unhex("000000"));
}

#[test]
fn a_picture_has_its_known_bytes() {
    let keys =
        ImageKeys { hash: [1; 32], key: [2; 32], nonce: [3; 12], upload_key: [4; 32], media_type: "image/png".into() };
    let bytes = [&[32][..], &[1; 32], &[32], &[2; 32], &[12], &[3; 12], &[32], &[4; 32], &[9], b"image/png"].concat();
    known(&BlossomImage::present(keys).expect("all there"), &bytes);
}

#[test]
fn the_reference_media_policy_has_its_known_bytes() {
    let endpoint = BlobEndpoint { kind: "blossom-v1".into(), base_url: "https://blossom.primal.net/".into() };
    let policy = MediaPolicy::new(vec!["blossom-v1".into()], vec![endpoint]).expect("the text's own example");
    let bytes = [&[18][..], b"encrypted-media-v2", &[11, 10], b"blossom-v1", &[39, 10], b"blossom-v1", &[27]];
    known(&policy, &[&bytes.concat()[..], b"https://blossom.primal.net/"].concat());
}

#[test]
fn lists_of_components_have_their_known_bytes() {
    let required = AppComponents(ids(&[0x8009, 0x8001, 0x8003, 0x8004, 0x800c]));
    known(&required, &unhex("0a 8001 8003 8004 8009 800c"));
    let leaf = AppComponents(ids(&[1, 2, 4, 0x8001, 0x8003, 0x8004, 0x8005, 0x8007, 0x8009, 0x800c]));
    assert_eq!(leaf.encode().len(), 21);
    known(&SafeAad::default(), &[0]);
}

#[test]
fn a_dictionary_has_its_known_bytes() {
    let mark = AppDataDictionary::from_iter([(id::LAST_RESORT, vec![])]);
    assert_eq!(mark.encode(), unhex("03 0004 00"));
    let two = mark.clone().with(&Lifecycle::Active);
    assert_eq!(two.encode(), unhex("07 0004 00 800c 01 00"));
    assert_eq!(AppDataDictionary::decode(&unhex("07 0004 00 800c 01 00")), Ok(two));
    assert_eq!(AppDataDictionary::default().encode(), [0]);
}

#[test]
fn a_dictionary_out_of_order_or_with_two_entries_of_one_id_is_refused() {
    let refused = |bytes: &str| AppDataDictionary::decode(&unhex(bytes)).expect_err("not canonical");
    assert_eq!(refused("06 8005 00 8004 00"), order("component ids"));
    assert_eq!(refused("06 8004 00 8004 00"), DecodeError::Repeated { what: "component ids" }.into());
    assert_eq!(refused("03 0004 00 00"), DecodeError::Trailing { what: "the dictionary", count: 1 }.into());
    assert_eq!(refused("03 0004 01"), DecodeError::Truncated { what: "data" }.into());
}

fn order(what: &'static str) -> ComponentError {
    DecodeError::Unsorted { what }.into()
}

#[test]
fn lists_that_are_unsorted_repeated_or_cut_are_refused() {
    assert_eq!(refused::<AppComponents>(&unhex("04 8003 8001")), order("component ids"));
    assert_eq!(
        refused::<AppComponents>(&unhex("04 8001 8001")),
        DecodeError::Repeated { what: "component ids" }.into()
    );
    assert_eq!(refused::<SafeAad>(&unhex("03 8001 80")), DecodeError::Truncated { what: "component id" }.into());
    assert_eq!(refused::<AppComponents>(&unhex("4002 8001")), DecodeError::LongPrefix { what: "component ids" }.into());
}

#[test]
fn admin_policies_that_are_empty_unsorted_repeated_or_cut_are_refused() {
    let policy = |keys: &[u8]| refused::<AdminPolicy>(&vector(keys));
    assert_eq!(policy(&[]), ComponentError::Count { what: "admins", found: 0, min: 1, max: usize::MAX });
    assert_eq!(policy(&[[9; 32], [7; 32]].concat()), order("admins"));
    assert_eq!(policy(&[[7; 32], [7; 32]].concat()), DecodeError::Repeated { what: "admins" }.into());
    assert_eq!(policy(&[7; 31]), DecodeError::Truncated { what: "admin key" }.into());
}

#[test]
fn profiles_beyond_their_lengths_or_without_utf8_are_refused() {
    let profile = |name: &[u8], description: &[u8]| [vector(name), vector(description)].concat();
    assert!(GroupProfile::decode(&profile(&[b'n'; 256], &[b'd'; 4096])).is_ok());
    let too_long = |what, found, max| ComponentError::from(DecodeError::Length { what, found, min: 0, max });
    assert_eq!(refused::<GroupProfile>(&profile(&[b'n'; 257], b"")), too_long("name", 257, 256));
    assert_eq!(refused::<GroupProfile>(&profile(b"", &[b'd'; 4097])), too_long("description", 4097, 4096));
    assert_eq!(GroupProfile::new("n".repeat(257), ""), Err(too_long("name", 257, 256)));
    assert_eq!(refused::<GroupProfile>(&profile(&[0xff], b"")), DecodeError::NotUtf8 { what: "name" }.into());
    let trailing = DecodeError::Trailing { what: "the profile", count: 1 };
    assert_eq!(refused::<GroupProfile>(&[0, 0, 0]), trailing.into());
}

#[test]
fn a_picture_that_is_there_in_part_is_refused() {
    let image = |lengths: [usize; 4], media_type: &str| {
        let fields = lengths.iter().flat_map(|length| vector(&vec![1; *length])).collect::<Vec<u8>>();
        BlossomImage::decode(&[fields, vector(media_type.as_bytes())].concat())
    };
    assert!(image([32, 32, 12, 32], "image/png").is_ok());
    let partial = Err(ComponentError::Partial { what: "the image" });
    assert_eq!(image([32, 0, 12, 32], "image/png"), partial);
    assert_eq!(image([31, 32, 12, 32], "image/png"), partial);
    assert_eq!(image([32, 32, 11, 32], "image/png"), partial);
    assert_eq!(image([32, 32, 12, 32], ""), partial);
    assert_eq!(image([0, 0, 0, 0], "image/png"), partial);
    let long = |what, found, max| Err(DecodeError::Length { what, found, min: 0, max }.into());
    assert_eq!(image([33, 32, 12, 32], "image/png"), long("image hash", 33, 32));
    assert_eq!(image([32, 32, 12, 32], &"m".repeat(129)), long("media type", 129, 128));
}

#[test]
fn lifecycle_and_retention_have_one_length_and_no_other_value() {
    assert_eq!(refused::<Lifecycle>(&[2]), ComponentError::Lifecycle(2));
    assert_eq!(refused::<Lifecycle>(&[]), DecodeError::Truncated { what: "state" }.into());
    assert_eq!(refused::<Lifecycle>(&[0, 0]), DecodeError::Trailing { what: "the lifecycle", count: 1 }.into());
    assert_eq!(refused::<Retention>(&[0; 7]), DecodeError::Truncated { what: "seconds" }.into());
    assert_eq!(refused::<Retention>(&[0; 9]), DecodeError::Trailing { what: "the retention", count: 1 }.into());
}

#[test]
fn a_message_expires_only_where_retention_is_on_and_the_sum_fits() {
    assert_eq!(Retention { seconds: 60 }.expiry(1_000), Some(1_060));
    assert_eq!(Retention { seconds: 0 }.expiry(1_000), None);
    assert_eq!(Retention { seconds: u64::MAX }.expiry(1), None);
}

#[test]
fn routings_out_of_bounds_or_order_are_refused() {
    let routing = |urls: &[&str]| {
        let urls = urls.iter().flat_map(|url| vector(url.as_bytes())).collect::<Vec<u8>>();
        NostrRouting::decode(&[&[5; 32][..], &vector(&urls)].concat())
    };
    let many: Vec<String> = (10..27).map(|n| format!("wss://{n}.example")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(routing(&many[..16]).is_ok());
    let count = |found| Err(ComponentError::Count { what: "relays", found, min: 1, max: 16 });
    assert_eq!(routing(&many), count(17));
    assert_eq!(routing(&[]), count(0));
    assert_eq!(routing(&["wss://b.example", "wss://a.example"]), Err(order("relays")));
    let repeated = DecodeError::Repeated { what: "relays" };
    assert_eq!(routing(&["wss://a.example", "wss://a.example"]), Err(repeated.into()));
    let empty = DecodeError::Length { what: "relay", found: 0, min: 1, max: 512 };
    assert_eq!(routing(&[""]), Err(empty.into()));
    let cut = DecodeError::Truncated { what: "nostr_group_id" };
    assert_eq!(refused::<NostrRouting>(&[5; 31]), cut.into());
}

#[test]
fn relay_urls_follow_the_profile_and_are_never_repaired() {
    let why = |url: &str| match relay_url(url) {
        Ok(()) => None,
        Err(ComponentError::Url { why, .. }) => Some(why),
        Err(other) => panic!("{url}: {other}"),
    };
    for valid in ["wss://relay.example", "ws://127.0.0.1:7777/path?x=1", "wss://RELAY.example:443/", "wss://[::1]/"] {
        assert_eq!(why(valid), None, "{valid}");
    }
    assert_eq!(why("https://relay.example"), Some(UrlError::Scheme));
    assert_eq!(why("relay.example"), Some(UrlError::NotAbsolute));
    assert_eq!(why("wss://"), Some(UrlError::NotAbsolute));
    assert_eq!(why("wss:relay.example"), Some(UrlError::NotAbsolute));
    assert_eq!(why("wss:///relay.example"), Some(UrlError::NotAbsolute));
    assert_eq!(why("wss://user@relay.example"), Some(UrlError::Credentials));
    assert_eq!(why("wss://user:secret@relay.example"), Some(UrlError::Credentials));
    assert_eq!(why("wss://relay.example/#"), Some(UrlError::Fragment));
    assert_eq!(why(" wss://relay.example"), Some(UrlError::Blank));
    assert_eq!(why("wss://relay.exa\tmple"), Some(UrlError::Blank));
    let exactly = |length: usize| format!("wss://relay.example/{}", "p".repeat(length - 20));
    assert_eq!(why(&exactly(512)), None);
    assert_eq!(why(&exactly(513)), Some(UrlError::Long));
}

#[test]
fn avatars_need_a_normal_https_url_of_a_public_host() {
    let why = |url: &str| match AvatarUrl::new(url, b"", b"") {
        Ok(_) => None,
        Err(ComponentError::Url { why, .. }) => Some(why),
        Err(other) => panic!("{url}: {other}"),
    };
    assert_eq!(why("https://cdn.example/a.png?size=1"), None);
    assert_eq!(why("http://cdn.example/a.png"), Some(UrlError::Scheme));
    for other_spelling in
        ["https://cdn.example", "https://CDN.example/", "https://cdn.example:443/", "https://a.b/x/../y"]
    {
        assert_eq!(why(other_spelling), Some(UrlError::NotNormal), "{other_spelling}");
    }
    assert_eq!(why("https://cdn.example/#f"), Some(UrlError::Fragment));
    let private = [
        "localhost",
        "a.localhost",
        "127.0.0.1",
        "10.0.0.1",
        "169.254.1.1",
        "0.0.0.0",
        "255.255.255.255",
        "192.0.2.1",
        "224.0.0.1",
        "[::1]",
        "[::]",
        "[ff02::1]",
        "[fc00::1]",
        "[fe80::1]",
        "[2001:db8::1]",
        "[::ffff:a00:1]",
    ];
    for host in private {
        assert_eq!(why(&format!("https://{host}/")), Some(UrlError::PrivateHost), "{host}");
    }
    let partial = ComponentError::Partial { what: "the avatar" };
    assert_eq!(refused::<AvatarUrl>(&unhex("00 01 31 00")), partial);
    let long = DecodeError::Length { what: "dim", found: 257, min: 0, max: 256 };
    assert_eq!(AvatarUrl::new("https://cdn.example/", &[0; 257], b""), Err(long.into()));
}

#[test]
fn media_policies_of_another_format_or_with_bad_lists_are_refused() {
    let policy = |kinds: &[&str], endpoints: &[(&str, &str)]| {
        let kinds = kinds.iter().map(ToString::to_string).collect();
        let endpoint = |(kind, url): &(&str, &str)| BlobEndpoint { kind: kind.to_string(), base_url: url.to_string() };
        MediaPolicy::new(kinds, endpoints.iter().map(endpoint).collect())
    };
    let (kind, url) = ("blossom-v1", "https://blossom.example/");
    assert!(policy(&["x", kind], &[(kind, url), (kind, "http://b.example/")]).is_ok());
    let count = |what| Err(ComponentError::Count { what, found: 0, min: 1, max: 16 });
    assert_eq!(policy(&[], &[(kind, url)]), count("locator kinds"));
    assert_eq!(policy(&[kind], &[]), count("endpoints"));
    assert_eq!(policy(&[kind, kind], &[(kind, url)]), Err(DecodeError::Repeated { what: "locator kinds" }.into()));
    assert_eq!(policy(&[kind], &[(kind, url); 2]), Err(DecodeError::Repeated { what: "endpoints" }.into()));
    assert_eq!(policy(&["Blossom"], &[(kind, url)]), Err(ComponentError::LocatorKind("Blossom".into())));
    assert_eq!(policy(&[kind], &[("other", url)]), Err(ComponentError::LocatorKind("other".into())));
    let bad = |url: &str, why| Err(ComponentError::Url { url: url.to_owned(), why });
    let query = "https://blossom.example/?q";
    assert_eq!(policy(&[kind], &[(kind, query)]), bad(query, UrlError::Query));
    let bare = "https://blossom.example";
    assert_eq!(policy(&[kind], &[(kind, bare)]), bad(bare, UrlError::NotNormal));
    let format = refused::<MediaPolicy>(&[vector(b"encrypted-media-v3"), vec![0, 0]].concat());
    assert_eq!(format, ComponentError::MediaFormat("encrypted-media-v3".into()));
}

#[test]
fn an_identity_proof_has_104_bytes_and_a_time_that_json_keeps() {
    let proof = |created_at: u64| IdentityProof { signer: [3; 32], created_at, signature: [4; 64] };
    known(&proof(1), &proof(1).encode());
    known(&proof((1 << 53) - 1), &proof((1 << 53) - 1).encode());
    let time = |at| ComponentError::from(ProofError::CreatedAt(at));
    assert_eq!(refused::<IdentityProof>(&proof(0).encode()), time(0));
    assert_eq!(refused::<IdentityProof>(&proof(1 << 53).encode()), time(1 << 53));
    assert_eq!(refused::<IdentityProof>(&[0; 103]), ProofError::Length(103).into());
}

#[test]
fn each_reserved_component_has_its_place() {
    let places = [Location::GroupContext, Location::LeafNode, Location::KeyPackage, Location::GroupInfo];
    let allowed =
        |id: u16| places.map(|place| AppDataDictionary::from_iter([(id, vec![0])]).check_places(place).is_ok());
    assert_eq!(allowed(id::APP_COMPONENTS), [true; 4]);
    assert_eq!(allowed(id::SAFE_AAD), [false, true, true, true]);
    assert_eq!(allowed(id::LAST_RESORT), [false, false, true, false]);
    assert_eq!(allowed(id::IDENTITY_PROOF), [false, true, false, false]);
}

#[test]
fn group_state_is_checked_component_by_component_and_unknown_data_passes() {
    let good = AppDataDictionary::default().with(&Lifecycle::Active).with(&Retention { seconds: 1 });
    assert_eq!(good.check_group_state(), Ok(()));
    let mut unknown = good.clone();
    for opaque in [id::AGENT_STREAM, id::MEDIA_V1, 0x8123] {
        unknown.insert(opaque, vec![0xff; 3]);
    }
    assert_eq!(unknown.check_group_state(), Ok(()));
    let typed = [0x0001, 0x8001, 0x8002, 0x8003, 0x8004, 0x8005, 0x8007, 0x800b, 0x800c];
    for known in typed {
        let mut bad = good.clone();
        bad.insert(known, vec![0xff; 3]);
        assert!(bad.check_group_state().is_err(), "{known:#06x}");
    }
    let misplaced = good.with(&SafeAad::default());
    let error = ComponentError::Misplaced { id: id::SAFE_AAD, location: Location::GroupContext };
    assert_eq!(misplaced.check_group_state(), Err(error));
}

/// One encoding per value: it comes back, and what is accepted after a change re-encodes to what was accepted.
fn one_encoding<S: State + PartialEq + Debug>(value: &S, change: &Change) -> Result<(), TestCaseError> {
    let bytes = value.encode();
    prop_assert_eq!(&S::decode(&bytes).expect("an encoding decodes"), value);
    let changed = change.of(bytes);
    if let Ok(read) = S::decode(&changed) {
        prop_assert_eq!(read.encode(), changed);
    }
    Ok(())
}

/// A byte replaced, inserted or removed.
#[derive(Debug, Clone)]
struct Change {
    at: prop::sample::Index,
    byte: u8,
    how: u8,
}

impl Change {
    fn of(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let at = self.at.index(bytes.len());
        match self.how {
            0 => bytes[at] = self.byte,
            1 => bytes.insert(at, self.byte),
            _ => drop(bytes.remove(at)),
        }
        bytes
    }
}

fn change() -> impl Strategy<Value = Change> {
    (any::<prop::sample::Index>(), any::<u8>(), 0..3_u8).prop_map(|(at, byte, how)| Change { at, byte, how })
}

fn url(scheme: &'static str) -> impl Strategy<Value = String> {
    ("[a-z]{1,9}", "[a-z0-9/]{0,70}").prop_map(move |(host, path)| format!("{scheme}://{host}.example/{path}"))
}

proptest! {
    #[test]
    fn every_component_has_one_encoding(
        (name, description) in (".{0,60}", ".{0,300}"),
        admins in btree_set(any::<[u8; 32]>(), 1..5),
        relays in btree_set(url("wss"), 1..17),
        list in btree_set(any::<u16>(), 0..40),
        (seconds, hash, nonce, media_type) in (any::<u64>(), any::<[u8; 32]>(), any::<[u8; 12]>(), "[a-z/]{1,80}"),
        (avatar, hints) in (url("https"), vec(any::<u8>(), 0..257)),
        endpoints in btree_set(url("https"), 1..5),
        change in change(),
    ) {
        one_encoding(&GroupProfile::new(name, description).expect("short"), &change)?;
        one_encoding(&AdminPolicy::new(admins).expect("not empty"), &change)?;
        one_encoding(&NostrRouting::new(hash, relays).expect("1 to 16"), &change)?;
        one_encoding(&list.iter().copied().collect::<AppComponents>(), &change)?;
        one_encoding(&list.into_iter().collect::<SafeAad>(), &change)?;
        one_encoding(&Retention { seconds }, &change)?;
        one_encoding(&Lifecycle::Disbanded, &change)?;
        let keys = ImageKeys { hash, key: hash, nonce, upload_key: hash, media_type };
        one_encoding(&BlossomImage::present(keys).expect("all there"), &change)?;
        one_encoding(&AvatarUrl::new(avatar, &hints, b"").expect("public"), &change)?;
        let endpoint = |base_url| BlobEndpoint { kind: "a".to_owned(), base_url };
        let endpoints = endpoints.into_iter().map(endpoint).collect();
        one_encoding(&MediaPolicy::new(vec!["b".to_owned(), "a".to_owned()], endpoints).expect("valid"), &change)?;
        let signature = [7; 64];
        one_encoding(&IdentityProof { signer: hash, created_at: seconds >> 11 | 1, signature }, &change)?;
    }

    #[test]
    fn a_dictionary_has_one_encoding(
        entries in proptest::collection::btree_map(any::<u16>(), vec(any::<u8>(), 0..100), 0..6),
        change in change(),
    ) {
        let dictionary: AppDataDictionary = entries.into_iter().collect();
        let bytes = dictionary.encode();
        prop_assert_eq!(AppDataDictionary::decode(&bytes), Ok(dictionary));
        let changed = change.of(bytes);
        if let Ok(read) = AppDataDictionary::decode(&changed) {
            prop_assert_eq!(read.encode(), changed);
        }
    }
}
