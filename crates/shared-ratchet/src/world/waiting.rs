//! What waits until the script delivers it: one fault rule for each parcel and receiver.

use std::collections::BTreeSet;

use sim_engine::{NodeId, Verdict};

use super::World;
use crate::model::{Action, Comes};
use crate::system::{NotDone, Parcel};
use crate::tree::{Device, Node};

impl World<'_> {
    /// Everything that the script can name waits.
    pub(super) fn hold_everything(&mut self) {
        let mut parcels = Vec::new();
        let acknowledges = self.setting.policy.has_acknowledgements();
        for step in &self.scenario.steps {
            match &step.action {
                Action::Step(_, node, _) | Action::Roll(_, node) => {
                    parcels.push(Parcel::Item(node.to_string()));
                    if acknowledges {
                        parcels.extend([Parcel::Ack(*node), Parcel::News(*node)]);
                    }
                }
                Action::Say(_, name, _) | Action::Send(_, name) | Action::Turn(_, name) => {
                    parcels.push(Parcel::Item(name.clone()))
                }
                _ => {}
            }
        }
        let devices: Vec<Device> = self.places.keys().copied().collect();
        for parcel in parcels {
            devices.iter().for_each(|device| self.hold(parcel.clone(), Some(*device)));
        }
    }

    /// Holds a parcel back on its way to a device, or to the outbox.
    pub(super) fn hold(&mut self, parcel: Parcel, to: Option<Device>) {
        let receiver = to.map_or(self.outbox, |device| self.places.get(&device).copied());
        let Some(receiver) = receiver else { return };
        let name = match to {
            Some(device) => format!("until {device} is given {}", parcel_name(&parcel)),
            None => format!("until the outbox is given {}", parcel_name(&parcel)),
        };
        let wanted = parcel.clone();
        let rule = self.engine.install(
            &name,
            Box::new(move |exchange| {
                // There are many rules, and most are for somebody else.
                let here = exchange.to == receiver;
                let sent = || exchange.message().and_then(|message| message.parcel());
                if here && sent().is_some_and(|sent| sent == wanted) { Verdict::Hold } else { Verdict::Pass }
            }),
        );
        self.waits.insert((parcel, to), (name, rule));
    }

    fn is_held(&self, name: &str) -> bool {
        self.engine.held_back().iter().any(|(rule, count)| *rule == name && *count > 0)
    }

    /// Lets a parcel go on, and everything that it leads to in no time.
    pub(super) fn release(&mut self, parcel: &Parcel, to: Option<Device>) -> bool {
        let key = (parcel.clone(), to);
        if !self.waits.get(&key).is_some_and(|(name, _)| self.is_held(name)) {
            return false;
        }
        self.go_on(&key);
        true
    }

    fn go_on(&mut self, key: &(Parcel, Option<Device>)) {
        if let Some((_, rule)) = self.waits.remove(key) {
            self.engine.lift(rule);
            self.engine.run_until(sim_env::now());
        }
    }

    /// Everything that waits arrives, then what waits because of it, and so on.
    pub(super) fn flush(&mut self) {
        loop {
            let held: BTreeSet<&str> = self.engine.held_back().into_iter().map(|(rule, _)| rule).collect();
            let waits = self.waits.iter().filter(|(_, (name, _))| held.contains(name.as_str()));
            let waits: Vec<_> = waits.map(|(key, _)| key.clone()).collect();
            if waits.is_empty() {
                break;
            }
            waits.iter().for_each(|key| self.go_on(key));
        }
    }

    /// A message arrives, and comes of it what the script says.
    pub(super) fn deliver(&mut self, device: Device, name: &str, comes: Comes) -> Result<(), NotDone> {
        let parcel = Parcel::Item(name.to_owned());
        if !self.release(&parcel, Some(device)) {
            return Err(NotDone::NotUnderWay(name.to_owned(), device.to_string()));
        }
        let (part, node) = (self.part(device)?, name.parse::<Node>().ok());
        let taken = part.has_seen(name) || node.is_some_and(|node| part.knows(node));
        let waits = part.waiting().any(|item| item == name);
        let parent_known = self.parent_of(name).is_some_and(|parent| part.knows(parent));
        let not = |why| Err(NotDone::NotEnabled(name.to_owned(), device, why));
        match comes {
            Comes::Taken if !taken => not("it is not taken"),
            Comes::Taken => Ok(()),
            _ if taken => not("it is taken"),
            Comes::Rejected if !parent_known => not("what it grew on is not known"),
            Comes::Dropped | Comes::Waits if parent_known => not("what it grew on is known"),
            Comes::Dropped if waits => not("it is kept"),
            Comes::Waits if !waits => not("it is not kept"),
            Comes::Rejected | Comes::Dropped | Comes::Waits => Ok(()),
        }
    }

    /// What a node grew on, or the node of a further message, by the script.
    fn parent_of(&self, name: &str) -> Option<Node> {
        self.scenario.steps.iter().find_map(|step| match &step.action {
            Action::Step(_, node, on) if node.to_string() == name => Some(*on),
            Action::Say(_, said, Some(on)) if said == name => Some(*on),
            _ => None,
        })
    }

    pub(super) fn arrive(&mut self, device: Device, parcel: &Parcel) -> Result<(), NotDone> {
        if self.release(parcel, Some(device)) {
            Ok(())
        } else {
            Err(NotDone::NotUnderWay(parcel_name(parcel), device.to_string()))
        }
    }

    /// A place by the name of a device or of the outbox.
    pub(super) fn place(&self, device: Device) -> NodeId {
        self.places[&device]
    }
}

fn parcel_name(parcel: &Parcel) -> String {
    match parcel {
        Parcel::Item(name) | Parcel::Push(name) => name.clone(),
        Parcel::Ack(node) => format!("the acknowledgement of {node}"),
        Parcel::News(node) => format!("the news of {node}"),
    }
}
