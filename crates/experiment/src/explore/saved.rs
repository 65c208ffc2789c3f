//! A failure as it was found: its scenario and the mark of every record, so that a repetition can be compared.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use sim_engine::first_difference;

use super::Fingerprint;
use crate::{Kit, Named};

/// First line of a saved transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// `colony-transcript/1`
    pub format: String,
    /// Options of the run, its seed among them.
    #[serde(flatten)]
    pub options: Named,
    /// Digest of the whole transcript.
    pub digest: String,
    /// What broke.
    pub fingerprint: Fingerprint,
}

/// A saved transcript: the header and a line per record, which begins with the first eight bytes of the rolling digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What was run, and how it ended.
    pub header: Header,
    /// Mark and text of every record.
    pub records: Vec<(u64, String)>,
}

/// How a repetition compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// The same bytes.
    Same,
    /// Not the same, and the first record that differs; none if one of the two ended before.
    Differs {
        /// Which record.
        entry: usize,
        /// What was saved there; none if the saved transcript is shorter.
        saved: Option<String>,
    },
}

const FORMAT: &str = "colony-transcript/1";

impl Saved {
    /// What is to be kept of a run. `tell` gives the text of a record.
    pub fn of<K: Kit>(run: &K::Run, options: &K::Options, broke: Fingerprint, tell: impl Fn(usize) -> String) -> Self {
        let transcript = K::transcript(run);
        let header = Header {
            format: FORMAT.to_owned(),
            options: K::named(options),
            digest: transcript.digest().to_hex(),
            fingerprint: broke,
        };
        Self { header, records: transcript.marks().enumerate().map(|(entry, mark)| (mark, tell(entry))).collect() }
    }

    /// As a text file.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string(&self.header).unwrap_or_default();
        text.push('\n');
        for (mark, told) in &self.records {
            let _ = writeln!(text, "{mark:016x} {}", told.replace(['\n', '\r'], " "));
        }
        text
    }

    /// From a text file.
    ///
    /// # Errors
    /// One line about what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        let header: Header = serde_json::from_str(lines.next().unwrap_or_default())
            .map_err(|error| format!("line 1: no header of a saved transcript: {error}"))?;
        if header.format != FORMAT {
            return Err(format!("line 1: format {:?}; expected: {FORMAT:?}", header.format));
        }
        let record = |(number, line): (usize, &str)| {
            let (mark, told) = line.split_once(' ').unwrap_or((line, ""));
            let mark = u64::from_str_radix(mark, 16).map_err(|_| {
                format!("line {}: begins with {mark:?}; expected: sixteen hexadecimal digits", number + 2)
            })?;
            Ok((mark, told.to_owned()))
        };
        Ok(Self { header, records: lines.enumerate().map(record).collect::<Result<_, String>>()? })
    }

    /// Compares a repetition, by the marks of its records, with what was saved.
    pub fn compare(&self, again: impl ExactSizeIterator<Item = u64>) -> Replayed {
        match first_difference(self.records.iter().map(|(mark, _)| *mark), again) {
            None => Replayed::Same,
            Some(entry) => Replayed::Differs { entry, saved: self.records.get(entry).map(|(_, told)| told.clone()) },
        }
    }
}
