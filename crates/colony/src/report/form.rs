//! The forms in which a run is shown, and what a run must know in order to be shown in each of them.

use serde_json::Value;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// A run that was judged, of whatever system.
pub(crate) trait Shown {
    /// The story, the verdicts, the end; `verbose` tells every message too.
    fn terminal(&self, verbose: bool, output: &mut Output);
    /// The whole as one document.
    fn json(&self) -> Value;
    /// A sequence diagram of what led to the violation of an invariant, or of the main one, or of the whole.
    fn mermaid(&self, invariant: Option<&str>) -> Result<String, Failure>;
    /// A log with a column for each participant.
    fn column(&self, verbose: bool, output: &mut Output);
    /// A page that needs nothing else.
    fn html(&self) -> String;
    /// The command that repeats it.
    fn repro(&self) -> &str;
    /// How the run ends the process.
    fn exit(&self) -> Exit;
}

/// A form that a command writes to its output. A page goes to a file, beside one of these.
pub(crate) trait Form {
    fn show(&self, run: &dyn Shown, output: &mut Output) -> Result<(), Failure>;
}

/// The form of a command that has no other two.
pub(crate) fn story_or_json(json: bool, verbose: bool) -> Box<dyn Form> {
    if json { Box::new(Json) } else { Box::new(Terminal { verbose }) }
}

/// The story.
pub(crate) struct Terminal {
    pub verbose: bool,
}

/// One document.
pub(crate) struct Json;

/// A diagram.
pub(crate) struct Mermaid<'a> {
    pub invariant: Option<&'a str>,
}

/// A log in columns.
pub(crate) struct Column {
    pub verbose: bool,
}

impl Form for Terminal {
    fn show(&self, run: &dyn Shown, output: &mut Output) -> Result<(), Failure> {
        run.terminal(self.verbose, output);
        Ok(())
    }
}

impl Form for Json {
    fn show(&self, run: &dyn Shown, output: &mut Output) -> Result<(), Failure> {
        output.json(&run.json());
        Ok(())
    }
}

impl Form for Mermaid<'_> {
    fn show(&self, run: &dyn Shown, output: &mut Output) -> Result<(), Failure> {
        output.line(run.mermaid(self.invariant)?);
        Ok(())
    }
}

impl Form for Column {
    fn show(&self, run: &dyn Shown, output: &mut Output) -> Result<(), Failure> {
        run.column(self.verbose, output);
        Ok(())
    }
}
