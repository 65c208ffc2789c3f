//! What lies between a client and a node: a transport with proxies, and its faults (section 8).
//!
//! A call that a black hole took stays dead: a transport does not come back. Calls that begin after the fault are sound.

mod call;
mod options;

use std::collections::BTreeMap;

pub use options::{Mode, PipeOptions, Silence, WINDOW_BYTES};

use sim_engine::{Input, Link, NodeId, Now, Output, Participant, Port};

use call::{Call, Parcel, dead};

use super::alarm::Alarm;
use super::ms;
use crate::Ms;
use crate::code::Code;
use crate::system::{Command, Message, NotDone, Note, Streams};

/// A pipe between one client and the node.
pub struct Pipe {
    name: String,
    options: PipeOptions,
    node: NodeId,
    client: Option<NodeId>,
    mode: Mode,
    /// The next call ends after so many frames.
    cut_next: Option<u32>,
    calls: BTreeMap<Port, Call>,
    alarm: Alarm,
}

impl Pipe {
    /// A sound pipe to `node`; whoever calls first is its client.
    pub fn new(name: &str, options: PipeOptions, node: NodeId) -> Self {
        let (calls, alarm) = (BTreeMap::new(), Alarm::default());
        let name = name.to_owned();
        Self { name, options, node, client: None, mode: Mode::Ok, cut_next: None, calls, alarm }
    }

    fn take(&mut self, now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        let at = ms(now);
        match input {
            Input::Opened(link) if link.peer != self.node => self.called(at, link),
            Input::Message(link, message) if link.peer == self.node => {
                self.node_sent(at, link.port, message);
                Vec::new()
            }
            Input::Message(link, message) => self.client_sent(at, link.port, message),
            Input::Finished(link) => {
                let due = at + self.options.up_ms;
                if let Some(call) = self.calls.get_mut(&link.port).filter(|call| !call.up_dead) {
                    call.up.push_back((due, Parcel::Finish));
                }
                Vec::new()
            }
            Input::Window(link, open) => {
                if let Some(call) = self.calls.get_mut(&link.port) {
                    call.parked = !open;
                }
                Vec::new()
            }
            Input::Closed(link) if link.peer == self.node => Vec::new(),
            Input::Closed(link) => self.client_left(link.port),
            Input::Command(op, Command::Pipe(mode)) => {
                let mut outputs = self.change(at, mode);
                outputs.push(Output::Done(op, Ok(())));
                outputs
            }
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            Input::Opened(_) | Input::Wake => Vec::new(),
        }
    }

    fn called(&mut self, at: Ms, link: Link) -> Vec<Output<Streams>> {
        self.client = Some(link.peer);
        let mut call = Call::new(at, &self.mode, self.cut_next.take());
        let mut outputs = Vec::new();
        match self.mode {
            Mode::AcceptThenDie { after_ms } => call.dies_at = Some(at + after_ms),
            // A proxy that passes nothing on does not call the node either.
            Mode::ProxyAck => {}
            _ => {
                call.node_open = true;
                outputs.push(Output::Open(self.node.at(link.port)));
            }
        }
        self.calls.insert(link.port, call);
        outputs
    }

    fn client_sent(&mut self, at: Ms, port: Port, message: Message) -> Vec<Output<Streams>> {
        let due = at + self.options.up_ms;
        let Some(call) = self.calls.get_mut(&port) else { return Vec::new() };
        call.last_up = at;
        if let Message::Up(request) = &message {
            call.sent_bytes += request.bytes();
        }
        if self.options.request_bytes_max.is_some_and(|most| call.sent_bytes > most) {
            return self.end(at, port, Code::Internal, "request-bytes");
        }
        if !call.up_dead {
            call.up.push_back((due, Parcel::Message(message)));
        }
        Vec::new()
    }

