//! A relay as a participant, and the faults that a relay itself may show (docs/spec/relay.md section 5).

use std::collections::BTreeMap;

use nostr::RelayUrl;
use rand::RngCore;
use sim_relay::{ClientMsg, ConnId, Outbox, Personality, Relay, RelayMsg};

use super::{Marmot, Wire};
use crate::engine::{Input, NodeId, Now, Output, Participant};

/// Does a fault act on this message of this device?
pub type FaultMatch = Box<dyn Fn(NodeId, &ClientMsg) -> bool>;

/// A fault in front of the relay's correct core.
pub struct RelayFault {
    /// Name, to lift it.
    pub name: String,
    /// Which messages of which device it acts on.
    pub matches: FaultMatch,
    /// What it does.
    pub does: RelayFaultKind,
    /// How often it still acts; `None` for ever.
    pub left: Option<u32>,
}

/// What a [`RelayFault`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayFaultKind {
    /// RF-04: answers with a refusal instead of taking the message.
    Refuse(String),
    /// RF-14: answers as if it had stored the event, and forgets it.
    Forget,
    /// RF-22: does not answer.
    Silence,
}

/// Owns a relay and its connections.
pub struct RelayNode {
    actor_name: String,
    relay: Relay,
    conns: BTreeMap<NodeId, ConnId>,
    peers: BTreeMap<ConnId, NodeId>,
    faults: Vec<RelayFault>,
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

    fn fault_on(&mut self, peer: NodeId, msg: &ClientMsg) -> Option<RelayFaultKind> {
        let fault = self.faults.iter_mut().find(|f| f.left != Some(0) && (f.matches)(peer, msg))?;
        if let Some(left) = &mut fault.left {
            *left -= 1;
        }
        Some(fault.does.clone())
    }

    fn take(&mut self, now: u64, peer: NodeId, msg: ClientMsg) -> Outbox {
        let Some(&conn) = self.conns.get(&peer) else { return Outbox::new() };
        match self.fault_on(peer, &msg) {
            None => self.relay.handle(now, conn, msg),
            Some(RelayFaultKind::Silence) => Outbox::new(),
            Some(RelayFaultKind::Refuse(text)) => refusal(msg, text).map(|reply| (conn, reply)).into_iter().collect(),
            Some(RelayFaultKind::Forget) => {
                let before = self.relay.snapshot();
                let outbox = self.relay.handle(now, conn, msg);
                self.relay.restore(&before);
                outbox.into_iter().filter(|(_, reply)| matches!(reply, RelayMsg::Ok { .. })).collect()
            }
        }
    }

    fn outputs(&self, outbox: Outbox) -> Vec<Output<Marmot>> {
        let to = |(conn, msg)| Some(Output::Send(*self.peers.get(&conn)?, Wire::ToDevice(msg)));
        outbox.into_iter().filter_map(to).collect()
    }
}

/// The reply that refuses a message in the form NIP-01 asks for.
fn refusal(msg: ClientMsg, text: String) -> Option<RelayMsg> {
    match msg {
        ClientMsg::Event(event) | ClientMsg::Auth(event) => {
            Some(RelayMsg::Ok { id: event.id, accepted: false, message: text })
        }
        ClientMsg::Req { sub, .. } | ClientMsg::Count { sub, .. } => Some(RelayMsg::Closed { sub, message: text }),
        ClientMsg::Close(_) => None,
    }
}

impl Participant<Marmot> for RelayNode {
    fn handle(&mut self, now: Now, input: Input<Marmot>) -> Vec<Output<Marmot>> {
        let seconds = now.wall / 1_000_000_000;
        let outbox = match input {
            Input::Opened(peer) => {
                let (conn, outbox) = self.relay.connect(seconds);
                if let Some(old) = self.conns.insert(peer, conn) {
                    self.relay.disconnect(old);
                    self.peers.remove(&old);
                }
                self.peers.insert(conn, peer);
                outbox
            }
            Input::Closed(peer) => {
                if let Some(conn) = self.conns.remove(&peer) {
                    self.relay.disconnect(conn);
                    self.peers.remove(&conn);
                }
                Outbox::new()
            }
            Input::Message(peer, Wire::ToRelay(msg)) => self.take(seconds, peer, msg),
            Input::Message(_, Wire::ToDevice(_)) | Input::Wake | Input::Command(..) => Outbox::new(),
        };
        self.outputs(outbox)
    }

    fn actor_name(&self) -> &str {
        &self.actor_name
    }
}
