//! Welcomes whose GroupInfo is wrong. No library writes them, so a good one is opened, changed and sealed again, with mls-rs's
//! primitives: key schedule, confirmation tag and signature are made anew, and all but the fault is in order.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use marmot_rules::Profile;
use mls_rs::{CipherSuite, CipherSuiteProvider, CryptoProvider};
use mls_rs_core::crypto::{HpkeCiphertext, HpkePublicKey, HpkeSecretKey};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;

use super::blueprint::{entry, sign, vector};
use super::welcome_join::{Scene, scene, set_content};
use super::{EmitError, id, in_run};
use crate::expectations::key_package as read;
use crate::format::topics::welcome_join::Test;
use crate::format::{Answer, Keys, Reason, State, Topic};
use crate::mls;

type Suite = <RustCryptoProvider as CryptoProvider>::CipherSuiteProvider;
pub(super) type Extensions = Vec<(u16, Vec<u8>)>;

/// Extensions with the ratchet tree and with Marmot's group data.
pub(super) const RATCHET_TREE: u16 = 0x0002;
const GROUP_DATA: u16 = 0xf2ee;

/// GroupInfo (RFC 9420 section 12.4.3.1).
#[derive(Clone)]
pub(super) struct GroupInfo {
    /// Version, cipher suite, group id and epoch.
    head: Vec<u8>,
    pub tree_hash: Vec<u8>,
    transcript: Vec<u8>,
    /// Of the group's context.
    pub context: Extensions,
    pub extensions: Extensions,
    tag: Vec<u8>,
    /// The leaf that signs it.
    pub signer: u32,
}

/// What is wrong with a GroupInfo.
pub(super) enum Fault {
    /// Something in it.
    Content(Box<dyn Fn(&mut GroupInfo)>),
    /// Its confirmation tag.
    Tag,
    /// Its signature.
    Signature,
}

/// A Welcome that was opened, and what is needed to seal it again.
#[derive(Clone)]
pub(super) struct Opened {
    info: GroupInfo,
    /// Reference, public key and group secrets of each new member.
    members: Vec<(Vec<u8>, HpkePublicKey, Vec<u8>)>,
    joiner_secret: Vec<u8>,
    /// Signs the GroupInfo.
    signer: SigningKey,
}

/// The tests of a profile.
pub(super) fn tests(profile: Profile) -> Result<Vec<Test>, EmitError> {
    in_run(|| {
        let scene = scene(profile, 1);
        let opened = of_mdk(&scene).ok_or_else(|| EmitError::Inconsistent("a Welcome does not open".to_owned()))?;
        Ok(scene.creator.enter(|| {
            let mut tests = of_mls(profile, &scene.test, &opened);
            tests.extend(of_group_data(profile, &scene.test, &opened));
            tests
        }))
    })?
}

/// The Welcome of a scene, opened; its creator signed it.
fn of_mdk(scene: &Scene) -> Option<Opened> {
    let leaf = scene.test.expect.as_ref()?.state.leaves.first()?;
    let seed = scene.creator.enter(|| mls::signature_priv(&scene.creator.mdk, &leaf.signature_key.0)).ok()?;
    Opened::of(&scene.test, SigningKey::from_bytes(seed.0.as_slice().try_into().ok()?))
}

/// A test whose GroupInfo has this fault. Of several reasons each is right. Draws entropy.
pub(super) fn faulty(
    baseline: &Test,
    opened: &Opened,
    id: String,
    (flag, comment): (&str, &str),
    reasons: &[Reason],
    fault: &Fault,
) -> Test {
    let mut input = baseline.input.clone();
    set_content(&mut input, STANDARD.encode(opened.sealed(fault)));
    let test = Test::invalid(id, &[flag], comment, input, &baseline.id, reasons[0]);
    if reasons.len() == 1 { test } else { test.any_of(reasons) }
}

