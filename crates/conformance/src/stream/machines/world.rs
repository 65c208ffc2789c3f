//! A node with a scripted client, or a node and a client: on the engine, with the pipe in between.

use sim_engine::Record;
use streams::dialect::Dialect;
use streams::pipe;
use streams::system::{Act, Frame, Note};
use streams::{Action, Party, Run, RunOptions, Scenario, Step, client, simulate};

use super::alone::{of_told, told};
use super::names::{Names, code, kind};
use super::{Mutant, settings, translate};
use crate::format::topics::stream::{self as format, App, From, Input, Machine, Mode};
use crate::stream::{Seen, What};

/// How the one client is called.
const CLIENT: &str = "c";

/// Plays a script. Rows become visible before what the script does at the same moment.
pub(super) fn play(input: &Input, dialect: Dialect, mutant: Option<&Mutant>) -> Result<Seen, String> {
    play_between(input, [dialect; 2], mutant)
}

/// The same where client and node may speak different revisions.
pub(crate) fn play_between(
    input: &Input,
    [dialect, of_node]: [Dialect; 2],
    mutant: Option<&Mutant>,
) -> Result<Seen, String> {
    let names = Names::of(input)?;
    let mut scenario = scenario(input, dialect, &names, mutant)?;
    scenario.node_dialect = Some(of_node);
    let knobs = super::mutants::knobs(input, mutant);
    let options = RunOptions { dialect, knobs, ..RunOptions::default() };
    let run = simulate(&scenario, &options).map_err(|error| error.to_string())?;
    Ok(seen(&run, &names))
}

/// The test as a scenario. Its steps are numbered from 1; number 0 is what no step of the script did.
fn scenario(input: &Input, dialect: Dialect, names: &Names<'_>, mutant: Option<&Mutant>) -> Result<Scenario, String> {
    let mut scenario = Scenario::empty();
    scenario.id = "vector".to_owned();
    scenario.dialects = vec![dialect];
    scenario.end_ms = input.end_ms;
    scenario.node = settings::node(input, dialect, names)?;
    scenario.topics = names.all();
    let mut party = match input.under_test {
        Machine::Node => Party::Hand,
        _ => Party::Client(settings::client(input, dialect)),
    };
    if let Some(mutant) = mutant {
        mutant.turn_node(&mut scenario.node);
        if let Party::Client(options) = &mut party {
            mutant.turn_client(options);
        }
    }
    scenario.clients = [(CLIENT.to_owned(), party)].into();
    scenario.steps = steps(input, names)?;
    Ok(scenario)
}

fn steps(input: &Input, names: &Names<'_>) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut add = |at_ms, index, label, action| steps.push(Step { at_ms, index, label, action });
    for row in &input.log {
        if let Some(at_ms) = row.allotted_at_ms {
            add(at_ms, 0, None, Action::Allot(kind(row.kind).into(), vec![row.id]));
        }
        add(row.visible_at_ms, 0, None, Action::Commit(vec![names.row(row)?]));
    }
    for fault in input.script.iter().filter_map(|step| step.fault.as_ref()) {
        if let Some(until_ms) = fault.until_ms {
            add(until_ms, 0, None, Action::Pipe(CLIENT.to_owned(), pipe::Mode::Ok));
        }
    }
    for (place, step) in input.script.iter().enumerate() {
        add(step.at_ms, place + 1, step.label.clone(), action(step, names)?);
    }
    steps.sort_by_key(|step| step.at_ms);
    Ok(steps)
}

