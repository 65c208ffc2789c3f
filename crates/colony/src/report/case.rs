//! What a CI server counts.

use super::place::Place;

/// One thing that a command tried.
pub(crate) struct Case {
    /// What it belongs to: a scenario, a vector file, a family of generated cases.
    pub class: String,
    /// Which of these it is.
    pub name: String,
    pub ending: Ending,
    /// The command that repeats it, if one does.
    pub repro: Option<String>,
    /// Where a person would look first.
    pub place: Option<Place>,
}

/// How it ended.
pub(crate) enum Ending {
    Passed,
    /// Not judged, or a finding that is written down already: why.
    Skipped(String),
    /// What was expected and what came, a line each.
    Failed(String),
    /// It cannot be trusted at all: two runs of one seed differ.
    Broken(String),
}

impl Ending {
    /// Did it go wrong?
    pub(crate) fn is_bad(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Broken(_))
    }
}
