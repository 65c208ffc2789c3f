//! Makes KeyPackages and KeyPackage events without an MLS library: encodes and signs them itself.
//!
//! The encoder is written apart from the reader of the crate, so that one does not repeat the other's mistakes.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer, SigningKey};
use marmot_rules::proof::IdentityProof;
use marmot_rules::{Knobs, Policy, Profile, Requirements, SelectInput, Selection, select};
use nostr::secp256k1::{Message, Secp256k1, SecretKey};
use nostr::{Event, EventBuilder, EventId, Keys, Kind, Tag, Timestamp};
use sha2::{Digest, Sha256};

/// 2026-06-15T00:00:00Z
pub const NOW: u64 = 1_781_481_600;

/// An account whose key is `number` repeated.
pub fn account(number: u8) -> Keys {
    Keys::new(SecretKey::from_slice(&[number; 32]).expect("a small scalar is a key").into())
}

/// 64 hex characters.
pub fn hex64(seed: &str) -> String {
    hex::encode(Sha256::digest(seed))
}

/// What goes into a KeyPackage.
#[derive(Debug, Clone)]
pub struct Kp {
    pub seed: String,
    pub signature_seed: String,
    pub identity: Option<Vec<u8>>,
    pub credential_kind: u16,
    pub suite: u16,
    pub lifetime: Option<(u64, u64)>,
    pub extensions: Vec<u16>,
    pub proposals: Vec<u16>,
    pub last_resort: bool,
    pub components: Vec<u16>,
    pub proof: Proof,
    pub init_is_encryption_key: bool,
    pub repeat_extension: bool,
    pub break_leaf_signature: bool,
    pub break_signature: bool,
}

/// Which identity proof the leaf carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    Good,
    Missing,
    Damaged,
    ForAnotherKey,
    ByAnotherAccount,
    OutsideTheLeafToo,
    Twice,
}

impl Kp {
    pub fn new(profile: Profile, seed: &str) -> Self {
        let adopted = profile.is_adopted();
        Self {
            seed: seed.to_owned(),
            signature_seed: format!("signature {seed}"),
            identity: None,
            credential_kind: 1,
            suite: 1,
            lifetime: Some((NOW - 3_600, NOW + 7_257_600)),
            extensions: if adopted { vec![0x0006] } else { vec![0x000a, 0xf2ee, 0x3a3a] },
            proposals: if adopted { vec![0x0008, 0x000a] } else { vec![0x000a, 0x5a5a] },
            last_resort: !adopted,
            components: if adopted { vec![0x0001, 0x8009] } else { Vec::new() },
            proof: Proof::Good,
            init_is_encryption_key: false,
            repeat_extension: false,
            break_leaf_signature: false,
            break_signature: false,
        }
    }

    /// The bare KeyPackage.
    pub fn encode(&self, keys: &Keys, profile: Profile) -> Vec<u8> {
        let signing = SigningKey::from_bytes(&Sha256::digest(&self.signature_seed).into());
        let public = signing.verifying_key().to_bytes();
        let encryption_key = Sha256::digest(format!("encryption {}", self.seed));
        let init_key = Sha256::digest(format!("init {}", self.seed));
        let identity = self.identity.clone().unwrap_or_else(|| keys.public_key().to_bytes().to_vec());

        let mut leaf = Vec::new();
        vector(&mut leaf, &encryption_key);
        vector(&mut leaf, &public);
        leaf.extend(self.credential_kind.to_be_bytes());
        vector(&mut leaf, &identity);
        for list in [&[1][..], &[self.suite], &self.extensions, &self.proposals, &[1]] {
            vector(&mut leaf, &list.iter().flat_map(|id| id.to_be_bytes()).collect::<Vec<u8>>());
        }
        match self.lifetime {
            Some((not_before, not_after)) => {
                leaf.push(1);
                leaf.extend(not_before.to_be_bytes());
                leaf.extend(not_after.to_be_bytes());
            }
            None => leaf.push(2),
        }
        vector(&mut leaf, &self.leaf_extensions(keys, profile, &public));
        let mut leaf_signature = sign(&signing, "LeafNodeTBS", &leaf);
        leaf_signature[5] ^= u8::from(self.break_leaf_signature);
        vector(&mut leaf, &leaf_signature);

        let mut package = vec![0, 1];
        package.extend(self.suite.to_be_bytes());
        vector(&mut package, if self.init_is_encryption_key { &encryption_key } else { &init_key });
        package.extend(leaf);
        vector(&mut package, &self.package_extensions(profile));
        let mut signature = sign(&signing, "KeyPackageTBS", &package);
        signature[5] ^= u8::from(self.break_signature);
        vector(&mut package, &signature);
        package
    }