    fn node_sent(&mut self, at: Ms, port: Port, message: Message) {
        let due = at + self.options.down_ms;
        let Some(call) = self.calls.get_mut(&port) else { return };
        // Behind a proxy that passes nothing on, what the node sends does not reach the proxy either.
        if !(call.up_dead && call.down_dead) {
            call.last_down = at;
        }
        call.node_open &= !matches!(message, Message::Status(_));
        if !call.down_dead {
            call.down.push_back((due, message));
        }
    }

    /// The client gave its call up. A dead way does not tell the node.
    fn client_left(&mut self, port: Port) -> Vec<Output<Streams>> {
        let Some(call) = self.calls.get_mut(&port) else { return Vec::new() };
        call.client_open = false;
        call.down.clear();
        let tell = !call.up_dead && std::mem::take(&mut call.node_open);
        if !call.node_open {
            self.calls.remove(&port);
        }
        if tell { vec![Output::Close(self.node.at(port))] } else { Vec::new() }
    }

    /// Ends a call towards both ends. A dead way does not tell the node, and a client that takes nothing hears of it behind what waits.
    fn end(&mut self, at: Ms, port: Port, code: Code, why: &'static str) -> Vec<Output<Streams>> {
        if self.calls.get(&port).is_none_or(|call| call.over) {
            return Vec::new();
        }
        let Some(mut call) = self.calls.remove(&port) else { return Vec::new() };
        let mut outputs = vec![Output::Note(Note::Pipe(why))];
        if call.node_open && !call.up_dead {
            outputs.push(Output::Close(self.node.at(port)));
        }
        if call.client_open && call.parked {
            (call.node_open, call.over, call.dies_at) = (false, true, None);
            call.up.clear();
            call.down.push_back((at, Message::Status(code)));
            self.calls.insert(port, call);
        } else if let Some(client) = self.client.filter(|_| call.client_open) {
            outputs.push(Output::Send(client.at(port), Message::Status(code)));
        }
        outputs
    }

    fn change(&mut self, at: Ms, mode: Mode) -> Vec<Output<Streams>> {
        let mut outputs = Vec::new();
        let ports: Vec<Port> = self.calls.keys().copied().collect();
        let (up_dead, down_dead) = dead(&mode);
        if let Mode::CutAfter { frames } = mode
            && ports.is_empty()
        {
            self.cut_next = Some(frames);
        }
        for port in ports {
            let Some(call) = self.calls.get_mut(&port) else { continue };
            call.up_dead |= up_dead;
            call.down_dead |= down_dead;
            if matches!(mode, Mode::Stall { .. }) || matches!(self.mode, Mode::Stall { .. }) {
                call.parked = matches!(mode, Mode::Stall { .. });
            }
            match mode {
                Mode::Close(code) => outputs.extend(self.end(at, port, code, "close")),
                Mode::CutAfter { frames } => call.frames_left = Some(frames),
                Mode::HalfClose if call.node_open => {
                    call.up.push_back((at, Parcel::Finish));
                    call.up_dead = true;
                }
                _ => {}
            }
        }
        if let Mode::Stall { buffer_bytes } = mode {
            self.options.buffer_bytes = buffer_bytes;
        }
        // What happened once is over; the rest lasts.
        self.mode =
            if matches!(mode, Mode::Close(_) | Mode::CutAfter { .. } | Mode::HalfClose) { Mode::Ok } else { mode };
        outputs
    }

    /// Moves what is due, and ends what is over.
    fn pump(&mut self, at: Ms) -> Vec<Output<Streams>> {
        let mut outputs = Vec::new();
        let ports: Vec<Port> = self.calls.keys().copied().collect();
        for port in ports {
            outputs.extend(self.pump_up(at, port));
            outputs.extend(self.pump_down(at, port));
            outputs.extend(self.window(port));
            let idle = self.idle_end(port).filter(|(end, _)| *end <= at);
            let dies = self.calls.get(&port).and_then(|call| call.dies_at).filter(|end| *end <= at);
            if dies.is_some() {
                outputs.extend(self.end(at, port, Code::Unknown, "accept-then-die"));
            } else if let Some((_, code)) = idle {
                outputs.extend(self.end(at, port, code, "idle"));
            }
        }
        outputs
    }

