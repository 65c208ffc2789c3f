//! A member of a group, from the Welcome on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mls_rs::extension::ExtensionType;
use mls_rs::group::ReceivedMessage;
use mls_rs::time::MlsTime;
use mls_rs::{Client, Group, MlsMessage, WireFormat};
use sha2::{Digest, Sha256};

use super::client::{Config, owner};
use super::identity::account;
use super::refused;
use crate::format::topics::group_event::ContentType;
use crate::format::topics::welcome_join::{Op, OpResult, Test};
use crate::format::{Export, Hex, Keys, LeafEntry, Reason, Rumor, State};
use crate::verify::Refusal;

/// The group data extension.
const GROUP_DATA: ExtensionType = ExtensionType::new(0xf2ee);

/// A device in a group.
pub(super) struct Member {
    group: Group<Config>,
    now: MlsTime,
}

/// What a message was.
pub(super) struct Received {
    pub content_type: ContentType,
    pub sender_leaf: u32,
    /// Application data.
    pub plaintext: Option<Vec<u8>>,
}

/// The Welcome in a rumor.
fn welcome_in(rumor: &Rumor) -> Result<MlsMessage, Refusal> {
    let bytes = STANDARD.decode(&rumor.content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))?;
    let message = MlsMessage::from_bytes(&bytes).map_err(refused::welcome)?;
    match message.wire_format() {
        WireFormat::Welcome => Ok(message),
        other => Err(Refusal::new(Reason::WireFormatMismatch, format!("expected a Welcome, got {other:?}"))),
    }
}

impl Member {
    /// Joins with the KeyPackage that a client owns. The ratchet tree is in the Welcome.
    pub(super) fn accepts(client: &Client<Config>, rumor: &Rumor, now: MlsTime) -> Result<Self, Refusal> {
        let (group, _) = client.join_group(None, &welcome_in(rumor)?, Some(now)).map_err(refused::welcome)?;
        Ok(Self { group, now })
    }

    /// Joins from private keys.
    pub(super) fn joins(keys: &Keys, rumor: &Rumor, now: u64) -> Result<Self, Refusal> {
        Self::accepts(&owner(keys)?, rumor, now.into())
    }

    /// The joiner of a test after all of its `then`.
    pub(super) fn after(test: &Test, now: u64) -> Result<Self, Refusal> {
        let mut joiner = Self::joins(&test.input.joiner, &test.input.rumor, now)?;
        let mut witness = Self::joins(&test.input.witness, &test.input.rumor, now)?;
        for op in &test.input.then {
            joiner.op(&mut witness, op)?;
        }
        Ok(joiner)
    }

    /// The MLS group id.
    pub(super) fn group_id(&self) -> &[u8] {
        self.group.group_id()
    }

    /// The id in the group data extension: 32 bytes after a version of two.
    pub(super) fn nostr_group_id(&self) -> Result<Hex, Refusal> {
        let data = self.group.context().extensions.get(GROUP_DATA);
        let data = data.ok_or_else(|| Refusal::new(Reason::GroupDataMissing, "no extension 0xf2ee"))?.extension_data;
        if data.starts_with(&[0, 0]) {
            return Err(Refusal::new(Reason::GroupDataVersionUnsupported, "0xf2ee has version 0"));
        }
        data.get(2..34).map(Hex::from).ok_or_else(|| Refusal::new(Reason::GroupDataMalformed, "0xf2ee ends too early"))
    }

    /// `MLS-Exporter(label, context, length)` of the current epoch.
    pub(super) fn export(&self, label: &str, context: &[u8], length: u16) -> Result<Hex, Refusal> {
        let secret = self.group.export_secret(label.as_bytes(), context, length.into());
        secret.map(|secret| Hex::from(secret.as_bytes())).map_err(Refusal::broken)
    }

    /// Every leaf that is not blank.
    pub(super) fn leaves(&self) -> Result<Vec<LeafEntry>, Refusal> {
        let leaves = self.group.roster().members_iter().map(|member| {
            let account = hex::encode(account(&member.signing_identity).map_err(Refusal::broken)?);
            let signature_key = member.signing_identity.signature_key.to_vec().into();
            Ok(LeafEntry { index: member.index, account, signature_key })
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
            epoch: self.group.current_epoch(),
            own_leaf: self.group.current_member_index(),
            tree_hash: self.group.context().tree_hash.as_slice().into(),
            epoch_authenticator: self.epoch_authenticator()?,
            leaves: self.leaves()?,
            exporters: exporters.collect::<Result<_, Refusal>>()?,
            commitment: commitment.into(),
        })
    }

    fn epoch_authenticator(&self) -> Result<Hex, Refusal> {
        let secret = self.group.epoch_authenticator();
        secret.map(|secret| Hex::from(secret.as_bytes())).map_err(Refusal::broken)
    }

    /// Reads a message; a commit is applied.
    pub(super) fn receive(&mut self, message: &[u8]) -> Result<Received, Refusal> {
        let message = MlsMessage::from_bytes(message).map_err(refused::message)?;
        match self.group.process_incoming_message_with_time(message, self.now).map_err(refused::message)? {
            ReceivedMessage::ApplicationMessage(message) => Ok(Received {
                content_type: ContentType::Application,
                sender_leaf: message.sender_index,
                plaintext: Some(message.data().to_vec()),
            }),
            ReceivedMessage::Commit(commit) => {
                Ok(Received { content_type: ContentType::Commit, sender_leaf: commit.committer, plaintext: None })
            }
            other => Err(Refusal::broken(format!("neither commit nor application data: {other:?}"))),
        }
    }

    fn reads(&mut self, message: &[u8]) -> Result<(Hex, u32), Refusal> {
        let received = self.receive(message)?;
        let plaintext = received.plaintext.ok_or_else(|| Refusal::broken("expected a message, got a commit"))?;
        Ok((plaintext.into(), received.sender_leaf))
    }

    fn applies(&mut self, commit: &[u8]) -> Result<(u64, Hex), Refusal> {
        match self.receive(commit)?.content_type {
            ContentType::Commit => Ok((self.group.current_epoch(), self.epoch_authenticator()?)),
            _ => Err(Refusal::broken("expected a commit, got a message")),
        }
    }

    fn sends(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
        let message = self.group.encrypt_application_message(plaintext, Vec::new());
        message.and_then(|message| message.to_bytes()).map_err(Refusal::broken)
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
