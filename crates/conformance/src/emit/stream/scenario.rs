//! From a scenario of the crate `streams` to the input of a test.

use std::collections::BTreeMap;

use streams::client::{ClientOptions, Cursors, In, OnResume as ModelOnResume};
use streams::cursor::Sequence;
use streams::dialect::Dialect;
use streams::frame::{Kind as ModelKind, Request, Topic};
use streams::node::{NodeOptions, PingWhen as ModelPingWhen};
use streams::pipe;
use streams::system::Act;
use streams::{Action, Knobs, Party, Scenario};

use crate::format::topics::stream::{
    App, Backoff, Binding, Cursor, Fault, Frame, From, Input, Kind, Limits, Machine, Mode, OnResume, Page, PingWhen,
    Policy, ResumeFrom, Row, Step, Value, Watchdog, Wish,
};

/// Nonces up to this one are those of the node's own Pings, which it numbers from 1.
const OWN_NONCES: u64 = 50;

/// The input that is this scenario, with its client of this name.
pub(super) fn input(scenario: &Scenario, dialect: Dialect, client: &str) -> Result<Input, String> {
    let (node, parties) = scenario.under(dialect, &Knobs::default());
    let party = parties.get(client).ok_or_else(|| format!("{} has no client {client}", scenario.id))?;
    let names = Labels(&scenario.topics);
    let mut policy = of_node(&node, &names);
    let (mut under_test, mut watchdog_n) = (Machine::Node, ClientOptions::default().watchdog_n);
    match party {
        Party::Hand => {}
        Party::Client(options) => {
            (under_test, watchdog_n) = (Machine::Pair, options.watchdog_n);
            of_client(options, &mut policy);
        }
        Party::Watchdog(options) => {
            under_test = Machine::Client;
            policy.watchdog =
                Some(Watchdog { idle_ms: options.idle_ms, floor_ms: options.floor_ms, retry_stamp: None });
        }
    }
    Ok(Input {
        binding: Binding::V3,
        under_test,
        interval_ms: node.interval_ms,
        pong_deadline_ms: node.pong_deadline_ms,
        watchdog_n,
        policy,
        topics: scenario.topics.iter().map(|(label, topic)| (label.clone(), hex::encode(topic.as_bytes()))).collect(),
        log: log(scenario, &names),
        script: script(scenario, client, &names)?,
        end_ms: scenario.end_ms,
    })
}

/// Topics of a scenario by label.
pub(super) struct Labels<'a>(pub &'a BTreeMap<String, Topic>);

impl Labels<'_> {
    /// The label of a topic.
    pub fn label(&self, topic: &Topic) -> String {
        let known = self.0.iter().find(|(_, own)| *own == topic);
        known.map_or_else(|| format!("{topic:?}"), |(label, _)| label.clone())
    }

    fn labels(&self, topics: &[Topic]) -> Vec<String> {
        topics.iter().map(|topic| self.label(topic)).collect()
    }

    fn wish(&self, consumer: &str, topics: &[(Topic, u64)]) -> Wish {
        let topics = topics.iter().map(|(topic, cursor)| (self.label(topic), *cursor)).collect();
        Wish { consumer: consumer.to_owned(), topics }
    }
}

/// What differs from the default.
fn unless<T: PartialEq>(value: T, default: &T) -> Option<T> {
    (value != *default).then_some(value)
}

