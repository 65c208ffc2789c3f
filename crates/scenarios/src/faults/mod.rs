//! What goes wrong between devices and relays: a module for each fault, and how a scenario's fault becomes a rule on the links or in
//! front of a relay.

mod kind;
mod table;

mod delay;
mod disconnect;
mod drop;
mod duplicate;
mod forget;
mod hold;
mod refuse;
mod silence;
mod take_and_cut;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use nostr::PublicKey;
use sim_env::UnixNanos;
use sim_relay::ClientMsg;

use crate::model::{Direction, Fault};
use crate::world::{Left, Marmot, Misbehaviour, RelayFault, RelayNode, Wire, World};
use sim_engine::{Exchange, NodeId, RuleId, Verdict};

pub(crate) use kind::{At, Kind};
pub use table::Does;

/// What a fault looks at.
struct Scope {
    relays: BTreeSet<NodeId>,
    device: Option<NodeId>,
    direction: Direction,
    kinds: Vec<u16>,
    authors: Vec<PublicKey>,
}

impl Scope {
    fn of(world: &World, fault: &Fault) -> Self {
        let relays = match &fault.relay {
            Some(name) => world.relays.get(name).copied().into_iter().collect(),
            None => world.relays.values().copied().collect(),
        };
        Self {
            relays,
            device: fault.device.as_ref().and_then(|name| world.devices.get(name).copied()),
            direction: fault.direction,
            kinds: fault.kinds.clone(),
            authors: fault.authors.iter().filter_map(|name| world.accounts.get(name).copied()).collect(),
        }
    }

    fn is_about_events(&self) -> bool {
        !self.kinds.is_empty() || !self.authors.is_empty()
    }

    fn covers_message(&self, message: &Wire) -> bool {
        if !self.is_about_events() {
            return true;
        }
        message.event().is_some_and(|event| {
            (self.kinds.is_empty() || self.kinds.contains(&event.kind.as_u16()))
                && (self.authors.is_empty() || self.authors.contains(&event.pubkey))
        })
    }

    fn covers(&self, exchange: &Exchange<'_, Marmot>) -> bool {
        let to_relay = self.relays.contains(&exchange.to);
        let device = if to_relay { exchange.from } else { exchange.to };
        let direction = match self.direction {
            Direction::Both => true,
            Direction::ToRelay => to_relay,
            Direction::ToDevice => !to_relay,
        };
        (to_relay || self.relays.contains(&exchange.from))
            && self.device.is_none_or(|id| id == device)
            && direction
            && exchange.message().map_or(!self.is_about_events() && to_relay, |message| self.covers_message(message))
    }
}

/// A fault that was installed.
pub(crate) struct InForce {
    /// The rule on the links, if it is one; faults of relays are lifted by name.
    pub rule: Option<RuleId>,
    /// When it ends by itself.
    pub ends: Option<UnixNanos>,
    /// How often it still acts.
    pub left: Left,
}

impl InForce {
    /// Whether it can still act.
    pub(crate) fn acts(&self) -> bool {
        self.left.get() != Some(0)
    }

    /// Whether nothing but a step ends it before this moment.
    pub(crate) fn outlasts(&self, until: UnixNanos) -> bool {
        self.acts() && self.left.get().is_none() && self.ends.is_none_or(|ends| ends > until)
    }
}

/// Installs a fault.
pub(crate) fn install(world: &mut World, fault: &Fault) -> InForce {
    let left: Left = Rc::new(Cell::new(fault.times));
    let rule = install_on(world, fault, left.clone());
    InForce { rule, ends: fault.lasts.map(|lasts| world.later(lasts.into())), left }
}

/// Gives the rule, if the fault is one on links.
fn install_on(world: &mut World, fault: &Fault, left: Left) -> Option<RuleId> {
    let scope = Scope::of(world, fault);
    let (verdict, openings) = match fault.does.kind().at {
        At::Links { verdict, openings } => (verdict(fault), openings),
        At::Relay(make) => {
            put_in_front(world, &fault.name, scope, &make(fault), &left);
            return None;
        }
    };
    Some(world.engine.install(
        &fault.name,
        Box::new(move |exchange| {
            let concerns = openings || exchange.message().is_some();
            if left.get() == Some(0) || !concerns || !scope.covers(exchange) {
                return Verdict::Pass;
            }
            left.set(left.get().map(|left| left - 1));
            verdict
        }),
    ))
}

fn put_in_front(world: &mut World, name: &str, scope: Scope, does: &Rc<dyn Misbehaviour>, left: &Left) {
    let scope = Rc::new(scope);
    for id in &scope.relays {
        let scope = scope.clone();
        let matches = move |peer: NodeId, msg: &ClientMsg| {
            scope.device.is_none_or(|device| device == peer) && scope.covers_message(&Wire::ToRelay(msg.clone()))
        };
        if let Some(node) = world.engine.participant_mut::<RelayNode>(*id) {
            node.install(RelayFault {
                name: name.to_owned(),
                matches: Box::new(matches),
                does: does.clone(),
                left: left.clone(),
            });
        }
    }
}
