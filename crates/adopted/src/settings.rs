//! The choices that the text leaves, as far as the engine acts on them (docs/spec/adopted.md section 9).

use marmot_rules::adopted::authority::Options;
use marmot_rules::adopted::convergence::Rules;
use serde::{Deserialize, Serialize};

/// Which leaf signature key a KeyPackage gets. The text is silent; mdk uses one per device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeafKeys {
    /// One key for all KeyPackages and groups of a device.
    #[default]
    PerDevice,
    /// A new key for every KeyPackage and every founded group.
    PerKeyPackage,
}

/// D20: whether a joiner checks the lifetime of leaves that never committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OldLeaves {
    /// An expired lifetime in the tree does not matter.
    #[default]
    Skip,
    /// It closes the group to everybody who is not in it yet: openmls by default, mdk.
    Verify,
}

/// D26: whether a commit has an UpdatePath where MLS does not ask for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Path {
    /// Only when MLS asks for it.
    #[default]
    WhenNeeded,
    /// In every commit.
    Always,
}

/// D29: what step 2 of joining compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WelcomeMatch {
    /// The event that `e` names is an own one, and the Welcome has a secret for that very KeyPackage.
    #[default]
    EventAndReference,
    /// The Welcome has a secret for any own KeyPackage: mdk.
    Reference,
}

/// D28: whether the author of the seal must be the account that signed the GroupInfo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SealAuthor {
    /// Nothing ties the two: the text, mdk.
    #[default]
    Ignore,
    /// Another author is refused.
    MustMatch,
}

/// All choices. [`Default`] is the text, and where it is silent what docs/spec/adopted.md chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// One leaf key or many.
    pub leaf_keys: LeafKeys,
    /// D20
    pub old_leaves: OldLeaves,
    /// D24: a group that this device founds requires that every leaf can leave by SelfRemove.
    pub found_with_self_remove: bool,
    /// D26
    pub path: Path,
    /// D28
    pub seal_author: SealAuthor,
    /// D29
    pub welcome_match: WelcomeMatch,
    /// D17, D18, D27, D35
    pub convergence: Rules,
    /// D22, D24 (of other people's groups and leaves), D25, D31, D36, D38, D42, and the overlay of PR #417.
    pub rules: Options,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            leaf_keys: LeafKeys::default(),
            old_leaves: OldLeaves::default(),
            found_with_self_remove: true,
            path: Path::default(),
            seal_author: SealAuthor::default(),
            welcome_match: WelcomeMatch::default(),
            convergence: Rules::default(),
            rules: Options::default(),
        }
    }
}
