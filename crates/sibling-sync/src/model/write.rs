//! A scenario as a file that [`super::parse`] reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Change, FORMAT, RunOptions, Scenario, Span};
use crate::aware::{Dating, Relist};
use crate::judge::Invariant;
use crate::vocabulary::{Act, Action, AwareSetup, Body, On, Readings, ServerOptions, Step};

/// The text of a scenario that is checked under these options, and of which these invariants are expected to break with these causes. A slip
/// of the options becomes a variant of the file.
pub fn to_file(scenario: &Scenario, options: &RunOptions, violates: &BTreeMap<Invariant, BTreeSet<String>>) -> String {
    let mut text =
        format!("format = {}\nid = {}\ntitle = {}\n", quoted(FORMAT), quoted(&scenario.id), quoted(&scenario.title));
    let mut line = |key: &str, value: String| {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{key} = {value}");
    };
    if let Some(description) = &scenario.description {
        line("description", quoted(description));
    }
    for (key, texts) in [("rules", &scenario.rules), ("source", &scenario.source)] {
        if !texts.is_empty() {
            line(key, list(texts.iter().map(|one| quoted(one))));
        }
    }
    if let Some(seed) = scenario.seed {
        line("seed", seed.to_string());
    }
    body(&scenario.body, &mut line);
    line("readings", readings(&scenario.readings));
    line("server", server(&scenario.server));
    line("duplicates", scenario.server.duplicates.to_string());
    line("end", span(scenario.end_ms));
    let slipped = slipped(scenario, options);
    let variant = if slipped.is_some() { SLIPPED.to_owned() } else { options.variant.to_string() };
    let order = options.order.as_ref().map_or(String::new(), |order| format!("/{order}"));
    line("checks", list([quoted(&format!("{variant}{order}"))]));
    let slipped = slipped.as_ref().map(|change| (SLIPPED, change));
    for (name, change) in scenario.variants.iter().map(|(name, change)| (name.as_str(), change)).chain(slipped) {
        let mut members = vec![format!("repairs = {}", list(change.repairs.0.iter().map(|one| quoted(one.id()))))];
        members.extend(change.readings.as_ref().map(|one| format!("readings = {}", readings(one))));
        members.extend(
            change.server.as_ref().map(|one| format!("server = {}, duplicates = {}", server(one), one.duplicates)),
        );
        members.extend(change.prune_days.map(|days| format!("prune_days = {days}")));
        members.extend(change.flood.map(|flood| format!("flood = {flood}")));
        members.extend(change.backfill.map(|most| format!("backfill = {most}")));
        members.extend(change.slip.map(|slip| format!("slip = {}", quoted(slip.id()))));
        line(&format!("variants.{name}"), table(members));
    }
    for (name, items) in &scenario.orders {
        line(&format!("orders.{name}"), list(items.iter().map(|item| quoted(&item.to_string()))));
    }
    text += "steps = [\n";
    for step in &scenario.steps {
        let _ = writeln!(text, "  {},", table(members(step)));
    }
    let broken = violates.iter().map(|(one, causes)| format!("{one} = {}", list(causes.iter().map(|one| quoted(one)))));
    text + &format!("]\n\n[expect]\nviolates = {}\n", table(broken))
}

/// The variant of a file that makes a mistake.
const SLIPPED: &str = "slipped";

/// What a run with a mistake is like, as a variant.
fn slipped(scenario: &Scenario, options: &RunOptions) -> Option<Change> {
    let slip = options.slip?;
    let setting = scenario.setting(options)?;
    Some(Change {
        readings: Some(setting.readings),
        server: Some(setting.server),
        repairs: setting.repairs,
        prune_days: Some(setting.body.prune_days),
        flood: Some(setting.body.flood),
        backfill: Some(setting.body.backfill),
        slip: Some(slip),
    })
}

fn body(body: &Body, line: &mut impl FnMut(&str, String)) {
    let names = |names: &BTreeSet<String>| list(names.iter().map(|one| quoted(one)));
    line("devices", names(&body.devices));
    line("pairing_edges", list(body.paired.iter().map(|(a, b)| list([quoted(a), quoted(b)]))));
    line("contacts", list(body.contacts.keys().map(|one| quoted(one))));
    let each = |value: &dyn Fn(&crate::vocabulary::ContactSetup) -> String| {
        table(body.contacts.iter().map(|(name, setup)| format!("{name} = {}", value(setup))))
    };
    line("primary", each(&|setup| quoted(&setup.primary)));
    line("known_by", each(&|setup| names(&setup.known_by)));
    let those = |is: &dyn Fn(&crate::vocabulary::ContactSetup) -> bool| {
        list(body.contacts.iter().filter(|(_, setup)| is(setup)).map(|(name, _)| quoted(name)))
    };
    line("apart", those(&|setup| setup.apart));
    line("acknowledges", those(&|setup| setup.acknowledges));
    line("prune_days", body.prune_days.to_string());
    line("flood", body.flood.to_string());
    line("backfill", body.backfill.to_string());
    if let Some(setup) = &body.aware {
        line("aware", aware(setup));
    }
}

