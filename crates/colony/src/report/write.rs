//! Pages and reports to files.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::output::Output;

/// Whether the page is wanted on standard output, in place of everything else.
pub(crate) fn is_stdout(target: &Path) -> bool {
    target.as_os_str() == "-"
}

/// Refuses a page and JSON both on standard output.
pub(crate) fn refuse_both(html: Option<&Path>, json: bool) -> Result<(), Failure> {
    if json && html.is_some_and(is_stdout) {
        let what = "--json and --html - both want standard output";
        return Err(Failure::bad_input(format!("{what}\n  expected: a file after --html")));
    }
    Ok(())
}

/// Says before a long run that a report could not be written after it, and leaves no report of an earlier run.
pub(crate) fn prepare(files: &[&Option<PathBuf>]) -> Result<(), Failure> {
    let files: Vec<&Path> = files.iter().copied().flatten().map(PathBuf::as_path).filter(|f| !is_stdout(f)).collect();
    for (place, file) in files.iter().enumerate() {
        let cannot = |why: &str| Failure::bad_input(format!("cannot write {}: {why}", file.display()));
        if files[..place].contains(file) {
            return Err(cannot("it is the place of another report too"));
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(cannot("there is no such folder"));
        }
        if file.is_dir() {
            return Err(cannot("it is a folder"));
        }
        if file.extension().is_some_and(|ending| ending == "toml") {
            return Err(cannot("reports do not end in .toml, as scenarios do"));
        }
    }
    for file in files.into_iter().filter(|file| file.is_file() && !is_stream(file)) {
        fs::remove_file(file).map_err(|error| Failure::unwritten(file, &error))?;
    }
    Ok(())
}

/// Writes a page to a file, `-` is standard output. What goes wrong is kept: the other reports are still to be written.
pub(crate) fn write(target: &Path, page: &str, output: &mut Output) {
    if is_stdout(target) {
        output.line(page.trim_end());
    } else {
        output.keep(report(target, page));
    }
}

/// Writes a report to a file.
pub(crate) fn report(target: &Path, text: &str) -> Result<(), Failure> {
    whole(target, text).map_err(|error| Failure::unwritten(target, &error))
}

/// A device or a pipe, or what may lead to one: written to as it is, never removed and never replaced.
fn is_stream(target: &Path) -> bool {
    let system = ["/dev", "/proc"].into_iter().any(|folder| target.starts_with(folder));
    system || fs::metadata(target).is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// Writes a file beside its place first, then renames it: never half a file. A device or a pipe is written to as it is.
pub(crate) fn whole(target: &Path, text: &str) -> io::Result<()> {
    if is_stream(target) {
        let mut file = OpenOptions::new().write(true).open(target)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.flush());
        // A reader that went away has what it wanted.
        return written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) });
    }
    let mut beside = target.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, target)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
