//! Strategy 2: all receive, one leader sends (shared-ratchet.md section 10). The machine knows epochs and times, and nothing of ratchets.
//!
//! ```text
//!  none          a follower that hears no beat for `lease_ms` leads from then on
//!  outbox_token  the same, but it claims the next epoch at the outbox first, which refuses pushes of older ones from then on
//!  lease_wait    leases are recorded at the outbox: a leader sends only while its clock shows that its last recorded lease runs; a follower
//!                claims the next epoch when its clock shows that the recorded lease ended `skew_ms` ago
//! ```

mod outbox;

pub use outbox::Outbox;

use serde::{Deserialize, Serialize};

use crate::Ms;
use crate::tree::Device;

/// Leases for which a device that was fenced waits before it suspects.
const FENCED_LEASES: Ms = 20;

/// What keeps an old leader from sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fencing {
    /// Nothing.
    None,
    /// Its lease ends before the next one begins.
    #[default]
    LeaseWait,
    /// The outbox takes nothing of older epochs.
    OutboxToken,
}

/// Knobs of section 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LeaderOptions {
    /// How long a lease runs, and how long a follower hears nothing before it suspects: milliseconds.
    pub lease_ms: Ms,
    /// By how much clocks may differ: milliseconds.
    pub skew_ms: Ms,
    /// What keeps an old leader from sending.
    pub fencing: Fencing,
    /// Messages that a new leader encrypts and throws away.
    pub failover_skip: u32,
}

impl Default for LeaderOptions {
    fn default() -> Self {
        Self { lease_ms: 30_000, skew_ms: 1_000, fencing: Fencing::default(), failover_skip: 40 }
    }
}

/// Who leads, in which epoch, and until when by the holder's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The leader.
    pub holder: Device,
    /// Epochs are counted from 1.
    pub epoch: u64,
    /// End of the lease: milliseconds of a wall clock.
    pub until: Ms,
}

/// What a leadership is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// Time has passed.
    Tick,
    /// A leader is alive.
    Beat(Device, u64),
    /// What the outbox has recorded.
    Lease(Claim),
    /// The outbox knows a later epoch.
    Refused(u64),
}

/// What it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Out {
    /// Tell the siblings that the leader is alive.
    Beat(u64),
    /// Ask the outbox to record this.
    Claim(Claim),
    /// Ask the outbox who leads.
    Look,
    /// The device leads from now on.
    Leads(u64),
    /// Another one leads.
    Follows(u64),
}

/// One device's view of who leads. Times are milliseconds of its own wall clock.
#[derive(Clone, Debug)]
pub struct Leadership {
    me: Device,
    options: LeaderOptions,
    /// None after the outbox refused a push, until it says who leads.
    leader: Option<Device>,
    epoch: u64,
    /// The outbox said that another one leads, and that one was not heard itself since then.
    fenced: bool,
    /// End of the lease in force, as far as it is known.
    until: Ms,
    /// When the leader was last heard of.
    heard: Ms,
    next: Ms,
}

impl Leadership {
    /// At the beginning the first device leads in epoch 1.
    pub fn new(me: Device, options: LeaderOptions, now: Ms) -> Self {
        let leader = Some(Device::new(me.user, 1));
        Self { me, options, leader, epoch: 1, fenced: false, until: now + options.lease_ms, heard: now, next: now }
    }

    /// Whether the device takes itself for the leader.
    pub fn leads(&self) -> bool {
        self.leader == Some(self.me)
    }

    /// The present epoch, as far as it is known.
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Who leads, as far as it is known.
    pub const fn leader(&self) -> Option<Device> {
        self.leader
    }

    /// Whether the device may send now.
    pub fn may_send(&self, now: Ms) -> bool {
        self.leads() && (self.options.fencing != Fencing::LeaseWait || now < self.until)
    }

    /// When it wants to be told the time.
    pub const fn next_wake(&self) -> Ms {
        self.next
    }

    fn every(&self) -> Ms {
        (self.options.lease_ms / 3).max(1)
    }

    /// Followers take their turn: the first of them suspects first. Whoever was fenced knows that there is a later leader, though it
    /// cannot hear it: it waits long, so that two devices that cannot hear each other do not take turns in leading.
    fn patience(&self) -> Ms {
        let turn = Ms::from(self.me.number.saturating_sub(2)) * self.every();
        turn + if self.fenced { FENCED_LEASES * self.options.lease_ms } else { 0 }
    }

    /// Takes one input.
    pub fn handle(&mut self, now: Ms, input: In) -> Vec<Out> {
        match input {
            In::Tick if now < self.next => Vec::new(),
            In::Tick => {
                self.next = now + self.every();
                if self.leads() { self.go_on(now) } else { self.watch(now) }
            }
            In::Beat(from, epoch) => {
                self.fenced &= epoch < self.epoch;
                self.follow(now, from, epoch)
            }
            In::Refused(epoch) if epoch > self.epoch => {
                (self.leader, self.epoch, self.heard, self.fenced) = (None, epoch, now, true);
                vec![Out::Follows(epoch), Out::Look]
            }
            In::Refused(_) => Vec::new(),
            In::Lease(claim) if claim.holder == self.me && claim.epoch >= self.epoch => {
                let begins = claim.epoch > self.epoch || !self.leads();
                (self.leader, self.epoch, self.until) = (Some(self.me), claim.epoch, claim.until);
                self.fenced = false;
                self.next = if begins { now } else { self.next };
                if begins { vec![Out::Leads(self.epoch)] } else { Vec::new() }
            }
            In::Lease(claim) if claim.epoch >= self.epoch => {
                self.until = claim.until;
                self.follow(now, claim.holder, claim.epoch)
            }
            In::Lease(_) => Vec::new(),
        }
    }

    fn claim(&self, now: Ms, epoch: u64) -> Out {
        Out::Claim(Claim { holder: self.me, epoch, until: now + self.options.lease_ms })
    }

    fn go_on(&self, now: Ms) -> Vec<Out> {
        match self.options.fencing {
            Fencing::None | Fencing::OutboxToken => vec![Out::Beat(self.epoch)],
            Fencing::LeaseWait => vec![self.claim(now, self.epoch)],
        }
    }

    fn watch(&mut self, now: Ms) -> Vec<Out> {
        let silent = now >= self.heard + self.options.lease_ms + self.patience();
        match self.options.fencing {
            Fencing::None if silent => {
                (self.leader, self.epoch, self.next) = (Some(self.me), self.epoch + 1, now);
                vec![Out::Leads(self.epoch)]
            }
            Fencing::OutboxToken if silent => vec![self.claim(now, self.epoch + 1)],
            Fencing::LeaseWait if now >= self.until + self.options.skew_ms + self.patience() => {
                vec![self.claim(now, self.epoch + 1)]
            }
            Fencing::LeaseWait => vec![Out::Look],
            Fencing::None | Fencing::OutboxToken => Vec::new(),
        }
    }

    fn follow(&mut self, now: Ms, leader: Device, epoch: u64) -> Vec<Out> {
        if epoch < self.epoch || leader == self.me {
            return Vec::new();
        }
        self.heard = now;
        // Two leaders of one epoch are possible without fencing: the lower one stays.
        if epoch == self.epoch && (self.leader == Some(leader) || self.leads() && self.me < leader) {
            return Vec::new();
        }
        (self.leader, self.epoch) = (Some(leader), epoch);
        vec![Out::Follows(epoch)]
    }
}
