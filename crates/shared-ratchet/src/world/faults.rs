//! Devices that are away, and devices that cannot reach each other.

use std::time::Duration;

use rand::Rng;
use sim_engine::{Exchange, NodeId, Verdict};

use super::World;
use crate::Ms;
use crate::system::{Message, SharedRatchet};
use crate::tree::Device;

/// What waits for better times: messages of people and what they need. What a leader says of itself is lost.
fn waits(exchange: &Exchange<'_, SharedRatchet>) -> Verdict {
    match exchange.message() {
        Some(Message::Beat { .. } | Message::Claim(_) | Message::Look | Message::Lease(_)) => Verdict::Drop,
        _ => Verdict::Hold,
    }
}

impl World<'_> {
    /// A message may take longer, so that others overtake it.
    pub(super) fn jitter(&mut self, jitter_ms: Ms) {
        if jitter_ms == 0 {
            return;
        }
        let mut stream = sim_env::stream("jitter");
        let rule = move |exchange: &Exchange<'_, SharedRatchet>| {
            let later = stream.gen_range(0..=jitter_ms);
            match exchange.message() {
                Some(Message::Data { .. } | Message::Copy { .. } | Message::Ack(_) | Message::News(_)) => {
                    Verdict::Deliver(Duration::from_millis(later))
                }
                _ => Verdict::Pass,
            }
        };
        self.engine.install("jitter", Box::new(rule));
    }

    pub(super) fn offline(&mut self, device: Device) {
        let away = self.place(device);
        let name = offline_name(device);
        let rule = self.engine.install(
            &name,
            Box::new(
                move |exchange| {
                    if exchange.from == away || exchange.to == away { waits(exchange) } else { Verdict::Pass }
                },
            ),
        );
        self.faults.entry(name).or_default().push(rule);
    }

    pub(super) fn online(&mut self, device: Device) {
        self.end(&offline_name(device));
    }

    pub(super) fn partition(&mut self, left: &[Device], right: &[Device]) {
        let places = |group: &[Device]| group.iter().map(|device| self.place(*device)).collect::<Vec<NodeId>>();
        let (here, there) = (places(left), places(right));
        let name = partition_name(left, right);
        let rule = self.engine.install(
            &name,
            Box::new(move |exchange| {
                let crosses =
                    |from: &[NodeId], to: &[NodeId]| from.contains(&exchange.from) && to.contains(&exchange.to);
                if crosses(&here, &there) || crosses(&there, &here) { waits(exchange) } else { Verdict::Pass }
            }),
        );
        self.faults.entry(name).or_default().push(rule);
    }

    pub(super) fn heal(&mut self, left: &[Device], right: &[Device]) {
        self.end(&partition_name(left, right));
    }

    fn end(&mut self, name: &str) {
        let rules = self.faults.get_mut(name).filter(|rules| !rules.is_empty());
        if let Some(rule) = rules.map(|rules| rules.remove(0)) {
            self.engine.lift(rule);
        }
    }
}

fn offline_name(device: Device) -> String {
    format!("{device} is away")
}

fn partition_name(left: &[Device], right: &[Device]) -> String {
    let names = |group: &[Device]| group.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    format!("{} cannot reach {}", names(left), names(right))
}
