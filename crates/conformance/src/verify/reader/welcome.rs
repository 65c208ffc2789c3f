//! welcome-join: a Welcome opened without an MLS library (RFC 9420 sections 5.1.3, 7.8, 8, 12.4.3; RFC 9180 in base mode).
//!
//! It comes to the state right after the join. What follows in `then` is left to the libraries.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};

use super::bytes::Cursor;
use super::exporter::{derive_secret, expand_with_label};
use super::framing::Epoch;
use super::group_data::GroupData;
use super::hpke::{self, Hpke};
use super::key_package::verifies;
use super::nostr::mac;
use super::tree::Tree;
use super::{Check, Reader};
use crate::format::topics::commit_authority::Components;
use crate::format::topics::welcome_join::{Expect, Test};
use crate::format::{Answer, Export, Hex, Keys, Reason, State};
use crate::verify::{Case, Refusal};

/// `MLSMessage(mls_welcome)`: version 1, wire format 3.
const FRAME: [u8; 4] = [0, 1, 0, 3];
/// The extensions with the ratchet tree and with Marmot's group data.
const RATCHET_TREE: u16 = 0x0002;
const GROUP_DATA: u16 = 0xf2ee;

/// A Welcome message.
pub(super) struct Welcome<'a> {
    pub suite: u16,
    pub secrets: Vec<Secret<'a>>,
    pub encrypted_group_info: &'a [u8],
}

/// The group secrets for one new member.
pub(super) struct Secret<'a> {
    pub new_member: &'a [u8],
    pub kem_output: &'a [u8],
    pub ciphertext: &'a [u8],
}

impl<'a> Welcome<'a> {
    /// Reads `MLSMessage(mls_welcome)` and nothing after it.
    pub(super) fn read(reader: &'a Reader, bytes: &'a [u8]) -> Result<Self, Refusal> {
        let framed = bytes.starts_with(&[0, 1, 0]) && bytes.len() > 4;
        if framed && bytes[3] != FRAME[3] && bytes[3] != 1 {
            reader.demand(Check::WireFormat, false, Reason::WireFormatMismatch, "the MLS message is no Welcome")?;
        } else {
            let own = bytes.starts_with(&FRAME);
            reader.demand(Check::Framing, own, Reason::FramingMismatch, "no frame")?;
            if !own {
                return Self::bare(reader, bytes);
            }
        }
        Self::bare(reader, &bytes[FRAME.len()..])
    }

    fn bare(reader: &'a Reader, bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut at = Cursor::new(reader, bytes);
        let suite = at.u16()?;
        let (mut list, mut secrets) = (at.list()?, Vec::new());
        while !list.is_empty() {
            let (new_member, kem_output) = (list.vector()?, list.vector()?);
            secrets.push(Secret { new_member, kem_output, ciphertext: list.vector()? });
        }
        let encrypted_group_info = at.vector()?;
        reader.demand(Check::TrailingBytes, at.is_empty(), Reason::TrailingBytes, "bytes follow the Welcome")?;
        Ok(Self { suite, secrets, encrypted_group_info })
    }
}

/// What HPKE and the key schedule give, step by step.
pub(crate) struct Steps {
    pub kem_output: Vec<u8>,
    pub hpke: Hpke,
    pub joiner_secret: Vec<u8>,
    pub member_secret: Vec<u8>,
    pub welcome_secret: Vec<u8>,
    pub welcome_key: Vec<u8>,
    pub welcome_nonce: Vec<u8>,
    pub group_info: Vec<u8>,
    pub epoch_secret: Vec<u8>,
}

/// What GroupInfo says (RFC 9420 section 12.4.3.1).
struct GroupInfo<'a> {
    context: Context<'a>,
    extensions: Vec<(u16, &'a [u8])>,
    confirmation_tag: &'a [u8],
    signer: u32,
    signed: &'a [u8],
    signature: &'a [u8],
}

/// The group's context (RFC 9420 section 8.1).
pub(super) struct Context<'a> {
    pub bytes: &'a [u8],
    pub group_id: &'a [u8],
    pub epoch: u64,
    tree_hash: &'a [u8],
    transcript: &'a [u8],
    pub extensions: Vec<(u16, &'a [u8])>,
}

