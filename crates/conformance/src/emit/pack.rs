//! A pack is a folder that stands for itself: a manifest, an index, schemas, vector files.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::Policy;
use sha2::{Digest, Sha256};

use super::{EmitError, index, invariants, minimal, retired};
use crate::format::{
    EXTRA_PACKS, FileEntry, MANIFEST_FORMAT, MAX_FILE_BYTES, MAX_PACK_BYTES, Manifest, OtherFile, PolicyEntry,
    REASONS_VERSION, SUITE_VERSION, Topic, Vectors, is_apart, to_text,
};
use crate::verify::{Report, Verdict, schema, who_reads_what};

/// Text of files by their path.
type Texts = BTreeMap<String, String>;

/// Vector files that belong together.
pub(super) struct Pack<'a> {
    /// Where it lies below `vectors/`: empty, or a name and `/`.
    folder: &'static str,
    /// Vector files with their paths below that.
    pub vectors: Vec<(&'a str, &'a Vectors)>,
}

/// Every file of every pack: what a client can judge, and, apart, what engines decide and whole runs.
pub(super) fn texts(vectors: &BTreeMap<String, Vectors>, report: &Report) -> Result<Texts, EmitError> {
    let (mut all, main) = (Texts::new(), Pack::main(vectors));
    for folder in EXTRA_PACKS {
        all.extend(Pack::extra(folder, vectors).finish(report, Texts::new())?);
    }
    let minimal = ("minimal.json".to_owned(), minimal::text(&main, &policies())?);
    let files = main.finish(report, Texts::from([minimal]))?;
    let bytes: usize = files.values().map(String::len).sum();
    if bytes >= MAX_PACK_BYTES {
        return Err(EmitError::Inconsistent(format!(
            "the default pack has {bytes} bytes, less than {MAX_PACK_BYTES} are wanted"
        )));
    }
    all.extend(files);
    all.insert("INVARIANTS.md".to_owned(), invariants::page());
    all.insert("WHO-READS-WHAT.md".to_owned(), who_reads_what(vectors, report));
    Ok(all)
}

impl<'a> Pack<'a> {
    /// What a client can judge.
    pub fn main(vectors: &'a BTreeMap<String, Vectors>) -> Self {
        let own = vectors.iter().filter(|(path, _)| !is_apart(path));
        Self { folder: "", vectors: own.map(|(path, file)| (path.as_str(), file)).collect() }
    }

    /// What stands in a folder of its own.
    fn extra(folder: &'static str, vectors: &'a BTreeMap<String, Vectors>) -> Self {
        let own = vectors.iter().filter_map(|(path, file)| Some((path.strip_prefix(folder)?, file)));
        Self { folder, vectors: own.collect() }
    }

    /// Texts of all files; `others` are files beside the vector files.
    fn finish(&self, report: &Report, mut others: Texts) -> Result<Texts, EmitError> {
        let mut texts = Texts::new();
        let mut entries = Vec::new();
        for (path, vectors) in &self.vectors {
            let text = vectors.to_text()?;
            let counted = |is| report.counted_by(&format!("{}{path}", self.folder), is);
            entries.push(entry(path, vectors, &text, [counted(Verdict::is_passed), counted(Verdict::is_refused)])?);
            texts.insert((*path).to_owned(), text);
        }
        others.insert("index.csv".to_owned(), index::text(self));
        texts.insert("manifest.json".to_owned(), to_text(&self.manifest(entries, &others))?);
        texts.extend(others);
        for (name, schema) in schema::all() {
            if self.needs(&name) {
                texts.insert(format!("schema/{name}.json"), to_text(&schema)?);
            }
        }
        Ok(texts.into_iter().map(|(path, text)| (format!("{}{path}", self.folder), text)).collect())
    }

    /// Whether a file of this pack has this schema.
    fn needs(&self, schema: &str) -> bool {
        match schema.parse::<Topic>() {
            Ok(topic) => self.vectors.iter().any(|(_, file)| file.topic() == topic),
            Err(()) => schema == "manifest" || self.folder.is_empty(),
        }
    }

    fn manifest(&self, files: Vec<FileEntry>, others: &Texts) -> Manifest {
        let profiles: BTreeSet<_> = files.iter().map(|file| file.profile.clone()).collect();
        let tests = self.vectors.iter().flat_map(|(_, file)| file.tests());
        let occur: BTreeSet<_> = tests.flat_map(|(_, test)| test.head().policies).collect();
        Manifest {
            format: MANIFEST_FORMAT.to_owned(),
            suite_version: SUITE_VERSION.to_owned(),
            reasons_version: REASONS_VERSION,
            profiles: profiles.into_iter().collect(),
            policies: policies().into_iter().filter(|(id, _)| occur.contains(id.as_str())).collect(),
            files,
            retired: if self.folder.is_empty() { retired::ids() } else { BTreeMap::new() },
            x_files: others.iter().map(|(path, text)| other(path, text)).collect(),
        }
    }
}

fn entry(
    path: &str,
    vectors: &Vectors,
    text: &str,
    [verified_by, x_refused_by]: [BTreeMap<String, u32>; 2],
) -> Result<FileEntry, EmitError> {
    let bytes = text.len() as u64;
    if bytes >= MAX_FILE_BYTES {
        return Err(EmitError::Inconsistent(format!("{path} has {bytes} bytes: split it")));
    }
    Ok(FileEntry {
        path: path.to_owned(),
        sha256: Sha256::digest(text).into(),
        bytes,
        topic: vectors.topic().name().to_owned(),
        profile: vectors.profile().to_owned(),
        test_count: vectors.test_count(),
        verified_by,
        x_refused_by,
    })
}

