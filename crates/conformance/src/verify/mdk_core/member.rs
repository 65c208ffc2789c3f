//! Somebody who joins from private keys and a Welcome, and what it can do then.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mdk_core::prelude::GroupId;
use nostr::EventId;
use openmls::group::{MlsGroup, MlsGroupJoinConfig, ProcessMessageError, StagedWelcome, WelcomeError};
use openmls::prelude::tls_codec::{Deserialize, Serialize};
use openmls::prelude::{MlsMessageBodyIn, MlsMessageIn, ProcessedMessageContent, Sender, SignatureScheme, Welcome};
use openmls_basic_credential::SignatureKeyPair;

use crate::format::topics::welcome_join::{Op, OpResult, Test};
use crate::format::{Hex, Keys, Reason, Rumor};
use crate::mls::{self, Mdk};
use crate::verify::Refusal;

/// An instance that holds one KeyPackage's private keys.
pub(super) struct Device {
    pub mdk: Mdk,
    signer: SignatureKeyPair,
}

/// A device in a group.
pub(super) struct Member {
    pub device: Device,
    pub group: GroupId,
}

impl Device {
    /// Checks the keys against each other and stores them.
    pub(super) fn with(keys: &Keys) -> Result<Self, Refusal> {
        if let Some(member) = mls::key_mismatch(keys) {
            return Err(Refusal::new(
                Reason::PrivateKeyMismatch,
                format!("{member} does not belong to key_package_raw"),
            ));
        }
        let mdk = mls::instance();
        mls::install(&mdk, keys).map_err(Refusal::broken)?;
        let (private, public) = (keys.signature_priv.0.clone(), keys.signature_pub.0.clone());
        Ok(Self { mdk, signer: SignatureKeyPair::from_raw(SignatureScheme::ED25519, private, public) })
    }

    /// The group that a Welcome leads to, without any change to what is stored.
    pub(super) fn stage(&self, rumor: &Rumor) -> Result<GroupId, Refusal> {
        let welcome = welcome_in(rumor)?;
        let config = MlsGroupJoinConfig::builder().use_ratchet_tree_extension(true).build();
        let staged = StagedWelcome::build_from_welcome(&self.mdk.provider, &config, welcome)
            .and_then(|builder| builder.replace_old_group().build())
            .map_err(|error| Refusal::new(reason_of(&error), &error))?;
        Ok(staged.group_context().group_id().into())
    }

    /// Joins through mdk-core. `wrap` is the id of the wrapper event.
    pub(super) fn accept(&self, rumor: &Rumor, wrap: [u8; 32]) -> Result<GroupId, Refusal> {
        let staged = self.stage(rumor);
        let rumor = rumor.to_nostr().map_err(Refusal::broken)?;
        let wrap = EventId::from_slice(&wrap).expect("32 bytes");
        let joined = self.mdk.process_welcome(&wrap, &rumor).and_then(|welcome| {
            self.mdk.accept_welcome(&welcome)?;
            Ok(welcome.mls_group_id)
        });
        match (staged, joined) {
            (Ok(_), Ok(group)) => Ok(group),
            (Err(refusal), Err(_)) => Err(refusal),
            (Ok(_), Err(error)) => Err(Refusal {
                reason: group_data(&error),
                what: format!("mdk-core refuses what OpenMLS takes: {error}"),
            }),
            (Err(refusal), Ok(_)) => {
                Err(Refusal::broken(format!("mdk-core takes what OpenMLS refuses: {}", refusal.what)))
            }
        }
    }
}

/// What mdk-core says of extension 0xf2ee, the one thing that it reads and OpenMLS does not. It keeps of its error the words only.
fn group_data(error: &mdk_core::Error) -> Option<Reason> {
    let words = [
        ("NostrGroupDataExtensionNotFound", Reason::GroupDataMissing),
        ("InvalidExtensionVersion", Reason::GroupDataVersionUnsupported),
        ("Tls(", Reason::GroupDataMalformed),
    ];
    let error = error.to_string();
    words.into_iter().find(|(word, _)| error.contains(word)).map(|(_, reason)| reason)
}

/// The MLS Welcome in a rumor.
fn welcome_in(rumor: &Rumor) -> Result<Welcome, Refusal> {
    let bytes = STANDARD.decode(&rumor.content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))?;
    let message = MlsMessageIn::tls_deserialize(&mut bytes.as_slice());
    match message.map_err(|e| Refusal::new(Reason::TlsMalformed, e))?.extract() {
        MlsMessageBodyIn::Welcome(welcome) => Ok(welcome),
        _ => Err(Refusal::new(Reason::WireFormatMismatch, "the MLS message is no Welcome")),
    }
}