fn action(step: &format::Step, names: &Names<'_>) -> Result<Action, String> {
    let hand = |act| Ok(Action::Hand(CLIENT.to_owned(), act));
    let client = |input| Ok(Action::Client(CLIENT.to_owned(), input));
    let wish = |wish: &format::Wish| Ok::<_, String>((wish.consumer.clone(), names.pairs(&wish.topics)?));
    match (step.from, step) {
        (From::Client, step) if step.open => hand(Act::Open),
        (From::Client, step) if step.half_close => hand(Act::HalfClose),
        (From::Client, step) if step.cancel => hand(Act::Cancel),
        (From::Client, format::Step { answers: Some(answers), .. }) => hand(Act::Answer(*answers)),
        (From::Client, format::Step { frame: Some(frame), .. }) => hand(Act::Send(translate::request(frame, names)?)),
        (From::Node, format::Step { lose: Some(topic), .. }) => Ok(Action::Lose(names.topic(topic)?)),
        (From::App, format::Step { subscribe: Some(own), .. }) => {
            let (consumer, adds) = wish(own)?;
            client(client::In::Subscribe { consumer, adds })
        }
        (From::App, format::Step { fetch: Some(own), .. }) => {
            let (consumer, adds) = wish(own)?;
            client(client::In::Fetch { consumer, adds })
        }
        (From::App, format::Step { unsubscribe: Some(topics), .. }) => {
            client(client::In::Unsubscribe(names.topics(topics)?))
        }
        (From::App, format::Step { app: Some(App::Freeze), .. }) => Ok(Action::Freeze(CLIENT.to_owned(), 0)),
        (From::App, format::Step { app: Some(App::Thaw), .. }) => Ok(Action::Thaw(CLIENT.to_owned())),
        (From::App, format::Step { app: Some(app), .. }) => {
            client(told(*app).ok_or_else(|| format!("{app:?} is nothing for a client"))?)
        }
        (From::Pipe, format::Step { close: Some(name), .. }) => {
            Ok(Action::Pipe(CLIENT.to_owned(), pipe::Mode::Close(code(name)?)))
        }
        (From::Pipe, format::Step { fault: Some(fault), .. }) => Ok(Action::Pipe(CLIENT.to_owned(), mode(fault)?)),
        _ => Err(format!("a step that does nothing: {step:?}")),
    }
}

fn mode(fault: &format::Fault) -> Result<pipe::Mode, String> {
    let missing = || format!("{:?} without what it needs", fault.mode);
    Ok(match fault.mode {
        Mode::BlackholeUp => pipe::Mode::BlackholeUp,
        Mode::BlackholeDown => pipe::Mode::BlackholeDown,
        Mode::ProxyAck => pipe::Mode::ProxyAck,
        Mode::HalfClose => pipe::Mode::HalfClose,
        Mode::Stall => pipe::Mode::Stall { buffer_bytes: fault.buffer_bytes.ok_or_else(missing)? as usize },
        Mode::CutAfter => pipe::Mode::CutAfter { frames: fault.frames.ok_or_else(missing)? },
        Mode::AcceptThenDie => pipe::Mode::AcceptThenDie { after_ms: fault.after_ms.ok_or_else(missing)? },
    })
}

/// What the transcript says at the borders of node and client.
fn seen(run: &Run, names: &Names<'_>) -> Seen {
    let mut seen = Seen::default();
    let call = |stream: &u64| (stream & 0xffff) as u32;
    for entry in &run.transcript.entries {
        let at_ms = u64::try_from(entry.at.as_millis()).unwrap_or(u64::MAX);
        let what = match &entry.record {
            Record::Step(step) if step.index > 0 => What::Step(step.label.clone()),
            Record::Note(who, note) => {
                let by_node = run.names[who.0] == "node";
                match note {
                    Note::Sent(stream, Frame::Down(response)) => {
                        What::Frame(Machine::Client, call(stream), translate::down(response, names))
                    }
                    Note::Sent(stream, Frame::Up(request)) => {
                        What::Frame(Machine::Node, call(stream), translate::up(request, names))
                    }
                    Note::Took(stream, Frame::Down(response)) => {
                        What::Heard(call(stream), translate::down(response, names))
                    }
                    Note::Opened(stream) if !by_node => What::Called(call(stream)),
                    Note::HalfClosed(stream) if !by_node => What::HalfClosed(call(stream)),
                    Note::Ended(stream, code) if by_node => What::Ended(call(stream), code.id().to_owned()),
                    Note::Ended(stream, code) => What::HeardEnd(call(stream), code.id().to_owned()),
                    Note::Told(told) => match of_told(told.clone(), names) {
                        Some(what) => what,
                        None => continue,
                    },
                    _ => continue,
                }
            }
            _ => continue,
        };
        seen.add(at_ms, what);
    }
    seen
}
