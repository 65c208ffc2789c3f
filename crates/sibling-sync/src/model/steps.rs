//! What happens, as a file has it.

use experiment::file::error::{Problem, Trouble};
use experiment::file::item::{Item, Table};
use experiment::file::node::Content;

use super::MOST_STEPS;
use super::read::{Names, word};
use crate::Ms;
use crate::vocabulary::{Act, Action, CrashPoint, On, PeerField, RowState, Step, SyncType};

/// Keys of a step that are no verb.
const PLAIN: [&str; 4] = ["at", "label", "device", "contact"];
/// Verbs (section 12, and what else a story needs).
const VERBS: [&str; 19] = [
    "type",
    "contact_sends",
    "status",
    "edit_peer",
    "edit_identity",
    "pair",
    "meet",
    "offline",
    "crash",
    "destroy",
    "take_over",
    "repeat",
    "ask_history",
    "link",
    "unlink",
    "relist",
    "keep",
    "restore",
    "advance",
];
/// Fields of the own card that travel (M-11).
pub(super) const CARD: [&str; 4] = ["Nickname", "DefaultAvatar", "Avatars", "Status"];
/// How long a device that crashed stays down unless the file says it.
const DOWN_MS: Ms = 60_000;

/// When the last step may come: after a hundred years, the longest time that a file can name at once.
const LATEST_MS: Ms = 36_525 * 86_400_000;

/// The steps of a file, and when the last thing that they say is over. A step without `at` comes right after the one before it;
/// `advance` lets time pass.
pub(super) fn read(item: &Item<'_>, names: &Names) -> Result<(Vec<Step>, Ms), Problem> {
    let list = item.list()?;
    if list.len() > MOST_STEPS {
        return Err(item.trouble("is too long").expected(format!("at most {MOST_STEPS} steps")));
    }
    let (mut steps, mut now, mut last) = (Vec::<Step>::new(), 0, 0);
    for (index, item) in list.iter().enumerate() {
        let known: Vec<&str> = PLAIN.iter().chain(&VERBS).copied().collect();
        let table = item.table(&known)?;
        if let Some(at) = table.get("at") {
            let at_ms = at.span()?.millis();
            if at_ms < now {
                return Err(at.trouble("comes before the step before it").expected("steps in the order of time"));
            }
            now = at_ms;
        }
        let label = label(&table, &steps)?;
        let verb = verb(&table)?;
        if let Some(advance) = table.get("advance") {
            let passed = advance.positive_span()?.millis();
            now = Some(now + passed).filter(|sum| *sum <= LATEST_MS).ok_or_else(|| {
                advance.trouble("leads too far").expected("at most a hundred years from the first step to the last")
            })?;
        } else {
            let action = action(verb, &table, names)?;
            if let Action::Status { uuid, .. } = &action {
                told_before(&table, uuid, &steps)?;
            }
            if let Action::Offline { until_ms: Some(until), .. } = action {
                last = last.max(until);
            }
            steps.push(Step { at_ms: now, index, label, action });
        }
        last = last.max(now);
    }
    Ok((steps, last))
}

/// A status is of a message that was written before.
fn told_before(table: &Table<'_>, uuid: &str, steps: &[Step]) -> Result<(), Problem> {
    let made = |step: &&Step| matches!(step.action, Action::Type { .. } | Action::ContactSends { .. });
    let messages: Vec<String> = steps.iter().filter(made).map(Step::uuid).collect();
    if messages.iter().any(|known| known == uuid) {
        return Ok(());
    }
    Err(table.trouble(format_args!("unknown message `{uuid}`")).one_of(uuid, messages.iter().map(String::as_str)))
}

fn label(table: &Table<'_>, before: &[Step]) -> Result<Option<String>, Problem> {
    let Some(item) = table.get("label") else { return Ok(None) };
    let label = item.new_name()?;
    if before.iter().any(|step| step.label.as_ref() == Some(&label)) {
        return Err(item.trouble("is there already").expected("a label of its own"));
    }
    Ok(Some(label))
}

/// The one verb of a step.
fn verb<'t>(table: &Table<'t>) -> Result<&'t str, Problem> {
    let mut verbs = table.keys().filter(|key| VERBS.contains(key));
    match (verbs.next(), verbs.next()) {
        (Some(verb), None) => Ok(verb),
        (None, _) => Err(table.trouble("a step that does nothing").expected("a verb").one_of("", VERBS)),
        (Some(_), Some(second)) => {
            Err(table.trouble(format_args!("a second verb `{second}`")).expected("one verb in a step"))
        }
    }
}

