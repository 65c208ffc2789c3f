//! Every stream test: which scenario it comes from, which half of it is tested, and under which settings.

use super::scenario::at;
use crate::format::topics::stream::{Cursor, Expect, Frame, From, Input};

/// Which half of a scenario is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// All of it: the node of a scripted client, or both.
    Whole,
    /// The client of a node and a client.
    Client,
    /// A script of a client alone.
    Written,
}

/// One test.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Its number; it never changes. In r5 5,000 more.
    pub number: u16,
    pub flag: &'static str,
    /// Its id, in the corpus of the crate `streams` or beside this file.
    pub scenario: &'static str,
    pub half: Half,
    /// Which of the scenario's clients.
    pub client: &'static str,
    /// The variant whose claims hold.
    pub variant: Option<&'static str>,
    /// Policies that are set.
    pub with: &'static [&'static str],
    /// Policies under which it has an answer each, and the variants whose claims hold.
    pub answers: &'static [(&'static str, Option<&'static str>)],
    /// Has it a test in r5, too, or there alone?
    pub in_r5: bool,
    pub in_r7: bool,
    /// Instead of the scenario's title.
    pub comment: Option<&'static str>,
    /// Invariants are broken: a gap of the text.
    pub gap: bool,
    /// Consumers do not get all, and are not meant to.
    pub lossy: bool,
    pub change: Option<fn(&mut Input)>,
    pub then: Option<fn(&mut Expect)>,
}

const fn row(number: u16, flag: &'static str, scenario: &'static str) -> Row {
    Row {
        number,
        flag,
        scenario,
        half: Half::Whole,
        client: "c",
        variant: None,
        with: &[],
        answers: &[],
        in_r5: false,
        in_r7: true,
        comment: None,
        gap: false,
        lossy: false,
        change: None,
        then: None,
    }
}

const fn client(number: u16, flag: &'static str, scenario: &'static str) -> Row {
    Row { half: Half::Client, ..row(number, flag, scenario) }
}

const fn written(number: u16, flag: &'static str, script: &'static str) -> Row {
    Row { half: Half::Written, ..row(number, flag, script) }
}

impl Row {
    /// In both dialects.
    const fn both(self) -> Self {
        Self { in_r5: true, ..self }
    }

    /// In r5 alone.
    const fn old(self) -> Self {
        Self { in_r5: true, in_r7: false, ..self }
    }

    const fn of(self, client: &'static str) -> Self {
        Self { client, ..self }
    }

    const fn with(self, with: &'static [&'static str], variant: Option<&'static str>) -> Self {
        Self { with, variant, ..self }
    }

    const fn by(self, answers: &'static [(&'static str, Option<&'static str>)]) -> Self {
        Self { answers, ..self }
    }

    const fn says(self, comment: &'static str) -> Self {
        Self { comment: Some(comment), ..self }
    }

    const fn gap(self) -> Self {
        Self { gap: true, ..self }
    }

    const fn lossy(self) -> Self {
        Self { lossy: true, ..self }
    }

    const fn changed(self, change: fn(&mut Input)) -> Self {
        Self { change: Some(change), ..self }
    }

    const fn then(self, then: fn(&mut Expect)) -> Self {
        Self { then: Some(then), ..self }
    }
}

/// Both ways to resume what was live.
const RESUMES: &[(&str, Option<&str>)] = &[("resume-marks", None), ("resume-floors", Some("floors"))];

