//! From a file to a scenario: names are looked up, steps are put in order.

use std::ops::Range;

use toml::Spanned;

use super::file::{ActName, ClientFile, FaultFile, File, KindOfClient, ModeName, Name, RequestFile, StepFile};
use super::names::{Names, binding, code, dialect, look_up};
use super::{Action, MOST_STEPS, Party, Scenario, ScenarioError, Step, read_expect, settings};
use crate::client;
use crate::cursor::{Cursor, Sequence};
use crate::dialect::Binding;
use crate::frame::{Mutate, Request, Row, Subscription, Topic};
use crate::part::pipe::Mode;
use crate::system::Act;
use experiment::file::error::{Problem, Trouble};

/// Reads a text. `file_name` is for messages.
///
/// # Errors
/// One message about the first thing that is wrong.
pub fn parse(text: &str, file_name: &str) -> Result<Scenario, ScenarioError> {
    if text.len() > super::LARGEST_FILE {
        let found =
            Trouble::new(None, "the file is too large").expected(format!("at most {} bytes", super::LARGEST_FILE));
        return Err(found.in_file(file_name, ""));
    }
    toml::from_str::<File>(text)
        .map_err(|error| what_toml_says(&error))
        .and_then(scenario)
        .map_err(|trouble| trouble.in_file(file_name, text))
}

/// What the TOML reader says, in our form.
fn what_toml_says(error: &toml::de::Error) -> Problem {
    let message = error.message().trim().replace('\n', "; ");
    match message.split_once(", expected ") {
        Some((found, expected)) => Trouble::new(error.span(), found).expected(expected),
        None => Trouble::new(error.span(), message),
    }
}

fn scenario(file: File) -> Result<Scenario, Problem> {
    look_up("format", &file.format, [("streams-scenario/1", ())].into_iter())?;
    let (binding, dialects) = binding(&file)?;
    let topics =
        file.topics.iter().map(|(name, hex)| Ok((name.clone(), topic(hex)?))).collect::<Result<_, Problem>>()?;
    file.clients.values().try_for_each(|client| speaks(client, binding))?;
    let clients = file.clients.iter().flat_map(parties).collect();
    let labels = file.steps.iter().filter_map(|step| step.as_ref().label.clone()).collect();
    let names = Names { topics, clients, labels, binding };
    let variants: Vec<&str> = file.variants.keys().map(String::as_str).collect();
    let (expect, expect_under) = read_expect::both(&file.expect, &names, &variants)?;
    let steps = steps(&file, &names)?;
    let mut node = settings::node(&file.node);
    node.binding = binding;
    node.denied = names.topics_of(&file.node.denied)?.into_iter().collect();
    Ok(Scenario {
        id: file.id,
        title: file.title,
        description: file.description,
        rules: file.rules,
        source: file.source,
        dialects,
        seed: file.seed,
        end_ms: file.end.millis(),
        knobs: file.knobs,
        variants: file.variants,
        node,
        node_dialect: file.node.dialect.as_ref().map(dialect).transpose()?,
        pipe: settings::pipe(&file.pipe)?,
        topics: names.topics,
        clients: names.clients,
        steps,
        expect,
        expect_under,
    })
}

fn topic(text: &Name) -> Result<Topic, Problem> {
    hex::decode(text.as_ref()).map(Topic::new).map_err(|_| {
        Trouble::new(Some(text.span()), format!("`{}` is no topic", text.as_ref()))
            .expected("bytes in hexadecimal digits")
    })
}

/// The client's machine keeps a cursor of one number for each topic.
fn speaks(client: &ClientFile, binding: Binding) -> Result<(), Problem> {
    if binding == Binding::V3 || !matches!(client.kind.as_ref(), KindOfClient::Client) {
        return Ok(());
    }
    let found = format!("the client's machine does not speak the binding `{}`", binding.id());
    Err(Trouble::new(Some(client.kind.span()), found).expected("`hand`"))
}

