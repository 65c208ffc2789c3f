//! Mutants: nodes and clients that make one mistake.

use serde_json::{Value, json};
use streams::Knobs;
use streams::client::{ClientOptions, Cursors, Healthy, In, Out, Saves};
use streams::code::Code;
use streams::frame::{Request, Response};
use streams::node::{NodeOptions, Slip};
use streams::watchdog::{RetryStamp, WatchdogOptions};

use crate::format::topics::stream::{Input, Machine, ResumeFrom};
use crate::stream::{Event, Seen, Sent, What};

/// Who makes a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// A node that slips.
    Node(Slip),
    /// A client.
    Client(Wrong),
    /// A watchdog.
    Watchdog,
}

/// What a client does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    NeverAnswers,
    NeverWatches,
    WatchesLonger,
    WatchesShorter,
    CountsStalls,
    SavesOnArrival,
    HealthyWhenOpened,
    SuspendsLate,
    OnlyUnavailable,
    HighWater,
    MarkWithoutFloor,
    NoBackoff,
    NoCap,
    NoProbe,
    PongsTwice,
    PongsWhileDraining,
    TakesAnyPong,
    TakesAnyEnd,
    TakesIntervalZero,
    FallsBackWhenRefused,
}

/// A machine that makes one mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mutant {
    of: Of,
    /// As in `x_kills`.
    pub name: &'static str,
    /// What it does.
    pub sentence: &'static str,
}

const fn node(slip: Slip, name: &'static str, sentence: &'static str) -> Mutant {
    Mutant { of: Of::Node(slip), name, sentence }
}

const fn client(wrong: Wrong, name: &'static str, sentence: &'static str) -> Mutant {
    Mutant { of: Of::Client(wrong), name, sentence }
}