/// Every test, by number.
pub(super) const ROWS: &[Row] = &[
    // The text's own test cases.
    row(1, "StartedFirst", "x-t01").both(),
    row(2, "IdlePing", "x-t02").both(),
    row(3, "TrafficPostpones", "x-t03").both(),
    row(4, "Reaped", "x-t04").both(),
    row(5, "ClientPing", "x-t05").both(),
    row(6, "AboveCursor", "x-t06").both(),
    row(7, "Removed", "x-t07").both(),
    row(8, "BlackHole", "x-t08").both(),
    row(9, "HistoryThenMarker", "x-t09").both(),
    row(10, "HistoryOnly", "x-t10").both(),
    row(11, "Thaw", "x-t11").both(),
    row(12, "RemovedAndAdded", "x-t12").both(),
    row(13, "TopicTwice", "x-t13").both(),
    row(14, "UnknownRequest", "x-t14").both(),
    row(15, "Tags", "x-t15"),
    row(16, "MergedReplay", "x-t16"),
    row(17, "LiveOrder", "x-t17"),
    row(18, "Seam", "x-t18"),
    row(19, "AddWithoutId", "x-t19"),
    row(20, "IdInFlight", "x-t19-open"),
    row(21, "IdInFlight", "x-t19-free"),
    // The exact schedules.
    row(25, "Schedule", "tv-1").both(),
    row(26, "Schedule", "tv-2").both(),
    row(27, "BusyZombie", "tv-3").by(&[("ping-send-idle", None), ("ping-unproven", Some("unproven"))]).both(),
    client(28, "Silence", "tv-4").of("at-300").says("A death right after the last frame is noticed 90 s later"),
    client(29, "Silence", "tv-4").of("at-329").says("A death 29 s after the last frame is noticed 61 s later").both(),
    row(30, "Silence", "tv-4").of("at-315").says("Both ends notice a death in the middle of an interval"),
    // Requirements of the server.
    row(31, "TopicKind", "x-s2-kind").both(),
    row(32, "TopicKind", "short-topic").both(),
    row(33, "ReAdd", "x-s5-readd").both(),
    row(34, "ReAdd", "lower-readd"),
    row(35, "EmptiedWave", "x-s5-emptied").both(),
    row(36, "RemoveOfReplay", "x-s5g").by(&[("remove-keeps", None), ("remove-cancels", Some("cancels"))]),
    row(37, "RemoveUnknown", "remove-unknown").both(),
    row(38, "Limits", "x-s8-adds").both(),
    row(39, "Limits", "x-s8-rate").both(),
    row(40, "Limits", "too-many-topics").both(),
    row(41, "Limits", "too-many-mutates").both(),
    row(42, "WavesInAnyOrder", "waves-any-order"),
    row(43, "MergedReplay", "two-kinds"),
    row(44, "Overlap", "history-of-subscribed"),
    row(45, "HalfClose", "half-close-idle").both(),
    row(46, "Cancelled", "cancel").both(),
    row(47, "Markers", "x-g").both(),
    row(48, "PongAtDeadline", "x-i30").both(),
    // Correctness issues, at the node or at both.
    row(51, "Authorisation", "x-i01").both(),
    row(52, "MatchingPong", "x-i02").both(),
    row(53, "Reaped", "x-i03").both(),
    row(54, "CursorZero", "x-i04").both(),
    row(55, "RemovesFirst", "x-i05").both(),
    row(56, "FloorDropped", "x-i06").both(),
    row(57, "UnknownRequest", "x-i07").both(),
    row(58, "LongDrain", "x-i08").both(),
    row(59, "HalfClose", "x-i09").both(),
    row(60, "Leapfrog", "x-i10"),
    row(61, "OneSequence", "x-i11-shared"),
    row(62, "Acknowledgements", "x-i12"),
    row(63, "OkMeansReceived", "x-i13").both(),
    row(64, "Challenged", "x-i15")
        .with(&["ping-unproven"], Some("unproven"))
        .both()
        .says("A deaf client that keeps talking is challenged two intervals after its last proof"),
    row(65, "KnownGap", "x-i15").with(&["ping-send-idle"], None).gap().both(),
    row(66, "OldWave", "x-i16"),
    row(67, "Overlap", "x-i17"),
    row(68, "WaveEnds", "x-i18").both(),
    row(69, "UnreadableRow", "x-i19").both(),
    row(70, "LargeRow", "x-i20").both(),
    row(71, "CursorRange", "x-t06").both().changed(beyond_every_row).says("A cursor above 2^63 - 1 is refused"),
    row(72, "LateCommit", "x-i22")
        .with(&[], Some("fence"))
        .changed(fenced)
        .both()
        .says("A higher id is visible first: with a fence, rows are shown in the order of their ids"),
    row(73, "CutReplay", "cut-1"),
    row(74, "KnownGap", "x-i26").gap().both(),
    row(75, "Reconciled", "x-i26")
        .with(&[], Some("reconcile"))
        .changed(reconciling)
        .both()
        .says("The node forgot a subscription and goes on pinging: a comparison with its heads finds it"),
    row(76, "BoundedHold", "x-i27").both(),
    row(77, "UnknownCall", "x-c6").both(),
    row(78, "KnownGap", "tv-3").with(&["ping-send-idle"], None).gap().both(),
    // The client alone.
    client(101, "Answers", "idle-client").both(),
    client(102, "Silence", "own-interval").both(),
    client(103, "Silence", "silent-open").both(),
    client(104, "BlackHole", "x-t08").both(),
    client(105, "CursorZero", "x-i04").both(),
    client(106, "Window", "window").both(),
    client(107, "LongDrain", "x-i08").both(),
    client(108, "Seeded", "seeded-from-welcome").both(),
    client(109, "InterruptedWave", "interrupted-wave"),
    client(110, "InterruptedWave", "cut-1"),
    client(111, "ResumesFrom", "marks"),
    client(112, "ResumesFrom", "x-i11-shared"),
    client(113, "Crash", "x-c1-crash"),
    client(114, "UnknownCall", "x-c6").both(),
    client(115, "OtherRevision", "x-f-revisions").lossy(),
    client(116, "OtherFeatures", "idle-client")
        .changed(with_capabilities)
        .both()
        .says("A feature that the client does not know changes nothing"),
    client(117, "NewWireAtOnce", "x-l2").both(),
    client(118, "Probe", "x-l3").both(),
    client(119, "Probe", "resume-probe").both(),
    client(120, "Flapping", "x-l4").both(),
    client(121, "Backoff", "x-i28").both(),
    client(122, "Jitter", "jitter").then(within_ten_seconds).both(),
    client(123, "LastWord", "x-i29").both(),
    client(124, "SlowConsumer", "x-i31").both(),
    client(125, "TwoConsumers", "x-i24"),
    client(126, "TwoConsumers", "x-g-gateway"),
    client(127, "Leapfrog", "x-i10").lossy().both(),
    client(128, "AnyStatus", "x-p-unavailable").both(),
    client(129, "CleanEnd", "x-p-half-close").both(),
    client(130, "Refused", "asked-in-vain").both(),
    client(131, "BoundedHold", "x-i27").both(),
    client(132, "UnsetMark", "x-i32").by(RESUMES),
    client(133, "KnownGap", "x-i32").with(&["resume-marks"], None).gap(),
    client(134, "ResumesFrom", "x-i32")
        .with(&["resume-floors"], Some("floors"))
        .says("A live mark that nothing has set yet: with a floor per topic nothing comes again"),
    client(135, "HighestOfEach", "x-i32").old().says("The highest id of each topic is where it resumes"),
    client(136, "KnownGap", "x-i26").gap().both().says(
        "A ping proves the connection, not the subscription: a client that only watches the wire notices nothing",
    ),
    row(137, "RetryStamp", "refusing-node").of("w").changed(taken).by(&[("retry-each", None), ("retry-once", None)]),
    row(138, "Attempts", "refusing-node")
        .of("w")
        .changed(taken)
        .with(&["retry-each"], None)
        .says("A watchdog whose node refuses: one attempt per floor"),
    // The client alone, as written down.
    written(139, "LongDrain", "mute-drain").both(),
    written(140, "StartedOnce", "started-twice").both(),
    written(141, "Silence", "interval-zero").both(),
    written(142, "Backoff", "capped").both(),
    written(143, "Probe", "other-pong").both(),
    written(144, "Probe", "row-is-no-pong").both(),
    written(145, "Probe", "silent-suspension").both(),
    written(146, "OtherEnds", "foreign-end").both(),
    written(147, "OneRemove", "removes-all-named").both(),
    written(148, "ComesAnyway", "comes-anyway").both(),
    written(149, "Background", "ends-in-background").both(),
    written(150, "Background", "due-in-background").both(),
    written(151, "Refused", "bad-argument").both(),
    written(152, "Refused", "refused-then-resumed").both(),
    written(153, "Leapfrog", "two-lanes"),
    written(154, "OtherRevision", "second-wave-first"),
    written(155, "SlowConsumer", "parked-in-silence").both(),
    written(156, "SlowConsumer", "parked-call-ends").lossy().both(),
    written(157, "Crash", "crash-forgets").both(),
    written(158, "Window", "window-on-a-call").both(),
    written(159, "Window", "window-after-grace").both(),
    written(160, "LastWord", "resume-ends-window").both(),
    written(161, "UnknownCall", "fell-back").both(),
    written(162, "Window", "two-windows").both(),
    written(163, "Window", "window-for-nobody").both(),
    written(164, "ResumesFrom", "named-twice"),
    written(165, "Background", "suspended-twice").lossy().both(),
];