/// Faults that MLS forbids. Draws entropy.
pub(super) fn of_mls(profile: Profile, baseline: &Test, opened: &Opened) -> Vec<Test> {
    let test = |number, flag, comment, reasons: &[Reason], fault: Fault| {
        let id = id(Topic::WelcomeJoin, profile, number);
        faulty(baseline, opened, id, (flag, comment), reasons, &fault)
    };
    let tree = [Reason::RatchetTreeInvalid, Reason::SignatureInvalid];
    vec![
        test(
            121,
            "GroupInfoSignature",
            "the signature of the GroupInfo",
            &[Reason::SignatureInvalid],
            Fault::Signature,
        ),
        test(122, "ConfirmationTag", "the confirmation tag, signed", &[Reason::ConfirmationInvalid], Fault::Tag),
        test(
            123,
            "NoRatchetTree",
            "no ratchet tree in the GroupInfo, nor elsewhere",
            &[Reason::RatchetTreeMissing],
            Fault::Content(Box::new(|info| info.extensions.retain(|(kind, _)| *kind != RATCHET_TREE))),
        ),
        test(
            124,
            "TreeHash",
            "the context has the hash of another tree",
            &[Reason::RatchetTreeInvalid],
            Fault::Content(Box::new(|info| info.tree_hash[0] ^= 0xff)),
        ),
        test(
            125,
            "TreeHash",
            "a byte in the last leaf's signature is inverted",
            &tree,
            Fault::Content(Box::new(|info| {
                let tree = info.extensions.iter_mut().find(|(kind, _)| *kind == RATCHET_TREE);
                let data = &mut tree.expect("mdk-core sends the tree").1;
                *data.last_mut().expect("a tree is not empty") ^= 0xff;
            })),
        ),
    ]
}

/// Faults of extension 0xf2ee. Draws entropy.
fn of_group_data(profile: Profile, baseline: &Test, opened: &Opened) -> Vec<Test> {
    let test = |number, flag, comment, reasons: &[Reason], fault: Fault| {
        let id = id(Topic::WelcomeJoin, profile, number);
        faulty(baseline, opened, id, (flag, comment), reasons, &fault)
    };
    let mut tests = vec![
        test(
            126,
            "GroupDataMissing",
            "the group has no extension 0xf2ee",
            &[Reason::GroupDataMissing],
            Fault::Content(Box::new(|info| info.context.retain(|(kind, _)| *kind != GROUP_DATA))),
        ),
        test(
            127,
            "GroupDataMalformed",
            "0xf2ee ends inside the group's id",
            &[Reason::GroupDataMalformed],
            Fault::Content(Box::new(|info| info.group_data().truncate(20))),
        ),
        test(
            128,
            "GroupDataVersion",
            "0xf2ee has version 0",
            &[Reason::GroupDataVersionUnsupported],
            Fault::Content(Box::new(|info| info.group_data()[..2].fill(0))),
        ),
    ];
    tests.push(future(id(Topic::WelcomeJoin, profile, 129), baseline, opened));
    tests
}

/// A version that nobody knows yet: mdk-core 0.8.0 reads the fields that it knows.
fn future(id: String, baseline: &Test, opened: &Opened) -> Test {
    let fault = Fault::Content(Box::new(|info| info.group_data()[..2].copy_from_slice(&[0, 3])));
    let mut input = baseline.input.clone();
    set_content(&mut input, STANDARD.encode(opened.sealed(&fault)));
    input.then.clear();
    let mut expect = baseline.expect.clone().expect("a valid test");
    expect.then.clear();
    expect.state = opened.state(&fault, expect.state);
    let reason = Reason::GroupDataVersionUnsupported;
    let by = [
        ("group-data-known".to_owned(), Answer::Fails { reason, stage: reason.stage() }),
        ("group-data-forward".to_owned(), Answer::Expect(expect)),
    ];
    Test::policy(id, &["FutureGroupData"], "0xf2ee has version 3, with the fields of version 2", input, by.into())
}

