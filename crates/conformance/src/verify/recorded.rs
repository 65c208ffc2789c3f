//! Voices that need Node or Python: what came when they were asked, and whether they were asked about this very test.
//!
//! `voices/README.md` of this crate says how a record is made. It counts for a test only as long as the test is the one judged.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::load::drop_extensions;
use super::{Case, Stack, Verdict};
use crate::format::{Hex, StackVoice};

/// The records in this program.
const TEXTS: [&str; 4] = [
    include_str!("../../voices/ts-mls-1.6.4.json"),
    include_str!("../../voices/ts-mls-2.0.0-rc.10.json"),
    include_str!("../../voices/rfc9420-1.3.0.json"),
    include_str!("../../voices/stream_client.py-2.json"),
];

/// Every record.
static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| TEXTS.iter().map(|text| Record::read(text)).collect());

/// What one voice made of the tests that it could judge.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// `colony-voice/1`
    pub format: String,
    /// Library.
    pub stack: String,
    /// Version of the library.
    pub version: String,
    /// Folder of the program that asked it.
    pub consumer: String,
    /// SHA-256 over the sources of that program.
    pub consumer_sha256: Hex,
    /// By id of the test.
    pub tests: BTreeMap<String, Entry>,
    /// `ts-mls-1.6.4`
    #[serde(skip)]
    name: String,
}

/// What came of one test.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Of the test that was judged: see [`digest`].
    pub sha256: Hex,
    /// What the library did.
    pub came: Came,
    /// What was expected and what came, unless it was as demanded.
    pub why: Option<String>,
}

/// What a voice did with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// What the test demands, with its reason.
    AsDemanded,
    /// Refused it as demanded, for another reason or for none that was said.
    RefusedOtherwise,
    /// Accepted what it should refuse.
    Accepted,
    /// Accepted it, and came to something else than is expected.
    AcceptedOtherwise,
    /// Refused what it should accept.
    Refused,
}

impl Record {
    fn read(text: &str) -> Self {
        let mut record: Self = serde_json::from_str(text).expect("a record of this crate");
        record.name = format!("{}-{}", record.stack, record.version);
        record
    }
}

/// Every record as a stack.
pub(super) fn stacks() -> impl Iterator<Item = Box<dyn Stack>> {
    RECORDS.iter().map(|record| Box::new(Recorded(record)) as Box<dyn Stack>)
}

/// The records.
pub fn records() -> &'static [Record] {
    &RECORDS
}

struct Recorded(&'static Record);

impl Stack for Recorded {
    fn name(&self) -> &'static str {
        &self.0.name
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.0.stack.clone(), version: self.0.version.clone(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        match self.0.tests.get(case.test.head().id) {
            None => Verdict::unsupported("not in the record"),
            Some(entry) if entry.sha256 != digest(case) => Verdict::OutOfDate,
            Some(entry) => entry.verdict(),
        }
    }
}

impl Entry {
    fn verdict(&self) -> Verdict {
        let why = self.why.clone().unwrap_or_default();
        match self.came {
            Came::AsDemanded => Verdict::Passed,
            Came::RefusedOtherwise => Verdict::Refused { reason: None, why },
            Came::Accepted => Verdict::Differs(format!("accepts it: {why}")),
            Came::AcceptedOtherwise => Verdict::Differs(format!("comes to something else: {why}")),
            Came::Refused => Verdict::Differs(format!("refuses it: {why}")),
        }
    }
}

/// SHA-256 of all that a verdict rests on: profile, time, the test without `verified_by` and `x_` members, and the test that
/// `after` names. As JSON in one line without spaces, members in order of name.
pub fn digest(case: &Case<'_>) -> Hex {
    let test = judged(case);
    let after = test["input"]["after"].as_str().and_then(|id| case.suite.case(id));
    let rests = json!([case.profile.to_string(), case.now, test, after.map(|case| judged(&case))]);
    let mut text = String::new();
    canonical(&rests, &mut text);
    Sha256::digest(text).into()
}

fn judged(case: &Case<'_>) -> Value {
    let mut test = case.test.to_value();
    drop_extensions(&mut test);
    test.as_object_mut().map(|members| members.remove("verified_by"));
    test
}

fn canonical(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => list(text, "[]", items, canonical),
        Value::Object(members) => {
            let sorted: BTreeMap<&String, &Value> = members.iter().collect();
            list(text, "{}", sorted, |(name, value), text| {
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                canonical(value, text);
            });
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn list<T>(text: &mut String, around: &str, items: impl IntoIterator<Item = T>, mut put: impl FnMut(T, &mut String)) {
    text.push_str(&around[..1]);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        put(item, text);
    }
    text.push_str(&around[1..]);
}