/// X-I21: the cursor that the second Mutate asks for is above 2^63 - 1.
fn beyond_every_row(input: &mut Input) {
    for step in &mut input.script {
        if let Some(Frame::Mutate { adds, .. }) = &mut step.frame {
            for (topic, cursor) in adds {
                if topic == "g3" {
                    *cursor = Cursor::Digits("9223372036854775808".to_owned());
                }
            }
        }
    }
}

/// The watchdog's first call is taken.
fn taken(input: &mut Input) {
    let mut step = at(0, From::Node);
    (step.call, step.frame) =
        (Some(1), Some(Frame::Started { keepalive_interval_ms: 30_000, capabilities: Vec::new() }));
    input.script.insert(1, step);
}

fn reconciling(input: &mut Input) {
    input.policy.reconcile_ms = Some(60_000);
}

fn fenced(input: &mut Input) {
    input.policy.fence = true;
}

/// X-C5: the node offers what no revision knows.
fn with_capabilities(input: &mut Input) {
    for step in &mut input.script {
        if let Some(Frame::Started { capabilities, .. }) = &mut step.frame {
            *capabilities = vec![1, 77];
        }
    }
}

/// The moment of the call is drawn.
fn within_ten_seconds(expect: &mut Expect) {
    expect.reconnect_at_ms = Some(vec![[10_000, 20_000]]);
    expect.frames.retain(|wanted| wanted.within_ms.is_some_and(|[first, _]| first < 10_000));
    expect.state = None;
}
