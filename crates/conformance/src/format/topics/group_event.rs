//! Kind 445: the outer encryption alone, or the whole way to the message.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// An event, and either the key of its outer encryption or a member that can read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "layer", rename_all = "snake_case", deny_unknown_fields)]
pub enum Input {
    /// Needs only the key.
    Outer {
        /// Kind 445.
        event: format::Event,
        /// `MLS-Exporter("marmot", "group-event", 32)` of the epoch.
        #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
        group_event_key: Hex,
    },
    /// Continues from another test.
    Full {
        /// Kind 445.
        event: format::Event,
        /// Id of a `welcome-join` test: its joiner reads, after all of its `then`. Or of a valid `full` test of this file: whoever reads
        /// there has read its event too.
        after: String,
    },
}

/// What is inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Expect {
    /// Of `outer`.
    Outer {
        /// `MLSMessage`.
        mls_message: Hex,
    },
    /// Of `full`.
    Full {
        /// What the MLS message carries.
        content_type: ContentType,
        /// Leaf that sent it.
        sender_leaf: u32,
        /// Account of that leaf, hex.
        #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
        account: String,
        /// The application message.
        #[serde(skip_serializing_if = "Option::is_none")]
        rumor: Option<format::Rumor>,
        /// Epoch in which it was sent.
        epoch: u64,
    },
}

/// What an MLS message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContentType {
    /// Application data.
    Application,
    /// A Commit.
    Commit,
    /// A proposal that stands alone.
    Proposal,
}
