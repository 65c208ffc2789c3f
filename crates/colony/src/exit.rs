//! How the process ends: one table of exit codes, the same for every command.

use scenarios::Judgement;

/// What the exit code says. Where several apply, the highest is told.
///
/// 101 is none of them: that is how Rust ends a process that panicked, and a panic of Colony is a bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything came out as expected.
    AsExpected = 0,
    /// An expectation or an invariant failed, or what was asked for is not all there.
    Failed = 1,
    /// The input is wrong.
    BadInput = 2,
    /// Two runs of the same seed differ.
    Nondeterminism = 3,
    /// Stalled, out of budget, unable to run or to write.
    Unable = 4,
}

/// The table as `--help` and the README have it.
pub(crate) const HELP: &str = "Exit codes: 0 as expected · 1 an expectation or invariant failed · 2 bad input · 3 nondeterminism · \
                               4 stalled, out of budget, unable to run or to write · 101 a panic of Colony itself (a bug); \
                               where several apply, the highest";

impl Exit {
    /// How one run ends the process.
    pub(crate) fn of(judgement: &Judgement) -> Self {
        match (judgement.as_expected(), judgement.stalled) {
            (true, _) => Self::AsExpected,
            (false, true) => Self::Unable,
            (false, false) => Self::Failed,
        }
    }

    /// How several results together end the process.
    pub(crate) fn of_all(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().max().unwrap_or(Self::AsExpected)
    }
}
