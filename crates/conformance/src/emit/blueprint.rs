//! A KeyPackage encoder without any MLS library, for KeyPackages that no library would make.

use ed25519_dalek::{Signer, SigningKey};
use marmot_rules::Profile;
use marmot_rules::proof::IdentityProof;
use nostr::secp256k1::{Message, Secp256k1};
use sha2::{Digest, Sha256};

use super::START;

/// What goes into a KeyPackage. Every key follows from a seed text.
#[derive(Clone, Debug)]
pub(super) struct Blueprint {
    pub profile: Profile,
    pub account: nostr::Keys,
    pub seed: String,
    pub signature_seed: String,
    pub version: u16,
    pub suite: u16,
    pub identity: Option<Vec<u8>>,
    pub credential_type: u16,
    pub lifetime: Option<(u64, u64)>,
    pub extensions: Vec<u16>,
    pub proposals: Vec<u16>,
    pub last_resort: bool,
    /// The same mark in the leaf, where it does not belong.
    pub leaf_last_resort: bool,
    pub components: Vec<u16>,
    pub proof: Proof,
    pub init_is_encryption_key: bool,
    pub break_leaf_signature: bool,
    pub break_signature: bool,
}

/// The account identity proof of the adopted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    Good,
    Missing,
    Short,
    /// A byte too many.
    Long,
    BadSignature,
    ForAnotherLeafKey,
    ByAnotherAccount,
}

impl Blueprint {
    /// Everything as the profile's text wants it.
    pub(super) fn new(profile: Profile, account: &nostr::Keys, seed: &str) -> Self {
        let adopted = profile.is_adopted();
        Self {
            profile,
            account: account.clone(),
            seed: seed.to_owned(),
            signature_seed: seed.to_owned(),
            version: 1,
            suite: 1,
            identity: None,
            credential_type: 1,
            lifetime: Some((START - 3_600, START + 7_257_600)),
            extensions: if adopted { vec![0x0006] } else { vec![0x000a, 0xf2ee] },
            proposals: if adopted { vec![0x0008, 0x000a] } else { vec![0x000a] },
            last_resort: !adopted,
            leaf_last_resort: false,
            components: if adopted { vec![0x0001, 0x8009] } else { Vec::new() },
            proof: Proof::Good,
            init_is_encryption_key: false,
            break_leaf_signature: false,
            break_signature: false,
        }
    }