/// One party, or several with numbers behind their name.
fn parties((name, file): (&String, &ClientFile)) -> Vec<(String, Party)> {
    let party = match file.kind.as_ref() {
        KindOfClient::Hand => Party::Hand,
        KindOfClient::Client => Party::Client(settings::client(file)),
        KindOfClient::Watchdog => Party::Watchdog(settings::watchdog(file)),
    };
    match file.copies {
        None => vec![(name.clone(), party)],
        Some(copies) => (1..=copies).map(|number| (format!("{name}{number:03}"), party.clone())).collect(),
    }
}

fn steps(file: &File, names: &Names) -> Result<Vec<Step>, Problem> {
    let mut steps = Vec::new();
    let mut total = 0;
    for (index, step) in file.steps.iter().enumerate() {
        total += step.as_ref().times.unwrap_or(1);
        if total > MOST_STEPS {
            return Err(Trouble::new(Some(step.span()), "too many steps").expected(format!("at most {MOST_STEPS}")));
        }
        for (at_ms, action) in actions(step, names)? {
            steps.push(Step { at_ms, index, label: step.as_ref().label.clone(), action });
        }
    }
    steps.sort_by_key(|step| step.at_ms);
    Ok(steps)
}

/// What a step does, and when: once, or `times` times.
fn actions(step: &Spanned<StepFile>, names: &Names) -> Result<Vec<(u64, Action)>, Problem> {
    let (span, step) = (step.span(), step.as_ref());
    let mut actions = Vec::new();
    for round in 0..step.times.unwrap_or(1) {
        let at = step.at.millis() + round * step.every.map_or(0, |every| every.millis());
        for (after, action) in once(step, &span, names, round)? {
            actions.push((at + after, action));
        }
    }
    Ok(actions)
}

fn once(step: &StepFile, span: &Range<usize>, names: &Names, round: u64) -> Result<Vec<(u64, Action)>, Problem> {
    let mut actions: Vec<(u64, Action)> = Vec::new();
    if let Some(publish) = &step.publish {
        actions.push((0, Action::Commit(rows(publish, names, round)?)));
    }
    if let Some(allot) = &step.allot {
        let kind = names.topic(&allot.topic)?.kind();
        let kind = kind.ok_or_else(|| Trouble::new(Some(allot.topic.span()), "a topic without a kind"))?;
        let originator = names.originator(allot.originator, &allot.topic)?;
        let sequence = originator.map_or(Sequence::Kind(kind), Sequence::Originator);
        actions.push((0, Action::Allot(sequence, allot.ids.clone())));
    }
    if let Some(topic) = &step.lose {
        actions.push((0, Action::Lose(names.topic(topic)?)));
    }
    for who in everybody(step, names)? {
        actions.extend(of_client(step, span, names, who)?);
    }
    if actions.is_empty() {
        return Err(Trouble::new(Some(span.clone()), "a step that does nothing")
            .expected("an action, `send` or `publish` for one"));
    }
    Ok(actions)
}

/// What a step does at one client.
fn of_client(step: &StepFile, span: &Range<usize>, names: &Names, who: String) -> Result<Vec<(u64, Action)>, Problem> {
    let mut actions = Vec::new();
    let consumer = || step.consumer.clone().unwrap_or_else(|| "app".to_owned());
    if let Some(request) = &step.send {
        actions.push((0, Action::Hand(who.clone(), Act::Send(frame(request, names)?))));
    }
    if let Some(adds) = &step.subscribe {
        let input = client::In::Subscribe { consumer: consumer(), adds: names.pairs(adds)? };
        actions.push((0, Action::Client(who.clone(), input)));
    }
    if let Some(topics) = &step.unsubscribe {
        actions.push((0, Action::Client(who.clone(), client::In::Unsubscribe(names.topics_of(topics)?))));
    }
    if let Some(adds) = &step.fetch {
        let input = client::In::Fetch { consumer: consumer(), adds: names.pairs(adds)? };
        actions.push((0, Action::Client(who.clone(), input)));
    }
    if let Some(length) = step.freeze {
        actions
            .extend([(0, Action::Freeze(who.clone(), length.millis())), (length.millis(), Action::Thaw(who.clone()))]);
    }
    if let Some(fault) = &step.fault {
        let lasts = fault.lasts.map(|lasts| (lasts.millis(), Action::Pipe(who.clone(), Mode::Ok)));
        actions.push((0, Action::Pipe(who.clone(), mode(fault, span)?)));
        actions.extend(lasts);
    }
    if let Some(act) = step.act {
        actions.push((0, named(act, who)));
    }
    Ok(actions)
}

