//! Who says what a device is asked to say: the device itself, the one with the session, or the leader.

use std::collections::BTreeMap;
use std::time::Duration;

use sim_engine::{NodeId, Now, Output};

use super::{DevicePart, Role, Slip, clock};
use crate::Ms;
use crate::leader::{In, LeaderOptions, Leadership, Out};
use crate::system::{Message, NotDone, Note, SharedRatchet};
use crate::tree::{Device, Node};

/// A device under a leader, or leading.
pub struct Lead {
    leadership: Leadership,
    outbox: NodeId,
    skip: u32,
    /// What was asked for here or by a sibling, and is not said yet.
    asked: Vec<String>,
    /// What the outbox refused, with the step that carried it.
    refused: BTreeMap<String, Option<Node>>,
    /// For when the device is to be woken.
    armed: Option<Ms>,
}

impl Lead {
    /// A device at the beginning, when the first one leads.
    pub fn new(me: Device, options: LeaderOptions, outbox: NodeId, now: Ms, slip: Option<Slip>) -> Self {
        let skip = if slip == Some(Slip::NoSkip) { 0 } else { options.failover_skip };
        Self {
            leadership: Leadership::new(me, options, now),
            outbox,
            skip,
            asked: Vec::new(),
            refused: BTreeMap::new(),
            armed: None,
        }
    }

    pub(super) const fn epoch(&self) -> u64 {
        self.leadership.epoch()
    }

    pub(super) const fn outbox(&self) -> NodeId {
        self.outbox
    }
}

impl DevicePart {
    /// Asked by its person to say something.
    pub(super) fn send(&mut self, now: Now, message: String) -> Result<Vec<Output<SharedRatchet>>, NotDone> {
        let can_say = self.can_say();
        match &mut self.role {
            Role::Free | Role::Holder if can_say => self.speak(Some(&message)),
            Role::Free | Role::Holder => {
                self.mute.push(message.clone());
                Ok(vec![Output::Note(Note::Queued(message))])
            }
            Role::Behind(holder) => {
                let forward = Message::Forward { message: message.clone(), refused: false, step: None };
                let to = [*holder];
                let mut outputs = vec![Output::Note(Note::Queued(message))];
                outputs.extend(self.post(&to, &forward));
                Ok(outputs)
            }
            Role::Led(lead) => {
                lead.asked.push(message.clone());
                if can_say && lead.leadership.may_send(clock(now)) {
                    return Ok(Vec::new());
                }
                let mut outputs = vec![Output::Note(Note::Queued(message))];
                outputs.extend(self.forward());
                Ok(outputs)
            }
        }
    }

    /// Asked by a sibling.
    pub(super) fn send_for(&mut self, now: Now, message: String) -> Vec<Output<SharedRatchet>> {
        if self.shown.contains(&message) {
            return Vec::new();
        }
        let can_say = self.can_say();
        match &mut self.role {
            Role::Holder if can_say => self.say(&message),
            Role::Holder if self.mute.contains(&message) => Vec::new(),
            Role::Holder => {
                self.mute.push(message.clone());
                vec![Output::Note(Note::Queued(message))]
            }
            Role::Led(lead) if lead.leadership.leads() => {
                if !lead.asked.contains(&message) {
                    lead.asked.push(message);
                }
                self.flush(now)
            }
            _ => Vec::new(),
        }
    }

    /// Hands everything that is asked for to the leader.
    fn forward(&self) -> Vec<Output<SharedRatchet>> {
        let Role::Led(lead) = &self.role else { return Vec::new() };
        let Some(leader) = lead.leadership.leader().filter(|leader| *leader != self.me) else { return Vec::new() };
        let forward = |message: &String| {
            let refusal = lead.refused.get(message);
            let (refused, step) = (refusal.is_some(), refusal.copied().flatten());
            self.post(&[leader], &Message::Forward { message: message.clone(), refused, step })
        };
        lead.asked.iter().flat_map(forward).collect()
    }

    /// What was said or shown is no longer asked for.
    pub(super) fn no_longer_asked_for(&mut self, message: &str) {
        if let Role::Led(lead) = &mut self.role {
            lead.asked.retain(|asked| asked != message);
        }
    }

    /// Under a leader: says what is asked for, if the device may and can. The rest waits.
    pub(super) fn flush(&mut self, now: Now) -> Vec<Output<SharedRatchet>> {
        let mut outputs = Vec::new();
        while self.can_say()
            && let Role::Led(lead) = &mut self.role
        {
            if lead.asked.is_empty() || !lead.leadership.may_send(clock(now)) {
                break;
            }
            let message = lead.asked.remove(0);
            if !self.shown.contains(&message) {
                outputs.extend(self.say(&message));
            }
        }
        outputs
    }