    fn pump_up(&mut self, at: Ms, port: Port) -> Vec<Output<Streams>> {
        let node = self.node.at(port);
        let Some(call) = self.calls.get_mut(&port).filter(|call| call.node_open) else { return Vec::new() };
        let mut outputs = Vec::new();
        while call.up.front().is_some_and(|(due, _)| *due <= at) {
            match call.up.pop_front() {
                Some((_, Parcel::Message(message))) => outputs.push(Output::Send(node, message)),
                Some((_, Parcel::Finish)) => outputs.push(Output::Finish(node)),
                None => break,
            }
        }
        outputs
    }

    fn pump_down(&mut self, at: Ms, port: Port) -> Vec<Output<Streams>> {
        let Some(client) = self.client else { return Vec::new() };
        let mut outputs = Vec::new();
        while let Some(call) = self.calls.get_mut(&port).filter(|call| call.client_open && !call.parked)
            && call.down.front().is_some_and(|(due, _)| *due <= at)
        {
            if call.frames_left == Some(0) && !call.over {
                outputs.extend(self.end(at, port, Code::Unknown, "cut-after"));
                return outputs;
            }
            call.frames_left = call.frames_left.map(|left| left.saturating_sub(1));
            let Some((_, message)) = call.down.pop_front() else { break };
            if matches!(message, Message::Status(_)) {
                // Nothing follows a status.
                call.down.clear();
                if !call.over {
                    outputs.push(Output::Close(self.node.at(port)));
                }
            }
            outputs.push(Output::Send(client.at(port), message));
        }
        outputs
    }

    /// Tells the node to wait while the buffer is full, and to go on when it is empty.
    fn window(&mut self, port: Port) -> Option<Output<Streams>> {
        let most = self.options.buffer_bytes;
        let call = self.calls.get_mut(&port)?;
        let bytes = |message: &Message| if let Message::Down(response) = message { response.bytes() } else { 0 };
        let full = call.parked && call.down.iter().map(|(_, message)| bytes(message)).sum::<usize>() >= most;
        let changes = if call.shut { !call.parked } else { full };
        if !changes || !call.node_open {
            return None;
        }
        call.shut = !call.shut;
        Some(Output::Window(self.node.at(port), !call.shut))
    }

    fn idle_end(&self, port: Port) -> Option<(Ms, Code)> {
        let (silence, after, code) = self.options.idle?;
        let call = self.calls.get(&port).filter(|call| call.client_open && !call.over)?;
        let last = match silence {
            Silence::Up => call.last_up,
            Silence::Down => call.last_down,
            Silence::Both => call.last_up.max(call.last_down),
        };
        Some((last + after, code))
    }

    fn next_wake(&self) -> Option<Ms> {
        let of = |(port, call): (&Port, &Call)| {
            let up = call.up.front().filter(|_| call.node_open).map(|(due, _)| *due);
            let down = call.down.front().filter(|_| call.client_open && !call.parked).map(|(due, _)| *due);
            let idle = self.idle_end(*port).map(|(end, _)| end);
            [up, down, idle, call.dies_at].into_iter().flatten().min()
        };
        self.calls.iter().filter_map(of).min()
    }
}

impl Participant<Streams> for Pipe {
    fn handle(&mut self, now: Now, input: Input<Streams>) -> Vec<Output<Streams>> {
        let rings = self.alarm.rings(now);
        if matches!(input, Input::Wake) && !rings {
            return Vec::new();
        }
        let mut outputs = self.take(now, input);
        outputs.extend(self.pump(ms(now)));
        outputs.extend(self.alarm.set(now, self.next_wake()));
        outputs
    }

    fn actor_name(&self) -> &str {
        &self.name
    }
}