impl Opened {
    /// The Welcome of a test for its joiner and its witness, and who signs it anew.
    pub(super) fn of(test: &Test, signer: SigningKey) -> Option<Self> {
        let input = &test.input;
        let content = STANDARD.decode(&input.rumor.content).ok()?;
        let mut at = content.get(6..)?;
        let (mut secrets, encrypted) = (read::vector(&mut at)?, read::vector(&mut at)?);
        let (mut members, mut joiner_secret) = (Vec::new(), Vec::new());
        while !secrets.is_empty() {
            let (reference, kem) = (read::vector(&mut secrets)?, read::vector(&mut secrets)?);
            let ciphertext =
                HpkeCiphertext { kem_output: kem.to_vec(), ciphertext: read::vector(&mut secrets)?.to_vec() };
            // Secrets of others stay behind: nobody here can open them.
            let own = [&input.joiner, &input.witness].into_iter().find(|keys| is_for(keys, reference));
            let Some(keys) = own else { continue };
            let (private, public) = (HpkeSecretKey::from(keys.init_priv.0.clone()), init_key(keys)?);
            let opened =
                suite().hpke_open(&ciphertext, &private, &public, &context_of("Welcome", encrypted), None).ok()?;
            joiner_secret = read::vector(&mut &opened[..])?.to_vec();
            members.push((reference.to_vec(), public, opened.to_vec()));
        }
        let (key, nonce) = welcome_key(&joiner_secret);
        let info = suite().aead_open(&key, encrypted, None, &nonce).ok()?;
        Some(Self { info: GroupInfo::read(&info)?, members, joiner_secret, signer })
    }

    /// The same with this fault in it, to which another may come.
    pub(super) fn with(&self, fault: &Fault) -> Self {
        Self { info: self.changed(fault), ..self.clone() }
    }

    /// The same, signed by another key.
    pub(super) fn signed_by(&self, signer: SigningKey) -> Self {
        Self { signer, ..self.clone() }
    }

    /// The GroupInfo with this fault, and a tag that fits the rest.
    fn changed(&self, fault: &Fault) -> GroupInfo {
        let mut info = self.info.clone();
        if let Fault::Content(change) = fault {
            change(&mut info);
        }
        let confirmation_key = derive(&self.epoch_secret(&info), "confirm");
        info.tag = suite().mac(&confirmation_key, &info.transcript).expect("HMAC of a key of its length");
        if let Fault::Tag = fault {
            info.tag[0] ^= 0xff;
        }
        info
    }

    /// The state that a GroupInfo with this fault leads to, where it was this one before: its secrets, and the hash of its tree.
    pub(super) fn state(&self, fault: &Fault, mut state: State) -> State {
        let info = self.changed(fault);
        let epoch_secret = self.epoch_secret(&info);
        let exporter_secret = derive(&epoch_secret, "exporter");
        let exported = |label: &str, context: &[u8], length| {
            let [_, _, secret] = crate::expectations::exporter::exported(&exporter_secret, label, context, length);
            secret
        };
        for export in &mut state.exporters {
            export.secret = exported(&export.label, &export.context.0, export.length).into();
        }
        let commitment = exported("marmot", b"convergence-conformance-v1", 32);
        let commitment = [b"marmot-convergence-conformance-v1\0", &commitment[..]].concat();
        state.commitment = <sha2::Sha256 as sha2::Digest>::digest(commitment).into();
        state.epoch_authenticator = derive(&epoch_secret, "authentication").into();
        state.tree_hash = info.tree_hash.into();
        state
    }

    /// The epoch that a GroupInfo leads to.
    fn epoch_secret(&self, info: &GroupInfo) -> Vec<u8> {
        expand(&member_secret(&self.joiner_secret), "epoch", &info.context_bytes(), 32)
    }

    /// `MLSMessage(mls_welcome)`
    pub(super) fn sealed(&self, fault: &Fault) -> Vec<u8> {
        let mut info = self.changed(fault).signed_part();
        let mut signature = sign(&self.signer, "GroupInfoTBS", &info);
        if let Fault::Signature = fault {
            signature[5] ^= 0xff;
        }
        vector(&mut info, &signature);
        let (key, nonce) = welcome_key(&self.joiner_secret);
        let encrypted = suite().aead_seal(&key, &info, None, &nonce).expect("AES-GCM seals");
        let mut secrets = Vec::new();
        for (reference, public, group_secrets) in &self.members {
            let sealed = suite().hpke_seal(public, &context_of("Welcome", &encrypted), None, group_secrets);
            let sealed = sealed.expect("HPKE seals to a key that was read");
            [reference, &sealed.kem_output, &sealed.ciphertext].into_iter().for_each(|part| vector(&mut secrets, part));
        }
        let mut welcome = vec![0, 1, 0, 3, 0, 1];
        vector(&mut welcome, &secrets);
        vector(&mut welcome, &encrypted);
        welcome
    }
}

