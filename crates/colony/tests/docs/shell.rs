//! A shell in a copy of the repository, so that nothing is written into the real one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::common::{Done, done};
use crate::root;

/// A copy of what a newcomer's clone holds, as far as commands read it, and a shell in it.
pub struct Shell {
    folder: TempDir,
    last: i32,
}

impl Shell {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_colony"), folder.path().join("bin/colony")).unwrap();
        copy(&root().join("vectors"), &folder.path().join("clone/vectors"));
        Self { folder, last: 0 }
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("clone").join(file)
    }

    pub fn run(&mut self, command: &str) -> Done {
        let command = command.replace("cargo run --release -- ", "colony ");
        let bin = self.folder.path().join("bin");
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("exec 2>&1\n(exit {})\n{command}", self.last)]);
        shell.current_dir(self.path("")).env("PATH", path).stdin(std::process::Stdio::null());
        shell.env("GITHUB_STEP_SUMMARY", self.folder.path().join("summary.md"));
        for name in ["GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR"] {
            shell.env_remove(name);
        }
        let done = done(shell.output().expect("sh starts"));
        self.last = done.exit;
        done
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
