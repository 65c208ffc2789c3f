//! From the engine's effects to the port's.

use adopted::group::{Group, Now};
use adopted::message::Content;
use adopted::{Effect as Told, Intent, MessageId};
use nostr::{EventId, PublicKey};

use super::{Adopted, verified};
use crate::api::CommitKind;
use crate::mls::{Effect, GroupId, Obligation, Outcome, Publish, ReadMessage};

impl Adopted {
    /// Lets the engine do what is due, writes, and takes everything that it tells.
    pub(super) fn go_on(&mut self, now: Now) -> Outcome {
        self.engine.tick(now);
        self.write();
        let mut told = std::mem::take(&mut self.owed);
        told.extend(self.engine.effects());
        let mut outcome = Outcome::default();
        for (group, effect) in told {
            if let Some(id) = self.id_of(&group) {
                self.tell(&id, effect, &mut outcome);
            }
        }
        outcome
    }

    fn tell(&self, id: &GroupId, told: Told, outcome: &mut Outcome) {
        let Some(group) = self.group(id) else { return };
        let effect = match told {
            Told::Publish { message, content, event, .. } => {
                let obligation = obligation(group, message, content);
                if let (Some(obligation), Ok(event)) = (obligation, verified(event)) {
                    outcome.publish.push(Publish { group: id.clone(), event, obligation });
                }
                return;
            }
            Told::Superseded { commit, .. } => return superseded(group, id, commit, outcome),
            Told::Withdrawn { message } => return withdrawn(group, message, outcome),
            Told::Welcome { account, key_package, rumor, commit } => match PublicKey::from_slice(&account.0) {
                Ok(account) => Effect::Welcome { account, key_package, rumor, commit: carrier(group, commit) },
                Err(_) => return,
            },
            Told::Delivered { message, leaf, event: mut rumor, .. } => {
                let Some(event) = carrier(group, message) else { return };
                Effect::Message(ReadMessage { event, id: rumor.id(), rumor, leaf: Some(leaf), vouched: true })
            }
            Told::Applied { commit, .. } => Effect::Moved { by: carrier(group, commit) },
            Told::Removed | Told::Disbanded | Told::Unrecoverable => Effect::Moved { by: None },
            // The device knows of the first: it said so itself. The second has no event that could be named.
            Told::Failed { .. } | Told::Dropped { .. } | Told::Unsent { .. } => return,
            // The device keeps no list of what the engine has still to open.
            Told::Unopened { .. } => return,
        };
        outcome.effects.push((id.clone(), effect));
    }
}

/// The event in which a message came or went.
fn carrier(group: &Group, message: MessageId) -> Option<EventId> {
    group.inputs().get(&message)?.event
}

/// The branches part in the epoch of the lowest commit that is undone. Of several in a row the engine tells from the tip down.
fn superseded(group: &Group, id: &GroupId, commit: MessageId, outcome: &mut Outcome) {
    let Some(lowest) = group.inputs().get(&commit).map(|input| input.message.epoch) else { return };
    if let Some((known, Effect::RolledBack { epoch, .. })) = outcome.effects.last_mut()
        && known == id
    {
        *epoch = lowest.min(*epoch);
        return;
    }
    let effect = Effect::RolledBack { epoch: lowest, withdrawn: Vec::new(), again: Vec::new(), rebuilds: true };
    outcome.effects.push((id.clone(), effect));
}

/// What was read on the branch that lost goes with it.
fn withdrawn(group: &Group, message: MessageId, outcome: &mut Outcome) {
    let opened = group.inputs().get(&message).and_then(|input| input.opened.clone());
    let rumor = opened.map(|mut opened| opened.event.id());
    let last = outcome.effects.iter_mut().rev().find_map(|(_, effect)| match effect {
        Effect::RolledBack { withdrawn, .. } => Some(withdrawn),
        _ => None,
    });
    if let (Some(rumor), Some(withdrawn)) = (rumor, last) {
        withdrawn.push(rumor);
    }
}

/// What the device owes for an event that the engine made by itself. Payloads it makes only when it is asked to.
fn obligation(group: &Group, message: MessageId, content: Content) -> Option<Obligation> {
    match content {
        Content::Proposal => Some(Obligation::Proposal),
        Content::Payload => None,
        Content::Commit => {
            let pending = group.pending().filter(|pending| pending.id() == message)?;
            Some(Obligation::Commit { what: kind(pending.intent()), leaver: None })
        }
    }
}

fn kind(intent: Option<&Intent>) -> CommitKind {
    match intent {
        Some(Intent::Invite { .. }) => CommitKind::Add,
        Some(Intent::Remove { .. } | Intent::RemoveLeaves { .. }) => CommitKind::Remove,
        Some(Intent::Departures) => CommitKind::CommitLeave,
        Some(Intent::Admins { .. } | Intent::Update { .. } | Intent::Disband) => CommitKind::GroupData,
        Some(Intent::SelfUpdate) | None => CommitKind::SelfUpdate,
    }
}
