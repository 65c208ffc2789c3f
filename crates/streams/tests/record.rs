//! A run that is written down elsewhere is judged like one of the model, and a real clock may be late, but not early.

use std::collections::BTreeMap;

use sim_engine::Record;
use streams::corpus::{Case, cases};
use streams::node::StreamId;
use streams::system::Note;
use streams::{Judgement, Ms, Recorder, RunOptions, judge, simulate};

fn test_cases() -> impl Iterator<Item = Case> {
    cases().unwrap().into_iter().filter(|case| case.scenario.id.starts_with("x-t"))
}

/// What the model did, written down again: calls are numbered, and times are as `clock` has them.
fn recorded(case: &Case, slack_ms: Ms, clock: impl Fn(Ms) -> Ms) -> Judgement {
    let options = RunOptions { dialect: case.dialect, variant: case.variant.clone(), ..RunOptions::default() };
    let run = simulate(&case.scenario, &options).unwrap();
    let mut recorder = Recorder::new(&case.scenario, &options).unwrap();
    let client = run.clients.keys().next().unwrap().clone();
    let mut steps = case.scenario.steps.iter();
    for entry in &run.transcript.entries {
        let at = clock(Ms::try_from(entry.at.as_millis()).unwrap());
        match &entry.record {
            Record::Step(_) => recorder.step(steps.next().unwrap()),
            Record::Note(who, note) => match run.names[who.0].as_str() {
                "node" => recorder.node(at, &client, numbered(note.clone())),
                name if name == client => recorder.client(at, &client, numbered(note.clone())),
                _ => {}
            },
            _ => {}
        }
    }
    judge(&recorder.finish(BTreeMap::clone(&run.states), slack_ms))
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
        Note::Mark(call, mark) => Note::Mark(number(call), mark),
        other => other,
    }
}

#[test]
fn a_run_that_is_written_down_again_is_judged_as_before() {
    for case in test_cases() {
        let judgement = recorded(&case, 0, |at| at);
        assert!(judgement.passed(), "{} under {}: {:?}", case.scenario.id, case.dialect, judgement.failures);
    }
}

#[test]
fn what_happens_by_a_clock_may_be_late_within_the_slack_and_never_early() {
    let case = test_cases().find(|case| case.scenario.id == "x-t02").unwrap();
    let passes = |slack_ms, clock: fn(Ms) -> Ms| recorded(&case, slack_ms, clock).passed();
    assert!(!passes(0, |at| at + 200));
    assert!(passes(300, |at| at + 200));
    assert!(!passes(300, |at| at + 400));
    assert!(!passes(300, |at| at.saturating_sub(10)));
}
