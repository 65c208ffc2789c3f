//! The recorded observer on our engine: from the private halves of its KeyPackage to a member who hears events.

use adopted::envelope::seal;
use adopted::group::{Group, Now, Verdict};
use adopted::key_package::{KIND, Wish};
use adopted::welcome::{self, Arrival};
use adopted::{Crypto, Effect, Engine, GroupName, JoinError, JoinedGroup, Settings};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use marmot_rules::key_package::{FRAME_PREFIX, parse_framed};
use nostr::{Event, EventBuilder, Keys, Kind, PublicKey, SecretKey, Tag, Timestamp, UnsignedEvent};
use openmls_0_9::prelude::tls_codec::Deserialize as _;
use openmls_0_9::prelude::{MlsMessageBodyIn, MlsMessageIn, ProtocolVersion};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::recorded::Private;

/// A KeyPackage with everything that its owner has.
#[derive(Clone)]
pub struct Device {
    pub account: Keys,
    pub event: Event,
    /// The framed KeyPackage.
    pub key_package: Vec<u8>,
    pub private: Private,
}

impl Device {
    /// A device whose KeyPackage was recorded without an event: the event is ours. `bare` has no frame. Draws entropy.
    pub fn unpublished(account: Keys, bare: &[u8], private: &Private) -> Self {
        let key_package = framed(bare);
        let event = publish(&account, &key_package);
        Self { account, event, key_package, private: private.clone() }
    }

    pub fn made_at(&self) -> u64 {
        made_at(&self.key_package)
    }

    /// An engine that has this KeyPackage and no other: the saved form of an engine with one of its own, refilled.
    pub fn engine(&self, settings: &Settings) -> Engine {
        let mut engine = Engine::new(self.account.clone(), settings.clone()).expect("a device");
        engine.new_key_package(&Wish::new("0".repeat(64), self.made_at())).expect("a KeyPackage to refill");
        let mut saved = serde_json::to_value(engine.save()).expect("it is saved");
        let key =
            json!({ "secret": self.private.signature_key_private_seed, "public": self.private.signature_key_public });
        let packages = saved["key_packages"].as_object_mut().expect("KeyPackages by reference");
        let (_, mut own) = std::mem::take(packages).into_iter().next().expect("one");
        let reference = self.reference();
        own["reference"] = json!(reference);
        own["key"] = key.clone();
        own["events"] = json!([self.event.id]);
        let bundle = &mut own["bundle"];
        bundle["key_package"] = self.decoded();
        refill(&mut bundle["private_init_key"], &self.private.init_key_private);
        refill(&mut bundle["private_encryption_key"], &self.private.encryption_key_private);
        packages.insert(reference, own);
        saved["device_key"] = key;
        let saved = serde_json::from_value(saved).expect("it is read");
        Engine::restore(self.account.clone(), saved, Now { monotonic: 0, unix: self.made_at() })
    }

    /// `KeyPackageRef` in hex, computed without openmls.
    fn reference(&self) -> String {
        parse_framed(&self.key_package).expect("a KeyPackage").reference_hex()
    }

    /// The KeyPackage as openmls keeps it.
    fn decoded(&self) -> Value {
        let message = MlsMessageIn::tls_deserialize_exact(&self.key_package).expect("an MLSMessage");
        let MlsMessageBodyIn::KeyPackage(key_package) = message.extract() else { panic!("no KeyPackage") };
        let valid = key_package.validate(&Crypto::default(), ProtocolVersion::Mls10).expect("openmls takes it");
        serde_json::to_value(valid).expect("openmls writes it")
    }

    /// The rumor around a Welcome that was recorded without one.
    pub fn rumor(&self, author: PublicKey, welcome: &[u8]) -> UnsignedEvent {
        let relays = Tag::parse(["relays", "wss://relay-a.example.com"]).expect("a tag");
        EventBuilder::new(Kind::from(welcome::KIND), BASE64.encode(welcome))
            .tags([Tag::event(self.event.id), relays])
            .build(author)
    }

    /// Joins by a rumor, as if its wrap and seal had been opened.
    pub fn join(&self, settings: &Settings, rumor: &UnsignedEvent) -> Result<Member, JoinError> {
        let mut engine = self.engine(settings);
        let (receiver, seal_author) = (self.account.public_key(), rumor.pubkey);
        let joined = engine.join(&Arrival { receiver, seal_author, rumor: rumor.clone() })?;
        let JoinedGroup { group, inviter, .. } = joined;
        assert_eq!(inviter, rumor.pubkey.into(), "who sealed it signed the GroupInfo");
        Ok(Member { engine, group, started: self.made_at(), ms: 0, told: Vec::new() })
    }
}

