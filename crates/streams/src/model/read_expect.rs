//! Expectations of a file.

use std::collections::BTreeMap;

use toml::Spanned;

use super::file::{ClientExpectFile, ExpectFile, FramesFile, Name, PatternFile};
use super::names::{Names, code, look_up};
use super::place::RowFile;
use super::{ClientExpect, Expect, Lane, Pattern, Span, Wanted};
use crate::client::State;
use crate::cursor::RowId;
use crate::dialect::Dialect;
use crate::frame::Topic;
use crate::judge::Invariant;
use crate::node::Mark;
use experiment::file::error::{Problem, Trouble};

/// Names of frames.
const FRAMES: [&str; 11] = [
    "messages",
    "started",
    "ping",
    "pong",
    "topics_live",
    "catchup_complete",
    "mutate",
    "empty",
    "unknown_version",
    "half_close",
    "any",
];

/// What is expected in general, and what differs where.
pub(super) fn both(
    file: &ExpectFile,
    names: &Names,
    variants: &[&str],
) -> Result<(Expect, BTreeMap<String, Expect>), Problem> {
    let mut keys: Vec<String> = Dialect::ALL.map(|dialect| dialect.id().to_owned()).to_vec();
    keys.extend(variants.iter().map(|variant| (*variant).to_owned()));
    keys.extend(variants.iter().flat_map(|variant| Dialect::ALL.map(|dialect| format!("{dialect}/{variant}"))));
    let mut under = BTreeMap::new();
    for (key, part) in &file.under {
        look_up("dialect or variant", key, keys.iter().map(|key| (key.as_str(), ())))?;
        under.insert(key.as_ref().clone(), expect(part, names)?);
    }
    Ok((expect(file, names)?, under))
}

fn expect(file: &ExpectFile, names: &Names) -> Result<Expect, Problem> {
    let patterns = |list: &Vec<_>| list.iter().map(|what| pattern(what, names)).collect::<Result<Vec<_>, _>>();
    let wanted = |list: &Vec<_>| list.iter().map(|frame| wanted(frame, names)).collect::<Result<Vec<_>, _>>();
    let before =
        |list: &Vec<(Name, _)>| list.iter().map(|pair| before(pair, file, names)).collect::<Result<Vec<_>, _>>();
    let clients = file.clients.iter().map(|(name, file)| {
        look_up("client", name, names.clients.keys().map(|name| (name.as_str(), ())))?;
        Ok((name.as_ref().clone(), client(file, names)?))
    });
    Ok(Expect {
        close: file.close.as_ref().map(close).transpose()?,
        closed_at: file.closed_at.map(|span| span.millis()),
        acks: file.acks.clone(),
        frames: file.frames.as_ref().map(wanted).transpose()?,
        before: file.before.as_ref().map(before).transpose()?,
        never: file.never.as_ref().map(patterns).transpose()?,
        delivered: delivered(file, names)?,
        processed: file
            .processed
            .iter()
            .map(|(consumer, topics)| Ok((consumer.clone(), by_topic(topics, names)?)))
            .collect::<Result<_, Problem>>()?,
        clients: clients.collect::<Result<_, Problem>>()?,
        violates: file.violates.as_ref().map(|names| names.iter().map(invariant).collect()).transpose()?,
        exercises: file.exercises.iter().map(invariant).collect::<Result<_, _>>()?,
        marks: file.marks.as_ref().map(|names| names.iter().map(mark).collect()).transpose()?,
        reconnects_within: file.reconnects_within.map(|(window, most)| (window.millis(), most)),
    })
}

/// A frame of this very part that comes before others.
fn before(
    (label, what): &(Name, Spanned<PatternFile>),
    file: &ExpectFile,
    names: &Names,
) -> Result<(String, Pattern), Problem> {
    let labels = file.frames.iter().flatten().filter_map(|frame| frame.label.as_ref());
    look_up("label of a frame", label, labels.map(|label| (label.as_ref().as_str(), ())))?;
    Ok((label.as_ref().clone(), pattern(what, names)?))
}

fn close(name: &Name) -> Result<Option<crate::code::Code>, Problem> {
    if name.as_ref() == "open" { Ok(None) } else { code(name).map(Some) }
}

fn invariant(name: &Name) -> Result<Invariant, Problem> {
    look_up("invariant", name, Invariant::ALL.into_iter().map(|one| (one.id(), one)))
}

