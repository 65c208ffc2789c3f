//! From what was seen to what a test demands: the rule that is shown comes from the scenario, results from the run.

use std::collections::BTreeMap;

use streams::{Expect as Claims, Pattern as Claim};

use super::scenario::Labels;
use crate::format::topics::stream::{Close, Ending, Expect, Fields, Input, Kind, Machine, Pattern, Row, Value, Wanted};
use crate::stream::{Seen, Sent, What, times_of};

/// Rows by lane.
type Lanes = BTreeMap<String, Vec<u64>>;

/// What a test of this input demands.
pub(super) fn expect(
    input: &Input,
    seen: &Seen,
    tagged: bool,
    claims: &Claims,
    labels: &Labels<'_>,
) -> Result<Expect, String> {
    let mut expect = match input.under_test {
        Machine::Client => of_client(input, seen),
        Machine::Node => {
            Expect { acks: Some(seen.acks()), delivered: delivered(input, seen, tagged), ..Expect::default() }
        }
        Machine::Pair => Expect { reconnect_at_ms: Some(reconnects(seen)), ..end(input, seen) },
    };
    if input.under_test == Machine::Node && tagged {
        expect.merged = merged(seen, &expect);
    }
    if input.under_test != Machine::Client {
        let close = |(at, code): (u64, &str)| Close { code: code.to_owned(), within_ms: Some([at, at]) };
        expect.close = Some(seen.close().map_or(Ending::Open(()), |end| Ending::Ends(close(end))));
        claimed(input, seen, claims, labels, &mut expect)?;
    }
    Ok(expect)
}

/// The frames that a scenario speaks of, with the times at which they came.
fn claimed(
    input: &Input,
    seen: &Seen,
    claims: &Claims,
    labels: &Labels<'_>,
    expect: &mut Expect,
) -> Result<(), String> {
    let pattern = |claim: &Claim| self::pattern(claim, labels);
    for wanted in claims.frames.iter().flatten() {
        let frame = pattern(&wanted.frame)?;
        let at = times_of(input, seen, Machine::Client, &frame);
        let first = at.first().ok_or_else(|| format!("{frame:?} does not come"))?;
        let within_ms = Some(wanted.within.map_or([*first, *first], |(first, last)| [first, last]));
        // How rows are cut into frames is not compared, so nor is how many frames there are.
        let times = wanted.times.filter(|_| wanted.frame.frame != "messages");
        let times = times.map(|times| u32::try_from(times).unwrap_or(u32::MAX));
        expect.frames.push(Wanted { label: wanted.label.clone(), to: Machine::Client, frame, within_ms, times });
    }
    for (label, later) in claims.before.iter().flatten() {
        expect.before.push((label.clone(), pattern(later)?));
    }
    for never in claims.never.iter().flatten() {
        expect.never.push(pattern(never)?);
    }
    Ok(())
}

fn pattern(claim: &Claim, labels: &Labels<'_>) -> Result<Pattern, String> {
    let topic = claim.topic.as_ref().map(|topic| labels.label(topic));
    let welcome = claim.topic.as_ref().is_some_and(|topic| topic.as_bytes().first() == Some(&1));
    let kind = if welcome { Kind::Welcome } else { Kind::Group };
    let own_ping = claim.frame == "ping";
    let fields = Fields {
        mutate_id: claim.mutate_id.map(Value::Is),
        nonce: claim.nonce.map(|nonce| if own_ping { Value::Named(format!("$ping{nonce}")) } else { Value::Is(nonce) }),
        topic,
        rows: claim.ids.as_ref().filter(|ids| ids.len() == 1).map(|ids| ids.iter().map(|row| (kind, row.id)).collect()),
        after: claim.after.clone(),
        ..Fields::default()
    };
    Pattern::named(&claim.frame, fields).ok_or_else(|| format!("no pattern is called {}", claim.frame))
}

/// Everything that a client says, and what it has in the end.
fn of_client(input: &Input, seen: &Seen) -> Expect {
    let mut expect = Expect { reconnect_at_ms: Some(reconnects(seen)), ..end(input, seen) };
    let mut pings: BTreeMap<u32, Wanted> = BTreeMap::new();
    let mut last = None;
    for event in &seen.events {
        let wanted = |frame| Wanted {
            label: None,
            to: Machine::Node,
            frame,
            within_ms: Some([event.at_ms, event.at_ms]),
            times: None,
        };
        match &event.what {
            What::Step(label) => last.clone_from(label),
            What::Frame(Machine::Node, call, Sent::Ping(_)) => {
                let fields = Fields { call: Some(*call), ..Fields::default() };
                let own = pings.entry(*call).or_insert_with(|| wanted(Pattern::Ping(fields)));
                own.times = Some(own.times.unwrap_or_default() + 1);
            }
            What::Frame(Machine::Node, call, Sent::Pong(nonce)) => {
                let fields = Fields { call: Some(*call), nonce: Some(Value::Is(*nonce)), ..Fields::default() };
                expect.frames.push(wanted(Pattern::Pong(fields)));
            }
            What::Frame(Machine::Node, call, Sent::Mutate { adds, removes, history_only, .. }) => {
                let mut fields = Fields {
                    call: Some(*call),
                    adds: Some(adds.clone()),
                    removes: Some(removes.clone()),
                    history_only: Some(*history_only),
                    ..Fields::default()
                };
                // Frames that are alike are told apart by the step after which they come.
                if expect.frames.iter().any(|other| *other.frame.fields() == fields) {
                    fields.after.clone_from(&last);
                }
                expect.frames.push(wanted(Pattern::Mutate(fields)));
            }
            What::HalfClosed(call) => {
                let fields = Fields { call: Some(*call), ..Fields::default() };
                expect.frames.push(wanted(Pattern::HalfClose(fields)));
            }
            _ => {}
        }
    }
    expect.frames.extend(pings.into_values());
    expect.durable = durable(input, seen);
    if input.policy.watchdog.is_none() {
        in_all(input, seen, &mut expect);
    }
    expect
}

