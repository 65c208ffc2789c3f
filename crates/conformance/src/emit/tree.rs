//! The files as text, and how they get onto a disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use marmot_rules::Policy;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::EmitError;
use crate::format::{
    FileEntry, MANIFEST_FORMAT, MAX_FILE_BYTES, Manifest, PolicyEntry, REASONS_VERSION, SUITE_VERSION, Vectors,
};
use crate::verify::{Report, is_inside, schema, who_reads_what};

/// Every generated file by its path below `vectors/`.
#[derive(Debug, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct WriteError {
    path: PathBuf,
    source: std::io::Error,
}

impl Tree {
    pub(super) fn of(vectors: BTreeMap<String, Vectors>, report: &Report) -> Result<Self, EmitError> {
        let who = who_reads_what(&vectors, report);
        let (mut files, mut entries) = (BTreeMap::new(), Vec::new());
        for (path, mut vectors) in vectors {
            vectors.set_voices(|id| report.voices(id));
            let text = vectors.to_text()?;
            let bytes = text.len() as u64;
            if bytes >= MAX_FILE_BYTES {
                return Err(EmitError::Inconsistent(format!("{path} has {bytes} bytes: split it")));
            }
            entries.push(FileEntry {
                path: path.clone(),
                sha256: Sha256::digest(&text).into(),
                bytes,
                topic: vectors.topic().name().to_owned(),
                profile: vectors.profile().to_owned(),
                test_count: vectors.test_count(),
                verified_by: report.passed_by(&path),
            });
            files.insert(path, text);
        }
        files.insert("WHO-READS-WHAT.md".to_owned(), who);
        files.insert("manifest.json".to_owned(), json(&manifest(entries))?);
        for (name, schema) in schema::all() {
            files.insert(format!("schema/{name}.json"), json(&schema)?);
        }
        Ok(Self { files })
    }

    /// Path and text of every file, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Writes every file below `root`: to a temporary file first, then in its place. Files that the manifest below `root` lists
    /// and this tree does not have are removed; everything else stays.
    ///
    /// # Errors
    /// The first file that cannot be written.
    pub fn write(&self, root: &Path) -> Result<(), WriteError> {
        let left_over = self.left_over(root);
        for (name, text) in &self.files {
            let path = root.join(name);
            put(&path, text).map_err(|source| WriteError { path, source })?;
        }
        for path in left_over {
            fs::remove_file(&path).map_err(|source| WriteError { path, source })?;
        }
        Ok(())
    }

    /// Files below `root` that its manifest lists and this tree does not have; none if there is no manifest of this format.
    fn left_over(&self, root: &Path) -> Vec<PathBuf> {
        let text = fs::read(root.join("manifest.json")).unwrap_or_default();
        let manifest: Value = serde_json::from_slice(&text).unwrap_or_default();
        if manifest["format"] != MANIFEST_FORMAT {
            return Vec::new();
        }
        let listed = manifest["files"].as_array().into_iter().flatten().filter_map(|file| file["path"].as_str());
        let gone = listed.filter(|name| !self.files.contains_key(*name) && is_inside(name));
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

fn json(value: &impl serde::Serialize) -> Result<String, EmitError> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

fn manifest(files: Vec<FileEntry>) -> Manifest {
    let mut profiles: Vec<_> = files.iter().map(|file| file.profile.clone()).collect();
    profiles.sort();
    profiles.dedup();
    Manifest {
        format: MANIFEST_FORMAT.to_owned(),
        suite_version: SUITE_VERSION.to_owned(),
        reasons_version: REASONS_VERSION,
        profiles,
        policies: policies(),
        files,
        retired: BTreeMap::new(),
    }
}

fn policies() -> BTreeMap<String, PolicyEntry> {
    let entry = |description: &str, source: &str| PolicyEntry {
        description: description.to_owned(),
        source: source.to_owned(),
    };
    let selection = Policy::ALL.iter().map(|p| (p.id().into_owned(), entry(p.describe(), p.source())));
    let matching = [
        ("by-ref", entry("Any local KeyPackage that the Welcome names by its reference.", "mdk-core, marmot-ts")),
        ("by-e", entry("Only the KeyPackage whose event the `e` tag names.", "the MIP and adopted texts, Amethyst")),
    ];
    let d13 = "decision D13 of crates/marmot-rules";
    let d5 = "decision D5 of crates/marmot-rules";
    let reading = [
        ("tags-strict", entry("Each tag once, one value, lower case, nothing after the structure.", d13)),
        ("tags-lenient", entry("The first of several tags, any case, bytes after the structure are ignored.", d13)),
        ("lifetime-inclusive", entry("Both ends of a lifetime belong to it.", d5)),
        ("lifetime-exclusive", entry("Neither end of a lifetime belongs to it.", d5)),
    ];
    selection.chain(matching.into_iter().chain(reading).map(|(id, entry)| (id.to_owned(), entry))).collect()
}