fn rows(publish: &super::file::PublishFile, names: &Names, round: u64) -> Result<Vec<Row>, Problem> {
    let topic = names.topic(&publish.topic)?;
    let kind = topic.kind().ok_or_else(|| {
        Trouble::new(Some(publish.topic.span()), "a topic without a kind").expected("a topic that begins with 00 or 01")
    })?;
    let originator = names.originator(publish.originator, &publish.topic)?;
    // Repetitions go on where the last one ended.
    let shift = round * publish.ids.len() as u64;
    let row = |id: &u64| Row {
        kind,
        originator,
        id: id + shift,
        topic: topic.clone(),
        bytes: publish.bytes.unwrap_or(100),
        readable: publish.readable.unwrap_or(true),
    };
    Ok(publish.ids.iter().map(row).collect())
}

/// The clients of a step: the one that it names, or all.
fn everybody(step: &StepFile, names: &Names) -> Result<Vec<String>, Problem> {
    match &step.client {
        Some(name) => {
            look_up("client", name, names.clients.keys().map(|name| (name.as_str(), ())))?;
            Ok(vec![name.as_ref().clone()])
        }
        None => Ok(names.clients.keys().cloned().collect()),
    }
}

fn named(act: ActName, who: String) -> Action {
    match act {
        ActName::Open => Action::Hand(who, Act::Open),
        ActName::HalfClose => Action::Hand(who, Act::HalfClose),
        ActName::Cancel => Action::Hand(who, Act::Cancel),
        ActName::Answer => Action::Hand(who, Act::Answer(true)),
        ActName::Deaf => Action::Hand(who, Act::Answer(false)),
        ActName::Suspend => Action::Client(who, client::In::Suspend),
        ActName::Resume => Action::Client(who, client::In::Resume),
        ActName::Crash => Action::Client(who, client::In::Crash),
        ActName::Park => Action::Client(who, client::In::Park(true)),
        ActName::Unpark => Action::Client(who, client::In::Park(false)),
        ActName::Start => Action::Watch(who),
    }
}

fn frame(request: &RequestFile, names: &Names) -> Result<Request, Problem> {
    Ok(match request {
        RequestFile::Mutate(mutate) => {
            let add = |(topic, id_cursor): (Topic, Cursor)| Subscription { topic, id_cursor };
            Request::Mutate(Mutate {
                adds: names
                    .cursors(mutate.adds.iter().map(|(name, cursor)| (name, cursor)))?
                    .into_iter()
                    .map(add)
                    .collect(),
                removes: names.topics_of(&mutate.removes)?,
                history_only: mutate.history_only,
                mutate_id: mutate.mutate_id,
            })
        }
        RequestFile::Ping { nonce } => Request::Ping(*nonce),
        RequestFile::Pong { nonce } => Request::Pong(*nonce),
        RequestFile::Empty {} => Request::Empty,
        RequestFile::UnknownVersion {} => Request::UnknownVersion,
    })
}

fn mode(fault: &FaultFile, span: &Range<usize>) -> Result<Mode, Problem> {
    let missing = |key: &str| Trouble::new(Some(span.clone()), format!("a fault without `{key}`"));
    Ok(match fault.mode {
        ModeName::Ok => Mode::Ok,
        ModeName::BlackholeUp => Mode::BlackholeUp,
        ModeName::BlackholeDown => Mode::BlackholeDown,
        ModeName::ProxyAck => Mode::ProxyAck,
        ModeName::HalfClose => Mode::HalfClose,
        ModeName::Stall => Mode::Stall { buffer_bytes: fault.buffer_bytes.ok_or_else(|| missing("buffer_bytes"))? },
        ModeName::Close => Mode::Close(code(fault.code.as_ref().ok_or_else(|| missing("code"))?)?),
        ModeName::CutAfter => Mode::CutAfter { frames: fault.frames.ok_or_else(|| missing("frames"))? },
        ModeName::AcceptThenDie => {
            Mode::AcceptThenDie { after_ms: fault.after.ok_or_else(|| missing("after"))?.millis() }
        }
    })
}
