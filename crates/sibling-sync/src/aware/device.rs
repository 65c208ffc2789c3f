//! A device of phase 7A: the library's session manager, and an application around it that lists, writes and keeps copies.

use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId, JsonUtil, Keys};
use nostr_double_ratchet::{
    AppKeys, Delivery, DeviceEntry, DevicePubkey, DeviceRoster, OwnerPubkey, PreparedSend, ProtocolContext, RelayGap,
    RosterEditor, RosterSnapshotDecision, SessionManager, SessionManagerSnapshot, UnixSeconds, invite_response_event,
    invite_unsigned_event, message_event,
};
use rand::rngs::OsRng;
use serde::{Deserialize, Serialize};

use super::inbox::Waiter;
use super::{Book, Dating, In, Keyring, Options, Out, Sealed, Told, Verdict};

/// A device of an account.
pub struct Device {
    pub(super) own: OwnerPubkey,
    pub(super) book: Book,
    pub(super) options: Options,
    pub(super) state: State,
    owner: Keys,
    keys: Keys,
    kept: Option<Kept>,
}

/// What a device remembers.
#[derive(Clone)]
pub(super) struct State {
    pub(super) manager: SessionManager,
    /// Events that were handled.
    pub(super) seen: BTreeSet<EventId>,
    /// Messages that cannot be read yet.
    pub(super) waiting: Vec<Waiter>,
    /// Devices that this one put on a list and did not take off, and since when they are there.
    pub(super) put: BTreeMap<DevicePubkey, UnixSeconds>,
    /// Messages by author: of this device's own authors, sent; of others, come.
    pub(super) counts: BTreeMap<DevicePubkey, u64>,
}

impl State {
    /// How many messages of this author there were before this one.
    pub(super) fn count(&mut self, author: DevicePubkey) -> u64 {
        let count = self.counts.entry(author).or_default();
        *count += 1;
        *count - 1
    }
}

/// A copy of a device's state: the library's snapshot as its serde form has it, and what the application remembers.
#[derive(Clone)]
pub struct Kept {
    snapshot: String,
    seen: BTreeSet<EventId>,
    waiting: Vec<Waiter>,
    put: BTreeMap<DevicePubkey, UnixSeconds>,
    counts: BTreeMap<DevicePubkey, u64>,
}

/// What is inside a message.
#[derive(Serialize, Deserialize)]
pub(super) struct Letter {
    pub(super) to: String,
    pub(super) uuid: String,
    pub(super) text: String,
}

