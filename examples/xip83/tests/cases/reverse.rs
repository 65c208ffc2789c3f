//! The reverse: the node of the model behind a socket, and the real client. The model plays a case with the client's machine; its node's
//! frames are then sent over a real call, each when it was sent there and after everything that the client had said before. The real client
//! must say, hear and tell the same: what it says and what it hears, and what it tells of each topic, in the same order.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use sim_engine::Record;
use streams::client::Told;
use streams::corpus::Case;
use streams::frame::Response;
use streams::node::StreamId;
use streams::pipe::Mode;
use streams::system::{Frame, Note, Streams};
use streams::{Action, Ms, Party, Run, simulate};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use xip83::client::{self, Target};
use xip83::{Clock, Witness, status_of};

use super::nodes::machines;
use super::pace::Pace;
use super::play::{hold, name, options, real};
use super::puppet::{Line, Puppet, serve};

#[test]
fn the_real_client_says_what_the_models_client_says() {
    let (cases, _) = machines();
    let modelled = |case: &Case| (name(case), Arc::new(simulate(&case.scenario, &options(case)).unwrap()));
    let model: Arc<BTreeMap<_, _>> = Arc::new(cases.iter().map(modelled).collect());
    let report = real(hold(cases, |cases| differences(cases, Arc::clone(&model))));
    assert!(report.is_empty(), "{report}");
}

async fn differences(cases: Vec<Case>, model: Arc<BTreeMap<String, Arc<Run>>>) -> Vec<(Case, String)> {
    let mut plays = JoinSet::new();
    for case in cases {
        let run = Arc::clone(&model[&name(&case)]);
        plays.spawn(async move {
            let report = compare(&case, &run).await;
            (case, report)
        });
    }
    plays.join_all().await
}

/// Plays a case for the real client. What it does otherwise than the model's, if anything.
async fn compare(case: &Case, run: &Run) -> String {
    let pace = Pace::of(case.scenario.end_ms);
    let expected: Vec<Note> = notes(run).into_iter().map(|note| paced(pace, note)).collect();
    let (got, troubles) = play(case, run).await;
    let mut report: String = troubles.iter().map(|trouble| format!("{}: {trouble}\n", name(case))).collect();
    let (expected, mut got) = (by_subject(expected), by_subject(got));
    for (about, expected) in expected {
        let got = got.remove(&about).unwrap_or_default();
        let same = expected.iter().zip(&got).take_while(|(a, b)| a == b).count();
        if (expected.len(), got.len()) != (same, same) {
            let (next, instead) = (expected.get(same), got.get(same));
            report += &format!("{}: {about}, after {same}: {instead:?} instead of {next:?}\n", name(case));
        }
    }
    report.extend(got.into_iter().map(|(about, notes)| format!("{}: {about}: {notes:?}\n", name(case))));
    report
}

/// Notes by what they are about. Between subjects there is no order: what a client wishes may cross what it hears.
fn by_subject(notes: Vec<Note>) -> BTreeMap<String, Vec<Note>> {
    let mut subjects: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for note in notes {
        let subject = match &note {
            Note::Took(..) | Note::Ended(..) => "heard".to_owned(),
            Note::Told(Told::State(_)) => "states".to_owned(),
            Note::Told(
                Told::Processed { topic, .. }
                | Told::Spared { topic, .. }
                | Told::CaughtUp { topic, .. }
                | Told::Saved { topic, .. }
                | Told::Owed(topic),
            ) => format!("told of {topic:?}"),
            _ => "said".to_owned(),
        };
        subjects.entry(subject).or_default().push(note);
    }
    subjects
}

/// The interval that a node tells is one of real time.
fn paced(pace: Pace, note: Note) -> Note {
    match note {
        Note::Took(call, Frame::Down(response)) => Note::Took(call, Frame::Down(told(pace, response))),
        other => other,
    }
}

fn told(pace: Pace, response: Response) -> Response {
    match response {
        Response::Started { keepalive_interval_ms, capabilities } => {
            let real = pace.real(u64::from(keepalive_interval_ms));
            Response::Started { keepalive_interval_ms: u32::try_from(real).unwrap(), capabilities }
        }
        other => other,
    }
}

