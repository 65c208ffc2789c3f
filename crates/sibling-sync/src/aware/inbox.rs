//! What a device makes of what others posted.

use nostr::{Event, EventId};
use nostr_double_ratchet::{
    APP_KEYS_SNAPSHOT_KIND, AppKeys, AuthorizedDevice, DevicePubkey, DeviceRoster, Error, INVITE_EVENT_KIND,
    INVITE_RESPONSE_KIND, MESSAGE_EVENT_KIND, MessageEnvelope, OwnerPubkey, ProtocolContext, ReceivedMessage,
    UnixSeconds, parse_invite_event, parse_invite_response_event, parse_message_event,
};
use rand::rngs::OsRng;

use super::device::{Letter, own_verdict};
use super::{Dating, Device, Out, Relist, Told, Verdict, Waiting};

/// A message that cannot be read yet, and why it could not be read last time.
#[derive(Clone)]
pub(super) struct Waiter {
    id: EventId,
    envelope: MessageEnvelope,
    index: u64,
    why: Waiting,
}

impl Device {
    /// Takes what somebody posted.
    pub(super) fn take(&mut self, now: UnixSeconds, event: Event) -> Vec<Out> {
        if !self.state.seen.insert(event.id) {
            return Vec::new();
        }
        let outcome = match u32::from(event.kind.as_u16()) {
            APP_KEYS_SNAPSHOT_KIND => self.take_list(now, event),
            INVITE_EVENT_KIND => self.take_invitation(&event),
            INVITE_RESPONSE_KIND => self.take_greeting(now, &event),
            MESSAGE_EVENT_KIND => self.take_message(now, &event),
            _ => Ok(Vec::new()),
        };
        outcome.unwrap_or_else(|why| vec![Out::Told(Told::Refused(why.to_string()))])
    }

    fn take_list(&mut self, now: UnixSeconds, event: Event) -> Result<Vec<Out>, Error> {
        let owner = OwnerPubkey::from_bytes(event.pubkey.to_bytes());
        let (id, date) = (event.id, event.created_at.as_secs());
        let roster = roster(&event)?;
        let (devices, listed) = (self.names(&roster), roster.clone());
        let verdict = if owner == self.own {
            own_verdict(self.state.manager.apply_local_roster(roster))
        } else {
            match self.state.manager.observe_peer_app_keys_event(event, now) {
                Ok(true) => Verdict::Taken,
                Ok(false) => Verdict::Ignored,
                Err(why) => {
                    // Not for ever: what is too far in the future today may be offered again.
                    self.state.seen.remove(&id);
                    Verdict::Refused(why.to_string())
                }
            }
        };
        let account = self.book.account_name(owner);
        let reached = self.reached(&account);
        let lost = owner == self.own && self.lost(&listed, &verdict);
        let mut outs = vec![Out::Told(Told::List { account, date, devices, verdict, reached })];
        if lost && self.options.relist == Relist::WhenLost {
            outs.extend(self.relist(now, Dating::AfterKnown)?);
        }
        outs.extend(self.try_again(now));
        Ok(outs)
    }

    /// After a sibling's list: do peers now miss a device that this one put on a list, or take neither of two lists for right?
    fn lost(&self, theirs: &DeviceRoster, verdict: &Verdict) -> bool {
        let Some(listed) = self.state.manager.roster(self.own) else { return false };
        let tie = *verdict == Verdict::Merged && listed.devices().len() > theirs.devices().len();
        tie || self.state.put.keys().any(|device| listed.get_device(device).is_none())
    }

    fn take_invitation(&mut self, event: &Event) -> Result<Vec<Out>, Error> {
        let invite = parse_invite_event(event)?;
        let itself = OwnerPubkey::from_bytes(invite.inviter_device_pubkey.to_bytes());
        self.state.manager.observe_device_invite(invite.inviter_owner_pubkey.unwrap_or(itself), invite)?;
        Ok(Vec::new())
    }

