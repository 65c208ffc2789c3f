//! From a folder of files to a [`Suite`]: hashes, schemas, strict types. The first thing that is wrong ends it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Suite, check, schema};
use crate::format::{FORMAT, FileEntry, MANIFEST_FORMAT, MAX_FILE_BYTES, Manifest, Topic, Vectors};

/// Why a folder of vectors cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("{}: {what}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What was found and what was expected.
        what: String,
    },
}

/// Loads the vectors below `root`, where `manifest.json` is.
///
/// Returns the suite and the files that it leaves out because their topic or profile is unknown here, each with the reason.
///
/// # Errors
/// See [`LoadError`].
pub fn load(root: &Path) -> Result<(Suite, Vec<String>), LoadError> {
    let path = root.join("manifest.json");
    let value = parse(&path, &read(&path)?)?;
    let schemas = schema::all();
    let manifest: Manifest = typed(&path, &value, &schemas["manifest"], serde_json::from_value)?;
    if manifest.format != MANIFEST_FORMAT {
        return Err(wrong(&path, format!("the format is `{}`, expected `{MANIFEST_FORMAT}`", manifest.format)));
    }
    let (mut files, mut left_out) = (BTreeMap::new(), Vec::new());
    let mut paths = BTreeSet::new();
    for entry in &manifest.files {
        if !paths.insert(&entry.path) {
            return Err(wrong(&path, format!("{} is listed twice", entry.path)));
        }
        match file(root, entry, &schemas)? {
            Ok(vectors) => _ = files.insert(entry.path.clone(), vectors),
            Err(why) => left_out.push(format!("{}: {why}", entry.path)),
        }
    }
    check::all(&files, &manifest).map_err(|(name, what)| wrong(&root.join(name), what))?;
    Ok((Suite::of(files), left_out))
}

fn wrong(path: &Path, what: impl Into<String>) -> LoadError {
    LoadError::Wrong { path: path.to_owned(), what: what.into() }
}

fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    let io = |source| LoadError::Io { path: path.to_owned(), source };
    let length = fs::metadata(path).map_err(io)?.len();
    if length >= MAX_FILE_BYTES {
        return Err(wrong(path, format!("{length} bytes, expected less than {MAX_FILE_BYTES}")));
    }
    fs::read(path).map_err(io)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Value, LoadError> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|e| wrong(path, format!("no JSON: {e}")))?;
    drop_extensions(&mut value);
    Ok(value)
}

/// Members that begin with `x_` are ignored everywhere.
pub(super) fn drop_extensions(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !name.starts_with("x_"));
            members.values_mut().for_each(drop_extensions);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_extensions),
        _ => {}
    }
}

/// Checks a value against a schema, then reads it.
fn typed<T>(
    path: &Path,
    value: &Value,
    schema: &Value,
    read: impl FnOnce(Value) -> Result<T, serde_json::Error>,
) -> Result<T, LoadError> {
    let validator = jsonschema::validator_for(schema).expect("a schema of this crate");
    if let Err(error) = validator.validate(value) {
        return Err(wrong(path, short(&format!("at {}: {error}", error.instance_path()))));
    }
    read(value.clone()).map_err(|e| wrong(path, short(&e.to_string())))
}

/// The beginning of a message: some quote the whole value.
fn short(message: &str) -> String {
    const MAX_CHARS: usize = 300;
    match message.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{} ...", &message[..end]),
        None => message.to_owned(),
    }
}

/// Whether this path of a manifest stays below the manifest.
pub(crate) fn is_inside(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// One file of the manifest; the inner error is why this version of Colony does not know it.
fn file(
    root: &Path,
    entry: &FileEntry,
    schemas: &BTreeMap<String, Value>,
) -> Result<Result<Vectors, String>, LoadError> {
    if !is_inside(&entry.path) {
        return Err(wrong(&root.join("manifest.json"), format!("{} leads out of the folder", entry.path)));
    }
    let path = root.join(&entry.path);
    let bytes = read(&path)?;
    if bytes.len() as u64 != entry.bytes {
        return Err(wrong(&path, format!("{} bytes, the manifest says {}", bytes.len(), entry.bytes)));
    }
    let digest = Sha256::digest(&bytes);
    if digest.as_slice() != entry.sha256.0 {
        let found = hex::encode(digest);
        return Err(wrong(&path, format!("SHA-256 is {found}, the manifest says {}", entry.sha256)));
    }
    let Ok(topic) = entry.topic.parse::<Topic>() else { return Ok(Err(format!("unknown topic {}", entry.topic))) };
    if entry.profile.parse::<marmot_rules::Profile>().is_err() {
        return Ok(Err(format!("unknown profile {}", entry.profile)));
    }
    let value = parse(&path, &bytes)?;
    let vectors = typed(&path, &value, &schemas[topic.name()], |value| Vectors::from_value(topic, value))?;
    check(&path, entry, &value, &vectors)?;
    Ok(Ok(vectors))
}

/// What no schema says: head, count, flags, and that every result has what it needs.
fn check(path: &Path, entry: &FileEntry, value: &Value, vectors: &Vectors) -> Result<(), LoadError> {
    let heads = [("format", FORMAT), ("topic", entry.topic.as_str()), ("profile", entry.profile.as_str())];
    for (name, expected) in heads {
        if value[name] != *expected {
            return Err(wrong(path, format!("`{name}` is {}, expected \"{expected}\"", value[name])));
        }
    }
    let tests = vectors.tests();
    let count = u32::try_from(tests.len()).unwrap_or(u32::MAX);
    if count != vectors.test_count() || count != entry.test_count {
        let (file, manifest) = (vectors.test_count(), entry.test_count);
        return Err(wrong(path, format!("{count} tests; the file says {file}, the manifest {manifest}")));
    }
    let notes = vectors.notes();
    for (_, test) in tests {
        let head = test.head();
        if let Some(what) = head.fault(&notes) {
            return Err(wrong(path, format!("{}: {what}", head.id)));
        }
    }
    Ok(())
}
