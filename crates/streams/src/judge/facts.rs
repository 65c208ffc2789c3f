//! What is read off a transcript, once for all checks.

use std::collections::BTreeMap;

use sim_engine::Record;

use crate::Ms;
use crate::cursor::RowId;
use crate::frame::Topic;
use crate::node::StreamId;
use crate::part::pipe_of;
use crate::run::{NODE, Run};
use crate::system::{Note, Step};

/// A place in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// Index in the transcript.
    pub entry: usize,
    /// When.
    pub ms: Ms,
}

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    /// The script.
    Step(&'a Step),
    /// The node.
    Node(&'a Note),
    /// A client.
    Client(&'a str, &'a Note),
}

/// A run, read.
pub(super) struct Facts<'a> {
    pub run: &'a Run,
    pub events: Vec<(Moment, What<'a>)>,
    /// Calls as the node saw them, in the order in which they began.
    pub calls: Vec<Call<'a>>,
    /// Rows that a node can serve, and since when readers see them.
    pub visible: BTreeMap<Topic, Vec<(Moment, RowId)>>,
}

/// A call as the node saw it.
pub(super) struct Call<'a> {
    pub stream: StreamId,
    pub notes: Vec<(Moment, &'a Note)>,
}

impl<'a> Facts<'a> {
    pub fn of(run: &'a Run) -> Self {
        let event = |(entry, at): (usize, &'a sim_engine::Entry<_>)| {
            let moment = Moment { entry, ms: u64::try_from(at.at.as_millis()).unwrap_or(Ms::MAX) };
            let what = match &at.record {
                Record::Step(step) => What::Step(step),
                Record::Note(NODE, note) => What::Node(note),
                Record::Note(who, note) => What::Client(run.names[who.0].as_str(), note),
                _ => return None,
            };
            Some((moment, what))
        };
        let events: Vec<_> = run.transcript.entries.iter().enumerate().filter_map(event).collect();
        let (calls, visible) = (calls(&events), visible(&events));
        Self { run, events, calls, visible }
    }

    /// Whose call it is.
    pub fn client_of(&self, stream: StreamId) -> &'a str {
        self.run.pipes.get(&pipe_of(stream)).map_or("", String::as_str)
    }

    /// The end of the run.
    pub fn end(&self) -> Moment {
        Moment { entry: self.run.transcript.entries.len(), ms: self.run.scenario.end_ms }
    }

    /// The first step with this label.
    pub fn labelled(&self, label: &str) -> Option<Moment> {
        self.events.iter().find_map(|(moment, what)| match what {
            What::Step(step) if step.label.as_deref() == Some(label) => Some(*moment),
            _ => None,
        })
    }

    /// What a client said and heard.
    pub fn notes_of(&self, client: &str) -> impl Iterator<Item = (Moment, &'a Note)> {
        self.events.iter().filter_map(move |(moment, what)| match what {
            What::Client(name, note) if *name == client => Some((*moment, *note)),
            _ => None,
        })
    }
}

fn visible(events: &[(Moment, What<'_>)]) -> BTreeMap<Topic, Vec<(Moment, RowId)>> {
    let mut visible: BTreeMap<Topic, Vec<_>> = BTreeMap::new();
    for (at, what) in events {
        if let What::Node(Note::Visible(row)) = what
            && row.readable
        {
            visible.entry(row.topic.clone()).or_default().push((*at, row.key()));
        }
    }
    visible
}

fn calls<'a>(events: &[(Moment, What<'a>)]) -> Vec<Call<'a>> {
    let mut calls: Vec<Call<'a>> = Vec::new();
    let mut places: BTreeMap<StreamId, usize> = BTreeMap::new();
    for (moment, what) in events {
        let What::Node(note) = what else { continue };
        let (Note::Opened(stream)
        | Note::Sent(stream, _)
        | Note::Took(stream, _)
        | Note::HalfClosed(stream)
        | Note::Ended(stream, _)
        | Note::Mark(stream, _)) = note
        else {
            continue;
        };
        let place = *places.entry(*stream).or_insert_with(|| {
            calls.push(Call { stream: *stream, notes: Vec::new() });
            calls.len() - 1
        });
        calls[place].notes.push((*moment, note));
    }
    calls
}
