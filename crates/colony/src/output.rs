//! Where text goes: results to standard output, progress and errors to standard error. Broken pipes end nothing badly.

use std::io::{IsTerminal, Write};

use scenarios::SimulateError;
use scenarios::model::ScenarioError;

use crate::hidden::dotted;
use crate::report::place::Place;

/// Exit codes (design section 9). 101 is a panic of the harness itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything came out as expected.
    AsExpected = 0,
    /// An expectation or invariant failed.
    Failed = 1,
    /// The input is wrong.
    BadInput = 2,
    /// Two runs of the same seed differ.
    Nondeterminism = 3,
    /// Stalled, or unable to run.
    Unable = 4,
}

/// Why a command could not do its work.
#[derive(Debug)]
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
            SimulateError::Environment(sim_env::RunError::OffThread { .. }) => Exit::Nondeterminism,
            SimulateError::Environment(_) => Exit::Unable,
            SimulateError::World(_) | SimulateError::RulesOnly(_) => Exit::BadInput,
        };
        Self { exit, ..Self::bad_input(error.to_string()) }
    }
}

/// Whether to write what only GitHub Actions reads.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum When {
    /// Where GITHUB_ACTIONS=true.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl When {
    /// Does GitHub Actions read what is written?
    pub(crate) fn on_github(self) -> bool {
        match self {
            Self::Auto => std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true"),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// The root of the repository, where GitHub Actions runs.
pub(crate) fn github_workspace() -> Option<std::ffi::OsString> {
    std::env::var_os("GITHUB_WORKSPACE").filter(|root| !root.is_empty())
}

/// Colours, if standard output is a terminal and `NO_COLOR` is not set.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    on: bool,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        if self.on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    pub(crate) fn good(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn bad(self, text: &str) -> String {
        self.paint("31;1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }
}

pub(crate) struct Output {
    pub quiet: bool,
    pub style: Style,
    text: String,
}

impl Output {
    pub(crate) fn new(quiet: bool) -> Self {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Self { quiet, style: Style { on: colour }, text: String::new() }
    }

    /// A line of the result.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// A line that `--quiet` leaves out.
    pub(crate) fn detail(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// Why the command could not do its work. Errors quote files and names as they are, so the text is made harmless here.
    pub(crate) fn error(&mut self, text: &str) {
        self.flush();
        let _ = writeln!(std::io::stderr(), "colony: {}", dotted(text, &['\n']));
    }

    /// What a person at a terminal may do with the result; nothing with `--quiet`.
    pub(crate) fn hint(&mut self, text: &str) {
        self.flush();
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "hint: {text}");
        }
    }

    /// Lines for the program that runs this one. On standard error: standard output may be JSON.
    pub(crate) fn commands(&mut self, lines: &[String]) {
        self.flush();
        let mut err = std::io::stderr().lock();
        let _ = lines.iter().try_for_each(|line| writeln!(err, "{line}"));
    }

    /// Writes what has gathered. A reader that went away is no error.
    pub(crate) fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Is there somebody to show progress to?
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }
}

/// Columns of a table that nobody's terminal limits.
const PIPE_WIDTH: u16 = 160;

/// Columns that every column of a table may count on, whatever stands in the others.
const NARROWEST: usize = 12;

/// A table that fits the terminal, or a pipe. Words stay whole where there is room, from the left: ids can be copied.
/// Cells may hold several lines, and anything: what is hidden becomes a dot.
pub(crate) fn table(headings: &[&str], rows: Vec<Vec<String>>) -> String {
    use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(PIPE_WIDTH);
    }
    let mut left = usize::from(table.width().unwrap_or(PIPE_WIDTH));
    let words: Vec<usize> = (0..headings.len()).map(|column| longest_word(column, headings, &rows) + 2).collect();
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|row| row.iter().map(|cell| dotted(cell, &['\n'])).collect()).collect();
    table.set_header(headings.iter().copied());
    table.add_rows(rows);
    for (column, words) in words.into_iter().enumerate() {
        let whole = words + NARROWEST * (headings.len() - column - 1) <= left;
        left = left.saturating_sub(if whole { words } else { NARROWEST });
        if let Some(column) = table.column_mut(column).filter(|_| whole) {
            column
                .set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(words.try_into().unwrap_or(PIPE_WIDTH))));
        }
    }
    table.to_string()
}

/// Characters of the longest word of a column.
fn longest_word(column: usize, headings: &[&str], rows: &[Vec<String>]) -> usize {
    let cells = rows.iter().filter_map(|row| row.get(column)).map(String::as_str).chain(headings.get(column).copied());
    cells.flat_map(str::split_whitespace).map(|word| word.chars().count()).max().unwrap_or_default()
}
