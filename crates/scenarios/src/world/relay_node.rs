//! A relay as a participant, and the faults that a relay itself may show (docs/spec/relay.md section 5).

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use nostr::RelayUrl;
use rand::RngCore;
use sim_relay::{ClientMsg, ConnId, EarlyDeletion, EmptyList, OddMember, Outbox, Personality, Relay};

use super::{Marmot, Wire};
use sim_engine::{Effect, Input, Link, NodeId, Now, Output, Participant, Sparing};

/// Whether a fault acts on this message of this device.
pub type FaultMatch = Box<dyn Fn(NodeId, &ClientMsg) -> bool>;

/// How often a fault still acts; `None` for ever. Whoever the fault is installed on shares the count.
pub type Left = Rc<Cell<Option<u32>>>;

/// A fault in front of the relay's correct core.
pub struct RelayFault {
    /// Name, to lift it.
    pub name: String,
    /// Which messages of which device it acts on.
    pub matches: FaultMatch,
    /// What it does.
    pub does: Rc<dyn Misbehaviour>,
    /// How often it still acts.
    pub left: Left,
}

/// How a relay does otherwise than it should, whatever the message is about.
pub trait Misbehaviour {
    /// What its record says.
    fn effect(&self) -> Effect;

    /// Whether it can act on a message of this kind.
    fn concerns(&self, message: &ClientMsg) -> bool;

    /// Whether the connection breaks.
    fn cuts(&self) -> bool {
        false
    }

    /// What the relay does with the message, and what it sends.
    fn answer(&self, relay: &mut Relay, now: u64, conn: ConnId, message: ClientMsg) -> Outbox;
}

/// Owns a relay and its connections.
pub struct RelayNode {
    actor_name: String,
    relay: Relay,
    conns: BTreeMap<NodeId, ConnId>,
    peers: BTreeMap<ConnId, NodeId>,
    faults: Vec<RelayFault>,
    /// What the next message is spared.
    spared: Option<Sparing>,
}

impl RelayNode {
    /// A relay that draws its challenges from its own stream.
    pub fn new(name: &str, url: RelayUrl, personality: Personality) -> Self {
        let mut seed = [0; 32];
        sim_env::stream(&format!("relay-challenge/{name}")).fill_bytes(&mut seed);
        let relay = Relay::new(url, personality, seed);
        Self {
            actor_name: format!("relay/{name}"),
            relay,
            conns: BTreeMap::new(),
            peers: BTreeMap::new(),
            faults: Vec::new(),
            spared: None,
        }
    }

    /// The relay itself, for oracles.
    pub fn relay(&self) -> &Relay {
        &self.relay
    }

    /// Changes the relay's personality during a run.
    pub fn set_personality(&mut self, personality: Personality) {
        self.relay.set_personality(personality);
    }

    /// Adds a fault.
    pub fn install(&mut self, fault: RelayFault) {
        self.faults.push(fault);
    }

    /// Ends a fault; false if there was none of this name.
    pub fn lift(&mut self, name: &str) -> bool {
        let before = self.faults.len();
        self.faults.retain(|fault| fault.name != name);
        self.faults.len() < before
    }

    /// The fault that acts on this message: its name and what it does.
    fn fault_on(&self, peer: NodeId, msg: &ClientMsg) -> Option<(String, Rc<dyn Misbehaviour>)> {
        let acts = |f: &&RelayFault| f.left.get() != Some(0) && f.does.concerns(msg) && (f.matches)(peer, msg);
        let fault = self.faults.iter().find(acts)?;
        fault.left.set(fault.left.get().map(|left| left - 1));
        Some((fault.name.clone(), fault.does.clone()))
    }

    fn take(&mut self, now: u64, peer: NodeId, msg: ClientMsg) -> Vec<Output<Marmot>> {
        let Some(&conn) = self.conns.get(&peer) else { return Vec::new() };
        let spared = self.spared.take();
        // A fault that is left out counts as if it had acted.
        let acts = self.fault_on(peer, &msg).filter(|_| spared.is_none());
        let Some((fault, does)) = acts else {
            let outbox = match spared {
                Some(Sparing::Judgement) => self.handle_permissively(now, conn, msg),
                Some(Sparing::Fault) | None => self.relay.handle(now, conn, msg),
            };
            return self.outputs(now, outbox);
        };
        let message = Wire::ToRelay(msg.clone());
        let mut outputs = vec![Output::Fault { from: peer.into(), fault, effect: does.effect(), message }];
        if does.cuts() {
            outputs.push(Output::Close(peer.into()));
        }
        let outbox = does.answer(&mut self.relay, now, conn, msg);
        outputs.extend(self.outputs(now, outbox));
        outputs
    }

    /// As a relay does that takes whatever is well-formed, and answers without a limit.
    fn handle_permissively(&mut self, now: u64, conn: ConnId, msg: ClientMsg) -> Outbox {
        let own = self.relay.personality().clone();
        self.relay.set_personality(Personality {
            max_subid_length: usize::MAX,
            giftwrap_guard: false,
            deletion_before_target: EarlyDeletion::Ignore,
            empty_list: EmptyList::Any.into(),
            unknown_filter_member: OddMember::Ignore,
            search: OddMember::Ignore,
            ..Personality::conforming()
        });
        let outbox = self.relay.handle(now, conn, msg);
        self.relay.set_personality(own);
        outbox
    }

    /// What is sent, connections that the relay closes after that, and when it has something to say without being asked.
    fn outputs(&mut self, now: u64, outbox: Outbox) -> Vec<Output<Marmot>> {
        let to = |(conn, msg)| Some(Output::Send((*self.peers.get(&conn)?).into(), Wire::ToDevice(msg)));
        let mut outputs: Vec<_> = outbox.into_iter().filter_map(to).collect();
        for conn in self.relay.take_hung_up() {
            if let Some(peer) = self.peers.remove(&conn) {
                self.conns.remove(&peer);
                outputs.push(Output::Close(peer.into()));
            }
        }
        let due = self.relay.next_due();
        outputs.extend(due.map(|due| Output::WakeAfter(Duration::from_secs(due.saturating_sub(now)))));
        outputs
    }
}

impl Participant<Marmot> for RelayNode {
    fn handle(&mut self, now: Now, input: Input<Marmot>) -> Vec<Output<Marmot>> {
        let seconds = now.wall / 1_000_000_000;
        let outbox = match input {
            Input::Opened(Link { peer, .. }) => {
                let (conn, outbox) = self.relay.connect(seconds);
                if let Some(old) = self.conns.insert(peer, conn) {
                    self.relay.disconnect(old);
                    self.peers.remove(&old);
                }
                self.peers.insert(conn, peer);
                outbox
            }
            Input::Closed(Link { peer, .. }) => {
                if let Some(conn) = self.conns.remove(&peer) {
                    self.relay.disconnect(conn);
                    self.peers.remove(&conn);
                }
                Outbox::new()
            }
            Input::Message(link, Wire::ToRelay(msg)) => return self.take(seconds, link.peer, msg),
            Input::Wake => self.relay.tick(seconds),
            Input::Message(_, Wire::ToDevice(_)) | Input::Command(..) | Input::Finished(_) | Input::Window(..) => {
                Outbox::new()
            }
        };
        self.outputs(seconds, outbox)
    }

    fn spare(&mut self, how: Sparing) {
        self.spared = Some(how);
    }

    fn actor_name(&self) -> &str {
        &self.actor_name
    }
}
