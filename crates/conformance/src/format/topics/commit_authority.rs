//! Who may commit what: a state of a group, a commit on it, and the class of the commit with the state that it leads to.
//!
//! Schemas name these types `Authority…`: other topics have a `Group` and a `Commit` too, and types are made of all schemas
//! together.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::convergence::CommitClass;
use crate::format::{self, Hex, LeafEntry};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// The policies: how the points are read that the text leaves open. One that a test does not list answers as the first.
pub const POLICIES: [&str; 9] = [
    "as-text",
    "lists-itself",
    "self-remove-required",
    "defaults-refused",
    "mdk-components",
    "empty-data",
    "no-shrinking",
    "no-mixing",
    "same-account",
];

/// Data of components by id.
pub type Components = BTreeMap<Id, Hex>;

/// A commit that the MLS library has authenticated in this state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The state on which the commit stands.
    pub parent: GroupState,
    /// The commit.
    pub commit: Commit,
}

/// A group at one epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AuthorityGroup")]
pub struct GroupState {
    /// Epoch.
    pub epoch: u64,
    /// Cipher suite.
    pub cipher_suite: Id,
    /// The extension `required_capabilities` of its GroupContext.
    pub required: Required,
    /// The extension `app_data_dictionary` of its GroupContext.
    #[schemars(with = "BTreeMap<String, Hex>")]
    pub components: Components,
    /// What 0x8003 says, for a person. Not read back.
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    #[schemars(skip)]
    pub x_admins: Vec<String>,
    /// What 0x0001 says, for a person. Not read back.
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    #[schemars(skip)]
    pub x_requires: Vec<Id>,
    /// Its leaves by index, but for those that are blank.
    #[schemars(with = "BTreeMap<String, Leaf>")]
    pub leaves: BTreeMap<u32, Leaf>,
}

/// What every member must support (RFC 9420 section 11.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AuthorityRequired")]
pub struct Required {
    /// Extension types.
    pub extensions: Vec<Id>,
    /// Proposal types.
    pub proposals: Vec<Id>,
    /// Credential types.
    pub credentials: Vec<Id>,
}

/// A leaf of the tree, or one that is to become one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AuthorityLeaf")]
pub struct Leaf {
    /// Account and device, for a person. Decides nothing.
    pub name: String,
    /// What its credential holds: the account, if all is well.
    pub identity: Hex,
    /// The type of its credential.
    pub credential: Id,
    /// The key that verifies its messages.
    pub signature_key: Hex,
    /// What it supports.
    pub capabilities: Capabilities,
    /// Its `app_data_dictionary`; empty if it has none.
    #[schemars(with = "BTreeMap<String, Hex>")]
    pub components: Components,
}

/// The capabilities of a leaf (RFC 9420 section 7.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AuthorityCapabilities")]
pub struct Capabilities {
    /// Protocol versions.
    pub versions: Vec<Id>,
    /// Cipher suites.
    pub cipher_suites: Vec<Id>,
    /// Extension types.
    pub extensions: Vec<Id>,
    /// Proposal types.
    pub proposals: Vec<Id>,
    /// Credential types.
    pub credentials: Vec<Id>,
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AuthorityCommit")]
pub struct Commit {
    /// The index of the leaf that made it. Not there for an External Commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committer: Option<u32>,
    /// The epoch that it names.
    pub epoch: u64,
    /// Its proposals. Their order decides only which added leaf comes first.
    pub proposals: Vec<Proposal>,
    /// The committer's new leaf, if there is an UpdatePath.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Leaf>,
    /// The authenticated data of its message.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub authenticated_data: Hex,
}

/// A proposal inside a commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AuthorityProposal")]
pub struct Proposal {
    /// The message that carried it, if the commit has it by reference. Else it is there by value, and the committer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// What it asks for.
    pub asks: Asks,
}

/// The message of a proposal that stands alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AuthorityReference")]
pub struct Reference {
    /// The index of the leaf that sent it. Not there if no member did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<u32>,
    /// The epoch in which it was sent.
    pub epoch: u64,
    /// The authenticated data of the message.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub authenticated_data: Hex,
}

/// What a proposal asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "AuthorityAsks")]
pub enum Asks {
    /// A new leaf.
    Add {
        /// The leaf of its KeyPackage.
        leaf: Box<Leaf>,
        /// The `app_data_dictionary` of the KeyPackage itself.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        #[schemars(with = "BTreeMap<String, Hex>")]
        key_package: Components,
    },
    /// The removal of a leaf.
    Remove {
        /// The leaf.
        index: u32,
    },
    /// The removal of its sender's leaf.
    SelfRemove {},
    /// A change of one component of the GroupContext.
    AppDataUpdate {
        /// Which.
        component: Id,
        /// Its new data. Without it the entry is removed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        update: Option<Hex>,
    },
    /// New GroupContext extensions.
    GroupContextExtensions {
        /// The extension `required_capabilities`.
        required: Required,
        /// The extension `app_data_dictionary`.
        #[schemars(with = "BTreeMap<String, Hex>")]
        components: Components,
    },
    /// A new leaf of its sender.
    Update {},
    /// A pre-shared key.
    PreSharedKey {},
    /// A restart of the group.
    ReInit {},
    /// The start of an External Commit.
    ExternalInit {},
    /// Data of an application for one commit.
    AppEphemeral {},
    /// A type that the library does not know.
    Custom {
        /// Its number.
        number: Id,
    },
}

/// The class of an accepted commit, and the state that it leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Whether it needed an admin.
    pub class: CommitClass,
    /// The new epoch.
    pub epoch: u64,
    /// What every member must support now.
    pub required: Required,
    /// The components of the GroupContext.
    #[schemars(with = "BTreeMap<String, Hex>")]
    pub components: Components,
    /// Every leaf that is not blank, by index.
    pub leaves: Vec<LeafEntry>,
}

/// A number of a registry: `0x` and four lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(pub u16);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#06x}", self.0)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = text.strip_prefix("0x").and_then(|digits| u16::from_str_radix(digits, 16).ok()).map(Self);
        let exact = number.filter(|id| id.to_string() == text);
        exact.ok_or_else(|| de::Error::custom(format!("`{text}` is not 0x and four lower-case hexadecimal digits")))
    }
}

impl JsonSchema for Id {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^0x[0-9a-f]{4}$" })
    }
}

fn is_empty(bytes: &Hex) -> bool {
    bytes.0.is_empty()
}
