//! A run for people: what every form of a report is made of.

use std::time::Duration;

use crate::{Head, Kit};

/// A system whose runs are shown by the reports that know no system.
pub trait Tell: Kit {
    /// What the scenario of a run says of itself.
    fn head_of(run: &Self::Run) -> Head;

    /// Participants in the order of the columns: the place of the node among the participants, and a name.
    fn cast(run: &Self::Run) -> Vec<(usize, String)>;

    /// An entry of the transcript in words. `None`: nothing worth a line, unless `verbose` asks for every one.
    fn tell(run: &Self::Run, entry: usize, verbose: bool) -> Option<Line>;

    /// What became of every invariant.
    fn verdicts(judged: &Self::Judged) -> Vec<Verdict>;

    /// What a person wants to know at the end: `c` `Live, 3 calls`.
    fn ends(run: &Self::Run) -> Vec<(String, String)>;

    /// How long the run took in virtual time.
    fn duration(run: &Self::Run) -> Duration;

    /// Every invariant: name, what must hold, source.
    fn invariants() -> Vec<[String; 3]>;
}

/// A line of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who: the place of the node; none for the script.
    pub who: Option<usize>,
    /// Whom it reaches, if it travels.
    pub to: Option<usize>,
    /// What.
    pub text: String,
}

impl Line {
    /// The script does something.
    pub fn step(text: impl Into<String>) -> Self {
        Self { who: None, to: None, text: text.into() }
    }

    /// A participant does or says something.
    pub fn by(who: usize, text: impl Into<String>) -> Self {
        Self { who: Some(who), to: None, text: text.into() }
    }

    /// Something arrives.
    pub fn between(from: usize, to: usize, text: impl Into<String>) -> Self {
        Self { who: Some(from), to: Some(to), text: text.into() }
    }
}

/// What became of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its name.
    pub name: String,
    /// Whether the run could have broken it.
    pub exercised: bool,
    /// Every break: the entry that shows it, and a sentence.
    pub violations: Vec<(usize, String)>,
}
