//! A trace, played; and what the world is like at its end.

use std::collections::BTreeMap;

use super::enabled::{Event, Verb};
use super::lasso::Lasso;
use super::names::{Names, Set, TooLarge, members};
use super::slips::Slip;
use super::world::{Rules, World};
use crate::format::Reason;
use crate::format::topics::tree::{Expect, Input, Then};
use crate::verify::Refusal;

/// How often each index was used, by node, and what every device counts.
#[derive(Default)]
struct Talk {
    sent: BTreeMap<(usize, u32), u32>,
    next: BTreeMap<(usize, usize), u32>,
}

/// Plays a trace, and then more events; what comes out, or why not.
pub(super) fn play(
    input: &Input,
    then: Option<&Then>,
    slip: Option<Slip>,
) -> Result<Result<Expect, Refusal>, TooLarge> {
    let rules = Rules::new((input.m, input.n), input.steps_max, &input.policy, slip)?;
    Ok(end(&rules, input, then))
}

fn end(rules: &Rules<'_>, input: &Input, then: Option<&Then>) -> Result<Expect, Refusal> {
    let (mut world, mut talk) = (rules.start(), Talk::default());
    let mut lasso = Lasso::new(input.cycle.as_ref());
    for (place, words) in input.trace.iter().enumerate() {
        happen(rules, &mut world, &mut talk, words)?;
        lasso.see(rules, &world, place + 1).map_err(|reason| Refusal::new(reason, "it is no cycle"))?;
    }
    lasso.end(rules).map_err(|reason| Refusal::new(reason, "it is no cycle"))?;
    let mut expect = seen(rules, &world, &talk);
    if let Some(then) = then {
        for words in &then.trace {
            happen(rules, &mut world, &mut talk, words)?;
        }
        expect.then = Some(Then { trace: then.trace.clone(), selection: selections(rules, &world) });
    }
    Ok(expect)
}

fn happen(rules: &Rules<'_>, world: &mut World, talk: &mut Talk, words: &[String]) -> Result<(), Refusal> {
    let event = event(&rules.names, words)?;
    rules.check(world, event).map_err(|reason| Refusal::new(reason, words.join(" ")))?;
    if event.verb == Verb::Message {
        let counter = if rules.slips(Slip::OneCounter) { rules.names.devices } else { event.device };
        let next = talk.next.entry((counter, event.node)).or_insert(1);
        *talk.sent.entry((event.node, *next)).or_default() += 1;
        *next += 1;
    }
    rules.apply(world, event);
    Ok(())
}

/// Words as an event.
fn event(names: &Names, words: &[String]) -> Result<Event, Refusal> {
    let broken = || Refusal::broken(format!("{words:?} is no event"));
    let [verb, device, nodes @ ..] = words else { return Err(broken()) };
    let (verb, takes) = match verb.as_str() {
        "step" => (Verb::Step, 2),
        "message" => (Verb::Message, 1),
        "roll" => (Verb::Roll, 1),
        "deliver" => (Verb::Deliver, 1),
        "reject" => (Verb::Reject, 1),
        "drop" => (Verb::Drop, 1),
        "ack" => (Verb::Ack, 1),
        "news" => (Verb::News, 1),
        "remove" => (Verb::Remove, 0),
        _ => return Err(broken()),
    };
    if nodes.len() != takes {
        return Err(broken());
    }
    let device = names.device(device);
    let device = device.ok_or_else(|| Refusal::new(Reason::DeviceUnknown, words.join(" ")))?;
    let mut nodes = nodes.iter().map(|node| names.node(node).ok_or_else(broken));
    let node = nodes.next().transpose()?.unwrap_or(usize::MAX);
    let parent = nodes.next().transpose()?.unwrap_or(0);
    Ok(Event { verb, device, node, parent })
}

fn selections(rules: &Rules<'_>, world: &World) -> BTreeMap<String, String> {
    let names = &rules.names;
    let selection = |device| (names.device_name(device), names.node_name(rules.selection(world, device)));
    (0..names.devices).map(selection).collect()
}

fn seen(rules: &Rules<'_>, world: &World, talk: &Talk) -> Expect {
    let names = &rules.names;
    let quiescent = rules.quiescent(world);
    let list = |set: Set| members(set).map(|node| names.node_name(node)).collect::<Vec<_>>();
    let leaked = (0..names.devices).map(|device| (names.device_name(device), list(leaked(rules, world, device))));
    let reused = talk.sent.iter().filter(|(_, times)| **times > 1);
    Expect {
        quiescent,
        selection: selections(rules, world),
        tips: list(Rules::tips(world)),
        fork_depth: Rules::fork_depth(world) as u32,
        lost: if quiescent { list(lost(rules, world)) } else { Vec::new() },
        leaked: leaked.filter(|(_, nodes)| !nodes.is_empty()).collect(),
        reused: reused.map(|((node, index), _)| (names.node_name(*node), *index)).collect(),
        then: None,
    }
}

/// Steps of a user.
pub(super) fn steps_of(rules: &Rules<'_>, world: &World, user: usize) -> Set {
    let devices = (0..rules.names.devices).filter(|device| rules.names.user(*device) == user);
    devices.fold(0, |steps, device| steps | world.exist & rules.names.steps_of(device))
}

/// Steps that no living device of the other user has opened.
pub(super) fn lost(rules: &Rules<'_>, world: &World) -> Set {
    let of = |user| {
        let readers = rules.living(world, 1 - user);
        readers.fold(steps_of(rules, world, user), |lost, reader| lost & !rules.opened(world, reader))
    };
    of(0) | of(1)
}

/// Steps of the other user that a removed device has opened and some living sibling has not.
pub(super) fn leaked(rules: &Rules<'_>, world: &World, device: usize) -> Set {
    if world.removed >> device & 1 == 0 {
        return 0;
    }
    let user = rules.names.user(device);
    let read = rules.opened(world, device) & steps_of(rules, world, 1 - user);
    rules.living(world, user).fold(0, |leaked, sibling| leaked | read & !rules.opened(world, sibling))
}
