//! What the flags of stream tests mean. Rules are named as in `vectors/streams/README.md`.

use super::sources::{ISSUES, REVISION, TEXT};
use crate::format::{Class, Note};

use Class::{May, Must, Open, Should};

/// Flag, class, document, section, what a test shows, what goes wrong.
type Row = (&'static str, Class, &'static str, &'static str, &'static str, &'static str);

const SERVER: &str = "server-requirements";
const CLIENT: &str = "client-requirements";
const MOBILE: &str = "process-suspension-and-mobile-lifecycle";
const CASES: &str = "test-cases";

#[rustfmt::skip]
const NOTES: &[Row] = &[
    ("AboveCursor", Must, TEXT, CASES, "X-T6, X-S2: rows above the cursor of an add, each once", "a topic is replayed from the wrong place"),
    ("Acknowledgements", Must, REVISION, SERVER, "X-I12, X-S9a: every Mutate is acknowledged once, those without a wave at once and in order", "a client waits for ever, or for the wrong Mutate"),
    ("AddWithoutId", Must, REVISION, SERVER, "X-T19, X-S3b: an add needs an id", "rows of a wave cannot be told from live ones"),
    ("Answers", Must, TEXT, CLIENT, "X-C1: each Ping is answered with its nonce", "the node takes the client for dead"),
    ("AnyStatus", Should, TEXT, CLIENT, "X-C2: a call that broke is made again, whatever its status", "no broken stream says UNAVAILABLE: the client stays dead"),
    ("Attempts", Must, ISSUES, "libxmtp-3718", "X-I33, X-W: one attempt per floor, also while attempts fail", "a node that refuses is asked without pause"),
    ("Authorisation", Must, TEXT, SERVER, "X-I1, X-S7: each topic is judged by itself, in the first Mutate and in later ones; a refused Mutate changes nothing", "who has a stream reads what others may read"),
    ("Backoff", Should, ISSUES, "libxmtp-3873", "X-I28, X-L4: waiting times grow until a wire proved healthy", "a wire that merely opens ends the waiting: a node that is down is hammered"),
    ("Background", Should, TEXT, MOBILE, "X-L1, X-L4: nobody calls in the background, and failures of there count", "an application that nobody looks at calls and calls"),
    ("BlackHole", Should, TEXT, CASES, "X-T8, X-C2, X-C3: a dead wire behind a proxy that acknowledges everything is noticed, and what was missed comes", "messages stop and nobody knows"),
    ("BoundedHold", Must, ISSUES, "xmtp-node-go-562", "X-I27: what waits behind a wave is bounded, and nothing of it is lost in silence", "memory grows, or rows are gone under an acknowledgement"),
    ("BusyZombie", Open, ISSUES, "analysis", "TV-3, X-I15: who is always sent something is never challenged, unless the node asks for proof all the same", "a dead client is served for ever"),
    ("Cancelled", Must, TEXT, SERVER, "X-S11c: an immediate stop is the cancellation of the call", "frames follow into nowhere"),
    ("Challenged", Must, ISSUES, "analysis", "X-I15 repaired: without proof for two intervals the client is challenged, whatever is sent", "a dead client is served for ever"),
    ("CleanEnd", Should, ISSUES, "analysis", "X-I8: a clean end that the client did not ask for is followed by another call", "a keepalive death below the node looks like a wanted half-close"),
    ("ClientPing", Must, TEXT, CASES, "X-T5, X-S6d: a Ping of the client is answered with its nonce", "the client takes the node for dead"),
    ("ComesAnyway", Should, TEXT, CLIENT, "X-C4, X-S5e: a consumer of a topic that comes already, from no further back, needs no Mutate", "Mutates without effect, up to the bound of the node"),
    ("Crash", Must, TEXT, CLIENT, "X-C3: what is saved is never ahead of what was processed", "a crash loses what was on its way to the consumer"),
    ("CursorRange", Must, ISSUES, "xmtpd-2020", "X-I21: a cursor that no row can have is refused", "it becomes negative in a database, and the topic is poisoned"),
    ("CursorZero", Must, TEXT, SERVER, "X-I4: cursor 0 is the beginning", "the history of a new group is missing"),
    ("CutReplay", Must, REVISION, SERVER, "X-I23, X-S4b: a replay that is one merged pass can be cut anywhere", "one progress mark skips rows of the other topic"),
    ("EmptiedWave", Must, TEXT, SERVER, "X-S5f: a wave whose topics were all removed still completes", "a client waits for an acknowledgement that never comes"),
    ("Flapping", Should, TEXT, MOBILE, "X-L4: no two calls within the minimum", "a flapping application makes a call each time"),
    ("FloorDropped", Must, TEXT, SERVER, "X-I6, X-S5d: a remove drops the floor", "a replay that was asked for is suppressed"),
    ("HalfClose", Must, TEXT, SERVER, "X-I9, X-S11b: after a half-close waves end, live rows flow until then, and the call ends with OK", "a background window ends without its rows"),
    ("HighestOfEach", Must, TEXT, CLIENT, "X-C3 in r5: each topic resumes from its own cursor", "rows are missing, or everything comes again"),
    ("HistoryOnly", Must, TEXT, CASES, "X-T10, X-S11: a replay up to where the log ended, and no subscription", "the window never ends, or goes on live"),
    ("HistoryThenMarker", Must, TEXT, CASES, "X-T9, X-S9: history, marker, acknowledgement", "a client says that it is up to date before it is"),
    ("IdInFlight", Must, REVISION, SERVER, "X-T19, X-S3c: an id is free again only after its wave", "an acknowledgement means two Mutates"),
    ("IdlePing", Must, TEXT, CASES, "X-T2, X-S6a: a challenge for each idle interval", "a silent death is never noticed"),
    ("InterruptedWave", Must, REVISION, CLIENT, "X-C3: an interrupted wave resumes from how far it came, or from the cursor of the add", "rows are missing, or everything comes again"),
    ("Jitter", Should, ISSUES, "libxmtp-3887", "X-I28: waiting times are drawn", "a fleet comes back in lockstep"),
    ("KnownGap", May, ISSUES, "analysis", "X-I15, X-I26, X-I32: what happens if the text is followed to the letter. Nobody has to behave like this: it is asserted so that a repair shows", "that is what the gap is"),
    ("LargeRow", Must, ISSUES, "xmtp-node-go-563", "X-I20: a row that cannot be sent ends the call", "an acknowledgement with a hole under it"),
    ("LastWord", Must, ISSUES, "libxmtp-3887", "X-I29: suspend and resume overtake each other, and the last word counts", "an application in the foreground without a wire"),
    ("LateCommit", Must, ISSUES, "analysis", "X-I22: a row becomes visible below one that was sent", "the lower one is never seen"),
    ("Leapfrog", Must, ISSUES, "libxmtp-3828", "X-I10, X-S4c: a live row does not lift a mark past a replay that is not over; what it does to a client of r5 stands there", "the rest of the replay is lost at the next call"),
    ("Limits", Should, TEXT, SERVER, "X-S8: what exceeds a bound ends the call, and is not cut down in silence", "a catch-up that looks complete and is not"),
    ("LiveOrder", Must, REVISION, CASES, "X-T17, X-S4a: live ids ascend per kind over all topics", "a mark for the whole stream loses rows"),
    ("LongDrain", Must, TEXT, CLIENT, "X-I8, X-C4a: a drain may be longer than every patience, and nobody is challenged in it", "a background window is killed by its own watchdog"),
    ("Markers", Must, TEXT, SERVER, "X-G, X-S9: a marker names the topics of its wave", "a consumer takes its topic for complete"),
    ("MatchingPong", Must, TEXT, SERVER, "X-I2, X-S6c: only the matching Pong meets the deadline", "a client that cannot hear is taken for alive"),
    ("MergedReplay", Must, REVISION, CASES, "X-T16, X-S4b: a wave is one pass over all its topics, ids ascend per kind", "one progress mark for the wave loses rows"),
    ("NewWireAtOnce", Should, TEXT, MOBILE, "X-L2: in the foreground a new wire at once, and not after the watchdog", "a minute and a half without messages"),
    ("OkMeansReceived", Must, ISSUES, "xmtp-node-go-562", "X-I13: OK means that everything was received", "a window that seems complete"),
    ("OldWave", Must, ISSUES, "xmtpd-2020", "X-I16: a wave that a topic has left does not open its gate", "live rows before their history"),
    ("OneSequence", Must, REVISION, SERVER, "X-I11: one sequence of ids for all topics of a kind", "a mark for the whole stream loses rows"),
    ("OneRemove", May, TEXT, CLIENT, "X-C4, X-S5: one Mutate removes all that is named, wanted or not", "a topic stays although nobody wants it"),
    ("OtherEnds", Must, TEXT, SERVER, "X-S9, X-C3: only the acknowledgement of its own Mutate ends a wave", "a topic counts as live before its history is there"),
    ("OtherFeatures", Must, TEXT, CLIENT, "X-C5: features that are not known are not used", "a request that the node refuses"),
    ("OtherRevision", Must, REVISION, CLIENT, "X-C6: rows without a tag in the first wave of their topic: the node speaks another revision, and the older calls have to do", "history is taken for live"),
    ("Overlap", Must, REVISION, SERVER, "X-I17, X-S11a: a topic is replayed or subscribed, not both", "one floor for two purposes"),
    ("PongAtDeadline", Must, ISSUES, "analysis", "X-I30: a Pong that is there when the deadline fires is read first", "a client that answered is reaped"),
    ("Probe", Should, TEXT, MOBILE, "X-L3: the old wire is asked, and is dead without an answer in time", "a dead wire is kept, or a good one dropped"),
    ("Reaped", Must, TEXT, CASES, "X-T4, X-I3: without a Pong in time the call ends", "dead clients pile up"),
    ("Reconciled", Must, ISSUES, "analysis", "X-I26: a comparison with the node's heads finds what the stream owes", "a subscription is gone and nobody knows"),
    ("ReAdd", Must, TEXT, SERVER, "X-S5e: an add of an active topic does nothing, unless it asks for rows from further back", "rows come twice, or are missing"),
    ("Refused", Must, TEXT, SERVER, "X-S7: a refused Mutate ends the call, and asking again would end the next", "a client that calls for ever"),
    ("Removed", Must, TEXT, CASES, "X-T7, X-S5c: a topic that is removed stops, the others go on", "rows of a group that was left"),
    ("RemovedAndAdded", Must, TEXT, CASES, "X-T12: removed and added again from the beginning, everything comes again", "a new device of the account misses the history"),
    ("RemoveOfReplay", Open, TEXT, SERVER, "X-S5g: whether a remove cancels a running replay is open", "who waits for the other thing waits for ever"),
    ("RemoveUnknown", May, TEXT, SERVER, "X-S5: a topic that was never added is removed without effect", "an error ends the call"),
    ("RemovesFirst", Must, TEXT, SERVER, "X-I5, X-S5a, X-S5b: removes before adds, and of two adds of a topic the lower cursor", "a topic that should be reset is gone, or replayed from too high"),
    ("ResumesFrom", Must, REVISION, CLIENT, "X-C3: a topic that was live resumes from the live mark", "rows are missing, or everything comes again"),
    ("RetryStamp", Open, ISSUES, "libxmtp-3718", "X-I33: whether the beginning of an attempt is written down while attempts fail", "a node that refuses is asked without pause"),
    ("Schedule", Must, TEXT, SERVER, "TV-1, TV-2, X-I14: exactly when a client is challenged and reaped", "rows put the deadline off"),
    ("Seam", Must, REVISION, CASES, "X-T18, X-S4c to e: no live row of a topic before its wave ends, each row once, other topics flow", "rows come twice, or in the wrong order"),
    ("Seeded", Should, TEXT, CLIENT, "X-C3a, X-C4: a new group is asked for from its Welcome's cursor, on the call that is there", "a call for each group"),
    ("Silence", Should, TEXT, CLIENT, "X-C2, TV-4: N intervals after the last frame, and not before", "a dead wire is kept, or a good one dropped"),
    ("SlowConsumer", Must, ISSUES, "libxmtp-3829", "X-I31: an own consumer that takes nothing is not silence of the node", "a good wire is dropped while rows wait"),
    ("StartedOnce", May, TEXT, SERVER, "X-S1: Started is the first frame of a call, and no other counts", "everything is asked for twice"),
    ("StartedFirst", Must, TEXT, CASES, "X-T1, X-S1: Started is the first frame", "the interval is not known when it is needed"),
    ("Tags", Must, REVISION, CASES, "X-T15, X-S3: every frame carries the id of its wave, 0 for live, and rows of nothing else", "history is taken for live"),
    ("Thaw", Should, TEXT, CASES, "X-T11: a machine that slept past the interval notices, and gets what it missed", "messages stop and nobody knows"),
    ("TopicKind", Must, TEXT, SERVER, "X-S2: a topic of another kind, or without an identifier, is refused", "an add that never delivers"),
    ("TopicTwice", Must, TEXT, CASES, "X-T13, X-S5b: a topic twice in the adds is one topic", "everything comes twice"),
    ("TrafficPostpones", Must, TEXT, CASES, "X-T3, X-S6b: what is sent puts the next challenge off", "needless Pings"),
    ("TwoConsumers", Must, ISSUES, "libxmtp-3852", "X-I24, X-G: each consumer has the rows above its own cursor, each once", "a consumer gets what it had, or misses what it asked for"),
    ("UnknownCall", Must, TEXT, CLIENT, "X-C6: UNIMPLEMENTED means the older calls", "no messages from older nodes"),
    ("UnknownRequest", Must, TEXT, SERVER, "X-T14, X-I7, X-S10: a request that the node does not know is refused", "a Mutate that nobody carried out"),
    ("UnreadableRow", Must, ISSUES, "xmtpd-2020", "X-I19: a row that cannot be parsed is passed, and what lies behind it comes", "the wave never ends"),
    ("UnsetMark", Open, ISSUES, "analysis", "X-I32: a live mark that nothing has set yet", "rows below the seed come again, or not, as the client chose"),
    ("WaveEnds", Must, ISSUES, "analysis", "X-I18: a wave ends although the log never rests", "a busy topic is never live"),
    ("WavesInAnyOrder", Must, TEXT, SERVER, "X-S9b: waves complete in any order", "a short catch-up waits for a long one"),
    ("Window", Should, TEXT, CLIENT, "X-C4: a window in the background is one Mutate that only replays, a half-close, and a drain", "a push wakes the application for minutes"),
];

/// The note of a flag.
pub(super) fn note(flag: &str) -> Option<Note> {
    let (_, class, document, section, description, effect) = NOTES.iter().find(|(name, ..)| *name == flag)?;
    Some(Note {
        class: *class,
        spec: format!("{document}#{section}"),
        description: (*description).to_owned(),
        effect: (*effect).to_owned(),
    })
}

/// Every flag that has a note.
pub(super) fn flags() -> impl Iterator<Item = &'static str> {
    NOTES.iter().map(|(flag, ..)| *flag)
}
