//! Making, with bare openmls calls, what the engine refuses to make.

use adopted::leaf::LeafKey;
use adopted::{Crypto, Provider};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openmls_0_9::component::ComponentData;
use openmls_0_9::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls_0_9::prelude::{
    AppDataDictionaryUpdater, AppDataUpdateOperation, AppDataUpdateProposal, CommitBuilder, CommitMessageBundle,
    Initial, KeyPackage, MlsGroup, MlsMessageBodyIn, MlsMessageIn, MlsMessageOut, OpenMlsProvider as _,
    ProcessedMessageContent, Proposal, ProtocolMessage, ProtocolVersion,
};

use super::Device;

/// A commit in the making.
pub(in crate::emit) type Builder<'a> = CommitBuilder<'a, Initial, &'a mut MlsGroup>;

/// A member's group without the engine around it, on a copy: nothing that it does is seen by the device.
pub(in crate::emit) struct Forger {
    pub crypto: Crypto,
    pub provider: Provider,
    pub group: MlsGroup,
    pub key: LeafKey,
}

impl Forger {
    /// The group as this device has it. Everything else is called inside [`Device::enter`].
    pub(in crate::emit) fn of(device: &Device) -> Self {
        let group = device.group();
        let crypto = device.engine.crypto().clone();
        let (provider, mls) = group.canonical().scratch(&crypto, group.id()).expect("a copy");
        Self { crypto, provider, group: mls, key: group.key().clone() }
    }

    /// A commit with whatever the builder is given, and with these component updates.
    pub(in crate::emit) fn commit(
        &mut self,
        build: impl for<'a> FnOnce(Builder<'a>) -> Builder<'a>,
        updates: &[AppDataUpdateProposal],
    ) -> Vec<u8> {
        bytes(self.staged(build, updates).commit())
    }

    fn staged(
        &mut self,
        build: impl for<'a> FnOnce(Builder<'a>) -> Builder<'a>,
        updates: &[AppDataUpdateProposal],
    ) -> CommitMessageBundle {
        let builder = build(self.group.commit_builder().consume_proposal_store(false));
        let proposals = updates.iter().map(|update| Proposal::AppDataUpdate(Box::new(update.clone())));
        let mut builder = builder.add_proposals(proposals).load_psks(self.provider.storage()).expect("no PSKs");
        let mut updater = builder.app_data_dictionary_updater();
        updates.iter().for_each(|update| apply(&mut updater, update));
        let changes = updater.changes();
        builder.with_app_data_dictionary_updates(changes);
        builder
            .build(self.provider.rand(), self.provider.crypto(), &self.key, |_| true)
            .expect("openmls builds it")
            .stage_commit(&self.provider)
            .expect("openmls stages it")
    }

    /// A commit of component updates alone.
    pub(in crate::emit) fn updates(&mut self, updates: &[AppDataUpdateProposal]) -> Vec<u8> {
        self.commit(|builder| builder, updates)
    }

    /// The SelfRemove of this leaf.
    pub(in crate::emit) fn leave(&mut self) -> Vec<u8> {
        let key = self.key.clone();
        bytes(&self.group.leave_group_via_self_remove(&self.provider, &key).expect("a proposal"))
    }

    /// Application data, whatever it is.
    pub(in crate::emit) fn payload(&mut self, data: &[u8]) -> Vec<u8> {
        let key = self.key.clone();
        bytes(&self.group.create_message(&self.provider, &key, data).expect("a message"))
    }

    /// The KeyPackage of an event, as openmls decodes it.
    pub(in crate::emit) fn decode(&self, event: &nostr::Event) -> KeyPackage {
        let content = STANDARD.decode(&event.content).expect("base64");
        let message = MlsMessageIn::tls_deserialize_exact(content).expect("an MLSMessage");
        let MlsMessageBodyIn::KeyPackage(key_package) = message.extract() else { panic!("no KeyPackage") };
        key_package.validate(&self.crypto, ProtocolVersion::Mls10).expect("valid")
    }

    /// Takes a message as a member without Marmot's rules would: processes, resolves, merges.
    ///
    /// # Errors
    /// openmls's own, in words.
    pub(in crate::emit) fn accept(&mut self, message: &[u8]) -> Result<(), String> {
        let message = MlsMessageIn::tls_deserialize_exact(message).map_err(|error| error.to_string())?;
        let message: ProtocolMessage = message.try_into_protocol_message().map_err(|error| error.to_string())?;
        let processed = self.group.process_message(&self.provider, message).map_err(|error| error.to_string())?;
        match processed.into_content() {
            ProcessedMessageContent::StagedCommitMessage(staged) => {
                self.group.merge_staged_commit(&self.provider, *staged).map_err(|error| error.to_string())
            }
            ProcessedMessageContent::UnresolvedAppDataCommit(unresolved) => {
                let mut updater = self.group.app_data_dictionary_updater();
                unresolved.app_data_update_proposals().for_each(|update| apply(&mut updater, update));
                let changes = updater.changes();
                let staged = self.group.stage_app_data_commit(&self.provider, *unresolved, changes);
                let staged = staged.map_err(|error| error.to_string())?;
                self.group.merge_staged_commit(&self.provider, staged).map_err(|error| error.to_string())
            }
            ProcessedMessageContent::ProposalMessage(proposal)
            | ProcessedMessageContent::ExternalJoinProposalMessage(proposal) => {
                self.group.store_pending_proposal(self.provider.storage(), *proposal).map_err(|error| error.to_string())
            }
            _ => Ok(()),
        }
    }
}

fn apply(updater: &mut AppDataDictionaryUpdater<'_>, update: &AppDataUpdateProposal) {
    match update.operation() {
        AppDataUpdateOperation::Update(data) => {
            updater.set(ComponentData::from_parts(update.component_id(), data.clone()));
        }
        AppDataUpdateOperation::Remove => updater.remove(&update.component_id()),
    }
}

pub(in crate::emit) fn bytes(message: &MlsMessageOut) -> Vec<u8> {
    message.tls_serialize_detached().expect("it is encoded")
}
