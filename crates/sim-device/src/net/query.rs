//! Questions to relays: look-ups of the device, a look whether a relay holds an event, and the older part of a subscription.

use std::collections::BTreeMap;
use std::time::Duration;

use nostr::{EventId, RelayUrl};
use sim_relay::{ClientMsg, Filter, SubId, VerifiedEvent};

use super::pages::{Next, Pages};
use super::{ANSWER_TIMEOUT, Net, NetEvent, QueryId, TRIES, Topic};
use crate::api::{Output, RelayTrouble};
use crate::error::{LookUp, LookUps};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// The device.
    Device(QueryId),
    /// Somebody who wants to know whether a relay holds this event.
    Event(EventId),
    /// A standing subscription whose stored events did not fit into one answer.
    Subscription(Topic),
}

pub(super) struct Query {
    asker: Asker,
    filters: Vec<Filter>,
    asks: BTreeMap<RelayUrl, Ask>,
    found: BTreeMap<EventId, VerifiedEvent>,
    pub(super) deadline: Duration,
}

/// One relay's part of a question.
#[derive(Default)]
struct Ask {
    pages: Pages,
    sent: bool,
    tries: u32,
    outcome: Option<LookUp>,
}

impl Query {
    /// Relays that are still to answer.
    pub(super) fn open(&self) -> impl Iterator<Item = &RelayUrl> {
        self.asks.iter().filter(|(_, ask)| ask.outcome.is_none()).map(|(relay, _)| relay)
    }

    /// What to say to a relay that is waited for; it counts as said.
    pub(super) fn question_for(&mut self, sub: &SubId, relay: &RelayUrl) -> Option<ClientMsg> {
        let ask = self.asks.get_mut(relay).filter(|ask| ask.outcome.is_none())?;
        ask.sent = true;
        ask.pages.again();
        Some(ClientMsg::Req { sub: sub.clone(), filters: ask.pages.filters(&self.filters) })
    }

    pub(super) fn describe(&self) -> &'static str {
        match self.asker {
            Asker::Device(_) => "look up events",
            Asker::Event(_) => "look whether an event was taken",
            Asker::Subscription(_) => "ask for older events",
        }
    }
}

impl Net {
    /// Asks relays for what they hold. An answer to a single filter is read page by page.
    pub(crate) fn query(&mut self, filters: Vec<Filter>, relays: &[RelayUrl], at: Duration) -> QueryId {
        let id = self.next_query;
        self.ask(Asker::Device(id), filters, relays, at);
        id
    }

    /// Asks one relay whether it holds an event: [`NetEvent::LookedFor`] is the answer.
    pub(crate) fn look_for(&mut self, id: EventId, relay: &RelayUrl, at: Duration) {
        self.ask(Asker::Event(id), vec![Filter::new().id(id)], std::slice::from_ref(relay), at);
    }

    fn ask(&mut self, asker: Asker, filters: Vec<Filter>, relays: &[RelayUrl], at: Duration) {
        let asks = relays.iter().map(|relay| (relay.clone(), Ask::default())).collect();
        self.start(Query { asker, filters, asks, found: BTreeMap::new(), deadline: at + ANSWER_TIMEOUT });
    }

    /// Asks one relay for the stored events of a subscription that come before a first page.
    pub(super) fn ask_for_older(
        &mut self,
        topic: Topic,
        filters: Vec<Filter>,
        relay: &RelayUrl,
        pages: Pages,
        at: Duration,
    ) {
        let asks = BTreeMap::from([(relay.clone(), Ask { pages, ..Ask::default() })]);
        let asker = Asker::Subscription(topic);
        self.start(Query { asker, filters, asks, found: BTreeMap::new(), deadline: at + ANSWER_TIMEOUT });
    }

    fn start(&mut self, query: Query) {
        let sub = SubId::from(format!("q{}", self.next_query));
        self.next_query += 1;
        let relays: Vec<_> = query.open().cloned().collect();
        self.queries.insert(sub.clone(), query);
        relays.iter().for_each(|relay| self.question(&sub, relay));
    }

    fn question(&mut self, sub: &SubId, relay: &RelayUrl) {
        if !self.is_up(relay) {
            return self.ensure_open(relay);
        }
        if let Some(req) = self.queries.get_mut(sub).and_then(|query| query.question_for(sub, relay)) {
            self.out.push(Output::Send(relay.clone(), req));
        }
    }

    /// Takes in an event of an answer. Older events of a subscription go to the device at once.
    pub(super) fn found(&mut self, relay: &RelayUrl, sub: &SubId, event: VerifiedEvent) -> Vec<NetEvent> {
        let Some(query) = self.queries.get_mut(sub) else { return Vec::new() };
        let Some(ask) = query.asks.get_mut(relay).filter(|ask| ask.outcome.is_none()) else { return Vec::new() };
        let fresh = ask.pages.take(&event);
        if let Asker::Subscription(topic) = &query.asker {
            let topic = topic.clone();
            return fresh.then_some(NetEvent::Event { topic, event, stored: true }).into_iter().collect();
        }
        query.found.insert(event.id, event);
        Vec::new()
    }

