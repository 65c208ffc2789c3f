//! The folder that a campaign leaves behind. Whenever the process ends, every finished case is in it.
//!
//! `campaign.json` what was asked for · `cases.jsonl` a line per finished case, in the order in which they finished ·
//! `failures/` a scenario and its transcript for each way to fail, as they are shrunk · `summary.json` before that and `report.html` last.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use experiment::Named;
use experiment::explore::{CaseRecord, Fingerprint, Summary};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::report::write;
use crate::systems::{CaseName, Kept};

pub(super) const FORMAT: &str = "colony-explore/1";

/// What a campaign was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Campaign {
    pub format: String,
    /// Version of the generator of Marmot's cases.
    pub generator: u32,
    /// Versions of the generators of the other systems that take part.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub generators: BTreeMap<String, u32>,
    pub seed: String,
    pub families: Vec<String>,
    pub from: u64,
    pub cases: u64,
    pub shard: Option<String>,
    /// Options of every case, in the place of those that were drawn.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub with: Named,
}

impl Campaign {
    /// `3`, or `3, streams 2`.
    pub fn told_generators(&self) -> String {
        let others = self.generators.iter().map(|(system, version)| format!(", {system} {version}"));
        std::iter::once(self.generator.to_string()).chain(others).collect()
    }

    /// Whether this is one of its cases.
    pub fn has(&self, family: &str, index: u64) -> bool {
        let asked = self.from..self.from.saturating_add(self.cases);
        asked.contains(&index) && self.families.iter().any(|of| of == family)
    }
}

/// The folder. What cannot be written into it is kept: the campaign goes on, and its reports are still to be written.
pub(super) struct Folder {
    path: PathBuf,
    cases: Mutex<Option<File>>,
    unwritten: Mutex<Vec<Failure>>,
}

impl Folder {
    /// A new folder; one that exists must be empty.
    pub fn create(path: &Path, campaign: &Campaign) -> Result<Self, Failure> {
        create_empty(path)?;
        fs::create_dir_all(path.join("failures")).map_err(|error| Failure::unwritten(path, &error))?;
        let cases = File::create(path.join("cases.jsonl")).map_err(|error| Failure::unwritten(path, &error))?;
        let folder = Self { cases: Mutex::new(Some(cases)), ..Self::at(path) };
        folder.try_write("campaign.json", &json(campaign)?)?;
        Ok(folder)
    }

