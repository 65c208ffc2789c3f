//! Steps of a file: the verbs of section 13, and what else can happen.

use std::collections::BTreeSet;

use experiment::file::error::Problem;
use experiment::file::item::{Item, Table};

use super::read::{device, node};
use super::read_expect::expect;
use super::{Action, Comes, Delivery, Expect, MOST_STEPS, Scenario, Step};
use crate::Ms;
use crate::tree::{Device, Node};

/// Verbs, of which a step has one.
const VERBS: [&str; 21] = [
    "step",
    "message",
    "send",
    "turn",
    "deliver",
    "reject",
    "drop",
    "waits",
    "ack",
    "news",
    "flush",
    "remove",
    "roll",
    "offline",
    "partition",
    "destroy",
    "hold",
    "release",
    "round",
    "check",
    "at",
];
/// Keys of a step.
const KEYS: [&str; 22] = [
    "step",
    "message",
    "send",
    "turn",
    "deliver",
    "reject",
    "drop",
    "waits",
    "ack",
    "news",
    "flush",
    "remove",
    "roll",
    "offline",
    "partition",
    "destroy",
    "hold",
    "release",
    "round",
    "check",
    "at",
    "for",
];
/// A step that names no time comes a second after the one before.
const PAUSE_MS: Ms = 1_000;
/// The outbox as a place on the way.
const OUTBOX: &str = "outbox";

struct Reader<'s> {
    scenario: &'s Scenario,
    /// What was said so far: nodes, messages, rolled roots.
    said: BTreeSet<String>,
    /// The last round that was over.
    round: u32,
    checks: Vec<Expect>,
}

/// Steps by time, and the expectations among them.
pub(super) fn steps(item: &Item<'_>, scenario: &Scenario) -> Result<(Vec<Step>, Vec<Expect>), Problem> {
    let mut reader = Reader { scenario, said: BTreeSet::new(), round: 0, checks: Vec::new() };
    let items = item.list()?;
    if items.len() > MOST_STEPS {
        return Err(item.trouble("has too many steps").expected(format!("at most {MOST_STEPS}")));
    }
    let (mut steps, mut now) = (Vec::new(), None);
    for (index, item) in items.iter().enumerate() {
        let table = item.table(&KEYS)?;
        let at = table.read("at", Item::span)?.map(|span| span.millis());
        let at_ms = at.unwrap_or_else(|| now.map_or(0, |now: Ms| now + PAUSE_MS));
        if now.is_some_and(|now| at_ms < now) {
            return Err(item.trouble("comes before the step in front of it").expected("steps in the order of time"));
        }
        now = Some(at_ms);
        for (after, action) in reader.step(item, &table)? {
            steps.push(Step { at_ms: at_ms + after, index, action });
        }
    }
    steps.sort_by_key(|step| step.at_ms);
    Ok((steps, reader.checks))
}

