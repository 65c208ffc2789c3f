//! The sets.

use marmot_rules::Profile;

use super::super::draft::{Draft, TWIN};
use super::super::{NOW, START};
use super::{Entry, Set, Shape, event};

const DAY: i64 = 86_400;

/// Every set that says something in this profile.
pub(super) fn sets(profile: Profile) -> Vec<Set> {
    let mut sets = common(profile);
    sets.extend(trouble(profile));
    match profile {
        Profile::Pr40 => sets.extend(client_ids()),
        Profile::Mip2026_01 => {}
        Profile::Mip2026_04 => sets.extend(twins()),
        Profile::Adopted2026_07 => sets.extend(adopted()),
    }
    if profile.has_slots() {
        sets.extend(slots());
    }
    sets
}

/// `count` events of as many devices, a second apart, the first label the oldest.
fn fleet(count: usize) -> Vec<Entry> {
    const LABELS: [&str; 13] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"];
    (0..).zip(&LABELS[..count]).map(|(n, label)| event(label, label, n)).collect()
}

/// Ties depend on the order of arrival only in a profile that has the literal listing by `client_id`.
fn common(profile: Profile) -> Vec<Set> {
    let tie: &[&str] = if profile.has_client_id() { &["TieOnCreatedAt", "FetchOrder"] } else { &["TieOnCreatedAt"] };
    let mut split = Set::new(
        12,
        &["PartialViews"],
        "two relays hold different parts of the set",
        vec![event("a", "phone", 0), event("b", "phone", 60), event("c", "laptop", 30)],
    );
    split.views = Some(&[("wss://relay.one.example", &["a", "c"]), ("wss://relay.two.example", &["b", "c"])]);
    let mut member = Set::new(
        13,
        &["AlreadyMember"],
        "the account has two leaves in the group",
        vec![event("a", "phone", 0), event("b", "laptop", 60)],
    );
    member.members = 2;
    let mut full = Set::new(14, &["AlreadyMember"], "the account has nine leaves in the group", fleet(3));
    full.members = 9;
    vec![
        Set::new(1, &["Baseline"], "one event", vec![event("a", "phone", 0)]),
        Set::new(2, &["NoEvents"], "nothing was found", Vec::new()),
        Set::new(
            3,
            &["TwoDevices"],
            "two devices, one event each",
            vec![event("a", "phone", 0), event("b", "laptop", 60)],
        ),
        Set::new(
            4,
            &["Rotation"],
            "one device published three times",
            vec![event("a", "phone", 0), event("b", "phone", 60), event("c", "phone", 120)],
        ),
        Set::new(
            5,
            tie,
            "one device published twice in one second",
            vec![event("a", "phone", 0), event("b", "phone", 0)],
        ),
        Set::new(
            6,
            tie,
            "one device published three times in one second",
            vec![event("a", "phone", 0), event("b", "phone", 0), event("c", "phone", 0)],
        ),
        Set::new(
            7,
            &["TieAcrossDevices"],
            "two devices published in one second",
            vec![event("a", "phone", 0), event("b", "laptop", 0)],
        ),
        Set::new(
            8,
            &["BusyDevice"],
            "one device published five times, another once, long ago",
            vec![
                event("a", "phone", 11),
                event("b", "phone", 12),
                event("c", "phone", 13),
                event("d", "phone", 14),
                event("e", "phone", 15),
                event("f", "laptop", 1),
            ],
        ),
        Set::new(9, &["ManyDevices"], "four devices", fleet(4)),
        Set::new(10, &["ManyDevices"], "eleven devices: more than a leaf limit or a query of ten", fleet(11)),
        Set::new(11, &["ManyDevices"], "thirteen devices: more than a query of twelve", fleet(13)),
        split,
        member,
        full,
        Set::new(
            15,
            tie,
            "a tie inside one device, and a newer event of another",
            vec![event("a", "phone", 0), event("b", "phone", 0), event("c", "laptop", 60)],
        ),
        Set::new(
            16,
            &["TieAcrossDevices"],
            "five devices, the third and the fourth of one second",
            vec![
                event("a", "a", 120),
                event("b", "b", 60),
                event("c", "c", 0),
                event("d", "d", 0),
                event("e", "e", -60),
            ],
        ),
    ]
}

/// As an offset from [`START`].
fn before_now(seconds: i64) -> i64 {
    (NOW - START) as i64 - seconds
}