fn of_node(node: &NodeOptions, names: &Labels<'_>) -> Policy {
    let (usual, small) = (NodeOptions::default(), |value: usize| u32::try_from(value).unwrap_or(u32::MAX));
    let (limits, defaults) = (node.limits, usual.limits);
    let limits = Limits {
        max_topics: unless(limits.topics, &defaults.topics).map(small),
        max_adds: unless(limits.adds, &defaults.adds).map(small),
        max_held_rows: unless(limits.held_rows, &defaults.held_rows).map(small),
        max_row_bytes: unless(node.row_bytes, &usual.row_bytes).map(small),
        send_within_ms: unless(limits.send_ms, &defaults.send_ms),
        mutates_per_second: unless(limits.mutates_per_second, &defaults.mutates_per_second).map(small),
        pings_per_second: unless(limits.pings_per_second, &defaults.pings_per_second).map(small),
    };
    Policy {
        ping_when: matches!(node.ping_when, ModelPingWhen::Unproven { .. }).then_some(PingWhen::Unproven),
        allow: node.denied.iter().map(|topic| (names.label(topic), false)).collect(),
        limits: unless(limits, &Limits::default()),
        page: unless(node.page, &usual.page).map(|page| Page { rows: small(page.rows), every_ms: page.every_ms }),
        unimplemented: !node.knows_subscribe,
        fence: node.fence,
        remove_cancels: unless(node.remove_cancels_history, &false),
        ..Policy::default()
    }
}

fn of_client(client: &ClientOptions, policy: &mut Policy) {
    let usual = ClientOptions::default();
    policy.resume_from = (client.cursors == Cursors::Floors).then_some(ResumeFrom::Floors);
    policy.on_resume = (client.on_resume == ModelOnResume::Reconnect).then_some(OnResume::Reconnect);
    policy.probe_ms = unless(client.probe_ms, &usual.probe_ms);
    policy.grace_ms = client.grace_ms;
    policy.reconcile_ms = client.reconcile_ms;
    policy.backoff = unless(client.backoff, &usual.backoff).map(|own| Backoff {
        base_ms: own.base_ms,
        cap_ms: own.cap_ms,
        jitter_ms: own.jitter_ms,
        min_ms: own.min_ms,
    });
}

fn log(scenario: &Scenario, names: &Labels<'_>) -> Vec<Row> {
    let allotted = |kind: ModelKind, id: u64| {
        scenario.steps.iter().find_map(|step| match &step.action {
            Action::Allot(own, ids) if *own == Sequence::from(kind) && ids.contains(&id) => Some(step.at_ms),
            _ => None,
        })
    };
    let mut log = Vec::new();
    for step in &scenario.steps {
        let Action::Commit(rows) = &step.action else { continue };
        log.extend(rows.iter().map(|row| Row {
            kind: match row.kind {
                ModelKind::Group => Kind::Group,
                ModelKind::Welcome => Kind::Welcome,
            },
            id: row.id,
            topic: names.label(&row.topic),
            visible_at_ms: step.at_ms,
            allotted_at_ms: allotted(row.kind, row.id),
            bytes: unless(row.bytes, &100).map(|bytes| u32::try_from(bytes).unwrap_or(u32::MAX)),
            unreadable: !row.readable,
        }));
    }
    log
}

fn script(scenario: &Scenario, client: &str, names: &Labels<'_>) -> Result<Vec<Step>, String> {
    let mut script = Vec::new();
    for own in &scenario.steps {
        let mut step = at(own.at_ms, From::App);
        step.label.clone_from(&own.label);
        match &own.action {
            Action::Commit(_) | Action::Allot(..) => continue,
            Action::Lose(topic) => (step.from, step.lose) = (From::Node, Some(names.label(topic))),
            Action::Hand(who, act) if who == client => hand(act, names, &mut step),
            Action::Client(who, input) if who == client => told(input, names, &mut step)?,
            Action::Watch(who) if who == client => step.app = Some(App::Start),
            Action::Freeze(who, _) if who == client => step.app = Some(App::Freeze),
            Action::Thaw(who) if who == client => step.app = Some(App::Thaw),
            Action::Pipe(who, pipe::Mode::Ok) if who == client => continue,
            Action::Pipe(who, mode) if who == client => {
                let ends = |later: &&streams::Step| {
                    later.index == own.index && later.action == Action::Pipe(who.clone(), pipe::Mode::Ok)
                };
                let until = scenario.steps.iter().find(ends).map(|later| later.at_ms);
                pipe_step(mode, until, &mut step);
            }
            _ => continue,
        }
        script.push(step);
    }
    Ok(script)
}

