//! Making, with bare openmls calls, what the engine refuses to make; and a bare openmls receiver as the control.

use adopted::envelope::{EventKey, seal};
use adopted::leaf::LeafKey;
use adopted::{Crypto, Provider};
use nostr::Event;
use openmls_0_9::component::ComponentData;
use openmls_0_9::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls_0_9::prelude::{
    AppDataUpdateOperation, AppDataUpdateProposal, CommitBuilder, Initial, KeyPackage, MlsGroup, MlsMessageBodyIn,
    MlsMessageIn, MlsMessageOut, OpenMlsProvider as _, ProcessedMessageContent, Proposal, ProtocolMessage,
    ProtocolVersion,
};

use crate::common::World;

/// A commit in the making.
pub type Builder<'a> = CommitBuilder<'a, Initial, &'a mut MlsGroup>;

/// A member's group without the engine around it.
pub struct Forger {
    pub crypto: Crypto,
    pub provider: Provider,
    pub group: MlsGroup,
    pub key: LeafKey,
}

impl Forger {
    /// The group as this device has it.
    pub fn of(world: &World, device: usize) -> Self {
        let engine = &world.devices[device].engine;
        let group = world.group_of(device);
        let crypto = engine.crypto().clone();
        let (provider, mls) = group.canonical().scratch(&crypto, group.id()).expect("a copy");
        Self { crypto, provider, group: mls, key: group.key().clone() }
    }

    /// A commit with whatever the builder is given, and with these component updates.
    pub fn commit(
        &mut self,
        build: impl for<'a> FnOnce(Builder<'a>) -> Builder<'a>,
        updates: &[AppDataUpdateProposal],
    ) -> Vec<u8> {
        let builder = build(self.group.commit_builder().consume_proposal_store(false));
        let proposals = updates.iter().map(|update| Proposal::AppDataUpdate(Box::new(update.clone())));
        let mut builder = builder.add_proposals(proposals).load_psks(self.provider.storage()).expect("no PSKs");
        let mut updater = builder.app_data_dictionary_updater();
        for update in updates {
            apply(&mut updater, update);
        }
        let changes = updater.changes();
        builder.with_app_data_dictionary_updates(changes);
        let bundle = builder
            .build(self.provider.rand(), self.provider.crypto(), &self.key, |_| true)
            .expect("openmls builds it")
            .stage_commit(&self.provider)
            .expect("openmls stages it");
        bytes(bundle.commit())
    }

    /// A Welcome for one KeyPackage, with or without the tree, from a commit that also does these updates; the group moves on.
    pub fn welcome(&mut self, key_package: KeyPackage, updates: &[AppDataUpdateProposal], tree: bool) -> Vec<u8> {
        let proposals = updates.iter().map(|update| Proposal::AppDataUpdate(Box::new(update.clone())));
        let builder = self.group.commit_builder().propose_adds([key_package]).add_proposals(proposals);
        let mut builder = builder.load_psks(self.provider.storage()).expect("no PSKs").use_ratchet_tree_extension(tree);
        let mut updater = builder.app_data_dictionary_updater();
        updates.iter().for_each(|update| apply(&mut updater, update));
        let changes = updater.changes();
        builder.with_app_data_dictionary_updates(changes);
        let bundle = builder
            .create_group_info(true)
            .build(self.provider.rand(), self.provider.crypto(), &self.key, |_| true)
            .expect("openmls builds it")
            .stage_commit(&self.provider)
            .expect("openmls stages it");
        let welcome = bytes(&bundle.to_welcome_msg().expect("a Welcome"));
        self.group.merge_pending_commit(&self.provider).expect("openmls merges it");
        welcome
    }

    /// The KeyPackage of an event, as openmls decodes it.
    pub fn decode(&self, event: &Event) -> KeyPackage {
        use base64::Engine as _;
        let content = base64::engine::general_purpose::STANDARD.decode(&event.content).expect("base64");
        let message = MlsMessageIn::tls_deserialize_exact(content).expect("an MLSMessage");
        let MlsMessageBodyIn::KeyPackage(key_package) = message.extract() else { panic!("no KeyPackage") };
        key_package.validate(&self.crypto, ProtocolVersion::Mls10).expect("valid")
    }

    /// A commit of component updates alone.
    pub fn updates(&mut self, updates: &[AppDataUpdateProposal]) -> Vec<u8> {
        self.commit(|builder| builder, updates)
    }

    /// Takes a message as a member without Marmot's rules would: processes, resolves, merges. An error is openmls's own.
    pub fn accept(&mut self, message: &[u8]) -> Result<(), String> {
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

fn apply(updater: &mut openmls_0_9::prelude::AppDataDictionaryUpdater<'_>, update: &AppDataUpdateProposal) {
    match update.operation() {
        AppDataUpdateOperation::Update(data) => {
            updater.set(ComponentData::from_parts(update.component_id(), data.clone()));
        }
        AppDataUpdateOperation::Remove => updater.remove(&update.component_id()),
    }
}

pub fn bytes(message: &MlsMessageOut) -> Vec<u8> {
    message.tls_serialize_detached().expect("it is encoded")
}

/// The event that carries a message in the epoch of this device.
pub fn envelope(world: &World, device: usize, message: &[u8]) -> Event {
    let facts = world.group_of(device).facts();
    let key: &EventKey = facts.event_key().expect("a member");
    let crypto = world.devices[device].engine.crypto();
    seal(crypto, key, &facts.address, message, world.now().unix, None).expect("an event")
}
