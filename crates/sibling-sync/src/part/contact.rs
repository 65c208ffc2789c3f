//! A contact on the engine.

use sim_engine::{Input, Now, Output, Participant};

use super::{Ports, draw_as_this_actor, unix_ms};
use crate::contact::Contact;
use crate::device::{Item, Out};
use crate::system::{Command, Message, NotDone, SiblingSync};

/// A contact.
pub struct ContactPart {
    contact: Contact,
    ports: Ports,
}

impl ContactPart {
    /// A contact with its connections.
    pub fn new(contact: Contact, ports: Ports) -> Self {
        Self { contact, ports }
    }

    /// The machine.
    pub fn contact(&self) -> &Contact {
        &self.contact
    }

    fn say(&mut self, outs: Vec<Out>) -> Vec<Output<SiblingSync>> {
        let mut outputs = Vec::new();
        for out in outs {
            match out {
                Out::Note(note) => outputs.push(Output::Note(note)),
                out => outputs.extend(self.ports.request(out).unwrap_or_default()),
            }
        }
        outputs
    }
}

impl Participant<SiblingSync> for ContactPart {
    fn handle(&mut self, now: Now, input: Input<SiblingSync>) -> Vec<Output<SiblingSync>> {
        match input {
            Input::Message(_, Message::Item { key, item, blob, .. }) => {
                draw_as_this_actor();
                let outs = self.contact.take(unix_ms(now), &Item { key, id: item, blob });
                self.say(outs)
            }
            Input::Command(op, Command::Start) => {
                let mut outputs = self.ports.open_all();
                let outs = self.contact.start();
                outputs.extend(self.say(outs));
                outputs.push(Output::Done(op, Ok(())));
                outputs
            }
            Input::Command(op, Command::Write(uuid, text)) => {
                draw_as_this_actor();
                let outs = self.contact.write(unix_ms(now), &uuid, &text);
                let mut outputs = self.say(outs);
                outputs.push(Output::Done(op, Ok(())));
                outputs
            }
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            Input::Opened(link) => {
                self.ports.learn(link, true);
                Vec::new()
            }
            Input::Closed(link) => {
                self.ports.learn(link, false);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        self.contact.name()
    }
}
