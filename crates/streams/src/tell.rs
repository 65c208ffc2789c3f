//! A run of streams for people.

use std::collections::BTreeMap;
use std::time::Duration;

use experiment::{Head, Kit, Line, Tell, Verdict};
use sim_engine::{NodeId, Record};

use crate::client::Told;
use crate::cursor::Sequence;
use crate::frame::{Messages, Mutate, Request, Response, Row, Topic};
use crate::judge::{Invariant, Judgement};
use crate::model::{Action, Span};
use crate::node::StreamId;
use crate::part::pipe_of;
use crate::run::{NODE, Run};
use crate::system::{Act, Frame, Message, Note, Streams};
use crate::{client, watchdog};

impl Tell for Streams {
    fn head_of(run: &Run) -> Head {
        Self::head(&run.scenario)
    }

    /// The node, then every client with its pipe.
    fn cast(run: &Run) -> Vec<(usize, String)> {
        let place = |name: &str| run.names.iter().position(|known| known == name);
        let each = run.clients.keys().flat_map(|client| [client.clone(), format!("pipe/{client}")]);
        let names = each.chain(["node".to_owned(), "writer".to_owned()]);
        names.filter_map(|name| Some((place(&name)?, name))).collect()
    }

    fn tell(run: &Run, entry: usize, verbose: bool) -> Option<Line> {
        let words = Words { run };
        match &run.transcript.entries.get(entry)?.record {
            Record::Step(step) => Some(Line::step(words.step(step.index, step.label.as_deref(), entry))),
            Record::Note(who, Note::Sent(stream, frame)) => Some(words.sent(*who, *stream, frame)),
            Record::Note(who, note) => Some(Line::by(who.0, words.note(*who, note, verbose)?)),
            Record::Done(who, _, Err(why)) => Some(Line::by(who.0, format!("cannot: {why}"))),
            Record::Fault { from, to, fault, effect, message } => {
                let what = words.message(message);
                Some(Line::between(from.0, to.0, format!("fault {fault}: {effect:?} {what}")))
            }
            Record::FaultOnOpen { from, to, fault, effect } | Record::FaultOnFinish { from, to, fault, effect } => {
                Some(Line::between(from.0, to.0, format!("fault {fault}: {effect:?}")))
            }
            Record::Delivered { from, to, message } => {
                verbose.then(|| Line::between(from.0, to.0, words.message(message)))
            }
            Record::Opened(who, peer) if verbose => Some(Line::between(peer.0, who.0, "link opens")),
            Record::Closed(who, peer) if verbose => Some(Line::between(peer.0, who.0, "link closes")),
            Record::Finished(who, peer) if verbose => Some(Line::between(peer.0, who.0, "sends nothing more")),
            Record::Window(who, peer, open) if verbose => {
                Some(Line::between(peer.0, who.0, if *open { "takes again" } else { "takes nothing" }))
            }
            _ => None,
        }
    }

    fn verdicts(judgement: &Judgement) -> Vec<Verdict> {
        let verdict = |invariant: Invariant| {
            let broken = judgement.violations.iter().filter(|one| one.invariant == invariant);
            Verdict {
                name: invariant.id().to_owned(),
                exercised: judgement.exercised.contains(&invariant),
                violations: broken.map(|one| (one.entry, one.cause.to_string())).collect(),
            }
        };
        Invariant::ALL.into_iter().map(verdict).collect()
    }

    /// In which state each client ended, after how many calls.
    fn ends(run: &Run) -> Vec<(String, String)> {
        let mut calls: BTreeMap<String, usize> = run.clients.keys().map(|client| (client.clone(), 0)).collect();
        for entry in &run.transcript.entries {
            if let Record::Note(who, Note::Opened(_)) = &entry.record
                && let Some(calls) = calls.get_mut(&run.names[who.0])
            {
                *calls += 1;
            }
        }
        let end = |(client, calls): (String, usize)| {
            let state = run.states.get(&client).map(|state| format!("{state:?}, ")).unwrap_or_default();
            let calls = format!("{state}{calls} {}", if calls == 1 { "call" } else { "calls" });
            (client, calls)
        };
        calls.into_iter().map(end).collect()
    }

    fn duration(run: &Run) -> Duration {
        Duration::from_millis(run.scenario.end_ms)
    }

    fn invariants() -> Vec<[String; 3]> {
        let row = |one: Invariant| [one.id(), one.sentence(), "docs/spec/streams.md, section 10"].map(str::to_owned);
        Invariant::ALL.into_iter().map(row).collect()
    }
}

/// Names of topics and calls as the scenario has them.
struct Words<'r> {
    run: &'r Run,
}