/// Events that somebody must or may refuse.
fn trouble(profile: Profile) -> Vec<Set> {
    let seconds_ahead = |seconds: i64| before_now(-seconds);
    let older_and = |label_b: Entry| vec![event("a", "phone", 0), label_b];
    let mut requires = Set::new(
        28,
        &["Incompatible"],
        "the newest lacks an extension that the group requires",
        vec![
            event("a", "phone", 0).shape(Shape::Encoded(|b| b.extensions.push(0xf2f0))),
            event("b", "phone", 60).shape(Shape::Encoded(|_| ())),
        ],
    );
    requires.requires = &[0xf2f0];
    let mut proposals =
        Set::new(
            38,
            &["Incompatible"],
            "the newest lacks a proposal that the group requires",
            vec![
                // The tag is to say the same, or, before the adopted text, `0x000a` alone.
                event("a", "phone", 0)
                    .shape(Shape::Encoded(|b| b.proposals.push(0xf2f1)))
                    .with(if profile.is_adopted() { |_| () } else { |d| d.set("mls_proposals", &["0x000a"]) }),
                event("b", "phone", 60).shape(Shape::Encoded(|_| ())),
            ],
        );
    proposals.requires_proposals = &[0xf2f1];
    vec![
        Set::new(
            21,
            &["NewestInvalid"],
            "the device's newest is no base64",
            older_and(event("b", "phone", 60).malformed()),
        ),
        Set::new(
            22,
            &["NewestInvalid"],
            "another device's newest is no base64",
            older_and(event("b", "laptop", 60).malformed()),
        ),
        Set::new(
            23,
            &["OldestInvalid"],
            "another device's old one is no base64",
            older_and(event("b", "laptop", -60).malformed()),
        ),
        Set::new(24, &["NothingValid"], "the only event is no base64", vec![event("a", "phone", 0).malformed()]),
        Set::new(
            25,
            &["FutureDated"],
            "the newest is two hours ahead",
            older_and(event("b", "phone", seconds_ahead(7_200))),
        ),
        Set::new(
            26,
            &["FutureDated"],
            "the newest is 200 seconds ahead",
            older_and(event("b", "phone", seconds_ahead(200))),
        ),
        Set::new(
            27,
            &["Expired"],
            "the newest has expired",
            older_and(
                event("b", "phone", 60).shape(Shape::Encoded(|b| b.lifetime = Some((START - 3_600, NOW - 3_600)))),
            ),
        ),
        requires,
        proposals,
        Set::new(
            39,
            &["FutureDated"],
            "300 seconds ahead, and one more",
            vec![
                event("a", "phone", 0),
                event("b", "phone", seconds_ahead(300)),
                event("c", "laptop", seconds_ahead(301)),
            ],
        ),
        Set::new(
            40,
            &["FutureDated", "NewestInvalid"],
            "the newest is two hours ahead, and no base64",
            older_and(event("b", "phone", seconds_ahead(7_200)).malformed()),
        ),
        Set::new(
            29,
            &["WrongAuthor"],
            "an event of another account",
            older_and(event("b", "phone", 60).shape(Shape::Foreign)),
        ),
        Set::new(30, &["WrongKind"], "an event of kind 1", older_and(event("b", "phone", 60).with(|d| d.kind = 1))),
        Set::new(
            31,
            &["BadSignature"],
            "the newest is signed by somebody else",
            older_and(event("b", "phone", 60).shape(Shape::BadSignature)),
        ),
        Set::new(
            32,
            &["DuplicateRef"],
            "one KeyPackage in two events of two devices",
            older_and(event("b", "laptop", 60).shape(Shape::SameAs("a"))),
        ),
        Set::new(
            33,
            &["DuplicateSignatureKey"],
            "two KeyPackages with one signature key",
            vec![
                event("a", "phone", 0).shape(Shape::Encoded(|b| b.signature_seed = "shared".to_owned())),
                event("b", "laptop", 60).shape(Shape::Encoded(|b| b.signature_seed = "shared".to_owned())),
            ],
        ),
        Set::new(
            34,
            &["Stale"],
            "one event is 40 days old, another a day",
            vec![event("a", "phone", -40 * DAY), event("b", "laptop", -DAY)],
        ),
        Set::new(
            35,
            &["ForeignIdentity"],
            "the newest holds another account's credential",
            older_and(event("b", "phone", 60).shape(Shape::Encoded(|b| b.identity = Some(vec![0x11; 32])))),
        ),
        Set::new(
            36,
            &["NewestInvalid"],
            "the two newest of three are no base64",
            vec![event("a", "phone", 0), event("b", "phone", 60).malformed(), event("c", "laptop", 120).malformed()],
        ),
        Set::new(
            37,
            &["Truncated"],
            "the newest is cut off",
            older_and(event("b", "phone", 60).with(|d| {
                let bytes = d.bytes();
                d.set_bytes(&bytes[..bytes.len() / 3 * 2]);
            })),
        ),
    ]
}

