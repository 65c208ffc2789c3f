//! A run as a log in columns: a line for each event, a column for each device and relay, virtual time at the left.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::time::Duration;

use comfy_table::{ContentArrangement, Table, presets};
use scenarios::Run;
use scenarios::world::{Marmot, Wire};
use sim_engine::{Entry, NodeId, Record};
use sim_relay::{ClientMsg, RelayMsg};

use crate::output::Output;
use crate::story;

/// Characters that a column needs to be read.
const READABLE: u16 = 28;

/// Characters of a line that is no terminal's, unless the columns need more.
const PIPED: u16 = 160;

/// A line of the log.
pub(crate) struct Row {
    pub entry: usize,
    pub at: Duration,
    /// In which column it stands; none: the script's, in the first.
    pub column: Option<usize>,
    pub text: String,
}

/// Writes the log; `verbose` adds what the plain story leaves out too.
pub(crate) fn tell(run: &Run, verbose: bool, output: &mut Output) {
    let actors: Vec<NodeId> = run.devices.values().chain(run.relays.values()).copied().collect();
    let columns: BTreeMap<NodeId, usize> = actors.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let names: Vec<&str> = actors.iter().map(|id| run.name(*id)).collect();
    let rows = run.entries().filter_map(|(entry, record)| {
        let (who, text) = cell(run, entry, record, verbose)?;
        Some(Row { entry, at: record.at, column: who.and_then(|who| columns.get(&who)).copied(), text })
    });
    lay_out(&names, rows, output);
}

/// Writes a log with a column for each of these.
pub(crate) fn lay_out(names: &[&str], rows: impl Iterator<Item = Row>, output: &mut Output) {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    let needed = READABLE.saturating_mul(names.len() as u16 + 1);
    let there = if std::io::stdout().is_terminal() { table.width().unwrap_or(PIPED) } else { PIPED };
    table.set_width(there.max(needed));
    table.set_header(std::iter::once("entry: time").chain(names.iter().copied()));
    for Row { entry, at, column, text } in rows {
        let mut row = vec![String::new(); names.len() + 1];
        row[0] = format!("{entry}: {}", story::time(at).trim());
        row[column.map_or(1, |place| place + 1)] = text;
        table.add_row(row);
    }
    table.lines().for_each(|line| output.line(line.trim_end()));
    if there < needed && std::io::stdout().is_terminal() {
        let what = format!("{} columns need {needed} characters a line, the terminal has {there}", names.len() + 1);
        output.hint(&format!("{what}: `colony run … --column | less -S` keeps lines whole"));
    }
}

/// Whose column an entry stands in, and what it says there. Steps of the script stand in the first.
fn cell(run: &Run, index: usize, entry: &Entry<Marmot>, verbose: bool) -> Option<(Option<NodeId>, String)> {
    if let Record::Delivered { from, to, message } = &entry.record
        && !verbose
    {
        return at_relay(run, *from, *to, message);
    }
    let line = story::line(run, index, verbose)?;
    let who = match &entry.record {
        Record::Step(_) => return Some((None, format!("── {}", line.text))),
        Record::Done(who, ..)
        | Record::Note(who, _)
        | Record::Opened(who, _)
        | Record::Closed(who, _)
        | Record::Finished(who, _)
        | Record::Window(who, ..) => *who,
        Record::Delivered { from, .. }
        | Record::Fault { from, .. }
        | Record::FaultOnOpen { from, .. }
        | Record::FaultOnFinish { from, .. } => *from,
    };
    Some((Some(who), line.text))
}

/// What a relay gets and what it refuses; the rest of the traffic is for `--verbose`.
fn at_relay(run: &Run, from: NodeId, to: NodeId, message: &Wire) -> Option<(Option<NodeId>, String)> {
    match message {
        Wire::ToRelay(ClientMsg::Event(event)) => {
            Some((Some(to), format!("← kind {} {} of {}", event.kind, story::short(&event.id), run.name(from))))
        }
        Wire::ToDevice(RelayMsg::Ok { id, accepted: false, message }) => {
            Some((Some(from), format!("refuses {}: {}", story::short(id), story::printable(message))))
        }
        _ => None,
    }
}
