//! A device with one KeyPackage, and what it is in a group from the Welcome on.

use std::rc::Rc;

use adopted::Provider;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openmls_0_9::group::{MlsGroup, MlsGroupJoinConfig, StagedWelcome};
use openmls_0_9::prelude::tls_codec::{Deserialize, Serialize};
use openmls_0_9::prelude::{
    BasicCredential, ContentType as MlsContent, Extension, KeyPackageBundle, MlsMessageBodyIn, MlsMessageIn,
    OpenMlsProvider, ProcessedMessageContent, ProtocolMessage, Sender, SignatureScheme, Welcome,
};
use openmls_traits_0_6::signatures::{Signer, SignerError};
use openmls_traits_0_6::storage::StorageProvider;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::key_package::bare;
use super::refused;
use crate::format::topics::group_event::ContentType;
use crate::format::topics::welcome_join::{Op, OpResult, Test};
use crate::format::{Export, Hex, Keys, LeafEntry, Reason, Rumor, State};
use crate::mls;
use crate::verify::Refusal;

/// The group data extension.
const GROUP_DATA: u16 = 0xf2ee;

/// A device that holds one KeyPackage's private keys.
pub(super) struct Device {
    keys: Keys,
}

/// A device in a group, with the store that the group lives in.
pub(super) struct Member {
    provider: Rc<Provider>,
    signer: Seed,
    group: MlsGroup,
}

/// What a message was.
pub(super) struct Received {
    pub content_type: ContentType,
    pub sender_leaf: u32,
    /// Application data.
    pub plaintext: Option<Vec<u8>>,
}

/// An Ed25519 seed.
#[derive(Clone)]
struct Seed(ed25519_dalek::SigningKey);

impl Signer for Seed {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(ed25519_dalek::Signer::sign(&self.0, payload).to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

impl Device {
    /// Checks the keys against each other.
    pub(super) fn with(keys: &Keys) -> Result<Self, Refusal> {
        match mls::key_mismatch(keys) {
            Some(member) => {
                Err(Refusal::new(Reason::PrivateKeyMismatch, format!("{member} does not belong to key_package_raw")))
            }
            None => Ok(Self { keys: keys.clone() }),
        }
    }

    /// Joins, in a store of its own: openmls deletes a KeyPackage at the first try, also when the join fails.
    pub(super) fn joins(&self, rumor: &Rumor) -> Result<Member, Refusal> {
        let provider = Rc::new(Provider::default());
        self.install(&provider)?;
        let config = MlsGroupJoinConfig::builder().use_ratchet_tree_extension(true).build();
        let staged = StagedWelcome::build_from_welcome(&*provider, &config, welcome_in(rumor)?)
            .and_then(|builder| builder.build())
            .map_err(refused::welcome)?;
        let group = staged.into_group(&*provider).map_err(refused::welcome)?;
        let seed = <[u8; 32]>::try_from(self.keys.signature_priv.0.as_slice()).map_err(Refusal::broken)?;
        Ok(Member { provider, signer: Seed(ed25519_dalek::SigningKey::from_bytes(&seed)), group })
    }

    /// Puts the private keys where openmls looks for them. It has no constructor for the pair, but stores it through serde.
    fn install(&self, provider: &Provider) -> Result<(), Refusal> {
        let keys = &self.keys;
        let key_package = bare(provider, &keys.key_package_raw.0)?;
        let reference = key_package.hash_ref(provider.crypto()).map_err(Refusal::broken)?;
        let bundle = json!({
            "key_package": key_package,
            "private_init_key": { "vec": keys.init_priv.0 },
            "private_encryption_key": { "key": { "vec": keys.encryption_priv.0 } },
        });
        let bundle: KeyPackageBundle = serde_json::from_value(bundle).map_err(Refusal::broken)?;
        provider.storage().write_key_package(&reference, &bundle).map_err(Refusal::broken)
    }
}

/// The MLS Welcome in a rumor.
fn welcome_in(rumor: &Rumor) -> Result<Welcome, Refusal> {
    let bytes = STANDARD.decode(&rumor.content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))?;
    match MlsMessageIn::tls_deserialize_exact(&bytes).map_err(refused::codec)?.extract() {
        MlsMessageBodyIn::Welcome(welcome) => Ok(welcome),
        _ => Err(Refusal::new(Reason::WireFormatMismatch, "the MLS message is no Welcome")),
    }
}

/// A message of a group.
pub(super) fn protocol_message(bytes: &[u8]) -> Result<ProtocolMessage, Refusal> {
    let message = MlsMessageIn::tls_deserialize_exact(bytes).map_err(refused::codec)?;
    message.try_into_protocol_message().map_err(|e| Refusal::new(Reason::WireFormatMismatch, e))
}

impl Member {
    /// Joins from private keys.
    pub(super) fn joins(keys: &Keys, rumor: &Rumor) -> Result<Self, Refusal> {
        Device::with(keys)?.joins(rumor)
    }

    /// The joiner of a test after all of its `then`.
    pub(super) fn after(test: &Test) -> Result<Self, Refusal> {
        let mut joiner = Self::joins(&test.input.joiner, &test.input.rumor)?;
        let mut witness = Self::joins(&test.input.witness, &test.input.rumor)?;
        for op in &test.input.then {
            joiner.op(&mut witness, op)?;
        }
        Ok(joiner)
    }

    /// The MLS group id.
    pub(super) fn group_id(&self) -> &[u8] {
        self.group.group_id().as_slice()
    }