fn other(path: &str, text: &str) -> OtherFile {
    OtherFile { path: path.to_owned(), sha256: Sha256::digest(text).into(), bytes: text.len() as u64 }
}

fn policies() -> BTreeMap<String, PolicyEntry> {
    let entry = |description: &str, source: &str| PolicyEntry {
        description: description.to_owned(),
        source: source.to_owned(),
    };
    let selection = Policy::settled().map(|p| (p.id().into_owned(), entry(p.describe(), p.source())));
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
        ("leaf-extensions-known", entry("A leaf has no extension that belongs elsewhere.", "OpenMLS 0.8.3")),
        ("leaf-extensions-any", entry("A leaf may have any extension that its capabilities list.", "mls-rs 0.57.0")),
        (
            "group-data-known",
            entry("Only the versions of 0xf2ee that the text describes are read.", "the January text"),
        ),
        ("group-data-forward", entry("Of a later version of 0xf2ee the known fields are read.", "mdk-core 0.8.0")),
        (
            "old-leaves-skipped",
            entry("The lifetimes of leaves in the tree are not looked at when somebody joins.", "colony, decision D20"),
        ),
        (
            "old-leaves-verified",
            entry(
                "A group with a leaf whose lifetime is over is not joined.",
                "openmls 0.9.2 by default, mls-rs 0.57.0",
            ),
        ),
        ("defaults-refused", entry("Capabilities that list a default extension type are refused.", "mls-rs 0.57.0")),
        ("defaults-taken", entry("Capabilities may list a default extension type.", "OpenMLS 0.8.3")),
    ];
    let docs = "docs/convergence.md";
    let converging = [
        (
            "innermost-first",
            entry(
                "Forks are decided one by one from the highest epoch down, each branch counted from that fork. \
                 Horizon from the base epoch, class after the score, what was invalidated is shown again.",
                docs,
            ),
        ),
        (
            "own-fork",
            entry(
                "As innermost-first, but all at once: each branch counted from where it leaves the canonical path, \
                 and the canonical one from where the first of the others leaves it.",
                "the adopted text, to the letter",
            ),
        ),
        (
            "common-base",
            entry(
                "As own-fork, but all counted from where the first of them leaves the canonical path.",
                "mdk 33dab5ed, read and not run",
            ),
        ),
        (
            "max-tip",
            entry("As innermost-first, with the horizon measured back from the highest tip along its path.", docs),
        ),
        ("class-first", entry("As innermost-first, with the class compared before depth, quorum and score.", docs)),
        ("never-again", entry("As innermost-first, but what was invalidated is never shown again.", docs)),
    ];
    let text = "the adopted text, where it is clear";
    let mdk = "mdk 33dab5ed, read and not run";
    let authority = [
        (
            "as-text",
            entry("Commits are judged as the adopted text says; where it is silent, nothing is refused.", text),
        ),
        (
            "lists-itself",
            entry("As as-text, but a new leaf lists 0x0001 among its components and has an entry 0x0002.", mdk),
        ),
        (
            "self-remove-required",
            entry("As as-text, but every group requires proposal 0x000a, and every new leaf lists it.", mdk),
        ),
        ("mdk-components", entry("As as-text, but every group requires 0x8001, and none has 0x8008.", mdk)),
        ("empty-data", entry("As as-text, but commits and proposals have no authenticated data.", "nobody we know")),
        (
            "no-shrinking",
            entry("As as-text, but a member's new leaf supports all that its old one did.", "nobody we know"),
        ),
        ("no-mixing", entry("As as-text, but SelfRemoves stand alone in an admin's commit too.", "nobody we know")),
        (
            "same-account",
            entry(
                "As as-text, with the overlay for devices of one account (0x800d).",
                "marmot pull request 417, which is not adopted",
            ),
        ),
    ];
    let gap = "a gap of XIP-83 that no revision closes";
    let streaming = [
        ("ping-send-idle", entry("A node challenges when it sent nothing for an interval.", "XIP-83, to the letter")),
        (
            "ping-unproven",
            entry("As ping-send-idle, and two intervals after the last matching Pong at the latest.", gap),
        ),
        ("remove-cancels", entry("A remove cancels a running history_only replay.", "XIP-83 leaves it open")),
        ("remove-keeps", entry("A remove leaves a running history_only replay alone.", "XIP-83 leaves it open")),
        (
            "resume-marks",
            entry("What was live resumes from the live mark of its kind, 0 if there is none.", "XIP-83, to the letter"),
        ),
        ("resume-floors", entry("As resume-marks, and never from below what is done of the topic.", gap)),
        ("retry-once", entry("An attempt is written down when its stream began, once.", "libxmtp pull request 3718")),
        ("retry-each", entry("Every attempt is written down.", "colony")),
    ];
    let reading = reading.into_iter().chain(converging).chain(authority).chain(streaming);
    selection.chain(matching.into_iter().chain(reading).map(|(id, entry)| (id.to_owned(), entry))).collect()
}