/// What a context says of the group: its extension 0xf2ee, or in the adopted text its components.
pub(super) enum Described<'a> {
    GroupData(GroupData<'a>),
    Components(Components),
}

/// How the data of a group is read.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    /// Extension 0xf2ee, before the adopted text. `forward`: versions to come too.
    GroupData { forward: bool },
    /// Components. `old_leaves`: the time at which the lifetimes of leaves are judged, if they are.
    Adopted { old_leaves: Option<u64> },
}

impl<'a> GroupInfo<'a> {
    fn read(reader: &'a Reader, bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut at = Cursor::new(reader, bytes);
        let (_version, _suite) = (at.u16()?, at.u16()?);
        let (group_id, epoch) = (at.vector()?, at.number(8)?);
        let (tree_hash, transcript, extensions) = (at.vector()?, at.vector()?, at.list()?.entries()?);
        let context = &bytes[..bytes.len() - at.rest().len()];
        let context = Context { bytes: context, group_id, epoch, tree_hash, transcript, extensions };
        let (extensions, confirmation_tag) = (at.list()?.entries()?, at.vector()?);
        let signer = u32::try_from(at.number(4)?).map_err(Refusal::broken)?;
        let signed = &bytes[..bytes.len() - at.rest().len()];
        Ok(Self { context, extensions, confirmation_tag, signer, signed, signature: at.vector()? })
    }
}

impl Reader {
    /// `None` for a policy that it does not know.
    pub(in crate::verify) fn welcome_join(
        &self,
        case: &Case<'_>,
        test: &Test,
        policy: Option<&str>,
    ) -> Option<Result<Expect, Refusal>> {
        let mode = match (case.profile.is_adopted(), policy) {
            (false, None | Some("group-data-known")) => Mode::GroupData { forward: false },
            (false, Some("group-data-forward")) => Mode::GroupData { forward: true },
            (true, None | Some("old-leaves-skipped")) => Mode::Adopted { old_leaves: None },
            (true, Some("old-leaves-verified")) => Mode::Adopted { old_leaves: Some(case.now) },
            _ => return None,
        };
        Some(self.joined(test, mode))
    }

    pub(super) fn joined(&self, test: &Test, mode: Mode) -> Result<Expect, Refusal> {
        let input = &test.input;
        self.private_keys(&input.joiner)?;
        let content = self.base64(&input.rumor.content)?;
        let steps = self.steps(&content, &input.joiner)?;
        let state = self.state(&steps, test, mode)?;
        let then = expected(test).map(|expect| expect.then.clone()).unwrap_or_default();
        Ok(Expect { state, then })
    }

