//! The choices that the text leaves, as far as the engine acts on them (docs/spec/adopted.md section 9).

use marmot_rules::adopted::authority::{
    DefaultExtensions, GroupComponents, HandshakeData, LeafShrink, MixedSelfRemove, Options, SelfRemoveSupport,
    SupportList,
};
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
    /// D22
    pub support_list: SupportList,
    /// D24, of other people's groups and leaves
    pub self_remove_support: SelfRemoveSupport,
    /// D25
    pub default_extensions: DefaultExtensions,
    /// D31
    pub group_components: GroupComponents,
    /// D36
    pub handshake_data: HandshakeData,
    /// D38
    pub leaf_shrink: LeafShrink,
    /// D42
    pub mixed_self_remove: MixedSelfRemove,
    /// The overlay of PR #417: members enrol their own devices.
    pub same_account: bool,
}

impl Settings {
    /// The choices of the rules about commits.
    pub fn options(&self) -> Options {
        Options {
            support_list: self.support_list,
            self_remove_support: self.self_remove_support,
            default_extensions: self.default_extensions,
            group_components: self.group_components,
            handshake_data: self.handshake_data,
            leaf_shrink: self.leaf_shrink,
            mixed_self_remove: self.mixed_self_remove,
            same_account: self.same_account,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let rules = Options::default();
        Self {
            leaf_keys: LeafKeys::default(),
            old_leaves: OldLeaves::default(),
            found_with_self_remove: true,
            self_remove_support: rules.self_remove_support,
            path: Path::default(),
            seal_author: SealAuthor::default(),
            welcome_match: WelcomeMatch::default(),
            convergence: Rules::default(),
            support_list: rules.support_list,
            default_extensions: rules.default_extensions,
            group_components: rules.group_components,
            handshake_data: rules.handshake_data,
            leaf_shrink: rules.leaf_shrink,
            mixed_self_remove: rules.mixed_self_remove,
            same_account: rules.same_account,
        }
    }
}
