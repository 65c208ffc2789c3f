//! One run as the page shows it: lanes, rows, epochs, leaves, and what broke.

mod groups;
mod rows;
mod stakes;
mod verdicts;

use std::collections::BTreeMap;

use nostr::EventId;
use scenarios::judge::Chronicle;
use scenarios::{DEFAULT_START, Judgement, Run};
use serde::Serialize;
use serde_json::Value;

use groups::Group;
use rows::Row;
use stakes::RuleText;
use verdicts::Shown;

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
    pub scenario: String,
    pub profile: String,
    pub policy: String,
    pub seed: String,
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
    pub rules: BTreeMap<&'static str, RuleText>,
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
    pub fn of(run: &Run, judgement: &Judgement, repro: String, detail: Detail) -> Self {
        let chronicle = Chronicle::of(run);
        let lanes = Lanes::of(run);
        let ids = Ids::of(run);
        let groups = groups::groups(run, &chronicle, &lanes);
        let invariants = verdicts::verdicts(run, judgement);
        let (rows, left_out) = rows::rows(run, &lanes, &ids, &groups, detail);
        let events = if detail == Detail::Full { events(run, &ids) } else { BTreeMap::new() };
        let cited = rows.iter().flat_map(|row| &row.rules).chain(invariants.iter().flat_map(|shown| shown.rules));
        Self {
            title: run.scenario.title.clone(),
            description: run.scenario.description.as_ref().map(|text| text.trim().to_owned()),
            scenario: run.scenario.id.clone(),
            profile: run.options.profile.to_string(),
            policy: run.options.policy.to_string(),
            seed: run.options.seed.to_string(),
            start: run.scenario.start.unwrap_or(DEFAULT_START),
            digest: run.transcript.digest().to_hex(),
            records: run.transcript.entries.len(),
            ends: millis(run.duration()),
            repro,
            as_expected: judgement.as_expected(),
            stalled: judgement.stalled,
            failures: judgement.failures.clone(),
            outcomes: judgement.outcomes.iter().map(|(device, o)| (device.clone(), o.to_string())).collect(),
            counts: verdicts::counts(&judgement.metrics),
            rules: stakes::texts(cited.copied()),
            invariants,
            lanes: lanes.list,
            groups,
            rows,
            ids: ids.list,
            events,
            left_out,
        }
    }

    /// What the scene is called where there are several.
    pub fn name(&self) -> String {
        format!("{} under {} and {}", self.scenario, self.profile, self.policy)
    }
}

fn millis(at: std::time::Duration) -> u64 {
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

    fn place(&self, node: scenarios::engine::NodeId) -> Option<usize> {
        self.places.get(&node.0).copied()
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|lane| lane.name == name)
    }
}

/// Every event that was published and every message that was sent, numbered.
struct Ids {
    list: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Ids {
    fn of(run: &Run) -> Self {
        let published = run.published().into_iter().map(|(_, _, event)| event.id);
        let sent = run.notes().filter_map(|(_, _, note)| match note {
            sim_device::Note::MessageSent { message, .. } => Some(*message),
            _ => None,
        });
        let mut ids = Self { list: Vec::new(), places: BTreeMap::new() };
        published.chain(sent).for_each(|id| ids.add(&id));
        ids
    }

    fn add(&mut self, id: &EventId) {
        let hex = id.to_hex();
        if !self.places.contains_key(&hex) {
            self.places.insert(hex.clone(), self.list.len());
            self.list.push(hex);
        }
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

fn events(run: &Run, ids: &Ids) -> BTreeMap<usize, Value> {
    let event = |(_, _, event): (usize, &str, &sim_relay::VerifiedEvent)| {
        Some((ids.place(&event.id.to_hex())?, serde_json::from_str(&event.as_json()).unwrap_or(Value::Null)))
    };
    run.published().into_iter().filter_map(event).collect()
}