    fn take_greeting(&mut self, now: UnixSeconds, event: &Event) -> Result<Vec<Out>, Error> {
        let greeting = parse_invite_response_event(event)?;
        let mut rng = OsRng;
        let mut context = ProtocolContext::new(now, &mut rng);
        let Some(processed) = self.state.manager.observe_invite_response(&mut context, &greeting)? else {
            return Ok(Vec::new());
        };
        let device = self.book.device_name(processed.device_pubkey);
        let unproven = processed.claimed_owner_pubkey.map(|owner| self.book.account_name(owner));
        let mut outs = vec![Out::Told(Told::Greeted { device, unproven })];
        outs.extend(self.try_again(now));
        Ok(outs)
    }

    fn take_message(&mut self, now: UnixSeconds, event: &Event) -> Result<Vec<Out>, Error> {
        let envelope = parse_message_event(event)?;
        let index = self.state.count(envelope.sender);
        Ok(match self.read(now, &envelope) {
            Ok(read) => vec![self.told(read, &envelope, index)],
            Err(why) => {
                let outs = vec![waits(event.id, &why)];
                self.state.waiting.push(Waiter { id: event.id, envelope, index, why });
                outs
            }
        })
    }

    /// Every message that waits is tried again, until none can be read any more.
    fn try_again(&mut self, now: UnixSeconds) -> Vec<Out> {
        let mut outs = Vec::new();
        loop {
            let before = self.state.waiting.len();
            for mut waiter in std::mem::take(&mut self.state.waiting) {
                match self.read(now, &waiter.envelope) {
                    Ok(read) => outs.push(self.told(read, &waiter.envelope, waiter.index)),
                    Err(why) => {
                        if why != waiter.why {
                            outs.push(waits(waiter.id, &why));
                        }
                        waiter.why = why;
                        self.state.waiting.push(waiter);
                    }
                }
            }
            if self.state.waiting.len() == before {
                return outs;
            }
        }
    }

    /// A device that only says which account it belongs to would be read as a stranger: its messages wait for a list.
    fn read(&mut self, now: UnixSeconds, envelope: &MessageEnvelope) -> Result<ReceivedMessage, Waiting> {
        let manager = &mut self.state.manager;
        let author = manager.message_sender_record(envelope.sender).ok_or(Waiting::NoSession)?;
        if author.claimed_owner_pubkey.is_some() {
            return Err(Waiting::NotListed);
        }
        let mut rng = OsRng;
        let read = manager.receive(&mut ProtocolContext::new(now, &mut rng), author.owner_pubkey, envelope);
        read.map_err(|why| Waiting::Failed(why.to_string()))?.ok_or(Waiting::Silent)
    }

    fn told(&self, read: ReceivedMessage, envelope: &MessageEnvelope, index: u64) -> Out {
        Out::Told(match serde_json::from_slice(&read.payload) {
            Ok(Letter { to, uuid, text }) => Told::Read {
                uuid,
                account: self.book.account_name(read.owner_pubkey),
                device: self.book.device_name(read.device_pubkey),
                to,
                text,
                author: envelope.sender.to_hex(),
                index,
            },
            Err(why) => Told::Refused(why.to_string()),
        })
    }
}

/// The devices on a list, as the library reads it.
fn roster(event: &Event) -> Result<DeviceRoster, Error> {
    let devices = AppKeys::from_event(event)?.get_all_devices().into_iter().map(|device| {
        AuthorizedDevice::new(
            DevicePubkey::from_bytes(device.identity_pubkey.to_bytes()),
            UnixSeconds(device.created_at),
        )
    });
    Ok(DeviceRoster::new(UnixSeconds(event.created_at.as_secs()), devices.collect()))
}

fn waits(id: EventId, why: &Waiting) -> Out {
    Out::Told(Told::Waits { event: id.to_hex()[..8].to_owned(), why: why.clone() })
}