/// What the client of a run said, heard and told. Calls are numbered from 1 on.
fn notes(run: &Run) -> Vec<Note> {
    let of_client = |record: &Record<Streams>| match record {
        Record::Note(who, note) if run.clients.contains_key(&run.names[who.0]) => Some(note.clone()),
        _ => None,
    };
    run.transcript.entries.iter().filter_map(|entry| of_client(&entry.record)).map(numbered).collect()
}

fn numbered(note: Note) -> Note {
    let number = |call: StreamId| call & 0xffff;
    match note {
        Note::Opened(call) => Note::Opened(number(call)),
        Note::Sent(call, frame) => Note::Sent(number(call), frame),
        Note::Took(call, frame) => Note::Took(number(call), frame),
        Note::HalfClosed(call) => Note::HalfClosed(number(call)),
        Note::Ended(call, code) => Note::Ended(number(call), code),
        Note::GaveUp(call) => Note::GaveUp(number(call)),
        other => other,
    }
}

/// The lines of every call. A frame is sent when the model's node sent it, which may be long before its client took it.
fn script(run: &Run, pace: Pace) -> Vec<Vec<Line>> {
    let entries = || run.transcript.entries.iter();
    let mut calls: Vec<(Vec<Line>, std::vec::IntoIter<Ms>)> = Vec::new();
    for entry in entries() {
        let Record::Note(who, note) = &entry.record else { continue };
        if !run.clients.contains_key(&run.names[who.0]) {
            continue;
        }
        if let Note::Opened(call) = note {
            calls.push((Vec::new(), sent(run, *call).into_iter()));
        }
        let Some((lines, sent)) = calls.last_mut() else { continue };
        let mut at = || sent.next().unwrap_or_default();
        match note {
            Note::Took(_, Frame::Down(response)) => lines.push(Line::Send(at(), told(pace, response.clone()).into())),
            Note::Sent(_, Frame::Up(request)) => lines.push(Line::Hear(request.clone().into())),
            Note::HalfClosed(_) => lines.push(Line::HalfClose),
            Note::Ended(_, code) => lines.push(Line::End(at(), status_of(*code))),
            Note::GaveUp(_) => lines.push(Line::GivenUp),
            _ => {}
        }
    }
    calls.into_iter().map(|(lines, _)| lines).collect()
}

/// When the model's node sent what it sent on a call, in order.
fn sent(run: &Run, call: StreamId) -> Vec<Ms> {
    let mut times = Vec::new();
    for entry in &run.transcript.entries {
        if let Record::Note(who, Note::Sent(of, Frame::Down(_)) | Note::Ended(of, _)) = &entry.record
            && (run.names[who.0].as_str(), *of) == ("node", call)
        {
            times.push(Ms::try_from(entry.at.as_millis()).unwrap());
        }
    }
    times
}

#[derive(Default)]
struct Pages(Mutex<Vec<Note>>);

impl Witness for Pages {
    fn note(&self, _at: Ms, note: Note) {
        self.0.lock().unwrap().push(note);
    }
}

async fn play(case: &Case, run: &Run) -> (Vec<Note>, Vec<String>) {
    let (pace, clock) = (Pace::of(case.scenario.end_ms), Clock::begin());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let target = Target::at(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let stage =
        Arc::new(Puppet { script: script(run, pace), clock, pace, calls: Mutex::new(0), troubles: Mutex::default() });
    let mut tasks = JoinSet::new();
    tasks.spawn(serve(listener, Arc::clone(&stage)));
    let pages = Arc::new(Pages::default());
    let Some(Party::Client(options)) = run.clients.values().next() else { panic!("the client's machine") };
    let settings = client::Settings::of(pace.client(options), target);
    let witness = Arc::clone(&pages) as Arc<dyn Witness>;
    let client = client::connect(client::Settings { clock, witness, ..settings });
    for step in &case.scenario.steps {
        clock.until(pace.real(step.at_ms)).await;
        match &step.action {
            Action::Client(_, input) => client.hand(input.clone()),
            Action::Freeze(..) => client.freeze(true),
            Action::Thaw(_) => client.freeze(false),
            // The node and the pipe are in the script already.
            Action::Commit(_) | Action::Pipe(_, Mode::ProxyAck | Mode::Ok) => {}
            other => panic!("no test case of the text has {other:?}"),
        }
    }
    // What comes at the very end may be late.
    clock.until(pace.real(case.scenario.end_ms) + 300).await;
    drop(client);
    let (notes, troubles) = (pages.0.lock().unwrap().clone(), stage.troubles.lock().unwrap().clone());
    (notes, troubles)
}
