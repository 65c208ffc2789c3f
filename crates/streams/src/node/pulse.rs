//! Is the client still there (X-S6)?

use super::options::{NodeOptions, PingWhen};
use super::slip::Slip;
use crate::Ms;
use crate::frame::Response;

/// What one stream knows of the life of its client.
#[derive(Debug)]
pub(super) struct Pulse {
    last_sent: Ms,
    /// The last matching Pong, or the beginning.
    proven: Ms,
    outstanding: Option<(u64, Ms)>,
    next_nonce: u64,
    /// The deadline is over, and what has arrived by then is being read.
    draining: bool,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// A Ping with this nonce.
    Ping(u64),
    /// One more look at what has arrived.
    Drain,
    /// The end.
    Reap,
}

impl Pulse {
    /// A stream that begins.
    pub fn new(now: Ms) -> Self {
        Self { last_sent: now, proven: now, outstanding: None, next_nonce: 1, draining: false }
    }

    /// A frame went out: the idle interval begins anew (X-S6b).
    pub fn sent(&mut self, now: Ms, response: &Response) {
        self.last_sent = now;
        if let Response::Ping(nonce) = response {
            self.outstanding = Some((*nonce, now));
            self.next_nonce = nonce + 1;
        }
    }

    /// A Pong came; only the matching one counts (X-S6c).
    pub fn pong(&mut self, now: Ms, nonce: u64) {
        if self.outstanding.is_some_and(|(open, _)| open == nonce) {
            self.prove(now);
        }
    }

    /// The client has proved that it lives.
    pub fn prove(&mut self, now: Ms) {
        self.outstanding = None;
        self.proven = now;
        self.draining = false;
    }

    /// When something is due next.
    pub fn next(&self, options: &NodeOptions) -> Ms {
        match self.outstanding {
            Some((_, sent)) => {
                let from = if options.slips(Slip::OneTicker) { self.last_sent } else { sent };
                from + options.pong_deadline_ms
            }
            None => {
                let idle = self.last_sent + options.interval_ms;
                match options.ping_when {
                    PingWhen::SendIdle => idle,
                    PingWhen::Unproven { k } => idle.min(self.proven + u64::from(k) * options.interval_ms),
                }
            }
        }
    }

    /// What is due now. What arrives in the moment of the deadline is read before anybody is reaped.
    pub fn due(&mut self, now: Ms, options: &NodeOptions) -> Option<Due> {
        if now < self.next(options) {
            return None;
        }
        if self.outstanding.is_none() {
            return Some(Due::Ping(self.next_nonce));
        }
        let drained = std::mem::replace(&mut self.draining, true) || options.slips(Slip::ReapsUnread);
        Some(if drained { Due::Reap } else { Due::Drain })
    }
}
