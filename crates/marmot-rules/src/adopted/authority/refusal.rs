//! Why a commit, a proposal or a group is refused: the reason, the rule that it breaks, and the category of the text.

use thiserror::Error;

use super::causes::{Category, DisbandError, Feature, SiblingError};
use super::view::OtherProposal;
use crate::adopted::components::{ComponentError, id};
use crate::proof::ProofError;
use crate::registry::RuleId;

/// Why a commit, a proposal or a group is refused. [`Refusal::rule`] names the rule, [`Refusal::category`] the category.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the fields are leaves, ids and errors as the message says")]
pub enum Refusal {
    /// GE-02
    #[error("the sender is not a member of the parent")]
    NotAMember,
    /// CV-03
    #[error("epoch {found} does not belong to a parent of epoch {parent}")]
    WrongEpoch { found: u64, parent: u64 },
    /// CA-02
    #[error("a SelfRemove is carried by value")]
    SelfRemoveByValue,
    /// CA-02
    #[error("leaf {leaf} commits its own SelfRemove")]
    OwnSelfRemove { leaf: u32 },
    /// CA-02, and D42 for admins
    #[error("SelfRemoves are mixed with other proposals")]
    MixedSelfRemove,
    /// CA-02; RFC 9420 section 12.2 and the SelfRemove of the MLS extensions draft
    #[error("leaf {leaf} is removed twice")]
    RemovedTwice { leaf: u32 },
    /// CA-03
    #[error("the committer's account is not an admin")]
    NotAdmin,
    /// CA-03
    #[error("there is no leaf {leaf} to remove")]
    NoTarget { leaf: u32 },
    /// CA-04
    #[error("no rule allows a proposal {0:?}")]
    NotAllowed(OtherProposal),
    /// CA-04
    #[error("the commit has neither proposals nor an UpdatePath")]
    Empty,
    /// CA-05
    #[error("leaf {leaf} belongs to an admin and proposes its own removal")]
    AdminLeaves { leaf: u32 },
    /// CA-06
    #[error("an admin has no leaf in the resulting group")]
    AdminWithoutLeaf,
    /// CA-06
    #[error("no admin is left")]
    NoAdmins,
    /// CA-07
    #[error("a standalone proposal of this kind needs an admin")]
    StandaloneNeedsAdmin,
    /// CA-07
    #[error("the lifecycle component is changed by a standalone proposal")]
    StandaloneLifecycle,
    /// CA-08
    #[error("the group is disbanded")]
    Disbanded,
    /// CA-08
    #[error("the lifecycle can only go from active to disbanded")]
    LifecycleStep,
    /// CA-08
    #[error("the commit disbands, but {0}")]
    Disband(DisbandError),
    /// CA-10 under D36
    #[error("a handshake message carries authenticated data")]
    HandshakeData,
    /// GC-01
    #[error("the group does not require {0}")]
    Unrequired(Feature),
    /// GC-02
    #[error("component {component:#06x} is not required")]
    NotRequired { component: u16 },
    /// GC-02
    #[error("component {component:#06x} has no entry")]
    MissingEntry { component: u16 },
    /// GC-02
    #[error("leaf {leaf} does not support {feature}")]
    LeafLacks { leaf: u32, feature: Feature },
    /// GC-02 under D31
    #[error("component {component:#06x} is refused")]
    RefusedComponent { component: u16 },
    /// GC-02
    #[error("component {component:#06x}: {error}")]
    Component { component: u16, error: ComponentError },
    /// GC-03
    #[error("component {component:#06x} is changed twice")]
    ChangedTwice { component: u16 },
    /// GC-03
    #[error("component {component:#06x} is removed and was not there")]
    RemovesAbsent { component: u16 },
    /// GC-03
    #[error("component {component:#06x} cannot be removed")]
    NotRemovable { component: u16 },
    /// GC-03
    #[error("the commit has two GroupContextExtensions")]
    ExtensionsTwice,
    /// GC-03
    #[error("the dictionary is not the parent's with the changes of the commit")]
    DictionaryMoved,
    /// GC-03
    #[error("the required capabilities are not what the commit says")]
    RequiredMoved,
    /// KV-01
    #[error("the credential is not a basic one of 32 bytes")]
    NoAccount,
    /// KV-08
    #[error("two leaves have one signature key")]
    RepeatedKey,
    /// KV-09
    #[error("a leaf does not list {0}")]
    Incapable(Feature),
    /// KV-09, and D25
    #[error("a leaf lists {0}, which it must not")]
    Listed(Feature),
    /// KV-10
    #[error("a leaf does not list {0} as supported")]
    Unlisted(Feature),
    /// KV-10
    #[error("the dictionary of a leaf: {0}")]
    LeafDictionary(ComponentError),
    /// KV-11
    #[error("a leaf has no identity proof")]
    NoProof,
    /// KV-11
    #[error("the identity proof of a leaf: {0}")]
    Proof(ProofError),
    /// KV-11
    #[error("the identity proof of a leaf was signed by another account")]
    ProofOfAnother,
    /// KV-12
    #[error("the committer's new leaf belongs to another account")]
    IdentityChanged,
    /// KV-12 under D38
    #[error("the committer's new leaf drops {0}")]
    Shrinks(Feature),
    /// KV-13
    #[error("the last-resort mark of a KeyPackage is not empty")]
    LastResortData,
    /// KV-13
    #[error("the dictionary of a KeyPackage: {0}")]
    KeyPackageDictionary(ComponentError),
    /// SA-01
    #[error("component 0x800d has an entry")]
    SameAccountEntry,
    /// SA-03
    #[error("an account has more than five leaves")]
    TooManyLeaves,
    /// SA-04
    #[error("component 0x800d is no longer required while an account has several leaves")]
    StillShared,
    /// SA-05
    #[error("a non-admin's Add of a sibling: {0}")]
    SiblingAdd(SiblingError),
    /// SA-06
    #[error("a non-admin's Remove of siblings: {0}")]
    SiblingRemove(SiblingError),
    /// SA-07
    #[error("a non-admin's commit for siblings: {0}")]
    SiblingMix(SiblingError),
}