/// How often a client does what it must not do once too often. Its own Pings are left out: each call has their number,
/// if there are any.
fn in_all(input: &Input, seen: &Seen, expect: &mut Expect) {
    for frame in [Pattern::Mutate, Pattern::Pong, Pattern::HalfClose].map(|is| is(Fields::default())) {
        let times = times_of(input, seen, Machine::Node, &frame).len();
        if times == 0 {
            expect.never.push(frame);
        } else {
            let times = u32::try_from(times).ok();
            expect.frames.push(Wanted { label: None, to: Machine::Node, frame, within_ms: None, times });
        }
    }
}

/// How a client ends. A watchdog hands nobody anything.
fn end(input: &Input, seen: &Seen) -> Expect {
    let processed = input.policy.watchdog.is_none().then(|| seen.processed());
    Expect { processed, state: seen.state().map(str::to_owned), ..Expect::default() }
}

fn reconnects(seen: &Seen) -> Vec<[u64; 2]> {
    seen.calls().into_iter().skip(1).map(|at| [at, at]).collect()
}

/// What is saved after every step that has a label and changed it.
fn durable(input: &Input, seen: &Seen) -> BTreeMap<String, BTreeMap<String, u64>> {
    let labels = input.script.iter().filter_map(|step| step.label.as_deref());
    let (mut durable, mut last) = (BTreeMap::new(), BTreeMap::new());
    for label in labels {
        let now = seen.durable_after(label).unwrap_or_default();
        if now != last {
            durable.insert(label.to_owned(), now.clone());
        }
        last = now;
    }
    durable
}

/// Rows of every topic by lane. One that became visible while its topic was in a wave may be in either lane (X-S4e).
fn delivered(input: &Input, seen: &Seen, tagged: bool) -> BTreeMap<String, Lanes> {
    let mut all = BTreeMap::new();
    for topic in input.topics.keys() {
        let mut lanes = Lanes::new();
        for (wave, id) in seen.delivered(topic) {
            let row = input.log.iter().find(|row| row.topic == *topic && row.id == id);
            let lane = match row.and_then(|row| wave_at(input, seen, row)) {
                _ if !tagged => "any".to_owned(),
                Some(own) if wave == 0 || wave == own => format!("wave:{own}|live"),
                _ if wave == 0 => "live".to_owned(),
                _ => format!("wave:{wave}"),
            };
            lanes.entry(lane).or_default().push(id);
        }
        all.insert(topic.clone(), lanes);
    }
    all
}

/// Rows by lane and kind over all topics, where a test can say in which lane they are.
fn merged(seen: &Seen, expect: &Expect) -> BTreeMap<String, BTreeMap<Kind, Vec<u64>>> {
    let lanes = expect.delivered.values().flat_map(|lanes| lanes.keys()).filter(|lane| !lane.ends_with("|live"));
    let either = |topic: &str, id: u64| {
        let lanes = expect.delivered.get(topic).into_iter().flatten();
        lanes.filter(|(lane, _)| lane.ends_with("|live")).any(|(_, ids)| ids.contains(&id))
    };
    lanes.map(|lane| (lane.clone(), seen.merged(lane, either))).collect()
}

/// The wave in which the topic of a row was when the row became visible; none if it was in none, or had not been asked for.
fn wave_at(input: &Input, seen: &Seen, row: &Row) -> Option<u64> {
    let mut open: Option<u64> = None;
    for event in seen.events.iter().take_while(|event| event.at_ms < row.visible_at_ms) {
        match &event.what {
            What::Frame(Machine::Node, 1, Sent::Mutate { adds, removes, mutate_id, .. }) => {
                if removes.contains(&row.topic) {
                    open = None;
                }
                if adds.iter().any(|(topic, _)| *topic == row.topic) {
                    open = Some(*mutate_id);
                }
            }
            What::Frame(Machine::Client, 1, Sent::CatchupComplete(id)) if open == Some(*id) => open = None,
            _ => {}
        }
    }
    // A topic that nobody reads has no lane.
    open.filter(|_| input.topics.contains_key(&row.topic))
}
