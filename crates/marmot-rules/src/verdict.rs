//! What a rule says about one thing.

/// The answer of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The rule is kept.
    Pass,
    /// The rule is broken; the text says how.
    Fail(String),
    /// The rule does not speak about this profile or this thing.
    NotApplicable,
}

impl Verdict {
    /// `Pass` if `kept`, else `Fail` with the text.
    pub(crate) fn require(kept: bool, otherwise: impl FnOnce() -> String) -> Self {
        if kept { Self::Pass } else { Self::Fail(otherwise()) }
    }

    /// This verdict unless it is `Pass`, then the other.
    pub(crate) fn and(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Pass { other() } else { self }
    }

    /// The text of a failure.
    pub fn failure(self) -> Option<String> {
        match self {
            Self::Fail(what) => Some(what),
            Self::Pass | Self::NotApplicable => None,
        }
    }

    /// True unless the rule is broken.
    pub fn is_kept(&self) -> bool {
        !matches!(self, Self::Fail(_))
    }
}

impl From<Result<(), String>> for Verdict {
    fn from(result: Result<(), String>) -> Self {
        match result {
            Ok(()) => Self::Pass,
            Err(what) => Self::Fail(what),
        }
    }
}
