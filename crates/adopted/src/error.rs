//! Failures of the MLS library below.

use std::fmt::Display;

use thiserror::Error;

/// openmls refused, in its own words. Which of its errors matter to Marmot is decided where they occur.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("openmls: {0}")]
pub struct MlsError(pub String);

impl MlsError {
    /// Keeps the words.
    pub fn of(error: impl Display) -> Self {
        Self(error.to_string())
    }
}