fn mark(name: &Name) -> Result<Mark, Problem> {
    const ALL: [Mark; 5] = [Mark::Held, Mark::Folded, Mark::WavesOverlap, Mark::Overtook, Mark::Missed];
    look_up("mark", name, ALL.into_iter().map(|mark| (mark.id(), mark)))
}

fn wanted(file: &FramesFile, names: &Names) -> Result<Wanted, Problem> {
    Ok(Wanted {
        label: file.label.as_ref().map(|label| label.as_ref().clone()),
        frame: pattern(&file.frame, names)?,
        within: file.within.map(|(first, last)| (first.millis(), last.millis())),
        times: file.times,
    })
}

fn pattern(file: &Spanned<PatternFile>, names: &Names) -> Result<Pattern, Problem> {
    let mut entries = file.as_ref().iter();
    let (Some((name, fields)), None) = (entries.next(), entries.next()) else {
        return Err(Trouble::new(Some(file.span()), "a frame is a table with one key").one_of("", FRAMES));
    };
    look_up("frame", name, FRAMES.into_iter().map(|frame| (frame, ())))?;
    if let Some(after) = &fields.after {
        look_up("label of a step", after, names.labels.iter().map(|label| (label.as_str(), ())))?;
    }
    Ok(Pattern {
        frame: name.as_ref().clone(),
        mutate_id: fields.mutate_id,
        topic: fields.topic.as_ref().map(|topic| names.topic(topic)).transpose()?,
        ids: fields.ids.as_ref().map(|ids| rows(ids, name, names)).transpose()?,
        nonce: fields.nonce,
        after: fields.after.as_ref().map(|after| after.as_ref().clone()),
    })
}

fn delivered(file: &ExpectFile, names: &Names) -> Result<BTreeMap<Topic, BTreeMap<Lane, Vec<RowId>>>, Problem> {
    let lanes = |lanes: &BTreeMap<Name, Vec<RowFile>>| {
        lanes.iter().map(|(name, ids)| Ok((lane(name)?, rows(ids, name, names)?))).collect::<Result<_, Problem>>()
    };
    file.delivered.iter().map(|(topic, file)| Ok((names.topic(topic)?, lanes(file)?))).collect()
}

/// Rows of the scenario's binding; `at` is the name that they stand behind.
fn rows(files: &[RowFile], at: &Name, names: &Names) -> Result<Vec<RowId>, Problem> {
    let row = |RowFile(row): &RowFile| {
        names.originator(row.originator, at)?;
        Ok(*row)
    };
    files.iter().map(row).collect()
}

fn lane(name: &Name) -> Result<Lane, Problem> {
    let text = name.as_ref().as_str();
    let wave = |text: &str| text.strip_prefix("wave:").and_then(|id| id.parse().ok());
    let lane = match text.strip_suffix("|live") {
        Some(wave_part) => wave(wave_part).map(Lane::Either),
        None if text == "live" => Some(Lane::Live),
        None if text == "any" => Some(Lane::Any),
        None => wave(text).map(Lane::Wave),
    };
    lane.ok_or_else(|| {
        Trouble::new(Some(name.span()), format!("unknown lane `{text}`"))
            .one_of(text, ["live", "wave:9", "wave:9|live", "any"])
    })
}

fn by_topic<T: Clone>(file: &BTreeMap<Name, T>, names: &Names) -> Result<BTreeMap<Topic, T>, Problem> {
    file.iter().map(|(topic, value)| Ok((names.topic(topic)?, value.clone()))).collect()
}

fn client(file: &ClientExpectFile, names: &Names) -> Result<ClientExpect, Problem> {
    let times =
        |spans: &Option<Vec<Span>>| spans.as_ref().map(|spans| spans.iter().map(|span| span.millis()).collect());
    let state = |name: &Name| look_up("state", name, State::ALL.into_iter().map(|state| (state.id(), state)));
    Ok(ClientExpect {
        state: file.state.as_ref().map(state).transpose()?,
        calls: file.calls,
        max_calls: file.max_calls,
        stale: times(&file.stale),
        called_at: times(&file.called_at),
        resumes: file.resumes.as_ref().map(|cursors| names.cursors(cursors).map(BTreeMap::from_iter)).transpose()?,
        caught_up: file.caught_up,
        owed: file.owed,
    })
}