impl Refusal {
    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::NotAMember => const { RuleId::of("GE-02") },
            Self::WrongEpoch { .. } => const { RuleId::of("CV-03") },
            Self::SelfRemoveByValue
            | Self::OwnSelfRemove { .. }
            | Self::MixedSelfRemove
            | Self::RemovedTwice { .. } => const { RuleId::of("CA-02") },
            Self::NotAdmin | Self::NoTarget { .. } => const { RuleId::of("CA-03") },
            Self::NotAllowed(_) | Self::Empty => const { RuleId::of("CA-04") },
            Self::AdminLeaves { .. } => const { RuleId::of("CA-05") },
            Self::AdminWithoutLeaf | Self::NoAdmins => const { RuleId::of("CA-06") },
            Self::StandaloneNeedsAdmin | Self::StandaloneLifecycle => const { RuleId::of("CA-07") },
            Self::Disbanded | Self::LifecycleStep | Self::Disband(_) => const { RuleId::of("CA-08") },
            Self::HandshakeData => const { RuleId::of("CA-10") },
            Self::Unrequired(_) => const { RuleId::of("GC-01") },
            Self::NotRequired { .. }
            | Self::MissingEntry { .. }
            | Self::LeafLacks { .. }
            | Self::RefusedComponent { .. }
            | Self::Component { .. } => const { RuleId::of("GC-02") },
            Self::ChangedTwice { .. }
            | Self::RemovesAbsent { .. }
            | Self::NotRemovable { .. }
            | Self::ExtensionsTwice
            | Self::DictionaryMoved
            | Self::RequiredMoved => const { RuleId::of("GC-03") },
            Self::NoAccount => const { RuleId::of("KV-01") },
            Self::RepeatedKey => const { RuleId::of("KV-08") },
            Self::Incapable(_) | Self::Listed(_) => const { RuleId::of("KV-09") },
            Self::Unlisted(_) | Self::LeafDictionary(_) => const { RuleId::of("KV-10") },
            Self::NoProof | Self::Proof(_) | Self::ProofOfAnother => const { RuleId::of("KV-11") },
            Self::IdentityChanged | Self::Shrinks(_) => const { RuleId::of("KV-12") },
            Self::LastResortData | Self::KeyPackageDictionary(_) => const { RuleId::of("KV-13") },
            Self::SameAccountEntry => const { RuleId::of("SA-01") },
            Self::TooManyLeaves => const { RuleId::of("SA-03") },
            Self::StillShared => const { RuleId::of("SA-04") },
            Self::SiblingAdd(_) => const { RuleId::of("SA-05") },
            Self::SiblingRemove(_) => const { RuleId::of("SA-06") },
            Self::SiblingMix(_) => const { RuleId::of("SA-07") },
        }
    }

    /// The category of the text.
    pub const fn category(&self) -> Category {
        match self {
            Self::NotAMember
            | Self::SelfRemoveByValue
            | Self::OwnSelfRemove { .. }
            | Self::MixedSelfRemove
            | Self::NotAdmin
            | Self::NotAllowed(_)
            | Self::Empty
            | Self::AdminLeaves { .. }
            | Self::AdminWithoutLeaf
            | Self::NoAdmins
            | Self::StandaloneNeedsAdmin
            | Self::StandaloneLifecycle
            | Self::Disbanded
            | Self::LifecycleStep
            | Self::Disband(_)
            | Self::TooManyLeaves
            | Self::StillShared
            | Self::SiblingAdd(_)
            | Self::SiblingRemove(_)
            | Self::SiblingMix(_) => Category::AuthorizationFailed,
            Self::NoAccount | Self::NoProof | Self::Proof(_) | Self::ProofOfAnother | Self::IdentityChanged => {
                Category::InvalidSignature
            }
            Self::LeafLacks { .. }
            | Self::RefusedComponent { .. }
            | Self::Incapable(_)
            | Self::Unlisted(_)
            | Self::Shrinks(_) => Category::UnsupportedRequiredFeature,
            Self::WrongEpoch { .. }
            | Self::RemovedTwice { .. }
            | Self::NoTarget { .. }
            | Self::HandshakeData
            | Self::Unrequired(_)
            | Self::NotRequired { .. }
            | Self::MissingEntry { .. }
            | Self::Component { .. }
            | Self::ChangedTwice { .. }
            | Self::RemovesAbsent { .. }
            | Self::NotRemovable { .. }
            | Self::ExtensionsTwice
            | Self::DictionaryMoved
            | Self::RequiredMoved
            | Self::RepeatedKey
            | Self::Listed(_)
            | Self::LeafDictionary(_)
            | Self::LastResortData
            | Self::KeyPackageDictionary(_)
            | Self::SameAccountEntry => Category::InvalidEncoding,
        }
    }

    /// The refusal for data of a component. An empty admin list is no matter of form: it leaves nobody in charge.
    pub(super) fn of_component(component: u16, error: ComponentError) -> Self {
        match error {
            ComponentError::Count { found: 0, .. } if component == id::ADMIN_POLICY => Self::NoAdmins,
            error => Self::Component { component, error },
        }
    }
}