impl Device {
    /// A device that nobody knows. None if the ring has no such device.
    pub fn new(name: &str, ring: &Keyring, options: Options) -> Option<Self> {
        let (owner, keys) = ring.of(name)?;
        let own = OwnerPubkey::from_bytes(owner.public_key().to_bytes());
        let manager = SessionManager::new(own, keys.secret_key().to_secret_bytes());
        let state = State {
            manager,
            seen: BTreeSet::new(),
            waiting: Vec::new(),
            put: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        let (owner, keys) = (owner.clone(), keys.clone());
        Some(Self { own, book: ring.book(), options, state, owner, keys, kept: None })
    }

    /// Takes one input at this time, in Unix seconds by its own clock, and says what should happen. The current actor is the
    /// device's: the library draws from the operating system.
    pub fn handle(&mut self, now: u64, input: In) -> Vec<Out> {
        let now = UnixSeconds(now);
        let outcome = match input {
            In::Begin(listed) => self.begin(now, listed),
            In::Link(device) => self.link(now, &device),
            In::Unlink(device) => self.unlink(now, &device),
            In::Relist => self.relist(now, self.options.dating),
            In::Write { to, uuid, text } => self.write(now, Letter { to, uuid, text }),
            In::Keep => self.keep(),
            In::Restore => self.restore(),
            In::Event(event) => return self.take(now, *event),
        };
        outcome.unwrap_or_else(|why| vec![Out::Told(Told::Refused(why.to_string()))])
    }

    /// The devices of an account that a message would go to.
    pub fn reached(&self, account: &str) -> BTreeSet<String> {
        let Some(owner) = self.book.account(account) else { return BTreeSet::new() };
        let manager = &self.state.manager;
        let own = manager.local_device_pubkey();
        let reached = |device: &&DevicePubkey| **device != own && manager.can_send_to_device(owner, **device);
        self.book.devices().filter(reached).map(|device| self.book.device_name(*device)).collect()
    }

    /// The newest list of an account that counts here, and its date in Unix seconds.
    pub fn list(&self, account: &str) -> Option<(u64, BTreeSet<String>)> {
        let roster = self.state.manager.roster(self.book.account(account)?)?;
        Some((roster.created_at.get(), self.names(roster)))
    }

    /// How many messages wait.
    pub fn waiting(&self) -> usize {
        self.state.waiting.len()
    }

    pub(super) fn names(&self, roster: &DeviceRoster) -> BTreeSet<String> {
        roster.devices().iter().map(|device| self.book.device_name(device.device_pubkey)).collect()
    }

    fn begin(
        &mut self,
        now: UnixSeconds,
        listed: Option<Vec<String>>,
    ) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let mut outs = vec![self.ask(now)?];
        let invite = self.state.manager.ensure_local_invite(&mut ProtocolContext::new(now, &mut OsRng))?;
        let invitation = invite_unsigned_event(invite)?.sign_with_keys(&self.keys);
        outs.push(self.post(invitation.map_err(said)?));
        if let Some(listed) = listed {
            let mut editor = RosterEditor::new();
            for device in listed.iter().filter_map(|name| self.book.device(name)) {
                editor.authorize_device(device, now);
            }
            outs.extend(self.publish(&editor, now)?);
        }
        Ok(outs)
    }

    /// What is for this device, and for its invitation.
    fn ask(&mut self, now: UnixSeconds) -> Result<Out, nostr_double_ratchet::Error> {
        let invite = self.state.manager.ensure_local_invite(&mut ProtocolContext::new(now, &mut OsRng))?;
        let greeting = invite.inviter_ephemeral_public_key.to_hex();
        Ok(Out::Ask([self.state.manager.local_device_pubkey().to_hex(), greeting].into()))
    }

