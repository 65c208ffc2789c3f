//! Where the adopted text leaves a choice about commits, and who does what (docs/spec/adopted.md section 9).

use serde::{Deserialize, Serialize};

use super::{Check, Refusal};
use crate::ids::id_enum;

id_enum! {
    /// D22: "advertise app_components, understand safe_aad".
    pub enum SupportList, "support-list" {
        /// A leaf has the entry 0x0001; what it lists of the upstream ids is free. Reads both ways of writing.
        Entries => "entries",
        /// mdk: the list names 0x0001 itself, and the leaf has an entry 0x0002.
        EntriesListed => "entries-listed",
    }
}

id_enum! {
    /// D24: must every leaf and group know SelfRemove (proposal 0x000a)?
    pub enum SelfRemoveSupport, "self-remove-support" {
        /// The text: only where the group requires it.
        Optional => "optional",
        /// mdk: in every leaf, and among the required proposals of every group.
        Required => "required",
    }
}

id_enum! {
    /// D25: may capabilities list the default extension types 1 to 5?
    pub enum DefaultExtensions, "default-extensions" {
        /// mdk lists 0x0003, and openmls 0.9.2 accepts it.
        Allow => "allow",
        /// KV-06.
        Reject => "reject",
    }
}

id_enum! {
    /// D31: which components a group must or must not have beyond the admin policy and the identity proof.
    pub enum GroupComponents, "group-components" {
        /// The text: the profile is optional, and frozen components are opaque.
        Text => "text",
        /// mdk: the profile is required in every group, and a group with 0x8008 is refused.
        Mdk => "mdk",
    }
}

id_enum! {
    /// D36: may a commit or proposal carry authenticated data?
    pub enum HandshakeData, "handshake-data" {
        /// The text does not forbid it: only so can a leaf send two different SelfRemoves in one epoch.
        Any => "any",
        /// Only empty data, as every engine here writes it.
        Empty => "empty",
    }
}

id_enum! {
    /// D38: may a member's new leaf drop a capability or a component that its old leaf supported?
    pub enum LeafShrink, "leaf-shrink" {
        /// The text: as long as the group does not require it (GC-02).
        Allow => "allow",
        /// Never.
        Reject => "reject",
    }
}

id_enum! {
    /// D42: may an admin's commit mix SelfRemoves with other proposals? One invalid SelfRemove is fatal to all of it.
    pub enum MixedSelfRemove, "mixed-self-remove" {
        /// mdk; in the text "SelfRemove-only" binds only commits of that shape.
        Allow => "allow",
        /// Nobody we know.
        Reject => "reject",
    }
}

/// One choice per question. [`Default`] is what the text says, and where it is silent or unclear what refuses least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// D22
    pub support_list: SupportList,
    /// D24
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
    /// The overlay `same-account` (PR #417, not adopted): SA-01 to SA-07. Without it 0x800d is an unknown component.
    pub same_account: bool,
    /// The check that is left out: a mutant, for the verification of vectors. It is never stored.
    #[serde(skip)]
    pub without: Option<Check>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            support_list: SupportList::Entries,
            self_remove_support: SelfRemoveSupport::Optional,
            default_extensions: DefaultExtensions::Allow,
            group_components: GroupComponents::Text,
            handshake_data: HandshakeData::Any,
            leaf_shrink: LeafShrink::Allow,
            mixed_self_remove: MixedSelfRemove::Allow,
            same_account: false,
            without: None,
        }
    }
}

impl Options {
    /// False for the check that is left out.
    pub fn makes(&self, check: Check) -> bool {
        self.without != Some(check)
    }

    /// A refusal, unless its check is left out.
    pub(super) fn refuse(&self, check: Check, refusal: Refusal) -> Result<(), Refusal> {
        if self.makes(check) { Err(refusal) } else { Ok(()) }
    }

    /// What mdk 33dab5ed does where this module can tell.
    pub fn mdk() -> Self {
        Self {
            support_list: SupportList::EntriesListed,
            self_remove_support: SelfRemoveSupport::Required,
            group_components: GroupComponents::Mdk,
            ..Self::default()
        }
    }
}