/// Only PR #40 knows `client_id`.
fn client_ids() -> Vec<Set> {
    let tagged = |label, at, change: fn(&mut Draft)| event(label, "phone", at).with(change);
    let prefixed = |label, at, change: fn(&mut Draft)| event(label, label, at).with(change);
    vec![
        Set::new(41, &["NoClientId"], "one untagged event", vec![event("a", "-", 0).untagged()]),
        Set::new(
            42,
            &["Untagged"],
            "five untagged events of one device, one tagged event of another",
            vec![
                event("a", "-", 1).untagged(),
                event("b", "-", 2).untagged(),
                event("c", "-", 3).untagged(),
                event("d", "-", 4).untagged(),
                event("e", "-", 5).untagged(),
                event("f", "laptop", 0),
            ],
        ),
        Set::new(
            43,
            &["Untagged"],
            "two untagged events of one second",
            vec![event("a", "-", 0).untagged(), event("b", "-", 0).untagged()],
        ),
        Set::new(
            44,
            &["KeyOrder"],
            "ids 9…, untagged, a…: the order of picks",
            vec![
                prefixed("a", 0, |d| d.set("client_id", &[&"9".repeat(64)])),
                event("b", "-", 60).untagged(),
                prefixed("c", 120, |d| d.set("client_id", &[&"a".repeat(64)])),
            ],
        ),
        Set::new(
            45,
            &["MalformedClientId"],
            "an empty client_id",
            vec![event("a", "phone", 0), tagged("b", 60, |d| d.set("client_id", &[""]))],
        ),
        Set::new(
            46,
            &["MalformedClientId"],
            "two events with an empty client_id",
            vec![tagged("a", 0, |d| d.set("client_id", &[""])), tagged("b", 60, |d| d.set("client_id", &[""]))],
        ),
        Set::new(
            47,
            &["MalformedClientId"],
            "a client_id tag without value",
            vec![event("a", "phone", 0), tagged("b", 60, |d| d.set("client_id", &[]))],
        ),
        Set::new(
            48,
            &["MalformedClientId"],
            "one id in lower and in upper case",
            vec![
                tagged("a", 0, |d| d.set("client_id", &[&"ab".repeat(32)])),
                tagged("b", 60, |d| d.set("client_id", &[&"AB".repeat(32)])),
            ],
        ),
        Set::new(
            49,
            &["MalformedClientId"],
            "two client_id tags",
            vec![event("a", "phone", 0), tagged("b", 60, |d| d.push(&["client_id", &"cd".repeat(32)]))],
        ),
        Set::new(
            50,
            &["ExampleClientId"],
            "two devices use the example value of PR #40",
            vec![prefixed("a", 0, example), prefixed("b", 60, example)],
        ),
        Set::new(
            51,
            &["MalformedClientId"],
            "a client_id of 63 digits",
            vec![event("a", "phone", 0), tagged("b", 60, |d| d.set("client_id", &[&"a".repeat(63)]))],
        ),
        Set::new(
            52,
            &["SharedClientId"],
            "two devices of one restored backup share an id",
            vec![event("a", "phone", 0), event("b", "phone", 60), event("c", "laptop", 30)],
        ),
        Set::new(
            53,
            &["NewestInvalid"],
            "the newest of an id is malformed, the one before it expired",
            vec![
                event("a", "phone", 0),
                event("b", "phone", 60).shape(Shape::Encoded(|b| b.lifetime = Some((START - 3_600, NOW - 3_600)))),
                event("c", "phone", 120).malformed(),
            ],
        ),
    ]
}