    fn leaf_extensions(&self, keys: &Keys, profile: Profile, leaf_key: &[u8; 32]) -> Vec<u8> {
        if !profile.is_adopted() {
            return Vec::new();
        }
        let mut entries = Vec::new();
        let mut list = Vec::new();
        vector(&mut list, &self.components.iter().flat_map(|id| id.to_be_bytes()).collect::<Vec<u8>>());
        entry(&mut entries, 0x0001, &list);
        let proof = match self.proof {
            Proof::Missing => None,
            Proof::Good | Proof::OutsideTheLeafToo | Proof::Twice => Some(proof_for(keys, leaf_key)),
            Proof::ByAnotherAccount => Some(proof_for(&account(9), leaf_key)),
            Proof::ForAnotherKey => Some(proof_for(keys, &[7; 32])),
            Proof::Damaged => Some(proof_for(keys, leaf_key)).map(|mut bytes| {
                bytes[100] ^= 1;
                bytes
            }),
        };
        if let Some(proof) = proof {
            entry(&mut entries, 0x8009, &proof);
            if self.proof == Proof::Twice {
                entry(&mut entries, 0x8009, &proof);
            }
        }
        extension(0x0006, &dictionary(&entries))
    }

    fn package_extensions(&self, profile: Profile) -> Vec<u8> {
        if !profile.is_adopted() {
            let mark = if self.last_resort { extension(0x000a, &[]) } else { Vec::new() };
            return mark.repeat(1 + usize::from(self.repeat_extension));
        }
        let mut entries = Vec::new();
        if self.last_resort {
            entry(&mut entries, 0x0004, &[]);
        }
        if self.proof == Proof::OutsideTheLeafToo {
            entry(&mut entries, 0x8009, &[0; 104]);
        }
        if entries.is_empty() { Vec::new() } else { extension(0x0006, &dictionary(&entries)) }
    }
}

/// `opaque<V>`
pub fn vector(out: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() < 64 {
        out.push(bytes.len() as u8);
    } else {
        out.push(0x40 | (bytes.len() >> 8) as u8);
        out.push((bytes.len() & 0xff) as u8);
    }
    out.extend(bytes);
}

fn extension(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_be_bytes().to_vec();
    vector(&mut out, data);
    out
}

fn entry(out: &mut Vec<u8>, id: u16, data: &[u8]) {
    out.extend(id.to_be_bytes());
    vector(out, data);
}

fn dictionary(entries: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    vector(&mut out, entries);
    out
}

fn sign(key: &SigningKey, label: &str, content: &[u8]) -> Vec<u8> {
    let mut input = Vec::new();
    vector(&mut input, format!("MLS 1.0 {label}").as_bytes());
    vector(&mut input, content);
    key.sign(&input).to_bytes().to_vec()
}

/// An identity proof by this account for this leaf key.
pub fn proof_for(keys: &Keys, leaf_key: &[u8]) -> Vec<u8> {
    let signer = keys.public_key().to_bytes();
    let mut proof = IdentityProof { signer, created_at: 1_700_000_000, signature: [0; 64] };
    let id = proof.event_id(0x0001, 0x0807, leaf_key).expect("an account key is a point");
    let secp = Secp256k1::new();
    let message = Message::from_digest(id.to_bytes());
    proof.signature = secp.sign_schnorr_no_aux_rand(&message, &keys.secret_key().keypair(&secp)).serialize();
    proof.to_bytes()
}

/// What goes into a KeyPackage event.
#[derive(Debug, Clone)]
pub struct Ev {
    pub profile: Profile,
    pub keys: Keys,
    pub kind: u16,
    pub created_at: u64,
    pub d: Option<String>,
    pub client_id: Option<String>,
    pub client: Option<String>,
    pub kp: Kp,
    pub framed: bool,
    pub trailing: Vec<u8>,
    pub content: Option<String>,
    pub tags: Option<Vec<Vec<String>>>,
}

impl Ev {
    /// A valid event of account 1.
    pub fn new(profile: Profile, seed: &str, created_at: u64) -> Self {
        let kind = profile.key_package_kinds()[0];
        Self {
            profile,
            keys: account(1),
            kind,
            created_at,
            d: (kind == 30443).then(|| hex64(seed)),
            client_id: None,
            client: None,
            kp: Kp::new(profile, seed),
            framed: profile.framed_content(),
            trailing: Vec::new(),
            content: None,
            tags: None,
        }
    }

