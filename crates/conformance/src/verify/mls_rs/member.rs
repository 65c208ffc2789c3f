//! A member of a group, from the Welcome on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mls_rs::extension::ExtensionType;
use mls_rs::group::{ProposalMessageDescription, ProposalSender, ReceivedMessage};
use mls_rs::time::MlsTime;
use mls_rs::{Group, MlsMessage, WireFormat};

use super::client::{APP_DATA_UPDATE, Config, owner};
use super::identity::account;
use super::refused;
use crate::format::topics::group_event::ContentType;
use crate::format::{Hex, Keys, LeafEntry, Reason, Rumor};
use crate::verify::Refusal;
use crate::verify::library::{self, Received};
use crate::verify::reader::proposal_types;

/// What it cannot do: of a proposal that it does not know it expects a vector, and these two are none.
pub(super) const NO_UPDATES: &str = "mls-rs 0.57.0 cannot read AppDataUpdate and SelfRemove";
/// Proposal type of SelfRemove.
const SELF_REMOVE: u16 = 0x000a;

/// A device in a group.
pub(super) struct Member {
    group: Group<Config>,
    now: MlsTime,
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

impl library::Member for Member {
    /// It looks at the lifetime of every leaf that has one.
    const POLICIES: &'static [&'static str] = &["old-leaves-verified"];

    fn joins(keys: &Keys, rumor: &Rumor, now: u64) -> Result<Self, Refusal> {
        let (client, now) = (owner(keys)?, now.into());
        let (group, _) = client.join_group(None, &welcome_in(rumor)?, Some(now)).map_err(refused::welcome)?;
        Ok(Self { group, now })
    }

    fn group_id(&self) -> &[u8] {
        self.group.group_id()
    }

    fn extension(&self, kind: u16) -> Option<Vec<u8>> {
        self.group.context().extensions.get(ExtensionType::new(kind)).map(|extension| extension.extension_data)
    }

    fn epoch(&self) -> u64 {
        self.group.current_epoch()
    }

    fn own_leaf(&self) -> u32 {
        self.group.current_member_index()
    }

    fn tree_hash(&self) -> Hex {
        self.group.context().tree_hash.as_slice().into()
    }

    fn epoch_authenticator(&self) -> Result<Hex, Refusal> {
        let secret = self.group.epoch_authenticator();
        secret.map(|secret| Hex::from(secret.as_bytes())).map_err(Refusal::broken)
    }

    fn export(&self, label: &str, context: &[u8], length: u16) -> Result<Hex, Refusal> {
        let secret = self.group.export_secret(label.as_bytes(), context, length.into());
        secret.map(|secret| Hex::from(secret.as_bytes())).map_err(Refusal::broken)
    }

    fn leaves(&self) -> Result<Vec<LeafEntry>, Refusal> {
        let leaves = self.group.roster().members_iter().map(|member| {
            let account = hex::encode(account(&member.signing_identity).map_err(Refusal::broken)?);
            let signature_key = member.signing_identity.signature_key.to_vec().into();
            Ok(LeafEntry { index: member.index, account, signature_key })
        });
        leaves.collect()
    }

    fn receive(&mut self, message: &[u8]) -> Result<Received, Refusal> {
        if proposal_types(message).iter().any(|kind| [APP_DATA_UPDATE, SELF_REMOVE].contains(kind)) {
            return Err(Refusal::broken(NO_UPDATES));
        }
        let message = MlsMessage::from_bytes(message).map_err(refused::message)?;
        let epoch = message.epoch();
        let epoch = epoch.ok_or_else(|| Refusal::new(Reason::WireFormatMismatch, "no message of a group"))?;
        let (content_type, sender_leaf, plaintext) =
            match self.group.process_incoming_message_with_time(message, self.now).map_err(refused::message)? {
                ReceivedMessage::ApplicationMessage(message) => {
                    (ContentType::Application, message.sender_index, Some(message.data().to_vec()))
                }
                ReceivedMessage::Commit(commit) => (ContentType::Commit, commit.committer, None),
                ReceivedMessage::Proposal(ProposalMessageDescription {
                    sender: ProposalSender::Member(leaf), ..
                }) => (ContentType::Proposal, leaf, None),
                other => return Err(Refusal::broken(format!("neither commit nor application data: {other:?}"))),
            };
        Ok(Received { content_type, epoch, sender_leaf, plaintext })
    }

    fn sends(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
        let message = self.group.encrypt_application_message(plaintext, Vec::new());
        message.and_then(|message| message.to_bytes()).map_err(Refusal::broken)
    }
}