    /// Every private key belongs to its public one.
    fn private_keys(&self, keys: &Keys) -> Result<(), Refusal> {
        let package = self.key_package(&keys.key_package_raw.0, true)?;
        let x25519 = |private: &Hex| {
            let private = <[u8; 32]>::try_from(private.0.as_slice()).unwrap_or_default();
            x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(private)).to_bytes()
        };
        let seed = <[u8; 32]>::try_from(keys.signature_priv.0.as_slice()).unwrap_or_default();
        let signature_key = SigningKey::from_bytes(&seed).verifying_key().to_bytes();
        let belong = x25519(&keys.init_priv) == package.init_key
            && x25519(&keys.encryption_priv) == package.leaf.encryption_key
            && signature_key == package.leaf.signature_key;
        self.demand(Check::PrivateKey, belong, Reason::PrivateKeyMismatch, "a private key of another public key")
    }

    /// From the bytes of a Welcome to the epoch secret.
    pub(super) fn steps(&self, content: &[u8], keys: &Keys) -> Result<Steps, Refusal> {
        let welcome = Welcome::read(self, content)?;
        let suite_known = welcome.suite == 1;
        self.demand(Check::CipherSuite, suite_known, Reason::CiphersuiteUnsupported, welcome.suite)?;
        let package = self.key_package(&keys.key_package_raw.0, true)?;
        let reference = package.reference();
        let own = welcome.secrets.iter().find(|secret| secret.new_member == reference);
        let named = own.is_some();
        self.demand(Check::WelcomeMatch, named, Reason::NoMatchingKeyPackage, "the Welcome names other KeyPackages")?;
        let no_secret = || Refusal::new(Reason::NoMatchingKeyPackage, "the Welcome is for nobody");
        let secret = own.or(welcome.secrets.first()).ok_or_else(no_secret)?;
        let hpke = hpke::receive(&keys.init_priv.0, secret.kem_output, "Welcome", welcome.encrypted_group_info);
        let hpke = hpke.map_err(|what| Refusal::new(Reason::WelcomeDecryptFailed, what))?;
        let group_secrets = self.open(&hpke.key, &hpke.nonce, secret.ciphertext)?;
        let joiner_secret = Cursor::new(self, &group_secrets).vector()?.to_vec();
        let member_secret = hpke::extract(&joiner_secret, &[0; 32]);
        let welcome_secret = derive_secret(&member_secret, "welcome");
        let welcome_key = expand_with_label(&welcome_secret, "key", &[], 16);
        let welcome_nonce = expand_with_label(&welcome_secret, "nonce", &[], 12);
        let group_info = self.open(&welcome_key, &welcome_nonce, welcome.encrypted_group_info)?;
        let context = GroupInfo::read(self, &group_info)?.context.bytes;
        let epoch_secret = expand_with_label(&member_secret, "epoch", context, 32);
        let kem_output = secret.kem_output.to_vec();
        Ok(Steps {
            kem_output,
            hpke,
            joiner_secret,
            member_secret,
            welcome_secret,
            welcome_key,
            welcome_nonce,
            group_info,
            epoch_secret,
        })
    }

    /// The same from the content of a rumor.
    pub(super) fn welcome_steps(&self, content: &str, keys: &Keys) -> Result<Steps, Refusal> {
        self.steps(&self.base64(content)?, keys)
    }

    /// What a member knows in the epoch of its Welcome.
    pub(super) fn epoch<'a>(&'a self, steps: &'a Steps) -> Result<Epoch<'a>, Refusal> {
        let info = GroupInfo::read(self, &steps.group_info)?;
        let tree = info.extensions.iter().find(|(id, _)| *id == RATCHET_TREE);
        let (_, tree) = tree.ok_or_else(|| Refusal::new(Reason::RatchetTreeMissing, "no ratchet tree"))?;
        let tree = Tree::read(self, Cursor::new(self, tree).list()?)?;
        Ok(Epoch { context: info.context, tree, secret: &steps.epoch_secret })
    }

    /// AES-128-GCM without associated data.
    fn open(&self, key: &[u8], nonce: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Refusal> {
        let cipher = Aes128Gcm::new_from_slice(key).map_err(Refusal::broken)?;
        let opened = cipher.decrypt(Nonce::from_slice(nonce), sealed);
        let reason = Reason::WelcomeDecryptFailed;
        self.demand(Check::WelcomeTag, opened.is_ok(), reason, "a tag of the Welcome's encryption")?;
        opened.or_else(|_| {
            // GCM encrypts by adding a stream: what zeros become is the stream itself.
            let ciphertext = &sealed[..sealed.len().saturating_sub(16)];
            let stream = cipher.encrypt(Nonce::from_slice(nonce), vec![0; ciphertext.len()].as_slice());
            let stream = stream.map_err(Refusal::broken)?;
            Ok(ciphertext.iter().zip(stream).map(|(byte, mask)| byte ^ mask).collect())
        })
    }

    /// What GroupInfo and the tree in it say, once they are found to be in order.
    fn state(&self, steps: &Steps, test: &Test, mode: Mode) -> Result<State, Refusal> {
        let keys = &test.input.joiner;
        let info = GroupInfo::read(self, &steps.group_info)?;
        let context = &info.context;
        let Some((_, tree)) = info.extensions.iter().find(|(id, _)| *id == RATCHET_TREE) else {
            self.demand(Check::TreeMissing, false, Reason::RatchetTreeMissing, "no ratchet tree in the GroupInfo")?;
            return Ok(treeless(steps, context, test));
        };
        let tree = Tree::read(self, Cursor::new(self, tree).list()?)?;
        let same = tree.hash() == context.tree_hash;
        self.demand(Check::TreeHash, same, Reason::RatchetTreeInvalid, "the tree has another hash")?;
        let signer = tree.leaf(info.signer).map(|leaf| leaf.signature_key.to_vec()).unwrap_or_default();
        let signed = verifies(&signer, "GroupInfoTBS", info.signed, info.signature);
        self.demand(Check::GroupInfoSignature, signed, Reason::SignatureInvalid, "the signature of the GroupInfo")?;
        let confirmed =
            mac(&derive_secret(&steps.epoch_secret, "confirm"), context.transcript) == *info.confirmation_tag;
        self.demand(Check::Confirmation, confirmed, Reason::ConfirmationInvalid, "the confirmation tag")?;
        let own = tree.leaves().find(|(_, leaf)| leaf.signature_key == keys.signature_pub.0);
        let found = own.is_some();
        self.demand(Check::OwnLeaf, found, Reason::RatchetTreeInvalid, "the own leaf is not in the tree")?;
        let nostr_group_id = match mode {
            Mode::GroupData { forward } => self.group_data(context, forward)?,
            Mode::Adopted { old_leaves } => self.adopted_group(context, &tree, info.signer, old_leaves)?,
        };
        let mut state = treeless(steps, context, test);
        state.nostr_group_id = nostr_group_id;
        state.own_leaf = own.map(|(index, _)| index).unwrap_or_default();
        state.leaves = tree.entries();
        Ok(state)
    }

    /// The bytes of the group's context, and what it says of the group.
    pub(super) fn group_context<'a>(&'a self, steps: &'a Steps) -> Result<(&'a [u8], Described<'a>), Refusal> {
        let context = GroupInfo::read(self, &steps.group_info)?.context;
        let components = self.components(&context.extensions)?;
        if !components.is_empty() {
            return Ok((context.bytes, Described::Components(components)));
        }
        let held = context.extensions.iter().find(|(id, _)| *id == GROUP_DATA);
        let (_, data) = held.ok_or_else(|| Refusal::new(Reason::GroupDataMissing, "no extension 0xf2ee"))?;
        Ok((context.bytes, Described::GroupData(GroupData::read(self, data)?)))
    }

    /// The id in extension 0xf2ee: 32 bytes after a version of two.
    fn group_data(&self, context: &Context<'_>, forward: bool) -> Result<Hex, Refusal> {
        let Some((_, data)) = context.extensions.iter().find(|(id, _)| *id == GROUP_DATA) else {
            self.demand(Check::GroupDataMissing, false, Reason::GroupDataMissing, "no extension 0xf2ee")?;
            return Ok(Hex::default());
        };
        let fields = GroupData::read(self, data)?;
        let known = [1, 2].contains(&fields.version) || forward && fields.version > 2;
        self.demand(Check::GroupDataVersion, known, Reason::GroupDataVersionUnsupported, fields.version)?;
        Ok(fields.nostr_group_id.into())
    }
}