impl Reader<'_> {
    fn step(&mut self, item: &Item<'_>, table: &Table<'_>) -> Result<Vec<(Ms, Action)>, Problem> {
        let verbs: Vec<&str> = table.keys().filter(|key| !["at", "for"].contains(key)).collect();
        let [verb] = verbs.as_slice() else {
            let found = if verbs.is_empty() { "does nothing" } else { "does several things" };
            return Err(item.trouble(found).one_of("", VERBS.into_iter().filter(|verb| *verb != "at")));
        };
        let value = table.need(verb, "a value")?;
        let lasts = table.read("for", Item::positive_span)?.map(|span| span.millis());
        if lasts.is_some() && !["offline", "partition"].contains(verb) {
            return Err(item.trouble("has a length of time").expected("`for` with `offline` or `partition` only"));
        }
        let lasts = || lasts.ok_or_else(|| item.trouble("has no length of time").expected("`for = \"10m\"`"));
        if self.scenario.delivery == Delivery::Script && ["offline", "partition", "hold", "release"].contains(verb) {
            let expected = "`links = {}`: without links everything waits until the script delivers it";
            return Err(item.trouble(format_args!("has the verb `{verb}`")).expected(expected));
        }
        let action = match *verb {
            "offline" => {
                let (who, lasts) = (device(&value, self.scenario)?, lasts()?);
                return Ok(vec![(0, Action::Offline(who, lasts)), (lasts, Action::Online(who))]);
            }
            "partition" => {
                let (left, right) = self.groups(&value)?;
                let lasts = lasts()?;
                let heal = Action::Heal(left.clone(), right.clone());
                return Ok(vec![(0, Action::Partition(left, right, lasts)), (lasts, heal)]);
            }
            verb => self.action(verb, &value)?,
        };
        Ok(vec![(0, action)])
    }

    fn action(&mut self, verb: &str, value: &Item<'_>) -> Result<Action, Problem> {
        let scenario = self.scenario;
        Ok(match verb {
            "step" => {
                let [who, made, on] = parts(value, "a device, its new node, and the node that it builds on")?;
                let made = self.new_node(&made)?;
                Action::Step(device(&who, scenario)?, made, node(&on, scenario)?)
            }
            "message" => match value.list()?.as_slice() {
                [who, name] => Action::Say(device(who, scenario)?, self.new_message(name)?, None),
                [who, name, on] => {
                    Action::Say(device(who, scenario)?, self.new_message(name)?, Some(node(on, scenario)?))
                }
                _ => return Err(value.trouble("is no message").expected("a device, a name, and its node if you like")),
            },
            "send" => {
                let [who, name] = parts(value, "a device and the name of a message")?;
                Action::Send(device(&who, scenario)?, self.new_message(&name)?)
            }
            "turn" => {
                let [who, name] = parts(value, "a device and the name of a message")?;
                Action::Turn(device(&who, scenario)?, self.new_message(&name)?)
            }
            "deliver" => self.deliver(value, Comes::Taken)?,
            "reject" => self.deliver(value, Comes::Rejected)?,
            "drop" => self.deliver(value, Comes::Dropped)?,
            "waits" => self.deliver(value, Comes::Waits)?,
            "ack" => self.nodes(value).map(|(who, nodes)| Action::Ack(who, nodes))?,
            "news" => self.nodes(value).map(|(who, nodes)| Action::News(who, nodes))?,
            "flush" => match value.boolean()? {
                true => Action::Flush,
                false => return Err(value.trouble("is false").expected("`flush = true`")),
            },
            "remove" => Action::Remove(device(value, scenario)?),
            "destroy" => Action::Destroy(device(value, scenario)?),
            "roll" => {
                let [who, root] = parts(value, "a device and its new root, as in [\"a1\", \"R:a1.1\"]")?;
                Action::Roll(device(&who, scenario)?, self.new_node(&root)?)
            }
            "hold" => self.on_its_way(value).map(|(name, to)| Action::Hold(name, to))?,
            "release" => self.on_its_way(value).map(|(name, to)| Action::Release(name, to))?,
            "round" => Action::Round(self.next_round(value)?),
            _ => {
                self.checks.push(expect(value, scenario, false)?);
                Action::Check(self.checks.len() - 1)
            }
        })
    }

    /// A device, and names of what was said before.
    fn deliver(&self, value: &Item<'_>, comes: Comes) -> Result<Action, Problem> {
        let (who, names) = self.head(value)?;
        let known = |item: &Item<'_>| item.known("unknown message", self.said.iter().map(String::as_str));
        let names = names.iter().map(known).collect::<Result<_, _>>()?;
        Ok(Action::Deliver(who, names, comes))
    }

    fn nodes(&self, value: &Item<'_>) -> Result<(Device, Vec<Node>), Problem> {
        let (who, names) = self.head(value)?;
        let nodes = names.iter().map(|item| node(item, self.scenario)).collect::<Result<_, _>>()?;
        Ok((who, nodes))
    }

    fn head<'i>(&self, value: &Item<'i>) -> Result<(Device, Vec<Item<'i>>), Problem> {
        let mut items = value.list()?;
        if items.len() < 2 {
            return Err(value.trouble("is too short").expected("a device, and what arrives there"));
        }
        let names = items.split_off(1);
        Ok((device(&items[0], self.scenario)?, names))
    }

    fn groups(&self, value: &Item<'_>) -> Result<(Vec<Device>, Vec<Device>), Problem> {
        let [left, right] = parts(value, "two lists of devices")?;
        let group = |item: &Item<'_>| item.some_distinct(|item| device(item, self.scenario));
        Ok((group(&left)?, group(&right)?))
    }

    fn on_its_way(&self, value: &Item<'_>) -> Result<(String, Option<Device>), Problem> {
        let [name, to] = parts(value, "the name of a message, and a device or `outbox`")?;
        let to = if to.text()? == OUTBOX { None } else { Some(device(&to, self.scenario)?) };
        Ok((name.text()?.to_owned(), to))
    }

    fn next_round(&mut self, item: &Item<'_>) -> Result<u32, Problem> {
        let round = item.integer(1_u32, 1_000_000)?;
        if round <= self.round {
            let found = format!("round {round} does not come after round {}", self.round);
            return Err(item.trouble(found).expected("rounds in the order of their numbers"));
        }
        self.round = round;
        Ok(round)
    }

    fn new_node(&mut self, item: &Item<'_>) -> Result<Node, Problem> {
        let made = node(item, self.scenario)?;
        self.said_once(item, made.to_string())?;
        Ok(made)
    }

    fn new_message(&mut self, item: &Item<'_>) -> Result<String, Problem> {
        let name = item.new_name()?;
        self.said_once(item, name.clone())?;
        Ok(name)
    }

    fn said_once(&mut self, item: &Item<'_>, name: String) -> Result<(), Problem> {
        if self.said.insert(name) { Ok(()) } else { Err(item.trouble("is said again").expected("a new name")) }
    }
}

/// A list of so many things.
fn parts<'i, const N: usize>(value: &Item<'i>, expected: &str) -> Result<[Item<'i>; N], Problem> {
    let items = value.list()?;
    let found = format!("has {} entries", items.len());
    items.try_into().map_err(|_| value.trouble(found).expected(expected))
}
