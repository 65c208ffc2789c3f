//! In which way a run failed: an invariant and its cause, without names, ids and times.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::judge::{Judgement, Verdict, device_of};
use crate::run::Run;

/// A way to fail. Two cases with one fingerprint are taken for the same story.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The invariant.
    pub invariant: String,
    /// What the invariant says, with devices, groups, policies, ids and numbers left open.
    pub cause: String,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant, self.cause)
    }
}

/// An invariant that breaks because another one does, so that one story is told once.
const CONSEQUENCES: &[(&str, &[&str])] = &[
    ("one-leaf-per-active-device", &["every-active-device-joins", "no-phantom-leaf", "no-second-leaf-for-a-device"]),
    ("no-second-leaf-for-a-device", &["no-phantom-leaf"]),
    ("all-pairs-decrypt", &["converges-when-quiet", "same-epoch-same-state"]),
    ("delivered-exactly-once", &["converges-when-quiet", "same-epoch-same-state", "all-pairs-decrypt"]),
    ("same-epoch-same-state", &["converges-when-quiet"]),
];

/// Does the break of an invariant follow from others that are violated?
pub fn follows_from(name: &str, violated: &[&str]) -> bool {
    let causes = CONSEQUENCES.iter().find(|(consequence, _)| *consequence == name);
    causes.is_some_and(|(_, causes)| causes.iter().any(|cause| violated.contains(cause)))
}

/// Every way in which a run failed, consequences of others left out.
pub fn fingerprints(run: &Run, judgement: &Judgement) -> BTreeSet<Fingerprint> {
    let violated = judgement.violated();
    let names = Names::of(run);
    let mut found = BTreeSet::new();
    for (name, verdict) in &judgement.invariants {
        let Verdict::Violated { violations } = verdict else { continue };
        if follows_from(name, &violated) {
            continue;
        }
        let of = |text: &str| Fingerprint { invariant: name.clone(), cause: names.left_open(text) };
        found.extend(violations.iter().map(|violation| of(&violation.text)));
    }
    if judgement.stalled {
        let waits = run.checkpoints.iter().flat_map(|checkpoint| &checkpoint.blockers).next();
        let cause = waits.map_or("the budget ended".to_owned(), |b| {
            names.left_open(&format!("{} and waits for {}", b.what, b.waits_for))
        });
        found.insert(Fingerprint { invariant: "stalled".to_owned(), cause });
    }
    found
}

/// What is particular to a run.
struct Names {
    /// Longest first, so that `bob/phone` goes before `bob`.
    words: Vec<(String, &'static str)>,
}

impl Names {
    fn of(run: &Run) -> Self {
        let mut words: Vec<(String, &'static str)> = run.devices.keys().map(|name| (name.clone(), "DEVICE")).collect();
        words.extend(run.accounts.keys().map(|name| (name.clone(), "ACCOUNT")));
        words.extend(marmot_rules::Policy::ALL.iter().map(|policy| (policy.to_string(), "POLICY")));
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self { words }
    }

    fn left_open(&self, text: &str) -> String {
        let mut words = Vec::new();
        for word in text.split(' ') {
            let bare = word.trim_end_matches([',', ':', ';', '.', ')']);
            let tail = &word[bare.len()..];
            words.push(format!("{}{tail}", self.open(bare)));
        }
        collapse(&words)
    }

    fn open(&self, word: &str) -> String {
        let installation = device_of(word);
        if let Some((_, class)) = self.words.iter().find(|(name, _)| name == installation) {
            return (*class).to_owned();
        }
        let generated = word.len() > 1 && word[1..].bytes().all(|b| b.is_ascii_digit());
        let hex = word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '…');
        match word {
            _ if hex => "ID".to_owned(),
            _ if generated && word.starts_with('g') => "GROUP".to_owned(),
            _ if generated && word.starts_with(['m', 'b', 'f']) => "NAME".to_owned(),
            _ if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) => "N".to_owned(),
            _ => word.to_owned(),
        }
    }
}

/// `ID of DEVICE, ID of DEVICE, ID of DEVICE` says no more than `ID of DEVICE`.
fn collapse(words: &[String]) -> String {
    let text = words.join(" ");
    let mut shorter = text.clone();
    for list in ["ID of DEVICE, ", "ID of nobody known, ", "N and ", "ID, "] {
        while shorter.contains(&list.repeat(2)) {
            shorter = shorter.replace(&list.repeat(2), list);
        }
    }
    for (list, one) in [("ID of DEVICE, ID of DEVICE", "ID of DEVICE"), ("N and N", "N")] {
        shorter = shorter.replace(list, one);
    }
    shorter
}
