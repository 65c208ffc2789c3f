//! From a folder of files to a [`Suite`]: hashes, schemas, strict types. The first thing that is wrong ends it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Suite, check, schema};
use crate::format::{
    EXTRA_PACKS, FORMAT, FileEntry, Hex, MANIFEST_FORMAT, MAX_FILE_BYTES, Manifest, OtherFile, Topic, Vectors, Wire,
};

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

/// Loads the vectors below `root`, where `manifest.json` is, and the extra packs that are there too.
///
/// Returns the suite and the files that it leaves out because their topic or profile is unknown here, each with the reason.
///
/// # Errors
/// See [`LoadError`].
pub fn load(root: &Path) -> Result<(Suite, Vec<String>), LoadError> {
    let schemas = schema::all();
    let mut loaded = pack(root, &schemas)?;
    for folder in EXTRA_PACKS.into_iter().filter(|folder| root.join(folder).join("manifest.json").is_file()) {
        let below = |path: String| format!("{folder}{path}");
        let extra = pack(&root.join(folder), &schemas)?;
        loaded.files.extend(extra.files.into_iter().map(|(path, file)| (below(path), file)));
        loaded.left_out.extend(extra.left_out.into_iter().map(below));
        loaded.known.policies.extend(extra.known.policies);
        loaded.known.retired.extend(extra.known.retired);
    }
    check::all(&loaded.files, &loaded.known).map_err(|(name, what)| wrong(&root.join(name), what))?;
    Ok((Suite::of(loaded.files), loaded.left_out))
}

/// What a manifest leads to.
#[derive(Default)]
struct Loaded {
    files: BTreeMap<String, Vectors>,
    left_out: Vec<String>,
    known: check::Known,
}

/// What the manifest in this folder lists.
fn pack(root: &Path, schemas: &BTreeMap<String, Value>) -> Result<Loaded, LoadError> {
    let path = root.join("manifest.json");
    let mut value = json(&path, &read(&path)?)?;
    let others = value["x_files"].take();
    drop_extensions(&mut value);
    let manifest: Manifest = typed(&path, &value, &schemas["manifest"], serde_json::from_value)?;
    if manifest.format != MANIFEST_FORMAT {
        return Err(wrong(&path, format!("the format is `{}`, expected `{MANIFEST_FORMAT}`", manifest.format)));
    }
    let known = check::Known { policies: manifest.policies.into_keys().collect(), retired: manifest.retired };
    let mut loaded = Loaded { known, ..Loaded::default() };
    let mut paths = BTreeSet::new();
    for entry in &manifest.files {
        if !paths.insert(&entry.path) {
            return Err(wrong(&path, format!("{} is listed twice", entry.path)));
        }
        match file(root, entry, schemas)? {
            Ok(vectors) => _ = loaded.files.insert(entry.path.clone(), vectors),
            Err(why) => loaded.left_out.push(format!("{}: {why}", entry.path)),
        }
    }
    other_files(root, others)?;
    Ok(loaded)
}

/// The files beside the vector files, where they are there, are those of the manifest.
fn other_files(root: &Path, listed: Value) -> Result<(), LoadError> {
    let path = root.join("manifest.json");
    let listed: Option<Vec<OtherFile>> =
        serde_json::from_value(listed).map_err(|e| wrong(&path, format!("at x_files: {e}")))?;
    for OtherFile { path: name, sha256, bytes } in listed.unwrap_or_default() {
        if root.join(&name).is_file() {
            listed_bytes(root, &name, &sha256, bytes)?;
        }
    }
    Ok(())
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

fn json(path: &Path, bytes: &[u8]) -> Result<Value, LoadError> {
    serde_json::from_slice(bytes).map_err(|e| wrong(path, format!("no JSON: {e}")))
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

/// The bytes of a file, which are those that the manifest means.
fn listed_bytes(root: &Path, name: &str, sha256: &Hex, length: u64) -> Result<Vec<u8>, LoadError> {
    if !is_inside(name) {
        return Err(wrong(&root.join("manifest.json"), format!("{name} leads out of the folder")));
    }
    let path = root.join(name);
    let bytes = read(&path)?;
    if bytes.len() as u64 != length {
        return Err(wrong(&path, format!("{} bytes, the manifest says {length}", bytes.len())));
    }
    let digest = Sha256::digest(&bytes);
    if digest.as_slice() != sha256.0 {
        return Err(wrong(&path, format!("SHA-256 is {}, the manifest says {sha256}", hex::encode(digest))));
    }
    Ok(bytes)
}

/// One file of the manifest; the inner error is why this version of Colony does not know it.
fn file(
    root: &Path,
    entry: &FileEntry,
    schemas: &BTreeMap<String, Value>,
) -> Result<Result<Vectors, String>, LoadError> {
    let path = root.join(&entry.path);
    let bytes = listed_bytes(root, &entry.path, &entry.sha256, entry.bytes)?;
    let Ok(topic) = entry.topic.parse::<Topic>() else { return Ok(Err(format!("unknown topic {}", entry.topic))) };
    if Wire::of(topic, &entry.profile).is_none() {
        return Ok(Err(format!("unknown profile {}", entry.profile)));
    }
    let mut value = json(&path, &bytes)?;
    drop_extensions(&mut value);
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