/// A step in which nothing happens yet.
pub(super) fn at(at_ms: u64, from: From) -> Step {
    Step {
        label: None,
        at_ms,
        from,
        call: None,
        open: false,
        frame: None,
        half_close: false,
        cancel: false,
        answers: None,
        close: None,
        lose: None,
        subscribe: None,
        unsubscribe: None,
        fetch: None,
        app: None,
        fault: None,
    }
}

fn hand(act: &Act, names: &Labels<'_>, step: &mut Step) {
    step.from = From::Client;
    match act {
        Act::Open => step.open = true,
        Act::Send(request) => step.frame = Some(frame(request, names)),
        Act::HalfClose => step.half_close = true,
        Act::Cancel => step.cancel = true,
        Act::Answer(answers) => step.answers = Some(*answers),
    }
}

fn frame(request: &Request, names: &Labels<'_>) -> Frame {
    match request {
        Request::Mutate(mutate) => Frame::Mutate {
            adds: mutate
                .adds
                .iter()
                .map(|add| (names.label(&add.topic), Cursor::Is(add.id_cursor.id().unwrap_or_default())))
                .collect(),
            removes: names.labels(&mutate.removes),
            history_only: mutate.history_only,
            mutate_id: Value::Is(mutate.mutate_id),
        },
        Request::Ping(nonce) => Frame::Ping { nonce: Value::Is(*nonce) },
        Request::Pong(nonce) if *nonce <= OWN_NONCES => Frame::Pong { nonce: Value::Named(format!("$ping{nonce}")) },
        Request::Pong(nonce) => Frame::Pong { nonce: Value::Is(*nonce) },
        Request::Empty => Frame::Empty {},
        Request::UnknownVersion => Frame::UnknownVersion {},
    }
}

fn told(input: &In, names: &Labels<'_>, step: &mut Step) -> Result<(), String> {
    match input {
        In::Subscribe { consumer, adds } => step.subscribe = Some(names.wish(consumer, adds)),
        In::Fetch { consumer, adds } => step.fetch = Some(names.wish(consumer, adds)),
        In::Unsubscribe(topics) => step.unsubscribe = Some(names.labels(topics)),
        In::Suspend => step.app = Some(App::Suspend),
        In::Resume => step.app = Some(App::Resume),
        In::Crash => step.app = Some(App::Crash),
        In::Park(parked) => step.app = Some(if *parked { App::Park } else { App::Unpark }),
        other => return Err(format!("{other:?} is no step")),
    }
    Ok(())
}

fn pipe_step(mode: &pipe::Mode, until_ms: Option<u64>, step: &mut Step) {
    step.from = From::Pipe;
    let fault = |mode| Fault { mode, until_ms, buffer_bytes: None, frames: None, after_ms: None };
    step.fault = match mode {
        pipe::Mode::Ok => None,
        pipe::Mode::Close(code) => {
            step.close = Some(code.id().to_owned());
            None
        }
        pipe::Mode::BlackholeUp => Some(fault(Mode::BlackholeUp)),
        pipe::Mode::BlackholeDown => Some(fault(Mode::BlackholeDown)),
        pipe::Mode::ProxyAck => Some(fault(Mode::ProxyAck)),
        pipe::Mode::HalfClose => Some(fault(Mode::HalfClose)),
        pipe::Mode::Stall { buffer_bytes } => {
            Some(Fault { buffer_bytes: u32::try_from(*buffer_bytes).ok(), ..fault(Mode::Stall) })
        }
        pipe::Mode::CutAfter { frames } => Some(Fault { frames: Some(*frames), ..fault(Mode::CutAfter) }),
        pipe::Mode::AcceptThenDie { after_ms } => {
            Some(Fault { after_ms: Some(*after_ms), ..fault(Mode::AcceptThenDie) })
        }
    };
}