    pub fn slot(mut self, slot: &str) -> Self {
        self.d = Some(hex64(slot));
        self
    }

    pub fn device(mut self, device: &str) -> Self {
        self.client_id = Some(hex64(device));
        self
    }

    pub fn client_id(mut self, value: &str) -> Self {
        self.client_id = Some(value.to_owned());
        self
    }

    pub fn label(mut self, client: &str) -> Self {
        self.client = Some(client.to_owned());
        self
    }

    pub fn kind(mut self, kind: u16) -> Self {
        self.kind = kind;
        if kind == 443 {
            self.d = None;
        }
        self
    }

    /// Changes the KeyPackage.
    pub fn with(mut self, change: impl FnOnce(&mut Kp)) -> Self {
        change(&mut self.kp);
        self
    }

    /// Changes the tag rows.
    pub fn tagged(mut self, change: impl FnOnce(&mut Vec<Vec<String>>)) -> Self {
        let mut rows = self.tag_rows();
        change(&mut rows);
        self.tags = Some(rows);
        self
    }

    /// An event that every validating reader refuses: its content is not base64.
    pub fn malformed(mut self) -> Self {
        self.content = Some("not base64".to_owned());
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = if self.framed { vec![0, 1, 0, 5] } else { Vec::new() };
        bytes.extend(self.kp.encode(&self.keys, self.profile));
        bytes.extend(&self.trailing);
        bytes
    }

    fn tag_rows(&self) -> Vec<Vec<String>> {
        let ids = |ids: &[u16]| {
            let grease = |id: u16| id & 0x0f0f == 0x0a0a;
            ids.iter().filter(|id| !grease(**id)).map(|id| format!("{id:#06x}")).collect::<Vec<_>>()
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut put = |name: &str, values: Vec<String>| rows.push([vec![name.to_owned()], values].concat());
        if let Some(d) = &self.d {
            put("d", vec![d.clone()]);
        }
        put("mls_protocol_version", vec!["1.0".into()]);
        put("mls_ciphersuite", ids(&[self.kp.suite]));
        put("mls_extensions", ids(&self.kp.extensions));
        put("mls_proposals", ids(&self.kp.proposals));
        put("i", vec![hex::encode(self.reference())]);
        if self.profile.is_adopted() {
            put("app_components", ids(&self.kp.components));
        } else {
            put("relays", vec!["wss://relay.example".into()]);
            put("encoding", vec!["base64".into()]);
        }
        if let Some(client_id) = &self.client_id {
            put("client_id", vec![client_id.clone()]);
        }
        if let Some(client) = &self.client {
            put("client", vec![client.clone()]);
        }
        rows
    }

    pub fn reference(&self) -> [u8; 32] {
        let mut input = Vec::new();
        vector(&mut input, b"MLS 1.0 KeyPackage Reference");
        vector(&mut input, &self.kp.encode(&self.keys, self.profile));
        Sha256::digest(&input).into()
    }

    pub fn sign(&self) -> Event {
        let content = self.content.clone().unwrap_or_else(|| BASE64.encode(self.bytes()));
        let rows = self.tags.clone().unwrap_or_else(|| self.tag_rows());
        let tags = rows.into_iter().map(|row| Tag::parse(row).expect("rows have names"));
        EventBuilder::new(Kind::from(self.kind), content)
            .tags(tags)
            .allow_self_tagging()
            .custom_created_at(Timestamp::from_secs(self.created_at))
            .sign_with_keys(&self.keys)
            .expect("a key signs")
    }
}

/// Two signed events, the one with the lower id first.
pub fn by_id(a: Event, b: Event) -> (Event, Event) {
    if a.id < b.id { (a, b) } else { (b, a) }
}

/// A selection for account 1 at [`NOW`] with the profile's own requirements and knobs.
pub fn choose(policy: Policy, profile: Profile, events: &[&Event]) -> Selection {
    choose_with(policy, profile, events, &Requirements::for_profile(profile), &Knobs::for_profile(profile))
}

pub fn choose_with(
    policy: Policy,
    profile: Profile,
    events: &[&Event],
    requirements: &Requirements,
    knobs: &Knobs,
) -> Selection {
    let target = account(1).public_key();
    select(policy, &SelectInput { events, target, now: NOW, requirements, profile, knobs })
}

/// The picks of [`choose`].
pub fn picks(policy: Policy, profile: Profile, events: &[&Event]) -> Vec<EventId> {
    choose(policy, profile, events).picked
}
