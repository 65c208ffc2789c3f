//! `manifest.json`: every file with its hash.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Hex;

/// The list of files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `marmot-vectors-manifest/1`
    pub format: String,
    /// Version of the set.
    pub suite_version: String,
    /// Version of the lists of reasons, stages, tags and policy ids.
    pub reasons_version: u32,
    /// Profiles that occur.
    pub profiles: Vec<String>,
    /// Policies that occur.
    pub policies: BTreeMap<String, PolicyEntry>,
    /// Vector files, by path.
    pub files: Vec<FileEntry>,
    /// Ids that are dead.
    pub retired: BTreeMap<String, Retired>,
    /// Files beside the vector files that do not have their form. Loaders need not know them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x_files: Vec<OtherFile>,
}

/// A file that has another form than vector files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherFile {
    /// Path below the manifest, with `/`.
    pub path: String,
    /// SHA-256 of the bytes.
    pub sha256: Hex,
    /// Number of bytes.
    pub bytes: u64,
}

/// A policy in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyEntry {
    /// What it does.
    pub description: String,
    /// The document or source it restates.
    pub source: String,
}

/// One vector file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Path below the manifest, with `/`.
    pub path: String,
    /// SHA-256 of the bytes.
    pub sha256: Hex,
    /// Number of bytes.
    pub bytes: u64,
    /// Topic.
    pub topic: String,
    /// Profile.
    pub profile: String,
    /// Number of tests.
    pub test_count: u32,
    /// Stacks that passed tests of this file when it was emitted, and how many.
    pub verified_by: BTreeMap<String, u32>,
    /// Stacks that refused invalid tests without saying why, and how many. Not read back.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub x_refused_by: BTreeMap<String, u32>,
}

/// A test that was wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The test that takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// Why.
    pub why: String,
}
