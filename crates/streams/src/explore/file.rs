//! A generated scenario as a file that can be kept: `streams-scenario/1`, with the knobs that it was run with.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::client;
use crate::cursor::Sequence;
use crate::dialect::Dialect;
use crate::frame::{Request, Row, Subscription, Topic};
use crate::judge::Invariant;
use crate::model::{Action, Party, Scenario, Span, Step};
use crate::node::Slip;
use crate::part::pipe::Mode;
use crate::system::Act;

/// The text of a generated scenario, run as [`super::run`] does, of which these invariants are expected to break. Only what a
/// generator draws can be written.
pub fn file(scenario: &Scenario, slip: Option<Slip>, violated: &BTreeSet<Invariant>) -> String {
    let slips = slip.map_or(String::new(), |slip| format!(", slips = [\"{}\"]", slip.id()));
    let node = &scenario.node;
    let party = scenario.clients.values().next();
    let kind = if matches!(party, Some(Party::Client(_))) { "client" } else { "hand" };
    let dialects: Vec<String> = scenario.dialects.iter().map(Dialect::to_string).collect();
    let topics = scenario.topics.iter().map(|(name, topic)| format!("{name} = \"{topic:?}\""));
    let mut text = format!(
        "format = \"streams-scenario/1\"\nid = \"{}\"\ntitle = \"{}\"\ndialects = {:?}\nend = \"{}\"\n",
        scenario.id,
        scenario.title,
        dialects,
        Span::from_millis(scenario.end_ms),
    );
    let knobs = "ping_when = \"unproven\", fence = true, cursors = \"floors\", progress_per_topic = true";
    let lines = [
        format!("seed = {}", scenario.seed.unwrap_or(1)),
        format!("topics = {{ {} }}", topics.collect::<Vec<_>>().join(", ")),
        format!("knobs = {{ {knobs}{slips} }}"),
        format!("clients.c = {{ kind = \"{kind}\" }}"),
        format!(
            "node = {{ interval = \"{}\", page_rows = {}, page_every = \"{}\", frame_rows = {}, row_bytes = {}, send_within = \"{}\" }}",
            Span::from_millis(node.interval_ms),
            node.page.rows,
            Span::from_millis(node.page.every_ms),
            node.frame_rows,
            node.row_bytes,
            Span::from_millis(node.limits.send_ms),
        ),
        "steps = [".to_owned(),
    ];
    lines.iter().for_each(|line| text += &format!("{line}\n"));
    for step in &scenario.steps {
        for line in step_lines(step, scenario) {
            // Writing into a text cannot fail.
            let _ = writeln!(text, "  {{ at = \"{}\", {line} }},", Span::from_millis(step.at_ms));
        }
    }
    let violated = violated.iter().map(|one| format!("\"{}\"", one.id())).collect::<Vec<_>>().join(", ");
    text + &format!("]\n\n[expect]\nviolates = [{violated}]\n")
}

/// A step, which may take several lines: rows of one line are of one topic, and alike.
fn step_lines(step: &Step, scenario: &Scenario) -> Vec<String> {
    let name = |topic: &Topic| {
        scenario.topics.iter().find(|(_, known)| *known == topic).map_or(String::new(), |(name, _)| name.clone())
    };
    // What is generated has the binding v3.
    let pairs = |adds: &[(Topic, u64)]| {
        adds.iter().map(|(topic, id)| format!("[\"{}\", {id}]", name(topic))).collect::<Vec<_>>().join(", ")
    };
    let line = match &step.action {
        Action::Commit(rows) => {
            let alike = rows.chunk_by(|a, b| a.topic == b.topic && a.readable == b.readable);
            return alike.map(|rows| publish(rows, &name(&rows[0].topic))).collect();
        }
        Action::Allot(sequence, ids) => {
            let same = |topic: &&Topic| topic.kind().map(Sequence::Kind) == Some(*sequence);
            let topic = scenario.topics.values().find(same);
            format!("allot = {{ topic = \"{}\", ids = {ids:?} }}", topic.map(name).unwrap_or_default())
        }
        Action::Client(_, client::In::Subscribe { consumer, adds }) => {
            format!("subscribe = [{}], consumer = \"{consumer}\"", pairs(adds))
        }
        Action::Client(_, client::In::Unsubscribe(topics)) => {
            let names: Vec<String> = topics.iter().map(name).collect();
            format!("unsubscribe = {names:?}")
        }
        Action::Client(_, client::In::Crash) => "do = \"crash\"".to_owned(),
        Action::Client(_, client::In::Park(parked)) => format!("do = \"{}\"", if *parked { "park" } else { "unpark" }),
        Action::Freeze(_, length) => format!("freeze = \"{}\"", Span::from_millis(*length)),
        Action::Hand(_, Act::Open) => "do = \"open\"".to_owned(),
        Action::Hand(_, Act::HalfClose) => "do = \"half-close\"".to_owned(),
        Action::Hand(_, Act::Answer(answers)) => format!("do = \"{}\"", if *answers { "answer" } else { "deaf" }),
        Action::Hand(_, Act::Send(Request::Ping(nonce))) => format!("send = {{ ping = {{ nonce = {nonce} }} }}"),
        Action::Hand(_, Act::Send(Request::Pong(nonce))) => format!("send = {{ pong = {{ nonce = {nonce} }} }}"),
        Action::Hand(_, Act::Send(Request::Mutate(mutate))) => {
            let add = |add: &Subscription| (add.topic.clone(), add.id_cursor.id().unwrap_or_default());
            let adds = pairs(&mutate.adds.iter().map(add).collect::<Vec<_>>());
            let (history, id) = (mutate.history_only, mutate.mutate_id);
            format!("send = {{ mutate = {{ adds = [{adds}], history_only = {history}, mutate_id = {id} }} }}")
        }
        Action::Pipe(_, mode) => format!("fault = {{ {} }}", fault(mode)),
        // What a frozen machine does when its time is over follows from the freeze; nothing else is drawn.
        _ => return Vec::new(),
    };
    vec![line]
}

fn publish(rows: &[Row], topic: &str) -> String {
    let ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
    let unreadable = if rows.iter().all(|row| row.readable) { "" } else { ", readable = false" };
    format!("publish = {{ topic = \"{topic}\", ids = {ids:?}{unreadable} }}")
}

fn fault(mode: &Mode) -> String {
    match mode {
        Mode::Close(code) => format!("mode = \"close\", code = \"{code}\""),
        Mode::CutAfter { frames } => format!("mode = \"cut_after\", frames = {frames}"),
        Mode::Stall { buffer_bytes } => format!("mode = \"stall\", buffer_bytes = {buffer_bytes}"),
        Mode::ProxyAck => "mode = \"proxy_ack\"".to_owned(),
        _ => "mode = \"ok\"".to_owned(),
    }
}