    fn link(&mut self, now: UnixSeconds, name: &str) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let Some(device) = self.book.device(name) else { return Ok(vec![nobody(name)]) };
        let mut editor = RosterEditor::from_roster(self.state.manager.roster(self.own));
        editor.authorize_device(device, now);
        self.state.put.insert(device, now);
        self.publish(&editor, self.date(now, self.options.dating))
    }

    fn unlink(&mut self, now: UnixSeconds, name: &str) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let Some(device) = self.book.device(name) else { return Ok(vec![nobody(name)]) };
        let mut editor = RosterEditor::from_roster(self.state.manager.roster(self.own));
        editor.revoke_device(device);
        self.state.put.remove(&device);
        self.publish(&editor, self.date(now, self.options.dating))
    }

    pub(super) fn relist(&mut self, now: UnixSeconds, dating: Dating) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let mut editor = RosterEditor::from_roster(self.state.manager.roster(self.own));
        for (device, since) in &self.state.put {
            editor.authorize_device(*device, *since);
        }
        self.publish(&editor, self.date(now, dating))
    }

    fn date(&self, now: UnixSeconds, dating: Dating) -> UnixSeconds {
        let known = self.state.manager.roster(self.own).map_or(0, |roster| roster.created_at.get());
        match dating {
            Dating::Clock => now,
            Dating::AfterKnown => UnixSeconds(now.get().max(known.saturating_add(1))),
        }
    }

    /// A list of the account, signed by the account, and what the library on this device makes of it.
    fn publish(&mut self, editor: &RosterEditor, date: UnixSeconds) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let roster = editor.build(date);
        let entry = |device: &nostr_double_ratchet::AuthorizedDevice| {
            Ok(DeviceEntry::new(device.device_pubkey.to_nostr()?, device.created_at.get()))
        };
        let entries: Result<Vec<_>, nostr_double_ratchet::Error> = roster.devices().iter().map(entry).collect();
        let list = AppKeys::new(entries?).get_event_at(self.owner.public_key(), date.get());
        let list = list.sign_with_keys(&self.owner).map_err(said)?;
        let devices = self.names(&roster);
        let verdict = own_verdict(self.state.manager.apply_local_roster(roster));
        let told = Out::Told(Told::Listed { date: date.get(), devices, verdict });
        Ok(vec![told, self.post(list)])
    }

    fn write(&mut self, now: UnixSeconds, letter: Letter) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let Some(owner) = self.book.account(&letter.to) else { return Ok(vec![nobody(&letter.to)]) };
        let payload = serde_json::to_vec(&letter)?;
        let mut rng = OsRng;
        let PreparedSend { deliveries, invite_responses, relay_gaps, .. } =
            self.state.manager.prepare_send(&mut ProtocolContext::new(now, &mut rng), owner, payload)?;
        let greetings: Result<Vec<_>, _> = invite_responses.iter().map(invite_response_event).collect();
        let mut events = greetings?;
        let mut copies = Vec::new();
        for Delivery { owner_pubkey, device_pubkey, envelope } in deliveries {
            let event = message_event(&envelope)?;
            copies.push(Sealed {
                account: self.book.account_name(owner_pubkey),
                device: self.book.device_name(device_pubkey),
                author: envelope.sender.to_hex(),
                index: self.state.count(envelope.sender),
                size: event.as_json().len(),
            });
            events.push(event);
        }
        let told = Told::Sent {
            uuid: letter.uuid,
            copies,
            greeted: invite_responses.len(),
            gaps: relay_gaps.iter().map(|gap| self.gap(gap)).collect(),
            bytes: events.iter().map(|event| event.as_json().len()).sum(),
        };
        let posts: Vec<_> = events.into_iter().map(|event| self.post(event)).collect();
        Ok(std::iter::once(Out::Told(told)).chain(posts).collect())
    }

    fn gap(&self, gap: &RelayGap) -> String {
        match gap {
            RelayGap::MissingRoster { owner_pubkey } => {
                format!("MissingRoster {}", self.book.account_name(*owner_pubkey))
            }
            RelayGap::MissingDeviceInvite { device_pubkey, .. } => {
                format!("MissingDeviceInvite {}", self.book.device_name(*device_pubkey))
            }
        }
    }

    /// What one posts oneself is no news.
    fn post(&mut self, event: Event) -> Out {
        self.state.seen.insert(event.id);
        Out::Post(Box::new(event))
    }

    fn keep(&mut self) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let State { manager, seen, waiting, put, counts } = self.state.clone();
        self.kept = Some(Kept { snapshot: serde_json::to_string(&manager.snapshot())?, seen, waiting, put, counts });
        Ok(Vec::new())
    }

    fn restore(&mut self) -> Result<Vec<Out>, nostr_double_ratchet::Error> {
        let Some(Kept { snapshot, seen, waiting, put, counts }) = self.kept.clone() else {
            return Ok(vec![Out::Told(Told::Restored(false))]);
        };
        let snapshot: SessionManagerSnapshot = serde_json::from_str(&snapshot)?;
        let manager = SessionManager::from_snapshot(snapshot, self.keys.secret_key().to_secret_bytes())?;
        self.state = State { manager, seen, waiting, put, counts };
        Ok(vec![Out::Told(Told::Restored(true)), self.ask(UnixSeconds(0))?])
    }
}

/// What the library made of a list of the own account.
pub(super) fn own_verdict(decision: RosterSnapshotDecision) -> Verdict {
    match decision {
        RosterSnapshotDecision::Advanced => Verdict::Taken,
        RosterSnapshotDecision::Stale => Verdict::Ignored,
        RosterSnapshotDecision::MergedEqualTimestamp => Verdict::Merged,
    }
}

fn nobody(name: &str) -> Out {
    Out::Told(Told::Refused(format!("nobody is called {name}")))
}

fn said(error: nostr::event::Error) -> nostr_double_ratchet::Error {
    nostr_double_ratchet::Error::InvalidEvent(error.to_string())
}