/// SHA-256 of nothing: the constant that somebody will paste.
fn example(draft: &mut Draft) {
    draft.set("client_id", &["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]);
}

/// Kind 443 beside kind 30443.
fn twins() -> Vec<Set> {
    let twin = |label, of, at| {
        event(label, "phone", at).shape(Shape::SameAs(of)).with(|d| {
            d.kind = TWIN;
            d.remove("d");
        })
    };
    let legacy = |label, at| {
        event(label, "phone", at).with(|d| {
            d.kind = TWIN;
            d.remove("d");
        })
    };
    vec![
        Set::new(61, &["Twin"], "a KeyPackage as 30443 and as 443", vec![event("a", "phone", 0), twin("b", "a", 0)]),
        Set::new(62, &["Twin"], "the 443 twin is newer", vec![event("a", "phone", 0), twin("b", "a", 60)]),
        Set::new(63, &["LegacyOnly"], "only kind 443", vec![legacy("a", 0), legacy("b", 60)]),
        Set::new(64, &["LegacyNewer"], "a newer KeyPackage as 443", vec![event("a", "phone", 0), legacy("b", 60)]),
        Set::new(
            65,
            &["LegacyNewer"],
            "the only 30443 is malformed, a 443 is good",
            vec![event("a", "phone", 60).malformed(), legacy("b", 0)],
        ),
        Set::new(
            66,
            &["Twin"],
            "the 443 twin of a KeyPackage that its slot has replaced",
            vec![event("a", "phone", 0), twin("b", "a", 30), event("c", "phone", 60)],
        ),
    ]
}

/// `d` slots.
fn slots() -> Vec<Set> {
    let with_d = |label, at, change: fn(&mut Draft)| event(label, label, at).with(change);
    vec![
        Set::new(
            71,
            &["MissingTag"],
            "the newest has no d",
            vec![event("a", "phone", 0), with_d("b", 60, |d| d.remove("d"))],
        ),
        Set::new(
            72,
            &["UpperCase"],
            "one slot in lower and in upper case",
            vec![
                with_d("a", 0, |d| d.set("d", &[&"ab".repeat(32)])),
                with_d("b", 60, |d| d.set("d", &[&"AB".repeat(32)])),
            ],
        ),
        Set::new(
            73,
            &["TieAcrossDevices"],
            "four slots of one second",
            vec![event("a", "a", 0), event("b", "b", 0), event("c", "c", 0), event("d", "d", 0)],
        ),
        Set::new(
            74,
            &["Stale"],
            "29 days and a half old, 30 days, and a second more",
            vec![
                event("a", "phone", before_now(30 * DAY + 1)),
                event("b", "laptop", before_now(30 * DAY)),
                event("c", "tablet", before_now(30 * DAY - DAY / 2)),
            ],
        ),
        Set::new(
            75,
            &["Stale"],
            "a slot whose two events are both old",
            vec![
                event("a", "phone", before_now(40 * DAY)),
                event("b", "phone", before_now(35 * DAY)),
                event("c", "laptop", 0),
            ],
        ),
    ]
}

/// Ranking of the adopted text, and labels of MDK.
fn adopted() -> Vec<Set> {
    let last_resort = Shape::Encoded(|b| b.last_resort = true);
    let client = |label, device, at, change: fn(&mut Draft)| event(label, device, at).with(change);
    let amethyst = |draft: &mut Draft| draft.push(&["client", "amethyst"]);
    let whitenoise = |draft: &mut Draft| draft.push(&["client", " WhiteNoise "]);
    vec![
        Set::new(
            81,
            &["LastResort"],
            "a newer last-resort KeyPackage and an older single-use one",
            vec![event("a", "phone", 0), event("b", "laptop", 60).shape(last_resort)],
        ),
        Set::new(
            82,
            &["LastResort"],
            "in one slot, a newer last-resort KeyPackage",
            vec![event("a", "phone", 0), event("b", "phone", 60).shape(last_resort)],
        ),
        Set::new(
            83,
            &["ClientLabel"],
            "amethyst is newer, whitenoise older",
            vec![client("a", "phone", 20, amethyst), client("b", "laptop", 10, whitenoise)],
        ),
        Set::new(
            84,
            &["ClientLabel"],
            "no label is newer than amethyst",
            vec![event("a", "phone", 10), client("b", "laptop", 20, amethyst)],
        ),
        Set::new(
            85,
            &["ClientLabel"],
            "two client tags count as none",
            vec![
                client("a", "phone", 10, |d| {
                    d.push(&["client", "whitenoise"]);
                    d.push(&["client", "whitenoise"]);
                }),
                event("b", "laptop", 20),
            ],
        ),
    ]
}