    /// The relay has sent a page of an answer.
    pub(super) fn page_ended(&mut self, relay: &RelayUrl, sub: &SubId, at: Duration) -> Vec<NetEvent> {
        let limit = self.limits.get(relay).copied();
        let Some(query) = self.queries.get_mut(sub) else { return Vec::new() };
        let Some(ask) = query.asks.get_mut(relay).filter(|ask| ask.outcome.is_none()) else { return Vec::new() };
        // Lists and single events: the filters ask for one event each.
        let whole = query.filters.len() > 1 || matches!(query.asker, Asker::Event(_));
        let next = if whole { Next::Over(LookUp::Complete) } else { ask.pages.end(self.paging, limit) };
        match next {
            Next::Until(_) => {
                query.deadline = at + ANSWER_TIMEOUT;
                self.question(sub, relay);
                Vec::new()
            }
            Next::Over(outcome) => {
                self.out.push(Output::Send(relay.clone(), ClientMsg::Close(sub.clone())));
                self.answer_over(relay, sub, outcome)
            }
        }
    }

    /// One relay will say no more; the last one ends the query.
    pub(super) fn answer_over(&mut self, relay: &RelayUrl, sub: &SubId, outcome: LookUp) -> Vec<NetEvent> {
        let Some(query) = self.queries.get_mut(sub) else { return Vec::new() };
        let Some(ask) = query.asks.get_mut(relay) else { return Vec::new() };
        ask.outcome = Some(outcome.clone());
        let over = query.open().next().is_none();
        self.note_outcome(relay, &outcome);
        if !over {
            return Vec::new();
        }
        let query = self.queries.remove(sub).expect("found above");
        self.query_over(query)
    }

    fn query_over(&mut self, query: Query) -> Vec<NetEvent> {
        let outcomes: LookUps =
            query.asks.into_iter().map(|(relay, ask)| (relay, ask.outcome.unwrap_or(LookUp::Silent))).collect();
        match query.asker {
            Asker::Device(id) => vec![NetEvent::Answered(id, query.found.into_values().collect(), outcomes)],
            Asker::Event(id) => {
                let found = query.found.contains_key(&id);
                let one = |(relay, outcome): (RelayUrl, LookUp)| NetEvent::LookedFor(relay, id, (found, outcome));
                outcomes.into_iter().map(one).collect()
            }
            Asker::Subscription(topic) => {
                outcomes.into_keys().flat_map(|relay| self.caught_up(&relay, &topic)).collect()
            }
        }
    }

    fn note_outcome(&mut self, relay: &RelayUrl, outcome: &LookUp) {
        let trouble = match outcome {
            LookUp::Complete => return,
            LookUp::Cut { events } => RelayTrouble::AnswerCut { events: *events },
            LookUp::Refused { said } => RelayTrouble::SubscriptionClosed { said: said.clone() },
            LookUp::Silent => RelayTrouble::QueryUnanswered,
            LookUp::Unreachable => RelayTrouble::QueryUnreachable,
            LookUp::Offline => RelayTrouble::QueryOffline,
        };
        self.note_relay(relay, trouble);
    }

    /// Ends the first query whose time is over; `None` if there is none left. Only the older part of a subscription is asked for again;
    /// what has come is read meanwhile.
    pub(crate) fn late_query(&mut self, at: Duration) -> Option<Vec<NetEvent>> {
        let (sub, _) = self.queries.iter().find(|(_, query)| query.deadline <= at)?;
        let sub = sub.clone();
        Some(self.query_is_late(&sub, at))
    }

    fn query_is_late(&mut self, sub: &SubId, at: Duration) -> Vec<NetEvent> {
        let online = self.online;
        let Some(query) = self.queries.get_mut(sub) else { return Vec::new() };
        let mut events = Vec::new();
        let mut again = Vec::new();
        let mut over = Vec::new();
        let patient = match &query.asker {
            Asker::Subscription(topic) => {
                events.push(NetEvent::CaughtUp(topic.clone()));
                true
            }
            Asker::Device(_) | Asker::Event(_) => false,
        };
        for (relay, ask) in query.asks.iter_mut().filter(|(_, ask)| ask.outcome.is_none()) {
            ask.tries += 1;
            match (online, ask.sent) {
                (true, true) if patient && ask.tries < TRIES => again.push(relay.clone()),
                (false, _) => over.push((relay.clone(), LookUp::Offline)),
                (true, false) => over.push((relay.clone(), LookUp::Unreachable)),
                (true, true) => over.push((relay.clone(), LookUp::Silent)),
            }
        }
        query.deadline = at + ANSWER_TIMEOUT;
        if again.is_empty() && over.is_empty() {
            // There was nobody to ask.
            let query = self.queries.remove(sub).expect("found above");
            return self.query_over(query);
        }
        again.iter().for_each(|relay| self.question(sub, relay));
        events.extend(over.into_iter().flat_map(|(relay, outcome)| self.answer_over(&relay, sub, outcome)));
        events
    }

    /// The older part of a subscription is asked for anew when its connection is open again.
    pub(super) fn stop_asking_for_older(&mut self, which: impl Fn(&RelayUrl, &Topic) -> bool) {
        let stale = |query: &Query| matches!(&query.asker, Asker::Subscription(topic) if query.open().any(|relay| which(relay, topic)));
        self.queries.retain(|_, query| !stale(query));
    }
}
