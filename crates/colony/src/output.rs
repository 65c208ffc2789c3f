//! Where text goes: results to standard output, progress and errors to standard error.
//!
//! A reader that went away ends nothing badly. Anything else that cannot be written is kept until the end, so that what can
//! be written still is, and then told.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::hidden::dotted;

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
    /// Whether GitHub Actions reads what is written.
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
    unwritten: Vec<Failure>,
}

impl Output {
    pub(crate) fn new(quiet: bool) -> Self {
        let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Self { quiet, style: Style { on: colour }, text: String::new(), unwritten: Vec::new() }
    }

    /// A line of the result.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// A whole result as JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) {
        match serde_json::to_string_pretty(value) {
            Ok(text) => self.line(text),
            Err(error) => self.keep(Err(Failure::unable(format!("cannot write JSON: {error}")))),
        }
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
        let _ = writeln!(io::stderr(), "colony: {}", dotted(text, &['\n']));
    }

    /// What a person at a terminal may do with the result; nothing with `--quiet`.
    pub(crate) fn hint(&mut self, text: &str) {
        self.flush();
        if !self.quiet {
            let _ = writeln!(io::stderr(), "hint: {text}");
        }
    }

    /// Lines for the program that runs this one. On standard error: standard output may be JSON.
    pub(crate) fn commands(&mut self, lines: &[String]) {
        self.flush();
        let mut err = io::stderr().lock();
        let written = lines.iter().try_for_each(|line| writeln!(err, "{line}"));
        self.told("standard error", written);
    }

    /// Writes what has gathered.
    pub(crate) fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        self.told("standard output", written);
    }

    /// Keeps why a report could not be written until [`finish`](Self::finish) tells it: the others are still to be written.
    pub(crate) fn keep(&mut self, written: Result<(), Failure>) {
        let Err(failure) = written else { return };
        for failure in failure.each() {
            if self.unwritten.iter().all(|other| other.message != failure.message) {
                self.unwritten.push(Failure { others: Vec::new(), ..failure.clone() });
            }
        }
    }

    /// Keeps why a stream takes no more. A reader that went away has what it wanted.
    pub(crate) fn told(&mut self, stream: &str, written: io::Result<()>) {
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.keep(Err(Failure::unable(format!("cannot write to {stream}: {error}"))));
        }
    }

    /// Writes the rest, tells everything that could not be written, and how the process ends after all.
    pub(crate) fn finish(mut self, exit: Exit) -> Exit {
        self.flush();
        let unwritten = std::mem::take(&mut self.unwritten);
        unwritten.iter().for_each(|failure| self.error(&failure.message));
        Exit::of_all(unwritten.iter().map(|failure| failure.exit).chain([exit]))
    }

    /// Whether there is somebody to show progress to.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }
}

/// Columns of text that nobody's terminal limits.
const PIPE_WIDTH: u16 = 160;

/// Columns of a line: those of the terminal, else those that `COLUMNS` names, else those of a wide page.
pub(crate) fn width() -> u16 {
    let mut table = comfy_table::Table::new();
    table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
    let terminal = if io::stdout().is_terminal() { table.width() } else { None };
    let asked = || std::env::var_os("COLUMNS")?.to_str()?.parse().ok().filter(|columns| *columns > 0);
    terminal.or_else(asked).unwrap_or(PIPE_WIDTH)
}
