//! Steps of a script, as a command line names them.

use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::failure::Failure;
use crate::story::printable;

/// Some steps of a script, from 1.
#[derive(Clone)]
pub(crate) struct Steps(pub RangeInclusive<usize>);

impl Steps {
    /// Refuses steps that the scenario of this name, which has so many, has not.
    pub(crate) fn refuse_beyond(&self, name: &str, there: usize) -> Result<(), Failure> {
        let ends = [("begins", *self.0.start()), ("ends", *self.0.end())];
        match ends.into_iter().find(|(_, step)| *step > there && *step != usize::MAX) {
            Some((which, step)) => {
                let what = format!("--steps {which} with step {step}; {} has {there}", printable(name));
                Err(Failure::bad_input(format!("{what}\n  expected: steps from 1 to {there}")))
            }
            None => Ok(()),
        }
    }
}

impl FromStr for Steps {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || format!("`{text}` names no steps: expected their numbers, from 1, as in `6`, `4-6` or `4-`");
        let number = |text: &str| text.parse::<usize>().ok().filter(|step| *step > 0).ok_or_else(error);
        let (first, last) = match text.split_once('-') {
            None => (number(text)?, number(text)?),
            Some((first, "")) => (number(first)?, usize::MAX),
            Some((first, last)) => (number(first)?, number(last)?),
        };
        if first <= last { Ok(Self(first..=last)) } else { Err(error()) }
    }
}

impl std::fmt::Display for Steps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self.0.end() {
            usize::MAX => write!(f, "{}-", self.0.start()),
            last => write!(f, "{}-{last}", self.0.start()),
        }
    }
}
