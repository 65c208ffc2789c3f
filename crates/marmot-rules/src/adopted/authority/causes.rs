//! The parts of a [`Refusal`](super::Refusal): categories, features, and what is wrong with two shapes.

use thiserror::Error;

use crate::ids::id_enum;

id_enum! {
    /// The categories of foundation/errors.md to which a refusal of a group's content maps.
    pub enum Category, "category" {
        /// Sender or committer may not make the change.
        AuthorizationFailed => "authorization_failed",
        /// Bytes or state break the form that their document gives them.
        InvalidEncoding => "invalid_encoding",
        /// An identity or its proof does not hold.
        InvalidSignature => "invalid_signature",
        /// A leaf lacks what it must support.
        UnsupportedRequiredFeature => "unsupported_required_feature",
    }
}

/// What a leaf or a group lists by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Feature {
    /// A protocol version.
    #[error("protocol version {0:#06x}")]
    Version(u16),
    /// A cipher suite.
    #[error("cipher suite {0:#06x}")]
    CipherSuite(u16),
    /// An extension type.
    #[error("extension {0:#06x}")]
    Extension(u16),
    /// A proposal type.
    #[error("proposal {0:#06x}")]
    Proposal(u16),
    /// A credential type.
    #[error("credential {0:#06x}")]
    Credential(u16),
    /// An application component.
    #[error("component {0:#06x}")]
    Component(u16),
}

/// What is wrong with a commit that disbands (CA-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DisbandError {
    /// The parent does not require the lifecycle component.
    #[error("the group does not require the lifecycle component")]
    NotEnabled,
    /// A proposal is carried by reference.
    #[error("a proposal is carried by reference")]
    ByReference,
    /// It does something besides.
    #[error("it carries a proposal of another kind")]
    OtherProposal,
    /// The new admin list is absent or is not the committer alone.
    #[error("the new admin list is not the committer alone")]
    Admins,
    /// A leaf besides the committer's stays, or one is removed twice.
    #[error("it does not remove every other leaf once")]
    Leaves,
}

/// What keeps a commit from being one of the two sibling shapes (SA-05, SA-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SiblingError {
    /// Adds and Removes together, or another proposal.
    #[error("it is neither one Add nor Removes alone")]
    Combined,
    /// A proposal is carried by reference.
    #[error("a proposal is carried by reference")]
    ByReference,
    /// More than one Add, or more than four Removes, or one target twice.
    #[error("it names too many leaves, or one twice")]
    Count,
    /// There is no UpdatePath.
    #[error("it has no UpdatePath")]
    NoPath,
    /// A leaf belongs to another account.
    #[error("a leaf belongs to another account")]
    OtherAccount,
}
