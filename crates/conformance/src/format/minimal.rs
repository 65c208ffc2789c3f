//! `minimal.json`: the tests to begin with, in one file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Note, PolicyEntry, topics::AnyTest};

/// Tests to begin with, of all topics but those of the extra packs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Minimal<T> {
    /// `marmot-vectors-minimal/1`
    pub format: String,
    /// Version of the set.
    pub suite_version: String,
    /// Every private key in the file was made for it.
    pub synthetic_secrets: bool,
    /// Number of tests.
    pub test_count: u32,
    /// Policies that occur.
    pub policies: BTreeMap<String, PolicyEntry>,
    /// Tests. What `parent` and `after` name stands before.
    pub tests: Vec<MinimalTest<T>>,
}

/// A test of another file with what that file says around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MinimalTest<T> {
    /// Why it was chosen.
    pub why: String,
    /// Topic; decides the members of `input` and `expect`.
    pub topic: String,
    /// Wire profile.
    pub profile: String,
    /// Unix seconds of the judgement.
    pub now: u64,
    /// What the flags mean.
    pub notes: BTreeMap<String, Note>,
    /// The test as it stands in its own file.
    pub test: T,
}

/// A file that is about to be written.
pub type MinimalOf<'a> = Minimal<AnyTest<'a>>;
/// A file whose tests are of any topic: the schemas of the topics say what stands in them.
pub type AnyMinimal = Minimal<BTreeMap<String, Value>>;
