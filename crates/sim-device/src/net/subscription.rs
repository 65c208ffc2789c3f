//! Standing subscriptions: what a relay holds, to the end, and then whatever comes.

use std::collections::BTreeSet;
use std::time::Duration;

use nostr::RelayUrl;
use sha2::{Digest, Sha256};
use sim_relay::{ClientMsg, Filter, SubId, VerifiedEvent};

use super::pages::Next;
use super::{Net, NetEvent, Topic, backoff};
use crate::api::{Output, RelayTrouble};
use crate::error::LookUp;

pub(super) struct Live {
    topic: Topic,
    pub(super) relays: BTreeSet<RelayUrl>,
    pub(super) filters: Vec<Filter>,
}

impl Net {
    pub(crate) fn listen(&mut self, topic: Topic, relays: &[RelayUrl], filters: Vec<Filter>) {
        let sub = sub_id(&topic);
        self.stop_asking_for_older(|_, of| *of == topic);
        for relay in relays {
            if let Some(session) = self.sessions.get_mut(relay) {
                session.caught_up.remove(&sub);
                session.stored.remove(&sub);
            }
            self.transmit(relay, ClientMsg::Req { sub: sub.clone(), filters: filters.clone() });
        }
        let before = self.live.get(&sub).map(|live| live.relays.clone()).unwrap_or_default();
        let left = before.into_iter().filter(|relay| !relays.contains(relay) && self.is_up(relay));
        let close: Vec<_> = left.map(|relay| Output::Send(relay, ClientMsg::Close(sub.clone()))).collect();
        self.out.extend(close);
        self.live.insert(sub, Live { topic, relays: relays.iter().cloned().collect(), filters });
    }

    pub(crate) fn stop_listening(&mut self, topic: &Topic) {
        let sub = sub_id(topic);
        self.stop_asking_for_older(|_, of| of == topic);
        if let Some(live) = self.live.remove(&sub) {
            for relay in live.relays.iter().filter(|relay| self.sessions.get(*relay).is_some_and(|s| s.up)) {
                self.out.push(Output::Send(relay.clone(), ClientMsg::Close(sub.clone())));
            }
        }
    }

    pub(super) fn subscribe_again_later(&mut self, relay: &RelayUrl, sub: &SubId, at: Duration) {
        let session = self.sessions.entry(relay.clone()).or_default();
        session.failures += 1;
        session.caught_up.remove(sub);
        session.stored.remove(sub);
        session.resubscribe.insert(sub.clone(), at + backoff(session.failures));
    }

    pub(super) fn subscribed(&mut self, relay: &RelayUrl, sub: &SubId, event: VerifiedEvent) -> Vec<NetEvent> {
        let Some(live) = self.live.get(sub) else { return Vec::new() };
        let topic = live.topic.clone();
        let session = self.sessions.entry(relay.clone()).or_default();
        let stored = !session.caught_up.contains(sub);
        if stored {
            session.stored.entry(sub.clone()).or_default().take(&event);
        }
        vec![NetEvent::Event { topic, event, stored }]
    }

    /// The relay has sent its newest stored events; the device asks for the older ones.
    ///
    /// It does so after every reconnect. That it knows the oldest event of the first page says nothing about those before it: gift
    /// wraps are dated back, and an event that was made offline is older than its publication.
    pub(super) fn end_of_stored(&mut self, relay: &RelayUrl, sub: &SubId, at: Duration) -> Vec<NetEvent> {
        let limit = self.limits.get(relay).copied();
        let Some(live) = self.live.get(sub) else { return Vec::new() };
        let (topic, filters) = (live.topic.clone(), live.filters.clone());
        let mut pages = self.sessions.entry(relay.clone()).or_default().stored.remove(sub).unwrap_or_default();
        match pages.end(self.paging, limit) {
            Next::Until(_) => {
                self.ask_for_older(topic, filters, relay, pages, at);
                Vec::new()
            }
            Next::Over(outcome) => {
                if let LookUp::Cut { events } = outcome {
                    self.note_relay(relay, RelayTrouble::AnswerCut { events });
                }
                self.caught_up(relay, &topic)
            }
        }
    }

    /// Whatever the relay holds has come, or will not come.
    pub(super) fn caught_up(&mut self, relay: &RelayUrl, topic: &Topic) -> Vec<NetEvent> {
        if self.live.contains_key(&sub_id(topic)) {
            self.sessions.entry(relay.clone()).or_default().caught_up.insert(sub_id(topic));
        }
        vec![NetEvent::CaughtUp(topic.clone())]
    }
}

fn sub_id(topic: &Topic) -> SubId {
    match topic {
        Topic::Inbox => SubId::from("inbox"),
        Topic::OwnLists => SubId::from("lists"),
        // Labels can be long and alike; a subscription id has at most 64 characters.
        Topic::Group(label) => SubId::from(format!("g:{}", &hex::encode(Sha256::digest(label))[..16])),
    }
}
