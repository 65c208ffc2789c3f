//! Devices and the board on the engine.

use std::collections::BTreeSet;
use std::time::Duration;

use nostr::Event;
use sim_engine::{Input, Link, NodeId, Now, Output, Participant};

use super::rows::Rows;
use super::{Board, Device, In, Out, Told, USER, Wire};
use crate::system::{Command, Message, NotDone, SiblingSync};
use crate::vocabulary::{ContactView, Note};

/// A device of either account.
pub struct DevicePart {
    name: String,
    account: String,
    device: Device,
    board: Link,
    begins: Option<Vec<String>>,
    rows: Rows,
    /// As they were when the device's state was copied.
    kept: Option<Rows>,
    asked: BTreeSet<String>,
    /// What waits for a connection, while there is none; and until when, if it comes back.
    away: Option<(Vec<Event>, Option<Duration>)>,
}

impl DevicePart {
    /// A device that speaks to this board. With `begins`, it publishes the first list of its account.
    pub fn new(name: &str, account: &str, device: Device, board: NodeId, begins: Option<Vec<String>>) -> Self {
        let (name, account) = (name.to_owned(), account.to_owned());
        let (rows, kept, asked) = (Rows::default(), None, BTreeSet::new());
        Self { name, account, device, board: board.into(), begins, rows, kept, asked, away: None }
    }

    /// What a contact came to.
    pub fn contact(&self) -> ContactView {
        self.rows.contact(self.device.waiting(), self.device.reached(USER).len())
    }

    fn hand(&mut self, now: Now, input: In) -> Vec<Output<SiblingSync>> {
        let unix_ms = now.wall / 1_000_000;
        let to = if let In::Write { to, .. } = &input { Some(to.clone()) } else { None };
        match &input {
            In::Keep => self.kept = Some(self.rows.clone()),
            In::Restore => self.rows = self.kept.clone().unwrap_or_else(|| self.rows.clone()),
            _ => {}
        }
        let typed = self.rows.write(&self.account, &input, unix_ms);
        let mut outputs: Vec<_> = typed.into_iter().map(Output::Note).collect();
        for out in self.device.handle(now.wall / 1_000_000_000, input) {
            match out {
                Out::Ask(keys) => {
                    self.asked.clone_from(&keys);
                    outputs.extend(self.send(Wire::Ask(keys)));
                }
                Out::Post(event) => match &mut self.away {
                    Some((outbox, _)) => outbox.push(*event),
                    None => outputs.extend(self.send(Wire::Event(event))),
                },
                Out::Told(told) => outputs.extend(self.tell(told, to.as_deref(), unix_ms)),
            }
        }
        outputs
    }

    fn tell(&mut self, told: Told, to: Option<&str>, unix_ms: u64) -> Vec<Output<SiblingSync>> {
        let notes = self.rows.hear((&self.account, &self.name), &told, to, unix_ms);
        std::iter::once(Note::Aware(Box::new(told))).chain(notes).map(Output::Note).collect()
    }

    fn send(&self, wire: Wire) -> Option<Output<SiblingSync>> {
        self.away.is_none().then(|| Output::Send(self.board, Message::Aware(wire)))
    }

    /// What one has to post goes out first, then comes what one missed.
    fn back(&mut self) -> Vec<Output<SiblingSync>> {
        let Some((outbox, _)) = self.away.take() else { return Vec::new() };
        let posts = outbox.into_iter().map(|event| Wire::Event(Box::new(event)));
        let wires = posts.chain([Wire::Ask(self.asked.clone())]).filter_map(|wire| self.send(wire));
        [Output::Note(Note::Online(true)), Output::Open(self.board)].into_iter().chain(wires).collect()
    }

    fn command(&mut self, now: Now, command: Command) -> Result<Vec<Output<SiblingSync>>, NotDone> {
        match command {
            Command::Start => {
                let begins = self.begins.take();
                let mut outputs = vec![Output::Open(self.board)];
                outputs.extend(self.hand(now, In::Begin(begins)));
                Ok(outputs)
            }
            Command::Aware(input) => Ok(self.hand(now, input)),
            Command::Offline(during) => {
                let outbox = self.away.take().map(|(outbox, _)| outbox).unwrap_or_default();
                self.away = Some((outbox, during.map(|during| now.uptime + during)));
                let mut outputs = vec![Output::Note(Note::Online(false)), Output::Close(self.board)];
                outputs.extend(during.map(Output::WakeAfter));
                Ok(outputs)
            }
            Command::End if self.account == USER => {
                let listed = self.device.list(USER).map(|(_, devices)| devices).unwrap_or_default();
                let view = self.rows.device(listed.into_iter().collect::<Vec<_>>().join(" "));
                Ok(vec![Output::Note(Note::End(Box::new(view)))])
            }
            _ => Err(NotDone::Foreign),
        }
    }
}

impl Participant<SiblingSync> for DevicePart {
    fn handle(&mut self, now: Now, input: Input<SiblingSync>) -> Vec<Output<SiblingSync>> {
        match input {
            Input::Message(_, Message::Aware(Wire::Event(event))) if self.away.is_none() => {
                self.hand(now, In::Event(event))
            }
            Input::Wake
                if self.away.as_ref().is_some_and(|(_, until)| until.is_some_and(|until| until <= now.uptime)) =>
            {
                self.back()
            }
            Input::Command(op, command) => match self.command(now, command) {
                Ok(mut outputs) => {
                    outputs.push(Output::Done(op, Ok(())));
                    outputs
                }
                Err(why) => vec![Output::Done(op, Err(why))],
            },
            _ => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}

/// The board.
pub struct BoardPart(Board<Link>);

impl BoardPart {
    /// A machine on the engine.
    pub fn new(board: Board<Link>) -> Self {
        Self(board)
    }

    /// The machine.
    pub fn board(&self) -> &Board<Link> {
        &self.0
    }
}

impl Participant<SiblingSync> for BoardPart {
    fn handle(&mut self, _: Now, input: Input<SiblingSync>) -> Vec<Output<SiblingSync>> {
        let event = |link: Link, event: Event| Output::Send(link, Message::Aware(Wire::Event(Box::new(event))));
        match input {
            Input::Message(from, Message::Aware(Wire::Ask(keys))) => {
                self.0.ask(from, keys).into_iter().map(|one| event(from, one)).collect()
            }
            Input::Message(_, Message::Aware(Wire::Event(posted))) => {
                self.0.post((*posted).clone()).into_iter().map(|reader| event(reader, (*posted).clone())).collect()
            }
            Input::Closed(link) => {
                self.0.leave(link);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        "board"
    }
}