fn action(verb: &str, table: &Table<'_>, names: &Names) -> Result<Action, Problem> {
    let item = table.need(verb, "a table")?;
    if verb == "contact_sends" {
        let contact = names.contact(&table.need("contact", "who writes")?)?;
        let text = item.table(&["text"])?.need("text", "what it says")?.sentence()?;
        return Ok(Action::ContactSends { contact, text });
    }
    let device = names.device(&table.need("device", "where it happens")?)?;
    Ok(match verb {
        "type" => {
            let fields = item.table(&["peer", "text"])?;
            let text = fields.need("text", "what is typed")?.sentence()?;
            Action::Type { device, peer: peer(&fields, names)?, text }
        }
        "status" => status(device, &item, names)?,
        "edit_peer" => {
            let fields = item.table(&["peer", "set"])?;
            let set = edits(&fields.need("set", "fields")?, &PeerField::ALL.map(PeerField::id))?;
            let field = |name: &str| PeerField::ALL.into_iter().find(|one| one.id() == name);
            let set = set.into_iter().filter_map(|(name, value)| Some((field(&name)?, value))).collect();
            Action::EditPeer { device, peer: peer(&fields, names)?, fields: set }
        }
        "edit_identity" => Action::EditIdentity { device, fields: edits(&item, &CARD)? },
        "pair" => {
            let with_item = item.table(&["with"])?.need("with", "the other device")?;
            let with = names.device(&with_item)?;
            if with == device {
                return Err(with_item.trouble("is the device itself").expected("another device"));
            }
            Action::Pair { device, with }
        }
        "meet" => {
            let contact = names.contact(&item.table(&["contact"])?.need("contact", "whom")?)?;
            Action::Meet { device, contact }
        }
        "offline" => {
            let until = item.table(&["until"])?.read("until", Item::span)?;
            Action::Offline { device, until_ms: until.map(|span| span.millis()) }
        }
        "crash" => crash(device, &item)?,
        "destroy" => {
            item.nothing()?;
            Action::Destroy { device }
        }
        "link" | "unlink" => {
            let other = names.device(&item.table(&["device"])?.need("device", "a device")?)?;
            let act = if verb == "link" { Act::Link(other) } else { Act::Unlink(other) };
            Action::Aware { device, act }
        }
        "relist" | "keep" | "restore" => {
            item.nothing()?;
            let act = match verb {
                "relist" => Act::Relist,
                "keep" => Act::Keep,
                _ => Act::Restore,
            };
            Action::Aware { device, act }
        }
        "take_over" => Action::TakeOver { device, peer: peer(&item.table(&["peer"])?, names)? },
        "repeat" => {
            item.nothing()?;
            Action::Repeat { device }
        }
        _ => {
            let from = names.device(&item.table(&["from"])?.need("from", "the device that is asked")?)?;
            Action::AskHistory { device, from }
        }
    })
}

fn peer(fields: &Table<'_>, names: &Names) -> Result<String, Problem> {
    names.contact(&fields.need("peer", "a contact")?)
}

fn status(device: String, item: &Item<'_>, names: &Names) -> Result<Action, Problem> {
    let fields = item.table(&["peer", "of", "state"])?;
    let uuid = fields.need("of", "the label of a message")?.sentence()?;
    let state = word!(fields.need("state", "how far it got")?, RowState)?;
    Ok(Action::Status { device, peer: peer(&fields, names)?, uuid, state })
}

fn crash(device: String, item: &Item<'_>) -> Result<Action, Problem> {
    let fields = item.table(&["point", "on", "down"])?;
    let point = word!(fields.need("point", "where")?, CrashPoint)?;
    let on = fields.read("on", |item| {
        let on = item.table(&["sync_type", "of"])?;
        let sync_type = on.read("sync_type", |item| word!(item, SyncType))?;
        Ok(On { sync_type, uuid: on.read("of", Item::sentence)? })
    })?;
    let down_ms = fields.read("down", Item::span)?.map_or(DOWN_MS, |span| span.millis());
    Ok(Action::Crash { device, point, on: on.unwrap_or_default(), down_ms })
}

/// Fields with their new values; a value may be a text or a yes or no.
fn edits(item: &Item<'_>, known: &[&str]) -> Result<Vec<(String, String)>, Problem> {
    item.table(known)?;
    let value = |field: &Item<'_>| match &field.node.content {
        Content::Bool(value) => Ok(value.to_string()),
        _ => field.text().map(ToOwned::to_owned),
    };
    let edits: Vec<(String, String)> = item
        .entries()?
        .iter()
        .map(|entry| Ok((entry.key.clone(), value(&item.child(entry))?)))
        .collect::<Result<_, Problem>>()?;
    if edits.is_empty() {
        return Err(Trouble::new(item.node.span.clone(), format!("`{}` edits nothing", item.path))
            .one_of("", known.iter().copied()));
    }
    Ok(edits)
}