fn aware(setup: &AwareSetup) -> String {
    let named =
        |all: &[(&'static str, bool)]| all.iter().find(|(_, is)| *is).map_or(String::new(), |(id, _)| quoted(id));
    let dating = Dating::ALL.map(|(id, one)| (id, one == setup.options.dating));
    let relist = Relist::ALL.map(|(id, one)| (id, one == setup.options.relist));
    table([
        format!("listed = {}", list(setup.listed.iter().map(|one| quoted(one)))),
        format!("ahead = {}", table(setup.ahead_ms.iter().map(|(name, ms)| format!("{name} = {}", span(*ms))))),
        format!("dating = {}", named(&dating)),
        format!("relist = {}", named(&relist)),
    ])
}

fn readings(readings: &Readings) -> String {
    let Readings { dedup_id, msg_hook, phase, poll, step_at } = readings;
    format!(
        "{{ dedup_id = \"{dedup_id}\", msg_hook = \"{msg_hook}\", phase = \"{phase}\", poll = \"{poll}\", step_at = \"{step_at}\" }}"
    )
}

fn server(server: &ServerOptions) -> String {
    let ServerOptions { read, order, retention_days, copies, .. } = server;
    format!("{{ read = \"{read}\", order = \"{order}\", retention_days = {retention_days}, copies = \"{copies}\" }}")
}

fn members(step: &Step) -> Vec<String> {
    let mut members = vec![format!("at = {}", span(step.at_ms))];
    members.extend(step.label.as_ref().map(|label| format!("label = {}", quoted(label))));
    members.extend(action(&step.action));
    members
}

fn action(action: &Action) -> [String; 2] {
    let on = |device: &str, verb: String| [format!("device = {}", quoted(device)), verb];
    match action {
        Action::Type { device, peer, text } => {
            on(device, format!("type = {{ peer = {}, text = {} }}", quoted(peer), quoted(text)))
        }
        Action::ContactSends { contact, text } => {
            [format!("contact = {}", quoted(contact)), format!("contact_sends = {{ text = {} }}", quoted(text))]
        }
        Action::Status { device, peer, uuid, state } => {
            let (peer, uuid) = (quoted(peer), quoted(uuid));
            on(device, format!("status = {{ peer = {peer}, of = {uuid}, state = \"{state}\" }}"))
        }
        Action::EditPeer { device, peer, fields } => {
            let set = table(fields.iter().map(|(field, value)| format!("{} = {}", field.id(), quoted(value))));
            on(device, format!("edit_peer = {{ peer = {}, set = {set} }}", quoted(peer)))
        }
        Action::EditIdentity { device, fields } => {
            let set = fields.iter().map(|(field, value)| format!("{field} = {}", quoted(value)));
            on(device, format!("edit_identity = {}", table(set)))
        }
        Action::Pair { device, with } => on(device, format!("pair = {{ with = {} }}", quoted(with))),
        Action::Meet { device, contact } => on(device, format!("meet = {{ contact = {} }}", quoted(contact))),
        Action::Offline { device, until_ms } => {
            on(device, format!("offline = {}", table(until_ms.map(|until| format!("until = {}", span(until))))))
        }
        Action::Crash { device, point, on: what, down_ms } => {
            let (point, what, down) = (quoted(point.id()), crash_on(what), span(*down_ms));
            on(device, format!("crash = {{ point = {point}, on = {what}, down = {down} }}"))
        }
        Action::Destroy { device } => on(device, "destroy = {}".to_owned()),
        Action::TakeOver { device, peer } => on(device, format!("take_over = {{ peer = {} }}", quoted(peer))),
        Action::Repeat { device } => on(device, "repeat = {}".to_owned()),
        Action::AskHistory { device, from } => on(device, format!("ask_history = {{ from = {} }}", quoted(from))),
        Action::Aware { device, act } => on(
            device,
            match act {
                Act::Link(other) => format!("link = {{ device = {} }}", quoted(other)),
                Act::Unlink(other) => format!("unlink = {{ device = {} }}", quoted(other)),
                Act::Relist => "relist = {}".to_owned(),
                Act::Keep => "keep = {}".to_owned(),
                Act::Restore => "restore = {}".to_owned(),
            },
        ),
    }
}

fn crash_on(on: &On) -> String {
    let sync_type = on.sync_type.map(|one| format!("sync_type = \"{one}\""));
    table(sync_type.into_iter().chain(on.uuid.as_ref().map(|uuid| format!("of = {}", quoted(uuid)))))
}

fn span(ms: crate::Ms) -> String {
    quoted(&Span::from_millis(ms).to_string())
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}

fn table(members: impl IntoIterator<Item = String>) -> String {
    let members: Vec<String> = members.into_iter().collect();
    if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
}
