//! Why a command could not do its work, and where in a file that is.

use std::io;
use std::path::{Path, PathBuf};

use scenarios::SimulateError;
use scenarios::model::ScenarioError;

use crate::exit::Exit;

/// A file, and a line of it counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub file: PathBuf,
    pub line: Option<usize>,
}

/// Why a command could not do its work.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub exit: Exit,
    pub message: String,
    /// Where in a file it is, if it is in one.
    pub place: Option<Place>,
    /// What else is wrong, of the same kind: a person mends all of it at once.
    pub others: Vec<Failure>,
}

impl Failure {
    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
        Self { exit: Exit::BadInput, message: message.into(), place: None, others: Vec::new() }
    }

    pub(crate) fn unable(message: impl Into<String>) -> Self {
        Self { exit: Exit::Unable, ..Self::bad_input(message) }
    }

    /// A file or folder that cannot be written, for a reason that only the attempt shows.
    pub(crate) fn unwritten(path: &Path, error: &io::Error) -> Self {
        Self::unable(format!("cannot write {}: {error}", path.display()))
    }

    /// A file that cannot be read.
    pub(crate) fn unread(path: &Path, error: &io::Error) -> Self {
        Self::bad_input(format!("cannot read {}: {error}", path.display()))
    }

    /// Several failures as one; none of none.
    pub(crate) fn all(failures: Vec<Self>) -> Option<Self> {
        let mut failures = failures.into_iter();
        let first = failures.next()?;
        Some(Self { others: failures.collect(), ..first })
    }

    /// This one, and what else is wrong.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        let place = Place { file: error.file.clone().into(), line: error.position.map(|(line, _)| line) };
        Self { place: Some(place), ..Self::bad_input(error.to_string()) }
    }
}

impl From<SimulateError> for Failure {
    fn from(error: SimulateError) -> Self {
        let exit = match &error {
            SimulateError::Environment(error) => of_environment(error),
            SimulateError::Storage(_) => Exit::Unable,
            SimulateError::World(_) => Exit::BadInput,
        };
        Self { exit, ..Self::bad_input(error.to_string()) }
    }
}

/// A draw on a foreign thread is nondeterminism; anything else keeps a run from beginning.
pub(crate) fn of_environment(error: &sim_env::RunError) -> Exit {
    match error {
        sim_env::RunError::OffThread { .. } => Exit::Nondeterminism,
        _ => Exit::Unable,
    }
}
