//! A run that happens elsewhere, between real programs, written down so that it is judged like one of the model.

use std::collections::BTreeMap;
use std::time::Duration;

use sim_engine::{Entry, NodeId, Port, Record, Transcript};

use crate::Ms;
use crate::client::State;
use crate::model::{Scenario, Step};
use crate::node::StreamId;
use crate::part::stream_id;
use crate::run::{NODE, Run, RunError, RunOptions, Setting, what};
use crate::system::{self, Note, Streams};

/// The record of a scenario that is played by real programs. Both ends number the calls of a client from 1 on.
pub struct Recorder {
    setting: Setting,
    scenario: Scenario,
    options: RunOptions,
    /// Participants as in a run: the node, then a pipe and a client for each name.
    names: Vec<String>,
    entries: Vec<Entry<Streams>>,
}

impl Recorder {
    /// Nothing has happened yet.
    ///
    /// # Errors
    /// The scenario has no such dialect or variant.
    pub fn new(scenario: &Scenario, options: &RunOptions) -> Result<Self, RunError> {
        let setting = Setting::of(scenario, options)?;
        let clients = setting.clients.keys().flat_map(|name| [format!("pipe/{name}"), name.clone()]);
        let names = std::iter::once("node".to_owned()).chain(clients).collect();
        Ok(Self { setting, scenario: scenario.clone(), options: options.clone(), names, entries: Vec::new() })
    }

    /// What the node is like.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The script did something, when it said it would.
    pub fn step(&mut self, step: &Step) {
        let what = what(&step.action);
        let entry = system::Step { index: step.index, label: step.label.clone(), what };
        self.push(step.at_ms, Record::Step(entry));
    }

    /// The node reports something of a call of this client.
    pub fn node(&mut self, at: Ms, client: &str, note: Note) {
        let note = self.named(client, note);
        self.push(at, Record::Note(NODE, note));
    }

    /// A client reports something.
    pub fn client(&mut self, at: Ms, client: &str, note: Note) {
        let note = self.named(client, note);
        let who = self.place(client);
        self.push(at, Record::Note(who, note));
    }

    /// The end. What happens by a clock may be `slack_ms` late.
    pub fn finish(self, states: BTreeMap<String, State>, slack_ms: Ms) -> Run {
        let Setting { node, clients } = self.setting;
        let pipe = |(place, name): (usize, &String)| Some((NodeId(place), name.strip_prefix("pipe/")?.to_owned()));
        let pipes = self.names.iter().enumerate().filter_map(pipe).collect();
        Run {
            scenario: self.scenario,
            options: self.options,
            node,
            clients,
            transcript: Transcript::of(self.entries),
            pipes,
            names: self.names,
            states,
            slack_ms,
        }
    }

    fn push(&mut self, at: Ms, record: Record<Streams>) {
        self.entries.push(Entry { at: Duration::from_millis(at), record, port: Port::default(), mark: 0 });
    }

    fn place(&self, name: &str) -> NodeId {
        NodeId(self.names.iter().position(|other| other == name).unwrap_or_default())
    }

    /// The same note about a call that is named as in a run: by its pipe and its number.
    fn named(&self, client: &str, note: Note) -> Note {
        let pipe = self.place(&format!("pipe/{client}"));
        note.renamed(|call: StreamId| stream_id(pipe, Port(u16::try_from(call).unwrap_or(u16::MAX))))
    }
}
