//! From the engine's effects to the port's.

use adopted::group::{Group, Now};
use adopted::message::Content;
use adopted::{Effect as Told, Intent, MessageId};
use nostr::{Event, EventId, PublicKey};

use super::{Adopted, id_of, said, verified};
use crate::api::CommitKind;
use crate::library::{Call, Meaning};
use crate::mls::{Effect, GroupId, Obligation, Outcome, Publish, ReadMessage};

impl Adopted {
    /// Lets the engine do what is due, and takes everything that it tells. Both are one write: what was told is not told again after
    /// a crash, and of what was not written nothing was told.
    pub(super) fn go_on(&mut self, now: Now) -> Outcome {
        self.engine.tick(now);
        let mut told = std::mem::take(&mut self.owed);
        told.extend(self.engine.effects());
        let mut outcome = Outcome::default();
        for (group, effect) in told {
            if let Some(id) = id_of(&group) {
                self.tell(&id, effect, &mut outcome);
            }
        }
        self.write();
        outcome
    }

    /// The event of a message that the device asked for. Whatever else the engine tells is owed.
    pub(super) fn published(&mut self, asked: Option<MessageId>) -> Option<Event> {
        let mut published = None;
        for (group, effect) in self.engine.effects() {
            match effect {
                Told::Publish { message, event, .. } if Some(message) == asked => published = Some(event),
                other => self.owed.push((group, other)),
            }
        }
        published
    }

    fn tell(&mut self, id: &GroupId, told: Told, outcome: &mut Outcome) {
        let effect = match told {
            Told::Publish { message, content, event, .. } => {
                let obligation = self.group(id).and_then(|group| obligation(group, message, content));
                if let (Some(obligation), Ok(event)) = (obligation, verified(event)) {
                    outcome.publish.push(Publish { group: id.clone(), event, obligation });
                }
                return;
            }
            Told::Superseded { epoch, .. } => return superseded(id, epoch, outcome),
            Told::Withdrawn { message, event } => {
                let wraps = self.shown.entry((id.clone(), event)).or_default();
                wraps.remove(&message);
                if wraps.is_empty() {
                    withdrawn(id, event, outcome);
                }
                return;
            }
            Told::Welcome { account, key_package, rumor, commit } => match PublicKey::from_slice(&account.0) {
                Ok(account) => Effect::Welcome { account, key_package, rumor, commit },
                Err(_) => return,
            },
            Told::Delivered { message, carrier, leaf, event: mut rumor, .. } => {
                let wraps = self.shown.entry((id.clone(), rumor.id())).or_default();
                let is_told = !wraps.is_empty();
                wraps.insert(message);
                let Some(event) = carrier.filter(|_| !is_told) else { return };
                Effect::Message(ReadMessage { event, id: rumor.id(), rumor, leaf: Some(leaf), vouched: true })
            }
            Told::Applied { carrier, .. } => Effect::Moved { by: carrier },
            Told::Removed | Told::Disbanded => Effect::Moved { by: None },
            Told::Unrecoverable => Effect::Unrecoverable,
            Told::Dropped { intent, why } => {
                Effect::GivenUp { what: kind(Some(&intent)), why: said(Call::Commit, None, why) }
            }
            Told::Unopened { events } => {
                let why =
                    || said(Call::ProcessMessage, None, "no key opened it for long").meaning(Meaning::CannotDecrypt);
                let unreadable = |event| (id.clone(), Effect::Unreadable { event, why: why() });
                return outcome.effects.extend(events.into_iter().map(unreadable));
            }
            // The device said so itself; and payloads are handed to the engine only when it sends them at once.
            Told::Failed { .. } | Told::Unsent { .. } => return,
        };
        outcome.effects.push((id.clone(), effect));
    }
}

/// The branches part in the epoch of the lowest commit that is undone. Of several in a row the engine tells from the tip down.
fn superseded(id: &GroupId, lowest: u64, outcome: &mut Outcome) {
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
fn withdrawn(id: &GroupId, rumor: EventId, outcome: &mut Outcome) {
    let last = outcome.effects.iter_mut().rev().find_map(|(group, effect)| match effect {
        Effect::RolledBack { withdrawn, .. } if group == id => Some(withdrawn),
        _ => None,
    });
    if let Some(withdrawn) = last {
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
        Some(Intent::Remove { .. }) => CommitKind::Remove,
        Some(Intent::RemoveLeaves { .. }) => CommitKind::RemoveDevice,
        Some(Intent::Departures) => CommitKind::CommitLeave,
        Some(Intent::Admins { .. } | Intent::Update { .. } | Intent::Disband) => CommitKind::GroupData,
        Some(Intent::SelfUpdate) | None => CommitKind::SelfUpdate,
    }
}
