//! What an invariant says of a run: held, violated or not exercised, and the cause of each violation as a value.

mod cause;
mod part;
mod table;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

pub use cause::{Cause, CauseId};
pub use part::{Part, Picked};
pub use table::{Own, What};

/// What an invariant says of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// Exercised this many times and never broken.
    Held {
        /// Number of situations that could have broken it.
        exercised: usize,
    },
    /// Broken.
    Violated {
        /// Every break, in order of the transcript.
        violations: Vec<Violation>,
    },
    /// Nothing in the run could have broken it. Never counts as held.
    NotExercised,
}

impl Verdict {
    /// The verdict that follows from the number of situations and the breaks found in them.
    pub fn of(exercised: usize, mut violations: Vec<Violation>) -> Self {
        violations.sort_by(|a, b| (a.entry, &a.subject, &a.cause).cmp(&(b.entry, &b.subject, &b.cause)));
        violations.dedup();
        match (exercised, violations.is_empty()) {
            (_, false) => Self::Violated { violations },
            (0, true) => Self::NotExercised,
            (exercised, true) => Self::Held { exercised },
        }
    }

    /// Whether it is [`Verdict::Violated`].
    pub fn is_violated(&self) -> bool {
        matches!(self, Self::Violated { .. })
    }

    /// Every break.
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Violated { violations } => violations,
            Self::Held { .. } | Self::NotExercised => &[],
        }
    }
}

/// One break of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Index of the transcript entry that broke it: the last one without which it would not be broken.
    pub entry: usize,
    /// Device, group or event that it concerns.
    pub subject: String,
    /// What happened, as a value.
    pub cause: Cause,
}

impl Violation {
    /// A break at an entry.
    pub fn new(entry: usize, subject: impl Into<String>, cause: Cause) -> Self {
        Self { entry, subject: subject.into(), cause }
    }

    /// What happened, in one sentence.
    pub fn text(&self) -> String {
        self.cause.to_string()
    }
}

/// With the sentence, for people who read JSON.
impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Violation", 4)?;
        fields.serialize_field("entry", &self.entry)?;
        fields.serialize_field("subject", &self.subject)?;
        fields.serialize_field("cause", &self.cause)?;
        fields.serialize_field("text", &self.text())?;
        fields.end()
    }
}