    /// A folder that a campaign left behind.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let folder = Self::at(path);
        folder.campaign()?;
        Ok(folder)
    }

    fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), cases: Mutex::new(None), unwritten: Mutex::new(Vec::new()) }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn campaign(&self) -> Result<Campaign, Failure> {
        let file = self.path.join("campaign.json");
        let text = fs::read_to_string(&file).map_err(|error| Failure::unread(&file, &error))?;
        let campaign: Campaign = serde_json::from_str(&text)
            .map_err(|error| Failure::bad_input(format!("{}:{}: {error}", file.display(), error.line())))?;
        if campaign.format != FORMAT {
            let what = format!("{}: format {:?}", file.display(), campaign.format);
            return Err(Failure::bad_input(format!("{what}\n  expected: {FORMAT:?}")));
        }
        Ok(campaign)
    }

    /// Adds a finished case, whole or not at all as far as the system allows: one write, one line. None comes after one that
    /// could not be written.
    pub fn add(&self, record: &CaseRecord) {
        let line = serde_json::to_string(record).map(|line| line + "\n");
        let mut cases = self.cases.lock().expect("no panic while the lock is held");
        let Some(file) = cases.as_mut() else { return };
        let written = line.map_err(io::Error::other).and_then(|line| file.write_all(line.as_bytes()));
        if let Err(error) = written.and_then(|()| file.flush()) {
            *cases = None;
            self.keep(Failure::unwritten(&self.path.join("cases.jsonl"), &error));
        }
    }

    /// Every finished case. A last line without an end is a case that was being written when the process ended.
    pub fn records(&self) -> Result<Vec<CaseRecord>, Failure> {
        let file = self.path.join("cases.jsonl");
        let bytes = fs::read(&file).map_err(|error| Failure::unread(&file, &error))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(&[][..], |end| &bytes[..end]);
        let whole = String::from_utf8_lossy(whole);
        let record = |(place, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|error| {
                let what = format!("{}:{}: {error}", file.display(), place + 1);
                Failure::bad_input(format!("{what}\n  expected: a case as `colony explore` writes it"))
            })
        };
        whole.lines().enumerate().map(record).collect()
    }

    /// Saves a case that fails: its scenario, which any command takes, and the transcript that `colony replay` compares.
    pub fn save(&self, case: CaseName, fingerprint: &Fingerprint, kept: &Kept) {
        let name = failure_name(fingerprint, case.family, case.index);
        self.write(&format!("failures/{name}.toml"), &kept.scenario);
        self.write(&format!("failures/{name}.transcript"), &kept.transcript);
    }

    /// Copies from the parts what the whole would have saved: the first case of every way to fail.
    pub fn take_over(&self, summary: &Summary, parts: &[Self]) -> Result<(), Failure> {
        for failure in &summary.failures {
            let name = failure_name(&failure.failure.fingerprint, &failure.first.0, failure.first.1);
            for ending in ["toml", "transcript"] {
                let file = format!("failures/{name}.{ending}");
                let found = parts.iter().map(|part| part.path.join(&file)).find(|path| path.is_file());
                if let Some(found) = found {
                    let text = fs::read_to_string(&found).map_err(|error| Failure::unread(&found, &error))?;
                    self.write(&file, &text);
                }
            }
        }
        Ok(())
    }

    /// Where the failure of a summary was saved, if it was.
    pub fn failure_file(&self, fingerprint: &Fingerprint, first: &(String, u64)) -> Option<PathBuf> {
        let file = self.path.join(format!("failures/{}.toml", failure_name(fingerprint, &first.0, first.1)));
        file.is_file().then_some(file)
    }

    /// Writes a file of JSON; what goes wrong is kept.
    pub fn write_json(&self, name: &str, value: &impl Serialize) {
        match json(value) {
            Ok(text) => self.write(name, &text),
            Err(failure) => self.keep(failure),
        }
    }

    /// Writes a file; what goes wrong is kept.
    pub fn write(&self, name: &str, text: &str) {
        if let Err(failure) = self.try_write(name, text) {
            self.keep(failure);
        }
    }

    /// Beside its place first, then renamed: never half a file.
    fn try_write(&self, name: &str, text: &str) -> Result<(), Failure> {
        write::report(&self.path.join(name), text)
    }

    fn keep(&self, failure: Failure) {
        self.unwritten.lock().expect("no panic while the lock is held").push(failure);
    }

    /// What could not be written.
    pub fn unwritten(&self) -> Result<(), Failure> {
        let kept = std::mem::take(&mut *self.unwritten.lock().expect("no panic while the lock is held"));
        Failure::all(kept).map_or(Ok(()), Err)
    }
}

pub(super) fn failure_name(fingerprint: &Fingerprint, family: &str, index: u64) -> String {
    let hash = fingerprint
        .cause
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{}-{:08x}-{family}-{index}", fingerprint.invariant, hash as u32)
}

/// As a file holds it.
pub(super) fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|error| Failure::unable(format!("cannot write JSON: {error}")))
}

/// A folder for a result: a new one, or one that is empty.
pub(super) fn create_empty(path: &Path) -> Result<(), Failure> {
    let taken = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        let what = format!("{} is not empty", path.display());
        return Err(Failure::bad_input(format!("{what}\n  expected: --out with a new or empty folder")));
    }
    if path.exists() && !path.is_dir() {
        let what = format!("{} is no folder", path.display());
        return Err(Failure::bad_input(format!("{what}\n  expected: --out with a new or empty folder")));
    }
    fs::create_dir_all(path).map_err(|error| Failure::unwritten(path, &error))
}
