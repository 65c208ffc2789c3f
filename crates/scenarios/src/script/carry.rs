//! What devices of one account hand each other past all relays, carried by the script.

use std::collections::BTreeSet;
use std::time::Duration;

use sim_device::{Command, GroupChange, Handed};

use super::Script;
use crate::model::{Carriage, Span};
use crate::world::DeviceNode;
use sim_engine::NodeId;

/// How long an offer holds if the file does not say.
pub(super) const OFFER_LASTS: Duration = Duration::from_secs(600);

/// A session in which no device ever makes an offer.
const NO_SESSION: &str = "0000000000000000000000000000000000000000000000000000000000000000";

pub(super) fn siblings(group: &str, allowed: bool) -> Command {
    Command::ChangeGroup { group: group.to_owned(), change: GroupChange::Siblings { allowed } }
}

impl Script<'_> {
    /// Carries what a device has just handed over to another one, or loses or spoils it. What the other one says to it stands in the
    /// transcript.
    pub(super) fn carry(&mut self, from: NodeId, to: &str, arrives: Option<Carriage>, late: Option<Span>) {
        let Some(&to) = self.world.devices.get(to) else { return };
        let handed = self.world.engine.participant_mut::<DeviceNode>(from).map(DeviceNode::take_handed);
        if let Some(late) = late {
            self.advance_to(self.world.later(late.into()));
        }
        for what in handed.unwrap_or_default() {
            match arrives {
                Some(Carriage::Lost) => {}
                Some(Carriage::WrongSession) => _ = self.world.engine.command(to, Command::Take(elsewhere(what))),
                None => _ = self.world.engine.command(to, Command::Take(what)),
            }
        }
    }

    /// The leaf signature keys that a device holds, hex.
    pub(super) fn leaf_keys_of(&self, device: &str) -> BTreeSet<String> {
        let node = self.world.devices.get(device).and_then(|id| self.world.engine.participant::<DeviceNode>(*id));
        node.map(|node| node.view().signature_keys.into_iter().collect()).unwrap_or_default()
    }
}

/// The same under the session of another pairing.
fn elsewhere(what: Handed) -> Handed {
    match what {
        Handed::Offer(mut offer) => {
            offer.session = NO_SESSION.to_owned();
            Handed::Offer(offer)
        }
        Handed::Approval(mut approval) => {
            approval.session = NO_SESSION.to_owned();
            Handed::Approval(approval)
        }
    }
}