/// Every mutant.
pub(crate) const ALL: &[Mutant] = &[
    node(Slip::AllowsOverlap, "node-allows-overlap", "a topic is subscribed while a `history_only` replay of it runs"),
    node(Slip::AnyFrameProves, "node-any-frame-proves", "any frame of the client meets the deadline of the Pong"),
    node(Slip::Chasing, "node-chasing", "a wave ends where the log ends, wherever that is by then"),
    node(Slip::DropsHeld, "node-drops-held", "arrivals beyond the bound are dropped"),
    node(Slip::EndsAtHalfClose, "node-ends-at-half-close", "a half-close ends the call at once"),
    node(Slip::FloorOutlivesRemove, "node-floor-outlives-remove", "a remove leaves the floor"),
    node(Slip::IgnoresUnknown, "node-ignores-unknown", "a request that is unknown is passed over"),
    node(Slip::LastAddWins, "node-last-add-wins", "of two adds of a topic the last counts"),
    node(Slip::Leapfrog, "node-leapfrog", "a live row of a topic overtakes its replay"),
    node(Slip::MarkerToEverybody, "node-marker-to-everybody", "a marker names all topics of the call"),
    node(Slip::OkAfterDeadSender, "node-ok-after-dead-sender", "a drain whose sender died ends with OK"),
    node(Slip::OneTicker, "node-one-ticker", "every frame sent puts the deadline of the Pong off"),
    node(Slip::PingsTheHalfClosed, "node-pings-the-half-closed", "a client that has half-closed is challenged"),
    node(
        Slip::PlaceOfParsedRow,
        "node-place-of-parsed-row",
        "the place in the log is that of the last row that could be parsed",
    ),
    node(Slip::ReapsUnread, "node-reaps-unread", "the deadline acts before what has arrived is read"),
    node(Slip::SkipsOversize, "node-skips-oversize", "a row that is too large is left out"),
    node(Slip::StaleGate, "node-stale-gate", "the end of a wave opens the gate of a topic that left it"),
    node(Slip::TakesUsedIds, "node-takes-used-ids", "the id of a wave in flight is taken again"),
    node(Slip::TopicByTopic, "node-topic-by-topic", "a wave is read topic by topic"),
    node(Slip::TrustsTheStream, "node-trusts-the-stream", "only the first Mutate is asked what it may read"),
    node(Slip::ZeroIsTheEnd, "node-zero-is-the-end", "cursor 0 is the end of the log"),
    client(Wrong::NeverAnswers, "client-never-answers", "Pings are not answered"),
    client(Wrong::NeverWatches, "client-never-watches", "silence is not noticed"),
    client(Wrong::WatchesLonger, "client-watches-longer", "a wire is given up an interval too late"),
    client(Wrong::WatchesShorter, "client-watches-shorter", "a wire is given up an interval too early"),
    client(Wrong::CountsStalls, "client-counts-stalls", "silence counts while its own consumer takes nothing"),
    client(Wrong::SavesOnArrival, "client-saves-on-arrival", "a cursor is saved before anybody took the row"),
    client(Wrong::HealthyWhenOpened, "client-healthy-when-opened", "a wire that merely opens ends the back-off"),
    client(
        Wrong::SuspendsLate,
        "client-suspends-late",
        "the end of the grace period acts although it is in the foreground",
    ),
    client(Wrong::OnlyUnavailable, "client-only-unavailable", "only `UNAVAILABLE` makes it call again"),
    client(Wrong::HighWater, "client-high-water", "a topic resumes from the highest id seen of it, in whatever lane"),
    client(
        Wrong::MarkWithoutFloor,
        "client-mark-without-floor",
        "a topic that was live resumes from the live mark alone",
    ),
    client(Wrong::NoBackoff, "client-without-backoff", "it calls again at once, however often that failed"),
    client(Wrong::NoCap, "client-without-cap", "the time that it waits between calls grows without end"),
    client(Wrong::NoProbe, "client-without-patience", "an answer to a probe is awaited for a millisecond"),
    client(Wrong::PongsTwice, "client-pongs-twice", "a Ping is answered with two Pongs"),
    client(Wrong::PongsWhileDraining, "client-pongs-while-draining", "a Ping is answered after its own half-close"),
    client(Wrong::TakesAnyPong, "client-takes-any-pong", "any Pong is taken for the answer to a probe"),
    client(
        Wrong::TakesAnyEnd,
        "client-takes-any-end",
        "any acknowledgement ends the wave of the last Mutate that adds",
    ),
    client(
        Wrong::TakesIntervalZero,
        "client-takes-interval-zero",
        "an interval of 0 is taken for one of a millisecond",
    ),
    client(Wrong::FallsBackWhenRefused, "client-falls-back-when-refused", "`INVALID_ARGUMENT` makes it fall back"),
    Mutant {
        of: Of::Watchdog,
        name: "watchdog-stamps-once",
        sentence: "the beginning of an attempt is not written down while attempts fail",
    },
];

impl Wrong {
    /// Is the mistake in what a client alone hears? A client beside a node hears what the node says.
    const fn is_heard(self) -> bool {
        matches!(
            self,
            Self::PongsTwice
                | Self::PongsWhileDraining
                | Self::TakesAnyPong
                | Self::TakesAnyEnd
                | Self::TakesIntervalZero
                | Self::FallsBackWhenRefused
        )
    }
}

impl Mutant {
    pub fn turn_node(&self, options: &mut NodeOptions) {
        if let Of::Node(slip) = self.of {
            options.slips.insert(slip);
        }
    }

    pub fn turn_watchdog(&self, options: &mut WatchdogOptions) {
        if self.of == Of::Watchdog {
            options.retry_stamp = RetryStamp::Once;
        }
    }

