//! A device as a participant.

use std::collections::BTreeMap;

use nostr::RelayUrl;
use sim_device::{Backup, Device, DeviceConfig, DeviceMaker, DeviceView, Moment};
use sim_env::Actor;

use super::{Marmot, Wire};
use crate::engine::{Input, NodeId, Now, Output, Participant, Waiting};

/// Translates between relay addresses, which devices speak, and participants, which the engine speaks.
pub struct DeviceNode {
    device: Box<dyn Device>,
    peers: BTreeMap<RelayUrl, NodeId>,
    urls: BTreeMap<NodeId, RelayUrl>,
    first_outputs: Vec<sim_device::Output>,
    name: String,
    installation: u32,
    actor_name: String,
}

impl DeviceNode {
    /// Has a device made, which draws as its own actor.
    pub fn install(maker: &DeviceMaker, config: DeviceConfig, peers: BTreeMap<RelayUrl, NodeId>) -> Self {
        let actor = Actor::register(&format!("{}#1", config.name));
        let at = Moment { wall: actor.wall_clock() / 1_000_000_000, uptime: std::time::Duration::ZERO };
        let name = config.name.clone();
        let (device, outputs) = actor.enter(|| maker.install(config, at));
        Self::new(name, device, peers, outputs)
    }

    /// Any implementation of [`Device`].
    pub fn new(
        name: String,
        device: Box<dyn Device>,
        peers: BTreeMap<RelayUrl, NodeId>,
        first_outputs: Vec<sim_device::Output>,
    ) -> Self {
        let urls = peers.iter().map(|(url, id)| (*id, url.clone())).collect();
        let installation = device.installation();
        let actor_name = format!("{name}#{installation}");
        Self { device, peers, urls, first_outputs, name, installation, actor_name }
    }

    /// A reinstalled device is a new owner of entropy.
    fn follow_installation(&mut self) {
        if self.device.installation() != self.installation {
            self.installation = self.device.installation();
            self.actor_name = format!("{}#{}", self.name, self.installation);
        }
    }

    /// The device as an oracle sees it.
    pub fn view(&self) -> DeviceView {
        self.device.view()
    }

    /// Its stored state.
    pub fn backup(&self) -> Option<Backup> {
        self.device.backup()
    }

    fn outputs(&self, outputs: Vec<sim_device::Output>) -> Vec<Output<Marmot>> {
        let translate = |output| match output {
            sim_device::Output::Open(url) => self.peers.get(&url).map(|id| Output::Open((*id).into())),
            sim_device::Output::Close(url) => self.peers.get(&url).map(|id| Output::Close((*id).into())),
            sim_device::Output::Send(url, msg) => {
                self.peers.get(&url).map(|id| Output::Send((*id).into(), Wire::ToRelay(msg)))
            }
            sim_device::Output::WakeAfter(after) => Some(Output::WakeAfter(after)),
            sim_device::Output::Note(note) => Some(Output::Note(note)),
            sim_device::Output::Done(op, result) => Some(Output::Done(op, result)),
        };
        outputs.into_iter().filter_map(translate).collect()
    }
}

impl Participant<Marmot> for DeviceNode {
    fn handle(&mut self, now: Now, input: Input<Marmot>) -> Vec<Output<Marmot>> {
        let at = Moment { wall: now.wall / 1_000_000_000, uptime: now.uptime };
        let input = match input {
            Input::Opened(link) => self.urls.get(&link.peer).map(|url| sim_device::Input::Opened(url.clone())),
            Input::Closed(link) => self.urls.get(&link.peer).map(|url| sim_device::Input::Closed(url.clone())),
            Input::Message(link, Wire::ToDevice(msg)) => {
                self.urls.get(&link.peer).map(|url| sim_device::Input::Relay(url.clone(), msg))
            }
            Input::Message(_, Wire::ToRelay(_)) | Input::Finished(_) | Input::Window(..) => None,
            Input::Wake => Some(sim_device::Input::Wake),
            Input::Command(op, command) => Some(sim_device::Input::Command(op, command)),
        };
        let mut outputs = std::mem::take(&mut self.first_outputs);
        outputs.extend(input.map(|input| self.device.handle(at, input)).unwrap_or_default());
        self.follow_installation();
        self.outputs(outputs)
    }

    fn pending(&self) -> Vec<Waiting> {
        let peer = |address: &str| self.peers.iter().find(|(url, _)| url.to_string() == address).map(|(_, id)| *id);
        let waiting = |p: sim_device::Pending| Waiting {
            kind: p.task.id(),
            peer: peer(&p.waits_for),
            what: p.what,
            waits_for: p.waits_for,
            due: p.due,
        };
        self.device.pending().into_iter().map(waiting).collect()
    }

    fn actor_name(&self) -> &str {
        &self.actor_name
    }
}
