//! Turns a scenario's fault into a rule on the links or in front of a relay.

use std::collections::BTreeSet;
use std::time::Duration;

use nostr::PublicKey;
use sim_relay::ClientMsg;

use crate::engine::{Exchange, NodeId, RuleId, Verdict};
use crate::model::{Direction, Does, Fault};
use crate::world::{Marmot, RelayFault, RelayFaultKind, RelayNode, Wire, World};

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
            && exchange.message.map_or(!self.is_about_events() && to_relay, |message| self.covers_message(message))
    }
}

/// Installs a fault. Link faults give a rule to lift; faults of a relay are lifted by name.
pub(crate) fn install(world: &mut World, fault: &Fault) -> Option<RuleId> {
    let scope = Scope::of(world, fault);
    let verdict = match fault.does {
        Does::Drop => Verdict::Drop,
        Does::Delay => Verdict::Deliver(fault.delay.map_or(Duration::from_secs(5), Into::into)),
        Does::Duplicate => Verdict::Duplicate,
        Does::Hold => Verdict::Hold,
        Does::Disconnect => Verdict::Disconnect,
        Does::Refuse => {
            let text = fault.text.clone().unwrap_or_else(|| "blocked: not here".to_owned());
            relay_fault(world, fault, scope, &RelayFaultKind::Refuse(text));
            return None;
        }
        Does::Forget => {
            relay_fault(world, fault, scope, &RelayFaultKind::Forget);
            return None;
        }
        Does::Silence => {
            relay_fault(world, fault, scope, &RelayFaultKind::Silence);
            return None;
        }
    };
    let mut left = fault.times;
    Some(world.engine.install(Box::new(move |exchange| {
        if left == Some(0) || !scope.covers(exchange) {
            return Verdict::Pass;
        }
        if let Some(left) = &mut left {
            *left -= 1;
        }
        verdict
    })))
}

fn relay_fault(world: &mut World, fault: &Fault, scope: Scope, does: &RelayFaultKind) {
    let scope = std::sync::Arc::new(scope);
    for id in &scope.relays {
        let scope = scope.clone();
        let matches = move |peer: NodeId, msg: &ClientMsg| {
            scope.device.is_none_or(|device| device == peer) && scope.covers_message(&Wire::ToRelay(msg.clone()))
        };
        if let Some(node) = world.engine.participant_mut::<RelayNode>(*id) {
            node.install(RelayFault {
                name: fault.name.clone(),
                matches: Box::new(matches),
                does: does.clone(),
                left: fault.times,
            });
        }
    }
}
