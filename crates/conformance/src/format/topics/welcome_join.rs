//! Private keys in, state out, then proof that the keys were the right ones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// A Welcome and two who can open it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The Welcome that names the joiner's KeyPackage.
    pub rumor: format::Rumor,
    /// Who joins.
    pub joiner: format::Keys,
    /// A second leaf added by the same Commit. The runner joins it from the same Welcome bytes; it processes every
    /// message of `then` too, and reads what the joiner sends.
    pub witness: format::Keys,
    /// What happens after the join, in order.
    pub then: Vec<Op>,
}

/// What happens after the join.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Op {
    /// An application message arrives.
    Receive {
        /// `MLSMessage`, outer encryption removed.
        mls_message: Hex,
    },
    /// A Commit arrives and is applied.
    ReceiveCommit {
        /// `MLSMessage`, outer encryption removed.
        mls_message: Hex,
    },
    /// The joiner encrypts these bytes, and the witness reads them.
    JoinerSends {
        /// Application data.
        plaintext: Hex,
    },
}

/// What a join leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The joiner's state right after the join.
    pub state: format::State,
    /// One result for each `then`.
    pub then: Vec<OpResult>,
}

/// What one `then` leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OpResult {
    /// Of `receive`.
    #[serde(rename_all = "snake_case")]
    Received {
        /// Application data.
        plaintext: Hex,
        /// Leaf that sent it.
        sender_leaf: u32,
    },
    /// Of `receive_commit`.
    Committed {
        /// The new epoch.
        epoch: u64,
        /// Its authenticator.
        epoch_authenticator: Hex,
    },
    /// Of `joiner_sends`.
    Witnessed {
        /// Application data as the witness read it.
        witness_reads: Hex,
        /// Leaf that sent it.
        sender_leaf: u32,
    },
}
