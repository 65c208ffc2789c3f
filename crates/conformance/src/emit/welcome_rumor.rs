//! welcome-rumor: kind 444, bare and in its gift wrap.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::Profile;
use nostr::nips::nip44;
use nostr::{EventBuilder, JsonUtil, Kind, Tag, Timestamp, UnsignedEvent};
use sim_env::Actor;

use super::adopted::Device;
use super::party::Party;
use super::{Emit, EmitError, GROUP_AT, id, in_run, wait_until};
use crate::expectations::key_package::reference;
use crate::format::topics::welcome_rumor::{Expect, File, Input, Test};
use crate::format::{Answer, Event, Hex, Keys, Reason, Rumor, Topic};

impl Emit for File {
    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        if !profile.executable_on_mdk_0_8().yes && !profile.is_adopted() {
            return Ok(None);
        }
        super::file(profile, in_run(|| World::new(profile).tests())?).map(Some)
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_devices(profile)
    }
}

/// A Welcome for two devices of Bob, and everybody who is needed to break it.
struct World {
    profile: Profile,
    /// The account that invites.
    creator: nostr::Keys,
    /// The account that is invited.
    bob: nostr::Keys,
    rumor: UnsignedEvent,
    refs: Vec<Hex>,
}

type Rows = Vec<Vec<String>>;

impl World {
    fn new(profile: Profile) -> Self {
        let name = |name: &str| format!("{}/{name}", id(Topic::WelcomeRumor, profile, 1));
        if profile.is_adopted() {
            return Self::adopted(&name);
        }
        let (creator, bob) = (Party::new(&name("creator")), Party::new(&name("phone")));
        let laptop = Party::of(&name("laptop"), &bob.account);
        let made = [bob.key_package(profile), laptop.key_package(profile)];
        wait_until(GROUP_AT);
        let (_, rumors) = creator.create_group(&[&made[0], &made[1]]);
        let refs = made.iter().map(|made| ref_of(&made.keys)).collect();
        Self { profile, creator: creator.account, bob: bob.account, rumor: rumors[0].clone(), refs }
    }

    /// The same with devices of the adopted text.
    fn adopted(name: &dyn Fn(&str) -> String) -> Self {
        let (mut creator, mut bob) = (Device::new(&name("creator")), Device::new(&name("phone")));
        let mut laptop = Device::of(&name("laptop"), &bob.account);
        let made = [bob.key_package(), laptop.key_package()];
        wait_until(GROUP_AT);
        let rumors = creator.found(&[&made[0], &made[1]]);
        let refs = made.iter().map(|made| ref_of(&made.keys)).collect();
        let (creator, bob) = (creator.account, bob.account);
        Self { profile: Profile::Adopted2026_07, creator, bob, rumor: rumors[0].clone(), refs }
    }

    fn id(&self, number: u16) -> String {
        id(Topic::WelcomeRumor, self.profile, number)
    }

    fn expect(&self, rumor: &UnsignedEvent) -> Expect {
        let values = |name: &str| {
            let row = rumor.tags.iter().map(|tag| tag.as_slice()).find(|row| row[0] == name);
            row.map(|row| row[1..].to_vec()).unwrap_or_default()
        };
        Expect {
            key_package_event: values("e").first().cloned().unwrap_or_default(),
            relays: values("relays"),
            refs: self.refs.clone(),
            sender: rumor.pubkey.to_hex(),
        }
    }

    /// The rumor with other tags or content.
    fn changed(&self, change: impl FnOnce(&mut Rows, &mut String, &mut u16)) -> UnsignedEvent {
        let mut rumor = self.rumor.clone();
        let mut rows: Rows = rumor.tags.iter().map(|tag| tag.as_slice().to_vec()).collect();
        let mut kind = rumor.kind.as_u16();
        change(&mut rows, &mut rumor.content, &mut kind);
        rumor.tags = rows.into_iter().map(|row| Tag::parse(row).expect("a row with a name")).collect();
        rumor.kind = Kind::from(kind);
        rumor.id = None;
        rumor.ensure_id();
        rumor
    }

