//! What the topics with groups ask of an MLS library, written once: a library says how it joins, exports, reads and sends.

mod exporter;
mod fanout;
mod group_event;
mod join;

use sha2::{Digest, Sha256};

use super::{Case, Refusal};
use crate::format::topics::group_event::ContentType;
use crate::format::topics::welcome_join::{Op, OpResult, Test};
use crate::format::{Export, Hex, Keys, LeafEntry, Reason, Rumor, State};
use crate::mls;

pub(super) use exporter::verify as exporter;
pub(super) use fanout::verify as fanout;
pub(super) use group_event::full as group_event;
pub(super) use join::verify as join;

/// The group data extension, before the adopted text.
const GROUP_DATA: u16 = 0xf2ee;
/// The app data dictionary of the adopted text, and the component in it that says where group events go.
pub(super) const DICTIONARY: u16 = 0x0006;
const ROUTING: u16 = 0x8004;

/// What a message was.
pub(super) struct Received {
    pub content_type: ContentType,
    /// The epoch in which it was sent.
    pub epoch: u64,
    pub sender_leaf: u32,
    /// Application data.
    pub plaintext: Option<Vec<u8>>,
}

/// A device in a group, from the Welcome on.
pub(super) trait Member: Sized {
    /// The policies of welcome-join that the library has by nature.
    const POLICIES: &'static [&'static str];

    /// Joins from private keys, at `now` in Unix seconds. The ratchet tree is in the Welcome.
    fn joins(keys: &Keys, rumor: &Rumor, now: u64) -> Result<Self, Refusal>;

    /// The MLS group id.
    fn group_id(&self) -> &[u8];

    /// An extension of the GroupContext.
    fn extension(&self, kind: u16) -> Option<Vec<u8>>;

    /// The epoch that it is in.
    fn epoch(&self) -> u64;

    /// The index of its leaf.
    fn own_leaf(&self) -> u32;

    /// Of the GroupContext.
    fn tree_hash(&self) -> Hex;

    /// RFC 9420 section 8.7.
    fn epoch_authenticator(&self) -> Result<Hex, Refusal>;

    /// `MLS-Exporter(label, context, length)` of the current epoch.
    fn export(&self, label: &str, context: &[u8], length: u16) -> Result<Hex, Refusal>;

    /// Every leaf that is not blank.
    fn leaves(&self) -> Result<Vec<LeafEntry>, Refusal>;

    /// Reads a message; a commit is applied.
    fn receive(&mut self, message: &[u8]) -> Result<Received, Refusal>;

    /// Application data as a message to the group.
    fn sends(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, Refusal>;

    /// The joiner of a test after all of its `then`.
    fn after(test: &Test, now: u64) -> Result<Self, Refusal> {
        let mut joiner = Self::joins(&test.input.joiner, &test.input.rumor, now)?;
        let mut witness = Self::joins(&test.input.witness, &test.input.rumor, now)?;
        for op in &test.input.then {
            joiner.op(&mut witness, op)?;
        }
        Ok(joiner)
    }

    /// Whoever reads in the test that `after` names, once it has read all that comes before.
    fn since(case: &Case<'_>, after: &str) -> Result<Self, Refusal> {
        let (test, events) = case.history(after)?;
        let mut reader = Self::after(test, case.now)?;
        for event in events {
            let key = reader.export("marmot", b"group-event", 32)?;
            let opened = mls::open(&event.content, &key.0);
            reader.receive(&opened.map_err(|_| Refusal::broken("an event before this one does not open"))?)?;
        }
        Ok(reader)
    }

    /// The id in the group data extension: 32 bytes after a version of two. In the adopted text the first 32 bytes of component 0x8004.
    fn nostr_group_id(&self) -> Result<Hex, Refusal> {
        if let Some(dictionary) = self.extension(DICTIONARY) {
            let routing = component(&dictionary, ROUTING).and_then(|data| data.get(..32).map(Hex::from));
            return routing.ok_or_else(|| Refusal::new(Reason::InvalidEncoding, "component 0x8004"));
        }
        let data = self.extension(GROUP_DATA);
        let data = data.ok_or_else(|| Refusal::new(Reason::GroupDataMissing, "no extension 0xf2ee"))?;
        if data.starts_with(&[0, 0]) {
            return Err(Refusal::new(Reason::GroupDataVersionUnsupported, "0xf2ee has version 0"));
        }
        data.get(2..34).map(Hex::from).ok_or_else(|| Refusal::new(Reason::GroupDataMalformed, "0xf2ee ends too early"))
    }

    /// Everything that is asserted after a join, with a secret for each label, context and length in `asked`.
    fn state(&self, asked: &[Export]) -> Result<State, Refusal> {
        let exporters = asked.iter().map(|export| {
            Ok(Export { secret: self.export(&export.label, &export.context.0, export.length)?, ..export.clone() })
        });
        let commitment = self.export("marmot", b"convergence-conformance-v1", 32)?;
        let commitment = Sha256::digest([b"marmot-convergence-conformance-v1\0", &*commitment.0].concat());
        Ok(State {
            group_id: self.group_id().into(),
            nostr_group_id: self.nostr_group_id()?,
            epoch: self.epoch(),
            own_leaf: self.own_leaf(),
            tree_hash: self.tree_hash(),
            epoch_authenticator: self.epoch_authenticator()?,
            leaves: self.leaves()?,
            exporters: exporters.collect::<Result<_, Refusal>>()?,
            commitment: commitment.into(),
        })
    }

    /// Application data, and the leaf that sent it.
    fn reads(&mut self, message: &[u8]) -> Result<(Hex, u32), Refusal> {
        let received = self.receive(message)?;
        let plaintext = received.plaintext.ok_or_else(|| Refusal::broken("expected a message, got a commit"))?;
        Ok((plaintext.into(), received.sender_leaf))
    }

    /// The epoch after a commit, and its authenticator.
    fn applies(&mut self, commit: &[u8]) -> Result<(u64, Hex), Refusal> {
        match self.receive(commit)?.content_type {
            ContentType::Commit => Ok((self.epoch(), self.epoch_authenticator()?)),
            _ => Err(Refusal::broken("expected a commit, got a message")),
        }
    }

    /// Carries out one `then`. The witness goes through everything too, and must come to the same result.
    fn op(&mut self, witness: &mut Self, op: &Op) -> Result<OpResult, Refusal> {
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

/// The data of a component in an encoded dictionary: a length, then `u16 id ‖ opaque data<V>` each.
fn component(dictionary: &[u8], wanted: u16) -> Option<Vec<u8>> {
    let entries = marmot_rules::adopted::components::AppDataDictionary::decode(dictionary).ok()?;
    entries.get(wanted).map(<[u8]>::to_vec)
}

fn agree<T: PartialEq>(witness: &T, joiner: &T) -> Result<(), Refusal> {
    if witness == joiner { Ok(()) } else { Err(Refusal::broken("joiner and witness come to different results")) }
}