    /// Says what had to wait, now that something can be said.
    pub(super) fn catch_up(&mut self, now: Now) -> Vec<Output<SharedRatchet>> {
        let mut outputs = self.flush(now);
        if self.can_say() {
            let waiting = std::mem::take(&mut self.mute);
            outputs.extend(waiting.iter().flat_map(|message| self.say(message)));
        }
        outputs
    }

    /// Says something that nobody waits for any more: where that fails, it is noted.
    fn say(&mut self, message: &str) -> Vec<Output<SharedRatchet>> {
        let said = self.speak(Some(message));
        said.unwrap_or_else(|why| vec![Output::Note(Note::NotSaid(message.to_owned(), why))])
    }

    /// Time passes.
    pub(super) fn wake(&mut self, now: Now) -> Vec<Output<SharedRatchet>> {
        self.lead(now, In::Tick)
    }

    pub(super) fn hear_of_leaders(
        &mut self,
        now: Now,
        from: Option<Device>,
        message: Message,
    ) -> Vec<Output<SharedRatchet>> {
        match (message, from) {
            (Message::Beat { epoch }, Some(from)) => self.lead(now, In::Beat(from, epoch)),
            (Message::Lease(claim), _) => self.lead(now, In::Lease(claim)),
            (Message::Refused { item, epoch }, _) => {
                let mut outputs = self.withdraw(item);
                outputs.extend(self.lead(now, In::Refused(epoch)));
                outputs
            }
            _ => Vec::new(),
        }
    }

    /// What was refused has not been said: it is asked for again, and a step that carried it never was.
    fn withdraw(&mut self, message: String) -> Vec<Output<SharedRatchet>> {
        let step = self.said_with.remove(&message).flatten();
        if let Role::Led(lead) = &mut self.role {
            lead.refused.insert(message.clone(), step);
            lead.asked.push(message.clone());
        }
        let told = step.map(|node| self.post(&self.siblings(), &Message::Withdrawn(node, message.clone())));
        let mut outputs = told.unwrap_or_default();
        outputs.extend(self.not_said(&message, step));
        outputs
    }

    /// The other user will never see a message, nor the step that carried it, unless something else was said on that here.
    pub(super) fn not_said(&mut self, message: &str, step: Option<Node>) -> Vec<Output<SharedRatchet>> {
        if !self.said_with.contains_key(message) {
            self.shown.remove(message);
        }
        let Some(node) = step.filter(|node| !self.said_on.contains(node) && !self.unmade.contains_key(node)) else {
            return Vec::new();
        };
        self.unmade.insert(node, message.to_owned());
        self.vault.forget(node);
        if self.known.remove(&node) { vec![Output::Note(Note::Withdrawn(node))] } else { Vec::new() }
    }

    fn lead(&mut self, now: Now, input: In) -> Vec<Output<SharedRatchet>> {
        let at = clock(now);
        let Role::Led(lead) = &mut self.role else { return Vec::new() };
        let said = lead.leadership.handle(at, input);
        let mut outputs: Vec<_> = said.into_iter().flat_map(|out| self.does(out)).collect();
        if let Role::Led(lead) = &mut self.role {
            let next = lead.leadership.next_wake().max(at + 1);
            if lead.armed.is_none_or(|armed| armed <= at || armed > next) {
                lead.armed = Some(next);
                outputs.push(Output::WakeAfter(Duration::from_millis(next - at)));
            }
        }
        outputs
    }

    fn does(&mut self, out: Out) -> Vec<Output<SharedRatchet>> {
        let Role::Led(lead) = &self.role else { return Vec::new() };
        let outbox = lead.outbox.into();
        match out {
            Out::Beat(epoch) => self.post(&self.siblings(), &Message::Beat { epoch }),
            Out::Claim(claim) => vec![Output::Send(outbox, Message::Claim(claim))],
            Out::Look => vec![Output::Send(outbox, Message::Look)],
            Out::Leads(epoch) => {
                let mut outputs = vec![Output::Note(Note::Leads(epoch))];
                outputs.extend(self.skip());
                outputs
            }
            Out::Follows(epoch) => {
                let mut outputs = vec![Output::Note(Note::Follows(epoch))];
                outputs.extend(self.forward());
                outputs
            }
        }
    }

    /// The old leader's last copies may be missing: what it may have used is encrypted and thrown away.
    fn skip(&mut self) -> Vec<Output<SharedRatchet>> {
        let Role::Led(lead) = &self.role else { return Vec::new() };
        let (skip, at) = (lead.skip, self.selection());
        let Some(at) = at.filter(|at| at.owner() == self.me.user && skip > 0) else { return Vec::new() };
        let skipped = (0..skip).take_while(|_| self.vault.seal(at, at, "").is_ok()).count();
        vec![Output::Note(Note::Skipped(at, u32::try_from(skipped).unwrap_or(skip)))]
    }
}
