//! A scenario as a file that can be kept: `shared-ratchet-scenario/1`. Of expectations only the invariants that break are written.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Action, Comes, Delivery, Scenario, Setting, Span, Strategy};
use crate::judge::Invariant;
use crate::tree::{Device, Node};

/// The text of a scenario in which these invariants are expected to break.
pub fn file(scenario: &Scenario, violated: &BTreeSet<Invariant>) -> String {
    let mut text = String::from("format = \"shared-ratchet-scenario/1\"\n");
    let mut line = |line: String| text += &format!("{line}\n");
    line(format!("id = {:?}\ntitle = {:?}", scenario.id, scenario.title));
    line(format!("seed = {}", scenario.seed.unwrap_or(1)));
    line(format!("devices = {{ A = {}, B = {} }}", scenario.a, scenario.b));
    setting(&scenario.setting).into_iter().for_each(&mut line);
    if let Delivery::Links { latency_ms: (least, most), jitter_ms } = scenario.delivery {
        let [least, most, jitter] = [least, most, jitter_ms].map(Span::from_millis);
        line(format!("links = {{ latency = [\"{least}\", \"{most}\"], jitter = \"{jitter}\" }}"));
    }
    if !scenario.clocks.is_empty() {
        let clocks: Vec<String> = scenario.clocks.iter().map(|(who, ahead)| format!("{who} = {ahead}")).collect();
        line(format!("clocks = {{ {} }}", clocks.join(", ")));
    }
    line(format!("end = \"{}\"\nsteps = [", Span::from_millis(scenario.end_ms())));
    for step in &scenario.steps {
        if let Some(action) = action(&step.action) {
            line(format!("  {{ at = \"{}\", {action} }},", Span::from_millis(step.at_ms)));
        }
    }
    let violated: Vec<String> = violated.iter().map(|one| format!("\"{}\"", one.id())).collect();
    // Writing into a text cannot fail.
    let _ = write!(text, "]\n\n[expect]\nviolates = [{}]\n", violated.join(", "));
    text
}

fn setting(setting: &Setting) -> Vec<String> {
    let mut lines = Vec::new();
    if let Ok(policy) = toml::Value::try_from(&setting.policy) {
        lines.push(format!("policy = {}", inline(&policy)));
    }
    match setting.strategy {
        Strategy::Leaderless => {}
        Strategy::FanOut => lines.push("strategy = \"fan-out\"".to_owned()),
        Strategy::Leader(options) => {
            if let Ok(options) = toml::Value::try_from(options) {
                lines.push(format!("strategy = {{ leader = {} }}", inline(&options)));
            }
        }
    }
    lines.extend(setting.slip.map(|slip| format!("slip = \"{}\"", slip.id())));
    lines
}

/// A value on one line.
fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let entries: Vec<String> = table.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A step. What follows from another step is not written, nor is a check, whose expectation is not kept.
fn action(action: &Action) -> Option<String> {
    let quoted = |items: &[String]| items.iter().map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(", ");
    let devices = |items: &[Device]| quoted(&items.iter().map(ToString::to_string).collect::<Vec<_>>());
    let nodes = |items: &[Node]| quoted(&items.iter().map(ToString::to_string).collect::<Vec<_>>());
    let way = |verb: &str, name: &str, to: &Option<Device>| {
        let to = to.map_or_else(|| "outbox".to_owned(), |to| to.to_string());
        format!("{verb} = [\"{name}\", \"{to}\"]")
    };
    Some(match action {
        Action::Step(who, made, on) => format!("step = [\"{who}\", \"{made}\", \"{on}\"]"),
        Action::Say(who, name, None) => format!("message = [\"{who}\", \"{name}\"]"),
        Action::Say(who, name, Some(on)) => format!("message = [\"{who}\", \"{name}\", \"{on}\"]"),
        Action::Send(who, name) => format!("send = [\"{who}\", \"{name}\"]"),
        Action::Turn(who, name) => format!("turn = [\"{who}\", \"{name}\"]"),
        Action::Deliver(who, names, comes) => {
            let verb = match comes {
                Comes::Taken => "deliver",
                Comes::Rejected => "reject",
                Comes::Dropped => "drop",
                Comes::Waits => "waits",
            };
            format!("{verb} = [\"{who}\", {}]", quoted(names))
        }
        Action::Ack(who, list) => format!("ack = [\"{who}\", {}]", nodes(list)),
        Action::News(who, list) => format!("news = [\"{who}\", {}]", nodes(list)),
        Action::Flush => "flush = true".to_owned(),
        Action::Remove(who) => format!("remove = \"{who}\""),
        Action::Roll(who, root) => format!("roll = [\"{who}\", \"{root}\"]"),
        Action::Offline(who, lasts) => format!("offline = \"{who}\", for = \"{}\"", Span::from_millis(*lasts)),
        Action::Partition(left, right, lasts) => {
            let lasts = Span::from_millis(*lasts);
            format!("partition = [[{}], [{}]], for = \"{lasts}\"", devices(left), devices(right))
        }
        Action::Destroy(who) => format!("destroy = \"{who}\""),
        Action::Hold(name, to) => way("hold", name, to),
        Action::Release(name, to) => way("release", name, to),
        Action::Round(round) => format!("round = {round}"),
        Action::Online(_) | Action::Heal(..) | Action::Check(_) => return None,
    })
}
