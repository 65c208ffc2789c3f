//! One run as the page shows it: lanes, rows, epochs, leaves, and what broke.

mod groups;
pub(crate) mod rows;
pub(super) mod stakes;
pub(crate) mod verdicts;

use std::collections::BTreeMap;

use nostr::EventId;
use scenarios::facts::Facts;
use scenarios::{DEFAULT_START, Judgement, Run};
use serde::Serialize;
use serde_json::Value;
use sim_device::Note;

use groups::Group;
use rows::Row;
use verdicts::Shown;

use crate::story;

/// How much of a run goes into the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Every record and every event.
    Full,
    /// Without what devices and relays say beside events, and without the events themselves: for pages of many runs.
    Compact,
}

/// Most records of one run that a page holds; a browser stays quick with them.
const MOST_ROWS: usize = 60_000;

/// A run, ready to be shown. Times are milliseconds since its start.
#[derive(Serialize)]
pub(crate) struct Scene {
    pub title: String,
    pub description: Option<String>,
    /// What the run is a function of: `scenario trip`, `profile pr40`, `policy client-id`, `seed 7`.
    pub facts: Vec<String>,
    /// Unix seconds at which the run begins.
    pub start: u64,
    pub digest: String,
    pub records: usize,
    pub ends: u64,
    /// The command that repeats the run.
    pub repro: String,
    pub as_expected: bool,
    pub stalled: bool,
    pub failures: Vec<String>,
    pub outcomes: BTreeMap<String, String>,
    pub counts: String,
    pub invariants: Vec<Shown>,
    pub lanes: Vec<Lane>,
    pub groups: Vec<Group>,
    pub rows: Vec<Row>,
    /// Ids of events and messages; rows name them by their place here.
    pub ids: Vec<String>,
    /// Published events by the place of their id.
    pub events: BTreeMap<usize, Value>,
    /// What is not in the page: what, and how many records.
    pub left_out: Vec<(String, usize)>,
}

/// A participant.
#[derive(Serialize)]
pub(crate) struct Lane {
    pub name: String,
    /// None for a relay.
    pub account: Option<String>,
}

impl Scene {
    /// What a run and its judgement show; `repro` repeats the run.
    pub fn of(run: &Run, facts: &Facts, judgement: &Judgement, repro: String, detail: Detail) -> Self {
        let lanes = Lanes::of(run);
        let ids = Ids::of(run);
        let groups = groups::groups(run, &facts.chronicle, &lanes);
        let invariants = verdicts::verdicts(run, facts, judgement);
        let telling = verdicts::telling(&invariants);
        let source = rows::Source { run, lanes: &lanes, ids: &ids, groups: &groups, detail, telling };
        let (rows, left_out) = rows::rows(&source);
        let events = if detail == Detail::Full { events(run, &ids) } else { BTreeMap::new() };
        Self {
            title: run.scenario.title.clone(),
            description: run.scenario.description.as_ref().map(|text| text.trim().to_owned()),
            facts: vec![
                format!("scenario {}", run.scenario.id),
                format!("profile {}", run.options.profile),
                format!("policy {}", run.options.policy),
                format!("seed {}", run.options.seed),
            ],
            start: run.scenario.start.unwrap_or(DEFAULT_START),
            digest: run.transcript.digest().to_hex(),
            records: run.transcript.entries.len(),
            ends: millis(run.duration()),
            repro,
            as_expected: judgement.as_expected(),
            stalled: judgement.stalled,
            failures: judgement.failures.iter().map(ToString::to_string).collect(),
            outcomes: judgement.outcomes.iter().map(|(device, o)| (device.clone(), o.to_string())).collect(),
            counts: verdicts::counts(&judgement.metrics),
            invariants,
            lanes: lanes.list,
            groups,
            rows,
            ids: ids.list,
            events,
            left_out,
        }
    }
}

pub(crate) fn millis(at: std::time::Duration) -> u64 {
    u64::try_from(at.as_millis()).unwrap_or(u64::MAX)
}

