//! Why a device does not do what it was asked to.

use thiserror::Error;

use crate::engine::GroupName;
use crate::founding::FoundError;
use crate::prepare::PrepareError;

/// There is no such group on this device.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no group {0} on this device")]
pub struct NoSuchGroup(pub GroupName);

/// Founding did not work.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FoundingError {
    /// The group itself.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// The first Add.
    #[error(transparent)]
    Invite(#[from] PrepareError),
}

/// What can go wrong with a named group.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GroupError<E: std::error::Error + 'static> {
    /// It is not here.
    #[error(transparent)]
    NoSuchGroup(#[from] NoSuchGroup),
    /// It refuses.
    #[error(transparent)]
    Refused(E),
}