    fn tests(&self) -> Vec<Test> {
        let mut tests = self.valid();
        tests.extend(self.tags());
        tests.extend(self.content());
        tests.extend(self.wrapped());
        tests.extend(self.envelopes());
        if self.profile == Profile::Mip2026_01 {
            tests.extend(self.hex());
        }
        tests
    }

    fn valid(&self) -> Vec<Test> {
        let valid = |number, flag, comment, rumor: UnsignedEvent| {
            Test::valid(self.id(number), &[flag], comment, bare(Rumor::from(&rumor)), self.expect(&rumor))
        };
        let adopted = self.profile.is_adopted();
        let usual = if adopted { "as colony's engine writes it" } else { "as mdk-core 0.8.0 writes it" };
        let mut tests = vec![
            valid(1, "Baseline", usual, self.rumor.clone()),
            valid(2, "TagOrder", "the tags in reverse order", self.changed(|rows, _, _| rows.reverse())),
            valid(3, "NoClient", "no client tag", self.changed(|rows, _, _| rows.retain(|row| row[0] != "client"))),
            valid(
                4,
                "UnknownTag",
                "a tag that no text knows",
                self.changed(|rows, _, _| rows.push(row(&["alt", "x"]))),
            ),
            valid(
                5,
                "Relays",
                "one relay",
                self.changed(|rows, _, _| set(rows, "relays", &["wss://relay.one.example"])),
            ),
        ];
        // The engine writes no client tag in the first place.
        tests.retain(|test| !adopted || test.flags != ["NoClient"]);
        tests
    }

    fn invalid(&self, number: u16, flag: &str, comment: &str, reason: Reason, rumor: &UnsignedEvent) -> Test {
        Test::invalid(self.id(number), &[flag], comment, bare(Rumor::from(rumor)), &self.id(1), reason)
    }

