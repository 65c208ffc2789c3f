//! The real node on loopback, without anything in between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sim_engine::Record;
use streams::client::{State, Told};
use streams::corpus::Case;
use streams::frame::{Response, Topic};
use streams::system::{Frame, Note};
use streams::{Invariant, Run, judge, simulate};
use tokio::task::JoinSet;

use super::play::{Stage, hold, name, options, real, say, test_cases, wrong};
use super::translate::with_the_machine;

/// The nineteen cases of the text, the last in three parts, under r5 and r7, and two with a mistake that has to be seen.
#[test]
fn the_test_cases_of_the_text_hold_over_a_real_socket() {
    let report = real(hold(test_cases(), directly));
    assert!(report.is_empty(), "{report}");
}

async fn directly(cases: Vec<Case>) -> Vec<(Case, String)> {
    let mut plays = JoinSet::new();
    for case in cases {
        plays.spawn(async move {
            let report = wrong(&name(&case), &judge(&played(case.clone()).await));
            (case, report)
        });
    }
    plays.join_all().await
}

async fn played(case: Case) -> Run {
    let stage = Stage::set(case).await;
    let front = stage.relay.address;
    stage.play(front).await
}

/// The same with the client's machine in place of the scripted client, at both ends the real one. The model plays it too: what consumers
/// have at the end, what the node acknowledges, and the client's state are the same.
#[test]
fn the_real_client_at_the_real_node_ends_where_the_model_does() {
    let (cases, skipped) = machines();
    say(&skipped);
    let ends = |case: &Case| (name(case), Outcome::of(&simulate(&case.scenario, &options(case)).unwrap()));
    let model: Arc<BTreeMap<_, _>> = Arc::new(cases.iter().map(ends).collect());
    let report = real(hold(cases, |cases| end_as(cases, Arc::clone(&model))));
    assert!(report.is_empty(), "{report}");
}

async fn end_as(cases: Vec<Case>, model: Arc<BTreeMap<String, Outcome>>) -> Vec<(Case, String)> {
    let mut plays = JoinSet::new();
    for case in cases {
        let model = Arc::clone(&model);
        plays.spawn(async move {
            let (name, outcome) = (name(&case), Outcome::of(&played(case.clone()).await));
            let expected = &model[&name];
            let same = outcome == *expected;
            (case, if same { String::new() } else { format!("{name}: {outcome:?}, not {expected:?}\n") })
        });
    }
    plays.join_all().await
}

/// The cases that the client's machine can play, and a line for each that it cannot.
pub fn machines() -> (Vec<Case>, String) {
    let (mut cases, mut skipped) = (Vec::new(), String::new());
    for case in test_cases().into_iter().filter(|case| case.variant.is_none()) {
        match with_the_machine(&case) {
            Ok(case) => cases.push(case),
            Err(why) => skipped += &format!("not played: {} with the real client ({why})\n", name(&case)),
        }
    }
    (cases, skipped)
}

/// How a run ends.
#[derive(Debug, PartialEq)]
struct Outcome {
    violated: BTreeSet<Invariant>,
    states: BTreeMap<String, State>,
    processed: BTreeSet<(String, Topic, u64)>,
    acknowledged: Vec<u64>,
}

impl Outcome {
    fn of(run: &Run) -> Self {
        let (mut processed, mut acknowledged) = (BTreeSet::new(), Vec::new());
        for entry in &run.transcript.entries {
            match &entry.record {
                Record::Note(_, Note::Told(Told::Processed { consumer, topic, id })) => {
                    processed.insert((consumer.clone(), topic.clone(), *id));
                }
                Record::Note(_, Note::Sent(_, Frame::Down(Response::CatchupComplete(id)))) => acknowledged.push(*id),
                _ => {}
            }
        }
        Self { violated: judge(run).violated(), states: run.states.clone(), processed, acknowledged }
    }
}