    /// The id in the group data extension: 32 bytes after a version of two.
    pub(super) fn nostr_group_id(&self) -> Result<Hex, Refusal> {
        let data = self.group.extensions().iter().find_map(|extension| match extension {
            Extension::Unknown(kind, data) if *kind == GROUP_DATA => Some(&data.0),
            _ => None,
        });
        let data = data.ok_or_else(|| Refusal::new(Reason::GroupDataMissing, "no extension 0xf2ee"))?;
        if data.starts_with(&[0, 0]) {
            return Err(Refusal::new(Reason::GroupDataVersionUnsupported, "0xf2ee has version 0"));
        }
        data.get(2..34).map(Hex::from).ok_or_else(|| Refusal::new(Reason::GroupDataMalformed, "0xf2ee ends too early"))
    }

    /// `MLS-Exporter(label, context, length)` of the current epoch.
    pub(super) fn export(&self, label: &str, context: &[u8], length: u16) -> Result<Hex, Refusal> {
        let secret = self.group.export_secret(self.provider.crypto(), label, context, length.into());
        secret.map(Hex).map_err(Refusal::broken)
    }

    /// Every leaf that is not blank.
    pub(super) fn leaves(&self) -> Result<Vec<LeafEntry>, Refusal> {
        let leaves = self.group.members().map(|member| {
            let credential = BasicCredential::try_from(member.credential).map_err(Refusal::broken)?;
            let account = hex::encode(credential.identity());
            Ok(LeafEntry { index: member.index.u32(), account, signature_key: member.signature_key.into() })
        });
        leaves.collect()
    }

    /// Everything that is asserted after a join, with a secret for each label, context and length in `asked`.
    pub(super) fn state(&self, asked: &[Export]) -> Result<State, Refusal> {
        let exporters = asked.iter().map(|export| {
            Ok(Export { secret: self.export(&export.label, &export.context.0, export.length)?, ..export.clone() })
        });
        let commitment = self.export("marmot", b"convergence-conformance-v1", 32)?;
        let commitment = Sha256::digest([b"marmot-convergence-conformance-v1\0", &*commitment.0].concat());
        Ok(State {
            group_id: self.group_id().into(),
            nostr_group_id: self.nostr_group_id()?,
            epoch: self.group.epoch().as_u64(),
            own_leaf: self.group.own_leaf_index().u32(),
            tree_hash: self.group.public_group().group_context().tree_hash().into(),
            epoch_authenticator: self.epoch_authenticator(),
            leaves: self.leaves()?,
            exporters: exporters.collect::<Result<_, Refusal>>()?,
            commitment: commitment.into(),
        })
    }

    fn epoch_authenticator(&self) -> Hex {
        self.group.epoch_authenticator().as_slice().into()
    }

    /// Reads a message; a commit is applied.
    pub(super) fn receive(&mut self, message: &[u8]) -> Result<Received, Refusal> {
        let message = protocol_message(message)?;
        let content_type = match message.content_type() {
            MlsContent::Application => ContentType::Application,
            MlsContent::Commit => ContentType::Commit,
            MlsContent::Proposal => ContentType::Proposal,
        };
        let processed = self.group.process_message(&*self.provider, message).map_err(refused::message)?;
        let Sender::Member(leaf) = *processed.sender() else { return Err(Refusal::broken("not sent by a member")) };
        let plaintext = match processed.into_content() {
            ProcessedMessageContent::ApplicationMessage(data) => Some(data.into_bytes()),
            ProcessedMessageContent::StagedCommitMessage(commit) => {
                self.group.merge_staged_commit(&*self.provider, *commit).map_err(Refusal::broken)?;
                None
            }
            _ => return Err(Refusal::broken("neither commit nor application data")),
        };
        Ok(Received { content_type, sender_leaf: leaf.u32(), plaintext })
    }

    fn reads(&mut self, message: &[u8]) -> Result<(Hex, u32), Refusal> {
        let received = self.receive(message)?;
        let plaintext = received.plaintext.ok_or_else(|| Refusal::broken("expected a message, got a commit"))?;
        Ok((plaintext.into(), received.sender_leaf))
    }

    fn applies(&mut self, commit: &[u8]) -> Result<(u64, Hex), Refusal> {
        match self.receive(commit)?.content_type {
            ContentType::Commit => Ok((self.group.epoch().as_u64(), self.epoch_authenticator())),
            _ => Err(Refusal::broken("expected a commit, got a message")),
        }
    }

    fn sends(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
        let message = self.group.create_message(&*self.provider, &self.signer, plaintext);
        message.map_err(Refusal::broken)?.tls_serialize_detached().map_err(Refusal::broken)
    }

    /// Carries out one `then`. The witness goes through everything too, and must come to the same result.
    pub(super) fn op(&mut self, witness: &mut Self, op: &Op) -> Result<OpResult, Refusal> {
        match op {
            Op::Receive { mls_message } => {
                let (seen, read) = (witness.reads(&mls_message.0)?, self.reads(&mls_message.0)?);
                agree(&seen, &read)?;
                Ok(OpResult::Received { plaintext: read.0, sender_leaf: read.1 })
            }
            Op::ReceiveCommit { mls_message } => {
                let (seen, applied) = (witness.applies(&mls_message.0)?, self.applies(&mls_message.0)?);
                agree(&seen, &applied)?;
                Ok(OpResult::Committed { epoch: applied.0, epoch_authenticator: applied.1 })
            }
            Op::JoinerSends { plaintext } => {
                let (witness_reads, sender_leaf) = witness.reads(&self.sends(&plaintext.0)?)?;
                Ok(OpResult::Witnessed { witness_reads, sender_leaf })
            }
        }
    }
}

fn agree<T: PartialEq>(witness: &T, joiner: &T) -> Result<(), Refusal> {
    if witness == joiner { Ok(()) } else { Err(Refusal::broken("joiner and witness come to different results")) }
}
