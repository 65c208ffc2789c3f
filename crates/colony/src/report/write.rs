//! Pages and reports to files.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::output::{Failure, Output};

/// Is the page wanted on standard output, in place of everything else?
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

/// Writes a page to a file; `-` is standard output.
pub(crate) fn write(target: &Path, page: &str, output: &mut Output) -> Result<(), Failure> {
    if is_stdout(target) {
        output.line(page.trim_end());
        return Ok(());
    }
    whole(target, page).map_err(|error| {
        Failure::bad_input(format!(
            "cannot write {}: {error}\n  expected: --html with a file, or `-`",
            target.display()
        ))
    })
}

/// Writes a file beside its place first, then renames it: never half a file.
pub(crate) fn whole(target: &Path, text: &str) -> io::Result<()> {
    let mut beside = target.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, target)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
