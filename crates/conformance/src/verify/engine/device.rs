//! A device of the engine that holds the private keys of a test.

use adopted::envelope::seal;
use adopted::group::{Group, Now, Rejection};
use adopted::message::Content;
use adopted::welcome::Arrival;
use adopted::{Effect, Engine, JoinError, MessageId, Provider, Settings};
use nostr::{JsonUtil, UnsignedEvent};
use openmls_0_9::prelude::tls_codec::Deserialize;
use openmls_0_9::prelude::{KeyPackageBundle, KeyPackageIn, OpenMlsProvider, ProtocolVersion};
use serde_json::json;

use crate::format::topics::welcome_join::Op;
use crate::format::{Keys, Reason, Rumor, State};
use crate::mls;
use crate::verify::{Case, Refusal};

/// A device, and the group that it joined last.
pub(in crate::verify) struct Device {
    pub engine: Engine,
    group: String,
    /// The monotonic clock, in milliseconds.
    ms: u64,
}

impl Device {
    /// A device that holds these keys and nothing else, once they are found to belong together.
    pub(in crate::verify) fn with(keys: &Keys, settings: &Settings) -> Result<Self, Refusal> {
        if let Some(member) = mls::key_mismatch(keys) {
            let what = format!("{member} does not belong to key_package_raw");
            return Err(Refusal::new(Reason::PrivateKeyMismatch, what));
        }
        let account = nostr::SecretKey::from_slice(&keys.nostr_sk.0).map_err(Refusal::broken)?;
        let empty = Engine::new(nostr::Keys::new(account), settings.clone()).map_err(Refusal::broken)?;
        let engine = mls::adopted::install(&empty, keys, &bundle(keys)?, now(0)).map_err(Refusal::broken)?;
        let engine = match settings.rules.without {
            Some(check) => engine.without(check),
            None => engine,
        };
        Ok(Self { engine, group: String::new(), ms: 0 })
    }

    /// A device that joined by this rumor.
    pub(in crate::verify) fn joins(keys: &Keys, rumor: &Rumor, settings: &Settings) -> Result<Self, Refusal> {
        let mut device = Self::with(keys, settings)?;
        device.join(&rumor.to_nostr().map_err(Refusal::broken)?).map_err(|error| super::refused::join(&error))?;
        Ok(device)
    }

    /// Joins by a rumor, as if it came out of a wrap for this account and was sealed by its author.
    pub(super) fn join(&mut self, rumor: &UnsignedEvent) -> Result<String, JoinError> {
        let receiver = nostr::PublicKey::from_slice(&self.engine.account().0).expect("the account is a key");
        let arrival = Arrival { receiver, seal_author: rumor.pubkey, rumor: rumor.clone() };
        self.group = self.engine.join(&arrival)?.group;
        Ok(self.group.clone())
    }

    /// The group that it joined.
    pub(in crate::verify) fn group(&self) -> Result<&Group, Refusal> {
        self.engine.group(&self.group).ok_or_else(|| Refusal::broken("it is in no group"))
    }

    pub(super) fn state(&self) -> Result<State, Refusal> {
        mls::adopted::state_of(&self.engine, &self.group).map_err(Refusal::broken)
    }

    /// Hears an MLS message of the current epoch, and does all that follows from it; what it tells.
    pub(super) fn hears(&mut self, message: &[u8]) -> Result<Vec<Effect>, Refusal> {
        let facts = self.group()?.facts();
        let key = facts.event_key().ok_or_else(|| Refusal::broken("its own leaf is gone"))?;
        let event = seal(self.engine.crypto(), key, &facts.address, message, now(0).unix, None);
        let event = event.map_err(|error| Refusal::broken(format!("{error:?}")))?;
        self.ingest(&event)
    }

