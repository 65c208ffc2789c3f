//! Who takes part in a run of phase 7A on the library, and what a script's step is to them.

use std::collections::BTreeMap;

use sim_engine::{Engine, NodeId};

use super::{Board, BoardPart, Device, DevicePart, In, Keyring};
use crate::system::SiblingSync;
use crate::vocabulary::{Act, Action, AwareSetup, Body, Step};

/// The account of the user. A contact is an account of its own name, with one device of that name.
pub const USER: &str = "user";

/// Nodes by name.
pub type Nodes = BTreeMap<String, NodeId>;

/// Puts a board, the user's devices and the contacts on the engine. The first device that is listed publishes the first list.
pub fn cast(engine: &mut Engine<SiblingSync>, body: &Body, setup: &AwareSetup) -> (Nodes, Nodes) {
    let mut accounts: BTreeMap<String, Vec<String>> =
        body.contacts.keys().map(|name| (name.clone(), vec![name.clone()])).collect();
    accounts.insert(USER.to_owned(), body.devices.iter().cloned().collect());
    let ring = Keyring::draw(&accounts);
    let board = engine.add("board", Box::new(BoardPart::new(Board::default())));
    let mut add = |name: &String, account: &str, begins: Option<Vec<String>>| {
        let device = Device::new(name, &ring, setup.options)?;
        let node = engine.add(name, Box::new(DevicePart::new(name, account, device, board, begins)));
        if let Some(ahead_ms) = setup.ahead_ms.get(name) {
            engine.set_skew(node, i64::try_from(ahead_ms * 1_000_000).unwrap_or(i64::MAX));
        }
        Some((name.clone(), node))
    };
    let first = setup.listed.first();
    let listed = |name: &String| (Some(name) == first).then(|| setup.listed.iter().cloned().collect());
    let devices = body.devices.iter().filter_map(|name| add(name, USER, listed(name))).collect();
    let contacts = body.contacts.keys().filter_map(|name| add(name, name, Some(vec![name.clone()]))).collect();
    (devices, contacts)
}

/// What a step hands to whom; none if it means nothing in this phase.
pub fn input(step: &Step) -> Option<(&String, In)> {
    let uuid = step.uuid();
    Some(match &step.action {
        Action::Type { device, peer, text } => (device, In::Write { to: peer.clone(), uuid, text: text.clone() }),
        Action::ContactSends { contact, text } => {
            (contact, In::Write { to: USER.to_owned(), uuid, text: text.clone() })
        }
        Action::Aware { device, act } => {
            let input = match act {
                Act::Link(other) => In::Link(other.clone()),
                Act::Unlink(other) => In::Unlink(other.clone()),
                Act::Relist => In::Relist,
                Act::Keep => In::Keep,
                Act::Restore => In::Restore,
            };
            (device, input)
        }
        _ => return None,
    })
}