/// Lanes by participant: devices by account, then relays.
struct Lanes {
    list: Vec<Lane>,
    places: BTreeMap<usize, usize>,
}

impl Lanes {
    fn of(run: &Run) -> Self {
        let device = |name: &String| (name.clone(), Some(run.account_of(name).to_owned()));
        let devices = run.devices.iter().map(|(name, id)| (id.0, device(name)));
        let relays = run.relays.iter().map(|(name, id)| (id.0, (name.clone(), None)));
        let (mut list, mut places) = (Vec::new(), BTreeMap::new());
        for (node, (name, account)) in devices.chain(relays) {
            places.insert(node, list.len());
            list.push(Lane { name, account });
        }
        Self { list, places }
    }

    fn place(&self, node: sim_engine::NodeId) -> Option<usize> {
        self.places.get(&node.0).copied()
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|lane| lane.name == name)
    }
}

/// Every event that was published and every message that was sent, numbered.
struct Ids {
    list: Vec<String>,
    /// What each of them is: `commit 5a0c3f11`.
    names: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Ids {
    fn of(run: &Run) -> Self {
        let mut ids = Self { list: Vec::new(), names: Vec::new(), places: BTreeMap::new() };
        for (_, device, event) in run.published() {
            ids.add(&event.id, word_for(event.kind.as_u16()));
            if matches!(event.kind.as_u16(), 443 | 30_443) {
                ids.say_more(&event.id, &format!(" of {device}"));
            }
        }
        for (_, _, note) in run.notes() {
            match note {
                Note::CommitSent { event, .. } => ids.add(event, "commit"),
                Note::LeaveProposed { event, .. } => ids.add(event, "proposal to leave"),
                Note::MessageSent { message, .. } => ids.add(message, "message"),
                Note::WelcomeSent { wrap, key_package, .. } => {
                    let of = ids.name(key_package).unwrap_or_else(|| "an unknown KeyPackage".to_owned());
                    ids.say_more(wrap, &format!(", a Welcome for {of}"));
                }
                _ => {}
            }
        }
        ids
    }

    /// Adds an id, or says better what it is.
    fn add(&mut self, id: &EventId, word: &str) {
        let (hex, name) = (id.to_hex(), format!("{word} {}", story::short(id)));
        match self.places.get(&hex) {
            Some(place) => self.names[*place] = name,
            None => {
                self.places.insert(hex.clone(), self.list.len());
                self.list.push(hex);
                self.names.push(name);
            }
        }
    }

    fn say_more(&mut self, id: &EventId, more: &str) {
        if let Some(place) = self.place(&id.to_hex()) {
            self.names[place] += more;
        }
    }

    fn name(&self, id: &EventId) -> Option<String> {
        self.place(&id.to_hex()).map(|place| self.names[place].clone())
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Every known id that occurs in a value, in order.
    fn within(&self, value: &Value, found: &mut Vec<usize>) {
        match value {
            Value::String(text) => found.extend(self.place(text).filter(|place| !found.contains(place))),
            Value::Array(values) => values.iter().for_each(|value| self.within(value, found)),
            Value::Object(fields) => fields.values().for_each(|value| self.within(value, found)),
            _ => {}
        }
    }
}

fn word_for(kind: u16) -> &'static str {
    match kind {
        5 => "deletion request",
        443 | 30_443 => "KeyPackage",
        445 => "group event",
        1_059 => "gift wrap",
        10_002 => "relay list",
        10_050 => "inbox relay list",
        10_051 => "KeyPackage relay list",
        22_242 => "AUTH",
        _ => "event",
    }
}

fn events(run: &Run, ids: &Ids) -> BTreeMap<usize, Value> {
    let event = |(_, _, event): (usize, &str, &sim_relay::VerifiedEvent)| {
        Some((ids.place(&event.id.to_hex())?, serde_json::from_str(&event.as_json()).unwrap_or(Value::Null)))
    };
    run.published().into_iter().filter_map(event).collect()
}