/// What a test expects of whoever takes it.
fn expected(test: &Test) -> Option<&Expect> {
    let of_policy = test.expected_by_policy.iter().flat_map(|by| by.values());
    let taken = of_policy.filter_map(|answer| if let Answer::Expect(expect) = answer { Some(expect) } else { None });
    test.expect.iter().chain(taken).next()
}

/// The state without what stands in the tree and in the group data.
fn treeless(steps: &Steps, context: &Context<'_>, test: &Test) -> State {
    let exporter_secret = derive_secret(&steps.epoch_secret, "exporter");
    let export = |label: &str, context: &[u8], length| {
        let derived = derive_secret(&exporter_secret, label);
        Hex::from(expand_with_label(&derived, "exported", &Sha256::digest(context), length))
    };
    let asked = expected(test).map(|expect| expect.state.exporters.as_slice()).unwrap_or_default();
    let exporters = asked
        .iter()
        .map(|asked| Export { secret: export(&asked.label, &asked.context.0, asked.length), ..asked.clone() })
        .collect();
    let commitment = export("marmot", b"convergence-conformance-v1", 32);
    let commitment = Sha256::digest([b"marmot-convergence-conformance-v1\0", &commitment.0[..]].concat());
    State {
        group_id: context.group_id.into(),
        nostr_group_id: Hex::default(),
        epoch: context.epoch,
        own_leaf: 0,
        tree_hash: context.tree_hash.into(),
        epoch_authenticator: derive_secret(&steps.epoch_secret, "authentication").into(),
        leaves: Vec::new(),
        exporters,
        commitment: commitment.into(),
    }
}
