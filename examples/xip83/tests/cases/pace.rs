//! How fast a scenario is played.

use streams::Ms;
use streams::client::ClientOptions;
use streams::node::NodeOptions;

/// How long a scenario takes.
const TAKES: Ms = 5_000;

/// How late something may be, in real time. Order is judged without it.
const SLACK: Ms = 450;

/// The pace of one scenario.
#[derive(Clone, Copy)]
pub struct Pace {
    end: Ms,
}

impl Pace {
    pub fn of(end: Ms) -> Self {
        Self { end: end.max(1) }
    }

    /// A length of the scenario in real time, rounded up: nothing is to come early.
    pub fn real(self, length: Ms) -> Ms {
        (length * TAKES).div_ceil(self.end)
    }

    /// A moment of real time in the scenario.
    pub fn played(self, real: Ms) -> Ms {
        real * self.end / TAKES
    }

    /// How late something may be in the scenario.
    pub fn slack(self) -> Ms {
        self.played(SLACK)
    }

    pub fn node(self, node: &NodeOptions) -> NodeOptions {
        let mut node = node.clone();
        for length in
            [&mut node.interval_ms, &mut node.pong_deadline_ms, &mut node.page.every_ms, &mut node.limits.send_ms]
        {
            *length = self.real(*length);
        }
        node
    }

    pub fn client(self, client: &ClientOptions) -> ClientOptions {
        let mut client = client.clone();
        let backoff = &mut client.backoff;
        let always = [&mut client.interval_ms, &mut client.probe_ms, &mut backoff.base_ms, &mut backoff.cap_ms];
        let more = [&mut backoff.jitter_ms, &mut backoff.min_ms];
        let sometimes = client.grace_ms.iter_mut().chain(&mut client.reconcile_ms);
        for length in always.into_iter().chain(more).chain(sometimes) {
            *length = self.real(*length);
        }
        client
    }
}
