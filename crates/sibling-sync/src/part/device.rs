//! A device on the engine: its process dies and comes back, its connection goes and comes back.

use std::time::Duration;

use sim_engine::{Input, Now, Output, Participant};

use super::{Ports, draw_as_this_actor, unix_ms};
use crate::device::{Device, In, Item, Out};
use crate::system::{Command, Message, NotDone, SiblingSync};
use crate::vocabulary::Note;

/// What the device is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Up,
    /// No connection until then; none: for ever.
    Offline(Option<Duration>),
    /// Dead until then.
    Down(Duration),
    Destroyed,
}

/// A device.
pub struct DevicePart {
    device: Device,
    ports: Ports,
    life: Life,
    down_for: Duration,
}

impl DevicePart {
    /// A device with its connections.
    pub fn new(device: Device, ports: Ports) -> Self {
        Self { device, ports, life: Life::Up, down_for: Duration::ZERO }
    }

    /// The machine.
    pub fn device(&self) -> &Device {
        &self.device
    }

    fn hand(&mut self, now: Now, input: In) -> Vec<Output<SiblingSync>> {
        draw_as_this_actor();
        let mut outputs = Vec::new();
        for out in self.device.handle(unix_ms(now), input) {
            match out {
                Out::Note(note) => outputs.push(Output::Note(note)),
                Out::Dead(_) => {
                    self.ports.forget();
                    outputs.extend(self.ports.leave());
                    self.life = Life::Down(now.uptime + self.down_for);
                    outputs.push(Output::WakeAfter(self.down_for));
                }
                out => outputs.extend(self.ports.request(out).unwrap_or_default()),
            }
        }
        outputs
    }

    fn offline(&mut self, now: Now, during: Option<Duration>) -> Vec<Output<SiblingSync>> {
        let mut outputs = self.hand(now, In::Offline);
        outputs.extend(self.ports.leave());
        self.life = Life::Offline(during.map(|during| now.uptime + during));
        outputs.extend(during.map(Output::WakeAfter));
        outputs
    }

    fn wake(&mut self, now: Now) -> Vec<Output<SiblingSync>> {
        let input = match self.life {
            Life::Offline(Some(until)) if until <= now.uptime => In::Online,
            Life::Down(until) if until <= now.uptime => In::Start,
            _ => return Vec::new(),
        };
        self.life = Life::Up;
        let mut outputs = self.ports.find();
        outputs.extend(self.hand(now, input));
        outputs
    }

    fn command(&mut self, now: Now, command: Command) -> Result<Vec<Output<SiblingSync>>, NotDone> {
        let is_up = matches!(self.life, Life::Up | Life::Offline(_));
        match command {
            Command::End => {
                let view = self.device.view(self.life == Life::Destroyed);
                let unreached = self.device.unreached().map(|point| Output::Note(Note::NotCrashed(point)));
                Ok(unreached.into_iter().chain([Output::Note(Note::End(Box::new(view)))]).collect())
            }
            _ if !is_up => Err(NotDone::Down),
            Command::Start => {
                let mut outputs = self.ports.open_all();
                outputs.extend(self.hand(now, In::Start));
                Ok(outputs)
            }
            Command::Device(input) => {
                let outputs = self.hand(now, input);
                self.device.refusal().map_or(Ok(outputs), Err)
            }
            Command::Offline(during) => Ok(self.offline(now, during)),
            Command::DownFor(down_for) => {
                self.down_for = down_for;
                Ok(Vec::new())
            }
            Command::Destroy => {
                self.life = Life::Destroyed;
                let mut outputs = vec![Output::Note(Note::Destroyed)];
                outputs.extend(self.ports.lose());
                Ok(outputs)
            }
            Command::Write(..) | Command::Aware(_) => Err(NotDone::Foreign),
        }
    }
}

impl Participant<SiblingSync> for DevicePart {
    fn handle(&mut self, now: Now, input: Input<SiblingSync>) -> Vec<Output<SiblingSync>> {
        match input {
            Input::Message(_, Message::Item { key, item, blob, .. }) if self.life == Life::Up => {
                self.hand(now, In::Queue(Item { key, id: item, blob }))
            }
            Input::Wake => self.wake(now),
            Input::Command(op, command) => match self.command(now, command) {
                Ok(mut outputs) => {
                    outputs.push(Output::Done(op, Ok(())));
                    outputs
                }
                Err(why) => vec![Output::Done(op, Err(why))],
            },
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
        self.device.name()
    }
}
