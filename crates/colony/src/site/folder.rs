//! The folder of a site: new, empty, or written by `colony site` before.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Files;
use crate::failure::Failure;
use crate::report::write;

/// The list of what was written, by which a site is known again.
const LIST: &str = "site.json";
const FORMAT: &str = "colony-site/1";

#[derive(Serialize, Deserialize)]
struct List {
    format: String,
    /// Paths in the folder, with `/`.
    files: BTreeSet<String>,
}

/// A folder that a site may be written to.
pub(super) struct Folder {
    path: PathBuf,
    /// What an earlier site left there.
    before: BTreeSet<String>,
}

impl Folder {
    /// # Errors
    /// There is something that `colony site` did not write.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let list = path.join(LIST);
        if list.is_file() {
            return Ok(Self { path: path.to_owned(), before: read(&list)? });
        }
        let what = if path.exists() && !path.is_dir() {
            "is no folder"
        } else if fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some()) {
            "is not empty, and no site of Colony"
        } else {
            return Ok(Self { path: path.to_owned(), before: BTreeSet::new() });
        };
        let expected = "expected: --out with a folder that is new, empty, or written by `colony site`";
        Err(Failure::bad_input(format!("{} {what}\n  {expected}", path.display())))
    }

    /// Writes every file whole, takes away what an earlier site had more, and leaves everything else alone. What is there is in
    /// the list at every moment, so that a site whose writing was cut short is one still.
    pub fn write(&self, files: &Files) -> Result<(), Failure> {
        let now: BTreeSet<String> = files.keys().cloned().collect();
        self.write_list(now.union(&self.before).cloned().collect())?;
        for (name, text) in files {
            self.write_file(name, text)?;
        }
        for name in self.before.difference(&now) {
            let file = self.path.join(name);
            if file.is_file() {
                fs::remove_file(&file).map_err(|error| Failure::unwritten(&file, &error))?;
            }
        }
        self.write_list(now)
    }

    fn write_list(&self, files: BTreeSet<String>) -> Result<(), Failure> {
        let list = List { format: FORMAT.to_owned(), files };
        let text = serde_json::to_string_pretty(&list).expect("a list of names serialises");
        self.write_file(LIST, &(text + "\n"))
    }

    fn write_file(&self, name: &str, text: &str) -> Result<(), Failure> {
        let file = self.path.join(name);
        let folder = file.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder).map_err(|error| Failure::unwritten(folder, &error))?;
        write::report(&file, text)
    }
}

/// The files that a list names, all of them below its folder.
fn read(list: &Path) -> Result<BTreeSet<String>, Failure> {
    let text = fs::read_to_string(list).map_err(|error| Failure::unread(list, &error))?;
    let wrong = |what: String| Failure::bad_input(format!("{}: {what}", list.display()));
    let read: List = serde_json::from_str(&text).map_err(|error| wrong(format!("{error}\n  expected: {FORMAT:?}")))?;
    if read.format != FORMAT {
        return Err(wrong(format!("format {:?}\n  expected: {FORMAT:?}", read.format)));
    }
    let inside = |name: &str| Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    match read.files.iter().find(|name| !inside(name)) {
        Some(name) => Err(wrong(format!("{name:?} leads out of the folder"))),
        None => Ok(read.files),
    }
}
