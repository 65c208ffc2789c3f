//! A run of any kit that can tell it as the page shows it.

use std::collections::BTreeMap;

use experiment::{Line, Tell, Verdict};
use serde_json::Value;
use sim_engine::Record;

use crate::report::scene::rows::{Kind, Row};
use crate::report::scene::verdicts::{Broken, Shown};
use crate::report::scene::{Detail, Lane, Scene, millis};
use crate::story::clean;

/// Entries before a break that tell how it came.
const STORY: usize = 12;

/// Most records of one run that a page holds.
const MOST_ROWS: usize = 60_000;

pub(super) fn of<K: Tell>(
    (run, judged): (&K::Run, &K::Judged),
    options: &K::Options,
    repro: String,
    detail: Detail,
) -> Scene {
    let head = K::head_of(run);
    let transcript = K::transcript(run);
    let named = K::named(options);
    let first = [format!("system {}", K::ID), format!("scenario {}", head.id)].into_iter();
    let (rows, left_out) = rows::<K>(run, detail);
    let failures = K::unexpected(judged);
    let verdicts = K::verdicts(judged);
    Scene {
        title: head.title,
        description: head.description.map(|text| text.trim().to_owned()),
        facts: first.chain(named.iter().map(|(name, value)| format!("{name} {value}"))).collect(),
        start: 0,
        digest: transcript.digest().to_hex(),
        records: transcript.entries.len(),
        ends: millis(K::duration(run)),
        repro,
        as_expected: failures.is_empty(),
        stalled: false,
        failures,
        outcomes: K::ends(run).into_iter().collect::<BTreeMap<_, _>>(),
        counts: String::new(),
        invariants: verdicts.into_iter().map(|verdict| shown::<K>(run, verdict)).collect(),
        lanes: K::cast(run).into_iter().map(|(_, name)| Lane { account: account(&name), name }).collect(),
        groups: Vec::new(),
        rows,
        ids: Vec::new(),
        events: BTreeMap::new(),
        left_out,
    }
}

/// Who a lane belongs to: a client and its pipe stand together.
fn account(name: &str) -> Option<String> {
    match name.split_once('/') {
        Some((_, of)) => Some(of.to_owned()),
        None => Some(name.to_owned()),
    }
}

fn shown<K: Tell>(run: &K::Run, verdict: Verdict) -> Shown {
    let before = |entry: usize| {
        let told = (0..=entry).rev().filter(|entry| K::tell(run, *entry, false).is_some());
        let mut story: Vec<usize> = told.take(STORY).collect();
        story.reverse();
        story
    };
    let broken = |(entry, text): (usize, String)| Broken {
        entry,
        at: K::transcript(run).entries.get(entry).map(|entry| millis(entry.at)).unwrap_or_default(),
        subject: String::new(),
        text,
        story: before(entry),
    };
    let exercised = verdict.exercised.then(|| verdict.violations.len().max(1));
    let violations = verdict.violations.into_iter().map(broken).collect();
    Shown { name: verdict.name, exercised, violations, follows: false }
}

fn rows<K: Tell>(run: &K::Run, detail: Detail) -> (Vec<Row>, Vec<(String, usize)>) {
    let places: BTreeMap<usize, usize> =
        K::cast(run).into_iter().enumerate().map(|(place, (node, _))| (node, place)).collect();
    let lane = |node: Option<usize>| node.and_then(|node| places.get(&node)).copied();
    let mut left_out = 0;
    let mut rows = Vec::new();
    for (entry, record) in K::transcript(run).entries.iter().enumerate() {
        let Some(Line { who, to, text }) = K::tell(run, entry, detail == Detail::Full) else { continue };
        if rows.len() == MOST_ROWS {
            left_out += 1;
            continue;
        }
        rows.push(Row {
            entry,
            at: millis(record.at),
            kind: kind(&record.record),
            lane: lane(who),
            to: lane(to),
            text: clean(&text),
            said: Value::Null,
            ids: Vec::new(),
            rules: Vec::new(),
            change: None,
        });
    }
    let left_out = (left_out > 0).then(|| ("records at the end".to_owned(), left_out));
    (rows, left_out.into_iter().collect())
}

fn kind<K: Tell>(record: &Record<K>) -> Kind {
    match record {
        Record::Step(_) => Kind::Step,
        Record::Done(_, _, Ok(())) => Kind::Done,
        Record::Done(_, _, Err(_)) => Kind::Failed,
        Record::Note(..) => Kind::Message,
        Record::Delivered { .. } => Kind::Chatter,
        Record::Opened(..) | Record::Closed(..) | Record::Finished(..) | Record::Window(..) => Kind::Link,
        Record::Fault { .. } | Record::FaultOnOpen { .. } | Record::FaultOnFinish { .. } => Kind::Fault,
    }
}
