//! A device in a group, from the Welcome on.

use adopted::Provider;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openmls_0_9::component::ComponentData;
use openmls_0_9::group::{MlsGroup, MlsGroupJoinConfig, StagedWelcome};
use openmls_0_9::prelude::tls_codec::{Deserialize, Serialize};
use openmls_0_9::prelude::{
    AppDataUpdateOperation, BasicCredential, ContentType as MlsContent, Extension, KeyPackageBundle,
    MIXED_CIPHERTEXT_WIRE_FORMAT_POLICY, MlsMessageBodyIn, MlsMessageIn, OpenMlsProvider, ProcessedMessageContent,
    Sender, SignatureScheme, UnresolvedAppDataCommit, Welcome,
};
use openmls_traits_0_6::signatures::{Signer, SignerError};
use openmls_traits_0_6::storage::StorageProvider;
use serde_json::json;

use super::key_package::bare;
use super::refused;
use crate::format::topics::group_event::ContentType;
use crate::format::{Hex, Keys, LeafEntry, Reason, Rumor};
use crate::mls;
use crate::verify::Refusal;
use crate::verify::library::{self, DICTIONARY, Received};

/// A device in a group, with the store that the group lives in.
pub(super) struct Member {
    provider: Provider,
    signer: Seed,
    group: MlsGroup,
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

/// Puts the private keys where openmls looks for them. It has no constructor for the pair, but stores it through serde.
fn install(provider: &Provider, keys: &Keys) -> Result<(), Refusal> {
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

/// The MLS Welcome in a rumor.
fn welcome_in(rumor: &Rumor) -> Result<Welcome, Refusal> {
    let bytes = STANDARD.decode(&rumor.content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))?;
    match MlsMessageIn::tls_deserialize_exact(&bytes).map_err(refused::codec)?.extract() {
        MlsMessageBodyIn::Welcome(welcome) => Ok(welcome),
        _ => Err(Refusal::new(Reason::WireFormatMismatch, "the MLS message is no Welcome")),
    }
}

impl Member {
    /// Applies a commit that changes components: openmls leaves it to its caller to compute the dictionary.
    fn applies_updates(&mut self, commit: UnresolvedAppDataCommit) -> Result<(), Refusal> {
        let mut updater = self.group.app_data_dictionary_updater();
        for proposal in commit.app_data_update_proposals() {
            match proposal.operation() {
                AppDataUpdateOperation::Update(data) => {
                    updater.set(ComponentData::from_parts(proposal.component_id(), data.clone()));
                }
                AppDataUpdateOperation::Remove => updater.remove(&proposal.component_id()),
            }
        }
        let changes = updater.changes();
        let staged = self.group.stage_app_data_commit(&self.provider, commit, changes).map_err(Refusal::broken)?;
        self.group.merge_staged_commit(&self.provider, staged).map_err(Refusal::broken)
    }
}

impl library::Member for Member {
    /// It looks at the lifetime of every leaf that has one.
    const POLICIES: &'static [&'static str] = &["old-leaves-verified"];

    /// In a store of its own: openmls deletes a KeyPackage at the first try, also when the join fails. Its clock is the run's.
    fn joins(keys: &Keys, rumor: &Rumor, _: u64) -> Result<Self, Refusal> {
        if let Some(member) = mls::key_mismatch(keys) {
            let what = format!("{member} does not belong to key_package_raw");
            return Err(Refusal::new(Reason::PrivateKeyMismatch, what));
        }
        let provider = Provider::default();
        install(&provider, keys)?;
        // Handshakes are private before the adopted text and public in it; whoever reads takes both.
        let config = MlsGroupJoinConfig::builder()
            .wire_format_policy(MIXED_CIPHERTEXT_WIRE_FORMAT_POLICY)
            .use_ratchet_tree_extension(true)
            .build();
        let staged = StagedWelcome::build_from_welcome(&provider, &config, welcome_in(rumor)?)
            .and_then(|builder| builder.build())
            .map_err(refused::welcome)?;
        let group = staged.into_group(&provider).map_err(refused::welcome)?;
        let seed = <[u8; 32]>::try_from(keys.signature_priv.0.as_slice()).map_err(Refusal::broken)?;
        Ok(Self { provider, signer: Seed(ed25519_dalek::SigningKey::from_bytes(&seed)), group })
    }

    fn group_id(&self) -> &[u8] {
        self.group.group_id().as_slice()
    }

    fn extension(&self, wanted: u16) -> Option<Vec<u8>> {
        self.group.extensions().iter().find_map(|extension| match extension {
            Extension::AppDataDictionary(found) if wanted == DICTIONARY => found.tls_serialize_detached().ok(),
            Extension::Unknown(kind, data) if *kind == wanted => Some(data.0.clone()),
            _ => None,
        })
    }

    fn epoch(&self) -> u64 {
        self.group.epoch().as_u64()
    }

    fn own_leaf(&self) -> u32 {
        self.group.own_leaf_index().u32()
    }

    fn tree_hash(&self) -> Hex {
        self.group.public_group().group_context().tree_hash().into()
    }

    fn epoch_authenticator(&self) -> Result<Hex, Refusal> {
        Ok(self.group.epoch_authenticator().as_slice().into())
    }

    fn export(&self, label: &str, context: &[u8], length: u16) -> Result<Hex, Refusal> {
        let secret = self.group.export_secret(self.provider.crypto(), label, context, length.into());
        secret.map(Hex).map_err(Refusal::broken)
    }

    fn leaves(&self) -> Result<Vec<LeafEntry>, Refusal> {
        let leaves = self.group.members().map(|member| {
            let credential = BasicCredential::try_from(member.credential).map_err(Refusal::broken)?;
            let account = hex::encode(credential.identity());
            Ok(LeafEntry { index: member.index.u32(), account, signature_key: member.signature_key.into() })
        });
        leaves.collect()
    }

    fn receive(&mut self, message: &[u8]) -> Result<Received, Refusal> {
        let message = MlsMessageIn::tls_deserialize_exact(message).map_err(refused::codec)?;
        let message = message.try_into_protocol_message().map_err(|e| Refusal::new(Reason::WireFormatMismatch, e))?;
        let epoch = message.epoch().as_u64();
        let content_type = match message.content_type() {
            MlsContent::Application => ContentType::Application,
            MlsContent::Commit => ContentType::Commit,
            MlsContent::Proposal => ContentType::Proposal,
        };
        let processed = self.group.process_message(&self.provider, message).map_err(refused::message)?;
        let Sender::Member(leaf) = *processed.sender() else { return Err(Refusal::broken("not sent by a member")) };
        let plaintext = match processed.into_content() {
            ProcessedMessageContent::ApplicationMessage(data) => Some(data.into_bytes()),
            ProcessedMessageContent::StagedCommitMessage(commit) => {
                self.group.merge_staged_commit(&self.provider, *commit).map_err(Refusal::broken)?;
                None
            }
            ProcessedMessageContent::UnresolvedAppDataCommit(commit) => {
                self.applies_updates(*commit)?;
                None
            }
            ProcessedMessageContent::ProposalMessage(proposal) => {
                self.group.store_pending_proposal(self.provider.storage(), *proposal).map_err(Refusal::broken)?;
                None
            }
            _ => return Err(Refusal::broken("neither commit nor application data")),
        };
        Ok(Received { content_type, epoch, sender_leaf: leaf.u32(), plaintext })
    }

    fn sends(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
        let message = self.group.create_message(&self.provider, &self.signer, plaintext);
        message.map_err(Refusal::broken)?.tls_serialize_detached().map_err(Refusal::broken)
    }
}
