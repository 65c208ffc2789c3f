//! What a CI server counts.

use crate::failure::{Failure, Place};

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

impl Case {
    /// Input that could not be read.
    pub(crate) fn unreadable(failure: &Failure) -> Self {
        let name =
            failure.place.as_ref().map_or_else(|| "arguments".to_owned(), |place| place.file.display().to_string());
        let ending = Ending::Unreadable(failure.message.clone());
        Self { class: "input".to_owned(), name, ending, repro: None, place: failure.place.clone() }
    }
}

/// How it ended.
pub(crate) enum Ending {
    Passed,
    /// Not judged, or a finding that is written down already: why.
    Skipped(String),
    /// What was expected and what came, a line each.
    Failed(String),
    /// Work was left over: what was expected and what came may follow from that.
    Stalled(String),
    /// It cannot be trusted at all: two runs of one seed differ.
    Broken(String),
    /// It could not even be read.
    Unreadable(String),
}

impl Ending {
    /// Whether it went wrong.
    pub(crate) fn is_bad(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Stalled(_) | Self::Broken(_) | Self::Unreadable(_))
    }
}
