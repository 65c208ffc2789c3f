//! A scenario, played between a real node and a real client.

use std::collections::BTreeMap;
use std::future::Future;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use streams::corpus::{Case, cases};
use streams::pipe::Mode;
use streams::system::Act;
use streams::{Action, Judgement, Recorder, Run, RunOptions};
use tokio::net::TcpListener;
use xip83::Clock;
use xip83::client::Target;
use xip83::node::{self, Serving};

use super::cast::{Cast, Scribe};
use super::pace::Pace;
use super::relay::Relay;

/// Runs a test's real part. Its threads may read clocks while a simulation goes on elsewhere.
pub fn real<T>(part: impl Future<Output = T>) -> T {
    sim_env::register_thread_as_outside();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .on_thread_start(sim_env::register_thread_as_outside)
        .build()
        .unwrap();
    runtime.block_on(part)
}

/// The test cases of the text, under every dialect and with every variant.
pub fn test_cases() -> Vec<Case> {
    let all = cases().unwrap_or_else(|error| panic!("{error}"));
    all.into_iter().filter(|case| case.scenario.id.starts_with("x-t")).collect()
}

pub fn name(case: &Case) -> String {
    let variant = case.variant.as_ref().map(|variant| format!(" ({variant})")).unwrap_or_default();
    format!("{} under {}{variant}", case.scenario.id, case.dialect)
}

pub fn options(case: &Case) -> RunOptions {
    RunOptions { dialect: case.dialect, variant: case.variant.clone(), ..RunOptions::default() }
}

/// A case with its node's socket, before anything is played.
pub struct Stage {
    pub case: Case,
    pub relay: Relay,
    listener: TcpListener,
}

impl Stage {
    pub async fn set(case: Case) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let relay = Relay::before(listener.local_addr().unwrap()).await;
        Self { case, relay, listener }
    }

    /// Plays the case. Its client calls `front`.
    pub async fn play(self, front: SocketAddr) -> Run {
        let Self { case, relay, listener } = self;
        let scenario = &case.scenario;
        let pace = Pace::of(scenario.end_ms);
        let recorder = Recorder::new(scenario, &options(&case)).unwrap();
        let setting = recorder.setting().clone();
        let record = Arc::new(Mutex::new(Some(recorder)));
        let mut parties = setting.clients.iter();
        let (Some((client, party)), None) = (parties.next(), parties.next()) else { panic!("one client") };
        let shift = Arc::new(AtomicU64::new(0));
        let scribe = |of_node| {
            let (record, shift, client) = (Arc::clone(&record), Arc::clone(&shift), client.clone());
            Arc::new(Scribe { record, pace, shift, client, of_node })
        };
        let clock = Clock::begin();
        let settings = node::Settings { clock, witness: scribe(true), ..node::Settings::of(pace.node(&setting.node)) };
        let serving = node::serve(listener, settings).unwrap();
        let target = Target::at(&format!("http://{front}")).unwrap();
        let cast = Cast::new(party, target, clock, pace, scribe(false));
        for step in &scenario.steps {
            clock.until(pace.real(step.at_ms) + shift.load(Ordering::SeqCst)).await;
            record.lock().unwrap().as_mut().unwrap().step(step);
            perform(&step.action, &serving, &relay, &cast);
            if matches!(step.action, Action::Hand(_, Act::Open)) {
                arrived(&serving).await;
                shift.store(clock.now().saturating_sub(pace.real(step.at_ms)), Ordering::SeqCst);
            }
        }
        clock.until(pace.real(scenario.end_ms) + shift.load(Ordering::SeqCst)).await;
        let state = cast.state().await.map(|state| (client.clone(), state));
        let recorder = record.lock().unwrap().take().unwrap();
        recorder.finish(BTreeMap::from_iter(state), pace.slack())
    }
}

/// In the model a call is there at once; the steps that follow at the same moment rely on it.
async fn arrived(serving: &Serving) {
    let arrives = async {
        while serving.node.open_streams() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    // A call that never arrives is seen by the judge.
    let _ = tokio::time::timeout(Duration::from_secs(2), arrives).await;
}

fn perform(action: &Action, serving: &Serving, relay: &Relay, cast: &Cast) {
    match action {
        Action::Commit(rows) => rows.iter().for_each(|row| serving.node.commit(row.clone())),
        Action::Allot(sequence, ids) => ids.iter().for_each(|id| serving.node.allot(*sequence, *id)),
        Action::Lose(topic) => serving.node.lose(topic),
        Action::Pipe(_, Mode::ProxyAck) => relay.swallow(true),
        Action::Pipe(_, Mode::Ok) => relay.swallow(false),
        Action::Pipe(_, mode) => panic!("the relay cannot do {mode:?}"),
        other => cast.perform(other),
    }
}

/// What is wrong with a run, if anything is.
pub fn wrong(name: &str, judgement: &Judgement) -> String {
    if judgement.passed() {
        return String::new();
    }
    let failures = judgement.failures.iter().map(|failure| format!("    {failure}\n"));
    let violations = judgement.violations.iter().take(5);
    let violations = violations.map(|one| format!("    {} at {} ms: {}\n", one.invariant, one.at_ms, one.cause));
    format!("{name}\n{}{}", failures.collect::<String>(), violations.collect::<String>())
}

/// Says something that is seen also when a test holds: what is written like this, no test harness keeps for itself.
pub fn say(text: &str) {
    // Whoever closed the output has seen enough.
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}

/// Plays cases side by side, and each that was wrong once more, alone. What was wrong then too; if many are wrong, that.
pub async fn hold<R: Future<Output = Vec<(Case, String)>>>(cases: Vec<Case>, play: impl Fn(Vec<Case>) -> R) -> String {
    const FEW: usize = 4;
    let mut wrong = play(cases).await;
    wrong.retain(|(_, report)| !report.is_empty());
    if wrong.len() > FEW {
        return wrong.into_iter().map(|(_, report)| report).collect();
    }
    let mut twice = String::new();
    for (case, report) in wrong {
        say(&format!("once more, alone: {report}"));
        twice.extend(play(vec![case]).await.into_iter().map(|(_, report)| report));
    }
    twice
}