    /// The joiner of a `welcome-join` test after all of its `then`, once it has read the events that lead to `after`.
    pub(super) fn since(case: &Case<'_>, after: &str, settings: &Settings) -> Result<Self, Refusal> {
        let (test, events) = case.history(after)?;
        let mut joiner = Self::joins(&test.input.joiner, &test.input.rumor, settings)?;
        for op in &test.input.then {
            match op {
                Op::Receive { mls_message } | Op::ReceiveCommit { mls_message } => drop(joiner.hears(&mls_message.0)?),
                Op::JoinerSends { plaintext } => {
                    let payload = UnsignedEvent::from_json(&plaintext.0).map_err(Refusal::broken)?;
                    joiner.says(payload)?;
                }
            }
        }
        for event in events {
            let taken = joiner.takes(&event.to_nostr().map_err(Refusal::broken)?);
            taken.map_err(|rejection| Refusal::broken(format!("an event before this one: {rejection}")))?;
        }
        Ok(joiner)
    }

    /// Takes an event: the message in it, and what is told of it. No time passes after a proposal: a member would act on it by itself.
    pub(super) fn takes(&mut self, event: &nostr::Event) -> Result<(MessageId, Vec<Effect>), Rejection> {
        let message = self.engine.ingest(event, now(self.ms))?;
        let input = self.engine.group(&self.group).and_then(|group| group.inputs().get(&message));
        let waits = input.is_some_and(|input| input.message.content == Content::Proposal);
        Ok((message, if waits { Vec::new() } else { self.settles() }))
    }

    /// `MLS-Exporter(label, context, length)` of the current epoch.
    pub(super) fn export(&self, label: &str, context: &[u8], length: u16) -> Result<Vec<u8>, Refusal> {
        mls::adopted::export(&self.engine, &self.group, label, context, length).map_err(Refusal::broken)
    }

    /// Hears an event, and does all that follows from it; what it tells.
    pub(in crate::verify) fn ingest(&mut self, event: &nostr::Event) -> Result<Vec<Effect>, Refusal> {
        let taken = self.engine.ingest(event, now(self.ms));
        taken.map_err(|rejection| Refusal::broken(format!("{rejection:?}")))?;
        Ok(self.settles())
    }

    /// The MLS message in which it sends this payload.
    pub(super) fn says(&mut self, payload: UnsignedEvent) -> Result<Vec<u8>, Refusal> {
        let sent = self.engine.send(&self.group, payload, now(self.ms));
        sent.map_err(|error| Refusal::broken(format!("{error:?}")))?;
        let key = self.group()?.facts().event_key().map(|key| key.0).unwrap_or_default();
        let message = self.settles().into_iter().find_map(|effect| match effect {
            Effect::Publish { content: Content::Payload, event, .. } => mls::open(&event.content, &key).ok(),
            _ => None,
        });
        message.ok_or_else(|| Refusal::broken("it sent nothing"))
    }

    /// Lets time pass until nothing is due any more. It publishes nothing: who hears that would be another test.
    pub(super) fn settles(&mut self) -> Vec<Effect> {
        let mut told = Vec::new();
        for _ in 0..100 {
            self.engine.tick(now(self.ms));
            told.extend(self.engine.effects().into_iter().map(|(_, effect)| effect));
            match self.engine.deadline() {
                Some(next) => self.ms = self.ms.max(next),
                None => break,
            }
        }
        told
    }
}

/// The time of the run, with this monotonic clock.
fn now(monotonic: u64) -> Now {
    Now { monotonic, unix: sim_env::now() / 1_000_000_000 }
}

/// The KeyPackage with its private keys. openmls has no constructor for the three, but stores them through serde.
fn bundle(keys: &Keys) -> Result<KeyPackageBundle, Refusal> {
    let provider = Provider::default();
    let read = KeyPackageIn::tls_deserialize_exact(&keys.key_package_raw.0).map_err(Refusal::broken)?;
    let key_package = read.validate(provider.crypto(), ProtocolVersion::Mls10).map_err(Refusal::broken)?;
    let bundle = json!({
        "key_package": key_package,
        "private_init_key": { "vec": keys.init_priv.0 },
        "private_encryption_key": { "key": { "vec": keys.encryption_priv.0 } },
    });
    serde_json::from_value(bundle).map_err(Refusal::broken)
}
