//! What comes from the network, and which part of the device it goes to.

use nostr::RelayUrl;
use sim_relay::RelayMsg;

use crate::device::MarmotDevice;
use crate::net::{NetEvent, Topic};
use crate::outbox::Settled;

/// What came from the network.
pub(crate) enum Heard {
    /// About a publication.
    Settled(Settled),
    /// About anything else.
    Net(NetEvent),
}

fn settled(settled: Vec<Settled>) -> Vec<Heard> {
    settled.into_iter().map(Heard::Settled).collect()
}

impl MarmotDevice {
    /// Lets the outbox have what is about publications.
    fn hear(&mut self, events: Vec<NetEvent>) -> Vec<Heard> {
        let at = self.at.uptime;
        let hear = |event| match event {
            NetEvent::Ok(relay, id, answer) => settled(self.outbox.answered(&relay, id, answer, at, &mut self.net)),
            NetEvent::LookedFor(relay, id, seen) => {
                settled(self.outbox.looked_for(&relay, id, seen, at, &mut self.net))
            }
            event => vec![Heard::Net(event)],
        };
        events.into_iter().flat_map(hear).collect()
    }

    /// A relay said something.
    pub(crate) fn received(&mut self, relay: &RelayUrl, msg: RelayMsg) -> Vec<Heard> {
        let mut heard = match &msg {
            RelayMsg::Event { event, .. } => settled(self.outbox.seen_back(relay, event.id, &mut self.net)),
            _ => Vec::new(),
        };
        let events = self.net.received(relay, msg, self.at.uptime);
        heard.extend(self.hear(events));
        heard
    }

    /// Whatever time alone brings about on the network: retries, reconnects, timeouts.
    pub(crate) fn net_due(&mut self) -> Vec<Heard> {
        let at = self.at.uptime;
        self.net.reopen_and_resubscribe(at, self.outbox.relays());
        let mut heard = Vec::new();
        if self.is_online() {
            heard = settled(self.outbox.due(at, &mut self.net));
        }
        while let Some(events) = self.net.late_query(at) {
            heard.extend(self.hear(events));
        }
        heard
    }

    pub(crate) fn take_in(&mut self, heard: Vec<Heard>) {
        for heard in heard {
            if self.is_dead() {
                return;
            }
            match heard {
                Heard::Settled(Settled::Accepted(id, relay)) => self.accepted(id, relay),
                Heard::Settled(Settled::Finished(id, answers)) => self.published(id, answers),
                Heard::Net(NetEvent::Event { topic: Topic::Inbox, event, .. }) => self.gift_wrap(event),
                Heard::Net(NetEvent::Event { topic: Topic::Group(label), event, stored }) => {
                    self.group_event(&label, event, stored)
                }
                Heard::Net(NetEvent::Event { topic: Topic::OwnLists, event, .. }) => self.own_list(&event),
                Heard::Net(NetEvent::CaughtUp(Topic::Group(label))) => self.read_group_events(&label),
                Heard::Net(NetEvent::CaughtUp(Topic::Inbox | Topic::OwnLists)) => {}
                Heard::Net(NetEvent::Answered(query, found, answers)) => match self.own_lookups.remove(&query) {
                    Some(asked) => self.own_answer(asked, &found, &answers),
                    None => self.looked_up(query, found, answers),
                },
                // The outbox has had them.
                Heard::Net(NetEvent::Ok(..) | NetEvent::LookedFor(..)) => {}
            }
        }
    }
}