impl Words<'_> {
    fn topic(&self, topic: &Topic) -> String {
        let known = self.run.scenario.topics.iter().find(|(_, known)| *known == topic);
        known.map_or_else(|| format!("{topic:?}"), |(name, _)| name.clone())
    }

    fn topics<'t>(&self, topics: impl IntoIterator<Item = &'t Topic>) -> String {
        topics.into_iter().map(|topic| self.topic(topic)).collect::<Vec<_>>().join(", ")
    }

    /// The call, as seen by the node: `call 2 of c`.
    fn call(&self, stream: StreamId) -> String {
        let client = self.run.pipes.get(&pipe_of(stream)).map_or("", String::as_str);
        format!("call {} of {client}", stream & 0xffff)
    }

    /// A frame on its way: from a client to the node, or back. Whether it arrives, the taker says.
    fn sent(&self, who: NodeId, stream: StreamId, frame: &Frame) -> Line {
        let client = self.run.pipes.get(&pipe_of(stream));
        let client = client.and_then(|name| self.run.names.iter().position(|known| known == name));
        let to = if who == NODE { client.unwrap_or(who.0) } else { NODE.0 };
        Line::between(who.0, to, self.frame(frame))
    }

    fn note(&self, who: NodeId, note: &Note, verbose: bool) -> Option<String> {
        let of = |stream: &StreamId| if who == NODE { format!("{}: ", self.call(*stream)) } else { String::new() };
        Some(match note {
            Note::Opened(stream) if who == NODE => format!("{} opens", self.call(*stream)),
            Note::Opened(stream) => format!("calls the node, call {}", stream & 0xffff),
            Note::Took(stream, frame) if verbose => format!("{}takes {}", of(stream), self.frame(frame)),
            Note::Sent(..) | Note::Took(..) => return None,
            Note::HalfClosed(stream) => format!("{}sends nothing more from here on", of(stream)),
            Note::Ended(stream, code) => format!("{}ends: {code}", of(stream)),
            Note::GaveUp(_) => "gives the call up".to_owned(),
            Note::Mark(stream, mark) => format!("{}{}", of(stream), mark.id()),
            Note::Visible(row) => format!("readers see {}", self.row(row)),
            Note::Told(told) => return self.told(told, verbose),
            Note::Watched(out) => match out {
                watchdog::Out::Subscribe => "the watchdog subscribes".to_owned(),
                watchdog::Out::Stale => "the watchdog finds the stream stale".to_owned(),
                watchdog::Out::Swap => "the watchdog drops the older stream".to_owned(),
                watchdog::Out::Fatal => "the first subscription failed: fatal".to_owned(),
                watchdog::Out::End => "the stream ended".to_owned(),
            },
            Note::Pipe(what) => format!("pipe: {what}"),
        })
    }

    fn told(&self, told: &Told, verbose: bool) -> Option<String> {
        Some(match told {
            Told::State(state) => format!("is {state:?}"),
            Told::Processed { consumer, topic, id } => format!("{consumer} has row {id} of {}", self.topic(topic)),
            Told::Spared { consumer, topic, id } if verbose => {
                format!("{consumer} had row {id} of {} already", self.topic(topic))
            }
            Told::CaughtUp { consumer, topic } => format!("{consumer} is caught up with {}", self.topic(topic)),
            Told::Owed(topic) => format!("a reconcile finds rows of {} owed", self.topic(topic)),
            Told::Saved { topic, cursor } if verbose => format!("saves {} above {cursor}", self.topic(topic)),
            Told::Spared { .. } | Told::Saved { .. } => return None,
        })
    }

    fn row(&self, row: &Row) -> String {
        format!("row {} of {}", row.key(), self.topic(&row.topic))
    }

    fn frame(&self, frame: &Frame) -> String {
        match frame {
            Frame::Up(request) => self.request(request),
            Frame::Down(response) => self.response(response),
        }
    }

    fn request(&self, request: &Request) -> String {
        match request {
            Request::Mutate(mutate) => self.mutate(mutate),
            Request::Ping(nonce) => format!("Ping {nonce}"),
            Request::Pong(nonce) => format!("Pong {nonce}"),
            Request::Empty => "a request without content".to_owned(),
            Request::UnknownVersion => "a request of an unknown version".to_owned(),
        }
    }

    fn mutate(&self, mutate: &Mutate) -> String {
        let adds = mutate.adds.iter().map(|add| format!("+{}@{}", self.topic(&add.topic), add.id_cursor));
        let removes = mutate.removes.iter().map(|topic| format!("-{}", self.topic(topic)));
        let history = mutate.history_only.then(|| "history_only".to_owned());
        let parts: Vec<String> = removes.chain(adds).chain(history).collect();
        format!("Mutate {} {}", mutate.mutate_id, parts.join(" "))
    }

    fn response(&self, response: &Response) -> String {
        match response {
            Response::Messages(messages) => self.messages(messages),
            Response::Started { keepalive_interval_ms, .. } => {
                format!("Started, interval {}", Span::from_millis(u64::from(*keepalive_interval_ms)))
            }
            Response::Ping(nonce) => format!("Ping {nonce}"),
            Response::Pong(nonce) => format!("Pong {nonce}"),
            Response::TopicsLive(topics) => format!("TopicsLive {}", self.topics(topics)),
            Response::CatchupComplete(id) => format!("CatchupComplete {id}"),
        }
    }

    fn messages(&self, messages: &Messages) -> String {
        let lane = if messages.mutate_id == 0 { "live".to_owned() } else { format!("wave {}", messages.mutate_id) };
        let rows: Vec<String> =
            messages.rows().map(|row| format!("{}:{}", self.topic(&row.topic), row.key())).collect();
        format!("Messages {lane} {}", rows.join(" "))
    }

    fn message(&self, message: &Message) -> String {
        match message {
            Message::Up(request) => self.request(request),
            Message::Down(response) => self.response(response),
            Message::Status(code) => format!("status {code}"),
            Message::Row(row) => self.row(row),
            Message::HeadsAsked(topics) => format!("asks for the heads of {}", self.topics(topics)),
            Message::Heads(heads) => {
                let heads: Vec<String> = heads.iter().map(|(t, id)| format!("{}@{id}", self.topic(t))).collect();
                format!("heads {}", heads.join(" "))
            }
        }
    }

    /// What a step of the file says. Several actions of one step come one after the other; this is the one whose turn it is here.
    fn step(&self, index: usize, label: Option<&str>, entry: usize) -> String {
        let turn = self.run.transcript.entries[..entry]
            .iter()
            .filter(|before| matches!(before.record, Record::Step(_)))
            .count();
        let action = self.run.scenario.steps.get(turn).map(|step| self.action(&step.action)).unwrap_or_default();
        let label = label.map(|label| format!(" ({label})")).unwrap_or_default();
        format!("step {}{label}: {action}", index + 1)
    }

    fn action(&self, action: &Action) -> String {
        match action {
            Action::Commit(rows) => {
                let rows: Vec<String> = rows.iter().map(|r| format!("{}:{}", self.topic(&r.topic), r.key())).collect();
                format!("publish {}", rows.join(" "))
            }
            Action::Allot(Sequence::Kind(kind), ids) => format!("writers are given ids {ids:?} of kind {kind:?}"),
            Action::Allot(Sequence::Originator(one), ids) => {
                format!("writers are given ids {ids:?} of originator {one}")
            }
            Action::Lose(topic) => format!("the node forgets registrations of {}", self.topic(topic)),
            Action::Hand(who, act) => format!("{who}: {}", self.act(act)),
            Action::Client(who, input) => format!("{who}: {}", self.input(input)),
            Action::Watch(who) => format!("{who}: begin to watch"),
            Action::Freeze(who, length) => format!("the machine of {who} freezes for {}", Span::from_millis(*length)),
            Action::Thaw(who) => format!("the machine of {who} goes on"),
            Action::Pipe(who, mode) => format!("the pipe of {who} is {mode:?}"),
        }
    }

    fn act(&self, act: &Act) -> String {
        match act {
            Act::Open => "call".to_owned(),
            Act::Send(request) => format!("send {}", self.request(request)),
            Act::HalfClose => "send nothing more".to_owned(),
            Act::Cancel => "give the call up".to_owned(),
            Act::Answer(true) => "answer Pings".to_owned(),
            Act::Answer(false) => "answer no Pings".to_owned(),
        }
    }

    fn input(&self, input: &client::In) -> String {
        let adds = |adds: &[(Topic, u64)]| {
            adds.iter().map(|(topic, id)| format!("{}@{id}", self.topic(topic))).collect::<Vec<_>>().join(" ")
        };
        match input {
            client::In::Subscribe { consumer, adds: topics } => format!("{consumer} subscribes {}", adds(topics)),
            client::In::Fetch { consumer, adds: topics } => format!("{consumer} fetches {}", adds(topics)),
            client::In::Unsubscribe(topics) => format!("unsubscribe {}", self.topics(topics)),
            client::In::Suspend => "go into the background".to_owned(),
            client::In::Resume => "come to the foreground".to_owned(),
            client::In::Crash => "crash".to_owned(),
            client::In::Park(true) => "its consumer takes nothing".to_owned(),
            client::In::Park(false) => "its consumer goes on".to_owned(),
            other => format!("{other:?}"),
        }
    }
}
