//! The outbox that a user's devices share: it hands pushes on to the other user, and remembers who leads.

use std::collections::BTreeMap;

use sim_engine::{Input, Link, NodeId, Now, Output, Participant};

use super::{Claim, Fencing};
use crate::part::Slip;
use crate::system::{Command, Message, NotDone, Note, Parcel, SharedRatchet};
use crate::tree::Device;

/// The outbox.
pub struct Outbox {
    fencing: Fencing,
    /// Who pushes.
    senders: BTreeMap<NodeId, Device>,
    /// To whom it hands on.
    receivers: BTreeMap<Device, NodeId>,
    recorded: Claim,
    takes_any_epoch: bool,
}

impl Outbox {
    /// Its name among participants.
    pub const NAME: &'static str = "outbox";

    /// An outbox with the lease that holds at the beginning.
    pub fn new(
        fencing: Fencing,
        senders: BTreeMap<NodeId, Device>,
        receivers: BTreeMap<Device, NodeId>,
        first: Claim,
    ) -> Self {
        Self { fencing, senders, receivers, recorded: first, takes_any_epoch: false }
    }

    /// The same with a mistake.
    #[must_use]
    pub fn with_slip(mut self, slip: Option<Slip>) -> Self {
        self.takes_any_epoch = slip == Some(Slip::TakesAnyEpoch);
        self
    }

    fn refuses(&self, epoch: u64) -> bool {
        self.fencing == Fencing::OutboxToken && epoch < self.recorded.epoch && !self.takes_any_epoch
    }

    fn take(&mut self, from: Link, message: Message) -> Vec<Output<SharedRatchet>> {
        match message {
            Message::Push { epoch, item, .. } if self.refuses(epoch) => {
                let answer = Message::Refused { item: item.clone(), epoch: self.recorded.epoch };
                vec![Output::Note(Note::Fenced(item)), Output::Send(from, answer)]
            }
            Message::Push { item, sealed, .. } => {
                let to: Vec<Device> = self.receivers.keys().copied().collect();
                let by = self.senders.get(&from.peer).copied();
                let mut outputs = Vec::new();
                outputs.extend(by.map(|by| {
                    Output::Note(Note::HandedOn { by, item: item.clone(), key: sealed.key, index: sealed.index })
                }));
                outputs.push(Output::Note(Note::Posted(Parcel::Item(item.clone()), to)));
                let send = |to: &NodeId| {
                    Output::Send((*to).into(), Message::Data { item: item.clone(), sealed: sealed.clone() })
                };
                outputs.extend(self.receivers.values().map(send));
                outputs
            }
            Message::Claim(claim) => {
                let again = claim.epoch == self.recorded.epoch && claim.holder == self.recorded.holder;
                let mut outputs = Vec::new();
                if again || claim.epoch > self.recorded.epoch {
                    self.recorded = claim;
                    outputs.push(Output::Note(Note::Leased(claim)));
                }
                outputs.push(Output::Send(from, Message::Lease(self.recorded)));
                outputs
            }
            Message::Look => vec![Output::Send(from, Message::Lease(self.recorded))],
            _ => Vec::new(),
        }
    }
}

impl Participant<SharedRatchet> for Outbox {
    fn handle(&mut self, _: Now, input: Input<SharedRatchet>) -> Vec<Output<SharedRatchet>> {
        match input {
            Input::Message(from, message) => self.take(from, message),
            // It comes first among the participants that are linked to it, so it opens all links.
            Input::Command(op, Command::Meet) => {
                let ends = self.senders.keys().chain(self.receivers.values());
                let open = ends.map(|end| Output::Open((*end).into()));
                open.chain([Output::Done(op, Ok(()))]).collect()
            }
            Input::Command(op, _) => vec![Output::Done(op, Err(NotDone::Foreign))],
            _ => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        Self::NAME
    }
}