/// A KeyPackage in the frame of an MLSMessage.
pub fn framed(bare: &[u8]) -> Vec<u8> {
    [FRAME_PREFIX.as_slice(), bare].concat()
}

/// The second in which a framed KeyPackage was made: openmls lets it begin an hour before.
pub fn made_at(key_package: &[u8]) -> u64 {
    parse_framed(key_package).expect("a KeyPackage").lifetime().expect("a lifetime").not_before + 3_600
}

/// A member of one group who hears what a test says.
#[derive(Clone)]
pub struct Member {
    engine: Engine,
    group: GroupName,
    started: u64,
    ms: u64,
    /// All effects so far.
    pub told: Vec<Effect>,
}

impl Member {
    pub fn group(&self) -> &Group {
        self.engine.group(&self.group).expect("it was joined")
    }

    pub const fn crypto(&self) -> &Crypto {
        self.engine.crypto()
    }

    const fn now(&self) -> Now {
        Now { monotonic: self.ms, unix: self.started + self.ms / 1_000 }
    }

    pub fn hears(&mut self, event: &Event) -> Verdict {
        let now = self.now();
        let verdict = self.engine.ingest(event, now);
        self.collect();
        verdict
    }

    /// Hears an MLS message that was recorded without an event, sealed for the canonical epoch.
    pub fn hears_bare(&mut self, message: &[u8]) -> Verdict {
        let facts = self.group().facts();
        let key = facts.event_key().expect("a member has the key");
        let event = seal(self.crypto(), key, &facts.address, message, self.now().unix, None).expect("an event");
        self.hears(&event)
    }

    /// If a pass is open, its time runs out. Nothing else that would be due is done: the observer commits nothing.
    pub fn decides(&mut self) {
        if let Some(pass) = self.group().pass() {
            self.ms = pass.cutoff();
            let now = self.now();
            self.engine.tick(now);
            self.collect();
        }
    }

    fn collect(&mut self) {
        let effects = self.engine.effects();
        self.told.extend(effects.into_iter().map(|(_, effect)| effect));
    }
}

/// The keys of a test account of MDK: a hash of a fixed text, its name and a counter.
pub fn mdk_account(name: &str) -> Keys {
    let hash = |counter: u64| {
        let hash = Sha256::new().chain_update("cgka-engine-test-identity-v1").chain_update(name);
        SecretKey::from_slice(&hash.chain_update(counter.to_be_bytes()).finalize())
    };
    Keys::new((0..).find_map(|counter| hash(counter).ok()).expect("a key"))
}

/// Touches what the process makes once.
pub fn warm() {
    let mut engine = Engine::new(mdk_account("warm"), Settings::default()).expect("a device");
    engine.new_key_package(&Wish::new("0".repeat(64), 0)).expect("a KeyPackage");
}

/// The event of a KeyPackage, with the tags that its lists call for.
fn publish(account: &Keys, key_package: &[u8]) -> Event {
    let parsed = parse_framed(key_package).expect("a KeyPackage");
    let text = |id: u16| format!("{id:#06x}");
    let row = |name: &str, values: Vec<String>| {
        Tag::parse(std::iter::once(name.to_owned()).chain(values)).expect("a row with a name is a tag")
    };
    let tags = [
        row("d", vec!["0".repeat(64)]),
        row("mls_protocol_version", vec!["1.0".to_owned()]),
        row("i", vec![parsed.reference_hex()]),
        row("mls_ciphersuite", vec![text(parsed.cipher_suite())]),
        row("mls_extensions", parsed.extensions().into_iter().map(text).collect()),
        row("mls_proposals", parsed.proposals().into_iter().map(text).collect()),
        row("app_components", parsed.components().into_iter().filter(|id| *id >= 0x8000).map(text).collect()),
    ];
    EventBuilder::new(Kind::from(KIND), BASE64.encode(key_package))
        .tags(tags)
        .custom_created_at(Timestamp::from_secs(1_790_000_000))
        .sign_with_keys(account)
        .expect("an event")
}

/// Puts bytes where openmls keeps bytes, whatever it wraps around them.
fn refill(value: &mut Value, bytes: &[u8]) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|field| refill(field, bytes)),
        value => *value = json!(bytes),
    }
}
