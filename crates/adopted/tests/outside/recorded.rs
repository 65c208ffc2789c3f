//! The files as they are written.

use std::collections::BTreeMap;

use nostr::{Event, JsonUtil, UnsignedEvent};
use serde::{Deserialize, Deserializer};

/// `adopted-groups.json`.
#[derive(Deserialize)]
pub struct Groups {
    /// MDK's engine as it comes.
    pub engine_default: Founded,
    /// MDK's engine as its app sets it up.
    pub white_noise_app: Founded,
    /// What the engine refuses to make.
    pub openmls_negatives: Negatives,
}

/// A group of two that MDK founded, and the joiner's KeyPackage.
#[derive(Deserialize)]
pub struct Founded {
    pub creator_account_public: String,
    pub epoch: u64,
    #[serde(with = "hex::serde")]
    pub group_context_extensions: Vec<u8>,
    pub group_id: String,
    pub joiner_account_secret_test_only: String,
    pub joiner_key_package_app_components: Vec<u16>,
    #[serde(rename = "joiner_key_package_event_json", deserialize_with = "json")]
    pub key_package_event: Event,
    #[serde(rename = "joiner_key_package_mls_message", with = "hex::serde")]
    pub key_package: Vec<u8>,
    #[serde(rename = "joiner_key_package_ref")]
    pub reference: String,
    #[serde(rename = "joiner_private")]
    pub private: Private,
    pub mdk_control_join_members: usize,
    pub nostr_group_id: String,
    #[serde(with = "hex::serde")]
    pub ratchet_tree: Vec<u8>,
    pub relays: Vec<String>,
    #[serde(with = "hex::serde")]
    pub welcome_mls_message: Vec<u8>,
    #[serde(rename = "welcome_rumor_json", deserialize_with = "json")]
    pub rumor: UnsignedEvent,
}

/// Welcomes for one KeyPackage, all but `Control` broken; and Adds in a group of its own.
#[derive(Deserialize)]
pub struct Negatives {
    /// Without the frame of an MLSMessage.
    #[serde(with = "hex::serde")]
    pub joiner_key_package: Vec<u8>,
    pub joiner_private: Private,
    pub welcomes: BTreeMap<String, Hex>,
    /// A Welcome (`welcome`) and three Adds. Older captures have none.
    #[serde(default)]
    pub commits: BTreeMap<String, Hex>,
}

/// The private halves of a KeyPackage.
#[derive(Clone, Deserialize)]
pub struct Private {
    #[serde(with = "hex::serde")]
    pub encryption_key_private: Vec<u8>,
    #[serde(with = "hex::serde")]
    pub init_key_private: Vec<u8>,
    #[serde(with = "hex::serde")]
    pub signature_key_private_seed: Vec<u8>,
    #[serde(with = "hex::serde")]
    pub signature_key_public: Vec<u8>,
}

/// `adopted-commits.json`.
#[derive(Deserialize)]
pub struct Commits {
    pub mdk_engine: Story,
    pub openmls_forgeries: Forgeries,
}

/// `convergence-forks.json`.
#[derive(Deserialize)]
pub struct Forks {
    pub forks: Story,
}

/// A group of MDK engines, from the view of an observer who joins it at epoch 1.
#[derive(Deserialize)]
pub struct Story {
    pub group_id: String,
    pub nostr_group_id: String,
    #[serde(rename = "observer_key_package_event_json", deserialize_with = "json")]
    pub key_package_event: Event,
    #[serde(rename = "observer_key_package_mls_message", with = "hex::serde")]
    pub key_package: Vec<u8>,
    #[serde(rename = "observer_key_package_ref")]
    pub reference: String,
    #[serde(rename = "observer_private")]
    pub private: Private,
    pub relays: Vec<String>,
    #[serde(default)]
    pub rotated_nostr_group_id: String,
    #[serde(default)]
    pub rotated_relays: Vec<String>,
    pub steps: Vec<Step>,
    #[serde(default)]
    pub verdicts: BTreeMap<String, Verdict>,
    #[serde(rename = "welcome_rumor_json", deserialize_with = "json")]
    pub rumor: UnsignedEvent,
}

/// One event of the group.
#[derive(Deserialize)]
pub struct Step {
    pub name: String,
    pub kind: Kind,
    pub by_account: String,
    /// The epoch of the sender's branch afterwards.
    pub epoch_after: u64,
    #[serde(rename = "event_json", deserialize_with = "json")]
    pub event: Event,
}

/// What an event holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Commit,
    Proposal,
    Application,
}

/// Where all parties of a fork ended.
#[derive(Deserialize)]
pub struct Verdict {
    pub epoch: u64,
    /// The group's name there.
    pub name: String,
}

/// Bare MLS messages from epoch 1 of a group that bare openmls made.
#[derive(Deserialize)]
pub struct Forgeries {
    /// Without the frame of an MLSMessage.
    #[serde(with = "hex::serde")]
    pub observer_key_package: Vec<u8>,
    pub observer_private: Private,
    #[serde(with = "hex::serde")]
    pub welcome: Vec<u8>,
    pub creator_account: String,
    pub commits: BTreeMap<String, Forged>,
    /// Standalone proposals and commits of them.
    #[serde(default)]
    pub by_ref: BTreeMap<String, Hex>,
    /// The same for a group without component 0x800c. Older captures have none.
    pub lifecycle_less: Option<Box<Forgeries>>,
}

/// One commit. Those whose name begins with `ok_` are valid for MDK, all others are not.
#[derive(Deserialize)]
pub struct Forged {
    #[serde(with = "hex::serde")]
    pub message: Vec<u8>,
}

/// Bytes, written in hex.
#[derive(Deserialize)]
pub struct Hex(#[serde(with = "hex::serde")] pub Vec<u8>);

fn json<'de, D: Deserializer<'de>, T: JsonUtil>(deserializer: D) -> Result<T, D::Error> {
    T::from_json(String::deserialize(deserializer)?).map_err(|_| serde::de::Error::custom("no event in JSON"))
}
