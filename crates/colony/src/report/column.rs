//! A run as a log in columns: a line for each event, a column for each device and relay, virtual time at the left.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use comfy_table::{ContentArrangement, Table, presets};
use scenarios::Run;
use scenarios::engine::{Entry, NodeId, Record};
use scenarios::world::{Marmot, Wire};
use sim_relay::{ClientMsg, RelayMsg};

use crate::output::Output;
use crate::story;

/// Characters that a column needs to be read.
const READABLE: u16 = 28;

/// Characters of a line that is no terminal's, unless the columns need more.
const PIPED: u16 = 160;

/// Writes the log; `verbose` adds what the plain story leaves out too.
pub(crate) fn tell(run: &Run, verbose: bool, output: &mut Output) {
    let actors: Vec<NodeId> = run.devices.values().chain(run.relays.values()).copied().collect();
    let columns: BTreeMap<NodeId, usize> = actors.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    let needed = READABLE.saturating_mul(actors.len() as u16 + 1);
    let there = if std::io::stdout().is_terminal() { table.width().unwrap_or(PIPED) } else { PIPED };
    table.set_width(there.max(needed));
    table.set_header(std::iter::once("entry: time").chain(actors.iter().map(|id| run.name(*id))));
    for (index, entry) in run.entries() {
        let Some((who, text)) = cell(run, index, entry, verbose) else { continue };
        let mut row = vec![String::new(); actors.len() + 1];
        row[0] = format!("{index}: {}", story::time(entry.at).trim());
        row[who.and_then(|who| columns.get(&who)).map_or(1, |place| place + 1)] = text;
        table.add_row(row);
    }
    table.lines().for_each(|line| output.line(line.trim_end()));
    if there < needed && std::io::stdout().is_terminal() {
        let what = format!("{} columns need {needed} characters a line, the terminal has {there}", actors.len() + 1);
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