impl GroupInfo {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut at = bytes;
        let (_version, _suite, _group_id) = (read::u16(&mut at)?, read::u16(&mut at)?, read::vector(&mut at)?);
        let _epoch = read::u64(&mut at)?;
        let head = bytes[..bytes.len() - at.len()].to_vec();
        let (tree_hash, transcript) = (read::vector(&mut at)?.to_vec(), read::vector(&mut at)?.to_vec());
        let (context, extensions) = (extensions(&mut at)?, extensions(&mut at)?);
        let tag = read::vector(&mut at)?.to_vec();
        let signer = u32::from_be_bytes(read::take(&mut at, 4)?.try_into().ok()?);
        Some(Self { head, tree_hash, transcript, context, extensions, tag, signer })
    }

    /// The ratchet tree that travels with it.
    pub(super) fn tree(&mut self) -> &mut Vec<u8> {
        let held = self.extensions.iter_mut().find(|(kind, _)| *kind == RATCHET_TREE);
        &mut held.expect("the tree is sent").1
    }

    fn group_data(&mut self) -> &mut Vec<u8> {
        let held = self.context.iter_mut().find(|(kind, _)| *kind == GROUP_DATA);
        &mut held.expect("mdk-core writes the extension").1
    }

    /// GroupContext.
    fn context_bytes(&self) -> Vec<u8> {
        let mut out = self.head.clone();
        vector(&mut out, &self.tree_hash);
        vector(&mut out, &self.transcript);
        vector(&mut out, &bytes_of(&self.context));
        out
    }

    /// All but the signature.
    fn signed_part(&self) -> Vec<u8> {
        let mut out = self.context_bytes();
        vector(&mut out, &bytes_of(&self.extensions));
        vector(&mut out, &self.tag);
        out.extend(self.signer.to_be_bytes());
        out
    }
}

fn extensions(at: &mut &[u8]) -> Option<Extensions> {
    Some(read::entries(read::vector(at)?)?.into_iter().map(|(kind, data)| (kind, data.to_vec())).collect())
}

fn bytes_of(extensions: &Extensions) -> Vec<u8> {
    extensions.iter().flat_map(|(kind, data)| entry(*kind, data)).collect()
}

/// Cipher suite 1.
fn suite() -> Suite {
    RustCryptoProvider::new().cipher_suite_provider(CipherSuite::CURVE25519_AES128).expect("RustCrypto has suite 1")
}

fn is_for(keys: &Keys, reference: &[u8]) -> bool {
    read::reference(&keys.key_package_raw.0).1 == reference
}

/// The init key of a KeyPackage: the first vector after version and cipher suite.
fn init_key(keys: &Keys) -> Option<HpkePublicKey> {
    Some(read::vector(&mut keys.key_package_raw.0.get(4..)?)?.to_vec().into())
}

/// EncryptContext (RFC 9420 section 5.1.3).
fn context_of(label: &str, context: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    vector(&mut out, format!("MLS 1.0 {label}").as_bytes());
    vector(&mut out, context);
    out
}

/// The secret of a joiner after the pre-shared key, of which there is none.
fn member_secret(joiner_secret: &[u8]) -> Vec<u8> {
    suite().kdf_extract(joiner_secret, &[0; 32]).expect("HKDF extracts").to_vec()
}

/// Key and nonce of the encrypted GroupInfo.
fn welcome_key(joiner_secret: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let secret = derive(&member_secret(joiner_secret), "welcome");
    (expand(&secret, "key", &[], 16), expand(&secret, "nonce", &[], 12))
}

fn derive(secret: &[u8], label: &str) -> Vec<u8> {
    expand(secret, label, &[], 32)
}

/// `ExpandWithLabel` (RFC 9420 section 8).
fn expand(secret: &[u8], label: &str, context: &[u8], length: u16) -> Vec<u8> {
    let info = [&length.to_be_bytes()[..], &context_of(label, context)].concat();
    suite().kdf_expand(secret, &info, length.into()).expect("HKDF expands").to_vec()
}