    /// The leaf's signature key.
    pub(super) fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&Sha256::digest(format!("signature {}", self.signature_seed)).into())
    }

    /// An X25519 public key whose private half is known to nobody who does not read this line.
    fn hpke_key(&self, what: &str) -> [u8; 32] {
        let private: [u8; 32] = Sha256::digest(format!("{what} {}", self.seed)).into();
        x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(private)).to_bytes()
    }

    /// The bare KeyPackage.
    pub(super) fn encode(&self) -> Vec<u8> {
        let signing = self.signing_key();
        let public = signing.verifying_key().to_bytes();
        let leaf = self.leaf(&signing, &public);
        let init = self.hpke_key(if self.init_is_encryption_key { "encryption" } else { "init" });
        let mut package = self.version.to_be_bytes().to_vec();
        package.extend(self.suite.to_be_bytes());
        vector(&mut package, &init);
        package.extend(leaf);
        vector(&mut package, &self.package_extensions());
        let mut signature = sign(&signing, "KeyPackageTBS", &package);
        signature[5] ^= if self.break_signature { 0xff } else { 0 };
        vector(&mut package, &signature);
        package
    }

    /// The leaf alone.
    pub(super) fn leaf_node(&self) -> Vec<u8> {
        let signing = self.signing_key();
        self.leaf(&signing, &signing.verifying_key().to_bytes())
    }

    fn leaf(&self, signing: &SigningKey, public: &[u8; 32]) -> Vec<u8> {
        let identity = self.identity.clone().unwrap_or_else(|| self.account.public_key().to_bytes().to_vec());
        let mut leaf = Vec::new();
        vector(&mut leaf, &self.hpke_key("encryption"));
        vector(&mut leaf, public);
        leaf.extend(self.credential_type.to_be_bytes());
        vector(&mut leaf, &identity);
        for list in [&[1][..], &[self.suite], &self.extensions, &self.proposals, &[self.credential_type]] {
            vector(&mut leaf, &ids(list));
        }
        match self.lifetime {
            Some((not_before, not_after)) => {
                leaf.push(1);
                leaf.extend(not_before.to_be_bytes());
                leaf.extend(not_after.to_be_bytes());
            }
            None => leaf.push(2),
        }
        vector(&mut leaf, &self.leaf_extensions(public));
        let mut signature = sign(signing, "LeafNodeTBS", &leaf);
        signature[5] ^= if self.break_leaf_signature { 0xff } else { 0 };
        vector(&mut leaf, &signature);
        leaf
    }

    fn leaf_extensions(&self, leaf_key: &[u8; 32]) -> Vec<u8> {
        if !self.profile.is_adopted() {
            return if self.leaf_last_resort { entry(0x000a, &[]) } else { Vec::new() };
        }
        let mut list = Vec::new();
        vector(&mut list, &ids(&self.components));
        let mut entries = entry(0x0001, &list);
        if self.leaf_last_resort {
            entries.extend(entry(0x0004, &[]));
        }
        if let Some(proof) = self.proof(leaf_key) {
            entries.extend(entry(0x8009, &proof));
        }
        dictionary(&entries)
    }

    fn package_extensions(&self) -> Vec<u8> {
        match (self.last_resort, self.profile.is_adopted()) {
            (false, _) => Vec::new(),
            (true, true) => dictionary(&entry(0x0004, &[])),
            (true, false) => entry(0x000a, &[]),
        }
    }

    fn proof(&self, leaf_key: &[u8; 32]) -> Option<Vec<u8>> {
        Some(match self.proof {
            Proof::Missing => return None,
            Proof::Good => proof_by(&self.account, leaf_key),
            Proof::ByAnotherAccount => proof_by(&super::stranger(), leaf_key),
            Proof::ForAnotherLeafKey => proof_by(&self.account, &[7; 32]),
            Proof::Short => proof_by(&self.account, leaf_key)[..103].to_vec(),
            Proof::Long => [&proof_by(&self.account, leaf_key)[..], &[0]].concat(),
            Proof::BadSignature => {
                let mut proof = proof_by(&self.account, leaf_key);
                proof[100] ^= 0xff;
                proof
            }
        })
    }
}

/// An identity proof by this account for this leaf key.
pub(super) fn proof_by(account: &nostr::Keys, leaf_key: &[u8]) -> Vec<u8> {
    proof_at(START, account, leaf_key)
}

/// The same, signed at this time.
pub(super) fn proof_at(created_at: u64, account: &nostr::Keys, leaf_key: &[u8]) -> Vec<u8> {
    let signer = account.public_key().to_bytes();
    let mut proof = IdentityProof { signer, created_at, signature: [0; 64] };
    let id = proof.event_id(0x0001, 0x0807, leaf_key).expect("an account key is a point");
    let secp = Secp256k1::new();
    let message = Message::from_digest(id.to_bytes());
    proof.signature = secp.sign_schnorr_no_aux_rand(&message, &account.secret_key().keypair(&secp)).serialize();
    proof.to_bytes()
}

/// `opaque<V>`; everything here is shorter than 16,384 bytes.
pub(super) fn vector(out: &mut Vec<u8>, bytes: &[u8]) {
    match u16::try_from(bytes.len()).expect("short") {
        length @ 0..64 => out.push(length as u8),
        length => out.extend((0x4000 | length).to_be_bytes()),
    }
    out.extend(bytes);
}

fn ids(ids: &[u16]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.to_be_bytes()).collect()
}

/// An id and its data: an extension, or a component in a dictionary.
pub(super) fn entry(id: u16, data: &[u8]) -> Vec<u8> {
    let mut out = id.to_be_bytes().to_vec();
    vector(&mut out, data);
    out
}

/// The extension `app_data_dictionary`.
fn dictionary(entries: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    vector(&mut data, entries);
    entry(0x0006, &data)
}

pub(super) fn sign(key: &SigningKey, label: &str, content: &[u8]) -> Vec<u8> {
    let mut input = Vec::new();
    vector(&mut input, format!("MLS 1.0 {label}").as_bytes());
    vector(&mut input, content);
    key.sign(&input).to_bytes().to_vec()
}
