//! Which branch of a tree of states is canonical, and what becomes of what was sent on the others.
//!
//! Schemas name these types `Branch…`: other topics have a `State` and a `Step` too, and types are made of all schemas together.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format;

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// The policies: how the points are read that the text leaves open. One that a test does not list answers as the first.
pub const POLICIES: [&str; 6] = ["innermost-first", "own-fork", "common-base", "max-tip", "class-first", "never-again"];

/// What a member knows when it closes a pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The states that it retains, in any order. Exactly one has no commit: the anchor.
    pub states: Vec<State>,
    /// The messages with a valid payload, each in the one state whose keys open it.
    pub messages: Vec<Message>,
    /// The member's own leaf.
    pub own_leaf: u32,
    /// The state that it holds for canonical.
    pub canonical: String,
    /// The epoch of the canonical state when the pass began.
    pub base_epoch: u64,
    /// What became of messages in earlier passes, by id; nothing for those that are new.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub before: BTreeMap<String, Disposition>,
}

/// A state of the group. Its name has no part in any comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BranchState")]
pub struct State {
    /// Name.
    pub id: String,
    /// Epoch.
    pub epoch: u64,
    /// The commit that led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<Commit>,
    /// Whether the storage lost what is needed to compute with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
}

/// A commit, with what its bytes and the state that authenticates it say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BranchCommit")]
pub struct Commit {
    /// The state that authenticates it.
    pub parent: String,
    /// SHA-256 of its MLSMessage, hex.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub digest: String,
    /// The account that made it, hex.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub committer: String,
    /// Whether it needed an admin.
    pub class: CommitClass,
}

/// Whether a commit needed an admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommitClass {
    /// Yes.
    Privileged,
    /// No.
    Ordinary,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BranchMessage")]
pub struct Message {
    /// SHA-256 of its MLSMessage, hex.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub id: String,
    /// The state in which it was sent.
    pub state: String,
    /// The account of its sender, hex.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub account: String,
    /// The leaf of its sender.
    pub leaf: u32,
}

/// What becomes of a commit or a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BranchDisposition")]
pub enum Disposition {
    /// On the canonical path; a message is shown.
    Accepted,
    /// It may get there later.
    Deferred,
    /// Too old.
    Stale,
    /// A message of another branch: not shown, or not any more.
    Invalidated,
}

/// The branch, and how it came to be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The tip that is canonical now.
    pub winner: String,
    /// Every tip, and whether it was inside the rollback horizon.
    pub eligible: BTreeMap<String, bool>,
    /// What was compared with what: from high epochs to low ones, within an epoch by the name of the fork.
    pub contests: Vec<Contest>,
    /// What becomes of the commit that led to each state.
    pub commits: BTreeMap<String, Disposition>,
    /// What becomes of each message, by id.
    pub messages: BTreeMap<String, Disposition>,
}

/// Branches that are compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BranchContest")]
pub struct Contest {
    /// The first comparison in which the first two differ.
    pub decided_by: Step,
    /// Best first.
    pub ranking: Vec<Score>,
}

/// The comparisons of the text, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "vectors/README.md explains each")]
#[schemars(rename = "BranchStep")]
pub enum Step {
    EffectiveDepth,
    Quorum,
    WitnessScore,
    Class,
    Committer,
    Digest,
}

/// What a branch is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BranchScore")]
pub struct Score {
    /// Its tip.
    pub tip: String,
    /// The state from which it is counted; this one and earlier ones do not count.
    pub from: String,
    /// Commits.
    pub depth: u64,
    /// Commits, and one more with a quorum.
    pub effective: u64,
    /// Whether two accounts wrote in one of its epochs.
    pub quorum: bool,
    /// For each of its epochs the number of accounts that wrote, at most two.
    pub witnesses: u64,
}
