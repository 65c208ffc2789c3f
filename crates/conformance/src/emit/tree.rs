//! The files as text, and how they get onto a disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{EmitError, pack};
use crate::format::{EXTRA_PACKS, MANIFEST_FORMAT, Vectors};
use crate::verify::{Kills, Report, Verdict, is_inside};

/// Every generated file by its path below `vectors/`.
#[derive(Debug, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

/// What is said of tests beside what they demand.
pub(super) struct Made {
    pub kills: Kills,
    /// The tables of mutants by path.
    pub tables: BTreeMap<String, String>,
    pub layers: BTreeMap<String, Value>,
}

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct WriteError {
    path: PathBuf,
    source: std::io::Error,
}

impl Tree {
    pub(super) fn of(mut vectors: BTreeMap<String, Vectors>, report: &Report, made: Made) -> Result<Self, EmitError> {
        let Made { kills, tables, mut layers } = made;
        let voices = |id: &str| [report.voices(id, Verdict::is_passed), report.voices(id, Verdict::is_refused)];
        for file in vectors.values_mut() {
            file.set_voices(voices);
            file.set_kills(|id| kills.get(id).cloned().map_or_else(Default::default, |k| [k.accept, k.other_reason]));
            file.set_layers(|id| layers.remove(id));
        }
        let mut files = pack::texts(&vectors, report)?;
        files.extend(tables);
        Ok(Self { files })
    }

    /// Path and text of every file, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Writes every file below `root`: to a temporary file first, then in its place. Files that the manifests below `root` list
    /// and this tree does not have are removed; everything else stays.
    ///
    /// # Errors
    /// The first file that cannot be written.
    pub fn write(&self, root: &Path) -> Result<(), WriteError> {
        let left_over = [&[""], &EXTRA_PACKS[..]].concat().into_iter().flat_map(|folder| self.left_over(root, folder));
        let left_over: Vec<_> = left_over.collect();
        for (name, text) in &self.files {
            let path = root.join(name);
            put(&path, text).map_err(|source| WriteError { path, source })?;
        }
        for path in left_over {
            fs::remove_file(&path).map_err(|source| WriteError { path: path.clone(), source })?;
            // A folder that held nothing else goes too; one that holds more cannot be removed, and stays.
            path.parent().map(fs::remove_dir).transpose().ok();
        }
        Ok(())
    }

    /// Files that the manifest in a folder below `root` lists and this tree does not have; none if there is no manifest of this format.
    fn left_over(&self, root: &Path, folder: &str) -> Vec<PathBuf> {
        let text = fs::read(root.join(folder).join("manifest.json")).unwrap_or_default();
        let manifest: Value = serde_json::from_slice(&text).unwrap_or_default();
        if manifest["format"] != MANIFEST_FORMAT {
            return Vec::new();
        }
        let listed = manifest["files"].as_array().into_iter().flatten().filter_map(|file| file["path"].as_str());
        let named = listed.filter(|name| is_inside(name)).map(|name| format!("{folder}{name}"));
        let gone = named.filter(|name| !self.files.contains_key(name));
        gone.map(|name| root.join(name)).filter(|path| path.is_file()).collect()
    }
}

fn put(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A file beside its future place, readable by everybody as other sources are.
fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    builder.tempfile_in(folder)
}
