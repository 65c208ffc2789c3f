//! stream: what must come of a script by counting alone. No machine takes part: the log and the wishes are all there is.

use std::collections::{BTreeMap, BTreeSet};

use crate::format::topics::stream::{Cursor, Ending, Expect, Frame, From, Input, Machine, Row, Value};

/// Holds what a test demands against the log: rows that nobody asked for, rows that are missing, acknowledgements without a Mutate.
/// `whole` says that the test shows no gap, so that nothing may be missing.
///
/// # Errors
/// The first thing that cannot be, in words.
pub(crate) fn agrees(input: &Input, expect: &Expect, whole: bool) -> Result<(), String> {
    match input.under_test {
        Machine::Node => node(input, expect),
        Machine::Client | Machine::Pair => consumers(input, expect, whole),
    }
}

/// Rows of a topic that readers see by the end.
fn rows<'a>(input: &'a Input, topic: &'a str) -> impl Iterator<Item = &'a Row> {
    let seen = move |row: &&Row| row.topic == topic && !row.unreadable && row.visible_at_ms <= input.end_ms;
    input.log.iter().filter(seen)
}

/// What the scripted client asks of the node.
struct Asked {
    mutates: Vec<u64>,
    /// The lowest cursor of each topic that was added and never removed, and how often each was added.
    lowest: BTreeMap<String, u64>,
    times: BTreeMap<String, usize>,
    removed: BTreeSet<String>,
    replayed: BTreeSet<String>,
    ends: bool,
}

fn asked(input: &Input) -> Asked {
    let mut asked = Asked {
        mutates: Vec::new(),
        lowest: BTreeMap::new(),
        times: BTreeMap::new(),
        removed: BTreeSet::new(),
        replayed: BTreeSet::new(),
        ends: false,
    };
    for step in input.script.iter().filter(|step| step.from == From::Client) {
        asked.ends |= step.half_close || step.cancel;
        let Some(Frame::Mutate { adds, removes, history_only, mutate_id: Value::Is(id) }) = &step.frame else {
            continue;
        };
        asked.mutates.push(*id);
        asked.removed.extend(removes.iter().cloned());
        for (topic, cursor) in adds {
            let Cursor::Is(cursor) = cursor else { continue };
            let lowest = asked.lowest.entry(topic.clone()).or_insert(*cursor);
            *lowest = (*lowest).min(*cursor);
            *asked.times.entry(topic.clone()).or_default() += 1;
            if *history_only {
                asked.replayed.insert(topic.clone());
            }
        }
    }
    asked
}

fn node(input: &Input, expect: &Expect) -> Result<(), String> {
    let asked = asked(input);
    acknowledged(&asked, expect)?;
    let open = expect.close == Some(Ending::Open(())) && !asked.ends;
    for (topic, lanes) in &expect.delivered {
        let mut got: Vec<u64> = lanes.values().flatten().copied().collect();
        let all: Vec<u64> = rows(input, topic).map(|row| row.id).collect();
        let Some(lowest) = asked.lowest.get(topic) else {
            if got.is_empty() { continue } else { return Err(format!("nobody asked for {topic}, and {got:?} come")) }
        };
        let wanted: BTreeSet<u64> = all.iter().copied().filter(|id| id > lowest).collect();
        if let Some(id) = got.iter().find(|id| !wanted.contains(id)) {
            return Err(format!("row {id} of {topic} comes, which is not above {lowest} in the log"));
        }
        let once = asked.times[topic] == 1;
        let before = got.len();
        got.sort_unstable();
        got.dedup();
        if once && got.len() != before {
            return Err(format!("{topic} was asked for once, and a row of it comes twice"));
        }
        let stays = !asked.removed.contains(topic) && !asked.replayed.contains(topic);
        let finished = expect.acks.as_ref().is_some_and(|acks| acks.len() == asked.mutates.len());
        if open && stays && finished && !got.iter().eq(&wanted) {
            return Err(format!("of {topic} come {got:?}, and the log has {wanted:?} above {lowest}"));
        }
    }
    Ok(())
}

/// Every acknowledgement is of a Mutate, and none is given twice.
fn acknowledged(asked: &Asked, expect: &Expect) -> Result<(), String> {
    let mut left = asked.mutates.clone();
    for id in expect.acks.iter().flatten() {
        let place = left.iter().position(|own| own == id);
        left.remove(place.ok_or_else(|| format!("{id} is acknowledged, and no Mutate waits for that"))?);
    }
    Ok(())
}

/// Consumers have nothing that is not in the log above their cursor, and, where nothing is in the way, all of it.
fn consumers(input: &Input, expect: &Expect, whole: bool) -> Result<(), String> {
    let mut wishes: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut dropped: BTreeSet<&str> = BTreeSet::new();
    for step in &input.script {
        for wish in [&step.subscribe, &step.fetch].into_iter().flatten() {
            for (topic, cursor) in &wish.topics {
                let known = wishes.entry((&wish.consumer, topic)).or_insert(*cursor);
                *known = (*known).min(*cursor);
            }
        }
        dropped.extend(step.unsubscribe.iter().flatten().map(String::as_str));
    }
    for ((consumer, topic), cursor) in wishes {
        let processed = expect.processed.as_ref().and_then(|consumers| consumers.get(consumer)?.get(topic));
        let has = processed.cloned().unwrap_or_default();
        let wanted: Vec<u64> = {
            let ids: BTreeSet<u64> = rows(input, topic).map(|row| row.id).filter(|id| *id > cursor).collect();
            ids.into_iter().collect()
        };
        if let Some(id) = has.iter().find(|id| !wanted.contains(id)) {
            return Err(format!("{consumer} has row {id} of {topic}, which is not above {cursor} in the log"));
        }
        if whole && !dropped.contains(topic) && has != wanted {
            return Err(format!("{consumer} has {has:?} of {topic}, and the log has {wanted:?} above {cursor}"));
        }
    }
    Ok(())
}
