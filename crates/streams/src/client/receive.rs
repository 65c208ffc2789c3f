//! What a client does with frames.

use super::options::{Cursors, Saves};
use super::{Client, Out, State, Told};
use crate::Ms;
use crate::frame::{Messages, Request, Response, Row, Topic};

impl Client {
    /// A frame came in. The driver reads it at once; what is for a consumer waits while that takes nothing.
    pub(super) fn arrived(&mut self, now: Ms, response: Response) {
        let Some(wire) = &mut self.wire else { return };
        if !self.options.watchdog_counts_stalls || !self.parked {
            wire.last_frame = now;
        }
        let for_consumer = !matches!(response, Response::Ping(_) | Response::Pong(_) | Response::Started { .. });
        if !(self.parked && for_consumer) {
            return self.take(response);
        }
        if self.options.saves == Saves::Arrived
            && let Response::Messages(messages) = &response
        {
            let messages = messages.clone();
            self.save(&messages);
        }
        let Some(wire) = &mut self.wire else { return };
        wire.inbox_bytes += response.bytes();
        wire.inbox.push_back(response);
        if wire.inbox_bytes >= self.options.buffer_bytes && !wire.shut {
            wire.shut = true;
            self.out.push(Out::Window(false));
        }
    }

    /// The consumer stops, or goes on and takes what waited.
    pub(super) fn park(&mut self, now: Ms, parked: bool) {
        let stood = std::mem::replace(&mut self.parked, parked);
        if parked || !stood {
            return;
        }
        while let Some(response) = self.wire.as_mut().and_then(|wire| wire.inbox.pop_front()) {
            self.take(response);
        }
        if let Some(wire) = &mut self.wire {
            (wire.last_frame, wire.inbox_bytes) = (now, 0);
            if std::mem::take(&mut wire.shut) {
                self.out.push(Out::Window(true));
            }
        }
    }

    fn take(&mut self, response: Response) {
        match response {
            Response::Started { keepalive_interval_ms, .. } => self.started(keepalive_interval_ms),
            Response::Ping(nonce) => {
                let draining = self.wire.as_ref().is_some_and(|wire| wire.draining);
                if self.options.answers && !draining {
                    self.send(Request::Pong(nonce));
                }
            }
            Response::Pong(nonce) => {
                if let Some(wire) = &mut self.wire {
                    wire.probe.take_if(|probe| probe.nonce == nonce);
                }
                self.settle_state();
            }
            Response::Messages(messages) => self.messages(&messages),
            Response::TopicsLive(_) => {}
            Response::CatchupComplete(id) => self.complete(id),
        }
    }

    fn messages(&mut self, messages: &Messages) {
        if self.options.dialect.rules().tags && messages.mutate_id == 0 {
            let first = |topic: &Topic| self.wire.as_ref().and_then(|wire| wire.first.get(topic).copied());
            let early = |row: &Row| first(&row.topic).is_some_and(|wave| self.durable.wave(&row.topic) == Some(wave));
            if messages.rows().any(early) {
                // An untagged row of a topic in its first wave: the node speaks a revision without tags.
                return self.fall_back();
            }
        }
        for row in messages.rows() {
            let (took, had) = self.durable.process(row);
            let of = |consumer| (consumer, row.topic.clone(), row.id);
            for (consumer, topic, id) in took.into_iter().map(of) {
                self.tell(Told::Processed { consumer, topic, id });
            }
            for (consumer, topic, id) in had.into_iter().map(of) {
                self.tell(Told::Spared { consumer, topic, id });
            }
        }
        self.save(messages);
    }

    fn save(&mut self, messages: &Messages) {
        let wave = (messages.mutate_id != 0).then_some(messages.mutate_id);
        // Where no lane is told, every row counts for its topic.
        let high_water = self.options.cursors == Cursors::HighWater || !self.options.dialect.rules().tags;
        messages.rows().for_each(|row| self.durable.advance(row, wave, high_water));
    }

    fn complete(&mut self, id: u64) {
        let Some(wire) = &mut self.wire else { return };
        let Some(replay) = wire.waves.remove(&id) else { return };
        for topic in self.durable.complete(id, replay) {
            for consumer in self.durable.consumers(&topic) {
                self.tell(Told::CaughtUp { consumer, topic: topic.clone() });
            }
        }
        self.settle_state();
    }

    /// The state that follows from the wire, where nothing else decides.
    pub(super) fn settle_state(&mut self) {
        let Some(wire) = &self.wire else { return };
        let state = match wire {
            wire if wire.draining => State::Draining,
            wire if wire.probe.is_some_and(|probe| probe.until.is_some()) => State::Resuming,
            wire if !wire.started => State::Opening,
            wire if wire.waves.is_empty() => State::Live,
            _ => State::CatchingUp,
        };
        self.enter(state);
    }
}
