//! Steps of a scenario that could not be carried out.

use std::fmt;

use serde::Serialize;
use sim_device::{CommandError, CrashPoint, sentence};

use crate::model::{Span, Step, describe};

/// Where a step stands in a scenario. Everything counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// In the list of the scenario.
    pub step: usize,
    /// In the list of its `parallel`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<usize>,
    /// Which time, of a step with `times`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn: Option<u32>,
}

impl Place {
    /// The step as a whole.
    pub(crate) fn of_step(self) -> Self {
        Self { turn: None, ..self }
    }
}

/// `step 5`, `step 5.2` inside a `parallel`, `step 5, time 3` of a step with `times`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {}", self.step)?;
        self.inner.map_or(Ok(()), |inner| write!(f, ".{inner}"))?;
        self.turn.map_or(Ok(()), |turn| write!(f, ", time {turn}"))
    }
}

/// Why a step was not carried out, or not as its file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum StepFailure {
    /// The device could not do it.
    Failed {
        /// Why.
        error: CommandError,
    },
    /// The device had not finished it when the run ended.
    NotDone,
    /// The backup was never made.
    NoBackup {
        /// Its name.
        name: String,
    },
    /// The device has no stored state to save or to copy: it is switched off for good.
    NothingStored {
        /// The device.
        device: String,
    },
    /// The fault is not in force: it was lifted before, or has ended by itself.
    NothingToLift {
        /// Its name.
        fault: String,
    },
    /// The device received nothing before that could be delivered again.
    NothingToReplay,
    /// The application never came to the point at which it was to crash.
    NeverCame {
        /// The point.
        at: CrashPoint,
    },
    /// Its `at` was over when the steps before it had ended; it was carried out late.
    PastTime {
        /// When it should have begun.
        at: Span,
        /// Milliseconds by which it was late.
        late_ms: u64,
    },
    /// It was carried out although the scenario says `fails = true`.
    DidNotFail,
}

impl StepFailure {
    /// The name used in reports.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Failed { error } => error.id(),
            Self::NotDone => "not-done",
            Self::NoBackup { .. } => "no-backup",
            Self::NothingStored { .. } => "nothing-stored",
            Self::NothingToLift { .. } => "nothing-to-lift",
            Self::NothingToReplay => "nothing-to-replay",
            Self::NeverCame { .. } => "never-came",
            Self::PastTime { .. } => "past-time",
            Self::DidNotFail => "did-not-fail",
        }
    }
}

impl fmt::Display for StepFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Failed { error } => return error.fmt(f),
            Self::NotDone => "it never ended".to_owned(),
            Self::NoBackup { name } => format!("there is no backup {name}"),
            Self::NothingStored { device } => format!("{device} is switched off for good and has no stored state"),
            Self::NothingToLift { fault } => format!("fault {fault} is not in force"),
            Self::NothingToReplay => "the device received no such event before".to_owned(),
            Self::NeverCame { at } => format!("the application never came to {}", at.id()),
            Self::PastTime { at, late_ms } => {
                format!("it should begin at {at}, and began {} later", Span::from_millis(*late_ms))
            }
            Self::DidNotFail => "it was carried out, and `fails = true` says that it must fail".to_owned(),
        };
        f.write_str(&sentence(text))
    }
}

/// What became of a step that failed, or that should have failed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FailedStep {
    /// Where it stands.
    pub place: Place,
    /// The transcript entry that says so, of the first time that it failed.
    pub entry: usize,
    /// The step.
    pub step: Box<Step>,
    /// Why, the first time.
    pub why: StepFailure,
    /// How many of its times failed.
    pub failed: u32,
    /// How many times it began.
    pub begun: u32,
    /// Whether the scenario says that it fails, or that it may.
    pub expected: bool,
}

/// `step 5 (alice/desktop: leave group trip): …`
impl fmt::Display for FailedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times = match (self.failed, self.begun) {
            (0, _) | (_, 1) => String::new(),
            (failed, begun) => format!(", {failed} of {begun} times"),
        };
        let text = format!("{} ({}){times}: {}", self.place, describe::step(&self.step), self.why);
        f.write_str(&sentence(text))
    }
}
