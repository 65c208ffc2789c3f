//! A call that is cut after every frame that it has: nothing may be lost at any boundary.

use sim_engine::Record;
use streams::code::Code;
use streams::corpus::scenarios;
use streams::pipe::Mode;
use streams::system::Note;
use streams::{Action, Invariant, RunOptions, Scenario, Step, judge, simulate};

fn scenario(id: &str) -> Scenario {
    scenarios().unwrap().into_iter().find(|one| one.id == id).unwrap()
}

/// The same with a first call that is cut after so many frames.
fn cut_after(scenario: &Scenario, frames: u32) -> Scenario {
    let mut cut = scenario.clone();
    let action = Action::Pipe("c".to_owned(), Mode::CutAfter { frames });
    cut.steps.insert(0, Step { at_ms: 0, index: usize::MAX, label: None, action });
    cut
}

/// The cuts after which a consumer lacks rows.
fn losses(id: &str, variant: Option<&str>) -> Vec<u32> {
    let scenario = scenario(id);
    let lost = |frames: &u32| {
        let options = RunOptions { variant: variant.map(str::to_owned), ..RunOptions::default() };
        let run = simulate(&cut_after(&scenario, *frames), &options).unwrap();
        judge(&run).violated().contains(&Invariant::NoLoss)
    };
    (0..12).filter(lost).collect()
}

#[test]
fn a_merged_wave_loses_nothing_wherever_it_is_cut() {
    assert_eq!(losses("x-i23", None), Vec::<u32>::new());
}

#[test]
fn a_wave_read_topic_by_topic_loses_what_one_mark_covers() {
    assert_eq!(losses("x-i23", Some("topic-by-topic")), [2, 3, 4, 5, 6]);
}

#[test]
fn marks_of_each_topic_lose_nothing_even_then() {
    assert_eq!(losses("x-i23", Some("progress-per-topic")), Vec::<u32>::new());
}

#[test]
fn two_consumers_lose_nothing_wherever_their_stream_is_cut() {
    assert_eq!(losses("x-i24", None), Vec::<u32>::new());
}

#[test]
fn a_call_ends_once_whatever_else_would_have_ended_it() {
    let text = r#"format = "streams-scenario/1"
id = "a"
title = "Two ends behind a client that takes nothing"
end = "120s"
topics = { g1 = "00a1" }
clients.c = { kind = "client", buffer_bytes = 1 }
steps = [
  { at = "0s", subscribe = [["g1", 0]] },
  { at = "10s", do = "park" },
  { at = "11s", publish = { topic = "g1", ids = [1] } },
  { at = "12s", fault = { mode = "cut_after", frames = 0 } },
  { at = "13s", publish = { topic = "g1", ids = [2] } },
  { at = "14s", fault = { mode = "close", code = "CANCELLED" } },
  { at = "15s", do = "unpark" },
]
[expect]
processed = { app = { g1 = [1, 2] } }
clients = { c = { state = "live" } }
"#;
    let run = simulate(&streams::parse(text, "a.toml").unwrap(), &RunOptions::default()).unwrap();
    let notes = run.transcript.entries.iter().filter_map(|entry| match &entry.record {
        Record::Note(_, Note::Ended(stream, code)) => Some((*stream, *code)),
        _ => None,
    });
    let ends: Vec<_> = notes.collect();
    assert!(judge(&run).passed(), "{:?}", judge(&run).failures);
    assert_eq!(ends.len(), 2, "the node and the client each hear of it once: {ends:?}");
    assert!(ends.iter().all(|(stream, code)| *stream == ends[0].0 && *code == Code::Cancelled), "{ends:?}");
}
