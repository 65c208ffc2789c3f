//! REQ, CLOSE and COUNT.

use crate::message::Prefix;
use crate::personality::{LimitZero, OverLimit, Overflow, SameReq};
use crate::query::{matches_of, select};
use crate::refusal::Refusal;
use crate::session::ConnId;
use crate::subscriptions::Subscription;
use crate::visibility::{GuardVerdict, guard};
use crate::{Filter, Outbox, Relay, RelayMsg, SubId};

impl Relay {
    /// Stored events, then EOSE, and the subscription is open; or CLOSED, and it is not.
    ///
    /// A refused REQ ends an open subscription of the same id too: its client reads CLOSED as the end of that id.
    pub(crate) fn subscribe(&mut self, now: u64, conn: ConnId, sub: SubId, filters: Vec<Filter>) -> Outbox {
        let verdict = self.check_query(conn, &sub, filters).and_then(|filters| {
            self.check_size(now, conn, &filters)?;
            self.check_room(conn, &sub)?;
            Ok(filters)
        });
        let outbox = match verdict {
            Ok(filters) if self.stays_silent(conn, &sub, &filters) => Outbox::new(),
            Ok(filters) => self.open(now, conn, sub, filters),
            Err(refusal) => {
                self.unsubscribe(conn, &sub);
                self.refuse_query(conn, sub, refusal)
            }
        };
        let ends = outbox.iter().filter(|(_, msg)| matches!(msg, RelayMsg::Eose(_) | RelayMsg::Closed { .. }));
        debug_assert!(
            ends.count() == 1 || !self.personality.answers_every_req(),
            "RI-2: one EOSE or CLOSED per REQ, unless the personality says otherwise"
        );
        outbox
    }

    /// Whether the same REQ is open, on a relay that does not answer it twice.
    fn stays_silent(&self, conn: ConnId, sub: &SubId, filters: &[Filter]) -> bool {
        let open = self.sessions.get(&conn).and_then(|session| session.open.get(sub));
        self.personality.same_req_again == SameReq::Silence
            && open.and_then(|key| self.subscriptions.filters(*key)).is_some_and(|same| same == filters)
    }

    fn open(&mut self, now: u64, conn: ConnId, sub: SubId, filters: Vec<Filter>) -> Outbox {
        self.unsubscribe(conn, &sub);
        self.make_room(conn);
        let stored = self.answer(now, conn, &filters).into_iter();
        let mut outbox: Outbox = stored.map(|event| (conn, RelayMsg::Event { sub: sub.clone(), event })).collect();
        let asks_nothing = filters.iter().all(|filter| filter.limit == Some(0));
        if !(asks_nothing && self.personality.limit_zero == LimitZero::NoEose) {
            outbox.push((conn, RelayMsg::Eose(sub.clone())));
        }
        let key = self.subscriptions.open(conn, Subscription { sub: sub.clone(), filters });
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.open.insert(sub, key);
        }
        outbox
    }

    /// CLOSE. No reply, also when there is nothing to end.
    pub(crate) fn unsubscribe(&mut self, conn: ConnId, sub: &SubId) -> Outbox {
        if let Some(key) = self.sessions.get_mut(&conn).and_then(|session| session.open.remove(sub)) {
            self.subscriptions.close(key);
        }
        Outbox::new()
    }

    /// The size of the union, without limits, or CLOSED.
    pub(crate) fn count(&mut self, now: u64, conn: ConnId, sub: SubId, filters: Vec<Filter>) -> Outbox {
        let verdict = match self.personality.has_nip(45) {
            true => self.check_query(conn, &sub, filters),
            false => Err(Refusal::because(Prefix::Unsupported, "COUNT is not offered here")),
        };
        match verdict {
            Ok(filters) => {
                let seen = |event: &_| self.shows(event, self.keys(conn), now);
                let found = select(&self.store, &filters, |_| None, |event| seen(event));
                let count = found.events.len() as u64;
                vec![(conn, RelayMsg::Count { sub, count })]
            }
            Err(refusal) => self.refuse_query(conn, sub, refusal),
        }
    }

    /// What REQ and COUNT share: the filters to work with, or why not.
    fn check_query(&self, conn: ConnId, sub: &SubId, filters: Vec<Filter>) -> Result<Vec<Filter>, Refusal> {
        let knobs = &self.personality;
        let length = sub.as_str().chars().count();
        if length == 0 || length > knobs.max_subid_length {
            let text = format!("a subscription id has 1 to {} characters", knobs.max_subid_length);
            return Err(Refusal::because(Prefix::Invalid, text));
        }
        if filters.is_empty() {
            return Err(Refusal::because(Prefix::Invalid, "a query needs a filter"));
        }
        if let Some(max) = knobs.max_filters.filter(|max| filters.len() > *max) {
            return Err(Refusal::because(Prefix::RateLimited, format!("more than {max} filters")));
        }
        let admitted = filters.into_iter().map(|filter| Ok(filter.admit(knobs)?.read_by(knobs)));
        let filters = admitted.collect::<Result<Vec<_>, _>>().map_err(Refusal::Text)?;
        let keys = self.keys(conn);
        if knobs.auth_required && keys.is_empty() {
            return Err(Refusal::NeedsAuth("reading needs AUTH"));
        }
        match guard(&filters, keys, knobs) {
            GuardVerdict::Pass => Ok(filters),
            GuardVerdict::AuthRequired => Err(Refusal::NeedsAuth("gift wraps need AUTH by their recipient")),
            GuardVerdict::Restricted => {
                Err(Refusal::because(Prefix::Restricted, "gift wraps go to their recipient only"))
            }
        }
    }

    /// R-39 under `over_limit = refuse`: a filter must not ask for more than the largest limit, nor find more if it names none.
    fn check_size(&self, now: u64, conn: ConnId, filters: &[Filter]) -> Result<(), Refusal> {
        let (OverLimit::Refuse, Some(max)) = (self.personality.over_limit, self.personality.max_limit) else {
            return Ok(());
        };
        let keys = self.keys(conn);
        let finds_more = |filter: &Filter| {
            let shown = |event: &_| self.shows(event, keys, now);
            matches_of(&self.store, filter, Some(max.saturating_add(1)), shown).0.len() > max
        };
        match filters.iter().any(|filter| filter.limit.map_or_else(|| finds_more(filter), |limit| limit > max)) {
            true => Err(Refusal::because(Prefix::Invalid, format!("more than {max} events were asked for"))),
            false => Ok(()),
        }
    }

    /// Replacing an open subscription needs no room.
    fn check_room(&self, conn: ConnId, sub: &SubId) -> Result<(), Refusal> {
        let open = self.sessions.get(&conn).map(|session| &session.open);
        match (open, self.personality.max_subscriptions) {
            _ if self.personality.overflow == Overflow::DropOldest => Ok(()),
            (Some(open), Some(max)) if open.len() >= max && !open.contains_key(sub) => {
                Err(Refusal::NoRoom(format!("more than {max} subscriptions")))
            }
            _ => Ok(()),
        }
    }

    /// Ends the oldest subscriptions where a new one would be one too many, under `overflow = drop_oldest`.
    fn make_room(&mut self, conn: ConnId) {
        let Some(max) = self.personality.max_subscriptions else { return };
        while let Some(session) = self.sessions.get(&conn).filter(|session| session.open.len() >= max.max(1)) {
            let oldest = session.open.iter().min_by_key(|(_, key)| **key).map(|(sub, _)| sub.clone());
            oldest.iter().for_each(|sub| _ = self.unsubscribe(conn, sub));
        }
    }
}