fn reason_of<E: std::fmt::Debug>(error: &WelcomeError<E>) -> Reason {
    match error {
        WelcomeError::NoMatchingKeyPackage | WelcomeError::JoinerSecretNotFound => Reason::NoMatchingKeyPackage,
        WelcomeError::MissingRatchetTree => Reason::RatchetTreeMissing,
        WelcomeError::ConfirmationTagMismatch => Reason::ConfirmationInvalid,
        WelcomeError::InvalidGroupInfoSignature => Reason::SignatureInvalid,
        // The type of this error is not public.
        WelcomeError::PublicGroupError(inner) if format!("{inner:?}") == "InvalidGroupInfoSignature" => {
            Reason::SignatureInvalid
        }
        WelcomeError::PublicGroupError(_) | WelcomeError::PublicTreeError(_) => Reason::RatchetTreeInvalid,
        _ => Reason::WelcomeDecryptFailed,
    }
}

impl Member {
    /// Joins from a `welcome-join` test.
    pub(super) fn joins(keys: &Keys, rumor: &Rumor) -> Result<Self, Refusal> {
        let device = Device::with(keys)?;
        let group = device.accept(rumor, [1; 32])?;
        Ok(Self { device, group })
    }

    pub(super) fn mls_group(&self) -> Result<MlsGroup, Refusal> {
        mls::load(&self.device.mdk, &self.group).map_err(Refusal::broken)
    }

    /// Application data of a message, and the leaf that sent it. A commit is applied and has no data.
    pub(super) fn process(&self, message: &[u8]) -> Result<(Option<Vec<u8>>, u32), Refusal> {
        let provider = &self.device.mdk.provider;
        let mut group = self.mls_group()?;
        let message =
            MlsMessageIn::tls_deserialize_exact(message).map_err(|e| Refusal::new(Reason::TlsMalformed, e))?;
        let message = message.try_into_protocol_message();
        let message = message.map_err(|e| Refusal::new(Reason::WireFormatMismatch, e))?;
        let processed = group.process_message(provider, message).map_err(refused)?;
        let Sender::Member(leaf) = *processed.sender() else { return Err(Refusal::broken("not sent by a member")) };
        match processed.into_content() {
            ProcessedMessageContent::ApplicationMessage(data) => Ok((Some(data.into_bytes()), leaf.u32())),
            ProcessedMessageContent::StagedCommitMessage(commit) => {
                group.merge_staged_commit(provider, *commit).map_err(Refusal::broken)?;
                Ok((None, leaf.u32()))
            }
            _ => Err(Refusal::broken("a proposal or something else that no vector sends")),
        }
    }

    /// An application message of this member.
    fn send(&self, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
        let message = self.mls_group()?.create_message(&self.device.mdk.provider, &self.device.signer, plaintext);
        message.map_err(Refusal::broken)?.tls_serialize_detached().map_err(Refusal::broken)
    }

    /// Carries out one `then`.
    pub(super) fn op(&self, witness: &Self, op: &Op) -> Result<OpResult, Refusal> {
        match op {
            Op::Receive { mls_message } => {
                let seen = witness.process(&mls_message.0)?;
                let (plaintext, sender_leaf) = self.process(&mls_message.0)?;
                if seen.0 != plaintext {
                    return Err(Refusal::broken("joiner and witness read different messages"));
                }
                let plaintext = plaintext.ok_or_else(|| Refusal::broken("expected a message, got a commit"))?;
                Ok(OpResult::Received { plaintext: Hex(plaintext), sender_leaf })
            }
            Op::ReceiveCommit { mls_message } => {
                witness.process(&mls_message.0)?;
                if self.process(&mls_message.0)?.0.is_some() {
                    return Err(Refusal::broken("expected a commit, got a message"));
                }
                let group = self.mls_group()?;
                let epoch_authenticator = group.epoch_authenticator().as_slice().into();
                Ok(OpResult::Committed { epoch: group.epoch().as_u64(), epoch_authenticator })
            }
            Op::JoinerSends { plaintext } => {
                let (read, sender_leaf) = witness.process(&self.send(&plaintext.0)?)?;
                let read = read.ok_or_else(|| Refusal::broken("the witness read a commit"))?;
                Ok(OpResult::Witnessed { witness_reads: Hex(read), sender_leaf })
            }
        }
    }

    /// The joiner of a test after all of its `then`.
    pub(super) fn after(test: &Test) -> Result<Self, Refusal> {
        let joiner = Self::joins(&test.input.joiner, &test.input.rumor)?;
        let witness = Self::joins(&test.input.witness, &test.input.rumor)?;
        for op in &test.input.then {
            joiner.op(&witness, op)?;
        }
        Ok(joiner)
    }
}

fn refused<E: std::fmt::Debug>(error: ProcessMessageError<E>) -> Refusal {
    let what = format!("{error:?}");
    Refusal::new(Reason::MessageDecryptFailed, what)
}