    pub fn turn_client(&self, options: &mut ClientOptions) {
        let Of::Client(wrong) = self.of else { return };
        match wrong {
            Wrong::NeverAnswers => options.answers = false,
            Wrong::NeverWatches => options.watchdog_n = 0,
            Wrong::WatchesLonger => options.watchdog_n += 1,
            Wrong::WatchesShorter => options.watchdog_n -= 1,
            Wrong::CountsStalls => options.watchdog_counts_stalls = true,
            Wrong::SavesOnArrival => options.saves = Saves::Arrived,
            Wrong::HealthyWhenOpened => options.healthy = Healthy::Opened,
            Wrong::SuspendsLate => options.late_suspend = true,
            Wrong::OnlyUnavailable => options.only_unavailable = true,
            Wrong::HighWater => options.cursors = Cursors::HighWater,
            Wrong::MarkWithoutFloor if options.cursors == Cursors::Floors => options.cursors = Cursors::Marks,
            Wrong::MarkWithoutFloor => {}
            Wrong::NoBackoff => (options.backoff.base_ms, options.backoff.min_ms) = (1, 0),
            Wrong::NoCap => options.backoff.cap_ms = u64::MAX,
            Wrong::NoProbe => options.probe_ms = 1,
            heard => debug_assert!(heard.is_heard(), "{}: it makes no mistake", self.name),
        }
    }

    /// What a client alone hears in the place of this, and what it says too much then.
    pub fn hears(&self, input: In, seen: &Seen) -> (In, Option<Out>) {
        let Of::Client(wrong) = self.of else { return (input, None) };
        let chosen = seen.frames(Machine::Node).map(|(.., sent)| sent);
        let ends = |event: &&Event| matches!(event.what, What::HalfClosed(_) | What::Called(_));
        let drains = || matches!(seen.events.iter().rfind(ends).map(|event| &event.what), Some(What::HalfClosed(_)));
        match (wrong, input) {
            (Wrong::PongsTwice | Wrong::PongsWhileDraining, In::Frame(Response::Ping(nonce)))
                if wrong == Wrong::PongsTwice || drains() =>
            {
                (In::Frame(Response::Ping(nonce)), Some(Out::Send(Request::Pong(nonce))))
            }
            (Wrong::TakesAnyPong, In::Frame(Response::Pong(_))) => {
                let own = chosen.filter_map(|sent| if let Sent::Ping(nonce) = sent { Some(*nonce) } else { None });
                (In::Frame(Response::Pong(own.last().unwrap_or_default())), None)
            }
            (Wrong::TakesAnyEnd, In::Frame(Response::CatchupComplete(id))) => {
                let wave_of = |sent: &Sent| match sent {
                    Sent::Mutate { adds, mutate_id, .. } if !adds.is_empty() => Some(*mutate_id),
                    _ => None,
                };
                let last = chosen.filter_map(wave_of).last().unwrap_or(id);
                (In::Frame(Response::CatchupComplete(last)), None)
            }
            (Wrong::TakesIntervalZero, In::Frame(Response::Started { keepalive_interval_ms: 0, capabilities })) => {
                (In::Frame(Response::Started { keepalive_interval_ms: 1, capabilities }), None)
            }
            (Wrong::FallsBackWhenRefused, In::Closed(Code::InvalidArgument)) => (In::Closed(Code::Unimplemented), None),
            (_, input) => (input, None),
        }
    }

    /// Can it make its mistake in a test of this machine?
    pub fn takes_part(&self, input: &Input) -> bool {
        match self.of {
            Of::Node(_) => input.under_test != Machine::Client,
            Of::Client(wrong) if wrong.is_heard() && input.under_test == Machine::Pair => false,
            Of::Client(_) => input.under_test != Machine::Node && input.policy.watchdog.is_none(),
            Of::Watchdog => input.policy.watchdog.is_some(),
        }
    }
}

/// The knobs of a run on the engine, which decides anew from where clients resume.
pub(super) fn knobs(input: &Input, mutant: Option<&Mutant>) -> Knobs {
    let wrong = mutant.map(|mutant| mutant.of);
    let cursors = match (wrong, input.policy.resume_from) {
        (Some(Of::Client(Wrong::HighWater)), _) => json!("high-water"),
        (Some(Of::Client(Wrong::MarkWithoutFloor)), _) => Value::Null,
        (_, Some(ResumeFrom::Floors)) => json!("floors"),
        _ => Value::Null,
    };
    serde_json::from_value(json!({ "cursors": cursors })).unwrap_or_default()
}