    fn tags(&self) -> Vec<Test> {
        let test = |number, flag, comment, tag, reason, change: &dyn Fn(&mut Rows)| {
            self.invalid(number, flag, comment, reason, &self.changed(|rows, _, _| change(rows))).about(tag)
        };
        let without = |name: &'static str| move |rows: &mut Rows| rows.retain(|row| row[0] != name);
        let with = |name: &'static str, values: &'static [&'static str]| move |rows: &mut Rows| set(rows, name, values);
        let (missing, malformed) = (Reason::TagMissing, Reason::TagValueMalformed);
        let mut tests = vec![
            test(21, "MissingTag", "no e", "e", missing, &without("e")),
            test(22, "MissingTag", "no relays", "relays", missing, &without("relays")),
            test(23, "NoValue", "the e tag has no value", "e", Reason::TagValueMissing, &with("e", &[]))
                .any_of(&[Reason::TagValueMissing, missing]),
            test(24, "NoValue", "the relays tag is empty", "relays", Reason::TagValueMissing, &with("relays", &[])),
            test(25, "MalformedRelay", "a relay that is no URL", "relays", malformed, &with("relays", &["not a url"])),
            self.invalid(
                27,
                "UnexpectedKind",
                "kind 445",
                Reason::UnexpectedKind,
                &self.changed(|_, _, kind| *kind = 445),
            ),
            self.strictness(28, "MalformedE", "e is no event id", malformed, &|rows| set(rows, "e", &["abc"]))
                .about("e"),
            self.strictness(29, "RepeatedTag", "two e tags", Reason::TagRepeated, &|rows| {
                let copy = rows.iter().find(|row| row[0] == "e").cloned().expect("the rumor has an e");
                rows.push(copy);
            })
            .about("e"),
        ];
        let adopted = self.profile.is_adopted();
        if adopted {
            let two = self.changed(|rows, _, _| {
                let copy = rows.iter().find(|row| row[0] == "relays").cloned().expect("the rumor has relays");
                rows.push(copy);
            });
            tests.push(self.invalid(34, "RepeatedTag", "two relays tags", Reason::TagRepeated, &two).about("relays"));
            let zeros = "0".repeat(64);
            let extra = self.changed(|rows, _, _| {
                rows.iter_mut().filter(|row| row[0] == "e").for_each(|row| row.push(zeros.clone()));
            });
            tests.push(self.invalid(35, "ExtraE", "e has two values", Reason::TagValueExtra, &extra).about("e"));
        } else {
            let unsupported = [Reason::TagValueUnsupported, Reason::ContentNotBase64, Reason::ContentNotHex];
            let utf8 = with("encoding", &["utf8"]);
            let test = test(26, "UnsupportedEncoding", "encoding utf8", "encoding", unsupported[0], &utf8);
            // Where it always stood.
            tests.insert(5, test.any_of(&unsupported));
        }
        if self.profile != Profile::Mip2026_01 && !adopted {
            tests.push(test(30, "MissingTag", "no encoding", "encoding", missing, &without("encoding")));
            let unsupported = Reason::TagValueUnsupported;
            tests.push(test(
                31,
                "UnsupportedEncoding",
                "encoding hex",
                "encoding",
                unsupported,
                &with("encoding", &["hex"]),
            ));
        }
        let mut signed = Rumor::from(&self.rumor);
        signed.sig = Some(super::signature(&self.creator, &signed.id));
        let comment = "the rumor carries a valid signature of its author";
        tests.push(Test::invalid(
            self.id(32),
            &["SignedRumor"],
            comment,
            bare(signed),
            &self.id(1),
            Reason::RumorSigned,
        ));
        let mut other = Rumor::from(&self.rumor);
        other.created_at += 1;
        let comment = "created_at was changed after the id was computed";
        tests.push(Test::invalid(self.id(33), &["BadEventId"], comment, bare(other), &self.id(1), Reason::BadEventId));
        tests
    }

    /// Refused by `tags-strict`, taken by `tags-lenient` (decision D13).
    fn strictness(&self, number: u16, flag: &str, comment: &str, reason: Reason, change: &dyn Fn(&mut Rows)) -> Test {
        let rumor = self.changed(|rows, _, _| change(rows));
        if self.profile.is_adopted() {
            return self.invalid(number, flag, comment, reason, &rumor);
        }
        let by = [
            ("tags-strict".to_owned(), Answer::Fails { reason, stage: reason.stage() }),
            ("tags-lenient".to_owned(), Answer::Expect(self.expect(&rumor))),
        ];
        Test::policy(self.id(number), &[flag], comment, bare(Rumor::from(&rumor)), by.into())
    }

    fn content(&self) -> Vec<Test> {
        let bytes = STANDARD.decode(&self.rumor.content).expect("mdk-core writes base64");
        let test = |number, flag, comment, reason, content: String| {
            self.invalid(number, flag, comment, reason, &self.changed(|_, text, _| *text = content))
        };
        let framing = [Reason::FramingMismatch, Reason::WireFormatMismatch, Reason::TlsMalformed];
        let either = [Reason::ContentEmpty, Reason::TlsMalformed];
        vec![
            test(
                41,
                "NotBase64",
                "characters of no alphabet",
                Reason::ContentNotBase64,
                "this is no base64!".to_owned(),
            ),
            test(42, "EmptyContent", "no content", Reason::ContentEmpty, String::new()).any_of(&either),
            test(
                43,
                "Truncated",
                "the last 100 bytes are missing",
                Reason::TlsMalformed,
                STANDARD.encode(&bytes[..bytes.len() - 100]),
            ),
            test(
                44,
                "BareWelcome",
                "a Welcome without its MLSMessage frame",
                Reason::FramingMismatch,
                STANDARD.encode(&bytes[4..]),
            )
            .any_of(&framing),
            test(45, "OtherWireFormat", "the frame says KeyPackage", Reason::WireFormatMismatch, {
                let mut bytes = bytes.clone();
                bytes[3] = 5;
                STANDARD.encode(bytes)
            })
            .any_of(&framing),
            test(
                46,
                "TrailingNewline",
                "a newline after the base64",
                Reason::ContentNotBase64,
                format!("{}\n", self.rumor.content),
            ),
        ]
    }

    fn wrapped(&self) -> Vec<Test> {
        let key = |keys: &nostr::Keys| Hex::from(keys.secret_key().to_secret_bytes());
        let input = |wrap: Event, keys| Input { rumor: None, wrap: Some(wrap), nostr_sk: Some(key(keys)) };
        let own = &self.bob;
        let wrap = |number: u16, by: &nostr::Keys, seal: &dyn Fn(nostr::Event) -> String| {
            Actor::register(&self.id(number)).enter(|| Event::from(&self.wrap(by, seal)))
        };
        let good = |seal: nostr::Event| seal.as_json();
        let plain = wrap(51, &self.creator, &good);
        let parent = self.id(51);
        let invalid = |number, flag, comment, reason, input| {
            Test::invalid(self.id(number), &[flag], comment, input, &parent, reason)
        };
        let mut forged = plain.clone();
        forged.sig = super::signature(&super::stranger(), &forged.id);
        let stranger = Party::new(&format!("{}/stranger", self.id(53))).account;
        // The adopted text looks at `p` first.
        let adopted = self.profile.is_adopted();
        let failed = if adopted { Reason::NotAddressedToMe } else { Reason::Nip44DecryptFailed };
        vec![
            Test::valid(
                parent.clone(),
                &["Wrapped"],
                "a gift wrap",
                input(plain.clone(), own),
                self.expect(&self.rumor),
            ),
            invalid(
                52,
                "BadEventSignature",
                "the wrap is signed by somebody else than its author",
                Reason::BadEventSignature,
                input(forged, own),
            ),
            invalid(53, "OtherReceiver", "opened with another account's key", failed, input(plain, &stranger)),
            invalid(
                54,
                "RumorAuthor",
                "sealed by somebody else than the rumor's author",
                Reason::RumorAuthorMismatch,
                input(wrap(54, &stranger, &good), own),
            ),
            invalid(
                55,
                "BadSeal",
                "the seal is signed by somebody else than its author",
                Reason::BadSeal,
                input(
                    wrap(55, &self.creator, &|seal| {
                        let mut seal = Event::from(&seal);
                        seal.sig = super::signature(&super::stranger(), &seal.id);
                        serde_json::to_string(&seal).expect("an event is JSON")
                    }),
                    own,
                ),
            ),
            invalid(
                56,
                "BadSeal",
                "the seal has kind 14",
                Reason::BadSeal,
                input(
                    wrap(56, &self.creator, &|seal| {
                        let again = EventBuilder::new(Kind::from(14), &seal.content).custom_created_at(seal.created_at);
                        again.sign_with_keys(&self.creator).expect("a key signs").as_json()
                    }),
                    own,
                ),
            ),
        ]
    }

    /// Seals the rumor as `by`, and wraps what `seal` makes of it for Bob.
    fn wrap(&self, by: &nostr::Keys, seal: &dyn Fn(nostr::Event) -> String) -> nostr::Event {
        self.envelope(by, self.rumor.as_json(), seal, &|content, to| wrapper(Kind::GiftWrap, content, &[to]))
    }

    /// Seals this text as `by`, and wraps what `seal` makes of it in what `wrap` makes for Bob.
    fn envelope(
        &self,
        by: &nostr::Keys,
        text: String,
        seal: &dyn Fn(nostr::Event) -> String,
        wrap: &dyn Fn(String, nostr::PublicKey) -> EventBuilder,
    ) -> nostr::Event {
        let to = self.bob.public_key();
        let encrypt = |keys: &nostr::Keys, text: String| {
            nip44::encrypt(keys.secret_key(), &to, text, nip44::Version::V2).expect("short enough")
        };
        let at = Timestamp::from_secs(GROUP_AT);
        let sealed = EventBuilder::new(Kind::Seal, encrypt(by, text)).custom_created_at(at);
        let sealed = seal(sealed.sign_with_keys(by).expect("a key signs"));
        let once = nostr::Keys::generate();
        wrap(encrypt(&once, sealed), to).custom_created_at(at).sign_with_keys(&once).expect("a key signs")
    }

    /// Faults of envelopes, and of rumors that only an envelope can carry.
    fn envelopes(&self) -> Vec<Test> {
        let own = &self.creator;
        let key = Hex::from(self.bob.secret_key().to_secret_bytes());
        let input = |wrap: &nostr::Event| Input { rumor: None, wrap: Some(wrap.into()), nostr_sk: Some(key.clone()) };
        let parent = self.id(51);
        let test = |number: u16, flag, comment, reason, make: &dyn Fn() -> nostr::Event| {
            let wrap = Actor::register(&self.id(number)).enter(make);
            Test::invalid(self.id(number), &[flag], comment, input(&wrap), &parent, reason)
        };
        let (plain, good) = (|seal: nostr::Event| seal.as_json(), self.rumor.as_json());
        let gift = |content, to| wrapper(Kind::GiftWrap, content, &[to]);
        let signed =
            Actor::register(&self.id(61)).enter(|| self.rumor.clone().sign_with_keys(own)).expect("a key signs");
        let mut with_sig = Rumor::from(&self.rumor);
        with_sig.sig = Some(signed.sig.to_string());
        let mut other_id = Rumor::from(&self.rumor);
        other_id.id = "0".repeat(64);
        let json = |rumor: &Rumor| serde_json::to_string(rumor).expect("a rumor is JSON");
        let mut tests = vec![
            test(62, "SignedRumor", "the sealed rumor carries a signature that verifies", Reason::RumorSigned, &|| {
                self.envelope(own, json(&with_sig), &plain, &gift)
            }),
            test(63, "BadEventId", "the sealed rumor's id is all zeros", Reason::BadEventId, &|| {
                self.envelope(own, json(&other_id), &plain, &gift)
            }),
            test(64, "SealTags", "the seal has a p tag", Reason::BadSeal, &|| {
                let tagged = |seal: nostr::Event| {
                    let again = EventBuilder::new(Kind::Seal, &seal.content).custom_created_at(seal.created_at);
                    let again = again.tag(Tag::public_key(self.bob.public_key()));
                    again.sign_with_keys(own).expect("a key signs").as_json()
                };
                self.envelope(own, good.clone(), &tagged, &gift)
            }),
            test(65, "WrapKind", "the wrap has kind 1060", Reason::BadGiftWrap, &|| {
                self.envelope(own, good.clone(), &plain, &|content, to| wrapper(Kind::from(1060), content, &[to]))
            }),
            test(67, "BadSeal", "the seal's id is all zeros", Reason::BadSeal, &|| {
                let other = |seal: nostr::Event| {
                    let mut seal = Event::from(&seal);
                    seal.id = "0".repeat(64);
                    serde_json::to_string(&seal).expect("an event is JSON")
                };
                self.envelope(own, good.clone(), &other, &gift)
            }),
            test(68, "DamagedMac", "the last byte of the MAC is inverted", Reason::Nip44DecryptFailed, &|| {
                self.envelope(own, good.clone(), &plain, &|content: String, to| {
                    let bytes = STANDARD.decode(&content).expect("NIP-44 is base64");
                    let damaged = STANDARD.encode(super::flipped(&bytes, bytes.len() - 1).0);
                    wrapper(Kind::GiftWrap, damaged, &[to])
                })
            }),
        ];
        tests.push(self.two_receivers(&plain, &input));
        if self.profile.is_adopted() {
            let other = self.creator.public_key();
            tests.push(test(69, "WrongReceiver", "p names another account", Reason::NotAddressedToMe, &|| {
                self.envelope(own, good.clone(), &plain, &|content, _| wrapper(Kind::GiftWrap, content, &[other]))
            }));
        }
        tests
    }

    /// Two `p` tags: no text says how many there are.
    fn two_receivers(&self, plain: &dyn Fn(nostr::Event) -> String, input: &dyn Fn(&nostr::Event) -> Input) -> Test {
        let other = self.creator.public_key();
        let both = |content, to| wrapper(Kind::GiftWrap, content, &[to, other]);
        let make = || self.envelope(&self.creator, self.rumor.as_json(), plain, &both);
        let wrap = Actor::register(&self.id(66)).enter(make);
        let reason = Reason::TagRepeated;
        if self.profile.is_adopted() {
            let (id, parent) = (self.id(66), self.id(51));
            let test = Test::invalid(id, &["TwoReceivers"], "the wrap has two p tags", input(&wrap), &parent, reason);
            return test.about("p");
        }
        let by = [
            ("tags-strict".to_owned(), Answer::Fails { reason, stage: reason.stage() }),
            ("tags-lenient".to_owned(), Answer::Expect(self.expect(&self.rumor))),
        ];
        Test::policy(self.id(66), &["TwoReceivers"], "the wrap has two p tags", input(&wrap), by.into()).about("p")
    }

    /// Hex, as January 2026 wrote it.
    fn hex(&self) -> Vec<Test> {
        let in_hex = |text: &mut String| *text = hex::encode(STANDARD.decode(&*text).expect("mdk-core writes base64"));
        let without = |rows: &mut Rows| rows.retain(|row| row[0] != "encoding");
        let valid = |number, comment, rumor: UnsignedEvent| {
            Test::valid(self.id(number), &["HexContent"], comment, bare(Rumor::from(&rumor)), self.expect(&rumor))
        };
        let invalid = |number, comment, reason, rumor: &UnsignedEvent| {
            self.invalid(number, "EncodingMismatch", comment, reason, rumor)
        };
        let cut = |text: &mut String| {
            in_hex(text);
            text.pop();
        };
        let tag = "hex content, but encoding says base64";
        let mixed = [Reason::ContentNotBase64, Reason::FramingMismatch, Reason::TlsMalformed];
        let not_hex = Reason::ContentNotHex;
        vec![
            valid(
                71,
                "hex, and no encoding tag",
                self.changed(|rows, text, _| {
                    in_hex(text);
                    without(rows);
                }),
            ),
            valid(
                72,
                "hex, and encoding says so",
                self.changed(|rows, text, _| {
                    in_hex(text);
                    set(rows, "encoding", &["hex"]);
                }),
            ),
            invalid(73, tag, mixed[0], &self.changed(|_, text, _| in_hex(text))).any_of(&mixed),
            invalid(
                74,
                "base64 content, but encoding says hex",
                not_hex,
                &self.changed(|rows, _, _| {
                    set(rows, "encoding", &["hex"]);
                }),
            ),
            invalid(75, "base64 content without encoding tag", not_hex, &self.changed(|rows, _, _| without(rows))),
            self.invalid(
                76,
                "Truncated",
                "an odd number of hex digits",
                not_hex,
                &self.changed(|rows, text, _| {
                    cut(text);
                    without(rows);
                }),
            ),
        ]
    }
}

/// A wrap of this kind for these receivers.
fn wrapper(kind: Kind, content: String, to: &[nostr::PublicKey]) -> EventBuilder {
    EventBuilder::new(kind, content).tags(to.iter().map(|to| Tag::public_key(*to)))
}

fn ref_of(keys: &Keys) -> Hex {
    reference(&keys.key_package_raw.0).1.into()
}

fn bare(rumor: Rumor) -> Input {
    Input { rumor: Some(rumor), wrap: None, nostr_sk: None }
}

fn row(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn set(rows: &mut Rows, name: &str, values: &[&str]) {
    let new = [&[name], values].concat();
    rows.iter_mut().filter(|old| old[0] == name).for_each(|old| *old = row(&new));
}
