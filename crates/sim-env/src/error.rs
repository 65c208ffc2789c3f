//! Why nothing was simulated, or why a run's result cannot be trusted.

/// A row of the interposition table (law L1) that did not reach its hook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "interposition is not effective in this binary: {consumer} bypasses sim-env's `{symbol}`. Results would differ from run to \
     run, so nothing was simulated. Link dynamically against glibc (x86_64 or aarch64 Linux) or build for macOS; static musl \
     builds are not supported"
)]
pub struct SelfCheckError {
    /// Who was asked.
    pub consumer: &'static str,
    /// The symbol that should have answered.
    pub symbol: &'static str,
}

/// Why a run's result cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// Interposition is not effective in this binary: nothing would be deterministic.
    #[error(transparent)]
    NotInterposed(#[from] SelfCheckError),
    /// Law L6: a thread outside every run asked for entropy or time while this run was live.
    #[error(
        "nondeterminism: a thread outside the simulation drew entropy {entropy} times and read the clock {clock} times while \
         the run was live (law L6: work escaped to another thread)"
    )]
    OffThread {
        /// Requests for entropy.
        entropy: u64,
        /// Clock readings.
        clock: u64,
    },
    /// The run's thread could not be started or set up.
    #[error("cannot start the run's thread: {0}")]
    Thread(String),
}
