//! What steps of the script do.

use std::fmt;

use super::World;
use crate::model::{Action, Comes, Span};
use crate::system::{Command, NotDone, Parcel};
use crate::tree::Device;

impl World<'_> {
    pub(super) fn perform(&mut self, action: &Action) -> Result<(), NotDone> {
        match action {
            Action::Step(who, node, on) => self.tell(*who, Command::Step { node: Some(*node), on: Some(*on) }),
            Action::Say(who, message, on) => self.tell(*who, Command::Say { message: message.clone(), on: *on }),
            Action::Send(who, message) => self.tell(*who, Command::Send(message.clone())),
            Action::Turn(who, message) => self.tell(*who, Command::Turn(message.clone())),
            Action::Deliver(who, names, comes) => names.iter().try_for_each(|name| self.deliver(*who, name, *comes)),
            Action::Ack(who, nodes) => nodes.iter().try_for_each(|node| self.arrive(*who, &Parcel::Ack(*node))),
            Action::News(who, nodes) => nodes.iter().try_for_each(|node| self.arrive(*who, &Parcel::News(*node))),
            Action::Remove(who) => self.remove(*who),
            Action::Roll(who, root) => self.tell(*who, Command::Roll(*root)),
            Action::Release(name, to) => {
                let parcel = if to.is_some() { Parcel::Item(name.clone()) } else { Parcel::Push(name.clone()) };
                let gone = self.release(&parcel, *to);
                let to = to.map_or_else(|| "the outbox".to_owned(), |to| to.to_string());
                if gone { Ok(()) } else { Err(NotDone::NotUnderWay(name.clone(), to)) }
            }
            other => {
                self.fault(other);
                Ok(())
            }
        }
    }

    /// What always succeeds.
    fn fault(&mut self, action: &Action) {
        match action {
            Action::Flush => self.flush(),
            Action::Offline(who, _) | Action::Destroy(who) => self.offline(*who),
            Action::Online(who) => self.online(*who),
            Action::Partition(left, right, _) => self.partition(left, right),
            Action::Heal(left, right) => self.heal(left, right),
            Action::Hold(name, None) => self.hold(Parcel::Push(name.clone()), None),
            Action::Hold(name, to) => self.hold(Parcel::Item(name.clone()), *to),
            _ => {}
        }
    }

    /// Everybody of the user hears that a device is no sibling any more, the device included.
    fn remove(&mut self, removed: Device) -> Result<(), NotDone> {
        let (family, earlier) = (removed.user, self.removed.clone());
        self.removed.push(removed);
        let siblings: Vec<Device> = self.places.keys().filter(|device| device.user == family).copied().collect();
        for sibling in siblings.into_iter().filter(|sibling| !earlier.contains(sibling)) {
            let told = if sibling == removed {
                self.places.keys().filter(|other| other.user == family && **other != removed).copied().collect()
            } else {
                vec![removed]
            };
            told.into_iter().try_for_each(|stranger| self.tell(sibling, Command::Remove(stranger)))?;
        }
        Ok(())
    }
}

/// As a person would say it.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |devices: &[Device]| devices.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
        let nodes = |nodes: &[crate::tree::Node]| nodes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let span = |ms: &u64| Span::from_millis(*ms);
        match self {
            Self::Step(who, node, on) => write!(f, "{who} makes {node} on {on}"),
            Self::Say(who, name, _) => write!(f, "{who} says {name} on the same chain"),
            Self::Send(who, name) => write!(f, "the person at {who} says {name}"),
            Self::Turn(who, name) => write!(f, "the person at {who} says {name} if it is their turn"),
            Self::Deliver(who, names, Comes::Taken) => write!(f, "{who} is given {}", names.join(", ")),
            Self::Deliver(who, names, Comes::Rejected) => {
                write!(f, "{who} is given {} and rejects it", names.join(", "))
            }
            Self::Deliver(who, names, Comes::Dropped) => {
                write!(f, "{who} is given {} too early and drops it", names.join(", "))
            }
            Self::Deliver(who, names, Comes::Waits) => {
                write!(f, "{who} is given {} and cannot open it", names.join(", "))
            }
            Self::Ack(who, list) => write!(f, "{who} hears that {} is acknowledged", nodes(list)),
            Self::News(who, list) => write!(f, "{who} hears from a sibling that {} was accepted", nodes(list)),
            Self::Flush => f.write_str("everything that waits arrives"),
            Self::Remove(who) => write!(f, "{who} is removed: no copies to it, none from it"),
            Self::Roll(who, root) => write!(f, "{who} begins anew: root {root}"),
            Self::Offline(who, lasts) => write!(f, "{who} is away for {}", span(lasts)),
            Self::Online(who) => write!(f, "{who} is back"),
            Self::Partition(left, right, lasts) => {
                write!(f, "{} cannot reach {} for {}", names(left), names(right), span(lasts))
            }
            Self::Heal(left, right) => write!(f, "{} can reach {} again", names(left), names(right)),
            Self::Destroy(who) => write!(f, "{who} is destroyed"),
            Self::Hold(name, Some(to)) => write!(f, "{name} is held back on its way to {to}"),
            Self::Hold(name, None) => write!(f, "{name} is held back on its way to the outbox"),
            Self::Release(name, Some(to)) => write!(f, "{name} goes on to {to}"),
            Self::Release(name, None) => write!(f, "{name} goes on to the outbox"),
            Self::Round(round) => write!(f, "round {round} is over"),
            Self::Check(check) => write!(f, "check {}", check + 1),
        }
    }
}
