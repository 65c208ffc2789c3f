//! The client's half of a run of both: what reached it becomes the script.

use super::scenario::at;
use crate::format::topics::stream::{App, Frame, From, Input, Machine, Mode, Row, Step, Value};
use crate::stream::{Seen, Sent, What};

/// The client's test, out of the test of both and what was seen of it.
pub(super) fn client(both: &Input, seen: &Seen) -> Result<Input, String> {
    let mut input = Input { under_test: Machine::Client, log: Vec::new(), script: Vec::new(), ..both.clone() };
    let dies = |step: &Step| step.fault.as_ref().is_some_and(|fault| fault.mode == Mode::AcceptThenDie);
    let refuses = both.script.iter().any(dies);
    let mut steps = both.script.iter();
    let mut called = None;
    for (place, event) in seen.events.iter().enumerate() {
        // What a node says on a call that a timer made in the same moment comes a millisecond later: timers are last.
        let late = u64::from(Some(event.at_ms) == called);
        let mut node = at(event.at_ms + late, From::Node);
        match &event.what {
            What::Step(_) => {
                let step = steps.next().ok_or("more steps than the script has")?;
                let app = step.from == From::App;
                if app && matches!(step.app, Some(App::Freeze | App::Thaw)) {
                    return Err("a machine that freezes is not tested alone".to_owned());
                }
                if app || dies(step) {
                    input.script.push(step.clone());
                }
            }
            What::Called(call) if *call > 1 => called = Some(event.at_ms),
            What::Heard(call, sent) => {
                (node.call, node.frame) = (Some(*call), Some(frame(*call, sent, seen, place)?));
                input.script.push(node);
                note_rows(both, &mut input, sent);
            }
            What::HeardEnd(_, code) if refuses && code == "UNAVAILABLE" => {}
            What::HeardEnd(call, code) => {
                (node.call, node.close) = (Some(*call), Some(code.clone()));
                input.script.push(node);
            }
            _ => {}
        }
    }
    input.script.sort_by_key(|step| step.at_ms);
    Ok(input)
}

/// Rows that reach the client stand in its log.
fn note_rows(both: &Input, input: &mut Input, sent: &Sent) {
    let Sent::Messages(_, rows) = sent else { return };
    for (kind, id, _) in rows {
        let is = |row: &&Row| (row.kind, row.id) == (*kind, *id);
        if let Some(row) = both.log.iter().find(is)
            && !input.log.contains(row)
        {
            input.log.push(row.clone());
        }
    }
}

/// A frame of the node as a script has it. What the client chose has a name.
fn frame(call: u32, sent: &Sent, seen: &Seen, place: usize) -> Result<Frame, String> {
    let named = |id: u64, what: &str, is: fn(&Sent) -> Option<u64>| {
        let before = seen.frames(Machine::Node).filter(|(at, ..)| *at < place);
        let mut chosen = before.filter_map(|(_, _, own, sent)| Some((own, is(sent)?))).zip(1..);
        let found = chosen.find(|(pair, _)| *pair == (call, id)).map(|(_, number)| number);
        found.map(|number: u32| Value::Named(format!("${what}{number}")))
    };
    let mutate_id = |id: u64| {
        let is = |sent: &Sent| if let Sent::Mutate { mutate_id, .. } = sent { Some(*mutate_id) } else { None };
        if id == 0 { Value::Is(0) } else { named(id, "mutate", is).unwrap_or(Value::Is(id)) }
    };
    Ok(match sent {
        Sent::Started(interval) => Frame::Started { keepalive_interval_ms: *interval, capabilities: Vec::new() },
        Sent::Messages(wave, rows) => Frame::Messages {
            mutate_id: mutate_id(*wave),
            rows: rows.iter().map(|(kind, id, _)| (*kind, *id)).collect(),
        },
        Sent::TopicsLive(topics) => Frame::TopicsLive { topics: topics.clone() },
        Sent::CatchupComplete(id) => Frame::CatchupComplete { mutate_id: mutate_id(*id) },
        Sent::Ping(nonce) => Frame::Ping { nonce: Value::Is(*nonce) },
        Sent::Pong(nonce) => {
            let is = |sent: &Sent| if let Sent::Ping(nonce) = sent { Some(*nonce) } else { None };
            Frame::Pong { nonce: named(*nonce, "ping", is).unwrap_or(Value::Is(*nonce)) }
        }
        other => return Err(format!("a client takes no {other:?}")),
    })
}
